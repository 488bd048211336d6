/**
 * Codes of the HL7 and IHE vocabularies that documents carry, with the labels that CI-SIS gives them, then the names that
 * HL7 gives them and words in common use.
 * By OID of the code system, one code a line: `code=label=other label`, the preferred label first.
 */
export const HL7: Readonly<Record<string, string>> = {
  '1.3.6.1.4.1.19376.1.5.3.2': `
FINSTRUCT=Fulfillment instructions
IMMUNIZ=Immunization
PINSTRUCT=Patient instructions`,
  '1.3.6.1.4.1.19376.1.9.2.2': `
PREItem=Prescription Item`,
  '2.16.840.1.113883.4.642.1.1074': `
active=Actif=Active
inactive=Inactif=Inactive
recurrence=Récurrent
relapse=Rechute
remission=En rémission
resolved=Résolu
unknown=Unknown=Inconnu`,
  '2.16.840.1.113883.4.642.1.1075': `
confirmed=Confirmé=Confirmed
differential=Differential=Différentiel
entered-in-error=Entered in Error=Saisi par erreur
provisional=Provisional=Provisoire
refuted=Réfuté=Refuted
unconfirmed=Non confirmé=Unconfirmed`,
  '2.16.840.1.113883.4.642.4.130': `
high=Elevé
low=Bas
unable-to-assess=Impossible à évaluer`,
  '2.16.840.1.113883.4.642.4.1373': `
active=Actif
inactive=Inactif
resolved=Résolu`,
  '2.16.840.1.113883.5.1': `
F=Féminin=Female=Femme
M=Masculin=Male=Homme
U=Inconnu=Unknown
UN=Inconnu=Indéterminé=Undifferentiated`,
  '2.16.840.1.113883.5.2': `
A=Annulled=Mariage annulé
C=Common law
D=Divorced=Divorcé
I=Interlocutory
L=Legally separated=Séparé légalement
M=Married=Marié
P=Polygamous
S=Never married=Célibataire
T=Domestic partner=Partenaire
U=Unmarried
W=Widowed=Veuf`,
  '2.16.840.1.113883.5.4': `
ALG=Allergie=Allergy
AMB=Ambulatoire (hors établissement)=Ambulatoire=Ambulatory
ASSERTION=Assertion
BOOSTER=Rappel de vaccin=Booster immunization=Rappel
CIRCLE=Cercle
DALG=Allergie médicamenteuse=Drug allergy
DINT=Allergie ou hypersensisiblité médicamenteuse=Drug intolerance=Allergie ou hypersensibilité médicamenteuse=Intolérance médicamenteuse
DNAINT=Hypersensibilité non allergique médicamenteuse=Drug non-allergy intolerance
DRUG=Médicament
EALG=Allergie à un agent environnemental (latex, pollen, etc.)=Environmental allergy=Allergie environnementale
EINT=Allergie ou hypersensisiblité à un agent environnemental (latex, pollen, etc.)=Environmental intolerance=Allergie ou hypersensibilité à un agent environnemental (latex, pollen, etc.)=Intolérance environnementale
ELLIPSE=Elipse
EMER=Passage aux urgences (établissement)=Emergency
ENAINT=Hypersensibilité non allergique à un agent environnemental (latex, pollen, etc.)=Environmental non-allergy intolerance
FALG=Allergie alimentaire=Food allergy
FD=Aliment
FFC=Première dispensation - complète=First fill - complete
FFP=Première dispensation - partielle=First fill - part fill
FINT=Allergie ou hypersensisiblité alimentaire=Food intolerance=Allergie ou hypersensibilité alimentaire=Intolérance alimentaire
FLD=Terrain (voie publique, hélicoptère, ambulance, etc.)=Field
FNAINT=Hypersensibilité non allergique alimentaire=Food non-allergy intolerance
HH=Soins à domicile (hors établissement)=Home health
IMMUNIZ=Vaccination sans autre précision=Immunization=Vaccination sans autres précisions
IMP=Hospitalisation (établissement, y compris HAD)=Inpatient encounter=Hospitalisation=Inpatient
INITIMMUNIZ=1ère série vaccinante=Primo-vaccination=Initial immunization
NAINT=Hypersensibilité non allergique=Non-allergy intolerance
OBSENC=Observation=Observation encounter
OINT=Allergie ou hypersensisiblité=Intolerance=Allergie ou hypersensibilité=Intolérance
POINT=Point
POLY=Multi
PRENC=Pré-admission=Pre-admission
RFC=Dispensation suivante - complète=Refill - complete
RFP=Dispensation suivante - partielle=Refill - part fill
SEV=Sévérité=Severity=Severity observation
SS=Consultation en hôpital de jour ou court séjour=Hospitalisation de jour=Short stay
VR=Virtuelle (exemple : RCP en l'absence du patient)=Virtual=Virtuelle`,
  '2.16.840.1.113883.5.7': `
A=Aussi vite que possible=ASAP=As soon as possible
C=Callback results
CR=A contacter dès que les résultats sont disponibles=Callback results
CS=recontacter pour fixer RDV=Callback for scheduling
CSP=Callback placer for scheduling
CSR=Contact recipient for scheduling
EL=Bénéfique pour le patient mais pas essentiel pour sa survie=Elective
EM=Très urgent=Emergency=Urgence
P=A réaliser avant l'intervention=Preoperative
PRN=Si nécessaire=As needed
R=A réaliser aux heures ouvrées=Routine
RR=Compte-rendu urgent=Rush reporting
S=Immédiatement=Stat
T=Plannification à respecter=Timing critical
UD=Médicament à utiliser selon les directives du prescripteur=Use as directed
UR=Urgent`,
  '2.16.840.1.113883.5.14': `
aborted=Arrêté (après son lancement)
active=Actif (en cours ou à venir)
cancelled=Annulé (avant son lancement)
completed=Terminé
held=En attente (avant son lancement)
new=En préparation
normal=Normal
nullified=Annulé car créé par erreur=Nullified
obsolete=Remplacé=Obsolete
suspended=Suspendu (au cours de sa réalisation)`,
  '2.16.840.1.113883.5.25': `
L=Bas=Low
M=Modéré=Moderate
N=Normal
R=Restreint=Restricted
U=Non restreint=Unrestricted
V=Très restreint=Very restricted`,
  '2.16.840.1.113883.5.43': `
AC=Titre universitaire=Academic
AD=Adoption=Acquired
BR=Naissance=Birth
CL=Usage=Callme
IN=Initiale=Initial
LS=Forme juridique=Legal status
NB=Noblesse=Nobility
PR=Professionnel=Professional
SP=Conjoint=Spouse
TITLE=Titre=Title
VV=Particule=Voorvoegsel`,
  '2.16.840.1.113883.5.45': `
A=Nom d'artiste=Artist/stage
ABC=Alphabétique=Alphabetic
ASGN=Attribué=Assigned
C=Déclaré=License
I=Indigène=Indigenous/tribal
IDE=Idéographique=Ideographic
L=Légal
OR=Officiel=Official registry
P=Pseudonyme=Pseudonym
PHON=Phonétique=Phonetic
R=Religieux=Religious
SNDX=Soundex
SRCH=Recherche=Search
SYL=Syllabique=Syllabic`,
  '2.16.840.1.113883.5.83': `
<=Inférieur à la limite de détection
>=Supérieur à la limite maximale de mesure
A=Anormal=Abnormal
AA=Très anormal, alerte=Critical abnormal=Critically abnormal
AC=Anti-complementary substances present
B=Amélioration=Better
CAR=Porteur d'une forme altérée d'un gène=Carrier
D=Diminution significative par rapport au résultat antérieur=Significant change down
DET=Détecté=Detected
E=Équivoque=Equivocal
EX=Hors seuils=Outside threshold
EXP=Attendu=Expected
H=Anormalement haut=High=Haut=Élevé
H>=Significantly high
HH=Très anormalement haut, alerte=Critical high=Critically high
HM=Hold for medical review
HU=Significativement haut=Significantly high
HX=Hors seuil supérieur=Above high threshold
I=Intermédiaire=Intermediate
IE=Preuves insuffisantes=Insufficient evidence
IND=Indéterminé=Indeterminate
L=Anormalement bas=Low=Bas
L<=Significantly low
LL=Très anormalement bas, alerte=Critical low=Critically low
LU=Significativement bas=Significantly low
LX=Hors seuil inférieur=Below low threshold
N=Normal
NCL=Pas de standard défini
ND=Non détecté=Not detected
NEG=Négatif=Negative
NR=Non réactif=Non-reactive
NS=Non sensible=Non-susceptible
OBX=Interpretation qualifiers in separate OBX segments
POS=Positif=Positive
R=Résistant=Resistant
RR=Réactif=Reactive
S=Sensible=Susceptible
SDD=Sensible à forte dose=Susceptible-dose dependent
SYN-R=Synergie - résistant=Synergy - resistant
SYN-S=Synergie - sensible=Synergy - susceptible
TOX=Cytotoxic substance present
U=Augmentation significative par rapport au résultat antérieur=Significant change up
UNE=Inattendu=Unexpected
W=Dégradation=Worse
WR=Faiblement réactif=Weakly reactive`,
  '2.16.840.1.113883.5.84': `
0064=Electrophoresis
107=Microscopie
4=Examen macroscopique`,
  '2.16.840.1.113883.5.85': `
APPFUL=Applicatorful
DROP=Drops
NDROP=Nasal Drops
OPDROP=Ophthalmic Drops
ORDROP=Oral Drops
OTDROP=Otic Drops
PUFF=Puff
SCOOP=Scoops
SPRY=Sprays`,
  '2.16.840.1.113883.5.88': `
ADMPHYS=Responsable de l'admission=Admitting physician
ATTPHYS=Référent - Responsable du patient dans la structure de soins=Attending physician
DISPHYS=Responsable de la sortie=Discharging physician
PCP=Médecin traitant=Primary care physician=Primary care provider=Primary care`,
  '2.16.840.1.113883.5.90': `
ADM=Responsable de l'admission
ALY=Cible d'une observation (substance ou composant le plus spécifique)
ATND=Superviseur / Responsable des soins
AUT=Auteur
AUTHEN=Valideur des résultats (ex : un biologiste ou un système expert)
BBY=Nouveau né
BEN=Bénéficiaire
CAGNT=Agent causal
CALLBCK=Contact à rappeler
CAT=Catalyseur
CON=Consultant
COV=Partie couverte (titulaire ou bénéficiaire)
CSM=Consommable
CST=Responsable de l'information
DEV=Dispositif automatique impliqué dans la production des résultats
DIR=Participant direct
DIS=Responsable de la sortie
DIST=Distributeur
DON=Donneur
DST=Destination
ELOC=Emplacement où les données sont saisies
ENT=Transcripteur du contenu à partir d'une autre forme
ESC=Accompagnateur
EXPAGNT=Agent de l'exposition
EXPART=Partie de l'exposition
EXPTRGT=Cible de l'exposition
EXSRC=Source de l'exposition
GUAR=Garant
HLD=Souscripteur
IND=Cible indirecte
INF=Informateur
IRCP=Destinataire de l'information
LA=Responsable légal de l'acte
LOC=Emplacement principal
NOT=Personne à prévenir en cas d'urgence
NRD=Dispositif non réutilisable
ORG=Lieu d'origine
PART=Participant
PPRF=Exécutant principal
PRCP=Destinataire principal de l'information
PRD=Produit
PRF=Exécutant
RCT=Dossier médical
RCV=Récepteur
RDV=Dispositif réutilisable
REF=Référent / Prescripteur
REFB=Personne ayant adressé le patient
REFT=Personne recevant le patient
RESP=Responsable de l'acte
RML=Emplacement distant
SBJ=Sujet
SPC=Echantillon
SPRF=Exécutant secondaire
TRANS=Transcripteur
TRC=Personne recevant une copie de l'information
VIA=Emplacement intermédiaire
VRF=Vérificateur
WIT=Témoin`,
  '2.16.840.1.113883.5.110': `
ACTI=Ingredient actif
ADJV=Adjuvant
ADTV=Additif
AGNT=Professionnel caractérisé par son rôle
BASE=Base
CNTM=Ingredient contaminant
GUAR=Garant
IACT=Ingredient inactif
INGR=Ingrédient
MECH=Ingrédient mécanique
PROV=Professionnel de santé`,
  '2.16.840.1.113883.5.111': `
ADOPTF=Père adoptif=Adoptive father
ADOPTM=Mère adoptive=Adoptive mother
ADOPTP=Parent adoptif, au sens père ou mère=Adoptive parent
AUNT=Tante=Aunt
BRO=Frère=Brother
BROINLAW=Beau-frère=Brother-in-law
C=Spécimen utilisé pour les paramètres d'étalonnage initiaux d'un instrument
CHILD=Enfant=Child
CHLDADOPT=Enfant adopté=Adopted child
CHLDFOST=Enfant placé en famille d'accueil=Foster child
CHLDINLAW=Gendre ou belle-fille=Child-in-law
COUSN=Cousin(e)=Cousin
DAU=Fille biologique=Fille=Natural daughter=Daughter
DAUADOPT=Fille adoptive=Adopted daughter
DAUC=Fille=Daughter
DAUFOST=Fille placée en famille d'accueil=Foster daughter
DAUINLAW=Belle-fille=Daughter in-law=Bru
DOMPART=Concubin(e) ou partenaire PACS=Domestic partner=Concubin=Concubine=Partenaire
EXT=Autre membre de la famille sans lien génétique direct=Extended family member
FAMDEP=Couverture familiale
FAMMEMB=Autre membre de la famille=Family member=Membre de la famille
FMRSPS=Ancien époux ou ancienne épouse=Former spouse=Ex-conjoint
FRND=Autre proche=Unrelated friend=Friend=Ami=Amie=Ami(e)
FTH=Père=Father=Papa
FTHFOST=Assistant familial - Famille d'accueil=Foster father
FTHINLAW=Beau-père=Father-in-law
FTWIN=Jumeau ou jumelle dizygote=Fraternal twin
FTWINBRO=Jumeau dizygote=Fraternal twin brother
FTWINSIS=Jumelle dizygote=Fraternal twin sister
G=Ensemble d'échantillons de patients dans lequel les individus du groupe peuvent ou non être identifiés.
GESTM=Mère porteuse
GGRFTH=Arrière-grand-père=Great grandfather
GGRMTH=Arrière-grand-mère=Great grandmother
GGRPRN=Arrière-grand-parent=Great grandparent
GRFTH=Grand-père=Grandfather
GRMTH=Grand-mère=Grandmother
GRNDCHILD=Petit-enfant=Grandchild
GRNDDAU=Petite-fille=Granddaughter
GRNDSO=Petit-fils
GRNDSON=Petit-fils=Grandson
GRPRN=Grand-parent=Grandparent
HBRO=Demi-frère=Half-brother
HSIB=Demi-frère ou demi-sœur=Half-sibling
HSIS=Demi-soeur=Half-sister
HUSB=Epoux=Husband=Mari=Conjoint
ITWIN=Jumeau ou jumelle monozygote=Identical twin
ITWINBRO=Jumeau monozygote=Identical twin brother
ITWINSIS=Jumelle monozygote=Identical twin sister
L=Aliquot d'échantillons individuels combinés pour former un seul spécimen représentant tous les individus inclus.
MAUNT=Tante maternelle=Maternal aunt=Tante=Aunt
MCOUSN=Cousin (maternel)=Maternal cousin=Cousin=Cousine
MGGRFTH=Arrière-grand-père maternel=Maternal great-grandfather
MGGRMTH=Arrière-grand-mère maternelle=Maternal great-grandmother
MGGRPRN=Arrière grand parent maternel=Maternal great-grandparent
MGRFTH=Grand-père maternel=Maternal grandfather=Grand-père=Grandfather
MGRMTH=Grand-mère maternelle=Maternal grandmother=Grand-mère=Grandmother
MGRPRN=Grand parent maternel=Maternal grandparent=Grand-parent=Grandparent
MTH=Mère=Mother=Maman
MTHFOST=Assistante familiale - Famille d'accueil=Foster mother
MTHINLAW=Belle-mère=Mother-in-law
MUNCLE=Oncle maternel=Maternal uncle=Oncle=Uncle
NBOR=Voisin(e)=Neighbor=Neighbour=Voisin=Voisine
NBRO=Frère biologique=Natural brother=Frère=Brother
NCHILD=Enfant biologique=Natural child=Enfant=Child
NEPHEW=Neveu=Nephew
NFTH=Père biologique=Natural father=Père=Father
NFTHF=Père biologique du fœtus=Natural father of fetus
NIECE=Nièce=Niece
NIENEPH=Neveu ou nièce=Niece/nephew
NMTH=Mère biologique=Natural mother=Mère=Mother
NMTHF=Mère biologique du fœtus=Natural mother of fetus
NPRN=Parent biologique, au sens père ou mère=Natural parent
NSIB=Frère ou soeur biologique=Natural sibling=Sibling
NSIS=Soeur biologique=Natural sister=Soeur=Sister
P=Spécimen prélevé sur un patient
PAUNT=Tante paternelle=Paternal aunt=Tante=Aunt
PCOUSN=Cousin (paternel)=Paternal cousin=Cousin=Cousine
PGGRFTH=Arrière-grand-père paternel=Paternal great-grandfather
PGGRMTH=Arrière-grand-mère paternelle=Paternal great-grandmother
PGGRPRN=Arrière grand parent paternel=Paternal great-grandparent
PGRFTH=Grand-père paternel=Paternal grandfather=Grand-père=Grandfather
PGRMTH=Grand-mère paternelle=Paternal grandmother=Grand-mère=Grandmother
PGRPRN=Grand parent paternel=Paternal grandparent=Grand-parent=Grandparent
PRN=Parent, au sens père ou mère=Parent
PRNFOST=Parent, au sens famille d'accueil=Foster parent
PRNINLAW=Beau-père ou belle-mère=Parent in-law=Parent-in-law
PUNCLE=Oncle paternel=Paternal uncle=Oncle=Uncle
RESPRSN=Responsable légal non membre de la famille=Responsible party
ROOM=Personne vivant sous le même toit=Roommate=Colocataire
SELF=Couverture personnelle=Self
SIB=Frère ou sœur=Sibling
SIBINLAW=Beau-frère ou belle-sœur=Sibling in-law=Sibling-in-law
SIGOTHR=Conjoint=Significant other
SIS=Sœur=Sister
SISINLAW=Belle-sœur=Sister-in-law
SON=Fils biologique=Natural son=Son=Fils
SONADOPT=Fils adoptif=Adopted son
SONC=Fils=Son
SONFOST=Garçon placé en famille d'accueil=Foster son
SONINLAW=Gendre=Son in-law=Son-in-law=Beau-fils
SPS=Epoux ou épouse=Spouse=Conjoint=Conjointe=Conjoint(e)
STPBRO=Fils du beau-père ou de la belle-mère=Stepbrother
STPCHLD=Enfant du conjoint, issu d'un mariage précédent=Step child=Stepchild
STPDAU=Fille du conjoint, issue d'un mariage précédent=Stepdaughter=Belle-fille
STPFTH=Beau-père - époux du père ou de la mère=Stepfather=Beau-père
STPMTH=Belle-mère - épouse du père ou de la mère=Stepmother=Belle-mère
STPPRN=Beau-père ou belle-mère - époux(se) du père ou de la mère=Step parent=Stepparent
STPSIB=Enfant du beau-père ou de la belle-mère=Step sibling
STPSIS=Fille du beau-père ou de la belle-mère=Stepsister
STPSON=Fils du conjoint, issu d'un mariage précédent=Stepson=Beau-fils
STUD=Couverture étudiante
TWIN=Frère jumeau ou soeur jumelle=Twin
TWINBRO=Frère jumeau=Twin brother
TWINSIS=Soeur jumelle=Twin sister
UNCLE=Oncle=Uncle
WIFE=Epouse=Wife=Femme=Conjointe`,
  '2.16.840.1.113883.5.112': `
AMNINJ=injection dans le liquide amniotique
BILINJ=injection dans le tractus biliaire
BLADINJ=injection dans la vessie
BLADINSTL=instillation par cathéter urinaire
BLADIRR=irrigation de la vessie
BLADIRRC=irrigation continue de la vessie
BLADIRRT=irrigation de la vessie par lavage
BUC=application topique buccale
CAPDINSTL=instillation dans un port de dialyse péritonéale continue ambulatoire
CECINSTL=instillation caecostomie
CERV=application topique cervicale
CERVINJ=injection cervicale
CERVINS=insertion cervicale (utérine)
CHEW=mâcher
CHOLINJ=injection pour cholangiographie
CTINSTL=instillation par tube thoracique
DEN=application topique dentaire
DENRINSE=rinçage dentaire
DISSOLVE=dissolution orale
DOUCHE=douche vaginale
DRESS=application topique par pansement humide
EFT=instillation par sonde gastrique pour gavage entéral
ELECTOSMOS=électro-osmose
ENDOSININJ=injection endosinusale
ENEMA=lavement rectal
ENTINSTL=instillation entérale
EPI=perfusion épidurale
EPIDURINJ=injection épidurale
EPIINJ=injection épidurale directe
EPINJSP=injection épidurale directe-lente
ETINSTL=instillation par tube endotrachéal
ETNEB=nébulisation par tube endotrachéal
EXTCORPDIF=diffusion extracorporelle
EXTCORPINJ=injection extracorporelle
EXTRAMNINJ=injection extra-amniotique
GARGLE=gargarisme
GBINJ=injection par bouton de gastrostomie
GIN=application topique gingivale
GINGINJ=injection gingivale
GJT=instillation par tube de gastro-jéjunostomie
GT=instillation par tube de gastrostomie
GUIRR=irrigation génito-urinaire
HAIR=application topique capillaire
HEMODIFF=diffusion en hémodialyse
HEMOPORT=injection dans le port d'hémodialyse
IA=perfusion cathéter intra-artériel
IABDINJ=injection intra-abdominale
IAINJ=injection intra-artérielle
IAINJP=injection intra-artérielle directe
IAINJSP=injection intraartérielle directe-lente
IARTINJ=injection intra-articulaire
IBRONCHINSTIL=instillation intrabronchique
IBURSINJ=injection intrabursique
IC=perfusion intracardiaque
ICARDINJ=injection intracardiaque
ICARDINJRP=injection intracardiaque directe-rapide
ICARDINJSP=injection intracardiaque directe-lente
ICARINJP=injection intracardiaque directe
ICARTINJ=injection intracartilagineuse
ICAUDINJ=injection intracaudale
ICAVINJ=injection intracaverneuse
ICAVITINJ=injection endocavitaire
ICEREBINJ=injection intracérébrale
ICISTERNINJ=injection intravésicale
ICOR=perfusion intracoronaire
ICORNTA=application topique intracornéenne
ICORONINJ=injection intracoronaire
ICORONINJP=injection intracoronaire directe
ICORONTA=application topique sur une couronne (dentaire)
ICORPCAVINJ=injection dans le corps caverneux
IDIMPLNT=implant intradermique
IDINJ=injection intradermique=Injection, intradermal=Voie intradermique
IDISCINJ=injection intradiscale
IDOUDMAB=absorption par la muqueuse intraduodénale
IDUCTINJ=injection intacanale
IDUODINSTIL=instillation intraduodénale
IDURINJ=injection intra-durale
IEPIDINJ=injection intra-épidermique
IEPITHINJ=injection intra-épithéliale
IESOPHINSTIL=instillation intra-oesophagienne
IESOPHTA=application topique intra-oesophagique
IGASTINSTIL=instillation intragastrique
IGASTIRR=irrigation intragastrique
IGASTLAV=lavage intragastrique
IILEALINJ=instillation intra-iléale
IILEALTA=application topique intra-iléale
ILESINJ=injection intralésionnelle
ILESIRR=irrigation intralésionnelle
ILTOP=application topique intralésionnelle
ILUMINJ=injection intracavitaire
ILUMTA=application topique intracavitaire
ILYMPJINJ=injection intralymphatique
IM=Voie Intramusculaire=injection intramusculaire=Injection, intramuscular=Intramusculaire=Intramuscular
IMD=injection intramusculaire profonde
IMEDULINJ=injection intra-médullaire
IMZ=injection intramusculaire par technique en z
INDINJ=Injection intradermique
INSUF=insufflation
INTERMENINJ=injection intraméningée
INTERSTITINJ=injection interstitielle
IOINJ=injection intraoculaire
IOINSTL=instillation intraoculaire
IOIRR=irrigation intraoculaire
IONTO=application topique par ionophorèse
IOSSC=perfusion intraosseuse continue
IOSSINJ=injection intra-osseuse
IOSURGINS=insertion intraoculaire chirurgicale
IOTOP=application topique intraoculaire
IOVARINJ=injection intra-ovarienne
IPCARDINJ=injection intrapéricardique
IPERINJ=injection intra-péritonéale
IPINJ=injection intrapulmonaire
IPLRINJ=injection intrapleurale
IPPB=inhalation respiration sous pression positive (RPP)
IPROSTINJ=injection intraprostatique
IPUMPINJ=injection par pompe à insuline
ISININSTIL=instillation intrasinale
ISINJ=injection intrarachidienne
ISTERINJ=injection intrasternale
ISYNINJ=injection intrasynoviale
IT=perfusion intrathécale
ITENDINJ=injection intratendineuse
ITESTINJ=injection intratesticulaire
ITHORINJ=injection intrathoracique
ITINJ=injection intrathécale
ITRACHINSTIL=instillation intra-trachéale
ITRACHMAB=absorption par la muqueuse intratrachéale
ITUBINJ=injection intratubulaire
ITUMINJ=injection intratumorale
ITYMPINJ=injection intratympanique
IU=insertion intra-utérine
IUINJ=injection intra-utérine
IUINJC=injection intracervicale (utérus)
IUINSTL=instillation intra-utérine
IURETINJ=injection intraurétéral rétrograde
IV=perfusion intraveineuse=Infusion, intravenous=Voie intraveineuse=Intraveineuse=Intravenous
IVASCINFUS=perfusion intravasculaire
IVASCINJ=injection intravasculaire
IVC=perfusion cathéter intraveineux
IVCC=perfusion cathéter intraveineux, continue
IVCI=perfusion cathéter intraveineux, intermittente
IVENTINJ=injection intra-ventriculaire (coeur)
IVESINJ=injection intravésicule
IVFLUSH=rinçage de cathéter intraveineux
IVING=Injection intraveineuse
IVINJ=injection intraveineuse=Injection, intravenous
IVINJBOL=injection intraveineuse en bolus
IVITIMPLNT=implant intravitréen
IVITINJ=injection intravitréenne
IVPUSH=injection intraveineuse directe
IVRPUSH=injection intraveineuse directe-rapide
IVSPUSH=injection intraveineuse directe-lente
JJTINSTL=instillation par tube de jéjunostomie
LARYNGINSTIL=instillation laryngée
LARYNGTA=application topique laryngée
LPINS=insertion aux points lacrymaux
MUC=application topique mucosale
NAIL=application topique sur un ongle
NASAL=application topique nasale
NASALINSTIL=instillation nasale
NASINHL=inhalation nasale=Inhalation, nasal
NASINHLC=inhalation par canule nasale=Par inhalation
NASNEB=inhalation par nébulisation nasale
NASOGASINSTIL=instillation nasogastrique
NEB=inhalation par nébulisation
NGT=instillation par tube nasogastrique
NP=inhalation par canule nasale
NTT=instillation par tube nasotrachéal
OCDRESTA=technique de pansement occlusif
OGT=instillation par tube orogastrique
OJJ=instillation par tube orojéjunal
OPTHALTA=application topique ophtalmique
ORALTA=application topique orale
ORIFINHL=inhalation par flux oral intermittent
ORINHL=inhalation respiratoire
ORMUC=application topique sur la muqueuse orale
ORNEB=inhalation par nébulisation orale
OROPHARTA=application topique sur la muqueuse oropharyngée
ORRINSE=rinçage oral
OT=instillation auriculaire
PAINJ=injection périarticulaire
PARENTINJ=injection parentérale
PCA=perfusion cathéter intraveineux, pompe d'analgésie contrôlée par le patient
PDONTINJ=injection parodontale
PDONTTA=application topique parodontale
PDPINJ=injection dans le port de dialyse péritonéale
PDPINSTL=instillation dans un port de dialyse péritonéale
PDURINJ=injection péridurale
PERIANAL=application topique péri-anale
PERINEAL=application topique périnéale
PNINJ=injection périneurale
PNSINJ=injection dans les sinus paranasaux
PNSINSTL=instillation dans les sinus paranasaux
PO=per os=Voie orale=Prendre par la bouche=Swallow, oral=Orale=Oral
PR=insertion rectale=Insertion, rectal=Voie rectale
RBINJ=injection rétrobulbaire
REBREATH=inhalation par masque à recirculation orale
RECINSTL=instillation rectale
RECIRR=irrigation rectale
RECTAL=application topique rectale
RECTINSTL=instillation par tube rectal
RETENEMA=lavement rétention rectale
SCALP=application topique sur le cuir chevelu
SCINJ=injection subconjonctivale
SHAMPOO=shampooing
SININSTIL=instillation dans les sinus (non spécifié)
SKIN=application topique cutanée
SL=dissolution sublinguale=Dissolve, sublingual=Voie sublinguale
SLESINJ=injection sous-lésionnelle
SMUCMAB=absorption par la sousmuqueuse
SOAK=trempage (immersion)
SOFTISINJ=injection dans un tissu mou
SOFTISINSTIL=instillation dans un tissu mou
SQ=Injection sous-cutanée=Injection, subcutaneous=Voie sous-cutanée=Sous-cutanée=Subcutaneous
SQIMPLNT=implant sous-cutané
SQINFUS=perfusion sous-cutanée
SQSURGINS=insertion sous-cutanée chirurgicale
SUBARACHINJ=injection sous-arachnoïdienne
SUBCONJTA=sous-conjonctivale
SUBMUCINJ=injection sous-mucosale
SUCK=sucer
SWAB=application topique avec un écouvillon
SWISHSPIT=gargariser et cracher
SWISHSWAL=gargariser et avaler
TMUCTA=application topique transmuqueuse
TOPICAL=topique=Topical
TRACH=inhalation par trachéotomie
TRACHINSTL=instillation dans trachéotomie
TRNSDERM=transdermique=Transdermal=Voie transdermique
TRNSDERMD=diffusion transdermique
TRNSLING=translingual
TRPLACINJ=injection transplacentaire
TRTRACHINJ=injection transtrachéale
TRTYMPINSTIL=instillation transtympanique
TTYMPTABSORP=absorption topique, transtympanique
URETHINJ=injection uréthrale
URETHINS=insertion urétrale
URETHINSTL=instillation urétrale
URETHSUP=suppositoire urétrale
URETINJ=injection urétérale
VAGINS=application topique vaginale
VAGINSI=insertion vaginale
VENT=inhalation par respirateur
VENTMASK=inhalation par masque de ventilation`,
  '2.16.840.1.113883.5.129': `
UR=urine`,
  '2.16.840.1.113883.5.139': `
AC=Avant le repas
ACD=Avant le déjeuner
ACM=Avant le petit-déjeuner
ACV=Avant le dîner
C=Pendant les repas
CD=Pendant le déjeuner
CM=Pendant le petit-déjeuner
CV=Pendant le dîner
HS=Au coucher
IC=Entre les repas
ICD=Entre le déjeuner et le dîner
ICM=Entre le petit-déjeûner et le déjeûner
ICV=Entre le diner et le coucher
PC=Après le repas
PCD=Après le déjeuner
PCM=Après le petit-déjeuner
PCV=Après le dîner
WAKE=Au réveil`,
  '2.16.840.1.113883.5.1001': `
APT=Date et lieu confirmé
ARQ=Prévu mais non confirmé
DEF=Définition
EVN=Réalisé
EXPEC=Attendu
GOL=But
INT=Prévu
OPT=Option
PERM=Permission
PERMRQ=Demande d'autorisation
PRMS=Planifié et confirmé
PRP=Proposition
RMD=Recommandation
RQO=Demande
RSK=Risque
SLOT=Possible sur la période spécifiée`,
  '2.16.840.1.113883.5.1008': `
ASKU=Demandé mais inconnu=Asked but unknown
DER=Dérivé=Derived
INV=Invalide=Invalid
MSK=Masqué=Masked
NA=Sans objet=Not applicable
NASK=Non demandé=Not asked
NAV=Temporairement indisponible=Temporarily unavailable
NI=Aucune information=No information
NINF=Infini négatif=Negative infinity
OTH=Autre=Other
PINF=Infini positif=Positive infinity
QS=Quantité suffisante=Sufficient quantity
TRC=Trace
UNC=Non codé=Un-encoded
UNK=Inconnu=Unknown`,
  '2.16.840.1.113883.5.1052': `
BE=dans les deux oreilles
BN=dans les deux narines
BU=Fesse
LA=bras gauche
LAC=poitrine antérieure gauche
LACF=région cubitale antérieure gauche
LD=Deltoïde gauche
LE=oreille gauche
LEJ=jugulaire externe gauche
LF=pied gauche
LG=muscle moyen fessier gauche
LH=main gauche
LIJ=jugulaire interne gauche
LLAQ=quadrant inférieur gauche de l'abdomen
LLFA=avant-bras inférieur gauche
LMFA=avant-bras moyen gauche
LN=narine gauche
LPC=poitrine postérieure gauche
LSC=sous-clavière gauche
LT=Cuisse gauche
LUA=bras supérieur gauche
LUAQ=quadrant supérieur gauche de l'abdomen
LUFA=avant-bras supérieur gauche
LVG=muscle fessier antérieur gauche
LVL=muscle vaste externe gauche
OD=oeil droit
OS=oeil gauche
OU=dans les deux yeux
PA=péri-anal
PERIN=périnéal
RA=bras droit
RAC=poitrine antérieure droite
RACF=région cubitale antérieure droite
RD=Deltoïde droit
RE=oreille droite
REJ=jugulaire externe droite
RF=pied droit
RG=muscle moyen fessier droite
RH=main droite
RIJ=jugulaire interne droite
RLAQ=quadrant inférieur droit de l'abdomen
RLFA=avant-bras inférieur droite
RMFA=avant-bras moyen droit
RN=narine droite
RPC=poitrine postérieure droite
RSC=sous-clavière droite
RT=Cuisse droite
RUA=bras supérieur droit
RUAQ=quadrant supérieur droit de l'abdomen
RUFA=avant-bras supérieur droite
RVG=muscle fessier antérieur droit
RVL=muscle vaste externe droit`,
  '2.16.840.1.113883.5.1063': `
DS=Journée (par exemple : entre 6h et 18h)
EMS=Matin (entre 2h et 14h)
ES=Après-midi (entre 14h et minuit)
Employed=En activité
H
M=Modéré
NS=Nuit (entre 21h et 8h)
NotInLaborForce=Inactif
RSWN=Variable (journées, soirées, avec parfois des nuits)
RSWON=Variable (journées, soirées, sans nuits ni soirées)
SS=Journée avec coupure de 2 à 4 heures.
Unemployed=Sans activité
VLS=Horaires de longue durée (17h ou plus)
VS=Irrégulier avec information à court terme`,
  '2.16.840.1.113883.5.1070': `
BC=Brand composition
E=Equivalent
EC=Equivalent composition
F=Formulary
G=Substitution autorisée par un produit générique=Generic composition
N=Aucune substitution permise=None
TB=Therapeutic brand
TE=Therapeutic alternative
TG=Therapeutic generic`,
  '2.16.840.1.113883.5.1150.1': `
no-allergy-info=Pas d'information sur les allergies/hypersensibilités
no-device-info=Pas d'information sur les dispositifs médicaux
no-immunization-info=Pas d'information sur les vaccins
no-known-allergies=Pas d'allergie/hypersensibilité connue
no-known-devices=Pas de dispositif médical connu
no-known-environmental-allergies=Pas d'allergie environnementale connue
no-known-food-allergies=Pas d'allergie alimentaire connue
no-known-immunizations=Pas de vaccin connu
no-known-medication-allergies=Pas d'allergie médicamenteuse connue
no-known-medications=Pas de traitement médicamenteux connu
no-known-problems=Pas de problème connu
no-known-procedures=Pas d'acte ou intervention connu
no-medication-info=Pas d'information sur les traitements médicamenteux
no-problem-info=Pas d'information sur les problèmes
no-procedure-info=Pas d'information sur les actes et interventions`,
  '2.16.840.1.113883.18.26': `
1=Employé à temps plein
2=Employé à temps partiel
3=Sans emploi
4=Auto-entrepreuneur
5=Retraité
6=En service militaire actif
9=Statut d'emploi inconnu
C=Contrat journalier
L=Congé (par exemple, congé familial, congé sabbatique, etc.)
O=Autre
T=Temporairement sans emploi`,
  '2.16.840.1.113883.18.311': `
ABS=Abcès
ACNE=Acné
ACNFLD=Liquide d'acné
AIRS=Échantillon d'air
ALL=Allogreffe
AMN=Liquide amniotique
AMP=Amputation
ANGI=Cathéter d'angiographie (embout)
ARTC=Cathéter artériel (embout)
ASERU=Sérum en phase aigüe
ASP=Aspiration
AUTOA=Ampoule d'autoclave
AUTOC=Capsule d'autoclave
AUTP=Autopsie
BBL=Poche de sang
BCYST=Kyste de Baker
BDY=Corps humain
BIFL=Bile
BITE=Morsure
BLD=Sang
BLDA=Sang artériel
BLDC=Sang capillaire
BLDCO=Sang de cordon
BLDV=Sang veineux
BLEB=Cloque
BLIST=Ampoule
BOIL=Clou
BON=Os
BOWL=Contenu intestinal
BPH=Polynucléaires basophiles
BPU=Produit sanguin labile
BRN=Brûlure
BRO=Prélèvement bronchique
BRSH=Brosse
BRUS=Brossage
BUB=Bubon
BULLA=Bulle
BX=Biopsie
CALC=Calcul
CARBU=Anthrax
CAT=Cathéter
CBITE=Morsure de chat
CDM=Muscle cardiaque
CLIPP=Coupures
CNJT=Conjonctive
CNL=Canule
COL=Colostrum
CONE=Biopsie conique
CRN=Cornée
CSCR=Griffure de chat
CSERU=Sérum de convalescent
CSF=Liquide céphalorachidien
CSITE=Cathéter (Site d'insertion)
CSMY=Liquide de tube de cystostomie
CST=Liquide de kyste
CSVR=Récupérateur de sang
CTP=Cathéter (embout)
CUR=Curetage
CVM=Glaire cervicale
CVPS=Cathéter veineux central (site)
CVPT=Cathéter veineux central (embout)
CVX=Col de l'utérus
CYN=Nodule kystique
CYST=Kyste
DBITE=Morsure de chien
DCS=Expectoration profonde (crachat)
DEC=Ulcère de décubitus
DEION=Eau déminéralisée
DIA=Dialysat
DIAF=Liquide de dialyse
DISCHG=Décharge
DIV=Diverticule
DRN=Drain
DRNG=Drain (Tube)
DRNGP=Drain Penrose
DUFL=Liquide duodénal
EAR=Oreille
EARW=Cérumen
EBRUSH=Brossage oesophagien
EEYE=Lavage oculaire
EFF=Éffluent environnemental
EFFUS=Éffusion
EFOD=Aliment
EISO=Isolette environnementale
ELT=Electrode
ENVIR=Substance non identifiée
EOS=Polynucléaires éosinophiles
EOTH=Autre substance
ESOI=Sol
ESOS=Solution stérile
ETA=Aspiration endotrachéale
ETTP=Cathéter endotrachéal (embout)
ETTUB=Tube endotrachéal
EWHI=Bain à remous
EXG=Gaz expiré
EXS=Dérivation externe
EXUDTE=Exudat
EYE=Oeil
FAW=Eau de puits
FBLOOD=Sang foetal
FGA=Liquide abdominal
FIB=Fibroblastes
FIST=Fistule
FLD=Liquide (autre)
FLT=Filtre
FLU=Liquide biologique
FLUID=Liquide
FOLEY=Cathéter de Foley (embout)
FRS=Liquide respiratoire
FSCLP=Cuir chevelu foetal
FUR=Furoncle
GAS=Gaz du sang
GASA=Aspiration gastrique
GASAN=Antre gastrique
GASBR=Brossage gastrique
GASD=Drainage gastrique
GAST=Prélèvement digestif
GEN=Prélèvement génitaux
GENC=Prélèvement cervico-vaginal
GENF=Sécrétions des organes génitaux
GENL=Lochies
GENV=Prélèvement vaginal
GRAFT=Greffe
GRAFTS=Greffe (Site)
GRANU=Granulome
GROSH=Cathéter Groshong
GSOL=Solution pour gastrostomie
GSPEC=Biopsie gastrique
GT=Sonde gastrique
GTUBE=Drainage de gastrostomie
HAR=Poils/Cheveux
HBITE=Morsure humaine
HBLUD=Sang (Autopsie)
HEMAQ=Cathéter Hemaquit (embout)
HEMO=Cathéter Hemovac (embout)
HERNI=Hernie
HEV=Drain Hemovac
HIC=Cathéter de Hickman
HYDC=Hydrocèle
IBITE=Morsure d'insecte
ICYST=Kyste d'inclusion
IDC=Cathéter Indwelling (embout)
IHG=Gaz inhalé
ILEO=Drainage d'iléostomie
ILLEG=Source du spécimen illisible
IMP=Implant
INCI=Incision/chirurgie (Site)
INFIL=Infiltration
INS=Insecte
INTRD=Cathéter (Guide)
ISLT=Isolat
IT=Tube d'intubation
IUD=Dispositif intra-utérin
IVCAT=Cathéter intraveineux
IVFLD=Liquide intraveineux
IVTIP=Sonde intraveineuse
JEJU=Drainage jéjunal
JNTFLD=Liquide articulaire
JP=Drain Jackson Pratt
KELOI=Lavage
KIDFLD=Liquide rénal
LAM=Lame
LAVG=Lavage bronchial
LAVGG=Lavage gastrique
LAVGP=Lavage péritonéal
LAVPG=Lavage pré-bronchial
LENS1=Lentilles de contact
LENS2=Étui pour lentilles de contact
LESN=Lésion
LIQ=Liquide non spécifié
LIQO=Liquide (autres)
LNA=Ponction artérielle
LNV=Ponction veineuse
LSAC=Liquide de sac lombaire
LYM=Lymphocytes
MAC=Macrophages
MAHUR=Catheter Makurkour
MAR=Moelle osseuse
MASS=Masse
MBLD=Sang menstruel
MEC=Méconium
MILK=Lait maternel
MLK=Lait
MUCOS=Muqueuse
MUCUS=Mucus
NAIL=Ongle
NASDR=Drainage des voies nasales
NEDL=Aiguille
NEPH=Néphrostomie (site)
NGASP=Aspiration nasogastrique
NGAST=Drainage nasogastrique
NGS=Nasogastrique (site)
NODUL=Nodule(s)
NOS=Prélèvement nasopharyngée
NSECR=Sécrétion nasale
ORH=Autre
ORL=Lésion orale
OTH=Autre origine
PACEM=Stimulateur cardiaque
PAFL=Liquide pancréatique
PAT=Patient
PCFL=Liquide péricardique
PDSIT=Dialyse péritonéale (site)
PDTS=Dialyse péritonéale, Tunnel (site)
PELVA=Abcès pelvien
PENIL=Lésion du pénis
PERIA=Abcès périanal
PILOC=kyste pilonidal
PINS=Site de la broche
PIS=Site d'insertion du stimulateur cardiaque
PLAN=Matériel végétal
PLAS=Plasma
PLB=Poche de plasma
PLC=Placenta
PLEVS=Sérum au pic
PLR=Liquide pleural
PMN=Polynucléaires neutrophiles
PND=Drainage pénien
POL=Polypes
POPGS=Site de greffe poplité
POPLG=Greffe poplitée
POPLV=Veine poplitée (site)
PORTA=Chambre implantable
PPP=Plasma pauvre en plaquettes
PROST=Appareil prothétique
PRP=Plasma riche en plaquettes
PRT=Liquide péritonéal
PSC=Pseudokyste
PUNCT=Blessure, Perforation
PUS=Pus
PUSFR=Pustule
QC3=Contrôle qualité
RANDU=Urine aléatoire
RBC=Erythrocytes
RBITE=Morsure de reptile
RECT=Drainage rectal
RECTA=Abcès rectal
RENALC=Kyste rénal
RENC=Liquide de kyste rénal
RES=Respiratoire
SAL=Salive
SCAR=Cicatrice
SCLV=Cathéter sous-clavière (embout)
SCROA=Abcès scrotal
SECRE=Sécrétion(s)
SER=Sérum
SHU=Site du shunt
SHUNF=Liquide de shunt
SHUNT=Shunt (site)
SITE=Site
SKBP=Biopsie de peau
SKM=Muscle squelettique
SKN=Peau
SMM=Masse sous-mandibulaire
SMN=Sperme
SMPLS=Plasma séminal
SNV=Liquide synovial
SPRM=Spermatozoïdes
SPRP=Cathéter sus-pubien (embout)
SPRPB=Cathéter suprapubien (embout)
SPS=Bande de spores
SPT=Expectoration (crachat)
SPTC=Expectoration (Toux)
SPTT=Expectoration (crachat) par aspiration trachéale
SPUT1=Expectoration simulée (crachat)
SPUTIN=Expectoration induite (crachat)
SPUTSP=Expectoration spontanée (crachat)
STER=Sterrad
STL=Selles
STONE=Calcul rénal
SUBMA=Abcès sous-mandibulaire
SUBMX=Abcès sous-maxillaire
SUMP=Drain de puisard
SUP=Robinet suprapubien
SUTUR=Suture
SWGZ=Cathéter de Swan-Ganz
SWT=Sueur
TASP=Aspiration trachéale
TEAR=Larmes
THRB=Plaquettes
THRT=Gorge
TISG=Vésicule biliaire
TISPL=Trophoblastes
TISS=Tissu
TISU=Tissu ulcéreux
TLC=Cathéter triple lumière (embout)
TLGI=Gros intestin
TLNG=Tissu pulmonaire
TRAC=Trachéotomie (site)
TRANS=Transudat
TSERU=par sérum
TSMI=Intestin grêle
TSTES=Abcès testiculaire
TTRA=Aspiration transtrachéale
TUBES=Tubes
TUMOR=Tumeur
TZANC=Frottis de Tzanck
UDENT=Origine non identifiée
ULC=Ulcère
UMB=Sang de cordon ombilical
UMED=Médicament inconnu
UR=Urine
URC=Urine 1er jet
URINB=Urine de lavage vésical
URINC=Urine cathétérisée
URINM=Urine milieu de jet
URINN=Urine de néphrostomie
URINP=Urine de poche pédiatrique
URNS=Sédiments urinaires
URT=Urine par cathéter
URTH=Urètre
USCOP=Urine de cystoscopie
USPEC=Origine non spécifiée
USUB=Substance inconnue
VASTIP=Cathéter vasculaire (embout)
VENT=Cathéter ventriculaire (embout)
VITF=Corps vitré
VOM=Vomissure
WASH=Produit de lavage
WASI=Lavage, par ex. lavage broncho-alvéolaire
WAT=Eau
WB=Sang total
WBC=Leucocytes
WEN=Loupe
WICK=Mèche
WND=Plaie
WNDA=Abcès d'une plaie
WNDD=Drainage d'une plaie
WNDE=Exsudat d'une plaie
WORM=Ver
WRT=Verrue
WWA=Eau environnementale
WWO=Eau (océan)
WWT=Eau (robinet)`,
};
