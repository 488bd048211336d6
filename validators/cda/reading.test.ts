import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Artefact, type ReadBlock, type Reading, type ReadRun } from '../../src/model/index.js';
import { readDocument } from './reading.js';

const HEADER = `<title> Compte  rendu </title>
<effectiveTime value="20261120101500+0100"/>
<confidentialityCode code="N" displayName="Normal"/>
<versionNumber value="2"/>
<recordTarget><patientRole>
  <id root="1.2.250.1.213.1.4.10" extension="279035121518989"/>
  <id root="2.999.1" extension="IPP-1"/>
  <addr><houseNumber>3</houseNumber><streetName>rue Haute</streetName><postalCode>51000</postalCode><city>REIMS</city></addr>
  <telecom value="tel:0326000002"/>
  <patient>
    <name><family qualifier="BR">PAT-TROIS</family><given>DOMINIQUE MARIE</given><given qualifier="BR">DOMINIQUE</given><family qualifier="CL">DURAND</family></name>
    <administrativeGenderCode code="F" displayName="Féminin"/>
    <birthTime value="19790328"/>
    <birthplace><place><addr><county>51215</county><city>DOMPREMY</city></addr></place></birthplace>
  </patient>
</patientRole></recordTarget>
<author><time value="20261120"/><assignedAuthor><code code="G15" displayName="Médecin"/><assignedPerson><name><family>KERLEAU</family><given>Anne</given><suffix>DR</suffix></name></assignedPerson></assignedAuthor></author>
<relatedDocument typeCode="RPLC"><parentDocument><id root="2.999.9"/></parentDocument></relatedDocument>
`;

const document = (body: string, header = ''): string =>
  `<ClinicalDocument xmlns="urn:hl7-org:v3">\n${header}<component>${body}</component></ClinicalDocument>`;
const inSection = (text: string, more = ''): string =>
  document(`<structuredBody><component><section><title>T</title><text>${text}</text>${more}</section></component></structuredBody>`);

function read(xml: string): Reading {
  const reading = readDocument(new Artefact('document.xml', Buffer.from(xml)));
  if (!reading) throw new Error('no reading');
  return reading;
}
const blocks = (text: string, more?: string): ReadBlock[] => read(inSection(text, more)).sections[0]!.blocks;
/** Runs without their lines. */
const bare = (runs: readonly ReadRun[] | undefined): object[] => (runs ?? []).map(({ line: _, ...run }) => run);
const paragraph = (block: ReadBlock | undefined): object[] => (block?.kind === 'paragraph' ? bare(block.runs) : [{ kind: block?.kind }]);

test('the header tells who, when, by whom', () => {
  const { title, facts } = read(document('', HEADER));
  expect(title).toBe('Compte rendu');
  expect(facts.map(({ label, value, line }) => [label.fr, value, line])).toEqual([
    ['Patient', 'DURAND DOMINIQUE', 12],
    ['À la naissance', 'PAT-TROIS DOMINIQUE MARIE', 12],
    ['Naissance', '28/03/1979', 14],
    ['Lieu de naissance', 'DOMPREMY (51215)', 15],
    ['Sexe', 'Féminin', 13],
    ['INS de test', '279035121518989', 7],
    ['Identifiant', 'IPP-1 (2.999.1)', 8],
    ['Adresse', '3 rue Haute, 51000 REIMS', 9],
    ['Contact', 'tel:0326000002', 10],
    ['Auteur', 'DR Anne KERLEAU, Médecin', 18],
    ['Créé le', '20/11/2026 10:15', 3],
    ['Confidentialité', 'Normal', 4],
    ['Version', '2', 5],
    ['Remplace', '2.999.9', 19],
  ]);
});

test('a wrong header is told as it is written', () => {
  const { title, facts } = read(
    document(
      '',
      '<title/><effectiveTime value="demain"/><versionNumber/><confidentialityCode nullFlavor="NI"/><recordTarget><patientRole><patient><name/></patient></patientRole></recordTarget>',
    ),
  );
  expect(title).toBe('');
  expect(facts.map(({ value }) => value)).toEqual(['—', 'demain', '— (nullFlavor NI)', '—']);
});

