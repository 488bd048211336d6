import { asWritten, EMPTY, fits, oneOf, rule, type Rule } from '../../../src/model/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { isNull, type Judge } from '../judge.js';
import type { Observer, Site } from './walk.js';

const TELECOM = 'HL7 V3, type TEL';
const ADDRESS = 'HL7 V3, type AD';

export const contactRules: readonly Rule[] = [
  rule({
    id: 'CDA-362',
    level: 'SHOULD',
    title: { fr: 'Dans le corps, une coordonnée (telecom) porte un nullFlavor ou une valeur en tel:, fax:, mailto:, http:, ftp: ou mllp:.', en: 'In the body, a telecom carries a nullFlavor, or a value in tel:, fax:, mailto:, http:, ftp: or mllp:.' },
    message: { fr: 'La coordonnée n’est ni inconnue ni préfixée.', en: 'The telecom is neither unknown nor prefixed.' },
    why: { fr: 'Un logiciel ne sait pas s’il faut appeler ou écrire.', en: 'Software does not know whether to call or to write.' },
    hint: { fr: 'Préfixer la valeur : tel:0145676789, mailto:nom@exemple.fr ; écrire nullFlavor si elle est inconnue.', en: 'Prefix the value: tel:0145676789, mailto:name@example.org; write nullFlavor when it is unknown.' },
    clause: TELECOM,
    example: { right: '<telecom value="tel:0145676789"/>', wrong: '<telecom value="0145676789"/>' },
  }),
  rule({
    id: 'CDA-363',
    level: 'SHOULD',
    title: { fr: 'Ce qui suit le préfixe d’une coordonnée en a la forme : un numéro de téléphone, une adresse de messagerie, une URL.', en: 'What follows the prefix of a telecom has its form: a phone number, an e-mail address, a URL.' },
    message: { fr: 'La coordonnée n’a pas la forme que son préfixe annonce.', en: 'The telecom does not have the form that its prefix announces.' },
    why: { fr: 'La personne ne peut pas être jointe.', en: 'The person cannot be reached.' },
    hint: { fr: 'Écrire tel: ou fax: et 2 à 15 chiffres, mailto: et nom@domaine, http: et //hôte/chemin.', en: 'Write tel: or fax: and 2 to 15 digits, mailto: and name@domain, http: and //host/path.' },
    clause: TELECOM,
    example: { right: '<telecom value="mailto:accueil@exemple.fr"/>', wrong: '<telecom value="mailto:accueil.exemple.fr"/>' },
  }),
  rule({
    id: 'CDA-364',
    level: 'SHOULD',
    title: { fr: 'Dans le corps, l’usage (use) d’une coordonnée ou d’une adresse est l’un de ceux que le CI-SIS admet dans l’en-tête.', en: 'In the body, the use of a telecom or of an address is one of those that the CI-SIS admits in the header.' },
    message: { fr: 'Cet usage n’est pas admis.', en: 'This use is not admitted.' },
    hint: { fr: 'Choisir par exemple WP (professionnel) ou H (domicile), ou omettre use.', en: 'Choose for example WP (work) or H (home), or leave use out.' },
    clause: 'CI-SIS, volet Structuration minimale de documents de santé, telecom et addr',
    example: { right: '<addr use="WP">', wrong: '<addr use="WORK">' },
  }),
  rule({
    id: 'CDA-365',
    level: 'SHOULD',
    title: { fr: 'Dans le corps, une adresse est en lignes (streetAddressLine, au plus sept) ou structurée, chaque élément une fois.', en: 'In the body, an address is in lines (streetAddressLine, at most seven) or structured, each part once.' },
    message: { fr: 'L’adresse mêle lignes et éléments, ou répète un élément.', en: 'The address mixes lines and parts, or repeats a part.' },
    hint: { fr: 'Ne garder que les streetAddressLine, ou un élément structuré de chaque sorte.', en: 'Keep only the streetAddressLine elements, or one structured part of each kind.' },
    clause: ADDRESS,
    example: { right: '<addr><postalCode>75013</postalCode><city>PARIS</city></addr>', wrong: '<addr><streetAddressLine>75013 PARIS</streetAddressLine><city>PARIS</city></addr>' },
  }),
  rule({
    id: 'CDA-366',
    level: 'SHOULD',
    title: { fr: 'Une adresse a un contenu ou un nullFlavor.', en: 'An address has content or a nullFlavor.' },
    message: { fr: 'L’adresse est vide et sans nullFlavor.', en: 'The address is empty and has no nullFlavor.' },
    hint: { fr: 'Écrire l’adresse, ou nullFlavor="UNK" (inconnue) ou "MSK" (masquée).', en: 'Write the address, or nullFlavor="UNK" (unknown) or "MSK" (masked).' },
    clause: ADDRESS,
    example: { right: '<addr nullFlavor="UNK"/>', wrong: '<addr/>' },
  }),
  rule({
    id: 'CDA-367',
    level: 'SHOULD',
    title: { fr: 'Un code postal français a 5 chiffres.', en: 'A French postal code has 5 digits.' },
    message: { fr: 'Le code postal n’a pas 5 chiffres.', en: 'The postal code does not have 5 digits.' },
    hint: { fr: 'Écrire les 5 chiffres sans espace ; nommer le pays dans country s’il n’est pas la France.', en: 'Write the 5 digits without spaces; name the country in country when it is not France.' },
    clause: ADDRESS,
    example: { right: '<postalCode>75013</postalCode>', wrong: '<postalCode>750130</postalCode>' },
  }),
  rule({
    id: 'CDA-368',
    level: 'SHOULD',
    title: { fr: 'Un nom, un élément de nom ou d’adresse n’est pas vide.', en: 'A name, a part of a name or of an address is not empty.' },
    message: { fr: 'L’élément est vide et sans nullFlavor.', en: 'The element is empty and has no nullFlavor.' },
    why: { fr: 'Le lecteur voit un blanc à la place d’un nom.', en: 'The reader sees a blank instead of a name.' },
    hint: { fr: 'Écrire le nom, omettre l’élément facultatif, ou écrire nullFlavor="UNK".', en: 'Write the name, leave the optional element out, or write nullFlavor="UNK".' },
    clause: 'HL7 V3, types EN et AD',
    example: { right: '<softwareName>LPS 4.2</softwareName>', wrong: '<softwareName></softwareName>' },
  }),
]; // prettier-ignore

