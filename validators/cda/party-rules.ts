import { asWritten, EMPTY, oneOf, type Rule } from '../../src/model/index.js';
import { professionalAsStructure, psIdNatProblem, structIdNatProblem } from '../../src/protocols/identifiers/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { headerElements } from './document.js';
import { isAfter, readStamp } from './time-stamp.js';
import { ORG, PS } from './header-table.js';
import { isNull, type Judge } from './judge.js';
import { PRACTICE_SETTINGS, VALUE_SETS } from './value-sets.js';

const HEADER = 'CI-SIS, volet Structuration minimale de documents de santé';

export const partyRules: readonly Rule[] = [
  {
    id: 'CDA-38',
    level: 'SHALL',
    title: { fr: 'L’acte principal (premier serviceEvent) a exactement un exécutant (performer).', en: 'The principal act (first serviceEvent) has exactly one performer.' },
    message: { fr: 'L’acte principal n’a pas d’exécutant.', en: 'The principal act has no performer.' },
    hint: { fr: 'Ajouter performer dans le premier documentationOf/serviceEvent.', en: 'Add performer in the first documentationOf/serviceEvent.' },
    requirements: ['CDA-38'],
    clause: HEADER + ', documentationOf',
    example: { right: '<serviceEvent>…<performer typeCode="PRF">…</performer></serviceEvent>', wrong: '<serviceEvent><effectiveTime>…</effectiveTime></serviceEvent>' },
  },
  {
    id: 'CDA-39',
    level: 'SHALL',
    title: { fr: 'L’acte principal (premier serviceEvent) a exactement une période (effectiveTime).', en: 'The principal act (first serviceEvent) has exactly one period (effectiveTime).' },
    message: { fr: 'L’acte principal n’a pas de période.', en: 'The principal act has no period.' },
    why: { fr: 'La date de début de l’acte (serviceStartTime) manque pour trier et retrouver le document.', en: 'The start of the act (serviceStartTime) is missing to sort and find the document.' },
    hint: { fr: 'Ajouter effectiveTime/low dans le premier documentationOf/serviceEvent.', en: 'Add effectiveTime/low in the first documentationOf/serviceEvent.' },
    requirements: ['CDA-39'],
    clause: HEADER + ', documentationOf',
    example: { right: '<serviceEvent><effectiveTime><low value="20261120"/></effectiveTime>…</serviceEvent>', wrong: '<serviceEvent><performer typeCode="PRF">…</performer></serviceEvent>' },
  },
  {
    id: 'CDA-40',
    level: 'SHALL',
    title: { fr: 'Un auteur est une personne ou un système, pas les deux.', en: 'An author is a person or a device, not both.' },
    message: { fr: 'L’auteur est à la fois une personne et un système.', en: 'The author is both a person and a device.' },
    hint: { fr: 'Garder assignedPerson ou assignedAuthoringDevice ; écrire deux author pour deux auteurs.', en: 'Keep assignedPerson or assignedAuthoringDevice; write two author elements for two authors.' },
    requirements: ['CDA-40'],
    clause: HEADER + ', author',
    example: { right: '<assignedAuthor>…<assignedPerson>…</assignedPerson></assignedAuthor>', wrong: '<assignedPerson>…</assignedPerson><assignedAuthoringDevice>…</assignedAuthoringDevice>' },
  },
  {
    id: 'CDA-41',
    level: 'SHALL',
    title: { fr: 'Un informateur est soit un professionnel (assignedEntity), soit un proche (relatedEntity).', en: 'An informant is either a professional (assignedEntity) or a related person (relatedEntity).' },
    message: { fr: 'L’informateur n’est pas exactement l’un des deux.', en: 'The informant is not exactly one of the two.' },
    hint: { fr: 'Écrire exactement un assignedEntity ou un relatedEntity.', en: 'Write exactly one assignedEntity or one relatedEntity.' },
    requirements: ['CDA-41'],
    clause: HEADER + ', informant',
    example: { right: '<informant><relatedEntity classCode="CON">…</relatedEntity></informant>', wrong: '<informant></informant>' },
  },
  {
    id: 'CDA-42',
    level: 'SHALL',
    title: { fr: 'Le lien d’un informateur proche (classCode) est ECON, NOK, CON, CAREGIVER ou PAT.', en: 'The class of a related informant (classCode) is ECON, NOK, CON, CAREGIVER or PAT.' },
    message: { fr: 'Le classCode de relatedEntity n’est pas permis.', en: 'The classCode of relatedEntity is not allowed.' },
    hint: { fr: 'Choisir ECON, NOK, CON, CAREGIVER ou PAT.', en: 'Choose ECON, NOK, CON, CAREGIVER or PAT.' },
    requirements: ['CDA-42'],
    clause: HEADER + ', informant',
    example: { right: '<relatedEntity classCode="NOK">', wrong: '<relatedEntity classCode="PRS">' },
  },
  {
    id: 'CDA-43',
    level: 'SHALL',
    title: {
      fr: 'L’identifiant du conservateur est pris sous la racine des structures (1.2.250.1.71.4.2.2) ou sous 1.2.250.1.213.4.1 (hébergeur de documents produits par le patient).',
      en: 'The identifier of the custodian is taken under the root of organisations (1.2.250.1.71.4.2.2) or under 1.2.250.1.213.4.1 (host of documents produced by the patient).',
    },
    message: { fr: 'La racine de l’identifiant du conservateur n’est pas permise.', en: 'The root of the identifier of the custodian is not allowed.' },
    hint: { fr: 'Écrire root="1.2.250.1.71.4.2.2" et l’identifiant national de la structure.', en: 'Write root="1.2.250.1.71.4.2.2" and the national identifier of the organisation.' },
    requirements: ['CDA-43'],
    clause: HEADER + ', custodian',
    example: { right: '<id root="1.2.250.1.71.4.2.2" extension="1750712184"/>', wrong: '<id root="1.2.3.4" extension="1750712184"/>' },
  },
  {
    id: 'CDA-44',
    level: 'SHALL',
    title: { fr: 'Le code d’un acte documenté porte code et codeSystem, ou seulement nullFlavor.', en: 'The code of a documented act carries code and codeSystem, or only nullFlavor.' },
    message: { fr: 'Le code de l’acte n’est ni un code complet ni un nullFlavor seul.', en: 'The code of the act is neither a full code nor a nullFlavor alone.' },
    hint: { fr: 'Écrire code et codeSystem, ou nullFlavor seul.', en: 'Write code and codeSystem, or nullFlavor alone.' },
    requirements: ['CDA-44'],
    clause: HEADER + ', documentationOf',
    example: { right: '<code code="18719-5" codeSystem="2.16.840.1.113883.6.1"/>', wrong: '<code code="18719-5"/>' },
  },
  {
    id: 'CDA-45',
    level: 'SHOULD',
    title: { fr: 'Une période de l’en-tête commence avant de finir.', en: 'A period of the header begins before it ends.' },
    message: { fr: 'La période finit avant de commencer.', en: 'The period ends before it begins.' },
    hint: { fr: 'Mettre le début dans low et la fin dans high.', en: 'Put the beginning in low and the end in high.' },
    requirements: ['CDA-45'],
    clause: 'HL7 V3, type IVL_TS',
    example: { right: '<low value="20261119"/><high value="20261120"/>', wrong: '<low value="20261120"/><high value="20261119"/>' },
  },
  {
    id: 'CDA-46',
    level: 'SHOULD',
    title: { fr: 'Le libellé d’un cadre d’exercice (displayName) est celui de son code dans JDV_J04.', en: 'The label of a practice setting (displayName) is that of its code in JDV_J04.' },
    message: { fr: 'Le libellé n’est pas celui du code.', en: 'The label is not that of the code.' },
    why: { fr: 'Le lecteur voit un cadre d’exercice et le logiciel en traite un autre.', en: 'The reader sees one practice setting and the software processes another.' },
    hint: { fr: 'Accorder displayName et code.', en: 'Make displayName and code agree.' },
    requirements: ['CDA-46'],
    clause: 'JDV_J04_XdsPracticeSettingCode_CISIS',
    example: { right: '<standardIndustryClassCode code="AMBULATOIRE" displayName="Ambulatoire"/>', wrong: '<standardIndustryClassCode code="AMBULATOIRE" displayName="Dépistage"/>' },
  },
  {
    id: 'CDA-67',
    level: 'SHALL',
    title: { fr: 'La civilité d’une personne de l’en-tête est M ou MME (JDV_J245).', en: 'The prefix of a person in the header is M or MME (JDV_J245).' },
    message: { fr: 'La civilité n’appartient pas à JDV_J245.', en: 'The prefix does not belong to JDV_J245.' },
    hint: { fr: 'Écrire <prefix>M</prefix> ou <prefix>MME</prefix>.', en: 'Write <prefix>M</prefix> or <prefix>MME</prefix>.' },
    requirements: ['CDA-67'],
    clause: HEADER + ', noms de personnes',
    example: { right: '<prefix>M</prefix>', wrong: '<prefix>Monsieur</prefix>' },
  },
  {
    id: 'CDA-68',
    level: 'SHALL',
    title: { fr: 'Le titre d’une personne de l’en-tête est l’un de JDV_J246 (DR, MC, MG, PC, PG, PR).', en: 'The suffix of a person in the header is one of JDV_J246 (DR, MC, MG, PC, PG, PR).' },
    message: { fr: 'Le titre n’appartient pas à JDV_J246.', en: 'The suffix does not belong to JDV_J246.' },
    hint: { fr: 'Écrire par exemple <suffix>DR</suffix>.', en: 'Write for example <suffix>DR</suffix>.' },
    requirements: ['CDA-68'],
    clause: HEADER + ', noms de personnes',
    example: { right: '<suffix>DR</suffix>', wrong: '<suffix>Dr.</suffix>' },
  },
  {
    id: 'CDA-70',
    level: 'SHALL',
    title: { fr: 'Une coordonnée (telecom) porte une valeur ou un nullFlavor, jamais les deux.', en: 'A telecom carries a value or a nullFlavor, never both.' },
    message: { fr: 'La coordonnée ne porte pas exactement un des deux attributs value et nullFlavor.', en: 'The telecom does not carry exactly one of value and nullFlavor.' },
    hint: { fr: 'Écrire value, ou nullFlavor si la coordonnée est inconnue.', en: 'Write value, or nullFlavor when the telecom is unknown.' },
    requirements: ['CDA-70'],
    clause: HEADER + ', telecom',
    example: { right: '<telecom value="tel:0145676789" use="WP"/>', wrong: '<telecom use="WP"/>' },
  },
  {
    id: 'CDA-71',
    level: 'SHALL',
    title: { fr: 'Le nullFlavor d’une coordonnée est UNK, NASK, ASKU, NAV ou MSK.', en: 'The nullFlavor of a telecom is UNK, NASK, ASKU, NAV or MSK.' },
    message: { fr: 'Ce nullFlavor n’est pas permis sur une coordonnée.', en: 'This nullFlavor is not allowed on a telecom.' },
    hint: { fr: 'Choisir UNK, NASK, ASKU, NAV ou MSK.', en: 'Choose UNK, NASK, ASKU, NAV or MSK.' },
    requirements: ['CDA-71'],
    clause: HEADER + ', telecom',
    example: { right: '<telecom nullFlavor="UNK"/>', wrong: '<telecom nullFlavor="NI"/>' },
  },
  {
    id: 'CDA-72',
    level: 'SHALL',
    title: { fr: 'La valeur d’une coordonnée est un préfixe tel:, fax:, mailto:, http:, ftp: ou mllp: et une suite.', en: 'The value of a telecom is a prefix tel:, fax:, mailto:, http:, ftp: or mllp: and what follows it.' },
    message: { fr: 'La valeur de la coordonnée n’est pas un préfixe permis et une suite.', en: 'The value of the telecom is not an allowed prefix and what follows it.' },
    hint: { fr: 'Préfixer la valeur : tel:0145676789, mailto:nom@exemple.fr.', en: 'Prefix the value: tel:0145676789, mailto:name@example.org.' },
    requirements: ['CDA-72'],
    clause: HEADER + ', telecom',
    example: { right: '<telecom value="tel:0145676789"/>', wrong: '<telecom value="0145676789"/>' },
  },
  {
    id: 'CDA-73',
    level: 'SHALL',
    title: { fr: 'L’usage d’une coordonnée (use), s’il est écrit, est H, HP, HV, WP, DIR, PUB, EC, MC ou PG.', en: 'The use of a telecom, when written, is H, HP, HV, WP, DIR, PUB, EC, MC or PG.' },
    message: { fr: 'L’usage de la coordonnée n’est pas permis.', en: 'The use of the telecom is not allowed.' },
    hint: { fr: 'Choisir par exemple WP (professionnel), H (domicile) ou MC (mobile), ou omettre use.', en: 'Choose for example WP (work), H (home) or MC (mobile), or leave use out.' },
    requirements: ['CDA-73'],
    clause: HEADER + ', telecom',
    example: { right: '<telecom value="tel:0145676789" use="WP"/>', wrong: '<telecom value="tel:0145676789" use="PRN"/>' },
  },
  {
    id: 'CDA-74',
    level: 'SHALL',
    title: { fr: 'L’usage d’une adresse (use), s’il est écrit, est H, HP, HV, WP ou TMP.', en: 'The use of an address, when written, is H, HP, HV, WP or TMP.' },
    message: { fr: 'L’usage de l’adresse n’est pas permis.', en: 'The use of the address is not allowed.' },
    hint: { fr: 'Choisir H, HP, HV, WP ou TMP, ou omettre use.', en: 'Choose H, HP, HV, WP or TMP, or leave use out.' },
    requirements: ['CDA-74'],
    clause: HEADER + ', addr',
    example: { right: '<addr use="H">', wrong: '<addr use="HOME">' },
  },
  {
    id: 'CDA-75',
    level: 'SHALL',
    title: { fr: 'Une adresse est soit structurée, soit en lignes (streetAddressLine), pas les deux.', en: 'An address is either structured or in lines (streetAddressLine), not both.' },
    message: { fr: 'L’adresse mêle lignes et éléments structurés.', en: 'The address mixes lines and structured parts.' },
    hint: { fr: 'Ne garder que les streetAddressLine, ou que les éléments structurés.', en: 'Keep only the streetAddressLine elements, or only the structured parts.' },
    requirements: ['CDA-75'],
    clause: HEADER + ', addr',
    example: { right: '<addr><streetAddressLine>…</streetAddressLine></addr>', wrong: '<addr><streetAddressLine>…</streetAddressLine><city>…</city></addr>' },
  },
  {
    id: 'CDA-76',
    level: 'SHALL',
    title: { fr: 'Une adresse a au plus sept lignes (streetAddressLine), ou chaque élément structuré au plus une fois.', en: 'An address has at most seven lines (streetAddressLine), or each structured part at most once.' },
    message: { fr: 'L’adresse répète trop un élément.', en: 'The address repeats a part too often.' },
    hint: { fr: 'Réunir les lignes en trop, ou ne garder qu’un élément de chaque sorte.', en: 'Merge the extra lines, or keep one part of each kind.' },
    requirements: ['CDA-76'],
    clause: HEADER + ', addr',
    example: { right: '<addr><city>PARIS</city></addr>', wrong: '<addr><city>PARIS</city><city>LYON</city></addr>' },
  },
  {
    id: 'CDA-77',
    level: 'SHOULD',
    title: { fr: 'Un identifiant sous 1.2.250.1.71.4.2.1 est un PS_IdNat (8 puis RPPS, 0 puis ADELI, …).', en: 'An identifier under 1.2.250.1.71.4.2.1 is a PS_IdNat (8 then RPPS, 0 then ADELI, …).' },
    message: { fr: 'L’identifiant du professionnel n’est pas un PS_IdNat.', en: 'The identifier of the professional is not a PS_IdNat.' },
    why: { fr: 'Le professionnel ne peut pas être retrouvé dans l’annuaire.', en: 'The professional cannot be found in the directory.' },
    hint: { fr: 'Écrire l’identifiant national avec son préfixe et sa clé.', en: 'Write the national identifier with its prefix and its key.' },
    requirements: ['CDA-77'],
    clause: 'CI-SIS, identifiants nationaux des professionnels',
    example: { right: '<id root="1.2.250.1.71.4.2.1" extension="899900063480"/>', wrong: '<id root="1.2.250.1.71.4.2.1" extension="99900063480"/>' },
  },
  {
    id: 'CDA-78',
    level: 'SHOULD',
    title: { fr: 'Un identifiant sous 1.2.250.1.71.4.2.2 est un Struct_IdNat (1 puis FINESS, 2 puis SIREN, 3 puis SIRET, …).', en: 'An identifier under 1.2.250.1.71.4.2.2 is a Struct_IdNat (1 then FINESS, 2 then SIREN, 3 then SIRET, …).' },
    message: { fr: 'L’identifiant de la structure n’est pas un Struct_IdNat.', en: 'The identifier of the organisation is not a Struct_IdNat.' },
    why: { fr: 'La structure ne peut pas être retrouvée dans l’annuaire.', en: 'The organisation cannot be found in the directory.' },
    hint: { fr: 'Écrire l’identifiant national avec son préfixe et sa clé.', en: 'Write the national identifier with its prefix and its key.' },
    requirements: ['CDA-78'],
    clause: 'CI-SIS, identifiants nationaux des structures',
    example: { right: '<id root="1.2.250.1.71.4.2.2" extension="1750712184"/>', wrong: '<id root="1.2.250.1.71.4.2.2" extension="750712184"/>' },
  },
  {
    id: 'CDA-95',
    level: 'SHOULD',
    title: { fr: 'Le nom de famille d’une personne de l’en-tête n’est pas vide.', en: 'The family name of a person of the header is not empty.' },
    message: { fr: 'Le nom de famille est vide.', en: 'The family name is empty.' },
    why: { fr: 'Le lecteur ne sait pas de qui il s’agit.', en: 'The reader does not know who this is.' },
    hint: { fr: 'Écrire le nom de famille, ou nullFlavor s’il est inconnu.', en: 'Write the family name, or nullFlavor when it is unknown.' },
    requirements: ['CDA-95'],
    clause: HEADER + ', noms de personnes',
    example: { right: '<family>MARTIN</family>', wrong: '<family></family>' },
  },
]; // prettier-ignore

