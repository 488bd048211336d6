import { ABSENT, asWritten, oneOf, type Rule } from '../../src/model/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { contentOf, decompressed, pdfOf } from './embedded/content.js';
import { beginningOf, isOfType } from './embedded/media.js';
import { CDA, isNull, type Judge } from './judge.js';
import { canBeRead } from './templates/readable.js';
import { UNSTRUCTURED_FORMATS } from './volets.js';

const LEVEL_1 = 'CI-SIS, volet Structuration minimale de documents de santé, corps non structuré ; IHE ITI XDS-SD';
const LEVEL_3 = 'HL7 CDA R2, corps structuré';

export const bodyRules: readonly Rule[] = [
  {
    id: 'CDA-80',
    level: 'SHALL',
    title: { fr: 'Le corps est soit non structuré (nonXMLBody), soit structuré (structuredBody).', en: 'The body is either unstructured (nonXMLBody) or structured (structuredBody).' },
    message: { fr: 'Le corps n’est pas exactement l’un des deux.', en: 'The body is not exactly one of the two.' },
    hint: { fr: 'Écrire exactement un nonXMLBody ou un structuredBody dans component.', en: 'Write exactly one nonXMLBody or one structuredBody in component.' },
    requirements: ['CDA-80'],
    clause: LEVEL_3,
    example: { right: '<component><structuredBody>…</structuredBody></component>', wrong: '<component></component>' },
  },
  {
    id: 'CDA-81',
    level: 'SHALL',
    title: {
      fr: 'Le type de contenu d’un corps non structuré est application/pdf, text/plain, text/rtf, image/jpeg ou image/tiff.',
      en: 'The media type of an unstructured body is application/pdf, text/plain, text/rtf, image/jpeg or image/tiff.',
    },
    message: { fr: 'Le type de contenu du corps n’est pas permis.', en: 'The media type of the body is not allowed.' },
    hint: { fr: 'Écrire mediaType="application/pdf" ou un autre des types permis.', en: 'Write mediaType="application/pdf" or another of the allowed types.' },
    requirements: ['CDA-81'],
    clause: LEVEL_1,
    example: { right: '<text mediaType="application/pdf" representation="B64">', wrong: '<text mediaType="application/msword" representation="B64">' },
  },
  {
    id: 'CDA-82',
    level: 'SHALL',
    title: { fr: 'Le contenu d’un corps non structuré est annoncé en base64 (representation="B64").', en: 'The content of an unstructured body is announced as base64 (representation="B64").' },
    message: { fr: 'Le corps n’annonce pas representation="B64".', en: 'The body does not announce representation="B64".' },
    hint: { fr: 'Ajouter representation="B64" sur text.', en: 'Add representation="B64" on text.' },
    requirements: ['CDA-82'],
    clause: LEVEL_1,
    example: { right: '<text mediaType="application/pdf" representation="B64">', wrong: '<text mediaType="application/pdf">' },
  },
  {
    id: 'CDA-83',
    level: 'SHALL',
    title: { fr: 'Le contenu d’un corps non structuré est du base64 valide et non vide.', en: 'The content of an unstructured body is valid, non-empty base64.' },
    message: { fr: 'Le contenu du corps ne se décode pas en base64.', en: 'The content of the body does not decode as base64.' },
    why: { fr: 'Le document ne peut pas être affiché.', en: 'The document cannot be displayed.' },
    hint: { fr: 'Encoder les octets du document en base64.', en: 'Encode the bytes of the document in base64.' },
    requirements: ['CDA-83'],
    clause: LEVEL_1,
    example: { right: '<text …>Q29tcHRlIHJlbmR1</text>', wrong: '<text …>Compte rendu !</text>' },
  },
  {
    id: 'CDA-84',
    level: 'SHOULD',
    title: { fr: 'Le contenu d’un corps non structuré annoncé comme texte, RTF, JPEG ou TIFF est de ce type.', en: 'The content of an unstructured body announced as text, RTF, JPEG or TIFF is of that type.' },
    message: { fr: 'Le contenu décodé n’est pas du type annoncé.', en: 'The decoded content is not of the announced type.' },
    why: { fr: 'Le lecteur ne s’ouvre pas ou affiche une erreur.', en: 'The viewer does not open or shows an error.' },
    hint: { fr: 'Accorder mediaType et le fichier encodé.', en: 'Make mediaType and the encoded file agree.' },
    requirements: ['CDA-84'],
    clause: LEVEL_1,
    example: { right: 'text/rtf : {\\rtf1…', wrong: 'text/rtf : GIF89a…' },
  },
  {
    id: 'CDA-85',
    level: 'SHOULD',
    title: { fr: 'Un PDF de corps non structuré est un PDF/A-1.', en: 'A PDF in an unstructured body is a PDF/A-1.' },
    message: { fr: 'Le PDF ne se déclare pas PDF/A-1 (pdfaid:part).', en: 'The PDF does not declare itself PDF/A-1 (pdfaid:part).' },
    why: { fr: 'Le document peut ne plus s’afficher à l’identique dans quelques années.', en: 'The document may not display identically in some years.' },
    hint: { fr: 'Produire un PDF/A-1 (polices incorporées, métadonnées XMP).', en: 'Produce a PDF/A-1 (embedded fonts, XMP metadata).' },
    requirements: ['CDA-85'],
    clause: LEVEL_1,
    example: { right: '<pdfaid:part>1</pdfaid:part>', wrong: '%PDF-1.7, sans / without pdfaid' },
  },
  {
    id: 'CDA-86',
    level: 'SHALL',
    title: { fr: 'Un corps structuré a au moins une section.', en: 'A structured body has at least one section.' },
    message: { fr: 'Le corps structuré n’a aucune section.', en: 'The structured body has no section.' },
    hint: { fr: 'Ajouter component/section dans structuredBody.', en: 'Add component/section in structuredBody.' },
    requirements: ['CDA-86'],
    clause: LEVEL_3,
    example: { right: '<structuredBody><component><section>…</section></component></structuredBody>', wrong: '<structuredBody/>' },
  },
  {
    id: 'CDA-87',
    level: 'SHOULD',
    title: { fr: 'Une section qui a un texte a un titre.', en: 'A section that has a text has a title.' },
    message: { fr: 'La section a un texte mais pas de titre.', en: 'The section has a text but no title.' },
    why: { fr: 'Le lecteur ne sait pas ce que la section raconte.', en: 'The reader does not know what the section is about.' },
    hint: { fr: 'Ajouter title dans la section.', en: 'Add title in the section.' },
    requirements: ['CDA-87'],
    clause: LEVEL_3,
    example: { right: '<section><code …/><title>Biochimie</title><text>…</text></section>', wrong: '<section><code …/><text>…</text></section>' },
  },
  {
    id: 'CDA-88',
    level: 'SHOULD',
    title: { fr: 'Une référence interne (#…) mène à un élément du document.', en: 'An internal reference (#…) leads to an element of the document.' },
    message: { fr: 'La référence ne mène à rien dans le document.', en: 'The reference leads nowhere in the document.' },
    why: { fr: 'La donnée codée n’est pas reliée au texte que le médecin lit.', en: 'The coded data are not linked to the text the doctor reads.' },
    hint: { fr: 'Poser ID="…" sur le texte visé, ou corriger la référence.', en: 'Put ID="…" on the text meant, or correct the reference.' },
    requirements: ['CDA-88'],
    clause: LEVEL_3,
    example: { right: '<content ID="a1">…</content> … <reference value="#a1"/>', wrong: '<content ID="a1">…</content> … <reference value="#a2"/>' },
  },
  {
    id: 'CDA-89',
    level: 'SHALL',
    title: { fr: 'Un attribut ID est unique dans le document.', en: 'An ID attribute is unique in the document.' },
    message: { fr: 'Le même ID est donné deux fois.', en: 'The same ID is given twice.' },
    why: { fr: 'Une référence à cet ID est ambiguë, et le document n’est pas valide contre le schéma.', en: 'A reference to this ID is ambiguous, and the document is not valid against the schema.' },
    hint: { fr: 'Donner un autre ID à l’un des deux éléments.', en: 'Give one of the two elements another ID.' },
    requirements: ['CDA-89'],
    clause: 'XML 1.0, 3.3.1 ; schéma CDA R2',
    example: { right: '<content ID="a1"/> <content ID="a2"/>', wrong: '<content ID="a1"/> <content ID="a1"/>' },
  },
  {
    id: 'CDA-96',
    level: 'SHALL',
    title: { fr: 'Le contenu d’un corps non structuré annoncé comme PDF est un PDF.', en: 'The content of an unstructured body announced as PDF is a PDF.' },
    message: { fr: 'Le contenu décodé n’est pas un PDF.', en: 'The decoded content is not a PDF.' },
    why: { fr: 'Le lecteur ne s’ouvre pas ou affiche une erreur.', en: 'The viewer does not open or shows an error.' },
    hint: { fr: 'Encoder le fichier PDF lui-même, ou accorder mediaType et le fichier encodé.', en: 'Encode the PDF file itself, or make mediaType and the encoded file agree.' },
    requirements: ['CDA-96'],
    clause: LEVEL_1,
    example: { right: 'application/pdf : %PDF-1.4…', wrong: 'application/pdf : GIF89a…' },
  },
]; // prettier-ignore

