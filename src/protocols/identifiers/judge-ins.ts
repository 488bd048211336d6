import { asWritten, NOTHING, oneOf, shorten, type Bilingual } from '../../model/index.js';
import { isTs } from './hl7-types.js';
import {
  canBeSamePlace,
  INS_OID,
  insBirthplace,
  insCKey,
  insKey,
  insParts,
  isCogCode,
  isInsDepartment,
  isInsMonth,
  isInsOid,
  isNearInsOid,
  isObsoleteInsOid,
  isTestInsOid,
  OBSOLETE_INS_OID,
} from './ins.js';
import { insMayBeSent } from './reliability.js';

/** One identifier of a patient, as HL7 v2 (CX), HL7 V3 and CDA (II) or XDS and the VIHF (CX) carry it. */
export interface PatientIdentifier {
  value: string;
  /** of the authority; absent: the number alone is judged, as that of an INS */
  oid?: string;
  /** name of the authority (HD.1) */
  namespace?: string;
  /** what the universal id of the authority is (HD.3) */
  oidType?: string;
  /** CX.5 */
  type?: string;
  /** CX.7 and CX.8: from and until when it holds, as `YYYYMMDD…` */
  from?: string;
  until?: string;
  /** it is said to hold no more, whenever that was */
  ended?: true;
}

/** What must go with an INS, as far as a format carries it; what the message does not say is empty. */
export interface IdentityTraits {
  birthName: string;
  firstGivenName: string;
  /** the list of birth given names, the first included */
  givenNames: string;
  /** `YYYYMMDD`, or what is known of it */
  birthDate: string;
  /** the date was corrected, or stands for a lunar one: only its year can be compared */
  isBirthDateCorrected?: boolean;
  /** `M` or `F`; any other value says that there is no answer */
  sex: string;
  /** COG code */
  birthplace: string;
}

/** An identity as a message carries it. What a format does not carry is absent, and is not judged. */
export interface PatientIdentity {
  identifiers: readonly PatientIdentifier[];
  traits?: Partial<IdentityTraits>;
  /** codes of PID-32 */
  reliability?: readonly string[];
  /** ZFD-5 and ZFD-6: how the INS was had, and when INSi was asked */
  obtained?: { how: string; at: string };
  /** type that the format gives an INS: `INS` in HL7 v2, `NH` in XDS and the VIHF; by OID where each authority has its own */
  insType?: string | Readonly<Record<string, string>>;
  /** the day of the message, `YYYYMMDD…`: an identifier whose end has come is history */
  at?: string;
  /** `production`: real identities are expected here, and the authority of the INS is not judged to be one of tests */
  authority?: string;
}

/** What is judged of an identity that has an INS. */
export type InsAspect =
  | 'authority'
  | 'shape'
  | 'key'
  | 'month'
  | 'department'
  | 'namespace'
  | 'type'
  | 'test-authority'
  | 'lookalike'
  | 'legacy'
  | 'legacy-key'
  | 'one-number'
  | 'nir-or-nia'
  | 'period'
  | 'sex'
  | 'birth-date'
  | 'birthplace'
  | `has-${TraitName}`
  | 'reliability'
  | 'obtained'
  | 'obtained-when';

export type TraitName = 'birth-name' | 'first-given-name' | 'given-names' | 'birth-date' | 'sex' | 'birthplace';

/** What is wrong with an INS, or with what goes with it. */
export interface InsProblem {
  kind: InsAspect;
  text: Bilingual;
  expected: Bilingual;
  actual: Bilingual;
}

/** One thing that was judged, and what is wrong with it if anything. */
export interface InsCheck {
  aspect: InsAspect;
  /** which of the identifiers it is about; absent: the identity as a whole */
  of?: number;
  problem?: InsProblem;
}

const same = (text: string): Bilingual => ({ fr: asWritten(text), en: asWritten(text) });

/** Says what is wrong with the number of a matricule INS (13 characters and a key of 2) or with its OID; undefined when nothing is. */
export function insProblem(ins: string, oid?: string): InsProblem | undefined {
  return (oid === undefined ? undefined : authorityProblem(oid)) ?? shapeProblem(ins) ?? keyProblem(ins);
}