const NULL_TELECOM = ['UNK', 'NASK', 'ASKU', 'NAV', 'MSK'];
const TELECOM_USE = ['H', 'HP', 'HV', 'WP', 'DIR', 'PUB', 'EC', 'MC', 'PG'];
const ADDRESS_USE = ['H', 'HP', 'HV', 'WP', 'TMP'];
const RELATED = ['ECON', 'NOK', 'CON', 'CAREGIVER', 'PAT'];
const CUSTODIANS = [ORG, '1.2.250.1.213.4.1'];

/** Judges the parties of the header and how they are named and reached. */
export function judgeParties(judge: Judge, root: XmlElement): void {
  judgeActs(judge, root);
  for (const author of judge.at(root, 'author/assignedAuthor'))
    if (author.element('assignedPerson') || author.element('assignedAuthoringDevice'))
      judge.expect(
        'CDA-40',
        !(author.element('assignedPerson') && author.element('assignedAuthoringDevice')),
        author.element('assignedAuthoringDevice'),
        () => ({
          expected: { fr: 'une personne ou un système', en: 'a person or a device' },
          actual: { fr: 'les deux', en: 'both' },
        }),
      );
  for (const informant of judge.at(root, 'informant')) {
    if (isNull(informant)) continue;
    const kinds = ['assignedEntity', 'relatedEntity'].filter((kind) => informant.element(kind));
    judge.expect('CDA-41', kinds.length === 1, informant, () => ({
      expected: { fr: 'assignedEntity ou relatedEntity', en: 'assignedEntity or relatedEntity' },
      actual: kinds.length === 0 ? { fr: 'aucun', en: 'neither' } : { fr: 'les deux', en: 'both' },
    }));
  }
  for (const related of judge.at(root, 'informant/relatedEntity')) {
    const code = related.attribute('classCode');
    if (code)
      judge.expect('CDA-42', RELATED.includes(code), [related, 'classCode'], () => ({ expected: oneOf(RELATED), actual: asWritten(code) }));
  }
  for (const id of judge.at(root, 'custodian/assignedCustodian/representedCustodianOrganization/id')) {
    const oid = id.attribute('root');
    if (oid && !isNull(id))
      judge.expect('CDA-43', CUSTODIANS.includes(oid), [id, 'root'], () => ({ expected: oneOf(CUSTODIANS), actual: asWritten(oid) }));
  }
  /** a wrong national number is told where it stands first */
  const told = new Set<string>();
  for (const element of headerElements(root)) judgeElement(judge, element, told);
}

