import { asWritten, rule, type Rule } from '../../../src/model/index.js';
import {
  INS_OID,
  insKey,
  insProblem,
  isInsOid,
  isOid,
  isTestInsOid,
  professionalAsStructure,
  psIdNatProblem,
  structIdNatProblem,
  isNearInsOid,
} from '../../../src/protocols/identifiers/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import type { FamilyContext } from '../family.js';
import { ORG, PS } from '../header-table.js';
import { isNull, type Judge } from '../judge.js';
import type { Observer, Site } from './walk.js';

const II = 'HL7 V3, type II';
const INS = 'Référentiel INS';

export const identifierRules: readonly Rule[] = [
  rule({
    id: 'CDA-330',
    level: 'SHOULD',
    title: { fr: 'Un document de production ne désigne pas son patient par un INS de test (OID en .10 ou .11).', en: 'A production document does not name its patient by a test INS (OID in .10 or .11).' },
    message: { fr: 'L’INS porte un OID de test dans un document de production.', en: 'The INS carries a test OID in a production document.' },
    why: { fr: 'Le document est classé sous une identité fictive : le patient ne le retrouve pas.', en: 'The document is filed under a fictitious identity: the patient does not find it.' },
    hint: { fr: 'Écrire root="1.2.250.1.213.1.4.8" (NIR) ou .9 (NIA), comme l’INSi le rend.', en: 'Write root="1.2.250.1.213.1.4.8" (NIR) or .9 (NIA), as INSi returns it.' },
    clause: INS,
    example: { right: '<id extension="279035121518989" root="1.2.250.1.213.1.4.8"/>', wrong: '<id extension="279035121518989" root="1.2.250.1.213.1.4.10"/>' },
  }),
  rule({
    id: 'CDA-331',
    level: 'SHALL',
    title: { fr: 'Un matricule INS écrit ailleurs que pour le patient du document a 13 caractères et une clé juste.', en: 'A matricule INS written elsewhere than for the patient of the document has 13 characters and a right key.' },
    message: { fr: 'Ce matricule INS n’a pas la forme attendue, ou sa clé est fausse.', en: 'This matricule INS does not have the expected form, or its key is wrong.' },
    why: { fr: 'La personne citée (mère, aidant, nouveau-né) est confondue avec une autre.', en: 'The person named (mother, carer, newborn) is taken for another.' },
    hint: { fr: 'Reprendre le matricule et la clé rendus par l’INSi.', en: 'Take the matricule and the key that INSi returned.' },
    clause: INS,
    example: { right: '<participantRole><id extension="277076322082910" root="1.2.250.1.213.1.4.8"/></participantRole>', wrong: '<participantRole><id extension="277076322082911" root="1.2.250.1.213.1.4.8"/></participantRole>' },
  }),
  rule({
    id: 'CDA-332',
    level: 'SHOULD',
    title: { fr: 'Un matricule INS écrit ailleurs que pour le patient du document porte l’OID d’un INS.', en: 'A matricule INS written elsewhere than for the patient of the document carries the OID of an INS.' },
    message: { fr: 'L’identifiant ressemble à un matricule INS, mais son OID n’en est pas un.', en: 'The identifier looks like a matricule INS, but its OID is not that of one.' },
    why: { fr: 'La personne citée n’est pas reconnue.', en: 'The person named is not recognised.' },
    hint: { fr: 'Écrire root="1.2.250.1.213.1.4.8" (NIR), .9 (NIA), ou .10 et .11 pour les données de test.', en: 'Write root="1.2.250.1.213.1.4.8" (NIR), .9 (NIA), or .10 and .11 for test data.' },
    clause: INS,
    example: { right: '<id extension="277076322082910" root="1.2.250.1.213.1.4.8"/>', wrong: '<id extension="277076322082910" root="1.2.250.1.213.1.4.13"/>' },
  }),
  rule({
    id: 'CDA-333',
    level: 'SHOULD',
    title: { fr: 'Dans le corps, un identifiant sous 1.2.250.1.71.4.2.1 est un PS_IdNat (8 puis RPPS, 0 puis ADELI, …).', en: 'In the body, an identifier under 1.2.250.1.71.4.2.1 is a PS_IdNat (8 then RPPS, 0 then ADELI, …).' },
    message: { fr: 'L’identifiant du professionnel n’est pas un PS_IdNat.', en: 'The identifier of the professional is not a PS_IdNat.' },
    why: { fr: 'Le professionnel ne peut pas être retrouvé dans l’annuaire.', en: 'The professional cannot be found in the directory.' },
    hint: { fr: 'Écrire l’identifiant national avec son préfixe et sa clé.', en: 'Write the national identifier with its prefix and its key.' },
    clause: 'CI-SIS, identifiants nationaux des professionnels',
    example: { right: '<performer>…<id root="1.2.250.1.71.4.2.1" extension="899900063480"/>', wrong: '<performer>…<id root="1.2.250.1.71.4.2.1" extension="899900063481"/>' },
  }),
  rule({
    id: 'CDA-334',
    level: 'SHOULD',
    title: { fr: 'Dans le corps, un identifiant sous 1.2.250.1.71.4.2.2 est un Struct_IdNat (1 puis FINESS, 2 puis SIREN, 3 puis SIRET, …).', en: 'In the body, an identifier under 1.2.250.1.71.4.2.2 is a Struct_IdNat (1 then FINESS, 2 then SIREN, 3 then SIRET, …).' },
    message: { fr: 'L’identifiant de la structure n’est pas un Struct_IdNat.', en: 'The identifier of the organisation is not a Struct_IdNat.' },
    why: { fr: 'La structure ne peut pas être retrouvée dans l’annuaire.', en: 'The organisation cannot be found in the directory.' },
    hint: { fr: 'Écrire l’identifiant national avec son préfixe et sa clé.', en: 'Write the national identifier with its prefix and its key.' },
    clause: 'CI-SIS, identifiants nationaux des structures',
    example: { right: '<representedOrganization><id root="1.2.250.1.71.4.2.2" extension="1750712184"/>', wrong: '<representedOrganization><id root="1.2.250.1.71.4.2.2" extension="1750712185"/>' },
  }),
  rule({
    id: 'CDA-335',
    level: 'SHOULD',
    title: { fr: 'Dans le corps, la racine d’un identifiant (id/@root) est un OID ou un UUID.', en: 'In the body, the root of an identifier (id/@root) is an OID or a UUID.' },
    message: { fr: 'La racine n’est ni un OID ni un UUID.', en: 'The root is neither an OID nor a UUID.' },
    why: { fr: 'L’acte ne peut être ni retrouvé ni dédoublonné à la réception.', en: 'The receiver can neither find the act again nor tell it from a duplicate.' },
    hint: { fr: 'Écrire un OID (1.2.250.1…) ou un UUID (chiffres 0 à 9 et lettres A à F).', en: 'Write an OID (1.2.250.1…) or a UUID (digits 0 to 9 and letters A to F).' },
    clause: II,
    example: { right: '<id root="4A402640-1CF6-4153-B5BA-D56B623004C8"/>', wrong: '<id root="4A402640-1CF6-4153-B5BA-D56B623004Z8"/>' },
  }),
  rule({
    id: 'CDA-336',
    level: 'SHOULD',
    title: { fr: 'Dans le corps, un identifiant (id) porte une racine (@root) ou un nullFlavor.', en: 'In the body, an identifier (id) carries a root (@root) or a nullFlavor.' },
    message: { fr: 'L’identifiant n’a ni racine ni nullFlavor.', en: 'The identifier has neither a root nor a nullFlavor.' },
    why: { fr: 'L’identifiant n’en est pas un : rien ne dit qui l’a donné.', en: 'It identifies nothing: nothing says who gave it.' },
    hint: { fr: 'Écrire root, un UUID neuf par exemple, ou nullFlavor="UNK".', en: 'Write root, for example a new UUID, or nullFlavor="UNK".' },
    clause: II,
    example: { right: '<id root="1.2.250.1.213.1.1.9" extension="12345"/>', wrong: '<id extension="12345"/>' },
  }),
  rule({
    id: 'CDA-337',
    level: 'SHOULD',
    title: { fr: 'L’extension d’un identifiant (id/@extension) est le seul numéro : ni vide, ni URN, ni blanc autour, ni format HL7 V2.', en: 'The extension of an identifier (id/@extension) is the number alone: not empty, no URN, no blanks around it, no HL7 V2 format.' },
    message: { fr: 'L’extension n’est pas un numéro seul.', en: 'The extension is not a number alone.' },
    why: { fr: 'Deux systèmes qui comparent l’identifiant le croient différent.', en: 'Two systems that compare the identifier believe it differs.' },
    hint: { fr: 'Écrire l’OID dans root et le numéro seul dans extension ; omettre une extension vide.', en: 'Write the OID in root and the number alone in extension; leave an empty extension out.' },
    clause: II,
    example: { right: '<id root="1.2.250.1.213.1.1.9" extension="12345"/>', wrong: '<id root="1.2.250.1.213.1.1.9" extension="12345^^^&amp;1.2.250.1.213.1.1.9&amp;ISO"/>' },
  }),
  rule({
    id: 'CDA-338',
    level: 'SHOULD',
    title: { fr: 'Deux actes différents du corps n’ont pas le même identifiant.', en: 'Two different acts of the body do not have the same identifier.' },
    message: { fr: 'Cet identifiant est aussi celui d’un autre acte.', en: 'This identifier is also that of another act.' },
    why: { fr: 'Un logiciel qui intègre le document peut écraser un acte par l’autre.', en: 'Software that imports the document may overwrite one act with the other.' },
    hint: { fr: 'Donner un identifiant neuf, un UUID par exemple, à chaque section et à chaque entrée.', en: 'Give each section and each entry a new identifier, for example a UUID.' },
    clause: II,
    example: { right: '<observation>…<id root="…04C8"/> … <observation>…<id root="…04C9"/>', wrong: '<observation>…<id root="…04C8"/> … <procedure>…<id root="…04C8"/>' },
  }),
  rule({
    id: 'CDA-374',
    level: 'SHOULD',
    title: { fr: 'Un NIA (OID 1.2.250.1.213.1.4.9) est celui d’une personne née hors de France.', en: 'A NIA (OID 1.2.250.1.213.1.4.9) is that of a person born outside France.' },
    message: { fr: 'Le matricule est un NIR d’une personne née en France et porte l’OID d’un NIA.', en: 'The matricule is a NIR of a person born in France and carries the OID of a NIA.' },
    why: { fr: 'Le patient n’est pas retrouvé sous son INS.', en: 'The patient is not found under the INS.' },
    hint: { fr: 'Écrire root="1.2.250.1.213.1.4.8", ou l’OID que l’INSi rend avec le matricule.', en: 'Write root="1.2.250.1.213.1.4.8", or the OID that INSi returns with the matricule.' },
    clause: INS,
    example: { right: '<id extension="236066322083656" root="1.2.250.1.213.1.4.8"/>', wrong: '<id extension="236066322083656" root="1.2.250.1.213.1.4.9"/>' },
  }),
]; // prettier-ignore

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** Acts that stand for themselves; those that name an act elsewhere may repeat its identifier. */
const ACTS = new Set([
  'act',
  'encounter',
  'observation',
  'observationMedia',
  'organizer',
  'procedure',
  'section',
  'substanceAdministration',
  'supply',
]);
/** IHE PCC, internal reference: an act that names another of the document */
const INTERNAL_REFERENCE = '1.3.6.1.4.1.19376.1.5.3.1.4.4.1';

