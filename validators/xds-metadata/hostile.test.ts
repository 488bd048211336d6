import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Artefact, Place } from '../../src/model/index.js';
import { MESSAGES, type MessageName } from './fixtures/messages.js';
import { validator } from './index.js';

const context = { at: new Date('2026-11-20T10:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };
const judge = async (markup: string) => await validator.validate(new Artefact('hostile', Buffer.from(markup)), context);

const names = Object.keys(MESSAGES) as MessageName[];
/** Offsets of every line of every message: one element stands on each. */
const linesOf = Object.fromEntries(names.map((name) => [name, MESSAGES[name].split('\n')]));

describe('damaged messages', () => {
  test('a line left out, repeated or moved: findings with places, no crash', async () => {
    const damage = fc.record({
      name: fc.constantFrom(...names),
      line: fc.nat(),
      other: fc.nat(),
      how: fc.constantFrom('drop', 'repeat', 'move'),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ name, line, other, how }) => {
        const lines = [...linesOf[name]!];
        const at = line % lines.length;
        const [taken = ''] = how === 'repeat' ? [lines[at]] : lines.splice(at, 1);
        if (how !== 'drop') lines.splice(other % (lines.length + 1), 0, taken);
        const { findings } = await judge(lines.join('\n'));
        for (const { place } of findings) expect(Place.safeParse(place).success).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
  test('an element left out whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), async (name, pick) => {
        const markup = MESSAGES[name];
        const elements = [...markup.matchAll(/<(rim:\w+|rs:\w+|xdsb:\w+|query:\w+)[^>]*>[^<]*<\/\1>\n/g)];
        const element = elements[pick % Math.max(1, elements.length)];
        if (!element) return;
        const { evaluated } = await judge(markup.slice(0, element.index) + markup.slice(element.index + element[0].length));
        expect(evaluated).toContain('XDS-XML');
      }),
      { numRuns: 200 },
    );
  });
  test('attribute values and texts replaced by anything', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom('', '^^^^', "'", '((', '&&', '__proto__', 'constructor', '^'.repeat(2000)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), text, async (name, pick, value) => {
        const markup = MESSAGES[name];
        const spots = [...markup.matchAll(/="([^"]*)"|<rim:Value>([^<]*)</g)];
        const spot = spots[pick % spots.length]!;
        const old = spot[1] ?? spot[2] ?? '';
        const at = spot.index + spot[0].indexOf(old === '' ? spot[0].slice(-1) : old, spot[1] === undefined ? 10 : 2);
        const safe = value.replace(/[\u0000-\u001f\ud800-\udfff\ufffe\uffff]/g, '').replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
        const { findings } = await judge(markup.slice(0, at) + safe + markup.slice(at + old.length));
        for (const { expected, actual } of findings) expect([expected, actual]).not.toContain(undefined);
      }),
      { numRuns: 500 },
    );
  });
  test('bytes cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), async (name, at) => {
        const markup = MESSAGES[name];
        await judge(markup.slice(0, at % markup.length));
      }),
      { numRuns: 200 },
    );
  });
});

describe('large messages', () => {
  const within = async (markup: string, seconds: number): Promise<number> => {
    const started = performance.now();
    const { findings } = await judge(markup);
    expect((performance.now() - started) / 1000).toBeLessThan(seconds);
    return findings.length;
  };
  test('ten thousand empty entries: bounded in time and in findings', async () => {
    const entries = '<rim:ExtrinsicObject/>'.repeat(10_000);
    const found = await within(MESSAGES.state.replace('<rim:RegistryPackage', `${entries}<rim:RegistryPackage`), 10);
    expect(found).toBeGreaterThan(1000);
    expect(found).toBeLessThan(5000);
  });
  test('fifty thousand slots of one name, and as many classifications', async () => {
    const slots = '<rim:Slot name="x"/>'.repeat(50_000);
    const classifications = '<rim:Classification classificationScheme="x"/>'.repeat(50_000);
    await within(
      MESSAGES.replace
        .replace('<rim:Name>', `${slots}<rim:Name>`)
        .replace('</rim:ExtrinsicObject>', `${classifications}</rim:ExtrinsicObject>`),
      15,
    );
  });
  test('fifty thousand parameters, and a list of as many values', async () => {
    const parameters = `<rim:Slot name="$XDSDocumentEntryStatus"><rim:ValueList><rim:Value>(${"'a',".repeat(50_000)}'a')</rim:Value></rim:ValueList></rim:Slot>`;
    const more = '<rim:Slot name="$y"><rim:ValueList><rim:Value>(</rim:Value></rim:ValueList></rim:Slot>'.repeat(50_000);
    await within(MESSAGES.find.replace('</rim:AdhocQuery>', `${parameters}${more}</rim:AdhocQuery>`), 15);
  });
});