/** Form of what follows each prefix; a phone number is read apart. */
const FORMS: Readonly<Record<string, RegExp>> = {
  mailto: /^[^\s@]+@[^\s@]+\.[^\s@.]+$/,
  http: /^\/\/[^\s/]\S*$/,
  ftp: /^\/\/[^\s/]\S*$/,
  mllp: /^\/\/[^\s/]\S*$/,
};
const PHONE = /^\+?[\d\s.()/-]+(?:;[\w=.+-]+)*$/;

const TELECOM_USES = ['H', 'HP', 'HV', 'WP', 'DIR', 'PUB', 'EC', 'MC', 'PG'];
const ADDRESS_USES = ['H', 'HP', 'HV', 'WP', 'TMP'];

const NAMED = new Set([
  ...['name', 'family', 'given', 'prefix', 'suffix', 'softwareName', 'manufacturerModelName', 'lotNumberText'],
  ...['houseNumber', 'streetName', 'streetNameType', 'streetAddressLine', 'postalCode', 'city', 'state', 'county', 'country'],
]);

/** Judges telecoms, addresses and names, besides what the rules of the header say. */
export function observeContacts(judge: Judge): Observer {
  function visit({ element, inBody }: Site): void {
    if (isNull(element)) return;
    if (element.local === 'telecom') judgeTelecom(judge, element, inBody);
    else if (element.local === 'addr') judgeAddress(judge, element, inBody);
    else if (NAMED.has(element.local)) judgeName(judge, element, inBody);
    if (element.local === 'postalCode') judgePostalCode(judge, element);
  }
  return { visit };
}

