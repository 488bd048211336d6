import { randomUUID } from 'node:crypto';
import { type Bilingual, ConfigurationError, shorten, toolVersion } from '../../src/model/index.js';
import { INS_OID, insProblem, parseCx, psIdNatProblem, structIdNatProblem } from '../../src/protocols/identifiers/index.js';
import {
  AUTHN_CLASS,
  type AuthenticationMode,
  type Professional,
  type PurposeOfUse,
  type VihfInput,
  type VihfVersion,
  VihfCodeSystem,
  writeVihf,
} from '../../src/protocols/saml/index.js';
import { TEST_STRUCTURE } from '../../src/protocols/x509/index.js';
import { type Profile, PROFILE_NAMES, profileNamed } from './profiles.js';
import type { VihfSigner } from './signer.js';

/** What a VIHF shall say, as text: from a command line, a request or a scenario. */
export interface VihfRequest {
  /** a name of PROFILES */
  profile: string;
  /** `indirecte`, `INDIRECTE_RENFORCEE`…; absent: indirecte */
  mode?: string;
  /** PS_IdNat; absent: the test identity of the profile, or the holder of the card */
  user?: string;
  /** name of the user, or of the software for an automatic processing */
  'subject-id'?: string;
  /** Struct_IdNat; absent: that of the seal, or of the tests where a card signs */
  structure?: string;
  /** `SA07`, or `SA07^1.2.250.1.71.4.2.4`; absent: that of the profile */
  sector?: string;
  /** `normal` (absent), `bris_de_glace`, `centre_15` */
  purpose?: string;
  /** Mode_Acces_Raison */
  reason?: string;
  /** connexion secrète */
  secret?: boolean;
  /** INS, of the test OID, or `INS^^^&OID&ISO^NH`; absent: no patient */
  patient?: string;
  /** `3.0` (absent) or `4.0` */
  'vihf-version'?: string;
  /** class of SAML 2.0 that tells the local login, with or without its prefix */
  class?: string;
  /** AuthnContextDecl of INDIRECTE_RENFORCEE; absent: the class */
  'authn-context-decl'?: string;
  /** Ressource_URN; absent: urn:dmp */
  'resource-urn'?: string;
  /** LPS_Nom, LPS_Version, LPS_ID, LPS_ID_HOMOLOGATION_DMP; absent: Addax */
  software?: { name?: string; version?: string; id?: string; homologation?: string };
  /** issue what the sources disagree about */
  uncertain?: boolean;
}

export interface IssuedVihf {
  /** Assertion/@ID */
  id: string;
  /** the saml:Assertion */
  assertion: string;
  /** what it was written from */
  input: VihfInput;
}

export interface Issuing {
  signer: VihfSigner;
  now: Date;
  /** Conditions; absent: the VIHF states none */
  validity?: { from: Date; to: Date };
}

type Allowed = 'yes' | 'uncertain';

/** Which purpose of use goes with which mode (CI-SIS, Transport synchrone pour client lourd): what is not here is forbidden. */
const PURPOSES: Record<AuthenticationMode, Partial<Record<PurposeOfUse, Allowed>>> = {
  DIRECTE: { normal: 'yes', bris_de_glace: 'yes', centre_15: 'yes' },
  INDIRECTE: { normal: 'yes', centre_15: 'yes' },
  INDIRECTE_RENFORCEE: { normal: 'yes', bris_de_glace: 'uncertain' },
};

/** Classes that tell a login of the field: password, structure certificate, card, Pro Santé Connect, nobody. */
export const LOGIN_CLASSES: readonly string[] = ['Password', 'TLSClient', 'SmartcardPKI', 'MobileTwoFactorUnregistered', 'unspecified'];

const SOFTWARE = { name: 'Addax', version: toolVersion, id: 'ADDAX', homologation: 'ADDAX-TEST' };

export const MODES = Object.keys(PURPOSES) as AuthenticationMode[];
export const PURPOSE_NAMES = Object.keys(PURPOSES.DIRECTE) as PurposeOfUse[];

/**
 * Issues a VIHF: checks that what is asked for can be said together, with this certificate, then writes and signs it
 * (CI-SIS, Transport synchrone pour client lourd, annexe 2).
 * @throws ConfigurationError whose field names the part of the request, or `certificate`
 */
