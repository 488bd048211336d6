import { describe, expect, test } from '@jest/globals';
import { addPack, type AddedPack } from '../add.js';
import { place, type Files } from '../fixtures/place.js';
import { loadPacks } from '../load.js';
import { verifyPacks } from '../verify.js';
import type { SearchableTerminology } from './compact.js';
import { terminologyOf } from './of-packs.js';

const TODAY = new Date('2026-11-20T12:00:00Z');

const here = place();

/** What a pack of these files knows, and what is told of them. */
async function pack(files: Files): Promise<{ known: SearchableTerminology; added: AddedPack; told: string[] }> {
  const added = await addPack(here.write('pack', files), { cwd: here.project(), as: 'a:b:1' });
  const told = (added.terminology?.told ?? []).map(({ path, line, text }) => `${path}:${line ?? ''} ${text.en}`);
  return { known: terminologyOf(loadPacks(here.project()), TODAY), added, told };
}
const codes = (known: SearchableTerminology, set: string): string[] | undefined => {
  const view = known.valueSet(set);
  return view && [...view.concepts()].map(({ code }) => code);
};

const svs = (inner: string, name = 'RetrieveValueSetResponse'): string =>
  `<?xml version="1.0"?>\n<${name} xmlns="urn:ihe:iti:svs:2008">${inner}</${name}>`;
const set = (id: string, concepts: string, more = ''): string =>
  `<ValueSet id="${id}" ${more}>\n<ConceptList>${concepts}</ConceptList></ValueSet>`;
const concept = (code: string, display: string, more = ''): string =>
  `<Concept code="${code}" codeSystem="1.2.3" displayName="${display}" ${more}/>`;

describe('IHE SVS', () => {
  test('one value set, found by OID, name and file name', async () => {
    const { known, added } = await pack({
      'a/JDV_Colours.xml': svs(
        set('1.9', concept('R', 'Rouge &amp; vif') + concept('G', 'Vert', 'dateFin="20200101000000"'), 'displayName="Couleurs"'),
      ),
    });
    expect(added.terminology).toEqual({ codeSystems: 1, valueSets: 1, codes: 2, told: [], untold: 0 });
    for (const name of ['1.9', 'couleurs', 'jdv-colours']) expect(codes(known, name)).toEqual(['R', 'G']);
    expect(known.valueSet('1.9')?.concept('R')).toEqual({ code: 'R', system: '1.2.3', displays: ['Rouge & vif'], active: true });
    expect([known.valueSet('1.9')?.concept('G')?.active, known.concept('1.2.3', 'G')?.active]).toEqual([false, true]);
  });

  test('several value sets in one answer', async () => {
    const inner = `<DescribedValueSet id="1.8"><ConceptList>${concept('A', 'a')}</ConceptList></DescribedValueSet><DescribedValueSet id="urn:oid:1.9"><ConceptList>${concept('B', 'b')}</ConceptList></DescribedValueSet>`;
    const { known } = await pack({ 'sets.xml': svs(inner, 'RetrieveMultipleValueSetsResponse') });
    expect([codes(known, '1.8'), codes(known, '1.9')]).toEqual([['A'], ['B']]);
  });

  test('ART-DECOR, with headings, deprecated codes and references', async () => {
    const art = `<valueSets xmlns="urn:hl7-org:v3"><valueSet xmlns="" id="1.7" name="art"><sourceCodeSystem id="1.2.3" identifierName="Choses"/><conceptList>
      <concept code="H" codeSystem="1.2.3" displayName="heading" type="A"/><concept code="L" codeSystem="1.2.3" displayName="leaf" type="L"/>
      <concept code="D" codeSystem="1.2.3" displayName="gone" type="D"/></conceptList></valueSet></valueSets>`;
    const { known } = await pack({ 'voc.xml': art });
    expect([codes(known, 'art'), known.codeSystem('1.2.3')?.name, known.valueSet('art')?.concept('D')?.active]).toEqual([
      ['L', 'D'],
      'Choses',
      false,
    ]);
  });

  test('what is odd is told with its line, and left out where it has no place', async () => {
    const { known, told } = await pack({
      'a.xml': svs(
        set('1.9', `${concept('R', 'Rouge')}\n${concept('R', 'Roux')}${concept('R', 'ROUGE')}\n<Concept code="X" displayName="x"/>`),
      ),
      'b.xml': svs('<ValueSet id="none"><ConceptList><Concept code="Y" codeSystem="1.2.3"/></ConceptList></ValueSet>'),
    });
    expect(told).toEqual([
      'a.xml:4 the code R (1.2.3) is in it twice, as "Rouge" and "Roux".',
      'a.xml:5 the code X has no codeSystem that is an OID: it is not taken.',
      'b.xml:2 this value set has no id that is an OID: it is not taken.',
    ]);
    expect([codes(known, '1.9'), known.concept('1.2.3', 'Y')]).toEqual([['R'], undefined]);
    expect(verifyPacks(here.project())[0]!.terminology?.told).toHaveLength(3);
  });

  test('the same kind of oddity is told three times, then counted', async () => {
    const { added } = await pack({ 'a.xml': svs(set('1.9', Array.from({ length: 50 }, (_, i) => `<Concept code="${i}"/>`).join(''))) });
    expect([added.terminology?.told.length, added.terminology?.untold]).toEqual([3, 47]);
  });

  test('two files of one value set are one', async () => {
    const { known } = await pack({ 'a.xml': svs(set('1.9', concept('A', 'a'))), 'b.xml': svs(set('1.9', concept('B', 'b'))) });
    expect([codes(known, '1.9'), codes(known, 'a'), codes(known, 'b')]).toEqual([
      ['A', 'B'],
      ['A', 'B'],
      ['A', 'B'],
    ]);
  });

  test('a DOCTYPE is refused where the file is added', async () => {
    const { added } = await pack({ 'a.xml': `<!DOCTYPE x [<!ENTITY e "e">]>${svs('')}`, 'b.xml': svs(set('1.9', concept('A', 'a'))) });
    expect([added.told.map(({ path }) => path), added.terminology?.valueSets]).toEqual([['a.xml'], 1]);
  });
});

