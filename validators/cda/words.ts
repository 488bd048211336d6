import { table, type Bilingual } from '../../src/model/index.js';

/** A thing of the header in the field's words, with what French grammar needs. */
interface Noun {
  fr: string;
  gender: 'm' | 'f';
  en: string;
}

const m = (fr: string, en: string): Noun => ({ fr, gender: 'm', en });
const f = (fr: string, en: string): Noun => ({ fr, gender: 'f', en });

/** By element name, or by parent and element name where the meaning depends on the parent. */
const NOUNS: Readonly<Record<string, Noun>> = table({
  realmCode: m('code de pays', 'realm code'),
  typeId: m('identifiant de modèle CDA', 'CDA type identifier'),
  templateId: m('identifiant de modèle', 'template identifier'),
  id: m('identifiant', 'identifier'),
  code: m('code', 'code'),
  'ClinicalDocument/code': m('type de document', 'document type'),
  title: m('titre', 'title'),
  'ClinicalDocument/effectiveTime': f('date de création', 'creation time'),
  effectiveTime: f('période', 'period'),
  confidentialityCode: m('niveau de confidentialité', 'confidentiality level'),
  languageCode: f('langue', 'language'),
  setId: m('identifiant commun aux versions', 'version set identifier'),
  versionNumber: m('numéro de version', 'version number'),
  recordTarget: m('patient', 'patient'),
  administrativeGenderCode: m('sexe', 'gender'),
  birthTime: f('date de naissance', 'birth date'),
  deceasedInd: m('indicateur de décès', 'deceased indicator'),
  deceasedTime: f('date de décès', 'date of death'),
  multipleBirthInd: m('indicateur de naissance multiple', 'multiple birth indicator'),
  multipleBirthOrderNumber: m('rang de naissance', 'birth order'),
  birthplace: m('lieu de naissance', 'birthplace'),
  guardian: m('représentant', 'guardian'),
  guardianPerson: f('personne représentante', 'guardian person'),
  guardianOrganization: m('organisme représentant', 'guardian organisation'),
  name: m('nom', 'name'),
  family: m('nom de famille', 'family name'),
  given: m('prénom', 'given name'),
  prefix: f('civilité', 'prefix'),
  suffix: m('titre', 'suffix'),
  author: m('auteur', 'author'),
  functionCode: m('rôle fonctionnel', 'functional role'),
  originalText: m('texte d’origine', 'original text'),
  time: f('date', 'time'),
  assignedPerson: f('personne', 'person'),
  assignedAuthoringDevice: m('système auteur', 'authoring device'),
  manufacturerModelName: m('nom de modèle', 'model name'),
  softwareName: m('nom de logiciel', 'software name'),
  representedOrganization: f('structure', 'organisation'),
  standardIndustryClassCode: m('cadre d’exercice', 'practice setting'),
  asOrganizationPartOf: m('rattachement', 'parent organisation link'),
  statusCode: m('statut', 'status'),
  dataEnterer: m('opérateur de saisie', 'data enterer'),
  informant: m('informateur', 'informant'),
  relatedEntity: m('proche', 'related person'),
  custodian: m('conservateur du document', 'custodian'),
  representedCustodianOrganization: f('organisation', 'organisation'),
  telecom: f('coordonnée de télécommunication', 'telecom'),
  informationRecipient: m('destinataire', 'recipient'),
  'intendedRecipient/informationRecipient': f('personne', 'person'),
  receivedOrganization: f('structure', 'organisation'),
  legalAuthenticator: m('responsable légal', 'legal authenticator'),
  signatureCode: m('code de signature', 'signature code'),
  authenticator: m('professionnel attestant la validité', 'authenticator'),
  participant: m('participant', 'participant'),
  low: f('borne basse', 'lower bound'),
  high: f('borne haute', 'upper bound'),
  associatedPerson: f('personne', 'person'),
  scopingOrganization: f('structure', 'organisation'),
  inFulfillmentOf: f('prescription', 'order'),
  accessionNumber: m('numéro d’accession', 'accession number'),
  documentationOf: m('acte documenté', 'documented act'),
  translation: f('traduction', 'translation'),
  qualifier: m('qualificatif', 'qualifier'),
  performer: m('exécutant', 'performer'),
  relatedDocument: m('document remplacé', 'replaced document'),
  authorization: m('consentement', 'consent'),
  componentOf: f('prise en charge', 'encounter'),
  dischargeDispositionCode: m('type de sortie', 'discharge disposition'),
  responsibleParty: m('responsable', 'responsible party'),
  encounterParticipant: m('intervenant', 'encounter participant'),
  location: m('lieu', 'location'),
  'healthCareFacility/location': m('lieu nommé', 'named place'),
  component: m('corps', 'body'),
});