export function issueVihf(request: VihfRequest, { signer, now, validity }: Issuing): IssuedVihf {
  const profile = profileOf(request.profile);
  const mode = modeOf(request.mode, request.profile, profile);
  const purpose = purposeOf(request, mode);
  checkSigner(mode, signer);
  const structure = structureOf(request.structure, signer);
  const professional = userOf(request.user, request.profile, signer, structure);
  const subjectId = request['subject-id'] ?? (mode === 'DIRECTE' ? undefined : profile.subjectId);
  const id = `_${randomUUID()}`;
  const resourceUrn = request['resource-urn'] ?? 'urn:dmp';
  if (!/^urn:\S+$/i.test(resourceUrn))
    throw wrong('resource-urn', resourceUrn, { fr: 'une URN, par exemple urn:dmp', en: 'a URN, for example urn:dmp' });
  const declaration = declarationOf(request['authn-context-decl'], mode);
  const input: VihfInput = {
    id,
    now,
    signer,
    professional,
    structure,
    sector: sectorOf(request.sector ?? profile.sector),
    version: versionOf(request['vihf-version'] ?? '3.0'),
    mode,
    classRef: classOf(request.class, mode, profile),
    ...(declaration !== undefined && { authnContextDecl: declaration }),
    purpose,
    ...(request.reason !== undefined && { reason: plain('reason', request.reason) }),
    ...(request.secret === true && { secret: true }),
    ...(request.patient !== undefined && { patient: patientOf(request.patient) }),
    ...(subjectId !== undefined && { subjectId: plain('subject-id', subjectId) }),
    resourceUrn: plain('resource-urn', resourceUrn),
    software: softwareOf(request.software),
    ...(validity && { conditions: { notBefore: validity.from, notOnOrAfter: validity.to } }),
  };
  return { id, assertion: writeVihf(input), input };
}

/**
 * The person of a profile, in this structure.
 * @param user PS_IdNat, in place of that of the profile
 * @throws ConfigurationError when the profile is not known or an identifier is none
 */
export function personOf(profileName: string, structure = TEST_STRUCTURE, user?: string): Professional {
  const profile = profileOf(profileName);
  if (user === undefined) return { ...profile.professional, id: idOf(profile, structIdNat(structure)) };
  const problem = psIdNatProblem(user);
  if (problem) throw new ConfigurationError('user', problem, { fr: 'Donner un PS_IdNat.', en: 'Give a PS_IdNat.' });
  return { ...profile.professional, id: user };
}

/** @throws ConfigurationError when the mode is not one, or not one of this profile */
export function modeOf(text: string | undefined, profileName: string, profile = profileOf(profileName)): AuthenticationMode {
  const name = (text ?? 'INDIRECTE').toUpperCase().replaceAll('-', '_');
  const mode = MODES.find((known) => known === name);
  if (!mode) throw wrong('mode', text ?? '', oneOf(MODES.map((known) => known.toLowerCase().replaceAll('_', '-'))));
  if (!profile.modes.includes(mode))
    throw new ConfigurationError(
      'mode',
      {
        fr: `le profil ${profileName} (${profile.title.fr}) ne s’authentifie pas en ${mode}.`,
        en: `the profile ${profileName} (${profile.title.en}) does not authenticate in ${mode}.`,
      },
      { fr: `Choisir ${profile.modes.join(' ou ')}, ou un autre profil.`, en: `Choose ${profile.modes.join(' or ')}, or another profile.` },
    );
  return mode;
}

function profileOf(name: string): Profile {
  const profile = profileNamed(name);
  if (!profile) throw wrong('profile', name, oneOf(PROFILE_NAMES));
  return profile;
}

function purposeOf({ purpose: asked = 'normal', reason, uncertain }: VihfRequest, mode: AuthenticationMode): PurposeOfUse {
  const purpose = PURPOSE_NAMES.find((known) => known === asked.replaceAll('-', '_'));
  if (!purpose) throw wrong('purpose', asked, oneOf(PURPOSE_NAMES));
  const allowed = PURPOSES[mode][purpose];
  const possible = MODES.filter((other) => PURPOSES[other][purpose] === 'yes').join(', ');
  if (allowed === undefined)
    throw new ConfigurationError(
      'purpose',
      { fr: `${purpose} n’existe pas en mode ${mode}.`, en: `${purpose} does not exist in mode ${mode}.` },
      { fr: `Demander normal, ou l’un de ces modes\u00A0: ${possible}.`, en: `Ask for normal, or one of these modes: ${possible}.` },
    );
  if (allowed === 'uncertain' && uncertain !== true)
    throw new ConfigurationError(
      'purpose',
      {
        fr: `les sources ne s’accordent pas sur ${purpose} en mode ${mode}.`,
        en: `sources disagree about ${purpose} in mode ${mode}.`,
      },
      {
        fr: `Confirmer par l’option uncertain, ou prendre l’un de ces modes\u00A0: ${possible}.`,
        en: `Confirm with the option uncertain, or take one of these modes: ${possible}.`,
      },
    );
  const emergency = purpose === 'bris_de_glace';
  if (emergency && (reason === undefined || reason.trim() === ''))
    throw new ConfigurationError(
      'reason',
      { fr: 'bris_de_glace ne va pas sans sa raison.', en: 'bris_de_glace needs its reason.' },
      { fr: 'Donner la raison de l’accès, en clair.', en: 'Give the reason for the access, in words.' },
    );
  if (!emergency && reason !== undefined)
    throw new ConfigurationError(
      'reason',
      {
        fr: `une raison n’accompagne que bris_de_glace, pas ${purpose}.`,
        en: `a reason comes with bris_de_glace only, not with ${purpose}.`,
      },
      { fr: 'Retirer la raison, ou demander bris_de_glace.', en: 'Remove the reason, or ask for bris_de_glace.' },
    );
  return purpose;
}