/**
 * Judges the INS of a patient and what goes with it: its number, its authority, the traits that must accompany it and agree
 * with it, the reliability of the identity, and that one number is current. One function for every format: a validator
 * gives what its message says, and tells the problems at its own places. An aspect that had nothing to judge is not in
 * the answer. Agreement of traits is never certain: a civil status may have been corrected after the number was given.
 */
export function judgeIns(identity: PatientIdentity): InsCheck[] {
  const { identifiers } = identity;
  const kinds = identifiers.map(kindOf);
  const checks = identifiers.flatMap((one, of) =>
    (kinds[of] === 'ins' ? judgeNumber(one, identity)
    : kinds[of] === 'legacy' ? judgeLegacy(one)
    : judgeOther(one)
    ).map((check): InsCheck => ({ ...check, of })),
  );
  const ins = identifiers.flatMap((one, of) => (kinds[of] === 'ins' ? [{ ...one, of }] : []));
  if (ins.length === 0) return checks;
  const current = ins.filter(({ until, ended }) => !ended && (!until || !identity.at || until.slice(0, 8) >= identity.at.slice(0, 8)));
  const { traits, reliability, obtained, at } = identity;
  return [
    ...checks,
    ...(kinds.includes('legacy') ? [] : [{ aspect: 'legacy' as const }]),
    ...judgeCurrent(current),
    ...(traits ? [...judgePresence(traits), ...judgeAgreement(current, traits)] : []),
    ...(reliability && current.length > 0 ? [judgeReliability(reliability)] : []),
    ...(obtained && current.length > 0 ? judgeObtained(obtained, at) : []),
  ];
}

/** An INS by its OID, its type or the name of its authority; what came before it likewise. */
function kindOf({ value, oid, type = '', namespace = '' }: PatientIdentifier): 'ins' | 'legacy' | 'other' {
  if (oid === undefined || isInsOid(oid)) return 'ins';
  if (isObsoleteInsOid(oid) || /^INS-[AC]$/.test(type) || /^ASIP-SANTE-INS-[AC]$/.test(namespace))
    // the number of a matricule does not become an INS-C by its OID
    return insProblem(value) === undefined ? 'other' : 'legacy';
  return /^INS(?:-NI[RA](?:-(?:TEST|DEMO))?)?$/.test(type) || /^ASIP-SANTE-INS-NI[RA]$/.test(namespace) ? 'ins' : 'other';
}

function check(aspect: InsAspect, holds: boolean, problem: () => Omit<InsProblem, 'kind'>): InsCheck {
  return holds ? { aspect } : { aspect, problem: { kind: aspect, ...problem() } };
}

const told = (aspect: InsAspect, problem: InsProblem | undefined): InsCheck => (problem ? { aspect, problem } : { aspect });

function authorityProblem(oid: string): InsProblem | undefined {
  if (isInsOid(oid)) return undefined;
  const obsolete = isObsoleteInsOid(oid);
  return {
    kind: 'authority',
    text: {
      fr:
        obsolete ?
          `L’OID ${oid} désigne un INS-A ou INS-C, abandonné.`
        : `L’OID ${shorten(oid) || '(vide)'} n’est pas celui d’un matricule INS.`,
      en:
        obsolete ?
          `OID ${oid} stands for an INS-A or INS-C, withdrawn.`
        : `OID ${shorten(oid) || '(empty)'} is not that of a matricule INS.`,
    },
    expected: {
      fr: `${INS_OID.nir} (NIR), ${INS_OID.nia} (NIA), ${INS_OID.testNir} ou ${INS_OID.demonstration} (test)`,
      en: `${INS_OID.nir} (NIR), ${INS_OID.nia} (NIA), ${INS_OID.testNir} or ${INS_OID.demonstration} (test)`,
    },
    actual: same(oid),
  };
}

function shapeProblem(ins: string): InsProblem | undefined {
  if (insParts(ins)?.key) return undefined;
  return {
    kind: 'shape',
    text: {
      fr: `«\u00A0${shorten(ins)}\u00A0» n’a pas la forme d’un matricule INS.`,
      en: `“${shorten(ins)}” does not have the shape of a matricule INS.`,
    },
    expected: {
      fr: '13 caractères (NIR ou NIA) suivis de la clé à 2 chiffres',
      en: '13 characters (NIR or NIA) followed by the 2-digit key',
    },
    actual: same(ins),
  };
}

