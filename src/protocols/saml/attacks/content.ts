import { VihfCodeSystem, VihfName } from '../names.js';
import type { VihfInput } from '../write.js';
import type { AttackGroup } from './attack.js';
import { addAfter, append, at, attribute, fill, itself, markupOf, remove, rootOf, set, valueOf } from './edit.js';

const VIHF = 'CI-SIS, Transport synchrone pour client lourd, VIHF';
const ANNEX = 'CI-SIS, Transport synchrone pour client lourd, annexe 2';
const SAML_CORE = 'SAML 2.0 Core';

const MINUTE = 60_000;
const later = (at: Date, minutes: number): Date => new Date(at.getTime() + minutes * MINUTE);

/** Test identities; a VIHF for someone else takes the first that is not the patient. */
const OTHER_PATIENTS = ['207058575627097', '275126322074974'];
const someoneElse = ({ patient }: VihfInput): { ins: string; oid: string } => ({
  oid: patient?.oid ?? '1.2.250.1.213.1.4.10',
  ins: OTHER_PATIENTS.find((ins) => ins !== patient?.ins)!,
});
/** The same number under a key that is not its own. */
const wrongKey = ({ ins, oid }: { ins: string; oid: string }): { ins: string; oid: string } => ({
  oid,
  ins: ins.slice(0, -1) + String((Number(ins.at(-1)) + 1) % 10),
});
const OTHER_STRUCTURES = ['10B0127190', '10B0127208'];
const otherStructure = (structure: string): string => OTHER_STRUCTURES.find((other) => other !== structure)!;
const named = (name: string, value: string): string =>
  `<saml:Attribute Name="${name}"><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`;

