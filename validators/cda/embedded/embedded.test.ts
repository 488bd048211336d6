import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { Artefact, type Finding } from '../../../src/model/index.js';
import { xmlOf } from '../../../src/protocols/xml/index.js';
import { clinicalDocumentIn } from '../document.js';
import type { FamilyContext } from '../family.js';
import { Judge } from '../judge.js';
import { embedded } from './index.js';
import { isOfType, isWhole, typeSeenIn } from './media.js';
import { readPdf } from './pdf.js';

function judge(source: string | Uint8Array): { findings: Finding[]; evaluated: string[] } {
  const artefact = new Artefact('cda.xml', typeof source === 'string' ? Buffer.from(source) : source);
  const found = new Judge(artefact, embedded.rules);
  embedded.judge(found, clinicalDocumentIn(xmlOf(artefact).root)!, {} as FamilyContext);
  return found.result;
}
const document = (inner: string): string => `<ClinicalDocument xmlns="urn:hl7-org:v3">${inner}</ClinicalDocument>`;
const media = (attributes: string, content: string): string =>
  document(`<observationMedia classCode="OBS" moodCode="EVN"><value ${attributes}>${content}</value></observationMedia>`);
const b64 = (type: string, bytes: Uint8Array | string, more = ''): string =>
  media(`mediaType="${type}" representation="B64"${more}`, Buffer.from(bytes).toString('base64'));

const chunk = (type: string, data: Buffer): Buffer => {
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(Buffer.concat([Buffer.from(type), data])));
  return Buffer.concat([length, Buffer.from(type), data, sum]);
};
const png = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
  chunk('IDAT', deflateSync(Buffer.from([0, 0]))),
  chunk('IEND', Buffer.alloc(0)),
]);
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0xff, 0xd9, 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9, 0]);
const gif = Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1');
const tiff = Buffer.from([0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const zip = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]);

/** A PDF of these objects, numbered from 1; the first is the catalogue. */
function pdf(objects: readonly string[], { header = '%PDF-1.4\n%âãÏÓ\n', trailer = '/ID [<00><00>]' } = {}): Buffer {
  let text = header;
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}
const stream = (content: string, more = ''): string => `<< /Length ${content.length} ${more}>>\nstream\n${content}\nendstream`;
const xmp = (part: number | string): string =>
  stream(`<x><pdfaid:part>${part}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></x>`, '/Type /Metadata ');
const CATALOG = '<< /Type /Catalog /Pages 4 0 R /Metadata 2 0 R /OutputIntents [<< /S /GTS_PDFA1 /DestOutputProfile 3 0 R >>] ';
/** A PDF/A-1b, as far as it is looked at, with more in its catalogue and more objects. */
const pdfa = (catalog = '', more: readonly string[] = []): Buffer =>
  pdf([`${CATALOG}${catalog}>>`, xmp(1), stream('icc', '/N 1 '), '<< /Type /Pages /Kids [] /Count 0 >>', ...more]);
const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';

type Case = [rule: string, name: string, right: string, wrong: string, actual?: string];

