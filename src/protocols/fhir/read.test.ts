import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type FhirNode, type FhirReading, FHIR_LIMITS, narrativeOf, nodeOfPlain, plainOf, readFhirJson, readFhirXml } from './index.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (text: string): FhirReading => readFhirJson(utf8(text));
const xml = (text: string): FhirReading => readFhirXml(utf8(text));
const told = ({ problems }: FhirReading): string[] =>
  problems.map(({ kind, place, actual }) => `${kind} ${place.path} ${actual}`.trimEnd());

function* all(node: FhirNode | undefined): Generator<FhirNode> {
  if (!node) return;
  yield node;
  for (const child of node.children) yield* all(child);
}
/** the tree in a few words: what JSON and XML shall have in common */
const outline = ({ root }: FhirReading): string[] =>
  [...all(root)].map(
    ({ name, value, resourceType, parent }) => `${parent?.name ?? ''}/${name}${resourceType ? `:${resourceType}` : ''}=${value ?? ''}`,
  );
const at = ({ root }: FhirReading, path: string): FhirNode => {
  const node = [...all(root)].find((one) => one.path === path);
  if (!node) throw new Error(`${path} is not among ${[...all(root)].map((one) => one.path).join(', ')}`);
  return node;
};

const PATIENT_JSON = `{
  "resourceType": "Patient",
  "active": true,
  "name": [
    { "family": "Durand", "given": ["Anne", null, "Zoé"], "_given": [null, { "id": "g2", "extension": [{ "url": "urn:x", "valueCode": "u" }] }, null] }
  ],
  "_birthDate": { "extension": [{ "url": "urn:unknown", "valueDecimal": 1.50 }] },
  "contained": [{ "resourceType": "Organization", "id": "o" }]
}`;
const PATIENT_XML = `<Patient xmlns="http://hl7.org/fhir">
  <active value="true"/>
  <name><family value="Durand"/>
    <given value="Anne"/><given id="g2"><extension url="urn:x"><valueCode value="u"/></extension></given><given value="Zoé"/></name>
  <birthDate><extension url="urn:unknown"><valueDecimal value="1.50"/></extension></birthDate>
  <contained><Organization><id value="o"/></Organization></contained>
</Patient>`;

describe('a resource', () => {
  test('is the same tree from JSON and from XML', () => {
    expect(told(json(PATIENT_JSON))).toEqual([]);
    expect(told(xml(PATIENT_XML))).toEqual([]);
    expect(outline(json(PATIENT_JSON))).toEqual(outline(xml(PATIENT_XML)));
  });

  test('has places: index where there was an array or several, line and column of the value', () => {
    const fromJson = json(PATIENT_JSON);
    expect(at(fromJson, 'Patient.name[0].given[2]').place).toEqual({ line: 5, column: 51, path: 'Patient.name[0].given[2]' });
    expect(at(fromJson, 'Patient.name[0].given[1].extension[0].valueCode').value).toBe('u');
    expect(at(fromJson, 'Patient.contained[0]').resourceType).toBe('Organization');
    expect(at(fromJson, 'Patient.birthDate')).toMatchObject({ value: undefined, jsonType: undefined, beside: true, inArray: false });
    expect(at(fromJson, 'Patient.birthDate.extension[0].valueDecimal')).toMatchObject({ value: '1.50', jsonType: 'number' });
    const fromXml = xml(PATIENT_XML);
    expect(at(fromXml, 'Patient.name.given[2]').place).toEqual({ line: 4, column: 106, path: 'Patient.name.given[2]' });
    expect(at(fromXml, 'Patient.contained.id').line).toBe(6);
  });

  test('gives the plain JSON that it was, and the way back', () => {
    const { root } = json(PATIENT_JSON);
    expect(plainOf(root!)).toEqual(JSON.parse(PATIENT_JSON));
    const plain = plainOf(root!) as { name: object[]; contained: object[] };
    expect(plainOf(root!)).toBe(plain);
    expect(nodeOfPlain(plain.name[0])?.path).toBe('Patient.name[0]');
    expect(nodeOfPlain(plain.contained[0])?.resourceType).toBe('Organization');
    expect(nodeOfPlain({})).toBeUndefined();
  });

  test('from XML takes its JSON types from who knows them', () => {
    const { root } = xml(PATIENT_XML);
    const types: Record<string, 'boolean' | 'string' | 'number'> = {
      active: 'boolean',
      birthDate: 'string',
      valueDecimal: 'number',
      given: 'string',
    };
    expect(plainOf(root!, ({ name }) => types[name])).toEqual({
      resourceType: 'Patient',
      active: true,
      name: {
        family: 'Durand',
        given: ['Anne', null, 'Zoé'],
        _given: [null, { id: 'g2', extension: { url: 'urn:x', valueCode: 'u' } }, null],
      },
      _birthDate: { extension: { url: 'urn:unknown', valueDecimal: 1.5 } },
      contained: { resourceType: 'Organization', id: 'o' },
    });
  });

  test('has its narrative as text and as a tree', () => {
    const div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Été &amp; <b>hiver</b></p></div>';
    const fromJson = json(JSON.stringify({ resourceType: 'Patient', text: { status: 'generated', div } }));
    const fromXml = xml(`<Patient xmlns="http://hl7.org/fhir"><text><status value="generated"/>${div}</text></Patient>`);
    for (const reading of [fromJson, fromXml]) {
      const node = at(reading, 'Patient.text.div');
      expect(node.xhtml).toBe(div);
      expect(narrativeOf(node)?.element('p')?.text).toBe('Été & hiver');
    }
    expect(narrativeOf(at(fromJson, 'Patient.text.status'))).toBeUndefined();
    expect(() => narrativeOf(at(json('{"resourceType":"Patient","text":{"div":"<div>"}}'), 'Patient.text.div'))).toThrow(/well-formed/);
  });

  test('of any JSON is what JSON.parse reads', () => {
    const key = fc.stringMatching(/^[a-z]{1,6}$/).filter((name) => name !== 'resourceType');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.string({ minLength: 1 }), fc.integer(), fc.boolean(), tie('object')),
      object: fc.dictionary(key, fc.oneof(tie('value'), fc.array(tie('value'), { minLength: 1, maxLength: 3 })), {
        minKeys: 1,
        maxKeys: 4,
      }),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value), (content) => {
        const written = { resourceType: 'Basic', ...content };
        const reading = json(JSON.stringify(written, null, 1));
        expect(told(reading)).toEqual([]);
        expect(plainOf(reading.root!)).toEqual(JSON.parse(JSON.stringify(written)));
      }),
    );
  });
});

