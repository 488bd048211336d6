import { same, type Bilingual } from '../../src/model/index.js';
import {
  insProblem,
  isInsOid,
  isOid,
  parseCx,
  parseXcn,
  parseXon,
  PS_IDNAT_OID,
  STRUCT_IDNAT_OID,
  type AssigningAuthority,
  type Xcn,
} from '../../src/protocols/identifiers/index.js';

/** What is wrong with a value of a French HL7 type, and the form it should have. */
export interface TypeProblem {
  message: Bilingual;
  expected: Bilingual;
}

/** HD of XDS: no namespace, an OID, `ISO`. */
const isIsoAuthority = ({ namespace, oid, type, raw }: AssigningAuthority): boolean =>
  namespace === '' && isOid(oid) && type === 'ISO' && raw.split('&').length === 3;

/** Says why a CX is not `id^^^&OID&ISO[^type]`; CX.7 may hold a date, as the DMP writes. */
export function cxShapeProblem(text: string): Bilingual | undefined {
  const { components, id, authority } = parseCx(text);
  if (id === '') return { fr: 'CX.1 (l’identifiant) est vide.', en: 'CX.1 (the identifier) is empty.' };
  if (components[1] || components[2]) return { fr: 'CX.2 et CX.3 ne sont pas vides.', en: 'CX.2 and CX.3 are not empty.' };
  if (!isIsoAuthority(authority))
    return {
      fr: `CX.4 (l’autorité) n’a pas la forme &OID&ISO : « ${authority.raw} ».`,
      en: `CX.4 (the authority) does not have the form &OID&ISO: “${authority.raw}”.`,
    };
  if (components.length > 10 || components[5]) return { fr: 'CX porte des composants en trop.', en: 'CX carries components too many.' };
  return undefined;
}

const PROFESSIONAL = `PS_IdNat^Nom^Prénom^^^^^^&${PS_IDNAT_OID}&ISO^D^^^IDNPS`;
const PATIENT = 'INS^Nom^Prénom^^^^^^&1.2.250.1.213.1.4.10&ISO^L^^^NH';
const SYSTEM = 'id^modèle^nom^^^^^^&OID&ISO^U^^^RI';

/** Is this person identified as a health professional, neither patient nor system? */
export function isHealthProfessional(person: Xcn): boolean {
  return person.authority.oid === PS_IDNAT_OID && person.nameType !== 'U' && person.type !== 'RI';
}

/** Reads an XCN of French metadata and says what is wrong with it. */
export function xcnProblem(text: string): { person: Xcn; problem?: TypeProblem } {
  const person = parseXcn(text);
  const { id, family, authority, nameType, type } = person;
  const kind =
    type === 'RI' || nameType === 'U' ? 'system'
    : type === 'NH' || isInsOid(authority.oid) ? 'patient'
    : 'professional';
  const expected = same(
    kind === 'system' ? SYSTEM
    : kind === 'patient' ? PATIENT
    : PROFESSIONAL,
  );
  const wrong = (fr: string, en: string): { person: Xcn; problem: TypeProblem } => ({ person, problem: { message: { fr, en }, expected } });
  const must = (component: string, value: string, allowed: string): { person: Xcn; problem: TypeProblem } =>
    wrong(`${component} vaut « ${value} » ; ${allowed} est attendu.`, `${component} is “${value}”; ${allowed} is expected.`);
  if (id === '') return wrong('XCN.1 (l’identifiant) est vide.', 'XCN.1 (the identifier) is empty.');
  if (family === '') return wrong('XCN.2 (le nom) est vide.', 'XCN.2 (the family name) is empty.');
  if (!isIsoAuthority(authority))
    return wrong(
      `XCN.9 (l’autorité) n’a pas la forme &OID&ISO : « ${authority.raw} ».`,
      `XCN.9 (the authority) does not have the form &OID&ISO: “${authority.raw}”.`,
    );
  if (kind === 'system') {
    if (nameType !== 'U') return must('XCN.10', nameType, 'U');
    if (type !== 'RI') return must('XCN.13', type, 'RI');
  } else if (kind === 'patient') {
    const ins = insProblem(id, authority.oid);
    if (ins) return { person, problem: { message: ins.text, expected: ins.expected } };
    if (nameType !== 'L' && nameType !== 'D') return must('XCN.10', nameType, 'L');
    if (type !== 'NH') return must('XCN.13', type, 'NH');
  } else {
    if (authority.oid !== PS_IDNAT_OID) return must('XCN.9', authority.oid, PS_IDNAT_OID);
    if (nameType !== 'D') return must('XCN.10', nameType, 'D');
    const kindOfId = id.includes('/') ? 'EI' : 'IDNPS';
    if (type !== kindOfId) return must('XCN.13', type, kindOfId);
  }
  return { person };
}

/** Reads an XON of French metadata and says what is wrong with it. */
export function xonProblem(text: string): { id: string; problem?: TypeProblem } {
  const { name, authority, type, id } = parseXon(text);
  const expected = {
    fr: `Nom^^^^^&${STRUCT_IDNAT_OID}&ISO^IDNST^^^Struct_IdNat`,
    en: `Name^^^^^&${STRUCT_IDNAT_OID}&ISO^IDNST^^^Struct_IdNat`,
  };
  const wrong = (fr: string, en: string): { id: string; problem: TypeProblem } => ({ id, problem: { message: { fr, en }, expected } });
  if (name === '') return wrong('XON.1 (le nom de la structure) est vide.', 'XON.1 (the name of the organisation) is empty.');
  if (!isIsoAuthority(authority) || authority.oid !== STRUCT_IDNAT_OID)
    return wrong(
      `XON.6 (l’autorité) n’est pas &${STRUCT_IDNAT_OID}&ISO : « ${authority.raw} ».`,
      `XON.6 (the authority) is not &${STRUCT_IDNAT_OID}&ISO: “${authority.raw}”.`,
    );
  if (type !== 'IDNST') return wrong(`XON.7 vaut « ${type} » ; IDNST est attendu.`, `XON.7 is “${type}”; IDNST is expected.`);
  if (id === '') return wrong('XON.10 (l’identifiant de la structure) est vide.', 'XON.10 (the identifier of the organisation) is empty.');
  return { id };
}