/** The assertion says what it must not, or not what it must: its signature is right. */
export const contentAttacks: AttackGroup = [
  // when
  {
    id: 'expired',
    title: { fr: 'conditions expirées', en: 'conditions expired' },
    wrong: { fr: 'NotOnOrAfter est passé depuis plus d’une heure.', en: 'NotOnOrAfter passed more than an hour ago.' },
    clause: `${SAML_CORE}, 2.5.1.2`,
    rule: 'VIHF-18',
    level: 'error',
    input: (input) => {
      const now = later(input.now, -120);
      return { ...input, now, conditions: { notBefore: later(now, -5), notOnOrAfter: later(now, 30) } };
    },
  },
  {
    id: 'not-yet-valid',
    title: { fr: 'pas encore valide', en: 'not valid yet' },
    wrong: { fr: 'NotBefore est dans une heure.', en: 'NotBefore is in an hour.' },
    clause: `${SAML_CORE}, 2.5.1.2`,
    rule: 'VIHF-18',
    level: 'error',
    input: (input) => ({ ...input, conditions: { notBefore: later(input.now, 60), notOnOrAfter: later(input.now, 120) } }),
  },
  {
    id: 'zero-validity',
    title: { fr: 'durée de validité nulle', en: 'no time of validity' },
    wrong: { fr: 'NotBefore et NotOnOrAfter sont le même instant.', en: 'NotBefore and NotOnOrAfter are the same instant.' },
    clause: `${SAML_CORE}, 2.5.1.2`,
    rule: 'VIHF-18-ORDER',
    level: 'error',
    input: (input) => ({ ...input, conditions: { notBefore: input.now, notOnOrAfter: input.now } }),
  },
  {
    id: 'login-in-future',
    title: { fr: 'connexion dans le futur', en: 'login in the future' },
    wrong: { fr: 'AuthnInstant est dans une heure.', en: 'AuthnInstant is in an hour.' },
    clause: `${SAML_CORE}, 2.7.2`,
    rule: 'VIHF-15-TIME',
    level: 'error',
    input: (input) => ({ ...input, authnInstant: later(input.now, 60) }),
  },
  {
    id: 'issued-in-future',
    title: { fr: 'émission dans le futur', en: 'issued in the future' },
    wrong: { fr: 'IssueInstant est dans une heure.', en: 'IssueInstant is in an hour.' },
    clause: `${SAML_CORE}, 2.3.3`,
    rule: 'VIHF-05-TIME',
    level: 'error',
    content: (assertion) => {
      const issued = new Date(rootOf(assertion).attribute('IssueInstant')!);
      return set(assertion, itself, 'IssueInstant', later(issued, 60).toISOString());
    },
  },
  // for whom
  {
    id: 'audience',
    title: { fr: 'audience restreinte', en: 'audience restricted' },
    wrong: { fr: 'Conditions porte une AudienceRestriction.', en: 'Conditions has an AudienceRestriction.' },
    clause: `${VIHF}, Conditions/AudienceRestriction`,
    rule: 'VIHF-19',
    level: 'error',
    content: (assertion) => {
      const audience = '<saml:AudienceRestriction><saml:Audience>urn:autre-plateforme</saml:Audience></saml:AudienceRestriction>';
      const conditions = rootOf(assertion).element('Conditions');
      if (!conditions) return addAfter(assertion, at('Subject'), `<saml:Conditions>${audience}</saml:Conditions>`);
      return addAfter(remove(assertion, at('Conditions')), at('Subject'), conditionsWith(conditions.attributes, audience));
    },
  },
  {
    id: 'other-patient',
    title: { fr: 'autre patient', en: 'another patient' },
    wrong: { fr: 'resource-id désigne un autre patient.', en: 'resource-id designates another patient.' },
    clause: `${ANNEX}, resource-id`,
    rule: 'VIHF-38-PATIENT',
    level: 'error',
    input: (input) => ({ ...input, patient: someoneElse(input) }),
  },
  {
    id: 'wrong-ins-key',
    title: { fr: 'clé de l’INS fausse', en: 'wrong key of the INS' },
    wrong: { fr: 'La clé de l’INS n’est pas celle du numéro.', en: 'The key of the INS is not that of the number.' },
    clause: `${ANNEX}, resource-id`,
    rule: 'VIHF-38-INS',
    level: 'error',
    input: (input) => ({ ...input, patient: wrongKey(input.patient ?? someoneElse(input)) }),
  },
  {
    id: 'patient-twice',
    title: { fr: 'deux patients', en: 'two patients' },
    wrong: { fr: 'resource-id est répété, pour un autre patient.', en: 'resource-id is repeated, for another patient.' },
    clause: `${ANNEX}, resource-id`,
    rule: 'VIHF-38',
    level: 'error',
    input: (input) => ({ ...input, patient: input.patient ?? someoneElse(input) }),
    content: (assertion) => {
      const first = markupOf(assertion, attribute(VihfName.resourceId));
      const ins = OTHER_PATIENTS.find((candidate) => !first.includes(candidate))!;
      return addAfter(assertion, attribute(VihfName.resourceId), first.replace(/>\d{15}\^/, `>${ins}^`));
    },
  },
  {
    id: 'other-target',
    title: { fr: 'autre système visé', en: 'another target system' },
    wrong: { fr: 'Ressource_URN désigne un autre système.', en: 'Ressource_URN designates another system.' },
    clause: `${ANNEX}, Ressource_URN`,
    rule: 'VIHF-39-TARGET',
    level: 'error',
    input: (input) => ({ ...input, resourceUrn: `${input.resourceUrn}:autre` }),
  },
  // who
  {
    id: 'user-missing',
    title: { fr: 'utilisateur absent', en: 'no user' },
    wrong: { fr: 'Subject n’a pas de NameID.', en: 'Subject has no NameID.' },
    clause: `${VIHF}, Subject/NameID`,
    rule: 'VIHF-13',
    level: 'error',
    content: (assertion) => remove(assertion, at('Subject', 'NameID')),
  },
  {
    id: 'local-user',
    title: { fr: 'identifiant local', en: 'local identifier' },
    wrong: { fr: 'NameID est un identifiant local, pas un PS_IdNat.', en: 'NameID is a local identifier, not a PS_IdNat.' },
    clause: `${VIHF}, Subject/NameID`,
    rule: 'VIHF-13',
    level: 'error',
    content: (assertion) => fill(assertion, at('Subject', 'NameID'), () => 'dr.libre'),
  },
  {
    id: 'comment-in-user',
    title: { fr: 'commentaire dans le NameID', en: 'comment in the NameID' },
    wrong: {
      fr: 'Un commentaire coupe le NameID : la signature tient, un lecteur naïf lit un autre identifiant.',
      en: 'A comment cuts the NameID: the signature holds, a naive reader reads another identifier.',
    },
    clause: 'W3C Exclusive XML Canonicalization, 2',
    rule: 'VIHF-70',
    level: 'warning',
    signed: (assertion) => fill(assertion, at('Subject', 'NameID'), cut),
  },
  {
    id: 'comment-in-attribute',
    title: { fr: 'commentaire dans un attribut', en: 'comment in an attribute' },
    wrong: {
      fr: 'Un commentaire coupe l’Identifiant_Structure : la signature tient.',
      en: 'A comment cuts Identifiant_Structure: the signature holds.',
    },
    clause: 'W3C Exclusive XML Canonicalization, 2',
    rule: 'VIHF-70',
    level: 'warning',
    signed: (assertion) => fill(assertion, valueOf(VihfName.structure), cut),
  },
  {
    id: 'role-missing',
    title: { fr: 'aucun rôle', en: 'no role' },
    wrong: { fr: 'L’attribut role est absent.', en: 'The attribute role is missing.' },
    clause: `${ANNEX}, subject:role`,
    rule: 'VIHF-35',
    level: 'error',
    content: (assertion) => remove(assertion, attribute(VihfName.role)),
  },
  {
    id: 'doctor-without-specialty',
    title: { fr: 'médecin sans spécialité', en: 'doctor without a specialty' },
    wrong: { fr: 'Un médecin ne dit pas son savoir-faire.', en: 'A doctor does not say the specialty.' },
    clause: `${ANNEX}, subject:role`,
    rule: 'VIHF-52',
    level: 'error',
    input: (input) => withProfession(input, '10', 'Médecin'),
  },
  {
    id: 'nurse-with-specialty',
    title: { fr: 'infirmier avec spécialité de médecin', en: 'nurse with a doctor’s specialty' },
    wrong: { fr: 'Un infirmier porte un savoir-faire de médecin.', en: 'A nurse bears a doctor’s specialty.' },
    clause: `${ANNEX}, subject:role`,
    rule: 'VIHF-52-OTHER',
    level: 'warning',
    input: (input) => {
      const { professional } = withProfession(input, '60', 'Infirmier');
      const specialty = { code: 'SM26', codeSystem: VihfCodeSystem.skill, displayName: 'Qualifié en Médecine Générale (SM)' };
      return { ...input, professional: { ...professional, specialty } };
    },
  },
  {
    id: 'unknown-profession',
    title: { fr: 'profession inconnue', en: 'unknown profession' },
    wrong: { fr: 'La profession n’est pas un code de TRE_G15.', en: 'The profession is no code of TRE_G15.' },
    clause: `${ANNEX}, subject:role`,
    rule: 'VIHF-50',
    level: 'error',
    input: (input) => withProfession(input, 'MEDECIN', 'Médecin'),
  },
  {
    id: 'unknown-role-system',
    title: { fr: 'nomenclature de rôle inconnue', en: 'unknown role code system' },
    wrong: {
      fr: 'Le rôle vient d’une nomenclature que le VIHF ne prévoit pas.',
      en: 'The role is from a code system foreign to the VIHF.',
    },
    clause: `${ANNEX}, subject:role`,
    rule: 'VIHF-51',
    level: 'error',
    input: (input) => withProfession(input, '10', 'Médecin', '1.2.250.1.213.9.9'),
  },
  {
    id: 'other-structure',
    title: { fr: 'autre structure', en: 'another structure' },
    wrong: {
      fr: 'Identifiant_Structure n’est pas l’OU du certificat de cachet.',
      en: 'Identifiant_Structure is not the OU of the seal certificate.',
    },
    clause: `${ANNEX}, Identifiant_Structure`,
    rule: 'VIHF-63',
    level: 'error',
    input: (input) => ({ ...input, mode: 'INDIRECTE', structure: otherStructure(input.structure) }),
  },
  {
    id: 'structure-twice',
    title: { fr: 'deux structures', en: 'two structures' },
    wrong: { fr: 'Identifiant_Structure est répété, avec une autre valeur.', en: 'Identifiant_Structure is repeated, with another value.' },
    clause: `${ANNEX}, Identifiant_Structure`,
    rule: 'VIHF-32',
    level: 'error',
    content: (assertion) => {
      const own = rootOf(assertion);
      return addAfter(
        assertion,
        attribute(VihfName.structure),
        named(VihfName.structure, otherStructure(valueOf(VihfName.structure)(own)?.text ?? '')),
      );
    },
  },
  {
    id: 'lower-case-name',
    title: { fr: 'nom d’attribut en minuscules', en: 'attribute name in lower case' },
    wrong: { fr: 'Identifiant_Structure est écrit identifiant_structure.', en: 'Identifiant_Structure is written identifiant_structure.' },
    clause: `${ANNEX}, Identifiant_Structure`,
    rule: 'VIHF-32',
    level: 'error',
    content: (assertion) => set(assertion, attribute(VihfName.structure), 'Name', VihfName.structure.toLowerCase()),
  },
  // why and how
  {
    id: 'unknown-purpose',
    title: { fr: 'mode d’accès inconnu', en: 'unknown purpose of use' },
    wrong: { fr: 'purposeofuse vaut TREATMENT.', en: 'purposeofuse is TREATMENT.' },
    clause: `${ANNEX}, purposeofuse`,
    rule: 'VIHF-36',
    level: 'error',
    content: (assertion) => set(assertion, (root) => valueOf(VihfName.purposeOfUse)(root)?.element('PurposeOfUse'), 'code', 'TREATMENT'),
  },
  {
    id: 'break-glass-indirect',
    title: { fr: 'bris de glace en authentification indirecte', en: 'break-glass in indirect authentication' },
    wrong: { fr: 'Le bris de glace est réservé à l’authentification directe.', en: 'Break-glass is kept for direct authentication.' },
    clause: `${ANNEX}, purposeofuse`,
    rule: 'VIHF-36-MODE',
    level: 'error',
    input: (input) => ({ ...input, mode: 'INDIRECTE', purpose: 'bris_de_glace' }),
    content: (assertion) => append(assertion, at('AttributeStatement'), named(VihfName.accessReason, 'Urgence vitale')),
  },
  {
    id: 'direct-by-password',
    title: { fr: 'authentification directe par mot de passe', en: 'direct authentication by password' },
    wrong: { fr: 'Le mode est DIRECTE, la classe est Password.', en: 'The mode is DIRECTE, the class is Password.' },
    clause: `${VIHF}, AuthnContextClassRef`,
    rule: 'VIHF-16-DIRECT',
    level: 'error',
    input: (input) => ({ ...input, mode: 'DIRECTE', classRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password' }),
  },
  {
    id: 'unknown-mode',
    title: { fr: 'mode d’authentification inconnu', en: 'unknown authentication mode' },
    wrong: { fr: 'Authentification_Mode vaut AUTRE.', en: 'Authentification_Mode is AUTRE.' },
    clause: `${ANNEX}, Authentification_Mode`,
    rule: 'VIHF-31',
    level: 'error',
    content: (assertion) => fill(assertion, valueOf(VihfName.mode), () => 'AUTRE'),
  },
  // which document this is
  {
    id: 'issuer-not-signer',
    title: { fr: 'émetteur qui n’est pas le signataire', en: 'issuer who is not the signer' },
    wrong: { fr: 'Issuer nomme un autre titulaire que le certificat.', en: 'Issuer names another holder than the certificate.' },
    clause: `${VIHF}, Issuer`,
    rule: 'VIHF-62',
    level: 'error',
    content: (assertion) => fill(assertion, at('Issuer'), () => 'CN=AUTRE CACHET,OU=10B0127190,O=AUTRE STRUCTURE,C=FR'),
  },
  {
    id: 'issuer-format',
    title: { fr: 'format d’émetteur faux', en: 'wrong issuer format' },
    wrong: { fr: 'Issuer/@Format n’est pas X509SubjectName.', en: 'Issuer/@Format is not X509SubjectName.' },
    clause: `${VIHF}, Issuer/@Format`,
    rule: 'VIHF-06',
    level: 'error',
    content: (assertion) => set(assertion, at('Issuer'), 'Format', 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'),
  },
  {
    id: 'version',
    title: { fr: 'version de SAML fausse', en: 'wrong SAML version' },
    wrong: { fr: 'Version vaut 1.1.', en: 'Version is 1.1.' },
    clause: `${SAML_CORE}, 2.3.3`,
    rule: 'VIHF-03',
    level: 'error',
    content: (assertion) => set(assertion, itself, 'Version', '1.1'),
  },
  {
    id: 'saml-1',
    title: { fr: 'espace de noms de SAML 1', en: 'SAML 1 namespace' },
    wrong: { fr: 'L’assertion est dans l’espace de noms de SAML 1.', en: 'The assertion is in the SAML 1 namespace.' },
    clause: `${VIHF}, Assertion/@xmlns`,
    rule: 'VIHF-02',
    level: 'error',
    content: (assertion) => set(assertion, itself, 'xmlns:saml', 'urn:oasis:names:tc:SAML:1.0:assertion'),
  },
  {
    id: 'id-no-name',
    title: { fr: 'ID qui n’est pas un xs:ID', en: 'ID that is no xs:ID' },
    wrong: { fr: 'L’ID commence par un chiffre.', en: 'The ID begins with a digit.' },
    clause: `${SAML_CORE}, 1.3.4`,
    rule: 'VIHF-04',
    level: 'error',
    content: (assertion) => set(assertion, itself, 'ID', `1${rootOf(assertion).attribute('ID')!}`),
  },
  {
    id: 'replayed',
    title: { fr: 'identifiant déjà employé', en: 'identifier used before' },
    wrong: { fr: 'L’ID est celui d’une assertion déjà reçue.', en: 'The ID is that of an assertion received before.' },
    clause: 'SAML 2.0 Profiles, 4.1.4.5',
    rule: 'VIHF-04-REPLAY',
    level: 'error',
    replays: true,
  },
  {
    id: 'oversized',
    title: { fr: 'assertion démesurée', en: 'oversized assertion' },
    wrong: { fr: 'LPS_Nom tient 200 000 caractères.', en: 'LPS_Nom holds 200,000 characters.' },
    clause: 'OWASP SAML Security, Validate Protocol Processing Rules',
    rule: 'VIHF-71',
    level: 'warning',
    input: (input) => ({ ...input, software: { ...input.software, name: 'A'.repeat(200_000) } }),
  },
];

const cut = (text: string): string => `${text.slice(0, -1)}<!-- -->${text.slice(-1)}`;

const conditionsWith = (attributes: readonly { name: string; value: string }[], content: string): string =>
  `<saml:Conditions${attributes.map(({ name, value }) => ` ${name}="${value}"`).join('')}>${content}</saml:Conditions>`;

function withProfession(input: VihfInput, code: string, displayName: string, codeSystem: string = VihfCodeSystem.profession): VihfInput {
  const { specialty: _specialty, ...professional } = input.professional;
  return { ...input, professional: { ...professional, profession: { code, codeSystem, displayName } } };
}