function judgeActs(judge: Judge, root: XmlElement): void {
  const events = judge.at(root, 'documentationOf/serviceEvent');
  const principal = events[0];
  if (principal && !isNull(principal))
    for (const [rule, child] of [
      ['CDA-38', 'performer'],
      ['CDA-39', 'effectiveTime'],
    ] as const) {
      const count = principal.elements(child).length;
      // more than one is told by the cardinalities of any act
      if (count <= 1)
        judge.expect(rule, count === 1, { in: principal, missing: child }, () => ({
          expected: { fr: `un ${child}`, en: `one ${child}` },
          actual: { fr: 'aucun', en: 'none' },
        }));
    }
  for (const code of judge.at(root, 'documentationOf/serviceEvent/code')) {
    const [value, system] = [code.attribute('code'), code.attribute('codeSystem')];
    const holds = isNull(code) ? !value && !system : Boolean(value && system);
    judge.expect('CDA-44', holds, code, () => ({
      expected: { fr: 'code et codeSystem, ou nullFlavor seul', en: 'code and codeSystem, or nullFlavor alone' },
      actual: asWritten(code.attributes.map((a) => `${a.name}="${a.value}"`).join(' ')),
    }));
  }
}

function judgeElement(judge: Judge, element: XmlElement, told: Set<string>): void {
  switch (element.local) {
    case 'telecom':
      return judgeTelecom(judge, element);
    case 'addr':
      return judgeAddress(judge, element);
    case 'id':
      return judgeNationalId(judge, element, told);
    case 'standardIndustryClassCode':
      return judgeSetting(judge, element);
    case 'effectiveTime':
    case 'time':
      return judgePeriod(judge, element);
    case 'family':
      return judgeFamily(judge, element);
    case 'prefix':
    case 'suffix':
      return judgeTitle(judge, element);
    default:
  }
}