/** DIRECTE: the signature certificate of a card; the others: the seal of a structure (VIHF-60, VIHF-61, VIHF-63). */
function checkSigner(mode: AuthenticationMode, { holder, facts }: VihfSigner): void {
  if (mode === 'DIRECTE' && holder.kind === 'seal')
    throw new ConfigurationError(
      'certificate',
      {
        fr: `DIRECTE se signe par la carte du professionnel\u00A0: «\u00A0${facts.subjectText}\u00A0» est le cachet d’une structure.`,
        en: `DIRECTE is signed by the card of the professional: “${facts.subjectText}” is the seal of a structure.`,
      },
      { fr: 'Donner le certificat de signature d’une carte CPx.', en: 'Give the signature certificate of a CPx card.' },
    );
  if (mode === 'DIRECTE' && facts.keyUsage?.has('keyEncipherment') === true)
    throw new ConfigurationError(
      'certificate',
      {
        fr: `«\u00A0${facts.subjectText}\u00A0» est le certificat d’authentification de la carte (keyEncipherment).`,
        en: `“${facts.subjectText}” is the authentication certificate of the card (keyEncipherment).`,
      },
      { fr: 'Donner son certificat de signature, de même DN.', en: 'Give its signature certificate, of the same DN.' },
    );
  if (mode !== 'DIRECTE' && holder.kind === 'card')
    throw new ConfigurationError(
      'certificate',
      {
        fr: `${mode} se signe par le cachet de la structure\u00A0: «\u00A0${facts.subjectText}\u00A0» est la carte d’un professionnel.`,
        en: `${mode} is signed by the seal of the structure: “${facts.subjectText}” is the card of a professional.`,
      },
      {
        fr: 'Donner le certificat de cachet (ORG SIGN), ou demander DIRECTE.',
        en: 'Give the seal certificate (ORG SIGN), or ask for DIRECTE.',
      },
    );
}

function structureOf(asked: string | undefined, { holder, facts }: VihfSigner): string {
  if (holder.kind === 'seal') {
    if (asked !== undefined && asked !== holder.structure)
      throw new ConfigurationError(
        'structure',
        {
          fr: `le cachet est celui de la structure ${holder.structure} («\u00A0${facts.subjectText}\u00A0»), pas de ${shorten(asked)}.`,
          en: `the seal is that of structure ${holder.structure} (“${facts.subjectText}”), not of ${shorten(asked)}.`,
        },
        {
          fr: 'Donner le cachet de cette structure (addax pki --structure en fabrique un de test), ou ne pas donner la structure.',
          en: 'Give the seal of that structure (addax pki --structure makes one for tests), or do not give the structure.',
        },
      );
    return holder.structure;
  }
  return structIdNat(asked ?? TEST_STRUCTURE);
}

function structIdNat(text: string): string {
  const problem = structIdNatProblem(text);
  if (problem) throw new ConfigurationError('structure', problem, { fr: 'Donner un Struct_IdNat.', en: 'Give a Struct_IdNat.' });
  return text;
}

function userOf(asked: string | undefined, profileName: string, { holder }: VihfSigner, structure: string): Professional {
  if (holder.kind === 'card') {
    if (asked !== undefined && asked !== holder.id)
      throw new ConfigurationError(
        'user',
        {
          fr: `la carte est celle de ${holder.id}, pas de ${shorten(asked)}.`,
          en: `the card is that of ${holder.id}, not of ${shorten(asked)}.`,
        },
        { fr: 'Ne pas donner l’utilisateur\u00A0: la carte le nomme.', en: 'Do not give the user: the card names them.' },
      );
    const { id, family, given } = holder;
    return { ...profileOf(profileName).professional, id, family, given };
  }
  return personOf(profileName, structure, asked);
}

/** First digit of the PS_IdNat of an employee, by the first digit of the Struct_IdNat of the structure. */
const EMPLOYEE_PREFIX: Readonly<Record<string, string>> = { 0: '1', 1: '3', 2: '4', 3: '5', 4: '6' };

