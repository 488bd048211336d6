import { rule, type Rule } from '../../../src/model/index.js';

const ED = 'HL7 V3, Data Types R1, ED';
const MEDIA = 'CI-SIS, JDV_MediaType_ObservationMedia_CISIS';
const PDFA = 'ISO 19005-1 (PDF/A-1)';
const UNREADABLE = { fr: 'Le lecteur ne s’ouvre pas ou affiche une erreur.', en: 'The viewer does not open or shows an error.' };
const LATER = {
  fr: 'Le document peut ne plus s’afficher à l’identique dans quelques années.',
  en: 'The document may not display identically in some years.',
};

/** Rules of what a PDF that declares itself PDF/A-1 has to be. */
const pdfa = (id: string, fr: string, en: string, clause: string, hintFr: string, hintEn: string, right: string, wrong: string): Rule =>
  rule({
    id,
    level: 'SHOULD',
    title: { fr: `Un PDF qui se déclare PDF/A-1 ${fr}.`, en: `A PDF that declares itself PDF/A-1 ${en}.` },
    message: { fr: 'Le PDF se déclare PDF/A-1 et ne l’est pas.', en: 'The PDF declares itself PDF/A-1 and is not.' },
    why: LATER,
    hint: { fr: hintFr, en: hintEn },
    clause: `${PDFA}, ${clause}`,
    example: { right, wrong },
  });

