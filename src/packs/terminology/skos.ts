/** What RDF says of one thing, gathered until all of it was said. */
export interface Subject {
  about: string;
  line: number;
  notations: string[];
  labels: { rank: number; text: string }[];
  withdrawn: boolean;
  /** it is a code system, not a code */
  scheme: boolean;
  identifiers: string[];
}

/** Takes the statements of an RDF file. */
export interface Skos {
  subject(about: string, line: number): Subject;
  statement(subject: Subject, predicate: string, value: string, lang: string): void;
  end(subject: Subject): void;
}

const SKOS = 'http://www.w3.org/2004/02/skos/core#';
const RDFS_LABEL = 'http://www.w3.org/2000/01/rdf-schema#label';
const TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const SCHEMES = new Set([`${SKOS}ConceptScheme`, 'http://www.w3.org/2002/07/owl#Ontology', 'http://www.w3.org/ns/adms#SemanticAsset']);
const IDENTIFIERS = new Set(['http://purl.org/dc/terms/identifier', 'http://purl.org/dc/elements/1.1/identifier']);
const DEPRECATED = 'http://www.w3.org/2002/07/owl#deprecated';
/** labels, the preferred first */
const LABELS = new Map([
  [`${SKOS}prefLabel`, 0],
  [RDFS_LABEL, 2],
  [`${SKOS}altLabel`, 4],
]);
const STATUS = /[/#]status$/i;
const GONE = /(deprecated|retired|withdrawn|inactive|obsolete)$/i;
/** no code has as many names or notations */
const MOST = 64;

/** French before what says no language, English last, other languages not at all. */
function rankOf(lang: string): number {
  const [language = ''] = lang.toLowerCase().split('-');
  return (
    language === 'fr' ? 0
    : language === '' ? 1
    : language === 'en' ? 10
    : -1
  );
}

/** Gathers what terminologies say of their codes: `skos:notation`, labels, whether it is withdrawn. */
export class Gathered implements Skos {
  constructor(private readonly done: (subject: Subject) => void) {}

  subject(about: string, line: number): Subject {
    return { about, line, notations: [], labels: [], withdrawn: false, scheme: false, identifiers: [] };
  }

  statement(subject: Subject, predicate: string, value: string, lang: string): void {
    const label = LABELS.get(predicate);
    if (label !== undefined) {
      const rank = rankOf(lang);
      if (rank !== -1 && subject.labels.length < MOST) subject.labels.push({ rank: rank + label, text: value });
    } else if (predicate === `${SKOS}notation`) {
      if (subject.notations.length < MOST) subject.notations.push(value);
    } else if (predicate === TYPE) subject.scheme ||= SCHEMES.has(value);
    else if (IDENTIFIERS.has(predicate)) {
      if (subject.identifiers.length < MOST) subject.identifiers.push(value);
    } else if (predicate === DEPRECATED) subject.withdrawn ||= /^(true|1)$/i.test(value);
    else if (STATUS.test(predicate)) subject.withdrawn ||= GONE.test(value);
  }

  end(subject: Subject): void {
    this.done(subject);
  }
}

/** Labels, the preferred one first. */
export const preferred = (labels: Subject['labels']): string[] => [
  ...new Set([...labels].sort((a, b) => a.rank - b.rank).map(({ text }) => text.replace(/\s+/g, ' ').trim())),
];
