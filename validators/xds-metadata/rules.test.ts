import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { Artefact, RequirementFile, type Finding, type Validation } from '../../src/model/index.js';
import { addPack } from '../../src/packs/add.js';
import { place } from '../../src/packs/fixtures/place.js';
import { loadPacks, type LoadedPack } from '../../src/packs/load.js';
import { attachDocuments, NODE } from '../../src/protocols/ebxml/index.js';
import { BREAKS, type Break } from './fixtures/breaks.js';
import { documentBytes, MESSAGES, SETTINGS, type MessageName, type Setting } from './fixtures/messages.js';
import { rules, validator } from './index.js';

const EVENTS = `<RetrieveValueSetResponse xmlns="urn:ihe:iti:svs:2008"><ValueSet id="1.2.250.1.999.6" displayName="JDV_J197_EventCode_CISIS"><ConceptList><Concept code="CT" codeSystem="1.2.250.1.999.5" displayName="Scanner"/></ConceptList></ValueSet></RetrieveValueSetResponse>`;

const here = place();
/** A pack that knows one event. */
async function events(): Promise<readonly LoadedPack[]> {
  await addPack(here.write('events', { 'events.xml': EVENTS }), { cwd: here.project(), as: 'a:b:1' });
  return loadPacks(here.project());
}