const PREFIXES = {
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  owl: 'http://www.w3.org/2002/07/owl#',
  dct: 'http://purl.org/dc/terms/',
};
const rdf = (inner: string): string =>
  `<rdf:RDF ${Object.entries(PREFIXES)
    .map(([prefix, name]) => `xmlns:${prefix}="${name}"`)
    .join(' ')}>\n${inner}\n</rdf:RDF>`;
const ttl = (inner: string): string =>
  `${Object.entries(PREFIXES)
    .map(([prefix, name]) => `@prefix ${prefix}: <${name}> .`)
    .join('\n')}\n${inner}\n`;

const PEACH: [string, string][] = [
  [
    'RDF/XML',
    rdf(`<skos:ConceptScheme rdf:about="urn:s"><dct:identifier>urn:oid:1.2.3</dct:identifier><skos:prefLabel xml:lang="fr">Fruits</skos:prefLabel></skos:ConceptScheme>
      <rdf:Description rdf:about="urn:p"><skos:notation>P1</skos:notation><rdfs:label xml:lang="en">Peach</rdfs:label><skos:prefLabel xml:lang="fr">Pêche</skos:prefLabel>
        <skos:prefLabel xml:lang="de">Pfirsich</skos:prefLabel><skos:altLabel>Pavie</skos:altLabel>
        <skos:related rdf:parseType="Resource"><rdfs:label>not of P1</rdfs:label></skos:related><skos:broader><skos:Concept rdf:about="urn:q" skos:notation="Q1"/></skos:broader></rdf:Description>
      <skos:Concept rdf:about="urn:o"><skos:notation><![CDATA[O<1]]></skos:notation><owl:deprecated rdf:datatype="urn:b">true</owl:deprecated></skos:Concept>`),
  ],
  [
    'Turtle',
    ttl(`# fruits
<urn:s> a skos:ConceptScheme ; dct:identifier "urn:oid:1.2.3" ; skos:prefLabel "Fruits"@fr .
<urn:p> a skos:Concept , owl:NamedIndividual ; skos:notation "P1"^^<urn:type> ;
  rdfs:label "Peach"@en ; skos:prefLabel """Pêche"""@fr, "Pfirsich"@de ; skos:altLabel 'Pavie' ; # a comment; with a "quote"
  skos:related [ rdfs:label "not of P1" ; skos:member ( <urn:a> 1 -2.5e3 true "x" ) ] ; .
<urn:q> skos:notation "Q1".
<urn:o> skos:notation "O\\u003C1" ; owl:deprecated true .`),
  ],
];

