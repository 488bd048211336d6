import { describe, expect, test } from '@jest/globals';
import { type Artefact } from '../../src/model/index.js';
import { httpArtefact } from '../../src/protocols/http/index.js';
import { checks, identifiers } from './checks.js';

const BUNDLE = {
  resourceType: 'Bundle',
  type: 'searchset',
  total: 2,
  entry: [
    {
      fullUrl: 'https://a.example/Slot/1',
      resource: { resourceType: 'Slot', id: '1', status: 'free', schedule: { reference: 'Schedule/7' } },
      search: { mode: 'match' },
    },
    {
      fullUrl: 'https://a.example/Slot/2',
      resource: { resourceType: 'Slot', id: '2', status: 'busy', schedule: { reference: 'Schedule/8' } },
      search: { mode: 'match' },
    },
    { fullUrl: 'https://a.example/Schedule/7', resource: { resourceType: 'Schedule', id: '7', active: true }, search: { mode: 'include' } },
  ],
};
const http = (head: string, body: unknown = ''): Artefact =>
  httpArtefact(
    'm',
    Buffer.from(`${head.replaceAll('\n', '\r\n')}\r\n\r\n${typeof body === 'string' ? body : JSON.stringify(body, null, 1)}`),
  );
const answer = http('HTTP/1.1 200 OK\nContent-Type: application/fhir+json\nETag: W/"1"', BUNDLE);
const outcome = (name: string, argument: unknown, judged = answer): unknown => {
  const { holds, ...why } = checks[name]!.evaluate(judged, argument, { at: new Date(), trust: { anchors: [], crls: [] }, parameters: {} });
  return holds || why;
};

describe('checks of a FHIR resource', () => {
  test('values: one result has one of the values, by its text', () => {
    expect(outcome('fhir-values', { 'Bundle.total': 2, 'Bundle.entry.resource.status': ['x', 'free'] })).toBe(true);
    expect(outcome('fhir-values', { 'Bundle.type': ['history', 'batch'] })).toMatchObject({
      expected: { fr: 'Bundle.type = history ou batch' },
      actual: { en: 'searchset' },
      line: 1,
    });
    expect(outcome('fhir-values', { 'Bundle.id': 'x' })).toMatchObject({ actual: { en: 'missing' } });
    expect(() => outcome('fhir-values', { 'Bundle.(': 'x' })).toThrow('Bundle.(');
  });

  test('a resource in XML has the same values', () => {
    const xml = http(
      'HTTP/1.1 200 OK\nContent-Type: application/fhir+xml',
      '<Slot xmlns="http://hl7.org/fhir"><id value="1"/><status value="free"/><overbooked value="true"/></Slot>',
    );
    expect(outcome('fhir-values', { 'Slot.status': 'free', 'Slot.overbooked': true }, xml)).toBe(true);
    expect(outcome('fhir-holds', { that: 'Slot.overbooked = false', words: { fr: 'non', en: 'no' } }, xml)).toMatchObject({ path: 'Slot' });
  });

  test('without and count: of what came, and not of nothing', () => {
    expect(outcome('fhir-without', { 'Bundle.entry.resource.status': 'free' })).toMatchObject({ actual: { en: 'free' } });
    expect(outcome('fhir-without', { 'Bundle.entry.resource.status': 'noshow' })).toBe(true);
    expect(outcome('fhir-count', { 'Bundle.entry': 3, 'Bundle.link': { max: 0 } })).toBe(true);
    expect(outcome('fhir-count', { 'Bundle.entry': { max: 2 } })).toMatchObject({ actual: { en: '3' }, path: 'Bundle.entry[2]' });
    const nothing = http('HTTP/1.1 204 No Content');
    for (const name of ['fhir-without', 'fhir-count'])
      expect(outcome(name, { Bundle: 0 }, nothing)).toMatchObject({ actual: { en: 'HTTP 204, no content' } });
  });

  test('holds: of each, told at the one of which it does not', () => {
    const words = { fr: 'des créneaux libres', en: 'free slots' };
    const each = "Bundle.entry.where(search.mode = 'match').resource";
    expect(outcome('fhir-holds', { each, that: 'schedule.exists()', words })).toBe(true);
    expect(outcome('fhir-holds', { each, that: "status = 'free'", words })).toMatchObject({
      expected: words,
      path: 'Bundle.entry[1].resource',
      line: 22,
    });
    expect(outcome('fhir-holds', { each: 'Bundle.contained', that: 'true', words })).toMatchObject({
      actual: { en: 'nothing (Bundle.contained)' },
    });
    expect(outcome('fhir-holds', { that: 'Bundle.entry[0].resource.schedule.resolve().active', words })).toBe(true);
    expect(outcome('fhir-holds', { that: 'Bundle.entry[1].resource.schedule.resolve().active', words })).not.toBe(true);
    expect(identifiers['fhir-id']!(answer)).toEqual(['1', '2']);
  });
});