/** For each rule what passes it and what fails it, and only it. */
const CASES: readonly Case[] = [
  ['CDA-500', 'base64', b64('image/png', png), media('mediaType="image/png" representation="B64"', `data:image/png;base64,${png.toString('base64')}`), ':image'],
  ['CDA-500', 'whole groups', b64('text/plain', 'abc'), media('mediaType="text/plain" representation="B64"', 'YWJ'), 'YWJ'],
  ['CDA-501', 'a PDF', b64('application/pdf', pdfa()), b64('application/pdf', gif), 'image/gif'],
  ['CDA-502', 'an image', b64('image/jpeg', jpeg), b64('image/jpeg', png), 'image/png'],
  ['CDA-502', 'a text', b64('text/plain', 'é\n'), b64('text/plain', '\0\x01'), 'content that begins with'],
  ['CDA-502', 'XML', b64('text/xml', '<a/>'), b64('text/xml', 'a'), 'content that begins with "a"'],
  ['CDA-503', 'a whole PNG', b64('image/png', png), b64('image/png', png.subarray(0, -12)), `${png.length - 12} bytes`],
  ['CDA-503', 'an intact PNG', b64('image/png', png), b64('image/png', png.with(20, 9)), `${png.length} bytes`],
  ['CDA-503', 'a whole JPEG', b64('image/jpeg', jpeg), b64('image/jpeg', jpeg.subarray(0, 13)), '13 bytes'],
  ['CDA-503', 'a whole GIF', b64('image/gif', gif), b64('image/gif', gif.subarray(0, -1)), '13 bytes'],
  ['CDA-503', 'a whole TIFF', b64('image/tiff', tiff), b64('image/tiff', tiff.subarray(0, 9)), '9 bytes'],
  ['CDA-503', 'a whole RTF', b64('text/rtf', '{\\rtf1 a}\n'), b64('text/rtf', '{\\rtf1 a'), '8 bytes'],
  ['CDA-503', 'whole XML', b64('text/xml', '<a>é</a>'), b64('text/xml', '<a>é'), '5 bytes'],
  ['CDA-503', 'a whole PDF', b64('application/pdf', pdfa()), b64('application/pdf', pdfa().subarray(0, -40)), 'bytes'],
  ['CDA-503', 'a PDF whose objects are where it says', b64('application/pdf', pdfa()), b64('application/pdf', Buffer.from(pdfa().toString('latin1').replace('/N 1 ', '/N 10 '), 'latin1')), 'bytes'],
  ['CDA-503', 'a body too', document(`<nonXMLBody><text mediaType="image/png" representation="B64">${png.toString('base64')}</text></nonXMLBody>`), document(`<nonXMLBody><text mediaType="image/png" representation="B64">${png.subarray(0, 30).toString('base64')}</text></nonXMLBody>`), '30 bytes'],
  ['CDA-504', 'base64 announced', b64('image/png', png), media('mediaType="image/png"', png.toString('base64')), 'missing'],
  ['CDA-504', 'text of a text type', media('mediaType="text/plain"', 'abc'), media('mediaType="application/pdf" representation="TXT"', 'abc'), 'TXT'],
  ['CDA-505', 'content', media('mediaType="text/plain"', 'abc'), media('mediaType="text/plain"', ' '), 'nothing'],
  ['CDA-505', 'a reference', media('mediaType="application/dicom"', '<reference value="x"/>'), media('mediaType="application/dicom" representation="B64"', ''), 'nothing'],
  ['CDA-506', 'the hash of the content', b64('image/png', png, ` integrityCheck="${createHash('sha1').update(png).digest('base64')}"`), b64('image/png', png, ' integrityCheck="AAAA"'), 'AAAA'],
  ['CDA-506', 'of another algorithm', b64('image/png', png, ` integrityCheckAlgorithm="SHA-256" integrityCheck="${createHash('sha256').update(png).digest('base64')}"`), b64('image/png', png, ` integrityCheckAlgorithm="SHA-256" integrityCheck="${createHash('sha1').update(png).digest('base64')}"`)],
  ['CDA-507', 'compressed content', b64('image/png', deflateRawSync(png), ' compression="DF"'), b64('image/png', png, ' compression="DF"'), 'PNG'],
  ['CDA-507', 'compressed otherwise', b64('image/png', gzipSync(png), ' compression="GZ"'), b64('image/png', png, ' compression="ZL"'), 'PNG'],
  ['CDA-508', 'an ID', b64('application/pdf', pdfa()), b64('application/pdf', pdf([`${CATALOG}>>`, xmp(1), stream('icc')], { trailer: '' })), 'no ID in the trailer'],
  ['CDA-508', 'a header at the first byte', b64('application/pdf', pdfa()), b64('application/pdf', Buffer.concat([Buffer.from('\n'), pdfa()])), 'a header %PDF-1.n that is not at the first byte'],
  ['CDA-508', 'metadata in clear', b64('application/pdf', pdfa()), b64('application/pdf', pdf([`${CATALOG}>>`, xmp(1).replace('/Type /Metadata', '/Filter /ASCIIHexDecode'), stream('icc')])), 'XMP metadata that are compressed'],
  ['CDA-508', 'no LZW', b64('application/pdf', pdfa('', [stream('x', '/Filter [/FlateDecode] ')])), b64('application/pdf', pdfa('', [stream('x', '/Filter [/LZWDecode] ')])), 'LZW compression'],
  ['CDA-509', 'an OutputIntent', b64('application/pdf', pdfa()), b64('application/pdf', pdf(['<< /Type /Catalog /Metadata 2 0 R >>', xmp(1)])), 'no OutputIntent GTS_PDFA1'],
  ['CDA-509', 'with its profile', b64('application/pdf', pdfa()), b64('application/pdf', pdf(['<< /Type /Catalog /Metadata 2 0 R /OutputIntents [<< /S /GTS_PDFA1 >>] >>', xmp(1)])), 'an OutputIntent without ICC profile (DestOutputProfile)'],
  ['CDA-510', 'an embedded font', b64('application/pdf', pdfa('', [FONT.replace('>>', '/FontDescriptor << /FontFile2 3 0 R >> >>')])), b64('application/pdf', pdfa('', [FONT])), 'font not embedded: Helvetica'],
  ['CDA-510', 'a font of hidden text', b64('application/pdf', pdfa('', [FONT, stream('BT 3 Tr (a) Tj ET')])), b64('application/pdf', pdfa('', [FONT, stream('BT 0 Tr (3 Trx) Tj ET')])), 'font not embedded: Helvetica'],
  ['CDA-511', 'no mask', b64('application/pdf', pdfa('', ['<< /Type /ExtGState /SMask /None /ca 1 /BM /Normal >>'])), b64('application/pdf', pdfa('', ['<< /Type /ExtGState /SMask << >> >>'])), 'a transparency mask (SMask)'],
  ['CDA-511', 'opaque', b64('application/pdf', pdfa()), b64('application/pdf', pdfa('', ['<< /Type /ExtGState /ca .5 /BM [/Multiply] >>'])), 'a blend mode Multiply; an opacity of 0.5'],
  ['CDA-511', 'no group, no layer', b64('application/pdf', pdfa()), b64('application/pdf', pdfa('/OCProperties << >> ', ['<< /Type /Page /Group << /S /Transparency >> >>'])), 'layers (OCProperties); a transparency group'],
  ['CDA-512', 'a link', b64('application/pdf', pdfa('', ['<< /Type /Annot /Subtype /Link /Rect [0 0 1 1] /A << /S /URI /URI (https://a) >> >>'])), b64('application/pdf', pdfa('/OpenAction << /S /JavaScript /JS (a) >> ')), 'an action JavaScript'],
  ['CDA-512', 'no attached file', b64('application/pdf', pdfa()), b64('application/pdf', pdfa('/Names << /EmbeddedFiles << >> /JavaScript << >> >> ', ['<< /EF << >> /AA << >> >>', stream('', '/F (other) '), '<< /Subtype /Movie /Rect [] >>', '<< /Type /XObject /Subtype /PS >>'])), 'attached files (EmbeddedFiles); JavaScript; automatic actions (AA); an attached file (EF); a stream in another file; an annotation Movie; PostScript'],
  ['CDA-513', 'not encrypted', b64('application/pdf', pdfa()), b64('application/pdf', pdf(['<< /Type /Catalog >>'], { trailer: '/Encrypt << >>' })), 'an encrypted PDF'],
  ['CDA-514', 'a type of the list', b64('image/jpeg', jpeg), b64('image/jpg', jpeg), 'image/jpg'],
]; // prettier-ignore