/** Judges the body, as far as the minimal structure goes: media of a level 1, coherence of the inner links of a level 3. */
export function judgeBody(judge: Judge, root: XmlElement): void {
  const component = judge.at(root, 'component')[0];
  if (!component) return;
  const bodies = component.elements().filter((e) => e.local === 'nonXMLBody' || e.local === 'structuredBody');
  judge.expect('CDA-80', bodies.length === 1, bodies[1] ?? component, () => ({
    expected: { fr: 'nonXMLBody ou structuredBody', en: 'nonXMLBody or structuredBody' },
    actual: bodies.length === 0 ? { fr: 'aucun', en: 'neither' } : asWritten(bodies.map((b) => b.local).join(', ')),
  }));
  for (const body of bodies)
    if (body.local === 'nonXMLBody') judgeUnstructured(judge, body);
    else judgeStructured(judge, body);
  judgeLinks(judge, root);
}

function judgeUnstructured(judge: Judge, body: XmlElement): void {
  const text = body.element('text');
  const types = Object.keys(UNSTRUCTURED_FORMATS);
  const type = text?.attribute('mediaType') ?? '';
  judge.expect('CDA-81', types.includes(type), text ? [text, 'mediaType'] : { in: body, missing: 'text' }, () => ({
    expected: oneOf(types),
    actual: type === '' ? ABSENT : asWritten(type),
  }));
  if (!text) return;
  const representation = text.attribute('representation');
  judge.expect('CDA-82', representation === 'B64', [text, 'representation'], () => ({
    expected: 'B64',
    actual: representation === undefined ? ABSENT : asWritten(representation),
  }));
  if (representation !== undefined && representation !== 'B64') return;
  const { written: content, raw } = contentOf(text);
  judge.expect('CDA-83', raw !== undefined && raw.length > 0, text, () => ({
    expected: { fr: 'du base64', en: 'base64' },
    actual: content.trim() === '' ? { fr: 'un texte vide', en: 'an empty text' } : asWritten(content.trim().slice(0, 40)),
  }));
  if (!raw || raw.length === 0 || !types.includes(type)) return;
  const compression = text.attribute('compression');
  // what is not so compressed is told as such; compress (Z) is not undone
  const bytes =
    compression === undefined ? raw
    : /^(?:DF|GZ|ZL)$/.test(compression) ? decompressed(compression, raw)
    : undefined;
  if (!bytes) return;
  const isPdf = type === 'application/pdf';
  const announced = judge.expect(isPdf ? 'CDA-96' : 'CDA-84', isOfType(type, bytes) === true, text, () => ({
    expected: type,
    actual: { fr: `un contenu qui commence par ${beginningOf(bytes)}`, en: `content that begins with ${beginningOf(bytes)}` },
  }));
  if (isPdf && announced) {
    const part = pdfOf(text, bytes).pdfa?.part;
    judge.expect('CDA-85', part === '1', text, () => ({
      expected: 'PDF/A-1',
      actual: part ? `PDF/A-${part}` : { fr: 'PDF sans mention PDF/A', en: 'PDF without PDF/A mark' },
    }));
  }
}