function idOf({ professional, internalId, title }: Profile, structure: string): string {
  if (internalId === undefined) return professional.id;
  const prefix = EMPLOYEE_PREFIX[structure.slice(0, 1)];
  // a practice is known by the RPPS of its owner, without the rank
  const number = prefix === '6' ? structure.slice(1, 12) : structure.slice(1);
  if (prefix === undefined)
    throw new ConfigurationError(
      'structure',
      {
        fr: `${structure} est un numéro technique\u00A0: il n’identifie pas ses employés (${title.fr}).`,
        en: `${structure} is a technical number: it does not identify its employees (${title.en}).`,
      },
      { fr: 'Donner aussi l’utilisateur (PS_IdNat).', en: 'Give the user (PS_IdNat) as well.' },
    );
  return `${prefix}${number}/${internalId}`;
}

function sectorOf(text: string): string {
  const [code = '', system = VihfCodeSystem.sector, ...more] = text.split('^');
  if (!/^SA\d\d$/.test(code) || system !== VihfCodeSystem.sector || more.length > 0)
    throw wrong('sector', text, {
      fr: 'un secteur d’activité de TRE_R02, par exemple SA07',
      en: 'a sector of activity of TRE_R02, for example SA07',
    });
  return code;
}

function versionOf(text: string): VihfVersion {
  if (text !== '3.0' && text !== '4.0') throw wrong('vihf-version', text, oneOf(['3.0', '4.0']));
  return text;
}

function classOf(asked: string | undefined, mode: AuthenticationMode, { loginClass }: Profile): string {
  const implied = { DIRECTE: 'SmartcardPKI', INDIRECTE: loginClass ?? 'Password', INDIRECTE_RENFORCEE: 'MobileTwoFactorUnregistered' }[
    mode
  ];
  const name = asked?.startsWith(AUTHN_CLASS) ? asked.slice(AUTHN_CLASS.length) : (asked ?? implied);
  if (!LOGIN_CLASSES.includes(name)) throw wrong('class', asked ?? '', oneOf(LOGIN_CLASSES));
  if (mode === 'DIRECTE' && name !== implied)
    throw new ConfigurationError(
      'class',
      { fr: `en mode DIRECTE la classe est ${implied}, pas ${name}.`, en: `in mode DIRECTE the class is ${implied}, not ${name}.` },
      { fr: 'Ne pas donner la classe.', en: 'Do not give the class.' },
    );
  return AUTHN_CLASS + name;
}

function declarationOf(text: string | undefined, mode: AuthenticationMode): string | undefined {
  if (text !== undefined && mode !== 'INDIRECTE_RENFORCEE')
    throw new ConfigurationError(
      'authn-context-decl',
      {
        fr: `AuthnContextDecl n’existe qu’en INDIRECTE_RENFORCEE, pas en ${mode}.`,
        en: `AuthnContextDecl exists in INDIRECTE_RENFORCEE only, not in ${mode}.`,
      },
      { fr: 'Retirer cette option.', en: 'Remove this option.' },
    );
  return text === undefined ? undefined : plain('authn-context-decl', text);
}

function patientOf(text: string): { ins: string; oid: string } {
  const { id, authority, type } = parseCx(text.trim());
  const oid = authority.oid || INS_OID.testNir;
  const problem = insProblem(id, oid);
  if (problem)
    throw new ConfigurationError('patient', problem.text, {
      fr: `Donner ${problem.expected.fr}.`,
      en: `Give ${problem.expected.en}.`,
    });
  if (type !== '' && type !== 'NH') throw wrong('patient', text, { fr: 'INS^^^&OID&ISO^NH', en: 'INS^^^&OID&ISO^NH' });
  return { ins: id, oid };
}

function softwareOf(given: VihfRequest['software'] = {}): typeof SOFTWARE {
  const software = { ...SOFTWARE, ...given };
  for (const text of Object.values(software)) plain('software', text);
  return software;
}

/** Characters that XML cannot carry (XML 1.0, 2.2). */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

function plain(field: string, text: string): string {
  if (text.trim() === '' || NOT_XML.test(text))
    throw wrong(field, text, { fr: 'un texte, sans caractère de commande', en: 'a text, without control characters' });
  return text;
}

const oneOf = (values: readonly string[]): Bilingual => ({
  fr: `l’une de ces valeurs\u00A0: ${values.join(', ')}`,
  en: `one of these: ${values.join(', ')}`,
});

const wrong = (field: string, text: string, expected: Bilingual): ConfigurationError =>
  new ConfigurationError(
    field,
    { fr: `«\u00A0${shorten(text)}\u00A0» n’est pas admis.`, en: `“${shorten(text)}” is not allowed.` },
    { fr: `Donner ${expected.fr}.`, en: `Give ${expected.en}.` },
  );