function keyProblem(ins: string): InsProblem | undefined {
  const [body, key] = [ins.slice(0, 13), ins.slice(13)];
  const right = insKey(body);
  if (right === undefined || right === key) return undefined;
  return {
    kind: 'key',
    text: { fr: `La clé ${key} de l’INS ${ins} est fausse.`, en: `The key ${key} of INS ${ins} is wrong.` },
    expected: { fr: `${body} avec la clé ${right}`, en: `${body} with key ${right}` },
    actual: same(ins),
  };
}

function judgeNumber(one: PatientIdentifier, { insType, authority }: PatientIdentity): InsCheck[] {
  const { value, oid, namespace, oidType, type } = one;
  const checks: InsCheck[] = [];
  if (oid !== undefined) {
    const wrong = authorityProblem(oid);
    checks.push(told('authority', wrong));
    if (!wrong) {
      if (namespace) checks.push(judgeNamespace(oid, namespace));
      if (authority !== 'production') checks.push(judgeTestAuthority(oid));
    }
  }
  const due = typeof insType === 'string' ? insType : insType?.[oid ?? ''];
  if (due !== undefined) checks.push(judgeType(due, type ?? '', oidType));
  const shape = shapeProblem(value);
  checks.push(told('shape', shape));
  if (shape) return checks;
  const key = keyProblem(value);
  checks.push(told('key', key));
  // a wrong key already says that the digits are not to be trusted
  if (key) return checks;
  const { month, department, commune } = insParts(value)!;
  checks.push(
    check('month', isInsMonth(value), () => ({
      text: {
        fr: `Le mois ${month} que porte l’INS ${value} n’existe pas.`,
        en: `The month ${month} in INS ${value} does not exist.`,
      },
      expected: { fr: '01 à 12, 20, 30 à 42 ou 50 à 99', en: '01 to 12, 20, 30 to 42 or 50 to 99' },
      actual: same(`${month} (${value})`),
    })),
    check('department', isInsDepartment(value), () => ({
      text: {
        fr: `Le département ${department} que porte l’INS ${value} n’existe pas.`,
        en: `The department ${department} in INS ${value} does not exist.`,
      },
      expected: { fr: '01 à 99, 2A, 2B, ou 971 à 978', en: '01 to 99, 2A, 2B, or 971 to 978' },
      actual: same(`${department}${commune} (${value})`),
    })),
  );
  if (one.from && one.until)
    checks.push(
      check('period', one.from.slice(0, 8) <= one.until.slice(0, 8), () => ({
        text: { fr: 'La fin de validité de cet INS précède son début.', en: 'The end of this INS is before its beginning.' },
        expected: { fr: `au plus tôt ${asWritten(one.from!)}`, en: `${asWritten(one.from!)} at the earliest` },
        actual: same(one.until!),
      })),
    );
  return checks;
}

/** The NIA has an authority of its own; test identities have the same for both. */
function judgeNamespace(oid: string, namespace: string): InsCheck {
  const names = [...(oid === INS_OID.nia ? [] : ['ASIP-SANTE-INS-NIR']), ...(oid === INS_OID.nir ? [] : ['ASIP-SANTE-INS-NIA'])];
  return check('namespace', names.includes(namespace), () => ({
    text: {
      fr: `Le nom d’autorité ${asWritten(namespace)} ne va pas avec l’OID ${oid}.`,
      en: `Authority name ${asWritten(namespace)} does not go with OID ${oid}.`,
    },
    expected: oneOf(names),
    actual: same(namespace),
  }));
}

function judgeType(insType: string, type: string, oidType: string | undefined): InsCheck {
  return type !== insType ?
      check('type', false, () => ({
        text: { fr: `Le type d’un INS est ${insType}.`, en: `The type of an INS is ${insType}.` },
        expected: same(insType),
        actual: type === '' ? NOTHING : same(type),
      }))
    : check('type', oidType === undefined || oidType === 'ISO', () => ({
        text: {
          fr: 'L’autorité d’un INS est désignée par un OID, de type ISO.',
          en: 'The authority of an INS is named by an OID, of type ISO.',
        },
        expected: same('ISO'),
        actual: same(oidType ?? ''),
      }));
}

