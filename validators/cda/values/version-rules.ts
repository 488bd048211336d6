import { asWritten, rule, type Rule } from '../../../src/model/index.js';
import { elementOr, type XmlElement } from '../../../src/protocols/xml/index.js';
import { isNull, type Judge } from '../judge.js';

const CLAUSE = 'HL7 CDA R2, 4.2.1.7 et 4.2.3.1';

export const versionRules: readonly Rule[] = [
  rule({
    id: 'CDA-339',
    level: 'SHOULD',
    title: { fr: 'À partir de la version 2, l’identifiant du document (id) n’est pas celui de l’ensemble de ses versions (setId).', en: 'From version 2 on, the identifier of the document (id) is not that of the set of its versions (setId).' },
    message: { fr: 'Une nouvelle version porte comme identifiant celui de l’ensemble.', en: 'A new version carries the identifier of the set as its own.' },
    why: { fr: 'La version se confond avec une autre du même ensemble et peut être refusée.', en: 'The version is mixed up with another of the same set and may be refused.' },
    hint: { fr: 'Donner un id neuf à chaque version et garder setId.', en: 'Give each version a new id and keep setId.' },
    clause: CLAUSE,
    example: { right: '<id root="1.2.3.2"/> … <setId root="1.2.3"/><versionNumber value="2"/>', wrong: '<id root="1.2.3"/> … <setId root="1.2.3"/><versionNumber value="2"/>' },
  }),
  rule({
    id: 'CDA-340',
    level: 'SHOULD',
    title: { fr: 'À partir de la version 2, le document dit lequel il remplace (relatedDocument, typeCode RPLC).', en: 'From version 2 on, the document says which one it replaces (relatedDocument, typeCode RPLC).' },
    message: { fr: 'Le document est une nouvelle version et ne dit pas laquelle il remplace.', en: 'The document is a new version and does not say which one it replaces.' },
    why: { fr: 'L’ancienne version reste affichée à côté de la nouvelle.', en: 'The old version stays on display beside the new one.' },
    hint: { fr: 'Ajouter relatedDocument typeCode="RPLC" avec l’id de la version précédente, ou écrire versionNumber value="1".', en: 'Add relatedDocument typeCode="RPLC" with the id of the previous version, or write versionNumber value="1".' },
    clause: CLAUSE,
    example: { right: '<versionNumber value="2"/> … <relatedDocument typeCode="RPLC"><parentDocument><id root="1.2.3.1"/></parentDocument></relatedDocument>', wrong: '<versionNumber value="2"/>' },
  }),
  rule({
    id: 'CDA-341',
    level: 'SHOULD',
    title: { fr: 'Un document qui en remplace un autre (RPLC) porte un numéro de version d’au moins 2.', en: 'A document that replaces another (RPLC) carries a version number of at least 2.' },
    message: { fr: 'Le document en remplace un autre et se dit première version.', en: 'The document replaces another and calls itself the first version.' },
    hint: { fr: 'Augmenter versionNumber d’un à chaque remplacement.', en: 'Add one to versionNumber at each replacement.' },
    clause: CLAUSE,
    example: { right: '<versionNumber value="2"/> … <relatedDocument typeCode="RPLC">', wrong: '<versionNumber value="1"/> … <relatedDocument typeCode="RPLC">' },
  }),
  rule({
    id: 'CDA-342',
    level: 'SHOULD',
    title: { fr: 'Le document remplacé appartient au même ensemble de versions (setId).', en: 'The replaced document belongs to the same set of versions (setId).' },
    message: { fr: 'Le setId du document remplacé n’est pas celui du document.', en: 'The setId of the replaced document is not that of the document.' },
    hint: { fr: 'Reprendre dans setId celui de la version précédente.', en: 'Take the setId of the previous version.' },
    clause: CLAUSE,
    example: { right: '<setId root="1.2.3"/> … <parentDocument>…<setId root="1.2.3"/>', wrong: '<setId root="1.2.3"/> … <parentDocument>…<setId root="1.2.4"/>' },
  }),
  rule({
    id: 'CDA-343',
    level: 'SHOULD',
    title: { fr: 'Le document remplacé a un numéro de version plus petit que le document.', en: 'The replaced document has a smaller version number than the document.' },
    message: { fr: 'Le document remplacé n’est pas d’une version antérieure.', en: 'The replaced document is not of an earlier version.' },
    hint: { fr: 'Écrire dans parentDocument/versionNumber la version précédente.', en: 'Write the previous version in parentDocument/versionNumber.' },
    clause: CLAUSE,
    example: { right: '<versionNumber value="2"/> … <parentDocument>…<versionNumber value="1"/>', wrong: '<versionNumber value="2"/> … <parentDocument>…<versionNumber value="2"/>' },
  }),
]; // prettier-ignore

/** Judges that id, setId, versionNumber and relatedDocument say the same. */
export function judgeVersions(judge: Judge, root: XmlElement): void {
  const versionNumber = root.element('versionNumber');
  const version = numberOf(versionNumber);
  const replaced = root.elements('relatedDocument').find((related) => related.attribute('typeCode') === 'RPLC');
  const parent = replaced?.element('parentDocument');
  const setId = root.element('setId');
  judgeParent(judge, setId, version, parent);
  if (!versionNumber || version === undefined) return;
  if (version < 2) {
    judge.expect('CDA-341', !replaced, [versionNumber, 'value'], () => ({
      expected: { fr: '2 ou plus', en: '2 or more' },
      actual: String(version),
    }));
    return;
  }
  // a relation of another kind is told by the header table
  judge.expect('CDA-340', root.element('relatedDocument') !== undefined, elementOr(replaced, root, 'relatedDocument'), () => ({
    expected: '<relatedDocument typeCode="RPLC">',
    actual: { fr: `aucun, en version ${version}`, en: `none, in version ${version}` },
  }));
  const id = root.element('id');
  if (id && setId && !isNull(id) && !isNull(setId))
    judge.expect('CDA-339', key(id) !== key(setId), id, () => ({
      expected: { fr: `autre chose que ${asWritten(key(setId))}`, en: `something else than ${asWritten(key(setId))}` },
      actual: asWritten(key(id)),
    }));
}

function judgeParent(judge: Judge, setId: XmlElement | undefined, version: number | undefined, parent: XmlElement | undefined): void {
  const parentSet = parent?.element('setId');
  if (setId && parentSet && !isNull(setId) && !isNull(parentSet))
    judge.expect('CDA-342', key(setId) === key(parentSet), parentSet, () => ({
      expected: asWritten(key(setId)),
      actual: asWritten(key(parentSet)),
    }));
  const parentNumber = parent?.element('versionNumber');
  const parentVersion = numberOf(parentNumber);
  if (parentNumber && parentVersion !== undefined && version !== undefined && version > 1)
    judge.expect('CDA-343', parentVersion < version, [parentNumber, 'value'], () => ({
      expected: { fr: `moins de ${version}`, en: `less than ${version}` },
      actual: String(parentVersion),
    }));
}

const key = (id: XmlElement): string => [id.attribute('root') ?? '', id.attribute('extension') ?? ''].join('^').replace(/\^$/, '');

function numberOf(element: XmlElement | undefined): number | undefined {
  const written = element?.attribute('value') ?? '';
  return /^\d{1,9}$/.test(written) ? Number(written) : undefined;
}
