import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Artefact } from '../../src/model/index.js';
import { validator } from './index.js';

const context = { at: new Date('2026-11-20T12:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };
const judge = (bytes: Uint8Array | string) =>
  validator.validate(new Artefact('x', typeof bytes === 'string' ? Buffer.from(bytes) : bytes), context);
const level3 = readFileSync(new URL('../../examples/documents/cr-bio-niveau-3.xml', import.meta.url));
const utf16 = (text: string): Uint8Array => Buffer.from('\ufeff' + text.replace('UTF-8', 'UTF-16'), 'utf16le');

describe('any bytes end in findings, never in a crash', () => {
  test.each<[string, Uint8Array | string, string]>([
    ['nothing', '', 'CDA-01'],
    ['a billion laughs', '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><ClinicalDocument>&b;</ClinicalDocument>', 'CDA-02'],
    ['an external entity', '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><ClinicalDocument>&a;</ClinicalDocument>', 'CDA-02'],
    ['10,000 levels', '<ClinicalDocument xmlns="urn:hl7-org:v3">' + '<a>'.repeat(10_000), 'CDA-01'],
    ['a million attributes', `<ClinicalDocument ${Array.from({ length: 50_000 }, (_, i) => `a${i}=""`).join(' ')}/>`, 'CDA-01'],
    ['a NUL', '<ClinicalDocument xmlns="urn:hl7-org:v3">\0</ClinicalDocument>', 'CDA-01'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), 'CDA-03'],
    ['cut in the middle', level3.subarray(0, 5000), 'CDA-01'],
    ['another vocabulary', '<html/>', 'CDA-04'],
    ['a style sheet without a document', '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>', 'CDA-04'],
  ])('%s', async (_, bytes, rule) => {
    const { findings, evaluated } = await judge(bytes);
    expect(findings.map((f) => f.rule)).toEqual([rule]);
    expect(evaluated).toContain(rule);
  });

  test('an empty document is told everything it lacks, at its root', async () => {
    const { findings } = await judge('<ClinicalDocument xmlns="urn:hl7-org:v3"/>');
    expect(findings.length).toBeGreaterThan(15);
    for (const { place } of findings) expect([place.line, place.column]).toEqual([1, 1]);
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is the name of nothing', async (name) => {
    const text = level3.toString('utf8');
    for (const odd of [
      text.replace(/(<templateId[^>]*root=")[^"]+/g, `$1${name}`),
      text.replace(/(codeSystem="|code=")[^"]+/g, `$1${name}`),
    ])
      expect((await judge(odd)).findings.length).toBeGreaterThan(0);
  });

  test('UTF-16 is read like any encoding', async () => {
    const { findings } = await judge(utf16(level3.toString('utf8')));
    expect(findings).toEqual([]);
  });

  test('a repeated header is judged in bounded time', async () => {
    const author = /<author>[\s\S]*?<\/author>/.exec(level3.toString('utf8'))![0];
    const started = process.cpuUsage();
    const { findings } = await judge(level3.toString('utf8').replace('<author>', author.repeat(5000) + '<author>'));
    expect(findings).toEqual([]);
    // of the processor, in microseconds: what else the machine does counts for nothing
    expect(process.cpuUsage(started).user).toBeLessThan(10_000_000);
  });

  test('cut or altered anywhere', async () => {
    const text = level3.toString('utf8');
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.nat(40), fc.string({ maxLength: 12 }), async (from, length, put) => {
        const { findings, evaluated } = await judge(text.slice(0, from) + put + text.slice(from + length));
        expect(evaluated.length).toBeGreaterThan(0);
        for (const { place } of findings) expect(place.line).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });
});

describe('detect', () => {
  const doc = '<ClinicalDocument xmlns="urn:hl7-org:v3">';
  test.each<[string, Uint8Array | string, number]>([
    ['a document', doc, 1],
    ['after a declaration, comments and instructions', `<?xml version="1.0"?><?a b?><!-- <html> ${'x'.repeat(900)} -->\n${doc}`, 1],
    ['prefixed', '<c:ClinicalDocument xmlns:c="urn:hl7-org:v3">', 1],
    ['UTF-16', utf16(doc), 1],
    [
      'self-presenting',
      '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><a:Contenu xmlns:a="urn:asip-sante:ci-sis"><ClinicalDocument',
      1,
    ],
    ['without its namespace', '<ClinicalDocument>', 0.9],
    ['with a doctype', `<!DOCTYPE ClinicalDocument>${doc}`, 1],
    ['malformed before the root', `<broken ${doc}<typeId extension="POCD_HD000040"/>`, 0.7],
    ['a SOAP message that carries one', `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>${doc}</s:Body>`, 0],
    ['another style sheet', '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform">', 0],
    ['text', 'Bonjour', 0],
    ['nothing', '', 0],
  ])('%s', (_, head, confidence) => {
    expect(validator.detect(typeof head === 'string' ? Buffer.from(head) : head)).toBe(confidence);
  });
});
