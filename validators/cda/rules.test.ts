import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { Artefact, type Finding } from '../../src/model/index.js';
import { readXml, type XmlElement } from '../../src/protocols/xml/index.js';
import { DOCUMENT_ROWS, ELEMENT_ROWS, type Row } from './header-table.js';
import { families, lastFamily } from './families.js';
import { rules as all, validator } from './index.js';

const context = { at: new Date('2026-11-20T12:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };
const file = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const every = file('./fixtures/every-header-element.xml');
const level1 = file('../../examples/documents/compte-rendu-niveau-1.xml');
const level3 = file('../../examples/documents/cr-bio-niveau-3.xml');

/** The families have tests of their own: what they say beside these rules is not counted here. */
const ofFamilies = new Set([...families, lastFamily].flatMap((family) => family.rules.map(({ id }) => id)));
const rules = all.filter(({ id }) => !ofFamilies.has(id));

const judgeAll = (source: string | Uint8Array) =>
  validator.validate(new Artefact('cda.xml', typeof source === 'string' ? Buffer.from(source) : source), context);
async function judge(source: string | Uint8Array): Promise<{ findings: Finding[]; evaluated: string[] }> {
  const { findings, evaluated } = await judgeAll(source);
  return { findings: findings.filter((f) => !ofFamilies.has(f.rule)), evaluated };
}

/** Elements at a path of names (with prefixes as written) from the root. */
function at(root: XmlElement, path: string): XmlElement[] {
  let here = [root];
  for (const name of path === '' ? [] : path.split('/')) here = here.flatMap((e) => e.elements().filter((child) => child.name === name));
  return here;
}

/** Rewrites the first (or the n-th) element at a path. */
function edit(source: string, path: string, change: (outer: string, element: XmlElement) => string, n = 0): string {
  const found = at(readXml(Buffer.from(source)).root, path)[n];
  if (!found) throw new Error(`nothing at ${path}`);
  return source.slice(0, found.start) + change(source.slice(found.start, found.end), found) + source.slice(found.end);
}

const remove = (source: string, path: string, n?: number): string => edit(source, path, () => '', n);
const twice = (source: string, path: string): string => edit(source, path, (outer) => outer + outer);
const set = (source: string, path: string, attribute: string, value: string, n?: number): string =>
  edit(
    source,
    path,
    (outer) =>
      new RegExp(` ${attribute}="[^"]*"`).test(outer.slice(0, outer.indexOf('>'))) ?
        outer.replace(new RegExp(` ${attribute}="[^"]*"`), ` ${attribute}="${value}"`)
      : outer.replace(/^<[\w:.-]+/, `$& ${attribute}="${value}"`),
    n,
  );
const unset = (source: string, path: string, attribute: string, n?: number): string =>
  edit(source, path, (outer) => outer.replace(new RegExp(` ${attribute}="[^"]*"`), ''), n);
const swap = (source: string, from: string, to: string): string => {
  if (!source.includes(from)) throw new Error(`no ${from}`);
  return source.replace(from, to);
};

type Case = [rule: string, name: string, source: string | Uint8Array];

const join = (path: string, child: string): string => (path === '' ? child : `${path}/${child}`);

/** Breaks each cell of the header table in every way it can be broken. */
function tableCases(row: Row, bare: boolean): Case[] {
  const cases: Case[] = [];
  for (const text of (row.children ?? '').split(';').map((t) => t.trim())) {
    const match = /^([\w:-]+)(?:\[([\d.]+)\])? (\d)\.\.(\S)( !)?$/.exec(text);
    if (!match) continue;
    const [, child = '', root, min, max, filled] = match;
    const id = bare ? row.id : `${row.id}-${child.replace(/^.*:/, '').toUpperCase()}`;
    const path = join(row.path, child);
    const holders = at(readXml(Buffer.from(every)).root, row.path);
    const n = holders.findIndex((e) => at(e, child).length > 0);
    if (n === -1) throw new Error(`the fixture has no ${path}`);
    const inHolder = (change: (outer: string) => string): string => edit(every, row.path, change, n);
    const inner = (outer: string, change: (all: string[]) => string): string => {
      // works on the children of the holder as they stand
      const wrapped = readXml(Buffer.from(wrap(outer))).root.elements()[0]!;
      const own = wrapped.elements().filter((e) => e.name === child);
      const whole = wrapped.document.text;
      const first = own[0]!;
      let out = whole.slice(wrapped.start, wrapped.end);
      const shift = wrapped.start;
      for (const e of [...own].reverse()) out = out.slice(0, e.start - shift) + out.slice(e.end - shift);
      const here = first.start - shift;
      return out.slice(0, here) + change(own.map((e) => whole.slice(e.start, e.end))) + out.slice(here);
    };
    if (min !== '0') cases.push([id, 'missing', inHolder((outer) => inner(outer, () => ''))]);
    if (max !== '*') {
      const limit = Number(max);
      const same = (all: string[]): string => {
        const one = root ? all.find((a) => a.includes(root))! : all[0]!;
        return all.join('') + one.repeat(limit + 1 - (root ? 1 : all.length));
      };
      cases.push([id, 'too many', inHolder((outer) => inner(outer, same))]);
    }
    if (filled)
      cases.push([
        id,
        'nullFlavor',
        inHolder((outer) =>
          inner(outer, (all) => all.map((a, i) => (i === 0 ? a.replace(/^<[\w:.-]+/, '$& nullFlavor="UNK"') : a)).join('')),
        ),
      ]);
  }
  for (const attribute of row.attributes?.split(' ') ?? [])
    cases.push([`${row.id}-ATTRIBUTES`, `no ${attribute}`, unset(every, row.path, attribute)]);
  for (const fixed of row.fixed?.split(' ') ?? []) {
    const attribute = fixed.replace(/\??=.*$/, '');
    cases.push([`${row.id}-${attribute.toUpperCase()}`, 'other value', set(every, row.path, attribute, 'XX')]);
    if (!fixed.includes('?')) cases.push([`${row.id}-${attribute.toUpperCase()}`, 'absent', unset(every, row.path, attribute)]);
  }
  for (const wanted of row.counted?.split(' ') ?? []) {
    const suffix =
      !wanted.startsWith('@') ? wanted.toUpperCase()
      : row.fixed ? wanted.slice(1).toUpperCase()
      : 'ATTRIBUTES';
    cases.push([`${row.id}-${suffix}`, 'null parent', edit(every, row.path, (_, { name }) => `<${name} nullFlavor="UNK"/>`)]);
  }
  if (row.usualRoot) cases.push([`${row.id}-ROOT`, 'other root', set(every, row.path, 'root', '1.2.3.4')]);
  if (row.values) cases.push([`${row.id}-VALUES`, 'other code', set(every, row.path, row.values.split(' ')[0]!, 'XX')]);
  return cases;
}

const NAMESPACES =
  'xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:sdtc="urn:hl7-org:sdtc" '
  + 'xmlns:ps3-20="urn:dicom-org:ps3-20" xmlns:lab="urn:oid:1.3.6.1.4.1.19376.1.3.2"';
const wrap = (inner: string): string => `<w ${NAMESPACES}>${inner}</w>`;

const latin1 = Buffer.from(swap(level3, '</title>', ' é</title>'), 'latin1');
const text = 'component/nonXMLBody/text';
const content = (source: string, bytes: Buffer | string, mediaType: string): string =>
  edit(source, text, () => `<text mediaType="${mediaType}" representation="B64">${Buffer.from(bytes).toString('base64')}</text>`);
const compressed = (source: string, algorithm = 'DF'): string => set(source, text, 'compression', algorithm);
const patient = 'recordTarget/patientRole/patient';
const recipient = 'informationRecipient/intendedRecipient/informationRecipient';
const ins = 'recordTarget/patientRole/id';

const cases: Case[] = [
  ['CDA-01', 'not closed', level3.slice(0, -30)],
  ['CDA-01', 'empty', ''],
  ['CDA-01', 'too deep', level3.replace('<structuredBody>', '<structuredBody>' + '<a>'.repeat(10_000))],
  ['CDA-02', 'doctype', swap(level3, '<ClinicalDocument', '<!DOCTYPE ClinicalDocument [<!ENTITY a "b">]>\n<ClinicalDocument')],
  ['CDA-03', 'latin-1 declared as UTF-8', latin1],
  ['CDA-03', 'unknown encoding', swap(level3, 'encoding="UTF-8"', 'encoding="UTF-99"')],
  ['CDA-04', 'no namespace', swap(level3, 'xmlns="urn:hl7-org:v3"', 'xmlns="urn:hl7-org:v2"')],
  ['CDA-05', 'missing', remove(level3, 'realmCode')],
  ['CDA-05', 'twice', twice(level3, 'realmCode')],
  ['CDA-05', 'other', set(level3, 'realmCode', 'code', 'US')],
  ['CDA-06', 'missing', remove(level3, 'typeId')],
  ['CDA-06', 'other', set(level3, 'typeId', 'extension', 'POCD_HD000020')],
  ['CDA-07', 'missing', remove(level3, 'templateId', 0)],
  ['CDA-07', 'twice', edit(level3, 'templateId', (outer) => outer + outer, 0)],
  ['CDA-08', 'missing', remove(level3, 'templateId', 1)],
  ['CDA-08', 'twice', edit(level3, 'templateId', (outer) => outer + outer, 1)],
  ['CDA-09', 'none', remove(level1, 'templateId', 2)],
  ['CDA-10', 'volet template', swap(level1, '<templateId root="1.3.6.1.4.1.19376.1.2.20"/>', '<templateId root="2.999.1"/>')],
  ['CDA-10', 'a fourth', swap(level1, '<templateId root="1.3.6.1.4.1.19376.1.2.20"/>', '$&<templateId root="2.999.1"/>')],
  ['CDA-28', 'class', set(every, '', 'classCode', 'DOC')],
  ['CDA-28', 'mood', set(every, '', 'moodCode', 'INT')],
  ['CDA-29', 'lower case', set(level3, 'languageCode', 'code', 'fr')],
  ['CDA-30', 'decimal', set(level3, 'versionNumber', 'value', '1.0')],
  ['CDA-31', 'unknown', set(level1, 'code', 'code', '11502-9')],
  ['CDA-32', 'other volet', set(level3, 'code', 'code', '34133-9')],
  ['CDA-33', 'future', set(level3, 'templateId', 'extension', '2099.01', 3)],
  ['CDA-34', 'no parent', remove(level3, 'templateId', 2)],
  ['CDA-35', 'urn', set(level3, 'id', 'root', 'urn:oid:1.2.3')],
  ['CDA-35', 'leading zero', set(level3, 'setId', 'root', '1.2.03')],
  ['CDA-36', 'ISO 8601', set(level3, 'effectiveTime', 'value', '2026-11-20T10:15:00')],
  ['CDA-36', '30 February', set(level3, 'author/time', 'value', '20260230101500+0100')],
  ['CDA-36', 'short zone', set(level3, 'author/time', 'value', '20261120101500+100')],
  ['CDA-36', 'second 60 within an hour', set(level3, 'author/time', 'value', '20261120101560+0100')],
  ['CDA-36', 'second 61', set(level3, 'author/time', 'value', '20261120105961+0100')],
  ['CDA-36', 'a birth in month 13', set(level3, patient + '/birthTime', 'value', '19791328')],
  ['CDA-36', 'a birth in year 0', set(level3, patient + '/birthTime', 'value', '00000000')],
  ['CDA-36', 'a birth on day 32', set(level3, patient + '/birthTime', 'value', '19790332')],
  ['CDA-540', 'no day', set(level3, patient + '/birthTime', 'value', '19790300')],
  ['CDA-540', 'no month, no day', set(level3, patient + '/birthTime', 'value', '19790000')],
  ['CDA-540', 'a day of a lunar month', set(level3, patient + '/birthTime', 'value', '19790230')],
  ['CDA-37', 'no zone', set(level3, 'author/time', 'value', '20261120101500')],
  ['CDA-38', 'none', remove(level3, 'documentationOf/serviceEvent/performer')],
  ['CDA-39', 'none', remove(level3, 'documentationOf/serviceEvent/effectiveTime')],
  [
    'CDA-40',
    'both',
    swap(
      level3,
      '</assignedAuthor>',
      '<assignedAuthoringDevice><manufacturerModelName>A</manufacturerModelName><softwareName>B</softwareName></assignedAuthoringDevice></assignedAuthor>',
    ),
  ],
  ['CDA-41', 'neither', remove(level1, 'informant/relatedEntity')],
  ['CDA-41', 'both', swap(every, '<relatedEntity', '<assignedEntity><id nullFlavor="UNK"/></assignedEntity><relatedEntity')],
  ['CDA-42', 'other', set(level1, 'informant/relatedEntity', 'classCode', 'PRS')],
  ['CDA-43', 'other', set(level1, 'custodian/assignedCustodian/representedCustodianOrganization/id', 'root', '2.999.4')],
  ['CDA-44', 'no system', unset(level3, 'documentationOf/serviceEvent/code', 'codeSystem')],
  ['CDA-44', 'code and nullFlavor', set(level3, 'documentationOf/serviceEvent/code', 'nullFlavor', 'UNK')],
  ['CDA-45', 'backwards', set(level3, 'documentationOf/serviceEvent/effectiveTime/high', 'value', '20261119')],
  ['CDA-45', 'one second back', set(level3, 'documentationOf/serviceEvent/effectiveTime/high', 'value', '20261120081959+0000')],
  [
    'CDA-46',
    'other label',
    set(level3, 'author/assignedAuthor/representedOrganization/standardIndustryClassCode', 'displayName', 'Dépistage'),
  ],
  ['CDA-47', 'L', set(level3, 'confidentialityCode', 'code', 'L')],
  ['CDA-48', 'itself', set(every, 'relatedDocument/parentDocument/id', 'root', '2.999.1.55.20261120.1')],
  ['CDA-47', 'other system', set(level3, 'confidentialityCode', 'codeSystem', '2.999.9')],
  ['CDA-49', 'nullFlavor', set(level3, '', 'nullFlavor', 'NI')],
  ['CDA-13', 'missing under a null root', set(remove(level3, 'title'), '', 'nullFlavor', 'NI')],
  ['CDA-26', 'missing under a null root', set(remove(level3, 'componentOf'), '', 'nullFlavor', 'NI')],
  ['CDA-13', 'empty', edit(level3, 'title', () => '<title></title>')],
  ['CDA-13', 'blank', edit(level3, 'title', () => '<title>   </title>')],
  ['CDA-114-FAMILY', 'empty', edit(level3, patient + '/name/family', () => '<family qualifier="BR"></family>')],
  ['CDA-114-GIVEN', 'blank', edit(level3, patient + '/name/given', () => '<given> </given>')],
  ['CDA-50', 'spaces', set(level3, ins, 'extension', '2 79 03 51 215 189 89')],
  ['CDA-51', 'wrong key', set(level3, ins, 'extension', '279035121518988')],
  ['CDA-52', 'INS-C', set(level3, ins, 'root', '1.2.250.1.213.1.4.2')],
  ['CDA-53', 'production', set(level3, ins, 'root', '1.2.250.1.213.1.4.8')],
  ['CDA-54', 'none', remove(level3, patient + '/name/family', 0)],
  ['CDA-55', 'none', remove(level3, patient + '/name/given', 1)],
  ['CDA-56', 'none', remove(level3, patient + '/name/given', 0)],
  ['CDA-57', 'unknown', edit(level3, patient + '/birthTime', () => '<birthTime nullFlavor="UNK"/>')],
  ['CDA-58', 'no county', remove(level3, patient + '/birthplace/place/addr/county')],
  ['CDA-58', 'no birthplace', remove(level3, patient + '/birthplace')],
  ['CDA-59', 'unknown', edit(level3, patient + '/administrativeGenderCode', () => '<administrativeGenderCode nullFlavor="UNK"/>')],
  ['CDA-60', 'SP', set(level3, patient + '/name/family', 'qualifier', 'SP', 1)],
  ['CDA-536', 'SP, of an earlier version', set(level1, patient + '/name/family', 'qualifier', 'SP', 1)],
  ['CDA-61', 'IN', set(level3, patient + '/name/given', 'qualifier', 'IN', 2)],
  ['CDA-62', 'Mme', swap(every, '<prefix>MME</prefix>', '<prefix>Mme</prefix>')],
  ['CDA-63', 'Docteur', swap(every, '<suffix>DR</suffix>', '<suffix>Docteur</suffix>')],
  ['CDA-64', 'a name', swap(level3, '<county>51215</county>', '<county>DOMPREMY</county>')],
  ['CDA-65', 'other', set(level3, patient + '/administrativeGenderCode', 'code', 'M')],
  ['CDA-66', 'other year', set(level3, patient + '/birthTime', 'value', '19780328')],
  ['CDA-66', 'other month', set(level3, patient + '/birthTime', 'value', '19790428')],
  ['CDA-67', 'Madame', edit(level3, 'author/assignedAuthor/assignedPerson/name/prefix', () => '<prefix>Madame</prefix>')],
  ['CDA-68', 'Dr.', edit(level3, 'author/assignedAuthor/assignedPerson/name/suffix', () => '<suffix>Dr.</suffix>')],
  ['CDA-67', 'of a recipient', edit(every, `${recipient}/name/prefix`, () => '<prefix>Mr</prefix>')],
  ['CDA-69', 'month 13', set(level3, ins, 'extension', '279135121518955')],
  ['CDA-69', 'department 00', set(level3, ins, 'extension', '279030021518911')],
  ['CDA-556', 'INS-C', edit(level3, ins, (outer) => outer + '<id root="1.2.250.1.213.1.4.2" extension="1541187387477485562488"/>')],
  ['CDA-90', 'other system', set(level3, 'code', 'codeSystem', '2.999.9')],
  ['CDA-90', 'system of the other types', set(level3, 'code', 'codeSystem', '1.2.250.1.213.1.1.4.12')],
  [
    'CDA-91',
    'other system',
    set(level3, 'author/assignedAuthor/representedOrganization/standardIndustryClassCode', 'codeSystem', '2.999.9'),
  ],
  ['CDA-92', 'other system', set(level3, patient + '/administrativeGenderCode', 'codeSystem', '2.999.9')],
  ['CDA-93', 'other system', set(level3, 'author/assignedAuthor/code', 'codeSystem', '2.999.9')],
  ['CDA-94', 'other system', set(every, 'componentOf/encompassingEncounter/location/healthCareFacility/code', 'codeSystem', '2.999.9')],
  ['CDA-95', 'empty', edit(level3, 'author/assignedAuthor/assignedPerson/name/family', () => '<family></family>')],
  ['CDA-97', 'two', edit(level3, ins, (outer) => outer + '<id root="1.2.250.1.213.1.4.10" extension="207058575627097"/>')],
  ['CDA-98', 'two', edit(level3, patient + '/name/family', (outer) => outer + '<family qualifier="BR">AUTRE</family>')],
  ['CDA-99', 'a century later', set(level3, patient + '/birthTime', 'value', '20790328')],
  ['CDA-70', 'both', set(level3, 'author/assignedAuthor/telecom', 'nullFlavor', 'UNK')],
  ['CDA-70', 'neither', unset(level3, 'author/assignedAuthor/telecom', 'value')],
  ['CDA-71', 'NI', edit(level3, 'author/assignedAuthor/telecom', () => '<telecom nullFlavor="NI"/>')],
  ['CDA-72', 'no prefix', set(level3, 'author/assignedAuthor/telecom', 'value', '0326000001')],
  ['CDA-72', 'nothing after the prefix', set(level3, 'author/assignedAuthor/telecom', 'value', 'tel:')],
  ['CDA-73', 'unknown', set(level3, 'author/assignedAuthor/telecom', 'use', 'PRN')],
  ['CDA-74', 'unknown', set(level3, 'recordTarget/patientRole/addr', 'use', 'HOME')],
  ['CDA-75', 'mixed', swap(level3, '<streetName>', '<streetAddressLine>12 rue</streetAddressLine><streetName>')],
  ['CDA-76', 'two cities', twice(level3, 'author/assignedAuthor/addr/city')],
  [
    'CDA-76',
    'eight lines',
    swap(level1, '<streetAddressLine>', '<streetAddressLine>x</streetAddressLine>'.repeat(6) + '<streetAddressLine>'),
  ],
  ['CDA-77', 'no prefix', set(level3, 'author/assignedAuthor/id', 'extension', '99900038839')],
  ['CDA-78', 'a professional', set(level3, 'author/assignedAuthor/representedOrganization/id', 'extension', '899900038839')],
  ['CDA-78', 'a professional without prefix', set(level3, 'author/assignedAuthor/representedOrganization/id', 'extension', '99900038839')],
  ['CDA-78', 'no prefix', set(level3, 'author/assignedAuthor/representedOrganization/id', 'extension', '0B0127189')],
  ['CDA-80', 'no body', remove(level1, 'component/nonXMLBody')],
  ['CDA-81', 'Word', set(level1, text, 'mediaType', 'application/msword')],
  ['CDA-81', 'absent', unset(level1, text, 'mediaType')],
  ['CDA-82', 'absent', unset(level1, text, 'representation')],
  ['CDA-82', 'TXT', set(level1, text, 'representation', 'TXT')],
  ['CDA-83', 'plain text', edit(level1, text, () => '<text mediaType="text/plain" representation="B64">Bonjour !</text>')],
  ['CDA-83', 'empty', edit(level1, text, () => '<text mediaType="text/plain" representation="B64"> </text>')],
  ['CDA-96', 'GIF as PDF', content(level1, 'GIF89a', 'application/pdf')],
  ['CDA-96', 'compressed GIF as PDF', compressed(content(level1, deflateRawSync('GIF89a'), 'application/pdf'))],
  ['CDA-84', 'PNG as JPEG', content(level1, '\x89PNG', 'image/jpeg')],
  ['CDA-84', 'PNG as TIFF', content(level1, '\x89PNG', 'image/tiff')],
  ['CDA-84', 'text as RTF', content(level1, 'Bonjour', 'text/rtf')],
  ['CDA-84', 'PDF as text', content(level1, '%PDF-1.4', 'text/plain')],
  ['CDA-84', 'NUL far down the text', content(level1, 'a'.repeat(5000) + '\0', 'text/plain')],
  ['CDA-84', 'NUL in text', content(level1, 'a\0b', 'text/plain')],
  ['CDA-85', 'PDF 1.7', content(level1, '%PDF-1.7\n%%EOF', 'application/pdf')],
  ['CDA-85', 'PDF/A-3', content(level1, '%PDF-1.7\n<pdfaid:part>3</pdfaid:part>\n%%EOF', 'application/pdf')],
  ['CDA-86', 'no section', edit(level3, 'component/structuredBody', () => '<structuredBody/>')],
  ['CDA-87', 'no title', remove(level3, 'component/structuredBody/component/section/title')],
  ['CDA-87', 'empty title', edit(level3, 'component/structuredBody/component/section/title', () => '<title/>')],
  ['CDA-88', 'dangling', swap(level3, '"#tsh"', '"#thyroïde"')],
  ['CDA-88', 'nothing after #', swap(level3, '"#tsh"', '"#"')],
  ['CDA-89', 'twice', swap(level3, 'ID="tsh-valeur"', 'ID="tsh-nom"')],
  ...DOCUMENT_ROWS.flatMap((row) => tableCases(row, true)),
  ...ELEMENT_ROWS.flatMap((row) => tableCases(row, false)),
];

/** Findings that follow from the same change, and rightly so. */
const CONSEQUENCES: Readonly<Record<string, string[]>> = {
  // one of the three templates is no longer declared, all that has an ID is there twice
  'CDA-107-ATTRIBUTES: no root': ['CDA-07'],
  'CDA-27: too many': ['CDA-89'],
  'CDA-13: missing under a null root': ['CDA-49'],
  'CDA-26: missing under a null root': ['CDA-49'],
};

const healthy: [string, string][] = [
  ['level 1', level1],
  ['level 3', level3],
  ['every header element', every],
  ['self-presenting', selfPresenting(level3)],
  ['RTF', content(level1, '{\\rtf1 a}', 'text/rtf')],
  [
    'prefixed',
    level3
      .replaceAll(/<(\/?)(?=[a-zA-Z]+[ >/])/g, '<$1c:')
      .replaceAll('xsi:type="', 'xsi:type="c:')
      .replace('xmlns="urn:hl7-org:v3"', 'xmlns:c="urn:hl7-org:v3"'),
  ],
];

const pdf = '%PDF-1.4\n<pdfaid:part>1</pdfaid:part>\n%%EOF';
const author = 'author/assignedAuthor';
const unusual: [string, string][] = [
  ['the prefix of an organisation', edit(level3, `${author}/representedOrganization/name`, () => '<name><prefix>SELARL</prefix>Les Lilas</name>')],
  ['a leap second', set(level3, 'author/time', 'value', '20261120005960+0100')],
  ['a leap second in half an hour', set(level3, 'author/time', 'value', '20261119142960-0930')],
  ['a birth whose day is not known', set(level3, `${patient}/birthTime`, 'value', '197903')],
  ['a compressed PDF', compressed(content(level1, deflateRawSync(pdf), 'application/pdf'))],
  ['a PDF compressed otherwise than announced', compressed(content(level1, pdf, 'application/pdf'), 'GZ')],
  ['compress', compressed(content(level1, '\x1f\x9d', 'text/plain'), 'Z')],
  ['a technical number of a structure', set(level3, `${author}/representedOrganization/id`, 'extension', '899900038830')],
]; // prettier-ignore

/** The beginnings of files: of their type, if not whole. */
const beginnings: [string, string][] = [
  ['PDF/A-1', content(level1, '%PDF-1.4\n<pdfaid:part>1</pdfaid:part>\n%%EOF', 'application/pdf')],
  ['JPEG', content(level1, Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image/jpeg')],
  ['TIFF', content(level1, Buffer.from('II*\0'), 'image/tiff')],
];

function selfPresenting(source: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><n:Contenu xmlns:n="urn:asip-sante:ci-sis">${source.replace(/^<\?xml[^>]*>/, '')}</n:Contenu></xsl:stylesheet>`;
}

describe('what is right is left alone', () => {
  test.each(healthy)('%s', async (_, source) => {
    const { findings } = await judgeAll(source);
    expect(findings.map((f) => `${f.rule} ${f.place.path}`)).toEqual([]);
  });
});

describe('what is unusual is right all the same', () => {
  test.each(unusual)('%s', async (_, source) => {
    expect((await judge(source)).findings.map((f) => `${f.rule} ${f.place.path}`)).toEqual([]);
  });
});

describe('a birth date that no calendar has', () => {
  test.each([
    ['19790230', '197902'],
    ['19790015', '1979'],
    ['19790300', '197903'],
  ])('%s becomes %s', async (date, known) => {
    const [finding] = (await judge(set(level3, `${patient}/birthTime`, 'value', date))).findings;
    expect([finding?.severity, finding?.hint?.en]).toEqual(['warning', expect.stringContaining(`value="${known}"`)]);
  });
});

describe('a style sheet', () => {
  const root = '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:c="urn:hl7-org:v3"';
  const sheet = '<xsl:template match="c:ClinicalDocument"/>'.repeat(2000);
  const document = '<d:Contenu xmlns:d="urn:asip-sante:ci-sis"><ClinicalDocument xmlns="urn:hl7-org:v3">';
  const itself = '<?xml-stylesheet type="text/xsl"  href="#"?>';
  test.each<[string, string, number]>([
    ['with the document after it', `${root}>${sheet}${document}`, 1],
    ['with the document out of sight', `${itself}${root}>${sheet.repeat(4)}${document}`, 0.5],
    ['with the namespace, the document out of sight', `${itself}${root} xmlns:d="urn:asip-sante:ci-sis">${sheet.repeat(4)}${document}`, 1],
    ['for other documents', `${root}>${sheet}`, 0],
    ['for other self-presenting documents', `${root} xmlns:d="urn:asip-sante:ci-sis">${sheet}`, 0.3],
    ['named by another file', `<?xml-stylesheet href="other.xsl"?>${root}>${sheet}`, 0],
  ])('%s', (_, source, confidence) => expect(validator.detect(Buffer.from(source))).toBe(confidence));
});

describe('a body of the type it says', () => {
  test.each(beginnings)('%s', async (_, source) => {
    expect((await judge(source)).findings).toEqual([]);
  });
});

describe('each rule finds what breaks it, and nothing else', () => {
  test.each(cases)('%s: %s', async (rule, name, source) => {
    const { findings, evaluated } = await judge(source);
    expect([...new Set(findings.map((f) => f.rule))].sort()).toEqual([rule, ...(CONSEQUENCES[`${rule}: ${name}`] ?? [])].sort());
    expect(evaluated).toContain(rule);
    for (const finding of findings) check(finding, typeof source === 'string' ? source : undefined);
  });
});

/** A finding that a person can act on: a true place, both values, both languages, clean typography. */
function check(finding: Finding, source: string | undefined): void {
  for (const one of [finding.message, finding.hint, finding.expected, finding.actual, ...(finding.why ? [finding.why] : [])]) {
    expect(one?.fr).toBeTruthy();
    expect(one?.en).toBeTruthy();
  }
  if (finding.place.path === '/' || source === undefined) return;
  const line = source.split('\n')[finding.place.line - 1] ?? '';
  const here = line.slice(finding.place.column - 1);
  const attribute = /@([\w:]+)$/.exec(finding.place.path)?.[1];
  expect(here.startsWith('<') || (attribute !== undefined && here.startsWith(attribute))).toBe(true);
}

describe('the document type', () => {
  test('that no declared template allows is told once', async () => {
    const { findings } = await judge(set(level3, 'code', 'code', '99999-9'));
    expect(findings.map((f) => f.rule).sort()).toEqual(['CDA-31', 'CDA-32']);
  });
});

describe('the rules', () => {
  test('each has an input that passes it and one that fails it', async () => {
    const passed = new Set<string>();
    for (const [, source] of [...healthy, ...beginnings]) for (const rule of (await judge(source)).evaluated) passed.add(rule);
    const failed = new Set(cases.map(([rule]) => rule));
    // a run that says to be a test
    const tested = async (source: string) =>
      validator.validate(new Artefact('cda.xml', Buffer.from(source)), { ...context, parameters: { insAuthority: 'test' } });
    const production = (await tested(set(level3, ins, 'root', '1.2.250.1.213.1.4.8'))).findings;
    expect(production.map(({ rule, severity, place }) => [rule, severity, /@root$/.test(place.path)])).toEqual([
      ['CDA-555', 'error', true],
    ]);
    failed.add('CDA-555');
    for (const rule of (await tested(level3)).evaluated) passed.add(rule);
    expect(rules.filter((rule) => !passed.has(rule.id) || !failed.has(rule.id)).map((rule) => rule.id)).toEqual([]);
  });
  test('have unique ids and French typography', () => {
    expect(new Set(all.map((rule) => rule.id)).size).toBe(all.length);
    for (const rule of all) {
      expect(rule.id).toMatch(/^CDA-\d\d\d?(-[A-Z]+)?$/);
      for (const { fr, en } of [rule.title, rule.message, rule.hint, ...(rule.why ? [rule.why] : [])]) {
        expect(fr).not.toMatch(/ [:;?!»]|« |'| {2}/);
        expect(en).not.toMatch(/\s[:;?!]| {2}/);
        expect(fr).toMatch(/\.$/);
        expect(en).toMatch(/\.$/);
      }
    }
  });
});