describe.each(PEACH)('SKOS in %s', (form, text) => {
  const extension = form === 'Turtle' ? 'ttl' : 'rdf';

  test('codes, labels by language, withdrawn codes, and the OID of the scheme', async () => {
    const { known, told } = await pack({ [`fruits.${extension}`]: text });
    expect(told).toEqual([]);
    expect(known.codeSystem('1.2.3')).toEqual({ oid: '1.2.3', name: 'Fruits', complete: false, size: 3 });
    expect(known.concept('1.2.3', 'P1')).toEqual({ code: 'P1', system: '1.2.3', displays: ['Pêche', 'Pavie', 'Peach'], active: true });
    expect([known.concept('1.2.3', 'Q1')?.active, known.concept('1.2.3', 'O<1')?.active]).toEqual([true, false]);
  });

  test('the file name says the OID, the manifest more so', async () => {
    expect((await pack({ [`2.5.6.${extension}`]: text })).known.codeSystem('2.5.6')?.size).toBe(3);
    const yaml = `coordinate: a:b\nversion: "1"\nterminology:\n  files: [{ path: 2.5.6.${extension}, system: 2.5.7 }]\n  codeSystems: [{ oid: 2.5.7, name: Fruits 7, complete: true }]`;
    const { known } = await pack({ [`2.5.6.${extension}`]: text, 'addax-pack.yaml': yaml });
    expect(known.codeSystem('2.5.7')).toEqual({ oid: '2.5.7', name: 'Fruits 7', complete: true, size: 3 });
  });

  test('without an OID it is not taken, and told', async () => {
    const { known, told } = await pack({ [`fruits.${extension}`]: text.replace('urn:oid:1.2.3', 'fruits') });
    expect([told.length, told[0], [...known.codeSystems()]]).toEqual([1, expect.stringContaining('nothing says the OID'), []]);
  });
});

test('XML beyond 32 MB is read without a tree, and as strictly', async () => {
  const filler = `<!--${' '.repeat(1024 ** 2)}-->`.repeat(33);
  const { known, added } = await pack({
    '1.2.3.rdf': rdf(`${filler}<rdf:Description><skos:notation>A</skos:notation></rdf:Description>`),
    'set.xml': svs(filler + set('1.9', concept('B', 'b'))),
    'broken.xml': svs(`${filler}<a>`),
    'other.xml': `<a>${filler}</a>`,
  });
  expect(added.pack.files).toEqual({ terminology: 1, 'value-set': 1, unreadable: 1, other: 1 });
  expect([known.concept('1.2.3', 'A')?.code, codes(known, '1.9')]).toEqual(['A', ['B']]);
});

