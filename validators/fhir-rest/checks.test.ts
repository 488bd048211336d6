import { describe, expect, test } from '@jest/globals';
import type { Artefact } from '../../src/model/index.js';
import { httpArtefact } from '../../src/protocols/http/index.js';
import { checks } from './checks.js';

const http = (head: string, body: unknown = ''): Artefact =>
  httpArtefact(
    'm',
    Buffer.from(`${head.replaceAll('\n', '\r\n')}\r\n\r\n${typeof body === 'string' ? body : JSON.stringify(body, null, 1)}`),
  );
const answer = http('HTTP/1.1 200 OK\nContent-Type: application/fhir+json\nETag: W/"1"', { resourceType: 'Bundle', type: 'searchset' });
const outcomeOf = (code: string): unknown => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code, details: { text: 'pris' } }],
});
const outcome = (name: string, argument: unknown, judged = answer): unknown => {
  const { holds, ...why } = checks[name]!.evaluate(judged, argument, { at: new Date(), trust: { anchors: [], crls: [] }, parameters: {} });
  return holds || why;
};

describe('checks of a FHIR exchange', () => {
  test('status, refusal and headers', () => {
    expect(outcome('http-status', [200, 201])).toBe(true);
    expect(outcome('http-status', '2xx')).toBe(true);
    const taken = http('HTTP/1.1 409 Conflict\nContent-Type: application/fhir+json', outcomeOf('conflict'));
    expect(outcome('http-status', 201, taken)).toMatchObject({ actual: { en: 'HTTP 409, conflict: pris' } });
    expect(outcome('fhir-refused', true, taken)).toBe(true);
    expect(outcome('fhir-refused', { status: [409, 412], code: 'conflict' }, taken)).toBe(true);
    expect(outcome('fhir-refused', { code: 'login' }, taken)).toMatchObject({ expected: { en: 'HTTP 4xx, OperationOutcome login' } });
    expect(outcome('fhir-refused', false, taken)).toMatchObject({ expected: { fr: 'pas de refus' } });
    expect(outcome('fhir-refused', true)).toMatchObject({ actual: { en: 'HTTP 200' } });
    expect(outcome('fhir-refused', true, http('HTTP/1.1 500 Oops'))).not.toBe(true);
    expect(outcome('http-headers', { ETag: true, Location: false, 'content-type': '/^application.fhir/' })).toBe(true);
    expect(outcome('http-headers', { Location: true })).toMatchObject({ path: 'Location', actual: { en: 'missing' } });
    expect(outcome('http-headers', { ETag: 'W/"2"' })).toMatchObject({ actual: { en: 'W/"1"' } });
  });

  test('request: what is asked, wherever the base of the server is', () => {
    const search = http(
      'GET /a/fhir/Slot?status=free&start=ge2026-11-23&start=le2026-11-24&schedule.actor:Practitioner.identifier=x%7C1 HTTP/1.1',
    );
    expect(
      outcome(
        'fhir-request',
        { interaction: 'search', type: 'Slot', parameters: { start: ['/^ge/', 'le2026-11-24'], 'a | status': 'free' } },
        search,
      ),
    ).toBe(true);
    expect(outcome('fhir-request', { parameters: { 'schedule.actor:Practitioner.identifier': 'x|1' }, without: ['_count'] }, search)).toBe(
      true,
    );
    expect(outcome('fhir-request', { parameters: { start: '/^gt/' } }, search)).toMatchObject({ expected: { en: 'start=/^gt/' } });
    expect(outcome('fhir-request', { without: ['status'] }, search)).toMatchObject({ expected: { en: 'a request without status' } });
    const form = http('POST /fhir/Slot/_search HTTP/1.1\nContent-Type: application/x-www-form-urlencoded', 'status=free');
    expect(outcome('fhir-request', { interaction: 'search', type: 'Slot', parameters: { status: 'free' } }, form)).toBe(true);
    const update = http('PUT /fhir/Appointment?identifier=a%7Cb HTTP/1.1', '{}');
    expect(outcome('fhir-request', { interaction: 'update', type: 'Appointment', conditional: true }, update)).toBe(true);
    expect(outcome('fhir-request', { interaction: 'create' }, update)).toMatchObject({
      actual: { en: 'PUT /fhir/Appointment?identifier=a%7Cb' },
    });
    for (const [line, expected] of [
      ['GET /fhir/Patient/1', { interaction: 'read', id: '1' }],
      ['GET /fhir/Patient/1/_history/2', { interaction: 'vread' }],
      ['GET /fhir/Patient/1/_history', { interaction: 'history' }],
      ['DELETE /fhir/Patient/1', { interaction: 'delete', conditional: false }],
      ['GET /fhir/metadata', { interaction: 'capabilities' }],
      ['POST /fhir', { interaction: 'transaction' }],
    ] as const)
      expect([line, outcome('fhir-request', expected, http(`${line} HTTP/1.1`))]).toEqual([line, true]);
  });
});