describe('JSON that is written wrongly', () => {
  test.each([
    ['{"resourceType":"Patient","id":"a","id":"b"}', 'duplicate-key Patient.id id'],
    ['{"resourceType":"Patient","name":[{"family":"a","text":"b","family":"c"}]}', 'duplicate-key Patient.name[0].family family'],
    ['{"resourceType":"Patient","active":null}', 'null Patient.active null'],
    ['{"resourceType":"Patient","active":null,"_active":{"id":"a"}}', 'null Patient.active null'],
    ['{"resourceType":"Patient","name":[{"given":["a",null]}]}', 'null Patient.name[0].given[1] null'],
    ['{"resourceType":"Patient","name":[{"given":[null],"_given":[null]}]}', 'null Patient.name[0].given[0] null'],
    ['{"resourceType":"Patient","name":[]}', 'empty-array Patient.name []'],
    ['{"resourceType":"Patient","name":[{}]}', 'empty-object Patient.name[0] {}'],
    ['{"resourceType":"Patient","birthDate":""}', 'empty-string Patient.birthDate ""'],
    ['{"resourceType":"Patient","name":[{"given":["a","b"],"_given":[null]}]}', 'uneven-arrays Patient.name[0].given 2 ≠ 1'],
    ['{"resourceType":"Patient","name":[["a"]]}', 'shape Patient.name[0] ['],
    ['{"resourceType":"Patient","birthDate":"2000","_birthDate":"x"}', 'shape Patient.birthDate x'],
    ['{"resourceType":"Patient","meta":{"id":"a"},"_meta":{"id":"b"}}', 'shape Patient.meta _meta'],
    ['\uFEFF{"resourceType":"Patient"}', 'byte-order-mark / EF BB BF'],
    ['{"resourceType":"Patient","id":"\\ud800"}', 'encoding / "\\ud800"'],
    ['[]', 'root / resourceType'],
    ['{"id":"a"}', 'root / resourceType'],
    ['{"resourceType":3}', 'root / 3'],
  ])('%s', (text, problem) => {
    expect(told(json(text))).toEqual([problem]);
  });

  test.each([
    ['', 1, 1, ''],
    ['{"resourceType":"Patient",}', 1, 27, '}'],
    ['{"a":1}\n x', 2, 2, 'x'],
    ['{"a" 1}', 1, 6, '1'],
    ['{"a":[1 2]}', 1, 9, '2'],
    ['{"a":01}', 1, 7, '1'],
    ['{"a":Infinity}', 1, 6, 'Infinity'],
    ['{"a":"b\tc"}', 1, 8, 'U+0009'],
    ['{"a":"\\x"}', 1, 7, '\\'],
    ['{"a":"b', 1, 6, '"'],
    ["{'a':1}", 1, 2, "'"],
    ['{"a":1 // c\n}', 1, 8, '/'],
  ])('is refused where it stops being JSON: %s', (text, line, column, actual) => {
    const reading = json(text);
    expect(reading.root).toBeUndefined();
    expect(reading.problems).toMatchObject([{ kind: 'syntax', place: { line, column }, actual }]);
    expect(reading.problems[0]!.detail?.fr).not.toBe(reading.problems[0]!.detail?.en);
  });

  test('that is no UTF-8 is told at the first byte, and read all the same', () => {
    const bytes = Buffer.from('{"resourceType":"Patient",\n"id":"é\u{1F600}X"}', 'utf8');
    bytes[bytes.indexOf('X')] = 0xe9;
    const reading = readFhirJson(bytes);
    expect(reading.problems).toMatchObject([{ kind: 'encoding', place: { line: 2, column: 10 }, actual: '0xe9' }]);
    expect(at(reading, 'Patient.id').value).toBe('é\u{1F600}\uFFFD');
    expect(readFhirJson(Buffer.from('{"resourceType":"Patient"}', 'utf16le')).root).toBeUndefined();
  });
});