describe('narrative', () => {
  test('text, line breaks, styles and what may not be lost between them', () => {
    expect(
      paragraph(
        blocks(
          '  un\n  <content styleCode="Bold">gras <content styleCode="Italics xUnderline">et</content></content> H<sub>2</sub>O<br/>m<sup>2</sup> ',
        )[0],
      ),
    ).toEqual([
      { text: 'un ' },
      { text: 'gras ', bold: true },
      { text: 'et', bold: true, italics: true, underline: true },
      { text: ' H' },
      { text: '2', script: 'sub' },
      { text: 'O' },
      { text: '\n' },
      { text: 'm' },
      { text: '2', script: 'super' },
    ]);
  });

  test('paragraphs part the text; revised text is struck', () => {
    const read = blocks(
      'avant<paragraph><caption>C</caption>un</paragraph><paragraph>deux</paragraph>après <content revised="delete">non</content>',
    );
    expect(read.map(paragraph)).toEqual([
      [{ text: 'avant' }],
      [{ text: 'C', bold: true }, { text: ' ' }, { text: 'un' }],
      [{ text: 'deux' }],
      [{ text: 'après ' }, { text: 'non', struck: true }],
    ]);
  });

  test('an ID stays with the text it names, and two IDs of one text are both kept', () => {
    expect(paragraph(blocks('<content ID="a">x</content><content ID="b"><content ID="c">y</content></content>')[0])).toEqual([
      { text: 'x', id: 'a' },
      { text: '', id: 'b' },
      { text: 'y', id: 'c' },
    ]);
    const table = blocks('<table><tbody><tr><td ID="cell">z</td></tr></tbody></table>')[0];
    expect(table?.kind === 'table' && paragraph(table.rows[0]!.cells[0]!.blocks[0])).toEqual([{ text: 'z', id: 'cell' }]);
  });

  test('lists', () => {
    const [list] = blocks(
      '<list listType="ordered"><caption>Faire</caption><item>un</item><item>deux<list><item>dedans</item></list></item></list>',
    );
    if (list?.kind !== 'list') throw new Error('no list');
    expect(list.ordered).toBe(true);
    expect(bare(list.caption)).toEqual([{ text: 'Faire' }]);
    expect(list.items.map((item) => item.blocks.map((block) => block.kind))).toEqual([['paragraph'], ['paragraph', 'list']]);
  });

  test('tables: heads, spans, cells that hold blocks; the rest of XHTML is not known', () => {
    const [table] = blocks(
      '<table><caption>Bilan</caption><col/><thead><tr><th colspan="2">A</th></tr></thead><tbody><tr><td rowspan="3"><list><item>x</item></list></td><td colspan="99999">y</td></tr></tbody><tfoot><tr><td colspan="-1"/></tr></tfoot></table>',
    );
    if (table?.kind !== 'table') throw new Error('no table');
    expect(bare(table.caption)).toEqual([{ text: 'Bilan' }]);
    expect(
      table.rows.map((row) => [
        row.head,
        row.cells.map(({ head, colspan, rowspan, blocks: inner }) => [head, colspan, rowspan, inner.map((b) => b.kind)]),
      ]),
    ).toEqual([
      [true, [[true, 2, 1, ['paragraph']]]],
      [
        false,
        [
          [false, 1, 3, ['list']],
          [false, 100, 1, ['paragraph']],
        ],
      ],
      [false, [[false, 1, 1, []]]],
    ]);
  });

  test('a link is text, its address too; a footnote comes at the end', () => {
    const [text, note] = blocks('<linkHtml href="javascript:alert(1)">ici</linkHtml><footnote>voir <content>là</content></footnote>');
    expect(paragraph(text)).toEqual([
      { text: 'ici', underline: true },
      { text: ' (javascript:alert(1))' },
      { text: '[1]', script: 'super' },
    ]);
    expect(paragraph(note)).toEqual([{ text: '[1] ' }, { text: 'voir ' }, { text: 'là' }]);
  });

  test('sections keep their order and their depth; an empty one says so', () => {
    const { sections } = read(
      document(
        '<structuredBody><component><section><title>A</title><text/><component><section><text>b</text></section></component></section></component><component><section/></component></structuredBody>',
      ),
    );
    expect(sections.map((section) => [section.title, section.blocks.length, section.sections.length])).toEqual([
      ['A', 0, 1],
      [undefined, 1, 0],
    ]);
    expect(sections[1]!.blocks[0]).toMatchObject({ kind: 'note', text: { fr: 'Cette section n’a aucun texte à lire.' } });
  });
});