describe('embedded content', () => {
  test.each(CASES.map(([rule, name, right, wrong, actual]) => ({ rule, name, right, wrong, actual })))(
    '$rule: $name',
    ({ rule, right, wrong, actual }) => {
      const passed = judge(right);
      expect(passed.findings).toEqual([]);
      const { findings } = judge(wrong);
      expect(findings.map((finding) => finding.rule)).toEqual([rule]);
      if (actual !== undefined) expect(findings[0]!.actual?.en).toContain(actual);
    },
  );
  test('every rule has something that passes it and something that fails it', () => {
    const failed = new Set(CASES.map(([rule]) => rule));
    const passed = new Set(CASES.flatMap(([, , right]) => judge(right).evaluated));
    expect(embedded.rules.filter(({ id }) => !failed.has(id) || !passed.has(id)).map(({ id }) => id)).toEqual([]);
  });
  test('what carries nothing, and what other rules judge, is left alone', () => {
    expect(judge(document('<section><text mediaType="text/x-hl7-text+xml"/></section>')).evaluated).toEqual([]);
    expect(judge(media('mediaType="application/pdf" nullFlavor="UNK"', '')).findings).toEqual([]);
    // of a body the rules of the body judge encoding and type
    expect(judge(document('<nonXMLBody><text mediaType="application/pdf" representation="B64">!</text></nonXMLBody>')).findings).toEqual(
      [],
    );
    expect(judge(media('mediaType="text/xml"', '<reference value="#a"/>')).findings).toEqual([]);
  });
  test('files of every known type are told by their beginning', () => {
    const files: [string, Uint8Array | string][] = [
      ['image/gif', gif], ['image/tiff', Buffer.from('MM\0*\0\0\0\x08\0\0\0\0\0\0', 'latin1')], ['text/rtf', '{\\rtf1}'], ['application/zip', zip],
      ['application/msword', Buffer.from('d0cf11e0a1b11ae1', 'hex')], ['application/dicom', Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')])],
      ['audio/basic', '.snd'], ['audio/mpeg', 'ID3'], ['text/html', '<!DOCTYPE html><p>'], ['text/xml', '<?xml version="1.0"?><a/>'],
    ]; // prettier-ignore
    for (const [type, content] of files) {
      const bytes = Buffer.from(content);
      expect([type, typeSeenIn(bytes), isOfType(type, bytes), isWhole(bytes) ?? true]).toEqual([type, type, true, true]);
    }
    expect(isWhole(Buffer.from('PK\x03\x04'))).toBe(false);
    expect(isOfType('text/plain', Buffer.from('\xff\xfea\0', 'latin1'))).toBe(true);
    expect(isOfType('text/plain', Buffer.from('%PDF-1.4'))).toBe(false);
    expect(isOfType('video/mp4', Buffer.from('x'))).toBeUndefined();
    expect([typeSeenIn(Buffer.from('x')), isWhole(Buffer.from('x'))]).toEqual([undefined, undefined]);
  });
});

describe('a PDF', () => {
  test('that is a PDF/A-1 has no departure', () => {
    expect(readPdf(pdfa())).toEqual({ whole: true, encrypted: false, pdfa: { part: '1', conformance: 'B' }, departures: [] });
    expect(readPdf(readFileSyncOfExample()).departures).toEqual([]);
  });
  test('is what its catalogue declares, not what stands elsewhere in it', () => {
    expect(readPdf(pdf(['<< /Type /Catalog >>', xmp(1)])).pdfa).toBeUndefined();
    expect(readPdf(pdf([`${CATALOG}>>`, stream('<x pdfaid:part="2" pdfaid:conformance=\'U\'/>')])).pdfa).toEqual({
      part: '2',
      conformance: 'U',
    });
  });
  test('that was changed is read in its newest state', () => {
    const first = pdfa('', [FONT]).toString('latin1');
    const start = Number(/startxref\n(\d+)/.exec(first)![1]);
    const at = first.length + 5;
    const changed = `${first}\n\n\n\n\n5 0 obj\n<< /Other true /Nothing null /Hex <00> /Text (a\\)(b)) /Names [/A#42 -1.5 ] >> % comment\nendobj\n`;
    const table = changed.length;
    const whole = `${changed}xref\n5 1\n${String(at).padStart(10, '0')} 00000 n \ntrailer\n<< /Root 1 0 R /ID [] /Prev ${start} >>\nstartxref\n${table}\n%%EOF`;
    expect(readPdf(Buffer.from(whole, 'latin1'))).toMatchObject({ whole: true, departures: [] });
  });
  test('with objects in streams is no PDF/A-1, and no more is said', () => {
    const head = '%PDF-1.5\n';
    const text = `${head}1 0 obj\n<< /Type /XRef /Root 2 0 R /ID [] /Length 0 >>\nstream\n\nendstream\nendobj\nstartxref\n${head.length}\n%%EOF`;
    const { whole, departures } = readPdf(Buffer.from(text));
    expect([whole, departures.map(({ text: { en } }) => en)]).toEqual([true, ['objects or references in compressed streams (PDF 1.5)']]);
  });
  test.each<[string, string]>([
    ['nothing', ''],
    ['no table', '%PDF-1.4\nstartxref\n5\n%%EOF'],
    ['no trailer', '%PDF-1.4\nxref\n0 1\n0 0 f\ntrailer\n12\nstartxref\n9\n%%EOF'],
    ['a table without numbers', '%PDF-1.4\nxref\nx y\ntrailer\n<< >>\nstartxref\n9\n%%EOF'],
    ['no catalogue', '%PDF-1.4\nxref\n0 0\ntrailer\n<< /Root 7 0 R >>\nstartxref\n9\n%%EOF'],
    ['a string without end', '%PDF-1.4\nxref\n0 0\ntrailer\n<< /Root (x \nstartxref\n9\n%%EOF'],
    ['an array without end', '%PDF-1.4\nxref\n0 0\ntrailer\n<< /Root [1 \nstartxref\n9\n%%EOF'],
    ['hexadecimal digits without end', '%PDF-1.4\nxref\n0 0\ntrailer\n<< /Root <12 \nstartxref\n9\n%%EOF'],
    ['a word that means nothing', '%PDF-1.4\nxref\n0 0\ntrailer\n<< /Root what >>\nstartxref\n9\n%%EOF'],
    ['a value without name', '%PDF-1.4\nxref\n0 0\ntrailer\n<< 1 2 >>\nstartxref\n9\n%%EOF'],
    ['too deep', `%PDF-1.4\nxref\n0 0\ntrailer\n<< /Root ${'['.repeat(1000)}${']'.repeat(1000)} >>\nstartxref\n9\n%%EOF`],
  ])('that cannot be read is not whole: %s', (_, text) => {
    expect(readPdf(Buffer.from(text, 'latin1'))).toMatchObject({ whole: false, departures: expect.any(Array) });
  });
  test('made to cost time costs little', () => {
    // every object is a string that holds all those after it
    const count = 20_000;
    let text = '%PDF-1.4\n';
    const offsets: number[] = [];
    for (let i = 1; i <= count; i++) {
      offsets.push(text.length);
      text += `${i} 0 obj (`;
    }
    text += ')'.repeat(count);
    const start = text.length;
    text += `xref\n1 ${count}\n${offsets.map((at) => `${at} 0 n `).join('')}trailer << /Root << >> >> startxref ${start}\n%%EOF`;
    const began = performance.now();
    expect(readPdf(Buffer.from(text)).whole).toBe(false);
    expect(performance.now() - began).toBeLessThan(3000);
    // tables that name one another without end
    expect(readPdf(pdf(['<< /Type /Catalog >>'], { trailer: '/ID [] /Prev 9' })).whole).toBe(false);
  });
});

/** The PDF that one of our own documents carries. */
function readFileSyncOfExample(): Buffer {
  const text = readFileSync(new URL('../../../examples/documents/cr-bio-niveau-3.xml', import.meta.url), 'utf8');
  return Buffer.from(/representation="B64">([^<]*)</.exec(text)![1]!, 'base64');
}

const samples = process.env['ADDAX_SAMPLES'];
const pack = process.env['ADDAX_CDA_PACK'];
const documents = [
  ...(samples ? ['cda', 'cda-v2.41'].map((folder) => join(samples, folder)) : []),
  ...(pack ? [join(pack, 'ExemplesCDA')] : []),
].flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith('.xml')).map((name) => join(folder, name))); // prettier-ignore