const inEnvelope = (body: string): string =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>${body}</s:Body></s:Envelope>`;

const judge = async (
  markup: string,
  { parameters = {}, request, pack }: Setting = {},
  documents?: ReadonlyMap<string, Uint8Array>,
): Promise<Validation> => {
  const about = request === undefined ? {} : { request: new Artefact('request', Buffer.from(inEnvelope(request))) };
  const artefact = new Artefact('message', Buffer.from(markup), about);
  if (documents) attachDocuments(artefact, documents);
  return await validator.validate(artefact, {
    at: new Date('2026-11-20T10:00:00Z'),
    trust: { anchors: [], crls: [] },
    parameters,
    ...(pack && { packs: await events() }),
  });
};

const cases = Object.entries(BREAKS).flatMap(([id, breaks]) =>
  (Array.isArray(breaks) ? (breaks as readonly Break[]) : [breaks as Break]).map((one, i) => ({
    id,
    name: i === 0 ? id : `${id} (${i + 1})`,
    ...one,
  })),
);

/** Does a finding point at something: a tag, or the name of an attribute? */
function pointsAt(markup: string, { place }: Finding): string {
  const line = markup.split('\n')[place.line - 1] ?? '';
  return line.slice(place.column - 1);
}

/** Punctuation without its no-break space, straight apostrophes. */
const FRENCH_SLIPS = /[^\u00a0][;?!](?![\w\u00a0-])| [:;?!]|« | »|[a-z]'[a-z]/;

describe('conformant messages', () => {
  test.each(Object.keys(MESSAGES) as MessageName[])('%s: nothing is found', async (name) => {
    const { findings, evaluated } = await judge(MESSAGES[name], SETTINGS[name]);
    expect(findings).toEqual([]);
    expect(evaluated.length).toBeGreaterThan(1);
  });
});

describe('rules', () => {
  test('each has an input that passes it and one that fails it', async () => {
    const passed = new Set<string>();
    for (const name of Object.keys(MESSAGES) as MessageName[])
      for (const id of (await judge(MESSAGES[name], SETTINGS[name])).evaluated) passed.add(id);
    expect(rules.map(({ id }) => id).filter((id) => !passed.has(id))).toEqual([]);
    expect(rules.map(({ id }) => id).filter((id) => !Object.hasOwn(BREAKS, id))).toEqual([]);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });
  test.each(cases)('$name, and no other, is found', async ({ id, message, change, at, setting }) => {
    const markup = change(MESSAGES[message]);
    const { findings, evaluated } = await judge(markup, setting ?? SETTINGS[message]);
    expect(findings.map(({ rule, actual }) => [rule, rule === id ? '' : actual?.fr])).toEqual([[id, '']]);
    const [finding] = findings as [Finding];
    expect(evaluated).toContain(id);
    expect(finding.place.path.endsWith(at) ? at : finding.place.path).toBe(at);
    if (id !== 'XDS-XML') expect(pointsAt(markup, finding)).toMatch(at.includes('/@') ? new RegExp(`^(?:${at.split('/@')[1]!}=|<)`) : /^</);
    expect(finding.expected).toBeDefined();
    expect(finding.actual).toBeDefined();
    expect(finding.expected).not.toEqual(finding.actual);
    // the words of a syntax error are those of the XML reader
    if (id !== 'XDS-XML') for (const text of [finding.message, finding.expected!]) expect(text.fr).not.toMatch(FRENCH_SLIPS);
  });
  test('each serves a requirement that exists, of its level, which nobody calls untested', () => {
    const file = RequirementFile.parse(parse(readFileSync('suites/metadonnees-xds/requirements.yaml', 'utf8')));
    const shared = RequirementFile.parse(parse(readFileSync('suites/ins/requirements.yaml', 'utf8')));
    const known = new Map([...file.requirements, ...shared.requirements].map((requirement) => [requirement.id, requirement]));
    for (const { requirements, level } of rules) for (const id of requirements) expect(known.get(id)).toMatchObject({ level });
    const covered = new Set(rules.flatMap(({ requirements }) => requirements));
    for (const { id, untested } of file.requirements) if (untested) expect(covered).not.toContain(id);
  });
  test.each(rules.map((rule) => [rule.id, rule] as const))('%s is written for people, in both languages', (_, rule) => {
    for (const text of [rule.title, rule.message, rule.hint, ...(rule.why ? [rule.why] : [])]) {
      expect(text.fr).toMatch(/\.$/);
      expect(text.en).toMatch(/\.$/);
      expect(text.fr).not.toMatch(FRENCH_SLIPS);
      expect(text.en).not.toMatch(/\u00a0/);
    }
    expect(rule.example).toBeDefined();
  });
});

describe('limited metadata', () => {
  const broken = (markup: string, ...ids: string[]): string => ids.reduce((text, id) => [BREAKS[id]!].flat()[0]!.change(text), markup);
  const accepted = { parameters: { 'limited-metadata': 'accepted' } };
  const found = async (markup: string, setting: Setting = {}): Promise<string[]> =>
    (await judge(markup, setting)).findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  // without author, class, type, title, nor legal authenticator
  const limited = broken(MESSAGES.provide, 'XDS-27', 'XDS-30', 'XDS-31', 'XDS-32', 'XDS-40', 'XDS-43');

  test('are no fault where they are accepted, and are where they are not', async () => {
    expect(await found(limited, accepted)).toEqual([]);
    expect((await judge(limited, accepted)).evaluated).toEqual(expect.arrayContaining(['XDS-39', 'XDS-42', 'XDS-60']));
    expect((await found(limited)).toSorted()).toEqual(['XDS-27', 'XDS-30', 'XDS-31', 'XDS-32', 'XDS-40', 'XDS-43']);
  });
  test('excuse no object but that which declares them, and not what even they say', async () => {
    expect(await found(broken(limited, 'XDS-61'), accepted)).toEqual(['XDS-61']);
    expect(await found(broken(limited, 'XDS-39'), accepted)).toEqual(['XDS-39']);
    expect(await found(broken(MESSAGES.provide, 'XDS-31'), accepted)).toEqual(['XDS-31']);
  });
  test('are those of ITI-41: a registry has no such option', async () => {
    const mark = `<rim:Classification id="limited" classifiedObject="Document01" classificationNode="${NODE.documentEntryLimitedMetadata}"/>`;
    const registered = MESSAGES.register.replace('</rim:ExtrinsicObject>', `${mark}</rim:ExtrinsicObject>`);
    expect(await found(registered, accepted)).toContain('XDS-27');
  });
});

describe('documents of a message', () => {
  const metadataOnly = MESSAGES.provide.replace(/<xdsb:Document[\s\S]*<\/xdsb:Document>\n/, '');
  const found = async (documents: ReadonlyMap<string, Uint8Array>, markup = metadataOnly) =>
    (await judge(markup, {}, documents)).findings.map(({ rule }) => rule);
  test('attached documents are judged against their entries', async () => {
    expect(await found(new Map([['Document01', documentBytes]]))).toEqual([]);
    expect(await found(new Map([['Document01', Buffer.from('<ClinicalDocument/>')]]))).toEqual(['XDS-133', 'XDS-134']);
    expect(await found(new Map())).toEqual(['XDS-130']);
    expect(
      await found(
        new Map([
          ['Document01', documentBytes],
          ['Document02', documentBytes],
        ]),
      ),
    ).toEqual(['XDS-131']);
  });
  test('without documents nothing is said of them', async () => {
    const { evaluated } = await judge(MESSAGES.register);
    expect(evaluated.filter((id) => /^XDS-13[0-4]$/.test(id))).toEqual([]);
  });
});

describe('detect', () => {
  test.each(Object.entries(MESSAGES))('%s', (name, markup) => {
    const sure = validator.detect(Buffer.from(markup.slice(0, 2000)));
    expect(sure).toBe(['register', 'updateSent', 'refused'].includes(name) ? 0 : 0.95);
  });
  test('other things are not ours', () => {
    for (const text of ['', '<a/>', 'MSH|^~\\&|', '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"/>'])
      expect(validator.detect(Buffer.from(text))).toBe(0);
  });
});
