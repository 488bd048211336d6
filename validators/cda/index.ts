import { asWritten, type Artefact, type Rule, type Validation, type ValidationContext, type Validator } from '../../src/model/index.js';
import { placeOfError, xmlOf, XmlSyntaxError, type XmlDocument } from '../../src/protocols/xml/index.js';
import { bodyRules, judgeBody } from './body-rules.js';
import { codeSystemRules, judgeCodeSystems } from './code-system-rules.js';
import { documentRules, judgeDocument } from './document-rules.js';
import { clinicalDocumentIn, clinicalDocumentOf, looksLikeCda } from './document.js';
import { headerChecks, judgeHeader } from './header-rules.js';
import { Judge } from './judge.js';
import { manifest } from './manifest.js';
import { judgeParties, partyRules } from './party-rules.js';
import { judgePatient, patientRules } from './patient-rules.js';

export const rules: readonly Rule[] = [
  ...documentRules,
  ...codeSystemRules,
  ...partyRules,
  ...patientRules,
  ...bodyRules,
  ...headerChecks.map((check) => check.rule),
].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));

/** Judges a CDA document against the CI-SIS minimal structure. Parameter `insAuthority: production` allows real identities. */
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
  const { findings, evaluated } = judge.result;
  if (!document || !root || !context.packs?.length) return { findings, evaluated };
  // loaded only where there are packs: it brings the whole schematron engine
  const { judgeByPacks } = await import('./packs.js');
  const official = judgeByPacks(artefact, document, root, context);
  return {
    findings: [...findings, ...official.findings],
    evaluated: [...evaluated, ...official.evaluated],
    notes: official.notes,
  };
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
};

export { clinicalDocumentIn, clinicalDocumentOf } from './document.js';
export { readStamp, type Stamp } from './time-stamp.js';
export { UNSTRUCTURED_FORMATS, VOLETS } from './volets.js';