/** Judges every id of the document, besides what the rules of the header say. */
export function observeIdentifiers(judge: Judge, { insAuthority }: Pick<FamilyContext, 'insAuthority'>): Observer {
  /** a wrong number is told where it stands first */
  const told = new Set<string>();
  const acts = new Map<string, { kind: string; id: XmlElement }>();
  const shared = new Map<string, XmlElement>();
  let identified: XmlElement | undefined;

  function visit({ element: id, inBody }: Site): void {
    if (id.local !== 'id' || isNull(id)) return;
    const [root, extension] = [id.attribute('root'), id.attribute('extension')];
    if (inBody) judgeRoot(id, root);
    if (extension !== undefined) judgeExtension(id, root ?? '', extension, inBody);
    if (inBody && root !== undefined && id.parent && ACTS.has(id.parent.local)) remember(id, id.parent, `${root}^${extension ?? ''}`);
    if (root === undefined || !extension) return;
    if (root === INS_OID.nia && insProblem(extension)?.kind !== 'shape')
      judge.expect('CDA-374', !isBornInFrance(extension), [id, 'root'], () => ({ expected: INS_OID.nir, actual: root }));
    if (isPatientOfDocument(id, inBody)) {
      if (insAuthority === 'production' && isInsOid(root))
        judge.expect('CDA-330', !isTestInsOid(root), [id, 'root'], () => ({ expected: '1.2.250.1.213.1.4.8', actual: root }));
      return;
    }
    judgeMatricule(id, root, extension);
    if (inBody) judgeNational(id, root, extension);
  }

  function judgeRoot(id: XmlElement, root: string | undefined): void {
    judge.expect('CDA-336', root !== undefined, { in: id, missing: '@root' }, () => ({
      expected: { fr: 'root ou nullFlavor', en: 'root or nullFlavor' },
      actual: { fr: 'ni l’un ni l’autre', en: 'neither' },
    }));
    if (root)
      judge.expect('CDA-335', isOid(root) || UUID.test(root), [id, 'root'], () => ({
        expected: { fr: 'un OID ou un UUID', en: 'an OID or a UUID' },
        actual: asWritten(root),
      }));
  }

  function judgeExtension(id: XmlElement, root: string, extension: string, inBody: boolean): void {
    // the shape of national numbers, and an extension that lacks in the header, are told by their own rules
    if (isInsOid(root) || root === PS || root === ORG || (extension === '' && !inBody)) return;
    const holds = extension.trim() === extension && extension !== '' && !/^urn:|\^/.test(extension);
    judge.expect('CDA-337', holds, [id, 'extension'], () => ({
      expected: { fr: 'le numéro seul', en: 'the number alone' },
      actual: asWritten(extension),
    }));
  }

  function judgeMatricule(id: XmlElement, root: string, extension: string): void {
    const first = !told.has(`${root}^${extension}`);
    if (isInsOid(root)) {
      const problem = insProblem(extension);
      if (problem) told.add(`${root}^${extension}`);
      if (first)
        judge.expect('CDA-331', !problem, [id, 'extension'], () => ({
          expected: problem!.expected,
          actual: asWritten(extension),
          message: problem!.text,
        }));
      judge.expect('CDA-332', true, id);
      return;
    }
    if (root === PS || root === ORG) return;
    const looksLikeOne = isNearInsOid(root) || (insKey(extension.slice(0, 13)) !== undefined && insProblem(extension) === undefined);
    if (!looksLikeOne || !first) return;
    told.add(`${root}^${extension}`);
    judge.expect('CDA-332', false, [id, 'root'], () => ({ expected: insProblem(extension, '')!.expected, actual: asWritten(root) }));
  }

  function judgeNational(id: XmlElement, root: string, extension: string): void {
    const key = `${root}^${extension}`;
    if ((root !== PS && root !== ORG) || told.has(key)) return;
    const problem = root === PS ? psIdNatProblem(extension) : (professionalAsStructure(extension) ?? structIdNatProblem(extension));
    if (problem) told.add(key);
    judge.expect(root === PS ? 'CDA-333' : 'CDA-334', !problem, [id, 'extension'], () => ({
      expected: root === PS ? 'PS_IdNat' : 'Struct_IdNat',
      actual: asWritten(extension),
      message: problem!,
    }));
  }

  function remember(id: XmlElement, act: XmlElement, key: string): void {
    if (act.elements('templateId').some((template) => template.attribute('root') === INTERNAL_REFERENCE)) return;
    identified ??= id;
    const kind = `${act.local} ${act.element('code')?.attribute('code') ?? ''}`;
    const known = acts.get(key);
    if (!known) acts.set(key, { kind, id });
    // the same act may be told twice
    else if (known.kind !== kind && !shared.has(key)) shared.set(key, id);
  }

  /** Told once, with how many there are: whoever copies one identifier copies many. */
  function finish(): void {
    if (!identified) return;
    const [first] = shared;
    const others = shared.size - 1;
    judge.expect('CDA-338', !first, first?.[1], () => ({
      expected: { fr: 'un identifiant par acte', en: 'one identifier an act' },
      actual: {
        fr: `${asWritten(first![0].replace(/\^$/, ''))}${others > 0 ? ` et ${others} ${others > 1 ? 'autres' : 'autre'}` : ''}`,
        en: `${asWritten(first![0].replace(/\^$/, ''))}${others > 0 ? ` and ${others} ${others > 1 ? 'others' : 'other'}` : ''}`,
      },
    }));
  }

  return { visit, finish };
}

/** A NIR (not a provisional number) whose department is none of those abroad, or that were French once. */
const isBornInFrance = (ins: string): boolean => /^[12]/.test(ins) && !/^.{5}9[1-689]/.test(ins);

const isPatientOfDocument = (id: XmlElement, inBody: boolean): boolean =>
  !inBody && id.parent?.local === 'patientRole' && id.parent.parent?.local === 'recordTarget';