describe('RDF that is odd', () => {
  test('a code twice, and labels apart from their codes', async () => {
    const { told } = await pack({
      '1.2.3.rdf': rdf(
        '<rdf:Description><skos:notation>A</skos:notation><rdfs:label>a</rdfs:label></rdf:Description>\n<rdf:Description><skos:notation>A</skos:notation><rdfs:label>b</rdfs:label></rdf:Description>',
      ),
      '1.2.4.ttl': ttl('<urn:a> skos:notation "A" .\n<urn:a> rdfs:label "a" .'),
    });
    expect(told).toEqual([
      '1.2.3.rdf:3 the code A is in it twice, as "a" and "b".',
      '1.2.4.ttl: 1 codes have their labels elsewhere in the file: they are taken without.',
    ]);
  });

  test.each([
    ['an open literal', '<urn:a> rdfs:label "a'],
    ['no full stop', '<urn:a> rdfs:label "a"'],
    ['a prefix that is not bound', '<urn:a> nope:label "a" .'],
    ['a bracket that stays open', '<urn:a> rdfs:label [ rdfs:label "a" .'],
    ['a list that stays open', '<urn:a> rdfs:label ( "a" .'],
    ['brackets in brackets in brackets', `<urn:a> rdfs:label ${'[ rdfs:label '.repeat(5000)}"a" .`],
    ['bytes that are no text', '\ud800'],
    ['no predicate', '<urn:a> .'],
  ])('Turtle with %s is unreadable, and told where it is added', async (what, inner) => {
    const bytes = inner === '\ud800' ? new Uint8Array([0x3c, 0xff, 0xfe]) : ttl(inner);
    const { added } = await pack({ 'a.ttl': bytes, 'b.xml': svs(set('1.9', concept('A', 'a'))) });
    // a subject of which nothing is said is harmless
    expect(added.pack.files.unreadable ?? 0).toBe(what === 'no predicate' ? 0 : 1);
  });
});

const json = (value: unknown): string => JSON.stringify(value, null, 1);
const SYSTEM = {
  resourceType: 'CodeSystem',
  url: 'https://example.org/fruits',
  identifier: [{ system: 'urn:ietf:rfc:3986', value: 'urn:oid:1.2.3' }],
  title: 'Fruits',
  language: 'en',
  content: 'complete',
  concept: [
    {
      code: 'F',
      display: 'Fruit',
      designation: [
        { language: 'fr-FR', value: 'Fruit frais' },
        { language: 'de', value: 'Obst' },
      ],
      concept: [{ code: 'P', display: 'Peach' }],
    },
    { code: 'O', display: 'Old', property: [{ code: 'status', valueCode: 'retired' }] },
    { code: 'D', display: 'Dated', property: [{ code: 'dateFin', valueDateTime: '2020-01-01' }] },
  ],
};
const valueSet = (id: string, more: object): object => ({ resourceType: 'ValueSet', id, url: `https://example.org/${id}`, ...more });
const include = (...parts: object[]): object => ({ compose: { include: parts } });

