import type { Artefact, Rule, Validation, ValidationContext, Validator } from '../../src/model/index.js';
import { findAssertions, issuersAnswer, readVihf, WSSE } from '../../src/protocols/saml/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { assertionFamily, judgeWrapping } from './assertion-rules.js';
import { checks } from './checks.js';
import { attributeFamily } from './attribute-rules.js';
import { looksLikeVihf } from './detect.js';
import { issuedRules, judgeIssued } from './issued-rules.js';
import { Judge } from './judge.js';
import { manifest } from './manifest.js';
import { roleFamily } from './role-rules.js';
import { signatureFamily } from './signature-rules.js';
import { subjectFamily } from './subject-rules.js';
import { tokenRequestOf } from './token-request.js';
import { xuaFamily } from './xua-rules.js';

const families = [assertionFamily, signatureFamily, subjectFamily, attributeFamily, roleFamily];

export const rules: readonly Rule[] = [...families, xuaFamily]
  .flatMap((family) => family.rules)
  .concat(issuedRules)
  .toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));

/**
 * Judges a VIHF, alone, in its wsse:Security header, in its SOAP envelope, or in the answer of who issues it, which is
 * judged against its request when that is at hand. Parameters: `patient` (expected INS, alone
 * or as CX), `resourceUrn` (expected Ressource_URN), `dmp: 'true'` (what only the DMP requires is required),
 * `vihf: 'optional'` (a message without a security header needs none), `sha1: 'refused'`, `usedAssertions` (the ids of
 * assertions received before, where replays are refused), `profile: 'xua'` (an IHE XUA assertion, which is no VIHF) with
 * `audience` (the URI of the service that is called), `insAuthority` (`test`: an INS of production is an error;
 * `production`: none is looked for; absent: a warning). Without
 * trust anchors the chain of the certificate is not judged; without revocation lists, revocation is not.
 */
function validate(artefact: Artefact, context: ValidationContext): Promise<Validation> {
  const judge = new Judge(artefact, context, rules);
  const document = judge.readXml('VIHF-XML');
  if (document) {
    const found = findAssertions(document.root);
    const answers = !isRequest(artefact) && issuersAnswer(document.root) !== undefined;
    if (answers) judgeIssued(judge, document.root, found);
    if (context.parameters['vihf'] === 'optional' && hasNoToken(document.root, found))
      return Promise.resolve(answers ? judge.result : { findings: [], evaluated: [] });
    // a fault brings no assertion, and needs none
    if (!answers && tokenRequestOf(artefact)) return Promise.resolve({ findings: [], evaluated: [] });
    if (!answers || found.holders.some(({ namespace }) => namespace === WSSE)) judgeWrapping(judge, document.root, found);
    const assertion = found.assertions[0] ?? found.misplaced[0];
    if (assertion) {
      const vihf = readVihf(assertion);
      for (const family of families) family.judge(judge, vihf);
      if (judge.xua) xuaFamily.judge(judge, vihf);
    }
  }
  return Promise.resolve(judge.result);
}

/** What came to a server shows its VIHF in its header, whatever its body is made to look like. */
const isRequest = ({ about }: Artefact): boolean => about.headers !== undefined && about.status === undefined && !about.request;

/** Neither a token nor a header that should hold one. */
function hasNoToken(root: XmlElement, { assertions, misplaced }: ReturnType<typeof findAssertions>): boolean {
  return (
    assertions.length + misplaced.length === 0 && root.local === 'Envelope' && root.element('Header')?.element('Security') === undefined
  );
}

export const validator: Validator = { kind: manifest.kind, title: manifest.title, rules, detect: looksLikeVihf, validate, checks };
