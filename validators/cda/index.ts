import {
  asWritten,
  type Artefact,
  type Finding,
  type Rule,
  type Terminology,
  type Validation,
  type ValidationContext,
  type Validator,
} from '../../src/model/index.js';
import { isLoadedPack } from '../../src/packs/load.js';
import { joined, terminologyOf } from '../../src/packs/terminology/index.js';
import { placeOfError, xmlOf, XmlSyntaxError, type XmlDocument } from '../../src/protocols/xml/index.js';
import { bodyRules, judgeBody } from './body-rules.js';
import { codeSystemRules, judgeCodeSystems } from './code-system-rules.js';
import { documentRules, judgeDocument } from './document-rules.js';
import { shipped } from './codes/shipped.js';
import { clinicalDocumentIn, clinicalDocumentOf, looksLikeCda } from './document.js';
import { families, lastFamily } from './families.js';
import { headerChecks, judgeHeader } from './header-rules.js';
import { Judge } from './judge.js';
import { manifest } from './manifest.js';
import { judgeParties, partyRules } from './party-rules.js';
import { judgePatient, patientRules } from './patient-rules.js';
import { readDocument } from './reading.js';

export const rules: readonly Rule[] = [
  ...documentRules,
  ...codeSystemRules,
  ...partyRules,
  ...patientRules,
  ...bodyRules,
  ...headerChecks.map((check) => check.rule),
  ...[...families, lastFamily].flatMap((family) => family.rules),
].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));

/** Judges a CDA document against the CI-SIS minimal structure. Parameter `insAuthority`: `production` allows real identities, `test` makes them errors. */
async function validate(artefact: Artefact, context: ValidationContext): Promise<Validation> {
  const judge = new Judge(artefact, rules);
  const document = read(artefact, judge);
  const root = document && clinicalDocumentIn(document.root);
  if (document)
    judge.expect('CDA-04', root !== undefined, document.root, () => ({
      expected: '{urn:hl7-org:v3}ClinicalDocument',
      actual: asWritten(`{${document.root.namespace}}${document.root.local}`),
    }));
  if (root) {
    judgeDocument(judge, root);
    judgeHeader(judge, root);
    judgeCodeSystems(judge, root);
    judgePatient(judge, root, context.parameters['insAuthority']);
    judgeParties(judge, root);
    judgeBody(judge, root);
  }
  if (!document || !root) return judge.result;
  const familyContext = { terminology: terminologyIn(context), insAuthority: context.parameters['insAuthority'], at: context.at };
  for (const family of families) family.judge(judge, root, familyContext);
  // loaded only where there are packs: it brings the whole schematron engine
  const official = context.packs?.length ? (await import('./packs.js')).judgeByPacks(artefact, document, root, context) : undefined;
  if (!official?.evaluated.includes('XSD')) lastFamily.judge(judge, root, familyContext);
  const { evaluated } = judge.result;
  const findings = withoutRepetition(judge.findings);
  if (!official) return { findings, evaluated };
  return {
    findings: [...findings, ...official.findings],
    evaluated: [...evaluated, ...official.evaluated],
    notes: official.notes,
  };
}

const known = new WeakMap<object, Map<string, Terminology>>();

/**
 * What ships with Addax, and before it what the packs in force bring, as of the day of the judgement; one object for the
 * same packs and day, because rules index it.
 */
function terminologyIn({ packs = [], at }: ValidationContext): Terminology {
  const loaded = packs.filter(isLoadedPack);
  if (loaded.length === 0) return shipped;
  let days = known.get(packs);
  if (days === undefined) known.set(packs, (days = new Map<string, Terminology>()));
  const day = at.toISOString().slice(0, 10);
  let terminology = days.get(day);
  if (terminology === undefined) days.set(day, (terminology = joined(terminologyOf(loaded, at), shipped)));
  return terminology;
}

const OF_STRUCTURE = new Set(lastFamily.rules.map(({ id }) => id));
/** what every published example has at that place */
const AS_PUBLISHED = 'CDA-438';

/**
 * Where an element lacks or is too many, the structure is broken too, and the published examples have it: where another
 * rule says so no less severely, once is enough.
 */
function withoutRepetition(findings: readonly Finding[]): Finding[] {
  const others = findings.filter(({ rule }) => !OF_STRUCTURE.has(rule) && rule !== AS_PUBLISHED);
  const told = new Set(others.map(({ place }) => place.path));
  const asErrors = new Set(others.filter(({ severity }) => severity === 'error').map(({ place }) => place.path));
  return findings.filter(({ rule, place: { path } }) =>
    OF_STRUCTURE.has(rule) ? !asErrors.has(path)
    : rule === AS_PUBLISHED ? !told.has(path)
    : true,
  );
}

/** One SVRL report for all schematrons of the packs in force; none when there are no packs or no document. */
async function svrl(artefact: Artefact, context: ValidationContext): Promise<string | undefined> {
  const root = clinicalDocumentOf(artefact);
  if (!root || !context.packs?.length) return undefined;
  const { judgeByPacks, svrlOf } = await import('./packs.js');
  const official = judgeByPacks(artefact, xmlOf(artefact), root, context);
  return official.profiles.length === 0 ? undefined : svrlOf(official);
}

/** Reads the XML and judges that it could be read. */
function read(artefact: Artefact, judge: Judge): XmlDocument | undefined {
  try {
    const document = xmlOf(artefact);
    for (const rule of ['CDA-01', 'CDA-02', 'CDA-03']) judge.expect(rule, true, undefined);
    return document;
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    const rule =
      error.reason === 'doctype' ? 'CDA-02'
      : error.reason === 'encoding' ? 'CDA-03'
      : 'CDA-01';
    judge.expect(rule, false, placeOfError(artefact, error), () => ({ message: error.explanation, ...said(rule) }));
    return undefined;
  }
}

const said = (rule: string) =>
  rule === 'CDA-02' ?
    { expected: { fr: 'pas de DOCTYPE', en: 'no DOCTYPE' }, actual: { fr: 'une déclaration DOCTYPE', en: 'a DOCTYPE declaration' } }
  : rule === 'CDA-03' ?
    {
      expected: { fr: 'des octets de l’encodage déclaré', en: 'bytes of the declared encoding' },
      actual: { fr: 'd’autres octets', en: 'other bytes' },
    }
  : { expected: { fr: 'du XML bien formé', en: 'well-formed XML' }, actual: { fr: 'une erreur de syntaxe', en: 'a syntax error' } };

export const validator: Validator = {
  kind: manifest.kind,
  title: manifest.title,
  rules,
  detect: looksLikeCda,
  validate,
  svrl,
  read: readDocument,
};

export { clinicalDocumentIn, clinicalDocumentOf } from './document.js';
export { readStamp, type Stamp } from './time-stamp.js';
export { UNSTRUCTURED_FORMATS, VOLETS } from './volets.js';