export const embeddedRules: readonly Rule[] = [
  rule({
    id: 'CDA-500',
    level: 'SHALL',
    title: { fr: 'Un contenu annoncé en base64 (representation="B64") est du base64.', en: 'Content announced as base64 (representation="B64") is base64.' },
    message: { fr: 'Le contenu ne se décode pas en base64.', en: 'The content does not decode as base64.' },
    why: UNREADABLE,
    hint: { fr: 'Encoder les octets du fichier en base64, sans en-tête data: ni autre caractère.', en: 'Encode the bytes of the file in base64, without a data: header or any other character.' },
    clause: ED + '.representation',
    example: { right: '<value mediaType="image/png" representation="B64">iVBORw0KGgo…</value>', wrong: '<value mediaType="image/png" representation="B64">data:image/png;base64,iVBORw0KGgo…</value>' },
  }),
  rule({
    id: 'CDA-501',
    level: 'SHALL',
    title: { fr: 'Un contenu annoncé comme PDF est un PDF.', en: 'Content announced as PDF is a PDF.' },
    message: { fr: 'Le contenu décodé n’est pas un PDF.', en: 'The decoded content is not a PDF.' },
    why: UNREADABLE,
    hint: { fr: 'Encoder le fichier PDF lui-même, ou accorder mediaType et le fichier encodé.', en: 'Encode the PDF file itself, or make mediaType and the encoded file agree.' },
    clause: ED + '.mediaType',
    example: { right: 'application/pdf : %PDF-1.4…', wrong: 'application/pdf : GIF89a…' },
  }),
  rule({
    id: 'CDA-502',
    level: 'SHOULD',
    title: { fr: 'Un contenu annoncé comme image, texte ou autre fichier connu est de ce type.', en: 'Content announced as an image, a text or another known file is of that type.' },
    message: { fr: 'Le contenu décodé n’est pas du type annoncé.', en: 'The decoded content is not of the announced type.' },
    why: UNREADABLE,
    hint: { fr: 'Accorder mediaType et le fichier encodé.', en: 'Make mediaType and the encoded file agree.' },
    clause: ED + '.mediaType',
    example: { right: 'image/png : .PNG…', wrong: 'image/jpeg : .PNG…' },
  }),
  rule({
    id: 'CDA-503',
    level: 'SHOULD',
    title: { fr: 'Un fichier incorporé est entier.', en: 'An embedded file is whole.' },
    message: { fr: 'Le fichier est tronqué ou abîmé.', en: 'The file is cut or damaged.' },
    why: UNREADABLE,
    hint: { fr: 'Encoder le fichier jusqu’à son dernier octet.', en: 'Encode the file up to its last byte.' },
    clause: ED,
    example: { right: '%PDF-1.4 … startxref … %%EOF', wrong: '%PDF-1.4 …' },
  }),
  rule({
    id: 'CDA-504',
    level: 'SHALL',
    title: { fr: 'Un contenu d’un type binaire (image, PDF, son…) est annoncé en base64.', en: 'Content of a binary type (image, PDF, sound…) is announced as base64.' },
    message: { fr: 'Le contenu est d’un type binaire, et representation="B64" manque.', en: 'The content is of a binary type, and representation="B64" is missing.' },
    why: UNREADABLE,
    hint: { fr: 'Ajouter representation="B64" et encoder le contenu en base64.', en: 'Add representation="B64" and encode the content in base64.' },
    clause: ED + '.representation',
    example: { right: '<value mediaType="image/png" representation="B64">iVBORw0KGgo…</value>', wrong: '<value mediaType="image/png">iVBORw0KGgo…</value>' },
  }),
  rule({
    id: 'CDA-505',
    level: 'SHOULD',
    title: { fr: 'Un élément qui annonce un contenu en a un, ou une référence.', en: 'An element that announces content has some, or a reference.' },
    message: { fr: 'L’élément annonce un contenu et n’en a pas.', en: 'The element announces content and has none.' },
    hint: { fr: 'Écrire le contenu, une reference, ou un nullFlavor.', en: 'Write the content, a reference, or a nullFlavor.' },
    clause: ED,
    example: { right: '<text mediaType="application/dicom"><reference value="…"/></text>', wrong: '<text mediaType="application/dicom"/>' },
  }),
  rule({
    id: 'CDA-506',
    level: 'SHALL',
    title: { fr: 'integrityCheck est l’empreinte du contenu.', en: 'integrityCheck is the hash of the content.' },
    message: { fr: 'L’empreinte n’est pas celle du contenu.', en: 'The hash is not that of the content.' },
    why: { fr: 'Le lecteur croit le contenu altéré et le refuse.', en: 'The reader believes the content altered and refuses it.' },
    hint: { fr: 'Calculer l’empreinte (SHA-1, ou SHA-256 si integrityCheckAlgorithm le dit) sur les octets décodés, et l’écrire en base64.', en: 'Compute the hash (SHA-1, or SHA-256 if integrityCheckAlgorithm says so) over the decoded bytes, and write it in base64.' },
    clause: ED + '.integrityCheck',
    example: { right: 'integrityCheck="2jmj7l5rSw0yVb/vlWAYkK/YBwk="', wrong: 'integrityCheck="AAAAAAAAAAAAAAAAAAAAAAAAAAA="' },
  }),
  rule({
    id: 'CDA-507',
    level: 'SHOULD',
    title: { fr: 'Un contenu annoncé comme comprimé l’est, par l’algorithme annoncé.', en: 'Content announced as compressed is so, by the announced algorithm.' },
    message: { fr: 'Le contenu n’est pas comprimé comme annoncé.', en: 'The content is not compressed as announced.' },
    why: UNREADABLE,
    hint: { fr: 'Retirer compression si le fichier est encodé tel quel.', en: 'Remove compression if the file is encoded as it is.' },
    clause: ED + '.compression',
    example: { right: '<value mediaType="image/jpeg" representation="B64">/9j/4AAQ…</value>', wrong: '<value mediaType="image/jpeg" representation="B64" compression="DF">/9j/4AAQ…</value>' },
  }),
  pdfa('CDA-508', 'a la structure d’un fichier PDF/A-1', 'has the file structure of PDF/A-1', '6.1', 'Produire le PDF en 1.4, sans chiffrement, flux d’objets ni LZW, avec un ID et des métadonnées en clair.', 'Produce the PDF as 1.4, without encryption, object streams or LZW, with an ID and metadata in clear.', 'trailer << /Root … /ID [ … ] >>', 'trailer << /Root … /Encrypt … >>'),
  pdfa('CDA-509', 'dit dans quel espace ses couleurs s’entendent', 'says in what space its colours are meant', '6.2.2', 'Incorporer un OutputIntent GTS_PDFA1 avec un profil ICC.', 'Embed an OutputIntent GTS_PDFA1 with an ICC profile.', '/OutputIntents [ << /S /GTS_PDFA1 /DestOutputProfile … >> ]', '/Catalog sans / without OutputIntents'),
  pdfa('CDA-510', 'incorpore ses polices', 'embeds its fonts', '6.3.4', 'Incorporer chaque police, y compris Helvetica, Times et Courier.', 'Embed each font, Helvetica, Times and Courier included.', '/FontDescriptor << … /FontFile2 … >>', '/Font << /Subtype /Type1 /BaseFont /Helvetica >>'),
  pdfa('CDA-511', 'n’a ni transparence ni calques', 'has neither transparency nor layers', '6.4, 6.1.13', 'Aplatir la transparence et les calques.', 'Flatten transparency and layers.', '/SMask /None', '/Group << /S /Transparency … >>'),
  pdfa('CDA-512', 'n’a ni programme, ni son, ni film, ni fichier joint', 'has no program, sound, film or attached file', '6.1.11, 6.5, 6.6', 'Retirer les scripts, les actions et les pièces jointes du PDF.', 'Remove scripts, actions and attachments from the PDF.', '/S /URI', '/S /JavaScript'),
  rule({
    id: 'CDA-513',
    level: 'SHOULD',
    title: { fr: 'Un PDF incorporé n’est pas chiffré.', en: 'An embedded PDF is not encrypted.' },
    message: { fr: 'Le PDF est chiffré.', en: 'The PDF is encrypted.' },
    why: { fr: 'Le lecteur demande un mot de passe, ou refuse d’imprimer ou de copier.', en: 'The viewer asks for a password, or refuses to print or copy.' },
    hint: { fr: 'Produire le PDF sans mot de passe ni restriction.', en: 'Produce the PDF without password or restriction.' },
    clause: PDFA + ', 6.1.3',
    example: { right: 'trailer << /Root 1 0 R … >>', wrong: 'trailer << /Root 1 0 R /Encrypt 9 0 R … >>' },
  }),
  rule({
    id: 'CDA-514',
    level: 'SHOULD',
    title: { fr: 'Le type de contenu d’un observationMedia est de la liste du CI-SIS.', en: 'The media type of an observationMedia is in the CI-SIS list.' },
    message: { fr: 'Ce type de contenu n’est pas de la liste du CI-SIS.', en: 'This media type is not in the CI-SIS list.' },
    why: { fr: 'Un lecteur conforme peut ne pas savoir l’afficher.', en: 'A conformant viewer may not know how to show it.' },
    hint: { fr: 'Écrire le type en minuscules, par exemple application/pdf, image/png ou image/jpeg.', en: 'Write the type in lower case, for example application/pdf, image/png or image/jpeg.' },
    clause: MEDIA,
    example: { right: 'mediaType="image/jpeg"', wrong: 'mediaType="image/jpg"' },
  }),
]; // prettier-ignore
