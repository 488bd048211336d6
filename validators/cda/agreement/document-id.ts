import { asWritten } from '../../../src/model/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { CDA, isNull, type Judge } from '../judge.js';

const NIL = /^0{8}-0{4}-0{4}-0{4}-0{12}$/;
/** What has an identity of its own, besides the acts (elements with a moodCode); CDA-48 judges the replaced document. */
const OTHERS = new Set(['section', 'serviceEvent', 'order', 'encompassingEncounter']);

const keyOf = (id: XmlElement): string =>
  `${id.attribute('root') ?? ''}^${id.attribute('extension') ?? ''}`.replace(/\^$/, '').toLowerCase();

/** Judges the identifier of the document against all others. */
export function judgeDocumentId(judge: Judge, root: XmlElement): void {
  const own = root.element('id', CDA);
  const ownRoot = own && !isNull(own) ? own.attribute('root') : undefined;
  if (own && ownRoot !== undefined && ownRoot !== '') {
    const template = root.elements('templateId').some((one) => one.attribute('root') === ownRoot);
    judge.expect('CDA-549', !template, [own, 'root'], () => ({
      expected: { fr: 'un OID ou un UUID du document seul', en: 'an OID or a UUID of the document alone' },
      actual: { fr: `${asWritten(ownRoot)}, un templateId`, en: `${asWritten(ownRoot)}, a templateId` },
    }));
  }
  const key = ownRoot === undefined || own === undefined || NIL.test(ownRoot) ? undefined : keyOf(own);
  const nil: XmlElement[] = [];
  let rooted = false;
  for (const id of root.descendants('id', CDA)) {
    const idRoot = id.attribute('root');
    if (idRoot === undefined || isNull(id)) continue;
    rooted = true;
    if (NIL.test(idRoot)) nil.push(id);
    const owner = id.parent;
    if (!key || !owner || id === own || isReference(owner) || !(OTHERS.has(owner.local) || owner.attribute('moodCode') !== undefined))
      continue;
    judge.expect('CDA-548', keyOf(id) !== key, id, () => ({
      expected: { fr: 'un identifiant autre que celui du document', en: 'an identifier other than that of the document' },
      actual: asWritten(key),
    }));
  }
  // whoever leaves one unset leaves many
  if (rooted)
    judge.expect('CDA-550', nil.length === 0, nil[0] && [nil[0], 'root'], () => {
      const others = nil.length - 1;
      const written = nil[0]!.attribute('root')!;
      return {
        expected: { fr: 'un UUID neuf', en: 'a new UUID' },
        actual: {
          fr: written + (others > 0 ? `, et ${others} autre${others > 1 ? 's' : ''}` : ''),
          en: written + (others > 0 ? `, and ${others} more` : ''),
        },
      };
    });
}

/** An act that stands for the document itself, as the source of another. */
const isReference = (owner: XmlElement): boolean => owner.parent?.local === 'reference';