describe('what is not text', () => {
  const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 9, 0, 0, 0, 9, 8, 2]);
  const media = (mediaType: string, bytes: Buffer | string): string =>
    `<entry><observationMedia ID="m"><value mediaType="${mediaType}" representation="B64">${Buffer.from(bytes).toString('base64')}</value></observationMedia></entry>`;
  const shown = (mediaType: string, bytes: Buffer | string): ReadBlock =>
    blocks('<renderMultiMedia referencedObject="m"><caption>vu</caption></renderMultiMedia>', media(mediaType, bytes))[0]!;
  const JPEG = Buffer.from('ffd8ffe000040000ffc0001108006400c803012200021101031101', 'hex');

  test('images of three types, when they are what they say', () => {
    expect(shown('image/png', PNG)).toMatchObject({ kind: 'image', mediaType: 'image/png', base64: PNG.toString('base64') });
    expect(shown('image/jpeg', JPEG)).toMatchObject({ kind: 'image' });
    expect(shown('image/gif', 'GIF89a\u0009\u0000\u0009\u0000')).toMatchObject({ kind: 'image' });
    expect(shown('image/png', 'GIF89a')).toMatchObject({
      kind: 'attachment',
      note: { en: 'Image not shown: the content is not of the announced type (image/png).' },
    });
    expect(shown('image/svg+xml', '<svg onload="x"/>')).toMatchObject({ kind: 'attachment', mediaType: 'image/svg+xml' });
  });

  test('an image of gigabytes of pixels is not shown', () => {
    const bomb = Buffer.from(PNG);
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    expect(shown('image/png', bomb)).toMatchObject({ kind: 'attachment', note: { fr: expect.stringContaining('60000 × 60000') } });
    expect(shown('image/png', Buffer.concat([PNG, Buffer.alloc(2_000_000)]))).toMatchObject({ kind: 'attachment' });
  });

  test('a PDF with its pages', () => {
    expect(shown('application/pdf', '%PDF-1.4 <</Type/Pages>> <</Type /Page /X>> <</Type/Page>>')).toMatchObject({
      kind: 'attachment',
      bytes: 58,
      note: { fr: '2\u00A0pages, à ouvrir dans un autre programme.' },
    });
    expect(shown('application/pdf', 'MZ')).toMatchObject({ note: { en: 'The content is not a PDF.' } });
  });

  test('what is referred to and not there', () => {
    expect(blocks('<renderMultiMedia referencedObject="nowhere"/>')[0]).toMatchObject({ kind: 'note' });
  });

  const body = (mediaType: string, bytes: Buffer | string): ReadBlock[] =>
    read(
      document(
        `<nonXMLBody><text mediaType="${mediaType}" representation="B64">${Buffer.from(bytes).toString('base64')}</text></nonXMLBody>`,
      ),
    ).sections[0]!.blocks;

  test('a body that is not structured', () => {
    expect(body('text/plain', 'un\r\ndeux\n\n  trois').map(paragraph)).toEqual([[{ text: 'un\ndeux' }], [{ text: '  trois' }]]);
    expect(paragraph(body('text/plain', Buffer.from([0xe9, 0x74, 0xe9]))[0])).toEqual([{ text: 'été' }]);
    expect(paragraph(body('text/plain', Buffer.from('\ufeffété', 'utf16le'))[0])).toEqual([{ text: 'été' }]);
    expect(body('application/pdf', '%PDF-1.4')[0]).toMatchObject({ kind: 'attachment', mediaType: 'application/pdf' });
    expect(body('image/jpeg', JPEG)[0]).toMatchObject({ kind: 'image' });
    expect(body('text/rtf', '{\\rtf1}')[0]).toMatchObject({ kind: 'attachment' });
    expect(
      read(document('<nonXMLBody><text mediaType="image/png" representation="B64">pas du base64 !</text></nonXMLBody>')).sections[0]!
        .blocks[0],
    ).toMatchObject({
      kind: 'attachment',
      note: { en: 'Unreadable content: it is not base64.' },
    });
    expect(read(document('<nonXMLBody><text><reference value="http://x/y"/></text></nonXMLBody>')).sections[0]!.blocks[0]).toMatchObject({
      kind: 'attachment',
      bytes: 0,
    });
  });
});

