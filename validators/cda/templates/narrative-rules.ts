import { asWritten, rule, type Rule } from '../../../src/model/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { CDA, isNull, type Judge } from '../judge.js';
import { canBeRead } from './readable.js';
import type { Survey } from './survey.js';

const CLAUSE = 'HL7 CDA R2, 4.3.4 et 4.3.5 (Section.text, Narrative Block)';

export const narrativeRules: readonly Rule[] = [
  rule({
    id: 'CDA-460',
    level: 'SHOULD',
    title: { fr: 'Une section qui a des entrées a un texte.', en: 'A section that has entries has a text.' },
    message: { fr: 'La section a des entrées codées mais pas de texte.', en: 'The section has coded entries but no text.' },
    why: { fr: 'Le médecin lit le texte\u00A0: il ne voit rien de ces données.', en: 'The doctor reads the text: none of these data are seen.' },
    hint: { fr: 'Écrire dans text ce que disent les entrées.', en: 'Write in text what the entries say.' },
    clause: CLAUSE,
    example: { right: '<section>… <text>TSH 1,2 mUI/L</text> <entry>…', wrong: '<section>… <entry>…' },
  }),
  rule({
    id: 'CDA-461',
    level: 'SHOULD',
    title: { fr: 'Le texte d’une section qui a des entrées, ou n’a pas de sous-section, se lit.', en: 'The text of a section that has entries, or has no subsection, can be read.' },
    message: { fr: 'La section n’a rien à lire.', en: 'The section has nothing to read.' },
    why: { fr: 'Le médecin voit une section vide, même si des données codées la suivent.', en: 'The doctor sees an empty section, even where coded data follow.' },
    hint: { fr: 'Écrire dans text ce que disent les entrées, ou qu’il n’y a pas de donnée.', en: 'Write in text what the entries say, or that there are no data.' },
    clause: CLAUSE,
    example: { right: '<text>Aucune allergie connue.</text>', wrong: '<text/>' },
  }),
  rule({
    id: 'CDA-462',
    level: 'SHOULD',
    title: { fr: 'Une référence à un texte du document commence par #.', en: 'A reference to a text of the document begins with #.' },
    message: { fr: 'La référence donne le nom d’un ID sans #.', en: 'The reference gives the name of an ID without #.' },
    why: { fr: 'Sans #, la référence désigne un autre fichier.', en: 'Without #, the reference names another file.' },
    hint: { fr: 'Écrire # devant le nom de l’ID, dans toutes les références du document.', en: 'Write # before the name of the ID, in all references of the document.' },
    clause: CLAUSE,
    example: { right: '<reference value="#a1"/>', wrong: '<reference value="a1"/>' },
  }),
  rule({
    id: 'CDA-463',
    level: 'SHOULD',
    title: { fr: 'Une référence est #ID ou une URI.', en: 'A reference is #ID or a URI.' },
    message: { fr: 'La référence n’est ni #ID, ni le nom d’un ID du document, ni une URI.', en: 'The reference is neither #ID, nor the name of an ID of the document, nor a URI.' },
    why: { fr: 'La donnée codée n’est pas reliée au texte que le médecin lit.', en: 'The coded data are not linked to the text the doctor reads.' },
    hint: { fr: 'Écrire # suivi de l’ID du texte visé.', en: 'Write # followed by the ID of the text meant.' },
    clause: CLAUSE,
    example: { right: '<content ID="a1">…</content> … <reference value="#a1"/>', wrong: '<content ID="a1">…</content> … <reference value="a2"/>' },
  }),
  rule({
    id: 'CDA-464',
    level: 'SHOULD',
    title: { fr: 'Une entrée se réfère au texte de sa section.', en: 'An entry refers to the text of its section.' },
    message: { fr: 'La référence mène au texte d’une autre section.', en: 'The reference leads to the text of another section.' },
    why: { fr: 'La donnée codée est affichée ou reprise avec le texte d’un autre sujet.', en: 'The coded data are shown or reused with the text of another subject.' },
    hint: { fr: 'Donner l’ID du passage de cette section qui dit la donnée.', en: 'Give the ID of the passage of this section that tells the data.' },
    clause: CLAUSE,
    example: { right: '<section>… <content ID="a1"/> … #a1 …</section>', wrong: '<section>… <content ID="a1"/> …</section> <section>… #a1 …</section>' },
  }),
  rule({
    id: 'CDA-465',
    level: 'MAY',
    title: { fr: 'Le texte auquel une entrée se réfère n’est pas vide.', en: 'The text that an entry refers to is not empty.' },
    message: { fr: 'Le texte visé par la référence est vide.', en: 'The text meant by the reference is empty.' },
    hint: { fr: 'Écrire le texte, ou viser celui qui dit la donnée.', en: 'Write the text, or point at the one that tells the data.' },
    clause: CLAUSE,
    example: { right: '<content ID="a1">TSH</content>', wrong: '<content ID="a1"/>' },
  }),
  rule({
    id: 'CDA-466',
    level: 'SHALL',
    title: { fr: 'renderMultiMedia désigne un observationMedia ou un regionOfInterest du document.', en: 'renderMultiMedia names an observationMedia or a regionOfInterest of the document.' },
    message: { fr: 'L’image désignée n’est pas dans le document.', en: 'The image named is not in the document.' },
    why: { fr: 'L’image ne s’affiche pas.', en: 'The image is not shown.' },
    hint: { fr: 'Écrire dans referencedObject l’ID de l’observationMedia.', en: 'Write the ID of the observationMedia in referencedObject.' },
    clause: CLAUSE,
    example: { right: '<renderMultiMedia referencedObject="img1"/> … <observationMedia ID="img1" …>', wrong: '<renderMultiMedia referencedObject="img1"/>' },
  }),
  rule({
    id: 'CDA-467',
    level: 'SHALL',
    title: { fr: 'footnoteRef désigne une note (footnote) du document.', en: 'footnoteRef names a footnote of the document.' },
    message: { fr: 'La note désignée n’est pas dans le document.', en: 'The footnote named is not in the document.' },
    hint: { fr: 'Écrire dans IDREF l’ID d’un élément footnote.', en: 'Write the ID of a footnote element in IDREF.' },
    clause: CLAUSE,
    example: { right: '<footnote ID="n1">…</footnote> … <footnoteRef IDREF="n1"/>', wrong: '<footnoteRef IDREF="n1"/>' },
  }),
  rule({
    id: 'CDA-468',
    level: 'SHOULD',
    title: { fr: 'Un lien interne (linkHtml, #…) mène à un élément du document.', en: 'An internal link (linkHtml, #…) leads to an element of the document.' },
    message: { fr: 'Le lien ne mène à rien dans le document.', en: 'The link leads nowhere in the document.' },
    hint: { fr: 'Écrire dans href # et l’ID de l’élément visé.', en: 'Write # and the ID of the element meant in href.' },
    clause: CLAUSE,
    example: { right: '<linkHtml href="#a1">', wrong: '<linkHtml href="#a2">' },
  }),
  rule({
    id: 'CDA-469',
    level: 'SHOULD',
    title: { fr: 'Une section a un code.', en: 'A section has a code.' },
    message: { fr: 'La section n’a pas de code.', en: 'The section has no code.' },
    why: { fr: 'Le logiciel qui reçoit le document ne sait pas de quoi parle la section.', en: 'The receiving software does not know what the section is about.' },
    hint: { fr: 'Ajouter le code que fixe le modèle de la section.', en: 'Add the code that the template of the section fixes.' },
    clause: CLAUSE,
    example: { right: '<section>… <code code="18725-2" codeSystem="2.16.840.1.113883.6.1"/>', wrong: '<section>… <title>Microbiologie</title>' },
  }),
  rule({
    id: 'CDA-470',
    level: 'SHOULD',
    title: { fr: 'Une section sans texte, qui réunit des sous-sections, a un titre.', en: 'A section without text, which groups subsections, has a title.' },
    message: { fr: 'La section n’a ni texte ni titre.', en: 'The section has neither text nor title.' },
    why: { fr: 'Le lecteur ne sait pas ce qui réunit les sous-sections.', en: 'The reader does not know what groups the subsections.' },
    hint: { fr: 'Ajouter title dans la section.', en: 'Add title in the section.' },
    clause: CLAUSE,
    example: { right: '<section>… <title>Antécédents</title> <component><section>…', wrong: '<section>… <component><section>…' },
  }),
]; // prettier-ignore