function judgeTestAuthority(oid: string): InsCheck {
  return check('test-authority', isTestInsOid(oid), () => ({
    text: {
      fr: 'L’INS porte l’OID de production\u00A0: ce patient peut être réel.',
      en: 'The INS carries the production OID: this patient may be real.',
    },
    expected: same(INS_OID.testNir),
    actual: same(oid),
  }));
}

function judgeLegacy({ value, oid }: PatientIdentifier): InsCheck[] {
  const name = oid === OBSOLETE_INS_OID.insA ? 'INS-A' : 'INS-C';
  const key = insCKey(value.slice(0, 20));
  return [
    check('legacy', false, () => ({
      text: {
        fr: `Cet identifiant est un ${name}, que le matricule INS remplace.`,
        en: `This identifier is an ${name}, which the matricule INS replaces.`,
      },
      expected: { fr: 'un matricule INS, ou rien', en: 'a matricule INS, or nothing' },
      actual: same(value),
    })),
    ...(name === 'INS-C' ?
      [
        check('legacy-key', key !== undefined && key === value.slice(20), () => ({
          text: {
            fr: 'Cet INS-C n’a pas 20 chiffres et une clé juste.',
            en: 'This INS-C does not have 20 digits and a right key.',
          },
          expected:
            key === undefined ?
              { fr: '20 chiffres suivis de la clé à 2 chiffres', en: '20 digits followed by the 2-digit key' }
            : { fr: `la clé ${key}`, en: `key ${key}` },
          actual: same(value),
        })),
      ]
    : []),
  ];
}

/** An identifier that says to be no INS, but has the number of one or nearly its OID. */
function judgeOther({ value, oid = '' }: PatientIdentifier): InsCheck[] {
  if (value === '' || !(isNearInsOid(oid) || insProblem(value) === undefined)) return [];
  return [told('lookalike', { ...authorityProblem(oid)!, kind: 'lookalike' })];
}

type Current = PatientIdentifier & { of: number };

function judgeCurrent(current: readonly Current[]): InsCheck[] {
  const first = new Map<string, string>();
  const checks: InsCheck[] = [];
  for (const { value, oid = '', of } of current) {
    if (value === '') continue;
    const known = first.get(oid) ?? value;
    first.set(oid, known);
    checks.push({
      of,
      ...check('one-number', known === value, () => ({
        text: {
          fr: 'Ce patient a deux INS en cours, différents, de la même autorité.',
          en: 'This patient has two different current INS of the same authority.',
        },
        expected: same(known),
        actual: same(value),
      })),
    });
  }
  const [nir, nia] = [INS_OID.nir, INS_OID.nia].map((oid) => current.find((one) => one.oid === oid));
  if (nir ?? nia)
    checks.push({
      of: (nia ?? nir)!.of,
      ...check('nir-or-nia', !nir || !nia, () => ({
        text: {
          fr: 'Ce patient a un NIR et un NIA en cours\u00A0: le NIR met fin au NIA.',
          en: 'This patient has a current NIR and a current NIA: the NIR ends the NIA.',
        },
        expected: { fr: 'un NIA avec sa date de fin', en: 'a NIA with its end date' },
        actual: same(nia?.value ?? ''),
      })),
    });
  return checks;
}

const TRAITS: readonly [name: TraitName, of: keyof IdentityTraits, fr: string, en: string][] = [
  ['birth-name', 'birthName', 'le nom de naissance', 'the birth family name'],
  ['first-given-name', 'firstGivenName', 'le premier prénom de naissance', 'the first birth given name'],
  ['given-names', 'givenNames', 'la liste des prénoms de naissance', 'the list of birth given names'],
  ['birth-date', 'birthDate', 'la date de naissance', 'the birth date'],
  ['sex', 'sex', 'le sexe', 'the sex'],
  ['birthplace', 'birthplace', 'le code COG du lieu de naissance', 'the COG code of the birthplace'],
];