/** What is wrong in published documents; none of it is an error. */
const TRULY_WRONG: readonly [name: RegExp, rules: readonly string[]][] = [
  // the barcode of the INS is announced as JPEG and is a PNG
  [/^eP-MED-DM_/, ['CDA-502']],
  // a JPEG is announced as deflated and is not; a file is announced as application/xml, which the list knows as text/xml
  [/^OPH-CR-RTN_/, ['CDA-507', 'CDA-514']],
  // the PDF declares itself PDF/A-1b; its Helvetica is not embedded and it has no OutputIntent
  [/^BIO-CR-BIO_2024\.01_DEP-CCU-/, ['CDA-509', 'CDA-510']],
];

(documents.length > 0 ? describe : describe.skip)(
  `third-party documents${documents.length > 0 ? '' : ' (skipped: ADDAX_SAMPLES and ADDAX_CDA_PACK name no folder)'}`,
  () => {
    test('have no error, and warnings only where they are truly wrong', () => {
      for (const file of documents) {
        const { findings } = judge(readFileSync(file));
        const known = TRULY_WRONG.find(([name]) => name.test(file.replace(/^.*[\\/]/, '')))?.[1] ?? [];
        expect([file, findings.filter(({ severity }) => severity === 'error')]).toEqual([file, []]);
        expect([file, findings.map(({ rule }) => rule).filter((rule) => !known.includes(rule))]).toEqual([file, []]);
      }
    });
  },
);