/** Judges the text of sections, and what leads from entries to it and from it to images and notes. */
export function judgeNarrative(judge: Judge, { sections, links, ids }: Survey): void {
  for (const section of sections) judgeSection(judge, section);
  let bare = false;
  for (const link of links) {
    if (link.local === 'renderMultiMedia') judgeMedia(judge, link, ids);
    else if (link.local === 'footnoteRef') judgeFootnote(judge, link, ids);
    else if (link.local === 'linkHtml') judgeHyperlink(judge, link, ids);
    else if (isToText(link)) bare = judgeReference(judge, link, ids, bare);
  }
}

function judgeSection(judge: Judge, section: XmlElement): void {
  const text = section.element('text', CDA);
  const coded = section.element('entry', CDA) !== undefined;
  const code = section.element('code', CDA);
  judge.expect('CDA-469', code !== undefined, { in: section, missing: 'code' }, () => ({
    expected: { fr: 'le code de la section', en: 'the code of the section' },
    actual: { fr: 'absent', en: 'missing' },
  }));
  if (!text && coded)
    judge.expect('CDA-460', false, { in: section, missing: 'text' }, () => ({
      expected: { fr: 'le texte des entrées', en: 'the text of the entries' },
      actual: { fr: 'absent', en: 'missing' },
    }));
  else if (coded) judge.expect('CDA-460', true, text);
  const title = section.element('title', CDA);
  if (!text && section.element('component', CDA))
    judge.expect('CDA-470', title !== undefined && title.text.trim() !== '', title ?? { in: section, missing: 'title' }, () => ({
      expected: { fr: 'un titre', en: 'a title' },
      actual: { fr: 'aucun', en: 'none' },
    }));
  // a section with subsections alone leaves the telling to them
  if ((!text && coded) || (!coded && section.element('component', CDA)) || (text && isNull(text))) return;
  judge.expect('CDA-461', text !== undefined && canBeRead(text), text ?? { in: section, missing: 'text' }, () => ({
    expected: { fr: 'un texte à lire', en: 'a text to read' },
    actual: text ? { fr: 'un texte vide', en: 'an empty text' } : { fr: 'absent', en: 'missing' },
  }));
}