describe('FHIR', () => {
  test('a code system: nested concepts, designations, withdrawn codes', async () => {
    const { known, told } = await pack({ 'fruits.json': json(SYSTEM) });
    expect(told).toEqual([]);
    expect(known.codeSystem('1.2.3')).toEqual({ oid: '1.2.3', name: 'Fruits', complete: true, size: 4 });
    expect(known.concept('1.2.3', 'F')?.displays).toEqual(['Fruit frais', 'Fruit']);
    expect(['P', 'O', 'D'].map((code) => known.concept('1.2.3', code)?.active)).toEqual([true, false, false]);
  });

  test('whatever the order of its members, alone or in a Bundle', async () => {
    const sorted = Object.fromEntries(Object.entries(SYSTEM).sort());
    const { known } = await pack({
      'a.json': json({
        entry: [{ resource: valueSet('other', include({ system: SYSTEM.url })) }, { resource: sorted }],
        resourceType: 'Bundle',
      }),
    });
    expect([known.codeSystem('1.2.3')?.size, codes(known, 'other')?.sort()]).toEqual([4, ['D', 'F', 'O', 'P']]);
  });

  test('a value set: listed codes, whole systems, imports, exclusions; addresses become OIDs', async () => {
    const { known, told } = await pack({
      'system.json': json(SYSTEM),
      'listed.json': json(
        valueSet('listed', {
          ...include(
            { system: 'http://loinc.org', concept: [{ code: '2345-7', display: 'Glucose' }] },
            { system: `${SYSTEM.url}|1.0`, concept: [{ code: 'P', display: 'Pêche' }] },
          ),
          name: 'Listed',
          identifier: [{ value: 'urn:oid:1.9' }],
        }),
      ),
      'whole.json': json(
        valueSet('whole', { compose: { include: [{ system: SYSTEM.url }], exclude: [{ system: SYSTEM.url, concept: [{ code: 'O' }] }] } }),
      ),
      'imports.json': json(valueSet('imports', include({ valueSet: ['https://example.org/listed', 'https://example.org/whole'] }))),
    });
    expect(told).toEqual([]);
    expect(codes(known, '1.9')).toEqual(['2345-7', 'P']);
    expect(known.valueSet('listed')?.concept('P', '1.2.3')?.displays).toEqual(['Pêche', 'Peach']);
    expect(known.concept('2.16.840.1.113883.6.1', '2345-7')?.displays).toEqual(['Glucose']);
    expect([codes(known, 'whole')?.sort(), codes(known, 'https://example.org/imports')]).toEqual([['D', 'F', 'P'], ['P']]);
  });

  test('an expansion is taken as it is, when it is whole', async () => {
    const expansion = (total: number): object => ({
      expansion: {
        total,
        contains: [{ abstract: true, system: SYSTEM.url, contains: [{ system: SYSTEM.url, code: 'P', display: 'Peach', inactive: true }] }],
      },
    });
    const { known, told } = await pack({ 'a.json': json(valueSet('a', expansion(1))), 'b.json': json(valueSet('b', expansion(2))) });
    expect([codes(known, 'a'), known.valueSet('a')?.concept('P')?.active, codes(known, 'b')]).toEqual([['P'], false, undefined]);
    expect(told).toEqual(['b.json: the value set b is not taken: it has neither compose nor a whole expansion.']);
  });

  test('what cannot be expanded is not offered, and told: nothing is judged against half a value set', async () => {
    const { known, told } = await pack({
      'cycle1.json': json(valueSet('cycle1', include({ valueSet: ['https://example.org/cycle2'] }))),
      'cycle2.json': json(valueSet('cycle2', include({ valueSet: ['https://example.org/cycle1'] }))),
      'self.json': json(valueSet('self', include({ valueSet: ['https://example.org/self'] }))),
      'filter.json': json(valueSet('filter', include({ system: SYSTEM.url, filter: [{ property: 'concept', op: 'is-a', value: 'F' }] }))),
      'gone.json': json(valueSet('gone', include({ valueSet: ['https://example.org/nowhere'] }))),
      'whole.json': json(valueSet('whole', include({ system: 'http://loinc.org' }))),
      'fine.json': json(valueSet('fine', include({ system: SYSTEM.url, concept: [{ code: 'P' }] }))),
    });
    expect([...known.valueSets()].map(({ name }) => name)).toEqual(['fine']);
    expect(told.map((text) => text.replace(/^(\w+)\.json: the value set \w+ is not taken: /, '$1: '))).toEqual([
      'cycle1: it imports itself (https://example.org/cycle1 → https://example.org/cycle2 → https://example.org/cycle1).',
      'cycle2: it imports itself (https://example.org/cycle2 → https://example.org/cycle1 → https://example.org/cycle2).',
      'filter: it chooses its codes by a filter (compose.include.filter).',
      'gone: it imports https://example.org/nowhere, which is not in this pack.',
      'self: it imports itself (https://example.org/self → https://example.org/self).',
      'whole: it takes every code of http://loinc.org, which is not whole in this pack.',
    ]);
  });

  test('value sets that import each other over many levels make no cycle, and are not said to', async () => {
    const chain = Array.from({ length: 41 }, (_, i) =>
      valueSet(
        `c${i}`,
        i === 40 ? include({ system: SYSTEM.url, concept: [{ code: 'P' }] }) : include({ valueSet: [`https://example.org/c${i + 1}`] }),
      ),
    );
    const files = Object.fromEntries(chain.map((one, i) => [`c${i}.json`, json(one)]));
    const { known, told } = await pack(files);
    expect(told).toContain('c0.json: the value set c0 is not taken: it imports value sets over more than 32 levels.');
    expect(told.filter((text) => text.includes('itself'))).toEqual([]);
    expect(codes(known, 'c20')).toEqual(['P']);
  });

  test('value sets that import each other by the thousand end', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [
        `s${i}.json`,
        json(
          valueSet(
            `s${i}`,
            include({ valueSet: Array.from({ length: 20 }, (_one, j) => `https://example.org/s${(i * 7 + j * 13 + 1) % 300}`) }),
          ),
        ),
      ]),
    );
    const began = Date.now();
    await pack(many);
    expect(Date.now() - began).toBeLessThan(15_000);
  });

  test('value sets without a code that import each other in layers end too', async () => {
    const layer = (i: number): object =>
      i === 25 ?
        include({ system: SYSTEM.url, concept: [] })
      : include({ valueSet: [`https://example.org/l${i + 1}`] }, { valueSet: [`https://example.org/m${i + 1}`] });
    const layers = Array.from({ length: 26 }, (_, i) =>
      ['l', 'm'].map((name) => [`${name}${i}.json`, json(valueSet(`${name}${i}`, layer(i)))]),
    ).flat();
    const began = Date.now();
    const { known } = await pack(Object.fromEntries(layers) as Files);
    expect([Date.now() - began < 15_000, codes(known, 'l0')]).toEqual([true, undefined]);
  });

  test('codes twice, without system, systems without address', async () => {
    const { told } = await pack({
      'a.json': json({
        ...SYSTEM,
        concept: [
          { code: 'A', display: 'a' },
          { code: 'A', display: 'b' },
        ],
      }),
      'b.json': json(
        valueSet(
          'b',
          include(
            { concept: [{ code: 'A' }] },
            {
              system: SYSTEM.url,
              concept: [
                { code: 'A', display: 'a' },
                { code: 'A', display: 'c' },
              ],
            },
          ),
        ),
      ),
      'c.json': json({ resourceType: 'CodeSystem', concept: [{ code: 'A' }] }),
      'd.json': json({ resourceType: 'ValueSet' }),
    });
    expect(told.map((text) => text.replace(/:\d+ /, ': '))).toEqual([
      'a.json: the code A is in it twice, as "a" and "b".',
      'c.json: this CodeSystem has neither url nor identifier: it is not taken.',
      'b.json: the code A has no system: it is not taken.',
      'b.json: the code A is in it twice, as "a" and "c".',
      'd.json: this ValueSet has neither url nor identifier: it is not taken.',
    ]);
  });

  test('other JSON is no rule; what is no JSON is told', async () => {
    const { added } = await pack({
      'a.json': json(SYSTEM),
      'package.json': '{"name":"x"}',
      'list.json': '[1, -2.5e3, true, null, "\\u00e9\\"\\\\"]',
      'broken.json': '{"resourceType": "ValueSet", "concept": [',
      'twice.json': '{} {}',
      'deep.json': '['.repeat(100_000),
      'empty.json': '',
      'proto.json': '{"__proto__": {"resourceType": "ValueSet"}}',
    });
    expect([added.pack.left['no-rule'], added.told.map(({ path }) => path)]).toEqual([
      3,
      ['broken.json', 'deep.json', 'empty.json', 'twice.json'],
    ]);
  });
});