function judgeStructured(judge: Judge, body: XmlElement): void {
  judge.expect('CDA-86', body.all('component', 'section').length > 0, { in: body, missing: 'component/section' }, () => ({
    expected: { fr: 'au moins une section', en: 'at least one section' },
    actual: { fr: 'aucune', en: 'none' },
  }));
  for (const section of body.descendants('section', CDA)) {
    const text = section.element('text');
    if (!text || isNull(text) || !canBeRead(text)) continue;
    const title = section.element('title');
    judge.expect('CDA-87', title !== undefined && title.text.trim() !== '', title ?? { in: section, missing: 'title' }, () => ({
      expected: { fr: 'un titre', en: 'a title' },
      actual: title ? { fr: 'un titre vide', en: 'an empty title' } : { fr: 'aucun', en: 'none' },
    }));
  }
}

function judgeLinks(judge: Judge, root: XmlElement): void {
  const ids = new Set<string>();
  for (const element of root.descendants()) {
    const id = element.attribute('ID');
    if (id === undefined || element.namespace !== CDA) continue;
    judge.expect('CDA-89', !ids.has(id), [element, 'ID'], () => ({
      expected: { fr: 'un ID qui ne sert qu’une fois', en: 'an ID used once' },
      actual: asWritten(id),
    }));
    ids.add(id);
  }
  for (const reference of root.descendants('reference', CDA)) {
    const target = reference.attribute('value');
    if (target === undefined || !target.startsWith('#')) continue;
    judge.expect('CDA-88', ids.has(target.slice(1)), [reference, 'value'], () => ({
      expected: target === '#' ? { fr: 'le nom d’un ID après #', en: 'the name of an ID after #' } : `ID="${asWritten(target.slice(1))}"`,
      actual: target === '#' ? '#' : { fr: 'aucun élément ne porte cet ID', en: 'no element carries this ID' },
    }));
  }
}
