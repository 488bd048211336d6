/**
 * What is known of each template that documents of the CI-SIS declare, one per line:
 *
 *     OID element[!] requirements ; usual | name
 *
 * - `element`: the one it stands on, `*` when unknown; `!`: required by the specification, else only observed.
 * - `requirements` are those of the specification, `usual` what published examples do:
 *   `@classCode=OBS`; `+OID`: another template declared beside it; `=CODE@SYSTEM` (L LOINC, S SNOMED CT, A HL7 ActCode):
 *   its fixed code; `id`, `text/reference`…: a child it has; `statusCode=completed,aborted`: one of these; `>OID`: an
 *   entry or section of that template inside it; `~`: its code, on its element, is used for nothing else; `^`: a template
 *   of the CI-SIS is declared beside it.
 */
export const TEMPLATE_LINES = `
1.2.250.1.213.1.1.1.1 ClinicalDocument | CI-SIS
1.2.250.1.213.1.1.1.2.1 ClinicalDocument | CARD-F-PRC
1.2.250.1.213.1.1.1.2.1.1 ClinicalDocument | CARD-F-PRC-AVK
1.2.250.1.213.1.1.1.2.1.2 ClinicalDocument | CARD-F-PRC-TAP
1.2.250.1.213.1.1.1.2.1.3 ClinicalDocument | CARD-F-PRC-DCI
1.2.250.1.213.1.1.1.2.1.4 ClinicalDocument | CARD-F-PRC-PSC
1.2.250.1.213.1.1.1.2.1.5 ClinicalDocument | CARD-F-PRC-PPV
1.2.250.1.213.1.1.1.5 ClinicalDocument | CSE
1.2.250.1.213.1.1.1.5.1 ClinicalDocument | CSE-CS8
1.2.250.1.213.1.1.1.5.2 ClinicalDocument | CSE-CS9
1.2.250.1.213.1.1.1.5.3 ClinicalDocument | CSE-CS24
1.2.250.1.213.1.1.1.5.4 ClinicalDocument | CSE-MDE
1.2.250.1.213.1.1.1.8 ClinicalDocument | CANCER-FRCP
1.2.250.1.213.1.1.1.12.1 ClinicalDocument | OBP-SAP
1.2.250.1.213.1.1.1.12.2 ClinicalDocument | OBP-SNM
1.2.250.1.213.1.1.1.12.3 ClinicalDocument | OBP-SNE
1.2.250.1.213.1.1.1.12.4 ClinicalDocument | OBP-SCM
1.2.250.1.213.1.1.1.12.5 ClinicalDocument | OBP-SEM
1.2.250.1.213.1.1.1.13 ClinicalDocument | VSM
1.2.250.1.213.1.1.1.15 ClinicalDocument | AVC-AUNV
1.2.250.1.213.1.1.1.16 ClinicalDocument | AVC-EUNV
1.2.250.1.213.1.1.1.17 ClinicalDocument | AVC-SUNV
1.2.250.1.213.1.1.1.18 ClinicalDocument | OPH-CR-RTN
1.2.250.1.213.1.1.1.20 ClinicalDocument | PPS-PAERPA
1.2.250.1.213.1.1.1.21 ClinicalDocument | LDL-EES
1.2.250.1.213.1.1.1.22 ClinicalDocument | DLU-EHPAD-DLU
1.2.250.1.213.1.1.1.23 ClinicalDocument | DLU-EHPAD-FLUDT
1.2.250.1.213.1.1.1.24 ClinicalDocument | DLU-EHPAD-FLUDR
1.2.250.1.213.1.1.1.25 ClinicalDocument | AVC-PAVC
1.2.250.1.213.1.1.1.26 ClinicalDocument | CANCER-PPS
1.2.250.1.213.1.1.1.27 ClinicalDocument | CANCER-D2LM-FIN
1.2.250.1.213.1.1.1.28 ClinicalDocument | CANCER-D2LM-FIDD
1.2.250.1.213.1.1.1.29 ClinicalDocument | LDL-SES
1.2.250.1.213.1.1.1.30 ClinicalDocument | SDM-MR
1.2.250.1.213.1.1.1.32 ClinicalDocument | CANCER-CR-GM
1.2.250.1.213.1.1.1.36 ClinicalDocument | CNAM-HR
1.2.250.1.213.1.1.1.37 ClinicalDocument | VAC
1.2.250.1.213.1.1.1.38 ClinicalDocument | TLM-DA
1.2.250.1.213.1.1.1.39 ClinicalDocument | EP-MED-DM
1.2.250.1.213.1.1.1.40 ClinicalDocument | ANEST-CR-ANEST
1.2.250.1.213.1.1.1.41 ClinicalDocument | ANEST-CR-CPA
1.2.250.1.213.1.1.1.42 ClinicalDocument | OPH-BRE
1.2.250.1.213.1.1.1.45 ClinicalDocument | IMG-CR-IMG
1.2.250.1.213.1.1.1.46 ClinicalDocument | VAC-NOTE
1.2.250.1.213.1.1.1.47 ClinicalDocument | IMG-DA-IMG
1.2.250.1.213.1.1.1.51 ClinicalDocument | IPS-FR
1.2.250.1.213.1.1.1.54 ClinicalDocument | eDISP-MED
1.2.250.1.213.1.1.1.55 ClinicalDocument | BIO-CR-BIO
1.2.250.1.213.1.1.1.59 ClinicalDocument | BIO-TROD
1.2.250.1.213.1.1.1.61 ClinicalDocument | DLU-FT-SU
1.2.250.1.213.1.1.1.62 ClinicalDocument | DLU-FR-SU
1.2.250.1.213.1.1.2.1 section! =46264-8@L id text ; title | FR-Dispositifs-medicaux
1.2.250.1.213.1.1.2.2 section! =11348-0@L id text | FR-Antecedents-medicaux-non-code
1.2.250.1.213.1.1.2.4 section ; =10183-2@L | FR-Traitements-a-la-sortie-non-codé
1.2.250.1.213.1.1.2.5 section | FR-Diagnostic-de-sortie-non-code
1.2.250.1.213.1.1.2.6 section ; =46241-6@L id | FR-Motif-d-hospitalisation-non-code
1.2.250.1.213.1.1.2.7 section |
1.2.250.1.213.1.1.2.8 section ; =48765-2@L | FR-Allergies-et-intolerances-non-code
1.2.250.1.213.1.1.2.10 section ; id text | FR-Resultats-examens-biologiques-non-code
1.2.250.1.213.1.1.2.13 section ; =57074-7@L id text | FR-Travail-et-accouchement-non-code
1.2.250.1.213.1.1.2.25 section! =18733-6@L id text ; +1.3.6.1.4.1.19376.1.5.3.1.1.13.2.7 ~ | FR-Note-de-progression
1.2.250.1.213.1.1.2.26 section! =10218-6@L id text ; ~ | FR-Conclusion-de-CRO
1.2.250.1.213.1.1.2.27 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.6 +1.3.6.1.4.1.19376.1.7.3.1.3.14.1 +2.16.840.1.113883.10.20.1.11 =72135-7@L id text | FR-Diagnostic-du-cancer
1.2.250.1.213.1.1.2.28 section ; =26436-6@L id text | FR-Historique-des-examens-biologiques
1.2.250.1.213.1.1.2.29 section! =46612-8@L id >1.2.250.1.213.1.1.2.30 >1.2.250.1.213.1.1.2.31 | FR-Pathologies-antecedents-allergies-facteurs-de-risques
1.2.250.1.213.1.1.2.30 section! =34117-2@L id | FR-Pathologies-antecedents-allergies
1.2.250.1.213.1.1.2.31 section! =57207-3@L id | FR-Facteurs-de-risques
1.2.250.1.213.1.1.2.32 section! =18776-5@L id | FR-Plan-de-traitement
1.2.250.1.213.1.1.2.33 section! =21874-3@L id text ; ~ | FR-Statut-dossier-RCP
1.2.250.1.213.1.1.2.34 section! =30954-2@L id text | FR-Conclusion-du-CR-ACP
1.2.250.1.213.1.1.2.35 section! =33557-0@L id title >1.3.6.1.4.1.19376.1.5.3.1.4.13 ; text ~ | FR-Statut-du-document
1.2.250.1.213.1.1.2.35.1 section ; +1.2.250.1.213.1.1.2.35 =33557-0@L id text title | FR-Statut-du-document-LDL-SES
1.2.250.1.213.1.1.2.36 section! =70182-1@L id text ; ~ | FR-Scores-NIHSS
1.2.250.1.213.1.1.2.37 section! =55107-7@L text | FR-Documents-ajoutes
1.2.250.1.213.1.1.2.38 section ; id text | FR-Informations-assure
1.2.250.1.213.1.1.2.39 section! id text ; =75859-9@L ~ | FR-Score-de-Rankin
1.2.250.1.213.1.1.2.40 section! =35088-4@L id text ; ~ | FR-Score-de-Glasgow
1.2.250.1.213.1.1.2.41 section! =47420-5@L id text | FR-Scores-evaluation-clinique
1.2.250.1.213.1.1.2.42 section ; id text | FR-Bilan-pretherapeutique
1.2.250.1.213.1.1.2.44 section! =34841-7@L id text | FR-Dispositions-medico-sociales
1.2.250.1.213.1.1.2.45 section! id text | FR-Cadre-de-la-proposition-therapeutique
1.2.250.1.213.1.1.2.46 section ; =55107-7@L id text >1.2.250.1.213.1.1.3.18 | FR-Elements-cliniques-rapportes
1.2.250.1.213.1.1.2.47 section ; =48767-8@L >1.3.6.1.4.1.19376.1.5.3.1.4.13 | FR-Commentaire-Asip
1.2.250.1.213.1.1.2.53 section! =46264-8@L id text >1.3.6.1.4.1.19376.1.5.3.1.4.13 ; title | FR-Protheses-et-objets-personnels
1.2.250.1.213.1.1.2.54 section! =10160-0@L >1.2.250.1.213.1.1.3.13 | FR-Traitements-maladies-rares
1.2.250.1.213.1.1.2.55 section! =55107-7@L text ; id | FR-Documents-references
1.2.250.1.213.1.1.2.58 section | FR-Interpretation-1er-lecteur-D2LM-FIN
1.2.250.1.213.1.1.2.59 section! =72135-7@L id text >1.3.6.1.4.1.19376.1.5.3.1.3.28 >1.3.6.1.4.1.19376.1.5.3.1.3.36 | FR-Bilan-diagnostic-immediat
1.2.250.1.213.1.1.2.60 section! text ; code | FR-Resultats-de-laboratoire-de-biologie-de-seconde-intention
1.2.250.1.213.1.1.2.66 section! ; =GEN-168@1.2.250.1.213.1.1.4.322 id text ~ | FR-Dossier
1.2.250.1.213.1.1.2.67 section! =50397-9@L text ; id ~ | FR-Conclusion-CR-GM
1.2.250.1.213.1.1.2.68 section! =46612-8@L id >1.2.250.1.213.1.1.2.69 | FR-Anamnese-et-facteurs-de-risques
1.2.250.1.213.1.1.2.69 section! =34117-2@L id | FR-Anamnese
1.2.250.1.213.1.1.2.70 section ; +1.3.6.1.4.1.19376.1.3.3.2.1 code title | FR-CR-BIO-Chapitre
1.2.250.1.213.1.1.2.70.1 section ; +1.2.250.1.213.1.1.2.70 +1.3.6.1.4.1.19376.1.3.3.2.1 =18719-5@L id text | Biochimie-AVC
1.2.250.1.213.1.1.2.70.2 section ; +1.2.250.1.213.1.1.2.70 +1.3.6.1.4.1.19376.1.3.3.2.1 =18723-7@L id text | Hematologie-AVC
1.2.250.1.213.1.1.2.70.3 section ; +1.2.250.1.213.1.1.2.70 +1.3.6.1.4.1.19376.1.3.3.2.1 =18720-3@L id text | Hemostase-AVC
1.2.250.1.213.1.1.2.71 section ; +1.3.6.1.4.1.19376.1.3.3.2.2 code text | FR-CR-BIO-Sous-Chapitre
1.2.250.1.213.1.1.2.72 section ; +1.3.6.1.4.1.19376.1.3.10.3.1 =89201-8@L id text ~ |
1.2.250.1.213.1.1.2.73 section ; +1.3.6.1.4.1.19376.1.4.1.2.16 +2.16.840.1.113883.10.12.201 =55112-7@L text title ~ | FR-Commentaire-non-code
1.2.250.1.213.1.1.2.74 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.5.3.1 =10161-8@L id text ~ | FR-Facteurs-de-risque-professionnels-noncode
1.2.250.1.213.1.1.2.75 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.5.3.2 +1.3.6.1.4.1.19376.1.5.3.1.3.25 +2.16.840.1.113883.10.20.1.16 =8716-3@L text title ~ | FR-Signes-vitaux
1.2.250.1.213.1.1.2.76 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.5.3.3 +2.16.840.1.113883.10.20.1.3 =46240-8@L id text title ~ | FR-Historique-prises-en-charge-medicales
1.2.250.1.213.1.1.2.77 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.5.3.4 =10162-6@L text title ~ | FR-Historique-des-grossesses
1.2.250.1.213.1.1.2.79 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.5.3.7 +2.16.840.1.113883.10.20.1.9 =48768-6@L text ~ | FR-Couvertures-sociales
1.2.250.1.213.1.1.2.82 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.12 =56836-0@L id text ~ | FR-Histoire-transfusionnelle-non-code
1.2.250.1.213.1.1.2.84 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.15 +1.3.6.1.4.1.19376.1.5.3.1.1.9.15.1 +1.3.6.1.4.1.19376.1.5.3.1.3.24 =29545-1@L ~ | FR-Examen-physique-detaille-code
1.2.250.1.213.1.1.2.85 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.16 =10210-3@L id text title ~ | FR-Etat-general
1.2.250.1.213.1.1.2.86 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.17 =29302-7@L id text ~ |
1.2.250.1.213.1.1.2.88 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.19 =10197-2@L id text |
1.2.250.1.213.1.1.2.89 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.20 | FR-ORL
1.2.250.1.213.1.1.2.90 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.21 =10195-6@L id text title ~ | FR-Systeme-auditif
1.2.250.1.213.1.1.2.92 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.23 =10201-2@L id text ~ |
1.2.250.1.213.1.1.2.94 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.25 |
1.2.250.1.213.1.1.2.95 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.26 |
1.2.250.1.213.1.1.2.98 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.29 =10200-4@L id text title ~ |
1.2.250.1.213.1.1.2.99 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.30 =11412-4@L id text title ~ |
1.2.250.1.213.1.1.2.100 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.31 =10191-5@L id text ~ |
1.2.250.1.213.1.1.2.101 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.32 |
1.2.250.1.213.1.1.2.102 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.33 =10208-7@L id text ~ |
1.2.250.1.213.1.1.2.103 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.34 =11410-8@L id text ~ |
1.2.250.1.213.1.1.2.104 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.35 =10202-0@L id text title ~ |
1.2.250.1.213.1.1.2.105 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.36 =11400-9@L id text title ~ |
1.2.250.1.213.1.1.2.106 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.37 | FR-Colon-rectum
1.2.250.1.213.1.1.2.107 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.38 +1.3.6.1.4.1.19376.1.5.3.1.1.9.39 =34895-3@L text title ~ | FR-Education-du-patient
1.2.250.1.213.1.1.2.110 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.10.3.2 |
1.2.250.1.213.1.1.2.111 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.12.2.1 +1.3.6.1.4.1.19376.1.5.3.1.3.17 +2.16.840.1.113883.10.20.1.5 =47420-5@L id text | FR-Evaluation-du-statut-fonctionnel
1.2.250.1.213.1.1.2.112 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.12.2.2 =38208-5@L id text ~ | FR-Evaluation-de-la-douleur
1.2.250.1.213.1.1.2.114 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.12.2.4 =48542-5@L id text ~ | FR-Evaluation-de-la-depression-geriatrique
1.2.250.1.213.1.1.2.115 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.12.2.5 =46006-3@L id text ~ | FR-Fonctions-physiques
1.2.250.1.213.1.1.2.116 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.13.2.5 =51847-2@L text ~ | FR-Evaluation-et-plan-non-code
1.2.250.1.213.1.1.2.117 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.13.2.6 |
1.2.250.1.213.1.1.2.118 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.13.2.11 =29554-3@L id text ~ | FR-Actes-et-interventions
1.2.250.1.213.1.1.2.118.5 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.13.2.11 | Actes et interventions D2LM-FIN
1.2.250.1.213.1.1.2.120 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.18.3.1 =18776-5@L text | FR-Vaccins-recommandes
1.2.250.1.213.1.1.2.123 section! =57074-7@L ; +1.3.6.1.4.1.19376.1.5.3.1.1.21.2.3 text ~ | FR-Travail-et-accouchement
1.2.250.1.213.1.1.2.124 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.21.2.4 =57075-4@L id text ~ | FR-Informations-sur-l-accouchement
1.2.250.1.213.1.1.2.127 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.1 =42349-1@L text | FR-Raison-de-la-recommandation-non-code
1.2.250.1.213.1.1.2.128 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.1 +1.3.6.1.4.1.19376.1.5.3.1.3.2 =42349-1@L id text title | FR-Raison-de-la-recommandation
1.2.250.1.213.1.1.2.129 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.3 =46241-6@L id text ~ | FR-Diagnostic-admission-hopital
1.2.250.1.213.1.1.2.130 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.4 =10164-2@L id text ~ | FR-Histoire-de-la-maladie-non-code
1.2.250.1.213.1.1.2.132 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.6 +2.16.840.1.113883.10.20.1.11 =11450-4@L text title | FR-Problemes-actifs
1.2.250.1.213.1.1.2.132.4 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.6 +2.16.840.1.113883.10.20.1.11 |
1.2.250.1.213.1.1.2.133 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.7 =11535-2@L id text title | FR-Diagnostic-de-sortie-episode-de-soins
1.2.250.1.213.1.1.2.133.1 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.7 |
1.2.250.1.213.1.1.2.134 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.8 =11348-0@L text title | FR-Antecedents-medicaux
1.2.250.1.213.1.1.2.135 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.11 +2.16.840.1.113883.10.20.1.12 |
1.2.250.1.213.1.1.2.136 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.11 +1.3.6.1.4.1.19376.1.5.3.1.3.12 +2.16.840.1.113883.10.20.1.12 =47519-4@L id text title | FR-Historique-des-actes
1.2.250.1.213.1.1.2.137 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.13 +2.16.840.1.113883.10.20.1.2 =48765-2@L text title ~ | FR-Allergies-et-hypersensibilites
1.2.250.1.213.1.1.2.138 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.14 +2.16.840.1.113883.10.20.1.4 |
1.2.250.1.213.1.1.2.139 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.14 +1.3.6.1.4.1.19376.1.5.3.1.3.15 +2.16.840.1.113883.10.20.1.4 =10157-6@L id text | FR-Antecedents-familiaux
1.2.250.1.213.1.1.2.140 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.16 +2.16.840.1.113883.10.20.1.15 =29762-2@L id text | FR-Habitus-mode-de-vie-non-code
1.2.250.1.213.1.1.2.141 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.16 +1.3.6.1.4.1.19376.1.5.3.1.3.16.1 +2.16.840.1.113883.10.20.1.15 =29762-2@L text title | FR-Habitus-mode-de-vie
1.2.250.1.213.1.1.2.143 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.19 +2.16.840.1.113883.10.20.1.8 =10160-0@L text title | FR-Traitements
1.2.250.1.213.1.1.2.144 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.20 =42346-7@L id text ~ |
1.2.250.1.213.1.1.2.145 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.21 =18610-6@L id text title ~ | FR-Traitements-administres
1.2.250.1.213.1.1.2.146 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.22 =10183-2@L text ~ | FR-Traitements-a-la-sortie
1.2.250.1.213.1.1.2.147 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.23 +2.16.840.1.113883.10.20.1.6 =11369-6@L text title ~ | FR-Vaccinations
1.2.250.1.213.1.1.2.150 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.27 =30954-2@L id text | FR-Resultats-examens-non-code
1.2.250.1.213.1.1.2.151 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.27 +1.3.6.1.4.1.19376.1.5.3.1.3.28 =30954-2@L text | FR-Resultats-examens
1.2.250.1.213.1.1.2.154 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.31 +2.16.840.1.113883.10.20.1.10 =18776-5@L id text | FR-Plan-de-soins-non-code
1.2.250.1.213.1.1.2.157 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.34 +1.3.6.1.4.1.19376.1.5.3.1.3.35 +2.16.840.1.113883.10.20.1.1 =42348-3@L id text title ~ | FR-Directives-anticipees
1.2.250.1.213.1.1.2.158 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.36 +2.16.840.1.113883.10.20.1.10 =18776-5@L text | FR-Plan-de-soins
1.2.250.1.213.1.1.2.158.2 section ; +1.2.250.1.213.1.1.2.158 +1.3.6.1.4.1.19376.1.5.3.1.3.36 +2.16.840.1.113883.10.20.1.10 >1.2.250.1.213.1.1.3.27.2 | FR-Plan-de-soins-biologie
1.2.250.1.213.1.1.2.158.3 section ; +1.2.250.1.213.1.1.2.158 +1.3.6.1.4.1.19376.1.5.3.1.3.36 +2.16.840.1.113883.10.20.1.10 =18776-5@L id text | FR-Plan-de-soins-IMG-DA
1.2.250.1.213.1.1.2.160 section ; +1.3.6.1.4.1.19376.1.7.3.1.1.13.3 =47420-5@L text |
1.2.250.1.213.1.1.2.161 section ; +1.3.6.1.4.1.19376.1.7.3.1.1.13.4 =xx-MCH-PsychoMDev@L id text ~ | FR-Developpement-psychomoteur
1.2.250.1.213.1.1.2.162 section ; +1.3.6.1.4.1.19376.1.7.3.1.1.13.5 =47420-5@L text | FR-Evaluation-fonctionnelle-du-sommeil-et-de-l-alimentation
1.2.250.1.213.1.1.2.163 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.21.2.9 +1.3.6.1.4.1.19376.1.7.3.1.1.13.7 =42545-4@L text ~ | FR-Resultats-evenements
1.2.250.1.213.1.1.2.163.1 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.21.2.9 +1.3.6.1.4.1.19376.1.7.3.1.1.13.7 |
1.2.250.1.213.1.1.2.165 section ; +1.3.6.1.4.1.19376.1.8.1.2.1 =22636-5@L id text ~ |
1.2.250.1.213.1.1.2.166 section ; +1.3.6.1.4.1.19376.1.8.1.2.2 =83321-0@L id text ~ |
1.2.250.1.213.1.1.2.167 section ; +1.3.6.1.4.1.19376.1.8.1.2.3 =22634-0@L id text ~ |
1.2.250.1.213.1.1.2.169 section ; +1.3.6.1.4.1.19376.1.8.1.2.5 =22637-3@L id text ~ |
1.2.250.1.213.1.1.2.170 section ; +1.3.6.1.4.1.19376.1.8.1.2.6 =46059-2@L id text ~ |
1.2.250.1.213.1.1.2.171 section ; +1.3.6.1.4.1.19376.1.9.1.2.1 =57828-6@L id text ~ | FR-Prescription-medicaments
1.2.250.1.213.1.1.2.172 section! =11302-7@L text ; +1.3.6.1.4.1.19376.1.5.3.1.1.13.2.10 ~ | FR-Dispositions
1.2.250.1.213.1.1.2.173 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.21.2.5 +1.3.6.1.4.1.19376.1.5.3.1.1.21.2.5.1 =57078-8@L text ~ | FR-Examens-Surveillance-Prenataux
1.2.250.1.213.1.1.2.174 section | FR-Interpretation-2eme-lecteur-DL2M-FIN
1.2.250.1.213.1.1.2.175 section ; =35510-7@L id text | FR-Cadre-de-la-proposition-therapeutique
1.2.250.1.213.1.1.2.176 section! =11450-4@L ; id text | FR-Problemes-actifs-non-code
1.2.250.1.213.1.1.2.177 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.13.2.1 | FR-Principal-motif-non-code
1.2.250.1.213.1.1.2.182 section ; +1.3.6.1.4.1.19376.1.12.1.2.5 +2.16.840.1.113883.10.20.2.10 | FR-Examen-physique-oculaire
1.2.250.1.213.1.1.2.183 section ; +1.3.6.1.4.1.19376.1.12.1.2.6 | FR-Bilan-ophtalmologique
1.2.250.1.213.1.1.2.186 section ; +1.3.6.1.4.1.19376.1.12.1.2.9 | FR-Mesure-de-la-refraction
1.2.250.1.213.1.1.2.187 section ; +1.3.6.1.4.1.19376.1.12.1.2.10 | FR-Analyse-des-dispositifs-oculaires
1.2.250.1.213.1.1.2.205 section ; +1.2.840.10008.9.2 =55752-0@L id text ~ | FR-DICOM-informations-cliniques
1.2.250.1.213.1.1.2.206 section ; +1.2.840.10008.9.3 | FR-DICOM-Acte-imagerie
1.2.250.1.213.1.1.2.207 section ; +1.2.840.10008.9.4 | FR-DICOM-Examen-comparatif
1.2.250.1.213.1.1.2.208 section ; +2.16.840.1.113883.10.20.6.1.2 | FR-DICOM-Resultats
1.2.250.1.213.1.1.2.209 section ; +1.2.840.10008.9.5 | FR-DICOM-Conclusion
1.2.250.1.213.1.1.2.210 section ; +1.2.840.10008.9.6 | FR-DICOM-Addendum
1.2.250.1.213.1.1.2.211 section ; @classCode=DOCSECT @moodCode=EVN +1.2.840.10008.9.7 =55115-0@L id text ~ | FR-DICOM-Demande-examen
1.2.250.1.213.1.1.2.212 * ; +2.16.840.1.113883.10.20.22.2.29 =59768-2@L id text | FR-DICOM-Motif-acte
1.2.250.1.213.1.1.2.213 section ; +2.16.840.1.113883.10.20.22.2.39 =11329-0@L id text ~ | FR-DICOM-Historique-medical
1.2.250.1.213.1.1.2.214 section ; +2.16.840.1.113883.10.20.22.2.37 | FR-DICOM-Complications
1.2.250.1.213.1.1.2.215 section ; +1.2.840.10008.9.8 | FR-DICOM-Exposition-aux-radiations
1.2.250.1.213.1.1.2.217 section ; +2.16.840.1.113883.10.20.6.1.1 | FR-DICOM-Object-Catalog
1.2.250.1.213.1.1.2.222 section ; =46264-8@L id text | FR-Prescription-dispositifs-medicaux
1.2.250.1.213.1.1.2.223 section! =57723-9@L text ; @classCode=DOCSECT @moodCode=EVN id ~ | FR-Code-a-barres
1.2.250.1.213.1.1.2.236 section ; +1.3.6.1.4.1.19376.1.9.1.2.3 +2.16.840.1.113883.10.20.1.8 | FR-Dispensation-medicaments
1.2.250.1.213.1.1.2.243 section! =55108-5@L text ; id title ~ | FR-Document-PDF-copie
1.2.250.1.213.1.1.2.244 section! id text | FR-Resultats
1.2.250.1.213.1.1.2.245 section! =44944-7@L id ; text ~ | FR-Points-de-vigilances-non-code
1.2.250.1.213.1.1.2.246 section ; +2.16.840.1.113883.10.22.3.8 =47420-5@L id text |
1.2.250.1.213.1.1.2.247 section! =44939-7@L id text >1.2.250.1.213.1.1.3.210 ; ~ | FR-Effets-indesirables
1.2.250.1.213.1.1.2.250 section ; =GEN-369@1.2.250.1.213.1.1.4.322 text ~ | FR-Recherche
1.2.250.1.213.1.1.2.251 section | FR-Personnes-Structures-informees
1.2.250.1.213.1.1.2.252 section | FR-SouhaitsPatient-QualiteDeVie
1.2.250.1.213.1.1.2.253 section | FR-Documents-remis-au-patient
1.2.250.1.213.1.1.3.1 observation @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 code effectiveTime id statusCode text/reference value ; statusCode=completed | Observation Dispositifs Médicaux
1.2.250.1.213.1.1.3.2 organizer @classCode=CLUSTER @moodCode=EVN code id statusCode ; statusCode=completed | Dispositif Médical Implanté
1.2.250.1.213.1.1.3.6 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.31 =72089-6@L effectiveTime id statusCode=completed text/reference value ; ~ | FR-Score-NIHSS
1.2.250.1.213.1.1.3.7 organizer! @classCode=CLUSTER @moodCode=EVN code statusCode=completed >1.3.6.1.4.1.19376.1.5.3.1.4.13 ; =GEN-099@1.2.250.1.213.1.1.4.322 ~ | FR-Statut-du-dossier-presente-en-RCP
1.2.250.1.213.1.1.3.8 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.31 code effectiveTime id statusCode=completed text/reference value | FR-Composant-score-NIHSS
1.2.250.1.213.1.1.3.12 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 code effectiveTime id statusCode=completed text value ; +1.2.250.1.213.1.1.3.48 text/reference | FR-Prothese-et-objet-personnel
1.2.250.1.213.1.1.3.13 substanceAdministration | FR-Traitement-maladie-rare
1.2.250.1.213.1.1.3.16 organizer ; @classCode=BATTERY @moodCode=EVN author code statusCode=completed >1.3.6.1.4.1.19376.1.5.3.1.4.13 |
1.2.250.1.213.1.1.3.18 organizer! @classCode=CLUSTER @moodCode=EVN code id statusCode=completed >1.3.6.1.4.1.19376.1.5.3.1.4.13 ; =55107-7@L ~ | FR-Document-attache
1.2.250.1.213.1.1.3.20 supply! +2.16.840.1.113883.10.20.1.34 effectiveTime participant ; @classCode=SPLY id | FR-Dispositif-medical
1.2.250.1.213.1.1.3.21 entry ; +1.3.6.1.4.1.19376.1.3.1 | FR-Resultats-examens-de-biologie-medicale
1.2.250.1.213.1.1.3.22 * ; +1.3.6.1.4.1.19376.1.3.3.1.2.1 |
1.2.250.1.213.1.1.3.23 performer ; +1.3.6.1.4.1.19376.1.3.3.1.7 | FR-Laboratoire-executant
1.2.250.1.213.1.1.3.24 act ; +1.3.6.1.4.1.19376.1.5.3.1.1.10.4.1 |
1.2.250.1.213.1.1.3.25 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.1.12.3.6 +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.31 code effectiveTime id statusCode=completed text/reference value | FR-Evaluation
1.2.250.1.213.1.1.3.26 substanceAdministration! @classCode=SBADM @moodCode=EVN,INT +1.3.6.1.4.1.19376.1.5.3.1.1.13.3.2 +1.3.6.1.4.1.19376.1.5.3.1.4.7 +1.3.6.1.4.1.19376.1.5.3.1.4.7.1 +2.16.840.1.113883.10.20.1.24 code consumable id statusCode=completed,active text/reference | FR-Fluide-intraveineux
1.2.250.1.213.1.1.3.27 observation ; @classCode=OBS +1.3.6.1.4.1.19376.1.5.3.1.1.20.3.1 +2.16.840.1.113883.10.20.1.25 code effectiveTime id statusCode text/reference | FR-Demande-d-examen-ou-de-suiv
1.2.250.1.213.1.1.3.27.2 * ; +1.3.6.1.4.1.19376.1.5.3.1.1.20.3.1 +2.16.840.1.113883.10.20.1.25 code | FR-Acte-biologie-prescrit
1.2.250.1.213.1.1.3.27.3 observation ; @classCode=OBS @moodCode=INT +1.2.250.1.213.1.1.3.27 +1.3.6.1.4.1.19376.1.5.3.1.1.20.3.1 +2.16.840.1.113883.10.20.1.25 code effectiveTime id statusCode=active text/reference | FR-Demande-d-examen-ou-de-suivi-IMG-DA
1.2.250.1.213.1.1.3.28 act ; @classCode=ACT +1.3.6.1.4.1.19376.1.5.3.1.1.25.1.4.1 =80413-8@L effectiveTime id statusCode text/reference ~ | FR-Transfert-du-patient
1.2.250.1.213.1.1.3.29 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.1 +2.16.840.1.113883.10.20.1.55 statusCode text value ; =SEV@A statusCode=completed text/reference | FR-Severite
1.2.250.1.213.1.1.3.30 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.1.1 +2.16.840.1.113883.10.20.1.50 +2.16.840.1.113883.10.20.1.57 =33999-4@L statusCode=completed text/reference value ~ | FR-Statut-du-probleme
1.2.250.1.213.1.1.3.31 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.1.2 +2.16.840.1.113883.10.20.1.51 =11323-3@L statusCode=completed text/reference value ~ | FR-Statut-clinique-du-patient
1.2.250.1.213.1.1.3.32 act +1.3.6.1.4.1.19376.1.5.3.1.4.2 ; @classCode=ACT @moodCode=EVN +2.16.840.1.113883.10.20.1.40 =48767-8@L statusCode=completed text ~ | FR-Commentaire-ER
1.2.250.1.213.1.1.3.33 act +1.3.6.1.4.1.19376.1.5.3.1.4.3 +2.16.840.1.113883.10.20.1.49 ; @classCode=ACT @moodCode=INT =PINSTRUCT@1.3.6.1.4.1.19376.1.5.3.2 statusCode=completed text/reference ~ | FR-Instructions-au-patient
1.2.250.1.213.1.1.3.34 act +1.3.6.1.4.1.19376.1.5.3.1.4.3.1 +2.16.840.1.113883.10.20.1.43 ; @classCode=ACT @moodCode=INT =FINSTRUCT@1.3.6.1.4.1.19376.1.5.3.2 statusCode=completed text/reference | FR-Instructions-au-dispensateur
1.2.250.1.213.1.1.3.35 act! @classCode=ACT @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.4 code id reference | FR-References-externes
1.2.250.1.213.1.1.3.36 act ; @classCode=ACT @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.4.1 code id | FR-Reference-interne
1.2.250.1.213.1.1.3.37 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.5 +2.16.840.1.113883.10.20.1.28 code effectiveTime id statusCode=completed text/reference value | FR-Probleme
1.2.250.1.213.1.1.3.39 act ; @classCode=ACT @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.5.1 +1.3.6.1.4.1.19376.1.5.3.1.4.5.2 +2.16.840.1.113883.10.20.1.27 code effectiveTime id statusCode | FR-Liste-des-problemes
1.2.250.1.213.1.1.3.39.1 act! @classCode=ACT @moodCode=EVN +1.2.250.1.213.1.1.3.39 +1.3.6.1.4.1.19376.1.5.3.1.4.5.1 +1.3.6.1.4.1.19376.1.5.3.1.4.5.2 +2.16.840.1.113883.10.20.1.27 effectiveTime id statusCode=active,suspended,aborted,completed ; code | FR-Liste-des-problemes-cancer
1.2.250.1.213.1.1.3.40 act ; @classCode=ACT @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.5.1 +1.3.6.1.4.1.19376.1.5.3.1.4.5.3 +2.16.840.1.113883.10.20.1.27 code effectiveTime id statusCode | FR-Liste-des-allergies-et-hypersensibilites
1.2.250.1.213.1.1.3.41 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.5 +1.3.6.1.4.1.19376.1.5.3.1.4.6 +2.16.840.1.113883.10.20.1.18 +2.16.840.1.113883.10.20.1.28 code effectiveTime id statusCode=completed text/reference value | FR-Allergie-ou-hypersensibilite
1.2.250.1.213.1.1.3.42 substanceAdministration ; @classCode=SBADM +1.3.6.1.4.1.19376.1.5.3.1.4.7 +2.16.840.1.113883.10.20.1.24 id statusCode=completed text/reference | FR-Traitement
1.2.250.1.213.1.1.3.42.1 substanceAdministration ; +1.3.6.1.4.1.19376.1.5.3.1.4.8 | FR-Traitement-subordonne
1.2.250.1.213.1.1.3.42.3 substanceAdministration ; +1.3.6.1.4.1.19376.1.5.3.1.4.7 +1.3.6.1.4.1.19376.1.5.3.1.4.7.1 +2.16.840.1.113883.10.20.1.24 | Traitement au long cours
1.2.250.1.213.1.1.3.42.4 substanceAdministration ; +1.3.6.1.4.1.19376.1.5.3.1.4.7 +2.16.840.1.113883.10.20.1.24 | Traitement aigu
1.2.250.1.213.1.1.3.43 manufacturedProduct ; +1.3.6.1.4.1.19376.1.5.3.1.4.7.2 +2.16.840.1.113883.10.20.1.53 | FR-Produit-de-sante
1.2.250.1.213.1.1.3.44 supply ; +1.3.6.1.4.1.19376.1.5.3.1.4.7.3 +2.16.840.1.113883.10.20.1.34 | FR-Prescription
1.2.250.1.213.1.1.3.45 substanceAdministration ; @classCode=SBADM @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.12 +2.16.840.1.113883.10.20.1.24 code effectiveTime id statusCode=completed text/reference | FR-Vaccination
1.2.250.1.213.1.1.3.46 substanceAdministration ; @classCode=SBADM @moodCode=EVN consumable doseQuantity id | FR-Dose-antigene
1.2.250.1.213.1.1.3.47 substanceAdministration ; @classCode=SBADM @moodCode=INT +1.3.6.1.4.1.19376.1.5.3.1.4.12.2 +2.16.840.1.113883.10.20.1.25 code effectiveTime id statusCode=active text/reference | FR-Vaccin-recommande
1.2.250.1.213.1.1.3.48 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 code effectiveTime id statusCode=completed text/reference | FR-Simple-Observation
1.2.250.1.213.1.1.3.48.1 observation! @classCode=OBS @moodCode=EVN =MED-146@1.2.250.1.213.1.1.4.322 effectiveTime id statusCode=completed value ; +1.3.6.1.4.1.19376.1.5.3.1.4.13 ~ | FR-Accidents-transfusionnels
1.2.250.1.213.1.1.3.48.2 observation! @classCode=OBS @moodCode=EVN =MED-147@1.2.250.1.213.1.1.4.322 effectiveTime id statusCode=completed value ; +1.3.6.1.4.1.19376.1.5.3.1.4.13 ~ | FR-Administration-de-derives-du-sang
1.2.250.1.213.1.1.3.48.3 observation! @classCode=OBS @moodCode=EVN +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 =MED-143@1.2.250.1.213.1.1.4.322 effectiveTime id statusCode=completed value ; ~ | FR-Evenement-indesirable-pendant-hospitalisation
1.2.250.1.213.1.1.3.48.4 observation! @classCode=OBS @moodCode=EVN +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 =MED-148@1.2.250.1.213.1.1.4.322 effectiveTime id statusCode=completed value ; ~ | FR-Evenement-indesirable-suite-administration-derives-sang
1.2.250.1.213.1.1.3.48.5 observation! @classCode=OBS @moodCode=EVN +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 =MED-144@1.2.250.1.213.1.1.4.322 effectiveTime id statusCode=completed text value ; ~ | FR-Identification-micro-organismes-multiresistants
1.2.250.1.213.1.1.3.48.6 observation! @classCode=OBS @moodCode=EVN +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 code effectiveTime id statusCode=completed text value | FR-Modalite-entree
1.2.250.1.213.1.1.3.48.7 observation! @classCode=OBS @moodCode=EVN +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 code effectiveTime id statusCode=completed text value | FR-Modalite-sortie
1.2.250.1.213.1.1.3.48.8 observation! @classCode=OBS @moodCode=EVN +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 =MED-309@1.2.250.1.213.1.1.4.322 id statusCode=completed text value ; ~ | FR-Recherche-de-micro-organismes
1.2.250.1.213.1.1.3.48.9 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 =MED-142@1.2.250.1.213.1.1.4.322 effectiveTime id statusCode=completed text value ; ~ | FR-Synthese-medicale-sejour
1.2.250.1.213.1.1.3.48.10 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 =MED-145@1.2.250.1.213.1.1.4.322 effectiveTime id statusCode=completed text value ; ~ | FR-Transfusion-de-produits-sanguins
1.2.250.1.213.1.1.3.48.12 observation +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 id statusCode=completed text/reference value ; @classCode=OBS @moodCode=EVN =GEN-179@1.2.250.1.213.1.1.4.322 effectiveTime ~ | FR-Hors-AMM
1.2.250.1.213.1.1.3.48.13 observation +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 id statusCode=completed text/reference value ; @classCode=OBS @moodCode=EVN =MED-574@1.2.250.1.213.1.1.4.322 effectiveTime ~ | FR-En-rapport-avec-ALD
1.2.250.1.213.1.1.3.48.14 observation +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 id statusCode=completed text/reference value ; @classCode=OBS @moodCode=EVN =GEN-180@1.2.250.1.213.1.1.4.322 effectiveTime ~ | FR-En-rapport-avec-accident-travail
1.2.250.1.213.1.1.3.48.15 observation +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 id statusCode=completed text/reference value ; @classCode=OBS @moodCode=EVN =GEN-181@1.2.250.1.213.1.1.4.322 effectiveTime | FR-Non-remboursable
1.2.250.1.213.1.1.3.48.16 observation +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 effectiveTime id statusCode=completed text/reference value ; @classCode=OBS @moodCode=EVN =GEN-065@1.2.250.1.213.1.1.4.322 ~ | FR-Statut-document
1.2.250.1.213.1.1.3.48.16.1 observation ; +1.3.6.1.4.1.19376.1.5.3.1.4.13 |
1.2.250.1.213.1.1.3.48.17 observation ; @classCode=OBS @moodCode=EVN +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 code id statusCode=completed text value | FR-Motif-arret-traitement
1.2.250.1.213.1.1.3.48.18 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 =69764-9@L effectiveTime id statusCode=completed text value ; +1.2.250.1.213.1.1.3.48 text/reference | FR-Type-document-attache
1.2.250.1.213.1.1.3.48.33 * ; +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 id statusCode=completed text/reference value | FR-Hors-nomenclature
1.2.250.1.213.1.1.3.48.34 observation +1.2.250.1.213.1.1.3.48 +1.3.6.1.4.1.19376.1.5.3.1.4.13 id statusCode=completed text/reference value ; @classCode=OBS @moodCode=EVN =GEN-295@1.2.250.1.213.1.1.4.322 effectiveTime | FR-En-rapport-avec-la-prevention
1.2.250.1.213.1.1.3.48.35 * ; +1.3.6.1.4.1.19376.1.5.3.1.4.13 =PINSTRUCT@1.3.6.1.4.1.19376.1.5.3.2 | FR-Instruction-au-patient
1.2.250.1.213.1.1.3.48.36 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 id statusCode=completed text/reference | FR-Fonction-etudiee
1.2.250.1.213.1.1.3.48.215 observation ; +1.3.6.1.4.1.19376.1.5.3.1.4.13 |
1.2.250.1.213.1.1.3.48.224 observation ; +1.3.6.1.4.1.19376.1.5.3.1.4.13 | FR-En-rapport-avec-la-prevention
1.2.250.1.213.1.1.3.49 organizer ; @classCode=CLUSTER @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13.1 +2.16.840.1.113883.10.20.1.32 +2.16.840.1.113883.10.20.1.35 code effectiveTime id statusCode=completed | FR-Signes-vitaux
1.2.250.1.213.1.1.3.50 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +1.3.6.1.4.1.19376.1.5.3.1.4.13.2 +2.16.840.1.113883.10.20.1.31 code effectiveTime id statusCode=completed text/reference value | FR-Signe-vital-observé
1.2.250.1.213.1.1.3.51 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +1.3.6.1.4.1.19376.1.5.3.1.4.13.3 +2.16.840.1.113883.10.20.1.22 code effectiveTime id statusCode=completed text/reference value | FR-Antecedent-familial-observe
1.2.250.1.213.1.1.3.52 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +1.3.6.1.4.1.19376.1.5.3.1.4.13.4 +2.16.840.1.113883.10.20.1.33 code effectiveTime id statusCode=completed text/reference value | FR-Habitus-Mode-de-vie
1.2.250.1.213.1.1.3.53 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +1.3.6.1.4.1.19376.1.5.3.1.4.13.5 code effectiveTime id statusCode=completed text/reference value | FR-Observation-sur-la-grossesse
1.2.250.1.213.1.1.3.54 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +1.3.6.1.4.1.19376.1.5.3.1.4.13.7 +2.16.840.1.113883.10.20.1.17 code effectiveTime id statusCode=completed text/reference | FR-Directive-Anticipee
1.2.250.1.213.1.1.3.55 organizer ; @classCode=CLUSTER @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13.5.1 code effectiveTime id statusCode=completed |
1.2.250.1.213.1.1.3.56 organizer ; @classCode=CLUSTER @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13.5.2 code effectiveTime id statusCode=completed | FR-Naissance
1.2.250.1.213.1.1.3.57 * |
1.2.250.1.213.1.1.3.58 encounter ; @classCode=ENC +1.3.6.1.4.1.19376.1.5.3.1.4.14 code id text/reference | FR-Rencontre
1.2.250.1.213.1.1.3.59 organizer ; @classCode=CLUSTER @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.15 +2.16.840.1.113883.10.20.1.23 statusCode=completed | FR-Antecedents-familiaux
1.2.250.1.213.1.1.3.60 subject ; +1.3.6.1.4.1.19376.1.5.3.1.4.15.2 | FR-Sujet
1.2.250.1.213.1.1.3.61 act ; @classCode=ACT @moodCode=DEF +1.3.6.1.4.1.19376.1.5.3.1.4.17 +2.16.840.1.113883.10.20.1.20 =48768-6@L id statusCode=completed ~ | FR-Couvertures-sociales
1.2.250.1.213.1.1.3.62 procedure ; @classCode=PROC +1.3.6.1.4.1.19376.1.5.3.1.4.19 code id statusCode text/reference | FR-Acte
1.2.250.1.213.1.1.3.62.2 procedure ; +1.3.6.1.4.1.19376.1.5.3.1.4.19 +2.16.840.1.113883.10.20.1.25 | Acte D2LM-FIN
1.2.250.1.213.1.1.3.70 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.20.7 =74159-5@L id statusCode=completed value | FR-Horaires-de-travail
1.2.250.1.213.1.1.3.72 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.20.9 =74163-7@L id statusCode=completed value |
1.2.250.1.213.1.1.3.74 organizer ; @classCode=BATTERY @moodCode=EVN +1.3.6.1.4.1.19376.1.8.1.3.6 id statusCode=completed |
1.2.250.1.213.1.1.3.76 * ; @classCode=BATTERY @moodCode=EVN statusCode=completed | FR-Informations-sur-la-mise-a-jour
1.2.250.1.213.1.1.3.77 procedure ; @classCode=PROC @moodCode=EVN +1.3.6.1.4.1.19376.1.3.1.2 code effectiveTime | FR-Prelevement
1.2.250.1.213.1.1.3.78 organizer ; @classCode=BATTERY @moodCode=EVN +1.3.6.1.4.1.19376.1.3.1.4 statusCode=completed | FR-Batterie-examens-de-biologie-medicale
1.2.250.1.213.1.1.3.79 organizer +1.3.6.1.4.1.19376.1.3.1.5 statusCode=completed,active,aborted ; @classCode=CLUSTER @moodCode=EVN effectiveTime | FR-Isolat-microbiologique
1.2.250.1.213.1.1.3.80 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.1.6 code statusCode=completed,aborted,active,obsolete ; value | FR-Resultat-examens-de-biologie-element-clinique-pertinent
1.2.250.1.213.1.1.3.81 regionOfInterest ; @classCode=ROIOVL @moodCode=EVN +2.16.840.1.113883.10.12.307 code id value | FR-Region-interet-sur-image
1.2.250.1.213.1.1.3.82 observation! @classCode=OBS @moodCode=EVN +2.16.840.1.113883.10.20.1.46 =30973-2@L statusCode value ; statusCode=completed ~ | FR-Rang-de-la-vaccination
1.2.250.1.213.1.1.3.83 substanceAdministration ; @classCode=SBADM @moodCode=INT +1.3.6.1.4.1.19376.1.5.3.1.4.7 +1.3.6.1.4.1.19376.1.9.1.3.2 +2.16.840.1.113883.10.20.1.24 =DRUG@A effectiveTime id statusCode=completed text/reference | FR-Traitement-prescrit
1.2.250.1.213.1.1.3.83.1 substanceAdministration! @classCode=SBADM @moodCode=INT ; id statusCode=completed text/reference | FR-Traitement-prescrit-subordonnee
1.2.250.1.213.1.1.3.84 manufacturedProduct ; +1.3.6.1.4.1.19376.1.5.3.1.4.7.2 +2.16.840.1.113883.10.20.1.53 |
1.2.250.1.213.1.1.3.85 * |
1.2.250.1.213.1.1.3.86 supply ; @classCode=SPLY @moodCode=RQO +1.3.6.1.4.1.19376.1.9.1.3.8 | FR-Quantite-de-produit
1.2.250.1.213.1.1.3.87 act ; @classCode=ACT @moodCode=DEF +1.3.6.1.4.1.19376.1.9.1.3.9.1 =N@2.16.840.1.113883.5.1070 statusCode=completed ~ | FR-Autorisation-Substitution
1.2.250.1.213.1.1.3.88 * |
1.2.250.1.213.1.1.3.89 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.1.12.3.1 +1.3.6.1.4.1.19376.1.5.3.1.4.13 =38208-5@L id statusCode=completed text value ; text/reference ~ | FR-Observation-sur-echelle-de-la-douleur
1.2.250.1.213.1.1.3.90 substanceAdministration! @classCode=SBADM @moodCode=INT +1.3.6.1.4.1.19376.1.9.1.3.11 =PREItem@1.3.6.1.4.1.19376.1.9.2.2 consumable id | FR-Reference-item-prescription
1.2.250.1.213.1.1.3.91 substanceAdministration ; @classCode=SPLY @moodCode=EVN +1.3.6.1.4.1.19376.1.9.1.3.12 =DISItem@1.3.6.1.4.1.19376.1.9.2.2 consumable id | FR-Reference-item-dispensation
1.2.250.1.213.1.1.3.92 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.9.1.3.13 =PADVItem@1.3.6.1.4.1.19376.1.9.2.2 consumable id | FR-Reference-conseil-dispensateur
1.2.250.1.213.1.1.3.93 substanceAdministration ; @classCode=SBADM @moodCode=EVN +1.3.6.1.4.1.19376.1.9.1.3.14 =CMAItem@1.3.6.1.4.1.19376.1.9.2.2 consumable id | FR-Reference-item-administration
1.2.250.1.213.1.1.3.94 act ; @classCode=ACT @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.18 +2.16.840.1.113883.10.20.1.26 code id statusCode=completed | FR-Organisme-assurance-maladie
1.2.250.1.213.1.1.3.95 organizer @classCode=CLUSTER @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.1.12.3.7 +2.16.840.1.113883.10.20.1.32 code effectiveTime id statusCode=completed | FR-Groupe-de-questionnaires-d-evaluation
1.2.250.1.213.1.1.3.96 * |
1.2.250.1.213.1.1.3.97 act code id statusCode text/reference ; @classCode=ACT @moodCode=INT +1.3.6.1.4.1.19376.1.5.3.1.1.10.4.2 =11302-7@L effectiveTime statusCode=normal ~ | FR-Disposition
1.2.250.1.213.1.1.3.98 organizer! +1.3.6.1.4.1.19376.1.5.3.1.1.21.3.10 effectiveTime id statusCode=completed ; @classCode=BATTERY @moodCode=EVN =XX-ANTENATALTESTINGBATTERY@L ~ | FR-Batterie-Examens-et-surveillance-prenataux
1.2.250.1.213.1.1.3.99 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.1.12.3.2 +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.31 =38227‑5@L id statusCode=completed text/reference value | FR-Score-Braden
1.2.250.1.213.1.1.3.100 procedure ; @classCode=PROC @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.4.1 =33882-2@L id statusCode=completed ~ |
1.2.250.1.213.1.1.3.101 * ; +1.3.6.1.4.1.19376.1.3.3.1.3.1 |
1.2.250.1.213.1.1.3.102 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.8.1.4.9 code statusCode=completed,aborted ; value |
1.2.250.1.213.1.1.3.103 observationMedia ; @classCode=OBS @moodCode=EVN +2.16.840.1.113883.10.12.304 value | FR-Image-illustrative
1.2.250.1.213.1.1.3.103.1 * |
1.2.250.1.213.1.1.3.106 * ; participantRole |
1.2.250.1.213.1.1.3.107 act ; @classCode=ACT @moodCode=EVN +1.3.6.1.4.1.19376.1.3.1.3 =SPRECEIVE@1.3.5.1.4.1.19376.1.5.3.2 effectiveTime ~ | FR-Echantillon-date-reception
1.2.250.1.213.1.1.3.109 * ; participantRole | FR-Participant
1.2.250.1.213.1.1.3.110 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.1.12.3.4 +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.31 code effectiveTime id statusCode=completed text/reference value ; =48544-1@L ~ | FR-Score-Depression-Geriatrique
1.2.250.1.213.1.1.3.111 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.1.12.3.3 +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.31 code id statusCode=completed text/reference value | FR-Score-Braden-Composant
1.2.250.1.213.1.1.3.112 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.1.12.3.5 +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.31 code id statusCode=completed text/reference value | FR-Score-depression-geriatrique-composant
1.2.250.1.213.1.1.3.113 observation +1.2.250.1.213.1.1.3.37 +1.3.6.1.4.1.19376.1.5.3.1.4.5 +1.3.6.1.4.1.19376.1.7.3.1.4.14.1 +2.16.840.1.113883.10.20.1.28 code effectiveTime statusCode targetSiteCode text/reference value ; @classCode=OBS @moodCode=EVN id statusCode=completed | FR-Diagnostic-du-cancer
1.2.250.1.213.1.1.3.114 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.12.1.3.1 code id statusCode=completed text/reference value | FR-Observation-oculaire
1.2.250.1.213.1.1.3.114.1 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.12.1.3.1 id statusCode=completed value | FR-Observation-oculaire-segment-anterieuraux
1.2.250.1.213.1.1.3.114.2 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.12.1.3.1 id statusCode=completed value | FR-Observation-oculaire-champ-visuel
1.2.250.1.213.1.1.3.114.4 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.12.1.3.1 id statusCode=completed value | FR-Observation-oculaire-pression-intraoculaire
1.2.250.1.213.1.1.3.114.5 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.12.1.3.1 id statusCode=completed value | FR-Observation-oculaire-systeme-lacrymal
1.2.250.1.213.1.1.3.114.6 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.12.1.3.1 id statusCode=completed value | FR-Observation-oculaire-alignement-oculaire-et-motilite
1.2.250.1.213.1.1.3.114.8 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.12.1.3.1 id statusCode=completed value | FR-Observation-oculaire-pupilles
1.2.250.1.213.1.1.3.114.9 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.12.1.3.1 id statusCode=completed value | FR-Observation-oculaire-test-de-la-vision
1.2.250.1.213.1.1.3.115 organizer ; +1.3.6.1.4.1.19376.1.12.1.3.2 | FR-Liste-des-mesures-acuite-visuelle
1.2.250.1.213.1.1.3.116 organizer ; +1.3.6.1.4.1.19376.1.12.1.3.3 | FR-Liste-des-mesures-de-refraction
1.2.250.1.213.1.1.3.117 organizer ; +1.3.6.1.4.1.19376.1.12.1.3.4 | FR-Liste-des-mesures-keratometriques
1.2.250.1.213.1.1.3.118 organizer ; +1.3.6.1.4.1.19376.1.12.1.3.5 | FR-Liste-des-mesures-de-dispositifs-oculaires
1.2.250.1.213.1.1.3.119 observation ; +1.3.6.1.4.1.19376.1.12.1.3.6 | FR-Mesure-acuite-visuelle
1.2.250.1.213.1.1.3.120 observation ; +1.3.6.1.4.1.19376.1.12.1.3.7 | FR-Mesure-de-refraction
1.2.250.1.213.1.1.3.121 observation ; +1.3.6.1.4.1.19376.1.12.1.3.8 | FR-Mesure-keratometrique
1.2.250.1.213.1.1.3.122 observation ; +1.3.6.1.4.1.19376.1.12.1.3.9 | FR-Mesure-dispositif-oculaire
1.2.250.1.213.1.1.3.123 * |
1.2.250.1.213.1.1.3.124 * |
1.2.250.1.213.1.1.3.125 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.7.3.1.4.24.20 =21843-8@L id statusCode=completed value | FR-Profession-la-plus-longue
1.2.250.1.213.1.1.3.131 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.7.3.1.4.24.7 code id statusCode=completed value | FR-Jours-de-travail-hebdomadaire
1.2.250.1.213.1.1.3.132 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.7.3.1.4.24.21 =87510-4@L id participant statusCode=completed value | FR-Date-retraite
1.2.250.1.213.1.1.3.133 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.7.3.1.4.24.22 =87511-2@L id statusCode=completed value | FR-Periode-activite-en-zone-dangeureuse
1.2.250.1.213.1.1.3.134 observation ; @classCode=OBS @moodCode=EVN =21902-2@L specimen statusCode=completed,aborted | FR-ObservationTNM
1.2.250.1.213.1.1.3.135 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.9.32 code value | FR-TNM-y
1.2.250.1.213.1.1.3.136 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.9.30 code statusCode=completed,aborted value | FR-TNM-a
1.2.250.1.213.1.1.3.137 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.9.31 code statusCode=completed,aborted value | FR-TNM-r
1.2.250.1.213.1.1.3.138 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.9.25 code statusCode=completed,aborted value | FR-TNM-T
1.2.250.1.213.1.1.3.139 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.9.26 code statusCode=completed,aborted value | FR-TNM-N
1.2.250.1.213.1.1.3.140 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.9.27 code statusCode=completed,aborted value | FR-TNM-M
1.2.250.1.213.1.1.3.141 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.9.33 code statusCode=completed,aborted value | FR-TNM-marqueurs-tumoraux-seriques
1.2.250.1.213.1.1.3.142 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.9.34 code statusCode=completed,aborted value | FR-TNM-Invasion-lymphatique
1.2.250.1.213.1.1.3.143 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.9.35 code statusCode=completed,aborted value | FR-TNM-Invasion-veineuse
1.2.250.1.213.1.1.3.144 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.9.36 code statusCode=completed,aborted value | FR-TNM-Invasion-perineurale
1.2.250.1.213.1.1.3.145 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.9.28 code statusCode=completed,aborted value | FR-TNM-classification
1.2.250.1.213.1.1.3.146 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.9.29 code statusCode=completed,aborted value | FR-TNM-Statut-tumoral-residuel
1.2.250.1.213.1.1.3.150 observation ; @classCode=OBS @moodCode=EVN +2.16.840.1.113883.10.20.6.2.13 code id statusCode=completed value | FR-DICOM-Observation
1.2.250.1.213.1.1.3.151 substanceAdministration ; +1.2.840.10008.9.13 | FR-DICOM-Administration-produit-de-sante
1.2.250.1.213.1.1.3.153 procedure ; +1.2.840.10008.9.14 | FR-DICOM-Technique-imagerie
1.2.250.1.213.1.1.3.154 observation ; +2.16.840.1.113883.10.20.6.2.14 | FR-DICOM-Quantite
1.2.250.1.213.1.1.3.155 act ; +1.2.840.10008.9.16 | FR-DICOM-Examen-imagerie
1.2.250.1.213.1.1.3.156 act ; +1.2.840.10008.9.17 | FR-DICOM-Serie-imagerie
1.2.250.1.213.1.1.3.157 observation ; +1.2.840.10008.9.18 | FR-DICOM-SOP-instance-observation
1.2.250.1.213.1.1.3.159 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.3.10.9.37 code statusCode=completed,aborted value | FR-TNM-nombre-noeuds
1.2.250.1.213.1.1.3.160 author +1.3.6.1.4.1.19376.1.8.1.4.2 | FR-Auteur-APSR
1.2.250.1.213.1.1.3.161 * ; +1.3.6.1.4.1.19376.1.8.1.4.6 |
1.2.250.1.213.1.1.3.162 observation ; @classCode=OBS @moodCode=EVN code statusCode=completed,aborted value | FR-TNM-yr
1.2.250.1.213.1.1.3.163 observation ; @classCode=OBS @moodCode=EVN code value |
1.2.250.1.213.1.1.3.164 observation ; @classCode=ROIBND =121190@1.2.840.10008.2.16.4 |
1.2.250.1.213.1.1.3.165 procedure! @classCode=PROC @moodCode=EVN =121290@1.2.840.10008.2.16.4 participant | FR-DICOM-Exposition-patient
1.2.250.1.213.1.1.3.166 observation ; @classCode=OBS @moodCode=EVN =113036@1.2.840.10008.2.16.4 |
1.2.250.1.213.1.1.3.170 observation |
1.2.250.1.213.1.1.3.171 observation! @classCode=OBS @moodCode=EVN =66455-7@L id statusCode=completed value ; effectiveTime ~ | FR-Certitude
1.2.250.1.213.1.1.3.172 observation! @classCode=OBS @moodCode=EVN =82606-5@L effectiveTime id statusCode=completed value ; ~ | FR-Criticite
1.2.250.1.213.1.1.3.173 substanceAdministration! @classCode=SBADM @moodCode=EVN,INT =440252007@S | FR-DICOM-Administration-radiopharmaceutique
1.2.250.1.213.1.1.3.174 observation ; @classCode=OBS @moodCode=EVN =94651-7@L id statusCode=completed text value | FR-Voyage
1.2.250.1.213.1.1.3.204 supply +1.3.6.1.4.1.19376.1.5.3.1.4.7.3 +1.3.6.1.4.1.19376.1.9.1.3.4 +2.16.840.1.113883.10.20.1.34 | FR-Traitement-dispense
1.2.250.1.213.1.1.3.206 act +1.3.6.1.4.1.19376.1.9.1.3.9.2 code | FR-Acte-substitution
1.2.250.1.213.1.1.3.207 act! @classCode=ACT @moodCode=INT +1.3.6.1.4.1.19376.1.5.3.1.4.3.1 +2.16.840.1.113883.10.20.1.43 =FINSTRUCT@1.3.6.1.4.1.19376.1.5.3.2 | FR-Instructions-au-dispensateur
1.2.250.1.213.1.1.3.208 organizer! @classCode=CLUSTER @moodCode=EVN id statusCode=completed | FR-Resultats
1.2.250.1.213.1.1.3.209 observation ; +1.3.6.1.4.1.19376.1.5.3.1.4.13 | FR-Resultat
1.2.250.1.213.1.1.3.210 observation! @classCode=OBS +1.3.6.1.4.1.19376.1.5.3.1.4.5 +2.16.840.1.113883.10.20.1.18 +2.16.840.1.113883.10.20.1.28 code effectiveTime id statusCode=completed text/reference value | FR-Effet-indesirable
1.2.250.1.213.1.1.3.211 observation! @classCode=OBS =GEN-318@1.2.250.1.213.1.1.4.322 statusCode=completed text value ; ~ | FR-Imputabilite-effet-indesirable
1.2.250.1.213.1.1.3.212 observation! @classCode=OBS =94030-4@L statusCode=completed text value ; ~ | FR-Gravite-effet-indesirable
1.2.250.1.213.1.1.3.213 observation! @classCode=OBS =GEN-319@1.2.250.1.213.1.1.4.322 statusCode=completed text value ; ~ | FR-Evolution-effet-indesirable
1.2.840.10008.9.1 ClinicalDocument | CDA Imaging Report
1.2.840.10008.9.2 section =55752-0@L text ; id ^ ~ | Clinical Information Section
1.2.840.10008.9.3 section! =55111-9@L id text title ; ^ | Imaging Procedure Description
1.2.840.10008.9.4 section =18834-2@L id text title ; ^ | Comparison Study
1.2.840.10008.9.5 section =19005-8@L id text title ; ^ | Impression
1.2.840.10008.9.6 section =55107-7@L id text title ; ^ | Addendum
1.2.840.10008.9.7 section =55115-0@L id text ; @classCode=DOCSECT @moodCode=EVN ^ ~ | Request Section
1.2.840.10008.9.8 section =73569-6@L id text title ; ^ | Radiation Exposure and Protection Information
1.2.840.10008.9.13 substanceAdministration! @classCode=SBADM @moodCode=EVN,INT consumable id statusCode=completed ; ^ | Procedural Medication
1.2.840.10008.9.14 procedure! @classCode=PROC code id methodCode targetSiteCode ; ^ | Procedure Technique
1.2.840.10008.9.16 act! =113014@1.2.840.10008.2.16.4 id ; ^ | Study Act
1.2.840.10008.9.17 act! =113015@1.2.840.10008.2.16.4 id >1.2.840.10008.9.18 ; ^ | Series Act
1.2.840.10008.9.18 observation! @classCode=DGIMG @moodCode=EVN code id ; ^ | SOP Instance Observation
1.2.840.10008.9.20 ClinicalDocument | General Header
1.2.840.10008.9.21 ClinicalDocument | Imaging Header
1.3.6.1.4.1.19376.1.2.20 ClinicalDocument | XDS-SD
1.3.6.1.4.1.19376.1.3.1 entry ; ^ | Laboratory Report Data Processing Entry
1.3.6.1.4.1.19376.1.3.1.2 procedure @classCode=PROC @moodCode=EVN effectiveTime ; code ^ | Specimen Collection
1.3.6.1.4.1.19376.1.3.1.3 act @classCode=ACT @moodCode=EVN code effectiveTime ; =SPRECEIVE@1.3.5.1.4.1.19376.1.5.3.2 ^ ~ | Specimen Received
1.3.6.1.4.1.19376.1.3.1.4 organizer @classCode=BATTERY @moodCode=EVN statusCode=completed,aborted,active,obsolete ; ^ | Laboratory Battery Organizer
1.3.6.1.4.1.19376.1.3.1.5 organizer statusCode=completed,active,aborted ; @classCode=CLUSTER @moodCode=EVN effectiveTime ^ | Laboratory Isolate Organizer
1.3.6.1.4.1.19376.1.3.1.6 observation! @classCode=OBS @moodCode=EVN code statusCode=completed,aborted,active,obsolete ; value ^ | Laboratory Observation
1.3.6.1.4.1.19376.1.3.3 ClinicalDocument | XD-LAB
1.3.6.1.4.1.19376.1.3.3.1.2.1 * |
1.3.6.1.4.1.19376.1.3.3.1.3.1 * |
1.3.6.1.4.1.19376.1.3.3.1.4 intendedRecipient |
1.3.6.1.4.1.19376.1.3.3.1.5 * | participant
1.3.6.1.4.1.19376.1.3.3.1.6 participant |
1.3.6.1.4.1.19376.1.3.3.1.7 performer! | Laboratory Performer
1.3.6.1.4.1.19376.1.3.3.2.1 section ; code title ^ | Laboratory Specialty Section
1.3.6.1.4.1.19376.1.3.3.2.2 section! entry text ; code ^ | Laboratory Report Item Section
1.3.6.1.4.1.19376.1.3.10.3.1 section! text title ; =89201-8@L id ^ ~ | Additional Specified Observation Section
1.3.6.1.4.1.19376.1.3.10.4.1 procedure! @classCode=PROC @moodCode=EVN ; =33882-2@L id statusCode=completed ^ ~ | Specimen Procedure Steps
1.3.6.1.4.1.19376.1.3.10.4.5 * ; @classCode=BATTERY @moodCode=EVN statusCode=completed |
1.3.6.1.4.1.19376.1.3.10.9.1 * ; id |
1.3.6.1.4.1.19376.1.3.10.9.22 supply ; @classCode=SPLY @moodCode=EVN |
1.3.6.1.4.1.19376.1.3.10.9.25 * |
1.3.6.1.4.1.19376.1.3.10.9.26 * |
1.3.6.1.4.1.19376.1.3.10.9.27 * |
1.3.6.1.4.1.19376.1.3.10.9.28 * |
1.3.6.1.4.1.19376.1.3.10.9.29 * |
1.3.6.1.4.1.19376.1.3.10.9.30 * |
1.3.6.1.4.1.19376.1.3.10.9.31 * |
1.3.6.1.4.1.19376.1.3.10.9.32 * |
1.3.6.1.4.1.19376.1.3.10.9.33 * |
1.3.6.1.4.1.19376.1.3.10.9.34 * |
1.3.6.1.4.1.19376.1.3.10.9.35 * |
1.3.6.1.4.1.19376.1.3.10.9.36 * |
1.3.6.1.4.1.19376.1.3.10.9.37 * |
1.3.6.1.4.1.19376.1.4.1.2.16 section! +2.16.840.1.113883.10.12.201 =55112-7@L ; text title ^ ~ | Document Summary
1.3.6.1.4.1.19376.1.5.3.1.1.1 ClinicalDocument | PCC Medical Documents
1.3.6.1.4.1.19376.1.5.3.1.1.2 ClinicalDocument | PCC Medical Summary
1.3.6.1.4.1.19376.1.5.3.1.1.5.3.1 section! =10161-8@L id ; text ^ ~ | Hazardous working conditions
1.3.6.1.4.1.19376.1.5.3.1.1.5.3.2 section! +1.3.6.1.4.1.19376.1.5.3.1.3.25 =8716-3@L >1.3.6.1.4.1.19376.1.5.3.1.4.13.1 ; +2.16.840.1.113883.10.20.1.16 text title ^ ~ | Coded Vital Signs Section
1.3.6.1.4.1.19376.1.5.3.1.1.5.3.3 section! +2.16.840.1.113883.10.20.1.3 =46240-8@L >1.3.6.1.4.1.19376.1.5.3.1.4.14 ; id text title ^ ~ | Encounter Histories Section
1.3.6.1.4.1.19376.1.5.3.1.1.5.3.4 section! =10162-6@L ; text title ^ ~ | Pregnancy History Section
1.3.6.1.4.1.19376.1.5.3.1.1.5.3.5 section! =46264-8@L id text ; +2.16.840.1.11383.10.20.1.7 title ^ | Medical Devices
1.3.6.1.4.1.19376.1.5.3.1.1.5.3.6 section ; =10182-4@L id text | Foreign Travel
1.3.6.1.4.1.19376.1.5.3.1.1.5.3.7 section! +2.16.840.1.113883.10.20.1.9 =48768-6@L ; text ^ ~ | Payers Section
1.3.6.1.4.1.19376.1.5.3.1.1.9.8 section ; =11366-2@L | History of Tobacco Use
1.3.6.1.4.1.19376.1.5.3.1.1.9.10 section ; =18663-5@L |
1.3.6.1.4.1.19376.1.5.3.1.1.9.12 section! =56836-0@L ; id text ^ ~ | transfusion History
1.3.6.1.4.1.19376.1.5.3.1.1.9.15 section! +1.3.6.1.4.1.19376.1.5.3.1.3.24 =29545-1@L ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.15.1 ^ ~ | parent Detailed Physical Examination Section
1.3.6.1.4.1.19376.1.5.3.1.1.9.15.1 section! +1.3.6.1.4.1.19376.1.5.3.1.1.9.15 =29545-1@L ; +1.3.6.1.4.1.19376.1.5.3.1.3.24 ^ ~ | Coded Detailed Physical Examination Section
1.3.6.1.4.1.19376.1.5.3.1.1.9.16 section! =10210-3@L ; id text title ^ ~ | General Appearance Section
1.3.6.1.4.1.19376.1.5.3.1.1.9.17 section! =29302-7@L ; id text ^ ~ | Integumentary System
1.3.6.1.4.1.19376.1.5.3.1.1.9.18 section ; =10199-8@L id text | Head
1.3.6.1.4.1.19376.1.5.3.1.1.9.19 section! =10197-2@L ; id text ^ | Eyes
1.3.6.1.4.1.19376.1.5.3.1.1.9.20 section ; ^ | Ears, Nose, Mouth and Throat Section
1.3.6.1.4.1.19376.1.5.3.1.1.9.21 section! =10195-6@L ; id text title ^ ~ | Ears Section
1.3.6.1.4.1.19376.1.5.3.1.1.9.22 section ; =10203-8@L id text | Nose
1.3.6.1.4.1.19376.1.5.3.1.1.9.23 section! =10201-2@L ; id text ^ ~ | Mouth, Throat and Teeth
1.3.6.1.4.1.19376.1.5.3.1.1.9.24 section ; =11411-6@L text |
1.3.6.1.4.1.19376.1.5.3.1.1.9.25 section! =29307-6@L ; ~ | Endocrine system
1.3.6.1.4.1.19376.1.5.3.1.1.9.26 section! =10207-9@L ; ^ ~ | Thorax and Lungs Section
1.3.6.1.4.1.19376.1.5.3.1.1.9.27 section ; =11392-8@L text |
1.3.6.1.4.1.19376.1.5.3.1.1.9.28 section ; =10193-1@L id text | Breast
1.3.6.1.4.1.19376.1.5.3.1.1.9.29 section! =10200-4@L ; id text title ^ ~ | Heart
1.3.6.1.4.1.19376.1.5.3.1.1.9.30 section! =11412-4@L ; id text title ^ ~ |
1.3.6.1.4.1.19376.1.5.3.1.1.9.31 section! =10191-5@L ; id text ^ ~ | Abdomen
1.3.6.1.4.1.19376.1.5.3.1.1.9.32 section! =11447-0@L ; ~ | Lymphatic System
1.3.6.1.4.1.19376.1.5.3.1.1.9.33 section! =10208-7@L id text ; ^ ~ |
1.3.6.1.4.1.19376.1.5.3.1.1.9.34 section! =11410-8@L ; id text ^ ~ | Musculoskeletal System
1.3.6.1.4.1.19376.1.5.3.1.1.9.35 section! =10202-0@L ; id text title ^ ~ | Neurologic System
1.3.6.1.4.1.19376.1.5.3.1.1.9.36 section! =11400-9@L ; id text title ^ ~ | Genitalia
1.3.6.1.4.1.19376.1.5.3.1.1.9.37 section! =10205-3@L ; ^ ~ | Rectum Section
1.3.6.1.4.1.19376.1.5.3.1.1.9.38 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.39 =34895-3@L text title ^ ~ | Patient Education and Consents
1.3.6.1.4.1.19376.1.5.3.1.1.9.39 section! +1.3.6.1.4.1.19376.1.5.3.1.1.9.38 =34895-3@L ; text title ^ ~ | Coded Patient Education and Consents
1.3.6.1.4.1.19376.1.5.3.1.1.9.40 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.31 =18776-5@L | Procedure Care Plan
1.3.6.1.4.1.19376.1.5.3.1.1.9.48 section ; =XX-VisibleImplantedDevices@L id text | Dispositif medical implante
1.3.6.1.4.1.19376.1.5.3.1.1.9.50 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.31 +2.16.840.1.113883.10.20.1.10 =18776-5@L | health Maintenance Care Plan
1.3.6.1.4.1.19376.1.5.3.1.1.10.3.2 section! =11459-5@L >1.3.6.1.4.1.19376.1.5.3.1.1.10.4.1 ; ^ ~ | Transport Mode
1.3.6.1.4.1.19376.1.5.3.1.1.10.4.1 act @classCode=ACT @moodCode=INT,EVN code effectiveTime ; ^ |
1.3.6.1.4.1.19376.1.5.3.1.1.10.4.2 act code id statusCode ; @classCode=ACT @moodCode=INT =11302-7@L effectiveTime statusCode=normal text/reference ^ ~ | Encounter Disposition
1.3.6.1.4.1.19376.1.5.3.1.1.12.2.1 section! +1.3.6.1.4.1.19376.1.5.3.1.3.17 +2.16.840.1.113883.10.20.1.5 =47420-5@L text title ; id ^ | Coded Functional Status Assessment Section
1.3.6.1.4.1.19376.1.5.3.1.1.12.2.2 section! =38208-5@L id text ; ^ ~ >1.3.6.1.4.1.19376.1.5.3.1.1.12.3.1 | Pain Scale Assessment
1.3.6.1.4.1.19376.1.5.3.1.1.12.2.3 section ; =38228-3@L id text | Braden Score
1.3.6.1.4.1.19376.1.5.3.1.1.12.2.4 section! =48542-5@L id text >1.3.6.1.4.1.19376.1.5.3.1.1.12.3.4 ; ^ ~ | Geriatric Depression Scale
1.3.6.1.4.1.19376.1.5.3.1.1.12.2.5 section! =46006-3@L ; id text ^ ~ | Physical Function Section
1.3.6.1.4.1.19376.1.5.3.1.1.12.3.1 observation! @classCode=OBS +1.3.6.1.4.1.19376.1.5.3.1.4.13 ; @moodCode=EVN =38208-5@L id statusCode=completed text/reference value ^ ~ | Braden Score Observation
1.3.6.1.4.1.19376.1.5.3.1.1.12.3.2 * |
1.3.6.1.4.1.19376.1.5.3.1.1.12.3.3 * |
1.3.6.1.4.1.19376.1.5.3.1.1.12.3.4 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.31 =48544-1@L id statusCode=completed text/reference value ^ ~ | Geriatric Depression Score Observation
1.3.6.1.4.1.19376.1.5.3.1.1.12.3.5 * |
1.3.6.1.4.1.19376.1.5.3.1.1.12.3.6 observation @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.31 code effectiveTime statusCode=completed text/reference value ; id ^ | Survey Observation
1.3.6.1.4.1.19376.1.5.3.1.1.12.3.7 organizer @classCode=CLUSTER @moodCode=EVN +2.16.840.1.113883.10.20.1.32 code effectiveTime id statusCode=completed ; ^ | Survey Panel Entry
1.3.6.1.4.1.19376.1.5.3.1.1.13.2.1 section! =10154-3@L id text ; ^ ~ | Chief Complaint Section
1.3.6.1.4.1.19376.1.5.3.1.1.13.2.5 section! =51847-2@L ; text ^ ~ | Assessment and Plan
1.3.6.1.4.1.19376.1.5.3.1.1.13.2.6 section! >1.3.6.1.4.1.19376.1.5.3.1.1.13.3.2 ; =57072-1@L ^ ~ | intravenous Fluids Administered
1.3.6.1.4.1.19376.1.5.3.1.1.13.2.7 section! =18733-6@L id title ; text ^ ~ | Progress Note
1.3.6.1.4.1.19376.1.5.3.1.1.13.2.9 section ; =11301-9@L >1.3.6.1.4.1.19376.1.5.3.1.4.5 | ED Diagnosis
1.3.6.1.4.1.19376.1.5.3.1.1.13.2.10 section ; =11302-7@L text ^ ~ | ED Disposition
1.3.6.1.4.1.19376.1.5.3.1.1.13.2.11 section! =29554-3@L >1.3.6.1.4.1.19376.1.5.3.1.4.19 ; id text ^ ~ | Procedures and Interventions
1.3.6.1.4.1.19376.1.5.3.1.1.13.3.2 substanceAdministration! @classCode=SBADM @moodCode=EVN,INT +1.3.6.1.4.1.19376.1.5.3.1.4.7 +1.3.6.1.4.1.19376.1.5.3.1.4.7.1 +2.16.840.1.113883.10.20.1.24 code consumable effectiveTime id statusCode=completed,active text/reference ; ^ | Medication activity
1.3.6.1.4.1.19376.1.5.3.1.1.16.2.1 section ; =10196-4@L id text | Extremities Section
1.3.6.1.4.1.19376.1.5.3.1.1.18.1.2 ClinicalDocument | PCC Immunization Content
1.3.6.1.4.1.19376.1.5.3.1.1.18.3.1 section! =18776-5@L >1.3.6.1.4.1.19376.1.5.3.1.4.12.2 ; text ^ | Immunization Recommendations
1.3.6.1.4.1.19376.1.5.3.1.1.20.2.3 section ; =XX-IntakeAndOutput@L text |
1.3.6.1.4.1.19376.1.5.3.1.1.20.3.1 observation @classCode=OBS @moodCode=INT,PRP,GOL +2.16.840.1.113883.10.20.1.25 code effectiveTime id statusCode text/reference ; ^ | Procedure Entry
1.3.6.1.4.1.19376.1.5.3.1.1.21.2.2 section ; =57073-9@L | Prenatal Events
1.3.6.1.4.1.19376.1.5.3.1.1.21.2.3 section ; =57074-7@L text ^ ~ | Labor and Delivery Events
1.3.6.1.4.1.19376.1.5.3.1.1.21.2.4 section! =57075-4@L >1.3.6.1.4.1.19376.1.5.3.1.1.9.15.1 ; id text ^ ~ | Newborn Delivery Information Section
1.3.6.1.4.1.19376.1.5.3.1.1.21.2.5 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.21.2.5.1 =57078-8@L text ^ ~ | Antenatal Testing and Surveillance
1.3.6.1.4.1.19376.1.5.3.1.1.21.2.5.1 section! +1.3.6.1.4.1.19376.1.5.3.1.1.21.2.5 =57078-8@L >1.3.6.1.4.1.19376.1.5.3.1.1.21.3.10 ; text ^ ~ | Coded Antenatal Testing and Surveillance
1.3.6.1.4.1.19376.1.5.3.1.1.21.2.9 section ; +1.3.6.1.4.1.19376.1.7.3.1.1.13.7 =42545-4@L text ^ ~ | Event Outcomes
1.3.6.1.4.1.19376.1.5.3.1.1.21.2.10 section ; =10204-6@L id text | Pelvis
1.3.6.1.4.1.19376.1.5.3.1.1.21.3.10 organizer! id statusCode=completed ; @classCode=BATTERY @moodCode=EVN =XX-ANTENATALTESTINGBATTERY@L ^ ~ >1.3.6.1.4.1.19376.1.5.3.1.4.13 | Antenatal Testing and Surveillance Battery
1.3.6.1.4.1.19376.1.5.3.1.1.25.1.4.1 act statusCode=completed,normal ; @classCode=ACT @moodCode=INT,EVN =80413-8@L effectiveTime id text/reference ^ ~ | Patient Transfer
1.3.6.1.4.1.19376.1.5.3.1.2.5 consent |
1.3.6.1.4.1.19376.1.5.3.1.3.1 section! =42349-1@L ; text ^ ~ | parent
1.3.6.1.4.1.19376.1.5.3.1.3.2 section! =42349-1@L >1.3.6.1.4.1.19376.1.5.3.1.4.13 >1.3.6.1.4.1.19376.1.5.3.1.4.5 ; +1.3.6.1.4.1.19376.1.5.3.1.3.1 id text title ^ | Coded Reason For Referral
1.3.6.1.4.1.19376.1.5.3.1.3.3 section! =46241-6@L >1.3.6.1.4.1.19376.1.5.3.1.4.5.2 ; id text ^ ~ | Hospital Admission Diagnosis Section
1.3.6.1.4.1.19376.1.5.3.1.3.4 section! =10164-2@L text ; id ^ ~ | History of Present Illness Section
1.3.6.1.4.1.19376.1.5.3.1.3.5 section ; =8648-8@L | hospital Course
1.3.6.1.4.1.19376.1.5.3.1.3.6 section! +2.16.840.1.113883.10.20.1.11 >1.3.6.1.4.1.19376.1.5.3.1.4.5.2 ; code text title ^ | Active Problems Section
1.3.6.1.4.1.19376.1.5.3.1.3.7 section! =11535-2@L >1.3.6.1.4.1.19376.1.5.3.1.4.5.2 ; id text title ^ ~ | Discharge Diagnosis Section
1.3.6.1.4.1.19376.1.5.3.1.3.8 section! =11348-0@L >1.3.6.1.4.1.19376.1.5.3.1.4.5.2 ; text title ^ | History of Past Illness Section
1.3.6.1.4.1.19376.1.5.3.1.3.11 section! =47519-4@L ; +2.16.840.1.113883.10.20.1.12 id text title ^ ~ |
1.3.6.1.4.1.19376.1.5.3.1.3.12 section! +1.3.6.1.4.1.19376.1.5.3.1.3.11 =47519-4@L >1.3.6.1.4.1.19376.1.5.3.1.4.19 ; +2.16.840.1.113883.10.20.1.12 id text title ^ | Coded List of Surgeries Section
1.3.6.1.4.1.19376.1.5.3.1.3.13 section! +2.16.840.1.113883.10.20.1.2 =48765-2@L >1.3.6.1.4.1.19376.1.5.3.1.4.5.3 ; text title ^ ~ | Allergies and Other Adverse Reactions Section
1.3.6.1.4.1.19376.1.5.3.1.3.14 section! =10157-6@L ; +2.16.840.1.113883.10.20.1.4 id text ^ ~ | Family Medical History Section
1.3.6.1.4.1.19376.1.5.3.1.3.15 section! +1.3.6.1.4.1.19376.1.5.3.1.3.14 =10157-6@L >1.3.6.1.4.1.19376.1.5.3.1.4.15 ; +2.16.840.1.113883.10.20.1.4 id text ^ | Coded Family Medical History Section
1.3.6.1.4.1.19376.1.5.3.1.3.16 section! +2.16.840.1.113883.10.20.1.15 =29762-2@L ; text title ^ ~ | Social History Section
1.3.6.1.4.1.19376.1.5.3.1.3.16.1 section! +1.3.6.1.4.1.19376.1.5.3.1.3.16 =29762-2@L >1.3.6.1.4.1.19376.1.5.3.1.4.13.4 ; +2.16.840.1.113883.10.20.1.15 text title ^ | Coded Social History
1.3.6.1.4.1.19376.1.5.3.1.3.17 section! +2.16.840.1.113883.10.20.1.5 =47420-5@L ; +1.3.6.1.4.1.19376.1.5.3.1.1.12.2.1 id text ^ | Functional Status Section
1.3.6.1.4.1.19376.1.5.3.1.3.18 section ; =10187-3@L text | Review of Systems Section
1.3.6.1.4.1.19376.1.5.3.1.3.19 section! +2.16.840.1.113883.10.20.1.8 =10160-0@L >1.3.6.1.4.1.19376.1.5.3.1.4.7 ; text title ^ | Medications
1.3.6.1.4.1.19376.1.5.3.1.3.20 section! =42346-7@L >1.3.6.1.4.1.19376.1.5.3.1.4.7 ; id text ^ ~ | Admission Medication History
1.3.6.1.4.1.19376.1.5.3.1.3.21 section! =18610-6@L >1.3.6.1.4.1.19376.1.5.3.1.4.7 ; id text title ^ ~ | Medications Administered
1.3.6.1.4.1.19376.1.5.3.1.3.22 section! =10183-2@L >1.3.6.1.4.1.19376.1.5.3.1.4.7 ; text ^ ~ | Hospital Discharge Medications
1.3.6.1.4.1.19376.1.5.3.1.3.23 section! +2.16.840.1.113883.10.20.1.6 =11369-6@L >1.3.6.1.4.1.19376.1.5.3.1.4.12 ; text title ^ ~ | Immunizations
1.3.6.1.4.1.19376.1.5.3.1.3.24 section! =29545-1@L ; +1.3.6.1.4.1.19376.1.5.3.1.1.9.15 +1.3.6.1.4.1.19376.1.5.3.1.1.9.15.1 ^ ~ | Physical Examination Section
1.3.6.1.4.1.19376.1.5.3.1.3.25 section! +2.16.840.1.113883.10.20.1.16 =8716-3@L ; +1.3.6.1.4.1.19376.1.5.3.1.1.5.3.2 text title ^ ~ | Vital Signs Section
1.3.6.1.4.1.19376.1.5.3.1.3.27 section! =30954-2@L ; text ^ | Results Section
1.3.6.1.4.1.19376.1.5.3.1.3.28 section! +1.3.6.1.4.1.19376.1.5.3.1.3.27 =30954-2@L >1.3.6.1.4.1.19376.1.5.3.1.4.19 ; text ^ | Coded Results Section
1.3.6.1.4.1.19376.1.5.3.1.3.29 section ; =11493-4@L | hospital Studies Summary Section
1.3.6.1.4.1.19376.1.5.3.1.3.30 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.29 =11493-4@L | Coded Hospital Studies Summary Section
1.3.6.1.4.1.19376.1.5.3.1.3.31 section! +2.16.840.1.113883.10.20.1.10 =18776-5@L ; id text ^ | Care Plan Section
1.3.6.1.4.1.19376.1.5.3.1.3.33 section ; =42344-2@L | discharge Diet
1.3.6.1.4.1.19376.1.5.3.1.3.34 section! =42348-3@L ; +1.3.6.1.4.1.19376.1.5.3.1.3.35 +2.16.840.1.113883.10.20.1.1 id text title ^ ~ | Advanced directives
1.3.6.1.4.1.19376.1.5.3.1.3.35 section! +1.3.6.1.4.1.19376.1.5.3.1.3.34 =42348-3@L >1.3.6.1.4.1.19376.1.5.3.1.4.13.7 ; +2.16.840.1.113883.10.20.1.1 id text title ^ ~ | coded Advanced directives
1.3.6.1.4.1.19376.1.5.3.1.3.36 section! +2.16.840.1.113883.10.20.1.10 =18776-5@L ; text ^ | Coded Care Plan Section
1.3.6.1.4.1.19376.1.5.3.1.3.37 section ; =74166-0@L | occupational Data For Health
1.3.6.1.4.1.19376.1.5.3.1.4.1 observation! @classCode=OBS @moodCode=EVN +2.16.840.1.113883.10.20.1.55 statusCode=completed text/reference ; =SEV@A value ^ ~ | Severity Entry
1.3.6.1.4.1.19376.1.5.3.1.4.1.1 observation! @classCode=OBS @moodCode=EVN +2.16.840.1.113883.10.20.1.50 +2.16.840.1.113883.10.20.1.57 =33999-4@L statusCode=completed text/reference ; value ^ ~ | Problem Status Observation
1.3.6.1.4.1.19376.1.5.3.1.4.1.2 observation! @classCode=OBS @moodCode=EVN +2.16.840.1.113883.10.20.1.51 =11323-3@L statusCode=completed text/reference ; value ^ ~ | Health Status Observation
1.3.6.1.4.1.19376.1.5.3.1.4.2 act +2.16.840.1.113883.10.20.1.40 =48767-8@L statusCode=completed ; @classCode=ACT @moodCode=EVN text/reference ^ ~ | Comment Entry
1.3.6.1.4.1.19376.1.5.3.1.4.3 act +2.16.840.1.113883.10.20.1.49 ; @classCode=ACT @moodCode=INT =PINSTRUCT@1.3.6.1.4.1.19376.1.5.3.2 statusCode=completed text/reference ^ ~ | Patient Medication Instruction
1.3.6.1.4.1.19376.1.5.3.1.4.3.1 act +2.16.840.1.113883.10.20.1.43 ; @classCode=ACT @moodCode=INT =FINSTRUCT@1.3.6.1.4.1.19376.1.5.3.2 statusCode=completed text/reference ^ ~ | Medication fulfillment instruction
1.3.6.1.4.1.19376.1.5.3.1.4.4 act! @classCode=ACT @moodCode=EVN code id reference ; ^ | External References
1.3.6.1.4.1.19376.1.5.3.1.4.4.1 act ; @classCode=ACT @moodCode=EVN code id ^ | Internal References
1.3.6.1.4.1.19376.1.5.3.1.4.5 observation! @classCode=OBS @moodCode=EVN +2.16.840.1.113883.10.20.1.28 code id statusCode=completed text/reference value ; effectiveTime ^ | Problem Entry
1.3.6.1.4.1.19376.1.5.3.1.4.5.1 act ; @classCode=ACT @moodCode=EVN +2.16.840.1.113883.10.20.1.27 code effectiveTime id statusCode=active,suspended,aborted,completed ^ | Concern Entry
1.3.6.1.4.1.19376.1.5.3.1.4.5.2 act +1.3.6.1.4.1.19376.1.5.3.1.4.5.1 +2.16.840.1.113883.10.20.1.27 id statusCode=active,suspended,aborted,completed >1.3.6.1.4.1.19376.1.5.3.1.4.5 ; @classCode=ACT @moodCode=EVN code effectiveTime ^ | Problem Concern
1.3.6.1.4.1.19376.1.5.3.1.4.5.3 act! @classCode=ACT @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.5.1 +2.16.840.1.113883.10.20.1.27 code id statusCode=completed,active,aborted,suspended ; effectiveTime ^ | Allergy and Intolerance Concern
1.3.6.1.4.1.19376.1.5.3.1.4.6 observation! @classCode=OBS +1.3.6.1.4.1.19376.1.5.3.1.4.5 +2.16.840.1.113883.10.20.1.18 id statusCode=completed ; @moodCode=EVN +2.16.840.1.113883.10.20.1.28 code effectiveTime text/reference value ^ | Allergies And Intolerances Entry
1.3.6.1.4.1.19376.1.5.3.1.4.7 substanceAdministration @classCode=SBADM @moodCode=INT,EVN +2.16.840.1.113883.10.20.1.24 id statusCode=completed ; text/reference ^ | Medications Entry
1.3.6.1.4.1.19376.1.5.3.1.4.7.1 substanceAdministration ; @classCode=SBADM +1.3.6.1.4.1.19376.1.5.3.1.4.7 +2.16.840.1.113883.10.20.1.24 id statusCode=completed text/reference ^ | Mode d’administration Normal
1.3.6.1.4.1.19376.1.5.3.1.4.7.2 manufacturedProduct +2.16.840.1.113883.10.20.1.53 ; ^ | Product Entry
1.3.6.1.4.1.19376.1.5.3.1.4.7.3 supply @classCode=SPLY @moodCode=INT,EVN +2.16.840.1.113883.10.20.1.34 ; id ^ | Supply Entry
1.3.6.1.4.1.19376.1.5.3.1.4.8 substanceAdministration ; @classCode=SBADM @moodCode=INT effectiveTime id statusCode=completed text/reference ^ | Modalité : Doses progressives
1.3.6.1.4.1.19376.1.5.3.1.4.12 substanceAdministration @classCode=SBADM @moodCode=EVN,INT +2.16.840.1.113883.10.20.1.24 effectiveTime id statusCode=completed text/reference ; code ^ | Immunizations Entry
1.3.6.1.4.1.19376.1.5.3.1.4.12.1 substanceAdministration ; @classCode=SBADM @moodCode=EVN +2.16.840.1.113883.10.20.1.24 consumable id | Medication activity
1.3.6.1.4.1.19376.1.5.3.1.4.12.2 substanceAdministration @classCode=SBADM @moodCode=PRP,INT +2.16.840.1.113883.10.20.1.25 effectiveTime id statusCode=active ; code text/reference ^ | Immunization Recommendation
1.3.6.1.4.1.19376.1.5.3.1.4.13 observation @classCode=OBS @moodCode=EVN code id statusCode=completed text/reference ; effectiveTime ^ | Simple Observation
1.3.6.1.4.1.19376.1.5.3.1.4.13.1 organizer! @classCode=CLUSTER @moodCode=EVN +2.16.840.1.113883.10.20.1.32 +2.16.840.1.113883.10.20.1.35 effectiveTime id ; =85353-1@L statusCode=completed ^ ~ | Vital Signs Organizer
1.3.6.1.4.1.19376.1.5.3.1.4.13.2 observation +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.31 effectiveTime statusCode=completed text/reference ; @classCode=OBS @moodCode=EVN code id value ^ | Vital Signs Observation
1.3.6.1.4.1.19376.1.5.3.1.4.13.3 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.22 code id statusCode=completed ; effectiveTime text/reference value ^ | Family History Observation
1.3.6.1.4.1.19376.1.5.3.1.4.13.4 observation @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.33 code effectiveTime statusCode value ; id statusCode=completed text/reference ^ | Social history observation
1.3.6.1.4.1.19376.1.5.3.1.4.13.5 observation +1.3.6.1.4.1.19376.1.5.3.1.4.13 code effectiveTime id statusCode=completed text/reference value ; @classCode=OBS @moodCode=EVN ^ | Pregnancy Observation
1.3.6.1.4.1.19376.1.5.3.1.4.13.5.1 organizer! @classCode=CLUSTER @moodCode=EVN code component effectiveTime id statusCode=completed ; ^ | Pregnancy History Organizer
1.3.6.1.4.1.19376.1.5.3.1.4.13.5.2 organizer! @classCode=CLUSTER @moodCode=EVN code id statusCode=completed subject >1.3.6.1.4.1.19376.1.5.3.1.4.13.5 ; effectiveTime ^ | Birth Event Organizer
1.3.6.1.4.1.19376.1.5.3.1.4.13.6 * ; +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.31 =882-1@L statusCode=completed text/reference ^ | Simple Observation
1.3.6.1.4.1.19376.1.5.3.1.4.13.7 observation! @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +2.16.840.1.113883.10.20.1.17 code id statusCode=completed text/reference ; effectiveTime ^ | Advance Directive Observation
1.3.6.1.4.1.19376.1.5.3.1.4.14 encounter @classCode=ENC code id ; text/reference ^ | Encounter
1.3.6.1.4.1.19376.1.5.3.1.4.15 organizer! @classCode=CLUSTER @moodCode=EVN +2.16.840.1.113883.10.20.1.23 ; statusCode=completed ^ | Family History Organizer
1.3.6.1.4.1.19376.1.5.3.1.4.15.2 subject ; ^ | Subject participation
1.3.6.1.4.1.19376.1.5.3.1.4.17 act code id statusCode ; @classCode=ACT @moodCode=DEF +2.16.840.1.113883.10.20.1.20 =48768-6@L statusCode=completed ^ ~ | Coverage Entry
1.3.6.1.4.1.19376.1.5.3.1.4.18 act! @classCode=ACT @moodCode=EVN +2.16.840.1.113883.10.20.1.26 code id participant statusCode=completed ; ^ | Payer Entry
1.3.6.1.4.1.19376.1.5.3.1.4.19 procedure! @classCode=PROC code id statusCode=completed,active,aborted,cancelled text/reference ; ^ | Procedure Entry
1.3.6.1.4.1.19376.1.5.3.1.4.20.5 observation ; @classCode=OBS @moodCode=EVN code id statusCode=completed value |
1.3.6.1.4.1.19376.1.5.3.1.4.20.7 observation ; @classCode=OBS @moodCode=EVN =74159-5@L id statusCode=completed value |
1.3.6.1.4.1.19376.1.5.3.1.4.20.9 observation ; @classCode=OBS @moodCode=EVN =74163-7@L id statusCode=completed value |
1.3.6.1.4.1.19376.1.7.3.1.1.13.1 ClinicalDocument | QRPH Health Birth Summary
1.3.6.1.4.1.19376.1.7.3.1.1.13.3 section! =47420-5@L ; text ^ | Child Functional Status Assessment
1.3.6.1.4.1.19376.1.7.3.1.1.13.4 section! >1.3.6.1.4.1.19376.1.5.3.1.4.13 ; =xx-MCH-PsychoMDev@L id text ^ ~ | Psychomotor development Section
1.3.6.1.4.1.19376.1.7.3.1.1.13.5 section! =47420-5@L text >1.3.6.1.4.1.19376.1.5.3.1.4.13 ; ^ | Eating and sleeping assessment Section
1.3.6.1.4.1.19376.1.7.3.1.1.13.7 section! +1.3.6.1.4.1.19376.1.5.3.1.1.21.2.9 =42545-4@L >1.3.6.1.4.1.19376.1.5.3.1.4.13 ; text ^ ~ | Coded Event Outcomes
1.3.6.1.4.1.19376.1.7.3.1.3.14.1 section! +1.3.6.1.4.1.19376.1.5.3.1.3.6 +2.16.840.1.113883.10.20.1.11 =72135-7@L text ; id ^ >1.3.6.1.4.1.19376.1.5.3.1.4.5.2 | Cancer Diagnosis Section
1.3.6.1.4.1.19376.1.7.3.1.3.23.1 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.5 =8648-8@L | coded hospital Course
1.3.6.1.4.1.19376.1.7.3.1.4.14.1 observation code statusCode ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.5 +2.16.840.1.113883.10.20.1.28 effectiveTime id statusCode=completed targetSiteCode text/reference value ^ | Diagnostic du cancer
1.3.6.1.4.1.19376.1.7.3.1.4.14.2 observation ; @classCode=OBS @moodCode=EVN =75620-5@L effectiveTime statusCode=completed text/reference value ~ |
1.3.6.1.4.1.19376.1.7.3.1.4.24.7 observation ; @classCode=OBS @moodCode=EVN code id statusCode=completed value |
1.3.6.1.4.1.19376.1.7.3.1.4.24.18 * ; code id statusCode value ^ |
1.3.6.1.4.1.19376.1.7.3.1.4.24.19 * ; code id participant statusCode=completed,active value ^ |
1.3.6.1.4.1.19376.1.7.3.1.4.24.20 * |
1.3.6.1.4.1.19376.1.7.3.1.4.24.21 observation ; @classCode=OBS @moodCode=EVN =87510-4@L id participant statusCode=completed value |
1.3.6.1.4.1.19376.1.7.3.1.4.24.22 * |
1.3.6.1.4.1.19376.1.8.1.1.1 ClinicalDocument |
1.3.6.1.4.1.19376.1.8.1.1.2.1 ClinicalDocument |
1.3.6.1.4.1.19376.1.8.1.2.1 section! =22636-5@L text title ; id ^ ~ | Clinical Information Section
1.3.6.1.4.1.19376.1.8.1.2.2 section! text title ; =83321-0@L id ^ ~ | Intraoperative Observation Section
1.3.6.1.4.1.19376.1.8.1.2.3 section! =22634-0@L text title ; id ^ ~ | Macroscopic Observation Section
1.3.6.1.4.1.19376.1.8.1.2.4 section ; =22635-7@L text | Microscopic Observation Section
1.3.6.1.4.1.19376.1.8.1.2.5 section! =22637-3@L text title >1.3.6.1.4.1.19376.1.8.1.3.6 ; id ^ ~ | Diagnostic Conclusion Section
1.3.6.1.4.1.19376.1.8.1.2.6 section! =46059-2@L text title ; id ^ ~ | Procedure steps Section
1.3.6.1.4.1.19376.1.8.1.3.5 entry |
1.3.6.1.4.1.19376.1.8.1.3.6 organizer @classCode=BATTERY @moodCode=EVN effectiveTime statusCode=completed,aborted ; id ^ | Problem Organizer
1.3.6.1.4.1.19376.1.8.1.4.2 author ; ^ |
1.3.6.1.4.1.19376.1.8.1.4.4 organizer |
1.3.6.1.4.1.19376.1.8.1.4.6 * |
1.3.6.1.4.1.19376.1.8.1.4.7 participant |
1.3.6.1.4.1.19376.1.8.1.4.8 organizer |
1.3.6.1.4.1.19376.1.8.1.4.9 observation ; @classCode=OBS @moodCode=EVN code statusCode=completed value ^ |
1.3.6.1.4.1.19376.1.8.1.4.10 observationMedia ; +2.16.840.1.113883.10.12.304 specimen ^ | CDAObservationMedia
1.3.6.1.4.1.19376.1.9.1.1.1 ClinicalDocument | PHARM PRE
1.3.6.1.4.1.19376.1.9.1.1.3 ClinicalDocument | PHARM DIS
1.3.6.1.4.1.19376.1.9.1.2.1 section =57828-6@L id >1.2.250.1.213.1.1.3.83 ; text ^ ~ | Prescription Section
1.3.6.1.4.1.19376.1.9.1.2.3 section! =60590-7@L id text >1.3.6.1.4.1.19376.1.9.1.3.4 ; ^ | Dispense Section
1.3.6.1.4.1.19376.1.9.1.3.1 manufacturedMaterial ; code | Medicine Entry
1.3.6.1.4.1.19376.1.9.1.3.2 substanceAdministration ; @classCode=SBADM @moodCode=INT +1.3.6.1.4.1.19376.1.5.3.1.4.7 +2.16.840.1.113883.10.20.1.24 =DRUG@A effectiveTime id statusCode=completed text/reference ^ | Prescription Item
1.3.6.1.4.1.19376.1.9.1.3.4 supply +1.3.6.1.4.1.19376.1.5.3.1.4.7.3 +2.16.840.1.113883.10.20.1.34 ; ^ | DispenseItemEntry
1.3.6.1.4.1.19376.1.9.1.3.6 substanceAdministration ; @classCode=SBADM @moodCode=INT +1.3.6.1.4.1.19376.1.5.3.1.4.7 +2.16.840.1.113883.10.20.1.24 id statusCode=completed text/reference ^ | Posologie structurée
1.3.6.1.4.1.19376.1.9.1.3.7 * ; +1.3.6.1.4.1.19376.1.5.3.1.4.7 +2.16.840.1.113883.10.20.1.24 statusCode=completed text/reference ^ | Medication activity
1.3.6.1.4.1.19376.1.9.1.3.8 supply ; @classCode=SPLY @moodCode=RQO ^ | Amount of units of the consumable
1.3.6.1.4.1.19376.1.9.1.3.9.1 act ; @classCode=ACT @moodCode=DEF =N@2.16.840.1.113883.5.1070 statusCode=completed ^ ~ | Substitution-Permission
1.3.6.1.4.1.19376.1.9.1.3.9.2 act code statusCode ; ^ | FR-Acte-substitution
1.3.6.1.4.1.19376.1.9.1.3.10 * ; code consumable id ^ |
1.3.6.1.4.1.19376.1.9.1.3.11 substanceAdministration! @classCode=SBADM @moodCode=INT =PREItem@1.3.6.1.4.1.19376.1.9.2.2 consumable id ; ^ | Prescription Item
1.3.6.1.4.1.19376.1.9.1.3.12 substanceAdministration ; @classCode=SPLY @moodCode=EVN =DISItem@1.3.6.1.4.1.19376.1.9.2.2 consumable id |
1.3.6.1.4.1.19376.1.9.1.3.13 observation ; @classCode=OBS @moodCode=EVN =PADVItem@1.3.6.1.4.1.19376.1.9.2.2 consumable id |
1.3.6.1.4.1.19376.1.9.1.3.14 substanceAdministration ; @classCode=SBADM @moodCode=EVN =CMAItem@1.3.6.1.4.1.19376.1.9.2.2 consumable id |
1.3.6.1.4.1.19376.1.9.1.3.15 supply ; ^ |
1.3.6.1.4.1.19376.1.12.1.2.1 section ; +2.16.840.1.113883.10.20.22.2.7 =47519-4@L text | Ocular List of Surgeries
1.3.6.1.4.1.19376.1.12.1.2.2 section ; =47519-4@L text | Ocular Coded List of Surgeries
1.3.6.1.4.1.19376.1.12.1.2.3 section ; =70934-5@L text |
1.3.6.1.4.1.19376.1.12.1.2.4 section ; =70935-2@L text |
1.3.6.1.4.1.19376.1.12.1.2.5 section! =70948-5@L id ; ^ ~ | Ocular Physical Exam
1.3.6.1.4.1.19376.1.12.1.2.6 section! =10197-2@L id ; ^ | Routine Eye Exam Section
1.3.6.1.4.1.19376.1.12.1.2.7 section ; =70937-8@L |
1.3.6.1.4.1.19376.1.12.1.2.8 section ; =70936-0@L >1.3.6.1.4.1.19376.1.12.1.3.1 |
1.3.6.1.4.1.19376.1.12.1.2.9 section! =70938-6@L >1.3.6.1.4.1.19376.1.12.1.3.2 >1.3.6.1.4.1.19376.1.12.1.3.3 ; ^ ~ | Refractive Measurements
1.3.6.1.4.1.19376.1.12.1.2.10 section! =70939-4@L id >1.3.6.1.4.1.19376.1.12.1.3.5 ; ^ ~ | Lensometry Measurements
1.3.6.1.4.1.19376.1.12.1.2.11 section ; =56844-4@L >1.3.6.1.4.1.19376.1.12.1.3.1 |
1.3.6.1.4.1.19376.1.12.1.2.12 section ; =70940-2@L >1.3.6.1.4.1.19376.1.12.1.3.1 |
1.3.6.1.4.1.19376.1.12.1.2.14 section ; =70945-1@L id >1.3.6.1.4.1.19376.1.12.1.10.14 | Lacrimal
1.3.6.1.4.1.19376.1.12.1.2.16 section ; =70942-8@L >1.3.6.1.4.1.19376.1.12.1.3.1 |
1.3.6.1.4.1.19376.1.12.1.2.17 section ; =70943-6@L >1.3.6.1.4.1.19376.1.12.1.3.1 |
1.3.6.1.4.1.19376.1.12.1.2.18 section ; =79044-4@L >1.3.6.1.4.1.19376.1.12.1.3.1 |
1.3.6.1.4.1.19376.1.12.1.3.1 observation ; @classCode=OBS @moodCode=EVN code id statusCode=completed text/reference value |
1.3.6.1.4.1.19376.1.12.1.3.2 organizer! @classCode=CLUSTER @moodCode=EVN id statusCode=completed >1.3.6.1.4.1.19376.1.12.1.3.6 ; ^ | Visual Acuity Organizer
1.3.6.1.4.1.19376.1.12.1.3.3 organizer! @classCode=CLUSTER @moodCode=EVN =70938-6@L effectiveTime id statusCode=completed >1.3.6.1.4.1.19376.1.12.1.3.7 ; ^ ~ | Refractive Measurements Organizer
1.3.6.1.4.1.19376.1.12.1.3.4 organizer! @classCode=CLUSTER @moodCode=EVN =252828005@S author effectiveTime id statusCode=completed >1.3.6.1.4.1.19376.1.12.1.3.8 ; ^ | Keratometry Measurements Organizer
1.3.6.1.4.1.19376.1.12.1.3.5 organizer! @classCode=CLUSTER @moodCode=EVN code id statusCode=completed >1.3.6.1.4.1.19376.1.12.1.3.9 ; ^ | Lensometry Organizer
1.3.6.1.4.1.19376.1.12.1.3.6 observation! @classCode=OBS @moodCode=EVN effectiveTime methodCode statusCode=completed targetSiteCode value ; ^ | Visual Acuity Measurement Observation
1.3.6.1.4.1.19376.1.12.1.3.7 observation! @classCode=OBS @moodCode=EVN code effectiveTime id methodCode statusCode=completed targetSiteCode text value ; ^ | Refractive Measurement Observation
1.3.6.1.4.1.19376.1.12.1.3.8 observation! @classCode=OBS @moodCode=EVN code effectiveTime id methodCode statusCode=completed text/reference value ; ^ | Keratometry Measurement Observations
1.3.6.1.4.1.19376.1.12.1.3.9 observation! @classCode=OBS @moodCode=EVN code effectiveTime methodCode statusCode=completed targetSiteCode text value ; ^ | Lensometry Measurement Observation
1.3.6.1.4.1.19376.1.12.1.10.14 * |
2.16.840.1.11383.10.20.1.7 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.5.3.5 =46264-8@L id text title ^ | Medical Equipment
2.16.840.1.113883.2.8.2.1 ClinicalDocument | HL7 France
2.16.840.1.113883.3.27.1776 ClinicalDocument |
2.16.840.1.113883.10.12.201 section ; +1.3.6.1.4.1.19376.1.4.1.2.16 =55112-7@L text title ^ ~ | parent
2.16.840.1.113883.10.12.304 observationMedia ; @classCode=OBS @moodCode=EVN value ^ | CDAObservationMedia
2.16.840.1.113883.10.12.307 * |
2.16.840.1.113883.10.20.1.1 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.34 +1.3.6.1.4.1.19376.1.5.3.1.3.35 =42348-3@L id text title ^ ~ | Advanced directives
2.16.840.1.113883.10.20.1.2 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.13 =48765-2@L text title ^ ~ | Alerts Section
2.16.840.1.113883.10.20.1.3 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.5.3.3 =46240-8@L id text title ^ ~ | Encounters Section
2.16.840.1.113883.10.20.1.4 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.14 =10157-6@L id text ^ ~ | Family History Section
2.16.840.1.113883.10.20.1.5 section ; =47420-5@L id text ^ | Functional Status Section
2.16.840.1.113883.10.20.1.6 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.23 =11369-6@L text title ^ ~ | Immunizations Section
2.16.840.1.113883.10.20.1.8 section ; code text title ^ | Medications Section
2.16.840.1.113883.10.20.1.9 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.5.3.7 =48768-6@L text ^ ~ | Payers Section
2.16.840.1.113883.10.20.1.10 section ; =18776-5@L text ^ | Plan of care Section
2.16.840.1.113883.10.20.1.11 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.6 code text title ^ | Problems Section
2.16.840.1.113883.10.20.1.12 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.11 =47519-4@L id text title ^ ~ | Procedures Section
2.16.840.1.113883.10.20.1.15 section ; +1.3.6.1.4.1.19376.1.5.3.1.3.16 =29762-2@L text title ^ ~ | Social History
2.16.840.1.113883.10.20.1.16 section ; +1.3.6.1.4.1.19376.1.5.3.1.1.5.3.2 +1.3.6.1.4.1.19376.1.5.3.1.3.25 =8716-3@L text title ^ ~ | Vital Signs Section
2.16.840.1.113883.10.20.1.17 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +1.3.6.1.4.1.19376.1.5.3.1.4.13.7 code effectiveTime id statusCode=completed text/reference ^ | Advance directive observation
2.16.840.1.113883.10.20.1.18 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.5 +2.16.840.1.113883.10.20.1.28 code effectiveTime id statusCode=completed text/reference value ^ | Alert observation
2.16.840.1.113883.10.20.1.20 act ; @classCode=ACT @moodCode=DEF +1.3.6.1.4.1.19376.1.5.3.1.4.17 =48768-6@L id statusCode=completed ^ ~ | Coverage activity
2.16.840.1.113883.10.20.1.21 encounter ; @classCode=ENC +1.3.6.1.4.1.19376.1.5.3.1.4.14 code effectiveTime id text/reference ^ | Encounter activity
2.16.840.1.113883.10.20.1.22 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +1.3.6.1.4.1.19376.1.5.3.1.4.13.3 code effectiveTime id statusCode=completed text/reference value ^ | Family history observation
2.16.840.1.113883.10.20.1.23 organizer ; @classCode=CLUSTER @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.15 statusCode=completed ^ | Family history organizer
2.16.840.1.113883.10.20.1.24 substanceAdministration ; @classCode=SBADM id statusCode=completed text/reference ^ | Medication activity
2.16.840.1.113883.10.20.1.25 * ; code id text/reference ^ | Plan of care activity
2.16.840.1.113883.10.20.1.26 act ; @classCode=ACT @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.18 code id statusCode=completed ^ | Policy activity
2.16.840.1.113883.10.20.1.27 act ; @classCode=ACT @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.5.1 code effectiveTime id statusCode ^ | Problem Act
2.16.840.1.113883.10.20.1.28 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.5 code effectiveTime id statusCode=completed text/reference value ^ | Problem observation
2.16.840.1.113883.10.20.1.29 procedure ; @classCode=PROC @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.19 code id statusCode text/reference ^ | Procedure activity
2.16.840.1.113883.10.20.1.31 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 code effectiveTime id statusCode=completed text/reference value ^ | Result observation
2.16.840.1.113883.10.20.1.32 organizer ; @classCode=CLUSTER @moodCode=EVN code effectiveTime id statusCode=completed ^ | Result organizer
2.16.840.1.113883.10.20.1.33 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13 +1.3.6.1.4.1.19376.1.5.3.1.4.13.4 code effectiveTime id statusCode=completed text/reference value ^ | Social history observation
2.16.840.1.113883.10.20.1.34 supply ; @classCode=SPLY id ^ | Supply Activity
2.16.840.1.113883.10.20.1.35 organizer ; @classCode=CLUSTER @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.13.1 +2.16.840.1.113883.10.20.1.32 code effectiveTime id statusCode=completed ^ | Vital signs organizer
2.16.840.1.113883.10.20.1.36 reference |
2.16.840.1.113883.10.20.1.40 act ; @classCode=ACT @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.2 =48767-8@L statusCode=completed text ^ ~ | Comment
2.16.840.1.113883.10.20.1.43 act ; @classCode=ACT @moodCode=INT +1.3.6.1.4.1.19376.1.5.3.1.4.3.1 =FINSTRUCT@1.3.6.1.4.1.19376.1.5.3.2 statusCode=completed text/reference ^ ~ | Fulfillment instructions
2.16.840.1.113883.10.20.1.45 participant |
2.16.840.1.113883.10.20.1.46 observation ; @classCode=OBS @moodCode=EVN =30973-2@L statusCode=completed value ^ ~ | Medication series number observation
2.16.840.1.113883.10.20.1.49 act ; @classCode=ACT @moodCode=INT +1.3.6.1.4.1.19376.1.5.3.1.4.3 =PINSTRUCT@1.3.6.1.4.1.19376.1.5.3.2 statusCode=completed text/reference ^ ~ | Patient instructions
2.16.840.1.113883.10.20.1.50 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.1.1 +2.16.840.1.113883.10.20.1.57 =33999-4@L statusCode=completed text/reference value ^ ~ | Problem status observation
2.16.840.1.113883.10.20.1.51 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.1.2 =11323-3@L statusCode=completed text/reference value ^ ~ | Problem healthstatus observation
2.16.840.1.113883.10.20.1.52 participantRole ; @classCode=MANU id |
2.16.840.1.113883.10.20.1.53 manufacturedProduct ; +1.3.6.1.4.1.19376.1.5.3.1.4.7.2 ^ | Product
2.16.840.1.113883.10.20.1.54 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.5 +2.16.840.1.113883.10.20.1.28 code effectiveTime id statusCode=completed text/reference value ^ | Reaction
2.16.840.1.113883.10.20.1.55 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.1 =SEV@A statusCode=completed text/reference value ^ ~ | Severity observation
2.16.840.1.113883.10.20.1.57 observation ; @classCode=OBS @moodCode=EVN +1.3.6.1.4.1.19376.1.5.3.1.4.1.1 +2.16.840.1.113883.10.20.1.50 =33999-4@L statusCode=completed text/reference value ^ ~ | Status observation
2.16.840.1.113883.10.20.2.10 section ; ^ | PhysicalExamSection (C-CDA)
2.16.840.1.113883.10.20.6.1.1 section =121181@1.2.840.10008.2.16.4 id text title ; ^ | Object Catalog Section
2.16.840.1.113883.10.20.6.1.2 section =59776-5@L id text title ; ^ | Findings
2.16.840.1.113883.10.20.6.2.13 observation! @classCode=OBS code id statusCode targetSiteCode value ; @moodCode=EVN statusCode=completed ^ | Coded Observation
2.16.840.1.113883.10.20.6.2.14 observation! @classCode=OBS @moodCode=EVN code id statusCode targetSiteCode ; ^ | Quantity Measurement
2.16.840.1.113883.10.20.22.2.7 * | Ocular List of Surgeries
2.16.840.1.113883.10.20.22.2.29 * |
2.16.840.1.113883.10.20.22.2.37 section =55109-3@L id text title ; ^ | Complications
2.16.840.1.113883.10.20.22.2.39 section =11329-0@L id text >1.2.250.1.213.1.1.3.150 ; ^ ~ | Medical (General) History Section
2.16.840.1.113883.10.20.30 ClinicalDocument |
2.16.840.1.113883.10.22.1.1 ClinicalDocument | IPS
2.16.840.1.113883.10.22.3.8 section! =47420-5@L ; id text ^ | IPS Functional Status
2.16.840.1.113883.10.22.4.25 observation ; ^ | Severity Observation (IPS)
`;