describe('hostile documents', () => {
  const count = (reading: Reading): number => JSON.stringify(reading).length;

  test('no CDA, no reading', () => {
    for (const text of ['', '<x/>', '<ClinicalDocument/>', 'PK', '<ClinicalDocument xmlns="urn:hl7-org:v3">'])
      expect(readDocument(new Artefact('x', Buffer.from(text)))).toBeUndefined();
  });

  test.each([
    ['a million cells', `<table><tbody><tr>${'<td/>'.repeat(1_000_000)}</tr></tbody></table>`],
    ['many paragraphs', '<paragraph>x</paragraph>'.repeat(200_000)],
    ['one endless text', 'x'.repeat(20_000_000)],
    ['tables in tables', '<table><tbody><tr><td>'.repeat(60) + 'x' + '</td></tr></tbody></table>'.repeat(60)],
    ['contents in contents', '<content ID="i" styleCode="Bold">'.repeat(240) + 'x' + '</content>'.repeat(240)],
    ['many footnotes', '<footnote>x</footnote>'.repeat(100_000)],
  ])('%s', (_, text) => {
    const began = Date.now();
    const reading = read(inSection(text));
    expect(count(reading)).toBeLessThan(30_000_000);
    expect(Date.now() - began).toBeLessThan(15_000);
  });

  test('what is left out is told, once', () => {
    const notes = blocks('<paragraph>x</paragraph>'.repeat(200_000)).filter((block) => block.kind === 'note');
    expect(notes).toMatchObject([{ text: { en: 'The rest is too long to be shown here.' } }]);
  });

  test('more images than a page can carry', () => {
    const png = Buffer.concat([
      Buffer.from('89504e470d0a1a0a0000000d49484452000000090000000908020000', 'hex'),
      Buffer.alloc(1_000_000),
    ]).toString('base64');
    const more = `<entry><observationMedia ID="m"><value mediaType="image/png" representation="B64">${png}</value></observationMedia></entry>`;
    const kinds = blocks('<renderMultiMedia referencedObject="m"/>'.repeat(10), more).map(({ kind }) => kind);
    expect(kinds).toEqual(['image', 'image', ...Array<string>(8).fill('attachment')]);
  });
});

const samples = process.env['ADDAX_SAMPLES'];
(samples ? describe : describe.skip)('published examples', () => {
  for (const folder of ['cda', 'cda-v2.41'].map((name) => join(samples ?? '', name)))
    if (existsSync(folder))
      test.each(readdirSync(folder).filter((name) => name.endsWith('.xml')))('%s can be read', (name) => {
        const reading = readDocument(new Artefact(name, readFileSync(join(folder, name))));
        expect(reading?.title).not.toBe('');
        expect(reading?.facts.length).toBeGreaterThan(10);
        expect(reading?.sections.length).toBeGreaterThan(0);
      });
});