function judgeTelecom(judge: Judge, telecom: XmlElement): void {
  const [value, flavour, use] = [telecom.attribute('value'), telecom.attribute('nullFlavor'), telecom.attribute('use')];
  judge.expect('CDA-70', (value === undefined) !== (flavour === undefined), telecom, () => ({
    expected: { fr: 'value ou nullFlavor', en: 'value or nullFlavor' },
    actual: value === undefined ? { fr: 'aucun des deux', en: 'neither' } : { fr: 'les deux', en: 'both' },
  }));
  if (flavour !== undefined)
    judge.expect('CDA-71', NULL_TELECOM.includes(flavour), [telecom, 'nullFlavor'], () => ({
      expected: oneOf(NULL_TELECOM),
      actual: asWritten(flavour),
    }));
  if (value !== undefined)
    judge.expect('CDA-72', /^(?:tel|fax|mailto|http|ftp|mllp):./.test(value), [telecom, 'value'], () => ({
      expected: 'tel:, fax:, mailto:, http:, ftp:, mllp:',
      actual: asWritten(value),
    }));
  if (use !== undefined)
    judge.expect(
      'CDA-73',
      use.split(/\s+/).every((one) => TELECOM_USE.includes(one)),
      [telecom, 'use'],
      () => ({
        expected: oneOf(TELECOM_USE),
        actual: asWritten(use),
      }),
    );
}