function judgePresence(traits: Partial<IdentityTraits>): InsCheck[] {
  return TRAITS.flatMap(([name, of, fr, en]) =>
    traits[of] === undefined ?
      []
    : [
        check(`has-${name}`, traits[of] !== '', () => ({
          text: { fr: `Un INS est envoyé sans ${fr}.`, en: `An INS is sent without ${en}.` },
          expected: { fr, en },
          actual: NOTHING,
        })),
      ],
  );
}

function judgeAgreement(current: readonly Current[], traits: Partial<IdentityTraits>): InsCheck[] {
  const right = current.filter(({ value }) => insProblem(value) === undefined);
  const matricule = right[0]?.value;
  if (matricule === undefined) return [];
  const parts = insParts(matricule)!;
  const checks: InsCheck[] = [];
  const { sex, birthDate = '', birthplace = '' } = traits;
  if (sex === 'M' || sex === 'F')
    checks.push(
      check('sex', sex === parts.sex, () => ({
        text: {
          fr: 'Le sexe et le premier chiffre de l’INS se contredisent, à moins d’une rectification de l’état civil.',
          en: 'The sex and the first digit of the INS disagree, unless the civil status was corrected.',
        },
        expected: same(`${parts.sex} (${matricule})`),
        actual: same(sex),
      })),
    );
  if (isTs(birthDate)) {
    const known = parts.isMonthKnown && !traits.isBirthDateCorrected && birthDate.length >= 6;
    const wanted = parts.year + (known ? parts.month : '');
    checks.push(
      check('birth-date', birthDate.slice(2, 2 + wanted.length) === wanted, () => ({
        text: {
          fr: 'La date de naissance et l’INS se contredisent, à moins d’une rectification de l’état civil.',
          en: 'The birth date and the INS disagree, unless the civil status was corrected.',
        },
        expected: {
          fr: `année en ${parts.year}${known ? `, mois ${parts.month}` : ''} (${matricule})`,
          en: `year in ${parts.year}${known ? `, month ${parts.month}` : ''} (${matricule})`,
        },
        actual: same(birthDate),
      })),
    );
  }
  // the numbers of demonstration are made up
  const placed = right.find(({ oid }) => oid !== INS_OID.nia && oid !== INS_OID.demonstration)?.value ?? '';
  const registered = insBirthplace(placed);
  const written = birthplace.trim().toUpperCase();
  if (registered !== undefined && isCogCode(written))
    checks.push(
      check('birthplace', canBeSamePlace(registered, written), () => ({
        text: {
          fr: 'Le lieu de naissance et l’INS se contredisent, à moins d’une rectification de l’état civil.',
          en: 'The birthplace and the INS disagree, unless the civil status was corrected.',
        },
        expected: same(`${registered} (${placed})`),
        actual: same(birthplace),
      })),
    );
  return checks;
}

function judgeReliability(codes: readonly string[]): InsCheck {
  return check('reliability', insMayBeSent(codes), () => ({
    text: {
      fr: 'Un INS est envoyé avec une identité qui n’est pas dite validée.',
      en: 'An INS is sent with an identity that is not said to be validated.',
    },
    expected: { fr: 'VALI, ou pas d’INS', en: 'VALI, or no INS' },
    actual: codes.length > 0 ? same(codes.join(', ')) : NOTHING,
  }));
}

function judgeObtained({ how, at }: { how: string; at: string }, now: string | undefined): InsCheck[] {
  if (how === '') return [];
  const asked = how === 'INSI';
  return [
    check('obtained', asked, () => ({
      text: {
        fr: 'L’INS envoyé n’a pas été obtenu du téléservice INSi.',
        en: 'The INS that is sent was not obtained from the INSi service.',
      },
      expected: same('INSI'),
      actual: same(how),
    })),
    ...(asked ?
      [
        check('obtained-when', isTs(at) && (!now || at.slice(0, 8) <= now.slice(0, 8)), () => ({
          text: {
            fr: 'La date de l’appel à INSi manque, n’existe pas ou suit celle du message.',
            en: 'The date of the call to INSi is missing, does not exist, or is after that of the message.',
          },
          expected:
            now ? { fr: `une date jusqu’à ${now.slice(0, 8)}`, en: `a date up to ${now.slice(0, 8)}` } : { fr: 'une date', en: 'a date' },
          actual: at === '' ? NOTHING : same(at),
        })),
      ]
    : []),
  ];
}