/** Whether a reference leads from coded data to the narrative; others name documents and acts. */
const isToText = (reference: XmlElement): boolean => reference.parent?.local === 'text' || reference.parent?.local === 'originalText';

/** @returns whether a reference without # has been told: one for the document says it for all */
function judgeReference(judge: Judge, reference: XmlElement, ids: ReadonlyMap<string, XmlElement>, told: boolean): boolean {
  const value = reference.attribute('value');
  if (value === undefined || value === '') return told;
  const internal = value.startsWith('#');
  const target = ids.get(internal ? value.slice(1) : value);
  if (!internal) {
    const isUri = /^[a-z][a-z\d+.-]*:./i.test(value) || /\.[a-z]{3,4}$/i.test(value);
    judge.expect('CDA-463', target !== undefined || isUri, [reference, 'value'], () => ({
      expected: { fr: '# et un ID du document', en: '# and an ID of the document' },
      actual: asWritten(value),
    }));
  }
  // a target that does not exist is told by CDA-88
  if (!target) return told;
  if (internal || !told)
    judge.expect('CDA-462', internal, [reference, 'value'], () => ({ expected: asWritten(`#${value}`), actual: asWritten(value) }));
  const here = sectionOf(reference);
  const there = sectionOf(target);
  if (here && there)
    judge.expect('CDA-464', isWithin(here, there) || isWithin(there, here), [reference, 'value'], () => ({
      expected: { fr: 'un ID du texte de cette section', en: 'an ID of the text of this section' },
      actual: { fr: `${asWritten(value)}, dans «\u00A0${titleOf(there)}\u00A0»`, en: `${asWritten(value)}, in “${titleOf(there)}”` },
    }));
  judge.expect('CDA-465', target.children.length > 0, [reference, 'value'], () => ({
    expected: { fr: 'un texte', en: 'a text' },
    actual: { fr: `${asWritten(value)} est vide`, en: `${asWritten(value)} is empty` },
  }));
  return told || !internal;
}

function sectionOf(element: XmlElement): XmlElement | undefined {
  for (let here: XmlElement | undefined = element; here; here = here.parent) if (here.local === 'section') return here;
  return undefined;
}

const isWithin = (inner: XmlElement, outer: XmlElement): boolean => inner.start >= outer.start && inner.end <= outer.end;

const titleOf = (section: XmlElement): string => asWritten(section.element('title', CDA)?.text.trim() ?? '', 40);

function judgeMedia(judge: Judge, link: XmlElement, ids: ReadonlyMap<string, XmlElement>): void {
  const names = (link.attribute('referencedObject') ?? '').split(/\s+/).filter((name) => name !== '');
  const lost = names.find((name) => {
    const kind = ids.get(name)?.local;
    return kind !== 'observationMedia' && kind !== 'regionOfInterest';
  });
  judge.expect('CDA-466', names.length > 0 && lost === undefined, [link, 'referencedObject'], () => ({
    expected: { fr: 'l’ID d’un observationMedia', en: 'the ID of an observationMedia' },
    actual: asWritten(lost ?? ''),
  }));
}

function judgeFootnote(judge: Judge, link: XmlElement, ids: ReadonlyMap<string, XmlElement>): void {
  const name = link.attribute('IDREF') ?? '';
  judge.expect('CDA-467', ids.get(name)?.local === 'footnote', [link, 'IDREF'], () => ({
    expected: { fr: 'l’ID d’une note', en: 'the ID of a footnote' },
    actual: asWritten(name),
  }));
}

function judgeHyperlink(judge: Judge, link: XmlElement, ids: ReadonlyMap<string, XmlElement>): void {
  const href = link.attribute('href') ?? '';
  if (!href.startsWith('#')) return;
  judge.expect('CDA-468', ids.has(href.slice(1)), [link, 'href'], () => ({
    expected: { fr: '# et un ID du document', en: '# and an ID of the document' },
    actual: asWritten(href),
  }));
}