describe('codes that are blank', () => {
  const BLANK = 'a code in it is empty: it is not taken.';

  test.each<[string, Files, string[]]>([
    [
      'Turtle',
      {
        '1.2.3.ttl':
          '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<a:1> skos:notation "" .\n<a:2> skos:notation " " ; skos:prefLabel "b" .\n<a:3> skos:notation "C" .\n',
      },
      [`1.2.3.ttl:2 ${BLANK}`, `1.2.3.ttl:3 ${BLANK}`],
    ],
    [
      'SVS',
      { 'a.xml': svs(set('1.9', `${concept('   ', 'a')}\n${concept('', 'b')}${concept('C', 'c')}`)) },
      [`a.xml:3 ${BLANK}`, `a.xml:4 ${BLANK}`],
    ],
    [
      'FHIR',
      {
        'a.json': JSON.stringify({
          resourceType: 'CodeSystem',
          url: 'urn:oid:1.2.3',
          concept: [{ code: '' }, { code: ' ' }, { code: 'C' }],
        }),
      },
      [`a.json:1 ${BLANK}`, `a.json:1 ${BLANK}`],
    ],
  ])('in %s are told, and are no codes', async (_form, files, expected) => {
    const { known, told } = await pack(files);
    expect(told).toEqual(expected);
    expect(['', ' ', '   ', 'C'].map((code) => known.concept('1.2.3', code)?.code)).toEqual([undefined, undefined, undefined, 'C']);
  });
});