describe('XML that is written wrongly', () => {
  const patient = (content: string): FhirReading => xml(`<Patient xmlns="http://hl7.org/fhir">${content}</Patient>`);
  test.each([
    ['<active>true</active>', ['text Patient.active true', 'empty-object Patient.active <active/>']],
    ['<active xmlns="urn:x" value="true"/>', ['namespace Patient.active active (urn:x)']],
    ['<active value=""/>', ['empty-string Patient.active value=""']],
    ['<active valeu="true" value="true"/>', ['shape Patient.active.valeu valeu']],
    ['<name/>', ['empty-object Patient.name <name/>']],
    // the first of several is not alone
    ['<name/><name>a</name>', ['empty-object Patient.name[0] <name/>', 'text Patient.name[1] a', 'empty-object Patient.name[1] <name/>']],
  ])('%s', (content, problems) => {
    expect(told(patient(content))).toEqual(problems);
  });

  test.each([
    ['<Patient xmlns="urn:hl7-org:v3"/>', 'namespace', true],
    ['<patient xmlns="http://hl7.org/fhir"/>', 'root', false],
    ['<!DOCTYPE Patient [<!ENTITY a "b">]><Patient xmlns="http://hl7.org/fhir"/>', 'dtd', false],
    ['<Patient xmlns="http://hl7.org/fhir"><id value="&e;"/></Patient>', 'syntax', false],
    ['<Patient xmlns="http://hl7.org/fhir">', 'syntax', false],
    ['', 'syntax', false],
  ])('%s', (text, kind, read) => {
    const reading = xml(text);
    expect(reading.problems.map((problem) => problem.kind)).toEqual([kind]);
    expect(reading.root !== undefined).toBe(read);
  });
});

describe('hostile bytes', () => {
  test('are JSON where they are for JSON.parse, and nowhere else', () => {
    const piece = fc.constantFrom(
      ...Array.from('{}[]",:\\/ \t\n\r\f\u00a0\u0000\u001f\u007f\u2028+-.0123456789eEtrufalsn\'*#é'),
      '\\u',
      '\\x',
      '//',
      '/*',
      'null',
      'NaN',
      '',
    );
    const change = fc.tuple(fc.nat(PATIENT_JSON.length), fc.nat(3), piece);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const text = changes.reduce((now, [from, length, by]) => now.slice(0, from) + by + now.slice(from + length), PATIENT_JSON);
        const accepts = (): boolean => {
          try {
            JSON.parse(text);
            return true;
          } catch {
            return false;
          }
        };
        expect(!json(text).problems.some(({ kind }) => kind === 'syntax')).toBe(accepts());
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['JSON', json(`{"resourceType":"Basic","extension":${'['.repeat(200_000)}`)],
    ['JSON objects', json('{"a":'.repeat(200_000))],
    ['XML', xml(`<Basic xmlns="http://hl7.org/fhir">${'<extension>'.repeat(100_000)}`)],
  ])('nested deeply are refused: %s', (_, reading) => {
    expect(reading).toMatchObject({ root: undefined, problems: [{ kind: 'bound' }] });
  });

  test('larger than the bound, or of too many values, are refused', () => {
    const bytes = utf8('{"resourceType":"Patient","name":[{"given":["a","b"]}]}');
    for (const limits of [{ maxBytes: 20 }, { maxNodes: 4 }])
      expect(readFhirJson(bytes, { ...FHIR_LIMITS, ...limits })).toMatchObject({ root: undefined, problems: [{ kind: 'bound' }] });
  });

  test('wrong a million times are told a hundred times, in bounded time', () => {
    const began = performance.now();
    const keys = json(`{"resourceType":"Basic"${',"a":1'.repeat(100_000)}}`);
    const nulls = json(`{"resourceType":"Basic","a":[${'null,'.repeat(100_000)}null]}`);
    const strings = json(`{"resourceType":"Basic","a":"${'\\n'.repeat(200_000)}"}`);
    expect(keys.problems).toHaveLength(100);
    expect(nulls.problems).toHaveLength(100);
    expect(at(strings, 'Basic.a').value).toHaveLength(200_000);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test('cannot reach the prototype of an object', () => {
    const { root } = json('{"resourceType":"Basic","__proto__":{"polluted":true},"constructor":{"prototype":{"x":"y"}}}');
    const plain = plainOf(root!) as Record<string, unknown>;
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
    expect(plain['polluted']).toBeUndefined();
  });

  test('of any kind end in a reading', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const reading of [readFhirJson(bytes), readFhirXml(bytes)])
          expect(reading.root !== undefined || reading.problems.length > 0).toBe(true);
      }),
    );
  });
});