function judgeTelecom(judge: Judge, telecom: XmlElement, inBody: boolean): void {
  const value = telecom.attribute('value');
  const cut = value?.indexOf(':') ?? -1;
  const scheme = value?.slice(0, cut) ?? '';
  const known = scheme === 'tel' || scheme === 'fax' || Object.hasOwn(FORMS, scheme);
  if (inBody) {
    judge.expect('CDA-362', known, value === undefined ? { in: telecom, missing: '@value' } : [telecom, 'value'], () => ({
      expected: 'tel:, fax:, mailto:, http:, ftp:, mllp:',
      actual: value === undefined ? { fr: 'aucune valeur', en: 'no value' } : asWritten(value),
    }));
    judgeUse(judge, telecom, TELECOM_USES);
  }
  const rest = value?.slice(cut + 1) ?? '';
  // a prefix with nothing behind it is told by the rule on prefixes in the header
  if (!known || (!inBody && rest === '')) return;
  const digits = rest.replace(/;.*/s, '').replace(/\D/g, '').length;
  const holds = FORMS[scheme]?.test(rest) ?? (fits(PHONE, rest) && digits >= 2 && digits <= 15);
  judge.expect('CDA-363', holds, [telecom, 'value'], () => ({
    expected:
      scheme === 'mailto' ? 'mailto:accueil@exemple.fr'
      : FORMS[scheme] ? `${scheme}://…`
      : `${scheme}:0145676789`,
    actual: asWritten(value!),
  }));
}

function judgeUse(judge: Judge, element: XmlElement, uses: readonly string[]): void {
  const use = element.attribute('use');
  if (use === undefined) return;
  const wrong = use.split(/\s+/).find((one) => !uses.includes(one));
  judge.expect('CDA-364', wrong === undefined, [element, 'use'], () => ({ expected: oneOf(uses), actual: asWritten(use) }));
}

function judgeAddress(judge: Judge, address: XmlElement, inBody: boolean): void {
  const parts = address.elements();
  judge.expect('CDA-366', parts.length > 0 || address.text.trim() !== '', address, () => ({
    expected: { fr: 'une adresse ou un nullFlavor', en: 'an address or a nullFlavor' },
    actual: EMPTY,
  }));
  if (!inBody) return;
  judgeUse(judge, address, ADDRESS_USES);
  if (parts.length === 0) return;
  const counts = new Map<string, number>();
  for (const { local } of parts) counts.set(local, (counts.get(local) ?? 0) + 1);
  const mixed = counts.has('streetAddressLine') && counts.size > 1;
  const repeated = [...counts].find(([local, count]) => count > (local === 'streetAddressLine' ? 7 : 1));
  judge.expect('CDA-365', !mixed && !repeated, address, () => ({
    expected: { fr: 'des lignes, ou chaque élément une fois', en: 'lines, or each part once' },
    actual: repeated ? `${repeated[1]} ${asWritten(repeated[0])}` : asWritten([...counts.keys()].join(', ')),
  }));
}

function judgePostalCode(judge: Judge, postalCode: XmlElement): void {
  const code = postalCode.text.trim();
  const country = postalCode.parent?.element('country')?.text.trim() ?? '';
  if (code === '' || !/^(?:FR|FRA|FRANCE)?$/i.test(country)) return;
  judge.expect('CDA-367', /^\d{5}$/.test(code), postalCode, () => ({
    expected: { fr: '5 chiffres', en: '5 digits' },
    actual: asWritten(code),
  }));
}

function judgeName(judge: Judge, element: XmlElement, inBody: boolean): void {
  // the name of a qualifier is a code; a name in parts is as full as they are
  if (element.parent?.local === 'qualifier' || element.elements().length > 0 || (!inBody && toldByHeader(element))) return;
  judge.expect('CDA-368', element.text.trim() !== '', element, () => ({ expected: { fr: 'un texte', en: 'a text' }, actual: EMPTY }));
}

/** Names that the rules of the header ask for, part by part. */
function toldByHeader({ local, parent }: XmlElement): boolean {
  const ofPatient = parent?.parent?.local === 'patient';
  if (local === 'name')
    return parent?.local === 'patient' || (parent?.local.endsWith('Person') ?? false) || parent?.local === 'informationRecipient';
  return local === 'family' || local === 'prefix' || local === 'suffix' || (local === 'given' && ofPatient);
}
