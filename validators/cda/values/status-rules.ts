import { asWritten, oneOf, rule, type Bilingual, type Rule } from '../../../src/model/index.js';
import type { Judge } from '../judge.js';
import { isLanguage } from './languages.js';
import type { Observer, Site } from './walk.js';

export const statusRules: readonly Rule[] = [
  rule({
    id: 'CDA-371',
    level: 'SHALL',
    title: { fr: 'Le statut d’un acte (statusCode) est un code d’ActStatus, celui d’un rôle un code de RoleStatus.', en: 'The status of an act (statusCode) is a code of ActStatus, that of a role a code of RoleStatus.' },
    message: { fr: 'Ce statut n’existe pas.', en: 'This status does not exist.' },
    why: { fr: 'Un logiciel ne sait pas si l’acte est fait, en cours ou annulé.', en: 'Software does not know whether the act is done, under way or cancelled.' },
    hint: { fr: 'Écrire completed pour un acte fait, active pour un acte en cours, aborted ou cancelled pour un acte arrêté ou annulé.', en: 'Write completed for an act that is done, active for one under way, aborted or cancelled for one stopped or called off.' },
    clause: 'HL7 V3, vocabulaires ActStatus et RoleStatus',
    example: { right: '<statusCode code="completed"/>', wrong: '<statusCode code="done"/>' },
  }),
  rule({
    id: 'CDA-372',
    level: 'SHOULD',
    title: { fr: 'Dans le corps, une langue (languageCode) s’écrit en minuscules et majuscules, comme fr-FR.', en: 'In the body, a language (languageCode) is written in lower and upper case, as fr-FR.' },
    message: { fr: 'La langue n’a pas la forme attendue.', en: 'The language does not have the expected form.' },
    hint: { fr: 'Écrire par exemple code="fr-FR".', en: 'Write for example code="fr-FR".' },
    clause: 'HL7 CDA R2, languageCode',
    example: { right: '<languageCode code="fr-FR"/>', wrong: '<languageCode code="français"/>' },
  }),
  rule({
    id: 'CDA-373',
    level: 'SHOULD',
    title: { fr: 'Dans le corps, un niveau de confidentialité (confidentialityCode) est U, L, M, N, R ou V.', en: 'In the body, a confidentiality level (confidentialityCode) is U, L, M, N, R or V.' },
    message: { fr: 'Ce niveau de confidentialité n’existe pas.', en: 'This confidentiality level does not exist.' },
    hint: { fr: 'Écrire code="N" codeSystem="2.16.840.1.113883.5.25" (normal), R (restreint) ou V (très restreint).', en: 'Write code="N" codeSystem="2.16.840.1.113883.5.25" (normal), R (restricted) or V (very restricted).' },
    clause: 'HL7 V3, vocabulaire Confidentiality',
    example: { right: '<confidentialityCode code="R" codeSystem="2.16.840.1.113883.5.25"/>', wrong: '<confidentialityCode code="SECRET" codeSystem="2.16.840.1.113883.5.25"/>' },
  }),
  rule({
    id: 'CDA-375',
    level: 'SHOULD',
    title: { fr: 'La langue et le pays d’un languageCode existent (ISO 639-1 et ISO 3166-1).', en: 'The language and the country of a languageCode exist (ISO 639-1 and ISO 3166-1).' },
    message: { fr: 'Cette langue ou ce pays n’existe pas.', en: 'This language or this country does not exist.' },
    hint: { fr: 'Écrire par exemple code="fr-FR".', en: 'Write for example code="fr-FR".' },
    clause: 'RFC 5646 ; HL7 CDA R2, languageCode',
    example: { right: '<languageCode code="fr-FR"/>', wrong: '<languageCode code="zz-ZZ"/>' },
  }),
  rule({
    id: 'CDA-376',
    level: 'SHOULD',
    title: { fr: 'Un acte que le document rapporte n’est ni périmé (obsolete), ni saisi par erreur (nullified), ni à l’état d’ébauche (new).', en: 'An act that the document reports is neither out of date (obsolete), nor entered in error (nullified), nor a draft (new).' },
    message: { fr: 'Ce statut retire l’acte que le document rapporte.', en: 'This status takes back the act that the document reports.' },
    why: { fr: 'Un logiciel affiche l’acte, un autre l’ignore.', en: 'One system shows the act, another ignores it.' },
    hint: { fr: 'Écrire completed ou active, ou retirer l’acte du document.', en: 'Write completed or active, or take the act out of the document.' },
    clause: 'HL7 V3, vocabulaire ActStatus',
    example: { right: '<statusCode code="completed"/>', wrong: '<statusCode code="obsolete"/>' },
  }),
]; // prettier-ignore

const ACT_STATUS = ['completed', 'active', 'aborted', 'cancelled', 'held', 'new', 'suspended', 'nullified', 'obsolete', 'normal'];
const TAKEN_BACK = new Set(['obsolete', 'nullified', 'new']);
const ROLE_STATUS = ['active', 'cancelled', 'normal', 'nullified', 'pending', 'suspended', 'terminated'];
const CONFIDENTIALITY = ['U', 'L', 'M', 'N', 'R', 'V'];

/** Judges the codes that every act may have, whatever its template. */
export function observeStatuses(judge: Judge): Observer {
  function visit({ element, inBody }: Site): void {
    const code = element.attribute('code');
    if (code === undefined) return;
    const expect = (id: string, holds: boolean, expected: Bilingual | string): boolean =>
      judge.expect(id, holds, [element, 'code'], () => ({ expected, actual: asWritten(code) }));
    if (element.local === 'statusCode') {
      const codes = element.parent?.local === 'asOrganizationPartOf' ? ROLE_STATUS : ACT_STATUS;
      const known = expect('CDA-371', codes.includes(code), oneOf(codes));
      if (known && codes === ACT_STATUS)
        expect('CDA-376', !TAKEN_BACK.has(code), oneOf(ACT_STATUS.filter((status) => !TAKEN_BACK.has(status))));
    } else if (element.local === 'languageCode') {
      const formed = /^[a-z]{2}-[A-Z]{2}$/.test(code);
      if (inBody) expect('CDA-372', formed, 'fr-FR');
      if (formed) expect('CDA-375', isLanguage(code), 'fr-FR');
    } else if (inBody && element.local === 'confidentialityCode') expect('CDA-373', CONFIDENTIALITY.includes(code), oneOf(CONFIDENTIALITY));
  }
  return { visit };
}
