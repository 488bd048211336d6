import { shorten, type Bilingual } from '../../model/index.js';

/** OID of PS_IdNat, the national identifier of a health professional. */
export const PS_IDNAT_OID = '1.2.250.1.71.4.2.1';
/** OID of Struct_IdNat, the national identifier of a structure. */
export const STRUCT_IDNAT_OID = '1.2.250.1.71.4.2.2';

/** Luhn's check over a string of digits. */
export function isLuhnValid(digits: string): boolean {
  if (!/^\d+$/.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 0x30;
    const weighed = i % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

const LA_POSTE = '356000000';

const isRpps = (text: string): boolean => /^\d{11}$/.test(text) && isLuhnValid(text);
const isAdeli = (text: string): boolean => /^\d[0-9AB]\d{7}$/.test(text);
/** With letters (Corsica, test ranges) the key of a FINESS is not specified. */
const isFiness = (text: string): boolean => /^\d[0-9AB]\d{7}$/.test(text) && (!/^\d+$/.test(text) || isLuhnValid(text));
const isSiren = (text: string): boolean => /^\d{9}$/.test(text) && isLuhnValid(text);
const isSiret = (text: string): boolean =>
  /^\d{14}$/.test(text)
  && (isLuhnValid(text) || (text.startsWith(LA_POSTE) && [...text].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0));

type Form = { name: string; holds: (rest: string) => boolean; shape: string };

const RPPS: Form = { name: 'RPPS', holds: isRpps, shape: '11 chiffres, clé de Luhn | 11 digits, Luhn key' };
const ADELI: Form = { name: 'ADELI', holds: isAdeli, shape: '9 caractères | 9 characters' };
const FINESS: Form = { name: 'FINESS', holds: isFiness, shape: '9 caractères, clé de Luhn | 9 characters, Luhn key' };
const SIREN: Form = { name: 'SIREN', holds: isSiren, shape: '9 chiffres, clé de Luhn | 9 digits, Luhn key' };
const SIRET: Form = { name: 'SIRET', holds: isSiret, shape: '14 chiffres, clé de Luhn | 14 digits, Luhn key' };

/** A number of its structure, `/`, then an identifier that the structure gives. */
const internal = (form: Form): Form => ({
  name: `${form.name}/…`,
  holds: (rest) => {
    const slash = rest.indexOf('/');
    return slash > 0 && slash < rest.length - 1 && form.holds(rest.slice(0, slash));
  },
  shape: form.shape,
});

const CABINET_RANK: Form = {
  name: 'RPPS + rang',
  holds: (rest) => /^\d{13}\d*$/.test(rest) && isRpps(rest.slice(0, 11)),
  shape: 'RPPS du cabinet et rang | RPPS of the practice and rank',
};

/** The first digit of an IdNat says which number follows. Test data also show `1` before FINESS/internal. */
const PS_FORMS: Record<string, Form[]> = {
  0: [ADELI],
  1: [internal(ADELI), internal(FINESS)],
  3: [internal(FINESS)],
  4: [internal(SIREN)],
  5: [internal(SIRET)],
  6: [internal(RPPS)],
  8: [RPPS],
};

const STRUCT_FORMS: Record<string, Form[]> = { 0: [ADELI], 1: [FINESS], 2: [SIREN], 3: [SIRET], 4: [CABINET_RANK] };

/** Says what is wrong with a PS_IdNat; undefined when nothing is. */
export function psIdNatProblem(id: string): Bilingual | undefined {
  return problem(id, PS_FORMS, 'PS_IdNat', '0, 1, 3, 4, 5, 6, 8');
}

/**
 * Says what is wrong with a Struct_IdNat; undefined when nothing is. A technical number of the directory has no prefix
 * and no known shape: 10 characters or more that begin with none of the prefixes pass.
 */
export function structIdNatProblem(id: string): Bilingual | undefined {
  if (/^[5-9A-Z][0-9A-Z]{9}[0-9A-Z]*$/.test(id)) return undefined;
  return problem(id, STRUCT_FORMS, 'Struct_IdNat', '0, 1, 2, 3, 4');
}

/**
 * Says that the RPPS of a professional, with its prefix 8 or without, stands where a structure is meant; undefined when it
 * does not. It has the shape of a technical number of the directory too: likely, not sure.
 */
export function professionalAsStructure(id: string): Bilingual | undefined {
  const rpps = /^8?(\d{11})$/.exec(id)?.[1];
  if (rpps && isRpps(rpps))
    return {
      fr: `« ${id} » n’est pas un Struct_IdNat : ${rpps} a la forme du RPPS d’un professionnel, qui s’identifie sous ${PS_IDNAT_OID}.`,
      en: `“${id}” is not a Struct_IdNat: ${rpps} looks like the RPPS of a professional, who is identified under ${PS_IDNAT_OID}.`,
    };
  return undefined;
}

function problem(id: string, forms: Record<string, Form[]>, kind: string, prefixes: string): Bilingual | undefined {
  const known = forms[id.slice(0, 1)];
  if (!known)
    return {
      fr: `« ${shorten(id)} » n’est pas un ${kind} : le premier caractère (${prefixes}) dit quel numéro suit.`,
      en: `“${shorten(id)}” is not a ${kind}: the first character (${prefixes}) says which number follows.`,
    };
  if (known.some((form) => form.holds(id.slice(1)))) return undefined;
  const [first] = known;
  const [fr = '', en = ''] = first!.shape.split(' | ');
  return {
    fr: `« ${shorten(id)} » n’est pas un ${kind} : après ${id.slice(0, 1)} vient un numéro ${first!.name} (${fr}).`,
    en: `“${shorten(id)}” is not a ${kind}: after ${id.slice(0, 1)} comes a ${first!.name} number (${en}).`,
  };
}

/** The forms of a national number under each URI that fr-core gives its system. */
const FORMS_OF_SYSTEM: Readonly<Record<string, readonly Form[]>> = {
  'https://rpps.esante.gouv.fr': [RPPS],
  'https://adeli.esante.gouv.fr': [ADELI],
  'https://finess.esante.gouv.fr': [FINESS],
  'https://sirene.fr': [SIREN, SIRET],
};

/**
 * What a number under a national system of fr-core (RPPS, ADELI, FINESS, SIREN, SIRET, IdNat) should be, and whether it is;
 * undefined for another system.
 */
export function judgeNationalNumber(system: string, value: string): { holds: boolean; expected: Bilingual } | undefined {
  if (system === `urn:oid:${PS_IDNAT_OID}`)
    return {
      holds: psIdNatProblem(value) === undefined,
      expected: { fr: 'un PS_IdNat (8 puis RPPS, 0 puis ADELI, …)', en: 'a PS_IdNat (8 then RPPS, 0 then ADELI, …)' },
    };
  if (system === `urn:oid:${STRUCT_IDNAT_OID}`)
    return {
      holds: structIdNatProblem(value) === undefined,
      expected: {
        fr: 'un Struct_IdNat (1 puis FINESS, 2 puis SIREN, 3 puis SIRET, …)',
        en: 'a Struct_IdNat (1 then FINESS, 2 then SIREN, 3 then SIRET, …)',
      },
    };
  if (!Object.hasOwn(FORMS_OF_SYSTEM, system)) return undefined;
  const forms = FORMS_OF_SYSTEM[system]!;
  const shapes = forms.map(({ name, shape }) => [name, ...shape.split(' | ')] as const);
  return {
    holds: forms.some(({ holds }) => holds(value)),
    expected: {
      fr: shapes.map(([name, fr]) => `${name} (${fr})`).join(' ou '),
      en: shapes.map(([name, , en]) => `${name} (${en})`).join(' or '),
    },
  };
}