function judgeAddress(judge: Judge, address: XmlElement): void {
  const use = address.attribute('use');
  if (use !== undefined)
    judge.expect(
      'CDA-74',
      use.split(/\s+/).every((one) => ADDRESS_USE.includes(one)),
      [address, 'use'],
      () => ({
        expected: oneOf(ADDRESS_USE),
        actual: asWritten(use),
      }),
    );
  const parts = address.elements();
  if (parts.length === 0) return;
  const counts = new Map<string, number>();
  for (const part of parts) counts.set(part.local, (counts.get(part.local) ?? 0) + 1);
  const mixed = counts.has('streetAddressLine') && counts.size > 1;
  judge.expect('CDA-75', !mixed, address, () => ({
    expected: { fr: 'des lignes ou des éléments structurés', en: 'lines or structured parts' },
    actual: asWritten([...counts.keys()].join(', ')),
  }));
  const repeated = [...counts].find(([local, count]) => count > (local === 'streetAddressLine' ? 7 : 1));
  judge.expect('CDA-76', !repeated, repeated && address.elements(repeated[0])[repeated[0] === 'streetAddressLine' ? 7 : 1], () => ({
    expected:
      repeated![0] === 'streetAddressLine' ?
        { fr: 'au plus 7 lignes', en: 'at most 7 lines' }
      : { fr: `un ${repeated![0]}`, en: `one ${repeated![0]}` },
    actual: `${repeated![1]} ${repeated![0]}`,
  }));
}