/** Elements that only structure: a label passes over them. */
const SILENT = new Set([
  'patientRole', 'patient', 'assignedAuthor', 'assignedEntity', 'assignedCustodian', 'associatedEntity', 'intendedRecipient',
  'place', 'order', 'serviceEvent', 'parentDocument', 'consent', 'encompassingEncounter', 'healthCareFacility',
  'relatedPerson',
]); // prettier-ignore
/** These speak for themselves only when they come last: the family name of the author, not of the name of the author. */
const SILENT_INSIDE = new Set([...SILENT, 'name', 'assignedPerson', 'associatedPerson', 'guardianPerson']);

const nounOf = (parent: string, name: string): Noun | undefined => NOUNS[`${parent}/${name}`] ?? NOUNS[name];

const elided = (word: string): boolean => /^[aeiouéèê]/.test(word);
const the = ({ fr, gender }: Noun): string =>
  elided(fr) ? `l’${fr}`
  : gender === 'm' ? `le ${fr}`
  : `la ${fr}`;
const ofThe = ({ fr, gender }: Noun): string =>
  elided(fr) ? `de l’${fr}`
  : gender === 'm' ? `du ${fr}`
  : `de la ${fr}`;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What an element of the header is, with its article: `l’identifiant de l’auteur`, `the identifier of the author`. */
export function labelOf(path: string): Bilingual {
  const segments = path.split('/').filter((s) => s !== '');
  const nouns = segments
    .map((segment, i) => {
      const name = segment.replace(/^.*:/, '');
      const silent = i === segments.length - 1 ? SILENT : SILENT_INSIDE;
      return (silent.has(name) && segments.length > 1) || (name === 'informationRecipient' && i === 2) ?
          undefined
        : nounOf(segments[i - 1] ?? 'ClinicalDocument', name);
    })
    .filter((noun) => noun !== undefined)
    .reverse();
  const [last, ...rest] = nouns;
  if (!last) return { fr: 'le document', en: 'the document' };
  return {
    fr: [the(last), ...rest.map(ofThe)].join(' '),
    en: ['the ' + last.en, ...rest.map((noun) => 'of the ' + noun.en)].join(' '),
  };
}

/** A child of the header as a counted thing: `un nom`, `pas de nom`, `one name`. */
export function countedOf(parent: string, child: string): { a: Bilingual; no: Bilingual; it: Bilingual } {
  const name = child.replace(/^.*:/, '');
  const parentName = parent === '' ? 'ClinicalDocument' : parent.slice(parent.lastIndexOf('/') + 1);
  const noun =
    SILENT.has(name) ? m(`élément ${name}`, `${name} element`) : (nounOf(parentName, name) ?? m(`élément ${name}`, `${name} element`));
  return {
    a: { fr: `${noun.gender === 'm' ? 'un' : 'une'} ${noun.fr}`, en: `one ${noun.en}` },
    no: { fr: `${elided(noun.fr) ? 'd’' : 'de '}${noun.fr}`, en: `no ${noun.en}` },
    it: { fr: capital(the(noun)), en: `The ${noun.en}` },
  };
}
