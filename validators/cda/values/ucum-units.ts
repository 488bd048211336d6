/**
 * The unit symbols of UCUM (case-sensitive variant): facts of the standard, as data. A metric unit takes a prefix
 * (`mg`), the others do not (`mo`).
 */
const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

export const PREFIXES: ReadonlySet<string> = new Set(words('Q R Y Z E P T G M k h da d c m u n p f a z y r q Ki Mi Gi Ti Pi Ei Zi Yi'));

export const METRIC: ReadonlySet<string> = new Set(
  words(`
    m s g rad K C cd mol sr Hz N Pa J W A V F Ohm S Wb Cel T H lm lx Bq Gy Sv l L ar t bar u eV pc
    [c] [h] [k] [eps_0] [mu_0] [e] [m_e] [m_p] [G] [g] [ly] gf
    Ky Gal dyn erg P Bi St Mx G Oe Gb sb Lmb ph Ci R RAD REM
    cal_[15] cal_[20] cal_m cal_IT cal_th cal tex m[H2O] m[Hg]
    eq osm g% kat U [iU] [IU] Np B B[SPL] B[V] B[mV] B[uV] B[10.nV] B[W] B[kW] st mho bit By Bd
  `),
);

export const PLAIN: ReadonlySet<string> = new Set(
  words(`
    10* 10^ [pi] % [ppth] [ppm] [ppb] [pptr] gon deg ' '' min h d a_t a_j a_g a mo_s mo_j mo_g mo wk AU
    [in_i] [ft_i] [yd_i] [mi_i] [fth_i] [nmi_i] [kn_i] [sin_i] [sft_i] [syd_i] [cin_i] [cft_i] [cyd_i] [bf_i] [cr_i]
    [mil_i] [cml_i] [hd_i]
    [ft_us] [yd_us] [in_us] [rd_us] [ch_us] [lk_us] [rch_us] [rlk_us] [fth_us] [fur_us] [mi_us] [acr_us] [srd_us]
    [smi_us] [sct] [twp] [mil_us]
    [in_br] [ft_br] [rd_br] [ch_br] [lk_br] [fth_br] [pc_br] [yd_br] [mi_br] [nmi_br] [kn_br] [acr_br]
    [gal_us] [bbl_us] [qt_us] [pt_us] [gil_us] [foz_us] [fdr_us] [min_us] [crd_us] [bu_us] [gal_wi] [pk_us] [dqt_us]
    [dpt_us] [tbs_us] [tsp_us] [cup_us] [foz_m] [cup_m] [tsp_m] [tbs_m]
    [gal_br] [pk_br] [bu_br] [qt_br] [pt_br] [gil_br] [foz_br] [fdr_br] [min_br]
    [gr] [lb_av] [oz_av] [dr_av] [scwt_av] [lcwt_av] [ston_av] [lton_av] [stone_av] [pwt_tr] [oz_tr] [lb_tr] [sc_ap]
    [dr_ap] [oz_ap] [lb_ap] [oz_m] [lbf_av]
    [lne] [pnt] [pca] [pnt_pr] [pca_pr] [pied] [pouce] [ligne] [didot] [cicero]
    [degF] [degR] [degRe] [Cal] [Btu_39] [Btu_59] [Btu_60] [Btu_m] [Btu_IT] [Btu_th] [Btu] [HP] [den]
    [in_i'H2O] [in_i'Hg] [PRU] [wood'U] [diop] [p'diop] %[slope] [mesh_i] [Ch] [drp] [hnsf'U] [MET]
    [hp'_X] [hp'_C] [hp'_M] [hp'_Q] [hp_X] [hp_C] [hp_M] [hp_Q] [kp_X] [kp_C] [kp_M] [kp_Q] [pH] [S] [HPF] [LPF]
    [arb'U] [USP'U] [GPL'U] [MPL'U] [APL'U] [beth'U] [anti'Xa'U] [todd'U] [dye'U] [smgy'U] [bdsk'U] [ka'U] [knk'U]
    [mclg'U] [tb'U] [CCID_50] [TCID_50] [EID_50] [PFU] [FFU] [CFU] [IR] [BAU] [AU] [Amb'a'1'U] [PNU] [Lf] [D'ag'U]
    [FEU] [ELU] [EU] Ao b att [psi] circ sph [car_m] [car_Au] [smoot] [m/s2/Hz^0.5] bit_s [m/s2/Hz^(1/2)]
    atm Torr [NTU] [FNU]
  `),
);

/** Units that stand for a length of time. */
export const TIMES: ReadonlySet<string> = new Set(words('a_t a_j a_g a mo_s mo_j mo_g mo wk d h min s ms us ns'));

/** What people write where UCUM has another symbol. */
export const HABITS: ReadonlyMap<string, string> = new Map(
  words(`
    µg=ug μg=ug mcg=ug µL=uL μL=uL µl=uL µm=um μm=um µmol=umol μmol=umol µUI=u[IU] µU=uU µS=uS
    UI=[IU] IU=[IU] ui=[IU] mUI=m[IU] mIU=m[IU] kUI=k[IU] kIU=k[IU] MUI=M[IU] uIU=u[IU] UFC=[CFU] ufc=[CFU] CFU=[CFU] PFU=[PFU]
    mmHg=mm[Hg] mmhg=mm[Hg] cmHg=cm[Hg] cmH2O=cm[H2O] cmh2o=cm[H2O] °C=Cel C°=Cel ºC=Cel °=deg °F=[degF] degré=deg degrés=deg
    sec=s seconde=s secondes=s mn=min minute=min minutes=min hr=h heure=h heures=h hour=h hours=h j=d jr=d jour=d jours=d day=d days=d
    sem=wk semaine=wk semaines=wk week=wk weeks=wk mois=mo month=mo months=mo an=a ans=a année=a années=a year=a years=a yr=a
    gr=g gramme=g grammes=g Kg=kg KG=kg kilo=kg Kcal=kcal KCal=kcal cc=mL ml.=mL litre=L litres=L
    mEq=meq mEquiv=meq Eq=eq mosm=mosm mOsm=mosm ohm=Ohm Ω=Ohm dioptrie=[diop] dioptries=[diop] pH=[pH] ppm=[ppm]
    bpm=/min batt=/min goutte=[drp] gouttes=[drp] gtt=[drp] UA=[arb'U] BAU=[BAU] lb=[lb_av] oz=[oz_av] in=[in_i] ft=[ft_i]
    comprimé={tablet} comprimés={tablet} cpr={tablet} gélule={capsule} gélules={capsule} dose={dose} doses={dose} bouffée={puff} bouffées={puff}
    inr={INR} INR={INR} ratio={ratio} score={score} log={log} pourcent=% pct=%
  `).map((pair) => pair.split('=') as [string, string]),
);

/** Units in common use, among which the nearest is looked for. */
export const COMMON: readonly string[] = words(`
  % g kg mg ug ng pg m cm mm um nm L dL mL uL fL s ms min h d wk mo a mol mmol umol nmol pmol U mU kat Cel K Pa kPa bar
  mm[Hg] cm[H2O] [IU] m[IU] u[IU] k[IU] eq meq osm mosm Hz J kJ cal kcal W V mV A mA Ohm Bq kBq MBq GBq Gy mGy Sv mSv N T deg rad [diop] [pH]
  [CFU] [drp] [arb'U] [ppm] [HPF] [LPF] [in_i] [ft_i] [lb_av] [oz_av] [degF] dB 10* 10*3 10*6 10*9 10*12 {tablet} {score} {ratio}
`);