function judgeNationalId(judge: Judge, id: XmlElement, told: Set<string>): void {
  const [oid, extension] = [id.attribute('root'), id.attribute('extension')];
  if (!extension || isNull(id)) return;
  const [rule, problem] =
    oid === PS ? (['CDA-77', psIdNatProblem(extension)] as const)
    : oid === ORG ? (['CDA-78', professionalAsStructure(extension) ?? structIdNatProblem(extension)] as const)
    : [undefined, undefined];
  if (!rule || told.has(`${oid}^${extension}`)) return;
  if (problem) told.add(`${oid}^${extension}`);
  judge.expect(rule, !problem, [id, 'extension'], () => ({
    expected: rule === 'CDA-77' ? 'PS_IdNat' : 'Struct_IdNat',
    actual: asWritten(extension),
    message: problem!,
  }));
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase();

function judgeSetting(judge: Judge, setting: XmlElement): void {
  const [code, label] = [setting.attribute('code'), setting.attribute('displayName')];
  const wanted = PRACTICE_SETTINGS[code ?? ''];
  if (!wanted || !label) return;
  judge.expect('CDA-46', plain(label) === plain(wanted), [setting, 'displayName'], () => ({ expected: wanted, actual: asWritten(label) }));
}

function judgePeriod(judge: Judge, period: XmlElement): void {
  const high = period.element('high');
  const [low, end] = [period.element('low'), high].map((e) => readStamp(e?.attribute('value') ?? ''));
  if (!high || !low || !end) return;
  const ordered = !isAfter(low, end);
  judge.expect('CDA-45', ordered, [high, 'value'], () => ({
    expected: { fr: `au plus tôt ${low.local}`, en: `not before ${low.local}` },
    actual: asWritten(high.attribute('value') ?? ''),
  }));
}

function judgeFamily(judge: Judge, family: XmlElement): void {
  // that of the patient is told by the header table
  if (isNull(family) || family.parent?.parent?.local === 'patient') return;
  judge.expect('CDA-95', family.text.trim() !== '', family, () => ({ expected: { fr: 'un nom', en: 'a name' }, actual: EMPTY }));
}

/** Those that have the name of a person, the patient aside: an organisation or a place may have a prefix of its own. */
const isPerson = (holder: XmlElement | undefined): boolean =>
  holder !== undefined && (holder.local.endsWith('Person') || holder.local === 'informationRecipient' || holder.local === 'subject');

function judgeTitle(judge: Judge, title: XmlElement): void {
  if (title.parent?.local !== 'name' || !isPerson(title.parent.parent) || isNull(title)) return;
  const [rule, set] = title.local === 'prefix' ? (['CDA-67', VALUE_SETS.J245] as const) : (['CDA-68', VALUE_SETS.J246] as const);
  const text = title.text.trim();
  judge.expect(rule, set.codes.has(text), title, () => ({ expected: oneOf(set.codes), actual: asWritten(text) }));
}