describe('tables', () => {
  const manifest = (more: string): string =>
    `coordinate: a:b\nversion: "1"\nterminology:\n  files:\n    - { path: t.csv, system: 1.2.3${more} }\n`;

  test.each([
    ['semicolons and a header', '\ufeffCode;Libellé\r\nA;Pêche\r\nB;"a ""b""; c"\r\n', ''],
    ['commas, named columns in another order', 'X,LONG,NUM\n1,Pêche,A\n2,"a ""b""; c",B', ', columns: { code: NUM, label: LONG }'],
    ['tabs, no header', 'A\tPêche\nB\ta "b"; c\n\n', ''],
  ])('%s', async (_what, text, more) => {
    const { known, told } = await pack({ 't.csv': text, 'addax-pack.yaml': manifest(more) });
    expect(told).toEqual([]);
    expect(['A', 'B'].map((code) => known.concept('1.2.3', code)?.displays)).toEqual([['Pêche'], [expect.stringMatching(/^a "b"; c$/)]]);
  });

  test('a quote that stays open makes one cell of the rest', async () => {
    const { known } = await pack({ 't.csv': 'A;a\nB;"b\nC;c\n', 'addax-pack.yaml': manifest('') });
    expect([known.concept('1.2.3', 'A')?.displays, known.concept('1.2.3', 'C')]).toEqual([['a'], undefined]);
  });

  test('a table that the pack does not declare is no rule; one that it lacks is told', async () => {
    const { added } = await pack({ 'a.xml': svs(''), 'u.csv': 'A;a', 'addax-pack.yaml': manifest('') });
    expect([added.pack.left['no-rule'], added.told.map(({ path }) => path)]).toEqual([1, ['t.csv']]);
  });

  test.each([
    ['a column that is not there', 'a;b\n1;2', ', columns: { code: NUM }', 't.csv:1 No column is called "NUM".'],
    ['a code twice', 'A;a\nA;b', '', 't.csv:2 the code A is in it twice, as "a" and "b".'],
  ])('%s', async (_what, text, more, expected) => {
    const { told } = await pack({ 't.csv': text, 'addax-pack.yaml': manifest(more) });
    expect(told).toEqual([expected]);
  });

  test.each([
    ['no OID', '{ path: t.csv, system: loinc }'],
    ['a path that climbs out', '{ path: ../t.csv, system: 1.2.3 }'],
    ['an unknown field', '{ path: t.csv, system: 1.2.3, kind: csv }'],
  ])('%s in addax-pack.yaml is refused', async (_what, file) => {
    await expect(
      pack({ 't.csv': 'A;a', 'addax-pack.yaml': `coordinate: a:b\nversion: "1"\nterminology:\n  files: [${file}]` }),
    ).rejects.toThrow('addax-pack.yaml:4');
  });
});
