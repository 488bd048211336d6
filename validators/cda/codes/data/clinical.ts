/**
 * Clinical codes that CI-SIS templates fix or that its documents use again and again; never the whole of a code system.
 * By OID of the code system, one code a line: `code=label=other label`, the preferred label first.
 */
export const CLINICAL: Readonly<Record<string, string>> = {
  '0.4.0.127.0.16.1.1.2.1': `
10219000=Comprimé
20001000=Voie auriculaire
20002500=Voie buccogingivale
20003000=Voie cutanée
20004000=Voie dentaire
20006000=Voie endocervicale
20007000=Voie endosinusale
20008000=Voie endotrachéobronchique
20009000=Voie péridurale
20010000=Voie épilésionnelle
20011000=Voie extra-amniotique
20011500=Voie extracorporelle
20013000=Voie gastro-entérale
20013500=Voie gastrique
20014000=Voie gingivale
20015000=Hémodialyse
20015500=Implantation
20019500=Infiltration
20020000=Voie inhalée=Inhalation use=Inhalation
20021000=Voie intestinale
20022000=Voie intraamniotique
20023000=Voie intraartérielle
20024000=Voie intraarticulaire
20025000=Voie intrabursale
20025500=Voie intracamérulaire
20026000=Voie intracardiaque
20026500=Voie intracartilagineuse
20027000=Voie intracaverneuse
20027010=Voie intracérébrale
20028000=Voie intracervicale
20028300=Voie intracholangiopancréatique
20028500=Voie intracisternale
20029000=Voie intracoronaire
20030000=Voie intradermique=ID=Intradermal use=Intradermique
20031000=Voie intradiscale
20031500=Voie intraépidermique
20031700=Voie intraglandulaire
20032000=Voie intralésionnelle
20033000=Voie intralymphatique
20035000=Voie intramusculaire=IM=Intramuscular use=Intramusculaire=Voie IM
20036000=Voie intraoculaire
20036500=Voie intraosseuse
20037000=Voie intrapéricardiaque
20038000=Voie intrapéritonéale
20039000=Voie intrapleurale
20039200=Voie intraportale
20039500=Voie intraprostatique
20041000=Voie intrasternale
20042000=Voie intrathécale
20043000=Voie intratumorale
20044000=Voie intra-utérine
20045000=Voie intraveineuse=IV=Intravenous use=Intraveineuse=Voie IV
20046000=Voie intravésicale
20047000=Voie intravitréenne
20047500=Iontophorèse
20048000=Voie laryngopharyngée
20049000=Voie nasale=Nasal use=Nasale
20051000=Voie ophtalmique
20053000=Voie orale=PO=Oral use=Orale=Per os
20054000=Voie buccale
20055000=Voie oropharyngée
20057000=Voie périarticulaire
20058000=Voie périneurale
20059000=Voie périodontale
20059300=Voie périosseuse
20059400=Voie péritumorale
20059500=Voie juxta-sclérale postérieure
20061000=Voie rectale=Rectal use=Rectale
20061500=Voie rétrobulbaire
20062000=Autre(s)
20063000=Scarification
20065000=Voie sous-conjonctivale
20066000=Voie sous-cutanée=SC=Subcutaneous use=Sous-cutanée=Voie SC
20067000=Voie sublinguale=SL=Sublingual use=Sublinguale
20067500=Voie sous-muqueuse
20070000=Voie transdermique=Transdermal use=Transdermique
20071000=Voie urétrale
20072000=Voie vaginale
20080000=Voie intracérébroventriculaire
20081000=Voie subrétinale
20084000=Voie intracornéenne
20086000=Voie intraputaminale
50015000=pommade pour application cutanée et nasale`,
  '1.2.250.1.213.1.6.1.8': `
127=Hospitalisation à Domicile
255=Maison d'Accueil Spécialisée (M.A.S.)
354=Service de Soins Infirmiers A Domicile (S.S.I.A.D)`,
  '1.2.250.1.213.2.3.5': `
9JX=Impédance
BDB=Antibiogramme - bandette gradient
DC=Cytométrie en flux
DEG=Spectrophotométrie enzyme/vis Glucose oxydase
DEI=Spectrophotométrie enzyme/UV GDH
DOX=spectrophotometrie en milieu trouble
GUF=PCR/RT PCR - Point final
HPX=Chronométrie - Chronométrie
MA=Observation macroscopique
MI=Observation microscopique
VA=Electrophorèse
VHEDA1GUR01LX=ABBOTT - Alinity m HR HPV AMP Kit (09N15-090)
ZC=Calcul mathématique`,
  '1.2.250.1.213.2.5': `
ACQK001=Scannographie du crâne et de son contenu
ACQN001
DDAF004=Dilatation intraluminale de deux vaisseaux coronaires avec pose d'endoprothèse, par voie artérielle transcutanée
EPLF002=Pose d'un cathéter veineux central, par voie transcutanée
FELF006=Transfusion de produit sanguin labile non érythrocytaire
GDFA014=Laryngectomie supraglottique
GELD004=Intubation trachéale
JQGA003=Accouchement par césarienne au cours du travail, par laparotomie
JQQP003=Autopsie médicale d'un fœtus ou d'un nouveau-né de moins de 4 jours de vie, avec examen de l'encéphale
QEQK004=Mammographie de dépistage`,
  '1.2.250.1.213.2.12': `
A-00100=Autre dispositif ou objet personnel=Autres dispositifs ou objets personnels
A-04200=Prothèses dentaires
A-04236=Prothèses auditives
A-04242=Lunettes
A-70500=Exercice physique
A-A1800=Chute
A-A3260=Exposition à des produits toxiques
C-B6010=Vaccin BCG=Vaccin contre la tuberculose (BCG)
C-B6050=Vaccin contre le virus de l'hépatite B=Vaccin contre l'hépatite B
C-B6060=Vaccin contre le virus Haemophilus influenzae=Vaccin contre l'Haemophilus influenzae de type b
C-B60A0=Vaccin anti-Pneumococcique=Vaccin contre le pneumocoque
C-B6100=Vaccin contre la fièvre jaune
C-B6140=Vaccin contre la Coqueluche
C-B6150=Vaccin contre la rougeole-oreillons-rubéole (ROR)
D0-10100=Eczéma
D0-20102=Urticaire allergique
D1-F0106=Métastase osseuse
D2-00100=Infection pulmonaire
D3-04000=Lésion
D3-12710=SCA
D3-15000=IDM
D3-16001=Insuffisance cardiaque aiguë
D3-31520=Fibrillation atriale
D3-89110=HSA
D3-89200=Hémorragie intra-cérébrale
D3-89260=Hémorragie intraventriculaire
D3-89400=Infarctus cérébral
D3-89500=AIT
D3-89550=AVC
D4-00000
D4-00100=Syndrome polymalformatif
D4-02000=Aberrations chromosomiques=Anomalie chromosomique
D4-02214=Trisomie 21
D4-14700=Luxation de la hanche
D4-51450=Fente (labio) palatine
D4-70000=Malformation urinaire
D4-80000=Malformation génitale
D4-95100=Spina bifida
D5-00100=Hémorragie digestive
D5-30140=Reflux gastro-oesophagien
D6-00000=Maladie métabolique
D6-94800=Mucoviscidose
D7-10030=Infection urinaire
D7-12600=Pyélonéphrite
D7-20020=Infection urinaire basse
D8-00110=Môle
D8-02000=GEU
D8-04100=Avortement spontané
D8-04201=IVG
D8-11000=HTA gravidique (sans protéinurie)=Hypertension artérielle=HTA (hypertension dans un contexte obstétrical)
D8-11120=HTA chronique isolée=HTA traitée
D8-11210=prééclampsie
D8-11270=HTA préexistante avec prééclampsie surajoutée
D8-12000=MAP=Menace d'accouchement prématuré=MAP (menace d'accouchement prématuré)
D8-12200=Grossesse prolongée
D8-20280=Autre présentation foetale
D8-20432=Antécédents de césarienne
D8-22100=Hydramnios
D8-22110=Oligoamnios
D8-22120=Rupture prématurée des membranes
D8-34000=Hémorragie post-partum
D8-70110=Retard de croissance=PAG (petit poids pour l'âge gestationnel)
D8-70310=Macrosomie
D8-72100=Décédé sans précision chronologique
D8-72200=Décédé avant travail
D8-72300=Décédé pendant travail
D8-78400=Décédé au décours IMG
D9-13000=Anorexie et/ou troubles de l'alimentation
D9-20200=Démence avérée
D9-74000=Troubles du sommeil
DA-26510=Infirmité motrice cérébrale
DA-30000=Crise convulsive
DA-41070=Affection du douxième nerf crânien
DA-48034=Syndrome de Claude Bernard-Horner
DA-74510=Diplopie=Troubles visuels - Diplopie
DA-74640=Troubles visuels - Hémianopsie
DA-74910=Handicap visuel
DA-74940=Cécité d'un oeil
DA-78500=Nystagmus
DA-95000=Handicap auditif
DB-00000=Maladie endocrinienne
DB-61400=Diabète gestationnel
DC-20000=Maladie de l'hémoglobine
DC-F2603=Lymphome non Hodgkinien
DC-F2803=Maladie immunoproliférative maligne
DF-00180=Maladie génétique
DF-D0000=Décédé
DF-D1670=Négligence
F-00140=Invalide
F-01000=Problème
F-01050=Condition préexistante
F-01100=Trouble fonctionnel
F-01200=Plainte
F-01250=Symptôme
F-01255=Asymptomatique
F-03400=Signes vitaux
F-0446A=Pas de traitement médicamenteux prescrit
F-04498=Traitement médicamenteux non connu
F-049F6=Pas d'auto-médication
F-06230=porteur d'agent infectieux
F-11306=Drop attack
F-18000=Déambulation
F-38000=Electrocardiogramme
F-38001=ECG normal
F-38002=ECG anormal
F-50100=Alimentation
F-51702=Déglutition anormale
F-84010=Premier trimestre de la grossesse
F-84020=Deuxième trimestre de la grossesse
F-84030=Troisième trimestre de la grossesse
F-84580=Début de travail spontané
F-84610=Début de travail provoqué
F-84640=Début de travail
F-87000=Présentation
F-87050=Sommet
F-87140=Face
F-87210=Front
F-87280=Siège
F-87290=Siège complet
F-87310=Siège incomplet
F-87400=Transverse
F-88450=Mort in utero=Mort-né
F-91200=Orienté
F-91210=Désorienté
F-92300=Dépression
F-92540=Agité
F-94034=Risque suicidaire
F-94800=Handicap de langage
F-95250=Fugue
F-A0840=Paralysies
F-A2005=Anesthésies
F-A2200=Troubles sensitifs
F-A2600=Douleur
F-A4580=Ataxie
F-A5400=Latéralité Manuelle
F-A5410=droitier
F-A5420=gaucher
F-A5440=ambidextérité
F-A5560=Trouble de la conscience
F-A5562=Confusion
F-A6000=Aphasie
F-A6660=Dysarthrie
F-D0720=Thrombolyse IV=Thrombolyse
F-F2020=Mydriase
F-F2030=Myosis
F-F3450=Troubles visuels - Vision monoculaire
F-F6006=Vertige rotatoire
F-F7030=Mutisme
G-1009=Diagnostic
G-2001=Suspectée
G-2002=probable
G-4029=Retardé
G-A005=En rémission
G-A100=Droit
G-A101=Gauche
G-A102=Bilatéral
G-A105=Antérieur
G-A106=Postérieur
G-A161=Jonctionnel
G-A201=Exclus
G-A202=Ecarté
G-A204=Absent=Absente
G-A224=unique
G-A225=multiple
G-A230=Actif
G-A270=Chronique
G-A304=Clinique
G-A377=Immédiat
G-A378=Inactif
G-A397=Intermittent
G-A456=Clair
G-A463=Ancien
G-A464=Connu
G-A468=Paroxystique
G-A500=Récidive=Récurrent
G-A541=Permanent
G-A570=Secondaire
G-A646=Sporadique
G-A647=Certaine
G-B001=Biologique
G-B017=Biochimique
G-B113=Hématologique
G-D101=Voie intraveineuse
G-D103=Voie intramusculaire
G-D104=Voie sous-cutanée
G-D105=Voie intradermique
G-D140=Voie orale
G-E402=Classe NYHA I
G-E403=Classe NYHA II
G-E404=Stade III (NYHA)=Classe NYHA III
G-E405=Classe NYHA IV
M-24600=Malformation vasculaire
M-35106=Thrombus systémique
M-36300=Œdème
M-36784=Risque d'escarre
M-39280=Risque de fausses routes
M-80003=Cancer évolutif
M-80006=Métastase
M-96503=Lymphome Hodgkinien
M-98003=Leucémie chronique ou non précisé, autre
M-98233=Leucémie lymphoïde, chronique ou non précisé
M-98353=Leucémie lymphoïde aigue
M-98603=Leucémie monocytaire, chronique ou non précisé
M-98613=Leucémie myéloïde aigue
M-98633=Leucémie myéloïde, chronique ou non précisé
M-98913=Leucémie monocytaire aigue
M-99400=Leucémie aigue, autre
P0-00120=Certificat Médical
P0-20100=Départ de la patiente contre avis médical
P0-20300=Mutation (Transfert d'un patient dans un autre ES)
P0-20400=Transfert (Transfert du patient à l'intérieur de l'ES)
P1-00000=Chirurgie
P1-05550=Stent
P1-30322=Thrombectomie ou thrombolyse IA=Thrombectomie
P1-30330=Endartériectomie
P1-30530=Embolisation artérielle sélective
P1-30800=Angioplastie
P1-48305=Cytoponction
P1-86130=Episiotomie
P1-86310=Césarienne
P1-86E31=Grande extraction siège
P1-86E32=Petite extraction siège
P1-86E50=Extraction voie basse instrumentale=Forceps
P1-86E80=Version par manœuvre interne
P1-86EA0=Ventouse
P1-86EA8=Réduction manuelle d'inversion utérine
P1-91221=Evacuation hématome intracérébral
P1-91300=Crâniectomie
P1-C0010=Anesthésie générale
P1-C0200=Anesthésie loco-régionale
P1-C0210=Rachi-anesthésie
P1-C0220=Anesthésie péridurale
P1-C0400=Anesthésie locale
P2-00130=Consultation
P2-00200=Soins palliatifs
P2-45012=Administration d'antibiotiques
P2-47020=Vaccination par le BCG
P2-47430=Vaccination Hépatite B
P2-67010=Chimiothérapie conventionnelle
P2-69200=Immunothérapie
P5-B0000=Echographie
P5-C0300=Radiothérapie
P5-C0600=Curiethérapie
PA-10130=Contention
PA-63000=HAD
S-00500=Autre élément social
S-00520=Facteur social relié à la vie professionnelle
S-32100=Énolisme
S-32200=Consommation de drogue
T-01000=Peau
T-04000=Sein
T-11001=Os, articulations, cartilage articulaire=Os
T-1A000=Tissus mous, non classés ailleurs=Tissus mous, non classés par ailleurs
T-20000=Appareil respiratoire/thorax sans précision=Appareil respiratoire et autres thorax
T-24100=Larynx
T-29000=Plèvre
T-42000=aorte
T-43000=artère coronaire
T-45010=artère carotide
T-45320=Artère communicante postérieure
T-45340=Artère choroïdienne antérieure
T-45700=artère vertébrale
T-45840=Artère cérébelleuse supérieure
T-45850=Artère cérébelleuse, SAI
T-45935=Artères choroïdiennes postérieures
T-46100=artère sous-clavière
T-46700=artère iliaque
T-49840=Sinus caverneux
T-50000=Appareil digestif sans précision=Appareil digestif
T-51004=Cavité orale
T-52000=Lèvre
T-53000=Langue
T-55000=Pharynx
T-56000=Oesophage
T-57000=Estomac
T-58000=Intestin grêle
T-61000=Glandes salivaires
T-65000=Pancréas
T-70000=Appareil urinaire sans précision=Voies urinaires
T-70010=Voies urinaires hautes
T-71000=Rein
T-74000=Vessie
T-80000=Organes génitaux féminins sans précision=Organes génitaux féminins
T-81090=Vulve et vagin
T-83020=Corps utérus
T-83200=Col utérus
T-87000=Ovaire
T-90000=Organes génitaux masculins sans précision=Organes génitaux masculins
T-91000=Pénis
T-92000=Prostate
T-94000=Testicule
T-A0000=Système nerveux
T-A0090=Système nerveux central
T-A0500=Nerfs périphériques
T-A2050=Tronc Cérébral
T-A2200=Lobe frontal
T-A2300=Lobe pariétal
T-A2400=Lobe occipital
T-A2500=Lobe temporal
T-A3200=Noyau caudé
T-A5100=Mésencéphale
T-A5400=Pont
T-A6000=Cervelet
T-A6210=Vermis
T-A6700=Bulbe rachidien
T-A7086=Centre ovale
T-AA000=Oeil
T-B0000=Glande endocrine sans précision=Glande endocrine
T-B3000=Surrénale
T-B6000=Thyroïde
T-D1400=intracrânien
T-D3300=Médiastin
T-D4000=Péritoine-rétropéritoine
T-D8700=Main (isolée)
T-D9000=membre inférieur`,
  '1.2.250.1.213.2.68': `
C0205=DISPOSITIFS CARDIAQUES À VISÉE DIAGNOSTIQUE
G02020101=SONDES NASO-GASTRIQUES
G020299=SONDES DE NUTRITION/ASPIRATION GASTRO-INTESTINALES - AUTRES
J0101=STIMULATEURS CARDIAQUES IMPLANTABLES
J010101=STIMULATEURS CARDIAQUES IMPLANTABLES SIMPLE CHAMBRE
J010103=STIMULATEURS CARDIAQUES IMPLANTABLES DOUBLE CHAMBRE
J010104=STIMULATEURS CARDIAQUES IMPLANTABLES TRIPLE CHAMBRE
J01030101=DISPOSITIFS IMPLANTABLES D'ASSISTANCE VENTRICULAIRE DROITE (RVAD)
J01030102=DISPOSITIFS IMPLANTABLES D'ASSISTANCE VENTRICULAIRE GAUCHE (LVAD)
J0105=DÉFIBRILLATEURS IMPLANTABLES
J0190010101=SONDES DE STIMULATION CARDIAQUE ENDOCAVITAIRES UNIPOLAIRES AURICULAIRE ET VENTRICULAIRE
J019001010101=SONDES DE STIMULATION CARDIAQUE AURICULAIRE À FIXATION PASSIVE
J0190010102=SONDES DE STIMULATION CARDIAQUE ENDOCAVITAIRES BIPOLAIRES AURICULAIRE ET VENTRICULAIRE À FIXATION ACTIVE OU PASSIVE
J0190010103=SONDES DE STIMULATION VENTRICULAIRE GAUCHE POUR STIMULATEURS TRIPLE CHAMBRE
J0601=CAPTEURS IMPLANTABLES DE SURVEILLANCE CONTINUE DU GLUCOSE
P0102=PROTHÈSES DENTAIRES
P0703=VALVES CARDIAQUES
P070301=VALVES CARDIAQUES BIOLOGIQUES
P070301010204=VALVES TRICUSPIDES BIOLOGIQUES CHIRURGICALES MONTÉES SUR ARMATURE - VALVE D'ORIGINE NON ANIMALE
P070301030101=VALVES AORTIQUES BIOLOGIQUES AVEC ARMATURE PAR VOIE PERCUTANÉE AVEC SUPPORT - VALVE D'ORIGINE ANIMALE
P070301030102=VALVES MITRALES BIOLOGIQUES AVEC ARMATURE PAR VOIE PERCUTANÉE AVEC SUPPORT - VALVE D'ORIGINE ANIMALE
P070301030103=VALVES PULMONAIRES BIOLOGIQUES AVEC ARMATURE PAR VOIE PERCUTANÉE AVEC SUPPORT - VALVE D'ORIGINE ANIMALE
P070301030104=VALVES TRICUSPIDES BIOLOGIQUES AVEC ARMATURE PAR VOIE PERCUTANÉE AVEC SUPPORT - VALVE D'ORIGINE ANIMALE
P070302=VALVES CARDIAQUES MÉCANIQUES
P0703020302=VALVES MITRALES MÉCANIQUES, À DOUBLE AILETTE
P0704=ENDOPROTHÈSES VASCULAIRES ET CARDIAQUES
P07040199=ENDOPROTHÈSES VASCULAIRES - AUTRES
P07040201=STENTS CORONAIRES
P07040202=ENDOPROTHÈSES VASCULAIRES PÉRIPHÉRIQUES DITES "STENTS PÉRIPHÉRIQUES"
P0704020201=STENTS VASCULAIRES PÉRIPHÉRIQUES NUS
Q021003=LUNETTES PRÊTES À PORTER (OU LUNETTES MONTÉES)
V03010102=THERMOMÈTRES NUMÉRIQUES
V0301010202=THERMOMÈTRES NUMÉRIQUES - MESURE SANS CONTACT
V030201=TOISES
V030209=TOISES À USAGE CLINIQUE
V030210=PÈSE-PERSONNES (SAUF CEUX DE NÉONATALOGIE)
V0806=LITS MÉDICAUX
Y210905=INTERFACES DE CAPTEURS EXTERNES
Y2145=DISPOSITIFS ACCOUSTIQUES D'AIDE À L'AUDITION
Z1203=ÉQUIPEMENTS DE SURVEILLANCE DES SIGNAUX VITAUX ET DE MAINTIEN DES FONCTIONS VITALES
Z1203010101=APPAREILS D'ANESTHÉSIE
Z1203019001=ÉQUIPEMENTS DE SURVEILLANCE DE LA RELAXATION NEUROMUSCULAIRE
Z1203020408=OXYMÈTRES DE POULS
Z12030205=TENSIOMÈTRES NON INVASIFS
Z1203020501=TENSIOMÈTRES OSCILLOMÉTRIQUES NON INVASIFS
Z1203020599=TENSIOMÈTRES NON INVASIFS - AUTRES
Z120303=ÉQUIPEMENTS DE PERFUSION
Z1204011501=SYSTÈMES DE SURVEILLANCE NON INVASIVE DE LA GLYCÉMIE
Z12050404=ENREGISTREURS HOLTER DE LA PRESSION ARTÉRIELLE
Z120626=SYSTÈMES D'ANALYSE DE LA DYNAMIQUE DU MOUVEMENT
Z12062692=SYSTÈMES D'ANALYSE DE LA DYNAMIQUE DU MOUVEMENT - LOGICIELS QUALIFIÉS DM`,
  '1.2.250.1.215.200.3.3': `
CS=Consultation au cabinet par le médecin spécialiste qualifié
G=CONSULTATION MEDECINE GENERALE
TCG=Consultation à distance réalisée entre un patient et un médecin généraliste ou spécialiste en médecine générale dit téléconsultant
TE1=Acte de téléexpertise de niveau 1 d'un médecin sollicité par un autre médecin
TLS=Téléconsultation d'accompagnement lors d'un soin`,
  '1.2.250.1.215.300.1': `
09.02=09.02 ASSISTANCE MÉDICALE À LA PROCRÉATION
ACQH004=Scanographie du crâne, de son contenu et du tronc, avec injection intraveineuse de produit de contraste
ACQK001=Scannographie du crâne et de son contenu
ACQN001=ARM Cervicale=Remnographie du crâne et de son contenu
CBLA001=Pose d'une prothèse auditive implantable dans l'oreille moyenne
DDAF004=Dilatation intraluminale de 2 vaisseaux coronaires avec pose d'endoprothèse, par voie artérielle transcutanée=Dilatation intraluminale de deux vaisseaux coronaires avec pose d'endoprothèse, par voie artérielle transcutanée
DEQP003=ECG
EPLF002=Pose d'un cathéter veineux central, par voie transcutanée
FELF006=Transfusion de produit sanguin labile non érythrocytaire
GDFA014=Laryngectomie supraglottique
GELD004=Intubation trachéale
JQGA003=Accouchement par césarienne au cours du travail, par laparotomie
JQQP003=Autopsie médicale d'un fœtus ou d'un nouveau-né de moins de 4 jours de vie, avec examen de l'encéphale
QEQK004=Mammographie de dépistage`,
  '1.2.840.10008.2.16.4': `
111636=Dose dans l'air à l'entrée du patient (Kerma dans l'air)
111637=DGM total : Dose Glandulaire Moyenne Total
113014=Examen
113015=Séries
113507=Activité administrée
113722=PDS Total : Produit Dose Surface Total
113726=PDS de Scopie Total : Produit Dose Surface de Scopie Total
113727=PDS de Graphie Total : Produit Dose Surface de Graphie Total
113730=Temps total de scopie
113731=Nombre total d'images radiographiques
113813=PDL Total : Produit Dose Longueur Total
113830=IDSV Moyen : Indice de Dose Scanographique Volumique
113839=E : Dose efficace
113850=Autorisation d'irradiation
121079=préliminaire
121080=Meilleure illustration de résultat
121112=Source de mesure
121139=Modalité d'imagerie
121181=Catalogue d'objets DICOM
121200=Illustration de la ROI
121290=Exposition du patient aux rayonnements ionisants
AR=Autoréfraction
BDUS=Échodensitométrie osseuse
BI=Imagerie biomagnétique
BMD=Ostéodensitométrie
CR=Radiographie assistée par ordinateur
CT=Scanner/TDM=Tomodensitométrie
DG=Diaphanographie
DMS=Dermoscopie
DX=Radiographie numérique
ECG=Électrocardiographie
EEG=Électroencéphalographie
EMG=Électromyographie
EOG=Électrooculographie
EPS=Électrophysiologie cardiaque
ES=Endoscopie
GM=Microscopie générale
HD=Onde hémodynamique
IO=Radiographie intrabuccale
IVOCT=Tomographie par cohérence optique intravasculaire
IVUS=Ultrasonore intravasculaire
KER=Kératométrie
LEN=Lensométrie
LS=Scan laser
MG=Mammographie
MR=IRM=Résonance magnétique
NM=Scintigraphie=Médecine nucléaire
OAM=Mesures axiales ophtalmiques
OCT=Tomographie à cohérence optique
OP=Photographique ophtalmique
OPM=Cartographie ophtalmique
OPT=Tomographie ophtalmique
OPTBSV=Tomographie ophtalmique B-scan analyse de volume
OPTENF=Tomographie ophtalmique en face
OPV=Champ visuel ophtalmique
OSS=Scanner optique de surface
OT=Autre technique d'imagerie
POS=Détecteur de position
PT=TEP : Tomographie par émission de positons
PX=Panaromique X-Ray
RESP=Onde respiratoire
RF=Radio-fluoroscopie
RG=Imagerie radiographique
RTIMAGE=Image RT
SM=Microscopie à lames
SRF=Réfraction subjective
TG=Thermographie
US=Échographie
VA=Acuité visuelle
XA=Angiographie X-Ray
XC=Caméra de photographie externe`,
  '2.16.840.1.113883.3.26.1.1': `
C101668=Marque
C117877=Tableau de l'Oeil ETDRS
C121547=échelle visuelle analogique
C12664=Péritoine-rétropéritoine
C12971=Sein
C130175=Tableau optométrique de Jaeger
C13332=bilatéral
C140042=transfusion de plasma
C15195=curiethérapie
C15252=soins palliatifs
C15262=immunothérapie
C15313=radiothérapie
C15366=transfusion de plaquettes
C15409=transfusion de concentré de globules rouges
C15445=hormonothérapie
C15632=chimiothérapie
C15747=soins de support
C157891=endoscopie interventionnelle
C158246=Tableau des yeux de Sloan
C161325=frontal
C16832=oncologie médicale
C20427=facteur de croissance hématopoïétique
C21082=échelle numérique de la douleur
C21133=échelle d'évaluation verbale
C25228=Droit
C25229=gauche
C25230=latéral
C25231=antérieur
C25232=médial
C25233=périphérique
C25234=interne
C25235=supérieur
C25236=proximal
C25237=distal
C25239=superficiel
C25240=profond
C25241=horizontal
C25242=longitudinal
C25243=vertical
C25245=surface
C25353=inférieur (anatomie)
C25422=antérolatéral
C25423=apical
C25445=centre
C25724=hilaire
C27262=maladies myélodysplasiques-myéloprolifératives
C3163=Leucémie lymphocytique chronique
C3167=Leucémie lymphoblastique aiguë
C3171=leucémie myéloïde aiguë
C3172=Leucémie myéloïde
C3174=leucémie myéloïde chronique BCR-ABL positive
C3211=lymphome non hodgkinien
C3242=myélome à cellules plasmatiques
C3303=douleur
C3483=leucémie chronique
C3580=métastases osseuses
C38223=intra-articulaire
C43383=modèle
C44280=externe
C4861=leucémie monocytaire aiguë
C53610=Renouvellement
C547=Hormonothérapie
C60645=céphalique
C63334=Radiologie interventionnelle
C67037=marginal
C68598=unilatéral
C70636=extraarticulaire
C71326=préservation de la fertilité
C7201=tumeur rare
C73439=axial
C73705=intermédiaire
C73849=Plan transverse
C73851=caudal
C80261=Monture
C81261=ruban à mesurer
C89787=gouttière parcolique
C90067=basal
C90393=postérieur
C9300=leucémie aiguë
C93352=thérapie ciblée
C9357=Lymphome de Hodgkin
C94529=Vulve et vagin
C94973=plan sagittal`,
  '2.16.840.1.113883.6.1': `
10154-3=Plainte du patient
10157-6=Historique des pathologies familiales
10160-0=Traitements=Historique de la prise médicamenteuse
10161-8=Facteurs de risques professionnels
10162-6=Historique des grossesses
10164-2=Histoire de la maladie
10183-2=Traitements à la sortie
101881-1=Carte d'implant
10191-5=Système digestif
10195-6=Système auditif
10197-2=Système oculaire
10200-4=Système cardiovasculaire
10201-2=Stomatologie
10202-0=Système nerveux
10205-3=Côlon rectum
10207-9=Poumons
10208-7=Vaisseaux
10210-3=État général
10218-6=Note postopératoire
11295-3=Facteur social relié à la vie professionnelle
11302-7=Etablissement de santé de préférence
11323-3=Statut clinique du patient
11329-0=Historique médical
11343-1=Consommation de drogue non médicales
11345-6=Autre élément social
11348-0=Antécédents médicaux
11369-6=Historique des vaccinations=Historique de vaccinations
11400-9=Système uro-génital
11410-8=Système musculosquelettique
11412-4=Système respiratoire
11447-0=Système lymphatique-hématologique-immunologique
11449-6=Statut de grossesse
11450-4=Liste des problèmes actifs=PROBLEM LIST
11459-5=Mode de transport
11488-4=CR ou fiche de consultation ou de visite
11490-0=Lettre de liaison à la sortie d'un établissement de soins
11502-2=CR d'examens biologiques
11505-5=CR d'acte thérapeutique (autre)
11506-3=CR ou fiche de suivi de soins par auxiliaire médical
11535-2=Diagnostic de sortie
11636-8=Nombre d'enfants nés vivants
11637-6=Nombre d'enfants prématurés (nés avant 37 semaines)
11638-4=Nombre d'enfants vivants
11778-8=Date estimée de l'accouchement
11884-4=Age gestationnel du fœtus (estimation clinique)
11977-6=Parité (nombre total d'accouchements y compris actuel)
11996-6=Gestité (nombre total de grossesses y compris actuelle)
13457-7=Cholestérol LDL [Masse/Volume] Sérum/Plasma ; Numérique ; Résultat calculé
13978-2=Alpha-1 globulines/protéines totales [Fraction massique] Sérum/Plasma ; Numérique ; Electrophorèse
13980-8=Albumine/protéines totales [Fraction massique] Sérum/Plasma ; Numérique ; Électrophorèse
13981-6=Alpha-2 globulines/protéines totales [Fraction massique] Sérum/Plasma ; Numérique ; Électrophorèse
13982-4=Bêta globulines/protéines totales [Fraction massique] Sérum/Plasma ; Numérique ; Électrophorèse
13983-2=Gamma globulines/protéines totales [Fraction massique] Sérum/Plasma ; Numérique ; Electrophorèse
14340-4=Electrophorèse des protéines
14682-9=Créatinine:Moles/Volume:Ponctuel:Sérum/Plasma:Numérique:=Créatininémie [Moles/Volume]
14979-9=Temps de céphaline activée [Temps] Plasma pauvre en plaquettes ; Numérique ; Coagulation
15507-7=CR de passage aux urgences
15508-5=CR d'accouchement=Compte-rendu d'accouchement
15515-0=Motif du transport
1743-4=Alanine aminotransférase [Catalytique/Volume] Sérum/Plasma ; Numérique ; Avec phosphate de pyridoxal
18610-6=Traitements administrés
18718-7=Protéines, marqueurs tumoraux, vitamines
18719-5=Biochimie
18720-3=Hémostase=Hémostase, coagulation
18723-7=Hématologie
18725-2=Microbiologie
18726-0=Radiologie
18727-8=Sérologie
18733-6=Note de progression
18748-4=CR d'imagerie médicale
18761-7=Note de transfert (dont lettre de liaison à l'entrée en établissement de soins)
18769-0=Antibiogramme
18776-5=Plan personnalisé de soins=Plan de soins=Plan de traitement
18834-2=Examen de comparaison radiologique
18928-2=Gentamicine [Sensibilité] Isolat ; Alphanumérique
19005-8=Conclusions
1988-5=C Réactive protéine:Masse/Volume:Ponctuel:Sérum/Plasma:Numérique:=C Réactive protéine [Masse/Volume] Sérum/Plasma ; Numérique=C Réactive protéine [Masse/Volume]
20-8=Amoxicilline+clavulanate [Sensibilité] Isolat ; Alphanumérique ; CMI
20228-3=Latéralité
20506-2=Specimen drawn from
20509-6=Hémoglobine [Masse/Volume] Sang ; Numérique ; Résultat calculé
20564-1=Saturation en O2
2085-9=Cholestérol HDL:Masse/Volume:Ponctuel:Sérum/Plasma:Numérique:=Cholestérol HDL [Masse/Volume]=Cholestérol HDL [Masse/Volume] Sérum/Plasma ; Numérique
2089-1=Cholestérol LDL:Masse/Volume:Ponctuel:Sérum/Plasma:Numérique:=Cholestérol LDL [Masse/Volume]
2093-3=Cholestérol:Masse/Volume:Ponctuel:Sérum/Plasma:Numérique:=Cholesterol [Masse/Volume]=Cholestérol [Masse/Volume] Sérum/Plasma ; Numérique
21874-3=Statut du dossier présenté en RCP
21905-5=TNM Clinique T
21906-3=TNM Clinique N
21907-1=TNM Clinique M
21909-7=Stade clinique
21917-0=Version TNM utilisée=Version TNM Classification
21918-8=Autre classification du stade
21938-6=Voie d'abord
22030-1=Radiologie
22634-0=Observation macroscopique
22636-5=Anapath – Informations pertinentes
22637-3=Conclusion - Diagnostic
22664-7=Urée [Moles/Volume] Sérum/Plasma ; Numérique
2324-2=Gamma glutamyltransférase [Catalytique/Volume] Sérum/Plasma ; Numérique
2339-0=Glycémie
2345-7=Glucose=Glucose [Masse/Volume] Sérum/Plasma ; Numérique
24727-0=CT Head W contrast IV
24979-7=CT rachis dorsal avec contraste IV
2571-8=Triglycérides:Masse/Volume:Ponctuel:Sérum/Plasma:Numérique:=Triglycérides [Masse/Volume]=Triglycérides [Masse/Volume] Sérum/Plasma ; Numérique
26436-6
26438-2=Cytologie
26450-7=Polynucléaires éosinophiles/100 leucocytes [Fraction de nombres] Sang ; Numérique
26478-8=Lymphocytes totaux/100 leucocytes [Fraction de nombres] Sang ; Numérique
26485-3=Monocytes/100 leucocytes [Fraction de nombres] Sang ; Numérique
26511-6=Polynucléaires neutrophiles/100 leucocytes [Fraction de nombres] Sang ; Numérique
2708-6=Saturation en oxygène
27353-2=Glucose estimation moyenne:Masse/Volume:Ponctuel:Sang:Numérique:Estimation hémoglobine glyquée=Hémoglobine Glyquée
28-1=Ampicilline [Sensibilité] Isolat ; Alphanumérique ; CMI
28539-5=Teneur corpusculaire moyenne en hémoglobine [Masse d'entité] Érythrocytes ; Numérique
28540-3=Concentration corpusculaire moyenne en hémoglobine [Masse/Volume] Érythrocytes ; Numérique
28617-9=Bilan bucco-dentaire
2862-1=Albumine [Masse/Volume] Sérum/Plasma ; Numérique ; Electrophorèse
28631-0=Etude de l'acuité visuelle
2865-4=Alpha-1 globulines [Masse/Volume] Sérum/Plasma ; Numérique ; Electrophorèse
28651-8=Retour du résident à l'EHPAD=Transfert du patient au service des urgences
28653-4=Document du secteur social / médico-social
2868-8=Alpha-2 globulines [Masse/Volume] Sérum/Plasma ; Numérique ; Electrophorèse
2871-2=Beta globulines [Masse/Volume] Sérum/Plasma ; Numérique ; Electrophorèse
2874-6=Gamma globulines [Masse/Volume] Sérum/Plasma ; Numérique ; Electrophorèse
28814-2=Addition – grandeur
28818-3=Types de verres prescrits
28821-7=Verres prescrits
2885-2=Protéines [Masse/Volume] Sérum/Plasma ; Numérique
28866-2=Lentilles prescrites
29274-8=Mesures de signes vitaux
29302-7=Système tégumentaire
29307-6=Système endocrinien
29463-7=Poids=Poids (mesuré)
29545-1=Examen physique
29554-3=Actes
29556-8=Trouble du comportement
29762-2=Habitus, Mode de vie
3016-3=Thyréostimuline [Arbitraire/Volume] Sérum/Plasma ; Numérique
30180-4=Polynucléaires basophiles/100 leucocytes [Fraction de nombres] Sang ; Numérique
30239-8=Aspartate aminotransférase [Catalytique/Volume] Sérum/Plasma ; Numérique ; Avec phosphate de pyridoxal
3024-7=Thyroxine libre [Masse/Volume] Sérum/Plasma ; Numérique
30385-9=Indice de distribution érythrocytaire [Ratio] Érythrocytes ; Numérique
30428-7=Volume globulaire moyen [Volume d'entité] Érythrocytes ; Numérique=Volume globulaire moyen [Volume d'entité] Erythrocytes ; Numérique ; Comptage automate
30954-2=Résultats d'examens
30973-2=Rang de la vaccination
3156-7=Volume de liquide amniotique
3173-2=Temps de céphaline activée
32016-8=Glucose:Masse/Volume:Ponctuel:Sang capillaire:Numérique:=Glycémie capillaire
32207-3=Indice de distribution plaquettaire [Volume d'entité] Sang ; Numérique ; Comptage automate
32452-5=Observations sur la fonction motrice
3255-7=Fibrinogène:Masse/Volume:Ponctuel:Plasma pauvre en plaquettes:Numérique:Coagulation=Fibrinogène [Masse/Volume
32623-1=Volume moyen plaquettaire [Volume d'entité] Sang ; Numérique ; Comptage automate
3289-6=TP (INR)
33557-0=Etat d'achèvement
33731-1=Type histologique
33999-4=Status
34112-3=CR hospitalier (séjour)
34117-2=Historique et clinique=Historique et physique
34120-6=Bilan par professionnel de santé
34133-9=Synthèse d'épisode de soins
34530-6=Groupe ABO+Rhésus panel
34714-6=Temps de quick INR
34749-2=CR de consultation pré-anesthésique
34794-8=CR de réunion de concertation pluridisciplinaire
34841-7=Dispositions médico-sociales
34842-5=Grille d'évaluation médico-social
34874-8=CR opératoire
34875-5=Évaluation postopératoire et note de suivi
34895-3=Education du patient
35088-4=Score de Glasgow
35510-7=Essais cliniques - Informations générales
35591-7=Créatinine clairance calculée:Volume/Temps:Ponctuel:Sérum/Plasma:Numérique:Formule de Cockroft-Gault=Créatinine clairance calculée (Formule de Cockroft-Gault)
38208-5=Sévérité de la douleur
38386-9=Couleur du liquide amniotique
39111-0=Localisation=Localisation anatomique
39156-5=Index de masse corporelle (IMC)
40193-5=Glucose à jeun [Moles/Volume] Sérum/Plasma ; Numérique
42346-7=Traitements à l'admission
42348-3=Directives anticipées
42349-1=Raison de la recommandation=Motif de la consultation
42545-4=Evènements observés
42831-8=Consommation de drogue
44429-9=Albumine/globulines [Masse ratio] Sérum/Plasma ; Numérique ; Électrophorèse
44939-7=Effets indésirables prévisibles liés aux médicaments
44944-7=Autres alertes
4544-3=Hématocrite:Fraction volumique:Ponctuel:Sang:Numérique:Comptage automate=Hématocrite [Fraction volumique] Sang ; Numérique ; Comptage automate
45537-8=Se déplacer en fauteuil roulant seul
45588-1=Se lever seul
45590-7=Faire ses transferts
45592-3=Marcher seul à l'intérieur
45602-0=Manger un repas préparé seul
45604-6=Utiliser les wc seul
45606-1=Faire sa toilette seul
46006-3=Problèmes physiques fonctionnels et structurels
46059-2=Traitements spéciaux
46240-8=Historique des rencontres
46241-6=Diagnostic d'admission à l'hôpital
46264-8=Dispositifs médicaux
46612-8=Conclusions de synthèse
47039-3=Historique et examen physique aux admissions de l'hôpital
47420-5=CR de bilan fonctionnel=Évaluation du statut fonctionnel
47519-4=Historique des actes=Antécédents chirurgicaux=HISTORY OF PROCEDURES
48018-6=Gene
48542-5=Évaluation de la dépression gériatrique
48544-1=Score de la dépression gériatrique
48765-2=Allergies et hypersensibilités=Allergies, réactions adverses, alertes
48767-8=Commentaire=Annotation Comment
48768-6=Couvertures sociales=Couverture sociale
50397-9
51480-2=Bactérie [Nombre/Volume] Urine ; Numérique ; Comptage automate
51659-1=Hépatite B virus surface Ag:Présence/Seuil:Ponctuel:Liquide biologique:Qualitatif:
51847-2=Évaluation et plan=Consultation d'évaluations pluri professionnelle Post AVC
51851-4=Document administratif
51956-1=Examen de génétique moléculaire
51969-4=CR de génétique moléculaire
52040-3=Document encapsulant une image d'illustration non DICOM
52621-0=Déficience auditive, visuelle ou de communication
53049-3=Glucose à jeun=Glucose à jeun [Masse/Volume] Sérum/Plasma ; Numérique=Glycémie à jeun=Glycémie à jeun [Masse/Volume]
53903-1=Collection method
54511-1=Comportement
55107-7=Document attaché=Documents ajoutés=Documents référencés
55108-5=Copie du document
55109-3=Complications
55111-9=Description de l'acte d'imagerie
55112-7=Commentaire
55115-0=Demande d'actes d'imagerie=Demande d'acte d'imagerie=Demande
55281-0=Nombre de fœtus
55752-0=Informations cliniques
56445-0=Bilan médicamenteux (Officine)
56446-8=Notification de rendez-vous
56836-0=Transfusions
57055-6=Synthèse antepartum
57057-2=Synthèse Salle de Naissance Mère=Synthèse du travail et de l'accouchement
57062-2=Nombre d'enfants mort-nés
57071-3=Méthode d'accouchement
57072-1=Fluides intraveineux
57074-7=Travail et accouchement
57075-4=Synthèse Salle de Naissance Enfant=Informations sur l'accouchement et le nouveau-né
57078-8=Examens et surveillance prénataux
57189-3=Suivi du traitement
57207-3=Facteurs de risques=Facteurs de risque présents ou passés affectant l'état de santé et/ou une circonstance
57277-6=Motif du transfert vers le service des urgences
5767-9
57698-3=Bilan lipidique
57712-2=Niveau d'étude de la mère
57723-9=Numéro de code à barres unique
5778-6
57828-6=Prescription (autre)=Prescriptions
57832-8=Prescription de soins
57833-6=Prescription de produits de santé=Prescription de médicaments
5799-2=Leucocyte estérase [Présence/Seuil] Urine ; Qualitatif ; Bandelette réactive
5802-4=Nitrites [Présence/Seuil] Urine ; Qualitatif ; Bandelette réactive
58410-2=Hémogramme complet sur automate
5905-5=Monocytes/100 leucocytes [Fraction de nombres] Sang ; Numérique ; Comptage automate
59283-2=CR d'examen de l'enfant
59284-0=Attestation de consentement
59776-5=Résultats de l'acte
60280-5=Fiche de retour du service des urgences
60568-3=CR d'anatomie et de cytologie pathologiques
60590-7=Médicaments délivrés
60591-5=Synthèse médicale
60593-1=Dispensation médicamenteuse
61357-0=Intervention pharmaceutique
6301-6=Temps de quick INR [Temps relatif] Plasma pauvre en plaquettes ; Numérique ; Coagulation
63893-2=Issue de la grossesse=Suites de couches
63895-7=Allaitement
63921-1=Dépistage du cancer
64100-1=Contre-indications
64292-6=Non-opposition du patient pour réutilisation des données=Release of information consent
64885-7=Types de verres
653-6
66455-7=Certitude
66746-9=Nature du prélèvement
6690-2=Leucocytes:Nombre/Volume:Ponctuel:Sang:Numérique:Comptage automate=Leucocytes [Nombre/Volume] Sang ; Numérique ; Comptage automate
67704-7=Type d'alimentation
67803-7=Liste des actes
67851-6=CR d'admission
68599-0=Synthèse psychiatrique
68817-6=Bilan de santé et de prévention de l'enfant
69335-8=Classe de thérapie
69764-9=Type de document
70004-7=CR d'acte diagnostique (autre)
70182-1
70184-7=Niveau conscience [NIHSS]
70185-4=LOC Questions [NIHSS]
70186-2=LOC Commandes [NIHSS]
70187-0=Occulomotricité [NIHSS]
70188-8=Champ visuel [NIHSS]
70189-6=Paralysie faciale [NIHSS]
70190-4=motricité MSG [NIHSS]
70191-2=motricité MIG [NIHSS]
70192-0=Ataxie des membres [NIHSS]
70193-8=Sensibilité [NIHSS]
70194-6=Meilleur langage [NIHSS]
70195-3=Dysarthrie [NIHSS]
70196-1=Extinction ou négligence [NIHSS]
706-2=Polynuclaires basophiles/100 leucocytes [Fraction de nombres] Sang ; Numérique ; Comptage automate
70938-6=Mesure de la réfraction
70939-4=Résultat d'acuité visuelle
70948-5=Examen physique oculaire
70967-5=motricité MSD [NIHSS]
70968-3=motricité MID [NIHSS]
713-8=Polynuclaires éosinophiles/100 leucocytes [Fraction de nombres] Sang ; Numérique ; Comptage automate
718-7=Hémoglobine [Masse/Volume] Sang ; Numérique=Hémoglobine:Masse/Volume:Ponctuel:Sang:Numérique:
72089-6=Score NIH Stroke Scale=Score total NIHSS
72135-7=Diagnostic du cancer
72166-2=Statut tabagique
73569-6=Exposition aux rayonnements et informations de radioprotection
736-9=Lymphocytes/100 leucocytes [Fraction de nombres] Sang ; Numérique ; Comptage automate
73757-7=Enfant vivant
73813-8=Caractéristiques du travail
73985-4=Exercice physique
74011-8=Consommation tabagique
74013-4=Consommation d'alcool
74207-2=Document de liaison d'urgence=Dossier de liaison d'urgence
74465-6=Questionnaire patient
75200-6=Date de la première consultation (déclaration de grossesse)
75305-3=Statut nutritionnel
75326-9=Problème
75468-9=Renouvellement ordonnance par pharmacien correspondant
75482-0=CR d'acte thérapeutique à visée préventive
75492-9=CR d'acte diagnostique à visée préventive ou de dépistage
75496-0=Demande d'acte de télémédecine
75620-5=Stade TNM Clinique
75779-9=Réanimation cardiaque et respiratoire
75787-2=Assistance respiratoire
75789-8=Maintient artificiel en vie
75793-0=Autre directive
75859-9=Score de Rankin
770-8=Polynuclaires neutrophiles/100 leucocytes [Fraction de nombres] Sang ; Numérique ; Comptage automate
77318-4=Allaitement au sein
77352-3=Alimentation et hydratation artificielles
77436-4=CR d'anesthésie
77604-7=Planification thérapeutique
777-3=Plaquettes:Nombre/Volume:Ponctuel:Sang:Numérique:Comptage automate=Plaquettes [Nombre/Volume] Sang ; Numérique ; Comptage automate
78012-2=Streptococcus pyogenes Ag [Présence/Seuil] Gorge ; Qualitatif ; Immunoanalyse rapide
78341-5=Fiche de transfert vers le service des urgences
78489-2=Synthèse Enfant en Maternité
785-6=Teneur corpusculaire moyenne en hémoglobine [Masse d'entité] Erythrocytes ; Numérique ; Comptage automate
78513-9=CR de consultation en ophtalmologie
786-4
78601-2=CR d'entretien pharmaceutique
787-2=Volume globulaire moyen [Volume d'entité] Erythrocytes ; Numérique ; Comptage automate
789-8=Érythrocytes:Nombre/Volume:Ponctuel:Sang:Numérique:Comptage automate=Érythrocytes [Nombre/Volume] Sang ; Numérique ; Comptage automate
80382-5=Influenza virus A Ag [Présence/Seuil] Voies respiratoires supérieures ; Qualitatif ; Immunoanalyse rapide
80383-3=Influenza virus B Ag [Présence/Seuil] Voies respiratoires supérieures ; Qualitatif ; Immunoanalyse rapide
80413-8=Transfert du patient
80565-5=CR d'administration de médicaments
80771-9=Projet d'accueil individualisé
80788-3=Projet personnalisé d'accompagnement
80820-4=Formulaire de conciliation médicamenteuse (Hôpital)
8100-0=Préparation de l'échantillon
81663-7=Régime
82589-3=Niveau d'études
82606-5=Criticité
8280-0=Périmètre abdominal (à l'ombilic)
8287-5=Périmètre crânien
8302-2=Taille
8310-5=Température corporelle
8339-4=Poids à la naissance
8348-5=Poids corporel avant grossesse
83836-7=Schéma dentaire
83869-8=Plan personnalisé de prévention
83901-9=Bilan psychologique
83981-1=Lettre de liaison à la sortie d'une structure sociale ou médico-sociale
8462-4=Pression artérielle diastolique
8480-6=Pression artérielle systolique
85208-7=CR de télémédecine=Compte-rendu d'acte de télémédecine
85353-1=Signes vitaux
85722-7=Nombre d'enfants vivant au foyer
85734-2=Date de la dernière évaluation
86531-1=Attestation de sortie
8665-2=Date des dernières règles
8716-3=Signes vitaux
87273-9=Note de vaccination
882-1=ABO et RHD groupage:Type:Ponctuel:Sang:Résultat nominal:
88348-8=Lettre de liaison d'entrée en structure sociale ou médico-sociale
8867-4=Fréquence cardiaque
89233-1=CR de grossesse
89235-6=Synthèse Suites de Couches Mère
89601-9=Certificat médical
92022-3=Cause initiale du décès fœtus
92276-5=Statut du nouveau né
9266-8=APS score
9269-2=Glasgow coma score total
9271-8=APGAR à 10mn
9272-6=APGAR à 1mn
9274-2=APGAR à 5mn
9279-1=Fréquence respiratoire
92944-8=Exposition à risque=Exposition à des produits toxiques
93024-8=CR de consultation pharmaceutique
933-2=Type de produit sanguin
94030-4=Gravité de l'effet indésirable
94558-4=Coronavirus SARS-CoV-2 Ag [Présence/Seuil] Respiratoire ; Qualitatif ; Immunoanalyse rapide
95023-8
95034-5=Aide à domicile
95290-3=Puissance de la sphère - réfraction
95292-9=Puissance du cylindre - réfraction
95320-8=Puissance de la sphère – acuité visuelle
95321-6=Axe en degrés – acuité visuelle
95322-4=Puissance du cylindre – acuité visuelle
95324-0=Type de prisme
96051-8=Prisme - orientation base – acuité visuelle
96173-0=Test rapide d'orientation diagnostique
96349-6=Lettre d'adressage
96874-3=COVID-19 Attestation de vaccination
99622-3=Informations pour le patient
LA18436-8=Vigilant, réagit vivement.
LA18446-7=Paralysie partielle (ce score est attribué quand l'oculomotricité est anormale pour 1 ou 2 yeux, mais sans déviation forcée, ni paralysie complète).
LA18448-3=Aucun trouble du champ visuel
LA18453-3=Paralysie mineure (effacement du sillon nasogénien, asymétrie du sourire).
LA18456-6=Absence de chute; maintien du membre supérieur à 90° (ou 45°) pendant 10 secondes.
LA18463-2=Chute; la position ne peut être maintenue pendant 5 secondes mais le membre inférieur ne retombe pas sur le lit.
LA18467-3=Présente pour deux membres.
LA18468-1=Normal
LA18472-3=Aphasie discrète à modérée.
LA18478-0=Normal
LA18976-3=Fumeur quotidien
LA6111-4=Aucun symptome=Pas de symptomes
LA6626-1=Normal
LA9622-7=Capable d'une activité identique à celle précédant la maladie sans aucune restriction.
XX-ANTENATALTESTINGBATTERY=ANTENATAL TESTING AND SURVEILLANCE BATTERY
xx-MCH-PsychoMDev=Développement psychomoteur`,
  '2.16.840.1.113883.6.3': `
B16
C50.2=Tumeur maligne du quadrant supéro-interne du sein
C80=Tumeur maligne de siège non précisé
D48.6=Tumeur à évolution imprévisible et inconnue du sein
D57.1=Anémie à hématies falciformes sans crises=Anémie drépanocytaire
E10=Diabète sucré de type 1
E10.9
E14=Diabète sucré, sans précision
E14.9=Diabète sucré
E66.9=Obésité, sans précision
E78=Anomalies du métabolisme des lipoprotéines et autres lipidémies
E78.2
G43.0=Migraine sans aura [migraine commune]
G45.9=Accident ischémique cérébral transitoire, sans précision
G47.3
G93.2=Hypertension intracrânienne bénigne
H53.9=Trouble de la vision, sans précision
I10=Hypertension essentielle (primitive)
I20.0=Angine de poitrine instable
I20.9=Syndrôme angineux=Angine de poitrine, sans précision
I21=Infarctus aigu du myocarde
I21.1=Infarctus transmural inférieur=Infarctus transmural aigu du myocarde, de la paroi inférieure
I26=Embolie pulmonaire
I44.2
I46.9=Arrêt cardiaque, sans précision
I47.2
I51.6=Maladie cardiovasculaire, sans précision
I60.9=Hémorragie sousarachnoïdienne, sans précision
I63.6=Infarctus cérébral dû à une thrombose veineuse cérébrale, non pyogène
I63.9=Infarctus cérébral, sans précision
I64=Accident vasculaire cérébral, non précisé comme étant hémorragique ou par infarctus
I65.2=Occlusion et sténose de l'artère carotide
I74.3=Embolie et thrombose des artères des membres inférieurs
I74.4=Embolie et thrombose des artères distales, sans précision
J41.0=Bronchite chronique simple
K21=Reflux gastro-oesophagien
N10=Pyélonéphrite aiguë
N28.0=Ischémie et infarctus du rein
N30=Cystite
N39.0=Infection des voies urinaires, siège non précisé
O13=Hypertension gestationnelle [liée à la grossesse]
O14.9=Prééclampsie, sans précision
O23=Infections de l'appareil génito-urinaire au cours de la grossesse
O24.4=Diabète sucré survenant au cours de la grossesse
O42=Rupture prématurée des membranes
O46=Hémorragie précédant l'accouchement, non classée ailleurs
O47.0=Faux travail avant 37 semaines révolues de gestation
O71.3=Déchirure obstétricale du col de l'utérus
O72=Hémorragie du postpartum
O74=Complications de l'anesthésie au cours du travail et de l'accouchement
O82.9=Accouchement par césarienne, sans précision
O99=Autres maladies de la mère classées ailleurs, mais compliquant la grossesse, l'accouchement et la puerpéralité
P15.4=Lésion faciale due à un traumatisme obstétrical
P15.8=Autres traumatismes obstétricaux précisés
P36.4=Infection du nouveau-né à Escherichia coli
Q23.3=Insuffisance mitrale congénitale
Q39.0=Atrésie de l'oesophage, SAI
Q42.3
R11=Nausées et vomissements
R27.0=Ataxie, sans précision
R50.2=Fièvre due à des médicaments
R52.9=Douleur, sans précision
T14.9=Lésion traumatique
T30=Brûlures
T41.3=Intoxication par anesthésiques locaux
T50=Intoxication
T78.3=Urticaire
T80=Complications consécutives à une injection thérapeutique, une perfusion et une transfusion
T81.0=Hémorragie et hématome compliquant un acte à visée diagnostique et thérapeutique, non classés ailleurs
T88.7=Effet indésirable d'un médicament, sans précision
U83.71=Bactérie multirésistante [BMR]
W19=Chute / Traumatisme
Y06.9=Délaissement et abandon par une personne non précisée
Z13.9=Examen spécial de dépistage, sans précision`,
  '2.16.840.1.113883.6.43.1': `
8000/3=Tumeur maligne, SAI
C50.2=Quadrant supéro-interne du sein`,
  '2.16.840.1.113883.6.73': `
B01A=Antithrombotiques
B01AB01=héparine
B01AC04=clopidogrel
H02AB06=prednisolone
J01GA01=streptomycine
J01GB03=gentamicine
J01GB05=néomycine
J01MA01=ofloxacine
J01XB02=polymyxine B
J06BD=anticorps monoclonaux antiviraux
J07AG=vaccins de l'Haemophilus influenzae B
J07AH07=méningocoque C, antigène polysaccharidique purifié conjugué
J07AH08=méningocoques A,C,Y, W-135, antigènes polysaccharidiques tétravalents purifiés conjugués
J07AH09=méningocoque B, vaccin multicomposant
J07AJ=vaccins coquelucheux
J07AL=vaccins pneumococciques
J07AM
J07AN=vaccins de la tuberculose
J07BC01=hépatite B, antigène purifié
J07BD52=rougeole en association aux oreillons et à la rubéole, virus vivants atténués
J07BH=vaccins des diarrhées à Rotavirus
J07BL=vaccins de la fièvre jaune
J07CA01=diphtérie-poliomyélite-tétanos
L01E=inhibiteurs de protéines kinases
L01EE=inhibiteurs de protéine kinase activée par un mitogène (MEK)
L01EX=autres inhibiteurs de protéines kinases
L01F=anticorps monoclonaux et conjugués anticorps-médicaments
L01FX=autres anticorps monoclonaux et conjugués anticorps-médicaments
L01XX=autres antinéoplasiques
N02BE01=paracetamol
N05AL05=Antipsychotique`,
  '2.16.840.1.113883.6.96': `
103735009=Soins palliatifs
106233006=modificateur topographique
107724000=transfert du patient
11429006=Consultation
11466000=césarienne
118185001=constatation à propos de la grossesse
118215003=observation sur l'accouchement
126485001=urticaire
15188001=perte auditive
15926001=tronc de l'encéphale
161898004=chutes
16217701000119102=deltoïde gauche
180924008=cervelet entier
2119009=réparation d'un vaisseau sanguin
236958009=induction du travail
236973005=Accouchement
24028007=droit=côté droit
24199005=sensation d'agitation
24484000=grave
247663003=bien orienté
248043008=comportement non-conciliant
248046000=fugue
249492002=fausse route alimentaire
252828005=kératométrie
255549009=antérieur(e)
255551008=postérieur(e)
255604002=léger=gravité légère
261089000=inférieur(e)
264217000=supérieur(e)
272741003=latéralité
275977009=test néonatal de 14 maladies congénitales
282291009=interprétation diagnostique
285304000=à risque d'escarre
288575003=capable de communiquer
302548004=tête entière
302551006=thorax entier
303578004=sous-Clavière
364320009=statut de grossesse
364940007=manualité
385651009=en cours d'exécution
386423001=contention physique
387713003=intervention chirurgicale
397540003=malvoyance
398705004=Cannabis
404684003=constatation clinique
405269005=unité de soins intensifs néonatals
406117000=dosage immuno-enzymatique de l'antigène de surface de l'hépatite B positif
406118005=dosage immuno-enzymatique de l'antigène de surface de l'hépatite B négatif
414285001=allergie alimentaire
416098002=allergie médicamenteuse
41801008=artère coronaire
418799008=symptôme rapporté par le patient ou le répondant
419620001=mort
420913000=classe III de la New York Heart Association Classification
421591000=verre de lunettes
425104003=comportement suicidaire
440252007=administration de produits radiopharmaceutiques
44627009=voie efférente du ventricule droit=infundibulum
50239007=errance
50697003=anesthésie générale
55607006=problème
57368009=lentille de contact
60151004=dépistage néonatal
609328004=allergie
62305002=trouble du langage
62476001=désorienté(e)
64572001=maladie
6736007=modéré
700000006=accouchement par voie basse=voie basse spontanée
77386006=enceinte=grossesse en cours
7771000=gauche=côté gauche
84387000=asymptomatique
9571008=approuvé`,
  '2.16.840.1.113883.6.163': `
10022401=Diminution de l'INR
10022402=Augmentation de l'INR`,
  '2.16.840.1.113883.6.254': `
b114=Fonctions d'orientation
d350=Conversation
d360=Utiliser des appareils et des techniques de communication
d420=Se transférer
d450=Marcher
d4500.3=Restriction modérée de la performance de marche sur de courtes distances
d4600=Se déplacer dans la maison
d4602=Se déplacer en dehors de la maison et d'autres bâtiments
d510=Se laver
d530=Aller aux toilettes
d5300=Assurer la régulation de la miction
d5301=Assurer la régulation de la défécation
d540=S'habiller
d550=Manger`,
  '2.16.840.1.113883.6.347': `
4A80.0=Bronchospasme d'origine médicamenteuse
4A82=Troubles allergiques ou d'hypersensibilité de la peau ou des muqueuses
NE2Z=Brûlures, sans précision
NE61=Intoxication SAI
NF0A.4=Choc traumatique, non classé ailleurs
XM5DJ7=PARACETAMOL`,
  '2.16.840.1.113883.15.6': `
7=TNM_UICC 7ème édition
IB=None
M0=Pas de métastases à distance
N1=Envahissement de 1 à 2 ganglions lymphatiques régionaux
T1b=Tumeur envahissant la sous-muqueuse`,
};
