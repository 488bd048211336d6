import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { IdentifierMint } from '../../simulators/document-source/identifiers.js';
import { newDraft } from '../../simulators/portable-media-creator/draft.js';
import {
  ASSOCIATION,
  IDENTIFIER,
  NODE,
  rimOfRelationship,
  rimOfSubmission,
  SCHEME,
  writeSubmitObjects,
  type DocumentEntry,
  type RimObject,
} from '../../src/protocols/ebxml/index.js';
import { temporaryFolder } from '../support/addax.js';
import { exchange, post, type Simulated, simulate } from '../support/wire.js';

/**
 * Messages written by third parties for other countries and other tools, sent to our servers: nothing crashes, and no
 * submission that the French profile cannot accept is answered Success.
 */
const samples = process.env['ADDAX_SAMPLES'];
const directory = join(samples ?? '', 'xds');
const present = samples !== undefined && existsSync(directory);
const files = present ? readdirSync(directory).filter((name) => name.endsWith('.xml')) : [];

const folder = temporaryFolder();
let repository: Simulated;
let registry: Simulated;

beforeAll(async () => {
  if (!present) return;
  repository = await simulate('document-repository', folder.path);
  registry = await simulate('document-registry', folder.path);
}, 60_000);
afterAll(async () => {
  if (present) {
    expect([repository.isAlive(), registry.isAlive()]).toEqual([true, true]);
    await Promise.all([repository.stop(), registry.stop()]);
  }
  folder.remove();
});

const ACTIONS: [root: RegExp, action: string, actor: 'repository' | 'registry'][] = [
  [/<(\w+:)?ProvideAndRegisterDocumentSetRequest/, 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b', 'repository'],
  [/<(\w+:)?RetrieveImagingDocumentSetRequest/, 'urn:ihe:rad:2009:RetrieveImagingDocumentSet', 'repository'],
  [/<(\w+:)?RetrieveDocumentSetRequest/, 'urn:ihe:iti:2007:RetrieveDocumentSet', 'repository'],
  [/<(\w+:)?AdhocQueryRequest/, 'urn:ihe:iti:2007:RegistryStoredQuery', 'registry'],
  [/<(\w+:)?SubmitObjectsRequest/, 'urn:ihe:iti:2007:RegisterDocumentSet-b', 'registry'],
];
const SUBMISSIONS = ['ProvideAndRegister', 'RegisterDocumentSet-b'];

/** A test INS, and one of another patient; the OID of a patient whom no registry here knows. */
const PATIENT = '279035121518989^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH';
const PERSON = {
  ins: '',
  oid: '1.2.250.1.213.1.4.10',
  birthFamily: 'PAT-TROIS',
  given: 'DOMINIQUE',
  sex: 'F' as const,
  birthDate: '19790328',
  birthPlace: '51215',
};
const OTHER = '207058575627097^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH';
let serial = 0;
const oid = (): string => `2.999.77.${++serial}`;

/**
 * What that tool does with the bodies of its test plans before it sends them: symbolic ids become UUIDs and OIDs, the same
 * for the same name, its short names those of the wire, its variables values.
 */
function completed(text: string, variables: Readonly<Record<string, string>> = {}): string {
  const ids = new Map<string, string>();
  const given = (name: string, make: () => string): string => {
    if (!ids.has(name)) ids.set(name, make());
    return ids.get(name)!;
  };
  const uuid = (name: string): string => given(name, () => `urn:uuid:${randomUUID()}`);
  let body = text
    .replace(/<\?xml[^>]*\?>/, '')
    .replace(/urn:oasis:names:tc:ebxml-regrep:registry:xsd:\d\.\d/g, 'urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0')
    .replace(/urn:oasis:names:tc:ebxml-regrep:rim:xsd:\d\.\d/g, 'urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0')
    .replaceAll('LeafRegistryObjectList', 'RegistryObjectList')
    .replace(/associationType="HasMember"/g, 'associationType="urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember"')
    .replace(
      /value="(Document\d+|SubmissionSet\d+)"(?=\s+identificationScheme="urn:uuid:(?:2e82c1f6|96fdda7c))/g,
      (_, name: string) =>
        `value="${variables['$doc_uid$'] !== undefined && name.startsWith('D') ? variables['$doc_uid$'] : given(`oid ${name}`, oid)}"`,
    )
    .replace(/\b(Document\d+|SubmissionSet\d+|Folder\d*|fol\d*|ID_\d+_\d+|as\d+)\b(?=["<])/g, (name) => uuid(name))
    .replaceAll('value="patient_id"', `value="${PATIENT}"`)
    .replaceAll('$patientid$', PATIENT);
  for (const [name, value] of Object.entries(variables)) body = body.replaceAll(name, () => value);
  return body;
}

/** The same submission as ITI-41, with the documents of these entries. */
function provided(body: string, documents: readonly string[]): string {
  const ids = [...body.matchAll(/ExtrinsicObject\b[^>]*?\sid="([^"]*)"/g)].map(([, id]) => id!);
  const attached = documents.map(
    (text, i) => `<x:Document id="${ids[i] ?? `urn:uuid:${randomUUID()}`}">${Buffer.from(text).toString('base64')}</x:Document>`,
  );
  return `<x:ProvideAndRegisterDocumentSetRequest xmlns:x="urn:ihe:iti:xds-b:2007">${body}${attached.join('')}</x:ProvideAndRegisterDocumentSetRequest>`;
}

const wrapped = (body: string, action: string): string =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action s:mustUnderstand="true">${action}</a:Action><a:MessageID>urn:uuid:${randomUUID()}</a:MessageID><a:To>http://localhost/</a:To><a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo></s:Header><s:Body>${body}</s:Body></s:Envelope>`;

(present ? describe : describe.skip)(`third-party messages${present ? '' : ' (skipped: ADDAX_SAMPLES is not set)'}`, () => {
  test('there are some', () => {
    expect(files.length).toBeGreaterThan(80);
  });

  test.each(files.map((name) => [name]))('%s', async (name) => {
    const text = completed(readFileSync(join(directory, name), 'utf8'));
    const known = ACTIONS.find(([root]) => root.test(text));
    const enveloped = /<(\w+:)?Envelope/.test(text);
    const action = enveloped ? (/Action[^>]*>\s*([^<\s]+)/.exec(text)?.[1] ?? known?.[1] ?? '') : (known?.[1] ?? 'urn:unknown');
    const to = known?.[2] === 'registry' ? registry : repository;
    const actor = known?.[2] === 'registry' ? 'document-registry' : 'document-repository';
    const path = new URL(to.urls[actor]!).pathname;
    const answer = await exchange(
      to,
      actor,
      post(path, `application/soap+xml; charset=UTF-8; action="${action}"`, enveloped ? text : wrapped(text, action)),
    );
    expect(answer.body).toMatch(/Fault>|ResponseStatusType:(Success|Failure|PartialSuccess)/);
    if (SUBMISSIONS.some((s) => action.includes(s))) expect(answer.body).not.toContain('ResponseStatusType:Success');
    // what cannot be read has no action: it is refused as malformed
    if (name === 'toolkit2_xml-parse-error.xml') expect(answer.body).toContain('Sender');
    else if (action.includes(':rad:') || action.includes('CrossGateway') || action.endsWith('Response'))
      expect(answer.body).toContain('ActionNotSupported');
  });

  /** How a negative message of the test plans is sent, and what it must be answered. */
  interface Negative {
    to: 'register' | 'provide' | 'query' | 'update' | 'retrieve' | 'home-query' | 'home-retrieve';
    code: string;
    documents?: string[];
    /** values of its variables, worked out once the registry holds what they name */
    variables?: (held: Held) => Record<string, string>;
    /** what the error must speak of */
    about?: string;
  }
  /** What the registry holds before: documents of two patients. */
  interface Held {
    entries: { id: string; uniqueId: string; folder: string; set: string }[];
    repository: string;
  }
  const SENT: Record<Negative['to'], [actor: 'document-registry' | 'document-repository', action: string]> = {
    register: ['document-registry', 'urn:ihe:iti:2007:RegisterDocumentSet-b'],
    update: ['document-registry', 'urn:ihe:iti:2010:UpdateDocumentSet'],
    query: ['document-registry', 'urn:ihe:iti:2007:RegistryStoredQuery'],
    'home-query': ['document-registry', 'urn:ihe:iti:2007:RegistryStoredQuery'],
    provide: ['document-repository', 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b'],
    retrieve: ['document-repository', 'urn:ihe:iti:2007:RetrieveDocumentSet'],
    'home-retrieve': ['document-repository', 'urn:ihe:iti:2007:RetrieveDocumentSet'],
  };
  const twoOf =
    (what: 'id' | 'folder' | 'set') =>
    ({ entries: [one, other] }: Held): Record<string, string> => ({ $uuid1$: one![what], $uuid2$: other![what] });
  const held: (held: Held) => Record<string, string> = ({ entries: [one] }) => ({ $doc_uid$: one!.uniqueId });
  const here = ({ repository: id }: Held): Record<string, string> => ({ $repuid$: id });
  const NEGATIVE: Record<string, Negative> = {
    '11981-submit_bad_hash': { to: 'provide', documents: ['a'], code: 'XDSRepositoryMetadataError', about: 'hash' },
    '11981-submit_bad_size': { to: 'provide', documents: ['a'], code: 'XDSRepositoryMetadataError', about: 'size' },
    '12369-hash': { to: 'provide', documents: ['a'], code: 'XDSRepositoryMetadataError', about: 'hash' },
    '12369-size': { to: 'provide', documents: ['a'], code: 'XDSRepositoryMetadataError', about: 'size' },
    '11983-submit_no_doc': { to: 'provide', code: 'XDSMissingDocument' },
    '11983-submit_no_metadata-no_doc': { to: 'provide', documents: ['a'], code: 'XDSMissingDocumentMetadata' },
    '11983-submit_no_metadata': { to: 'provide', documents: ['a', 'b'], code: 'XDSMissingDocumentMetadata' },
    '11986-single_doc': { to: 'register', code: 'XDSPatientIdDoesNotMatch' },
    '11997-submit-single_doc': { to: 'register', code: 'XDSPatientIdDoesNotMatch' },
    '11996': { to: 'register', code: 'XDSUnknownPatientId' },
    '12004-submit-single_doc2': { to: 'register', code: 'XDSNonIdenticalHash', variables: held },
    '12004-submit-single_doc3': { to: 'register', code: 'XDSNonIdenticalHash', variables: held },
    '12368-doc_leafclass-query': { to: 'query', code: 'XDSResultNotSinglePatient', variables: twoOf('id') },
    '12368-fol_leafclass-query': { to: 'query', code: 'XDSResultNotSinglePatient', variables: twoOf('folder') },
    '12368-ss_leafclass-query': { to: 'query', code: 'XDSResultNotSinglePatient', variables: twoOf('id') },
    '12364-nothing-query': { to: 'query', code: 'XDSUnknownStoredQuery' },
    '12312-missing_home-query': { to: 'home-retrieve', code: 'XDSMissingHomeCommunityId' },
    'rg-bad-home-query': { to: 'home-query', code: 'XDSMissingHomeCommunityId' },
    '15800-no_orig_docentry': { to: 'update', code: 'XDSMetadataUpdateError' },
    '15802-approve_orig_docentry_2-approve': {
      to: 'update',
      code: 'XDSMetadataUpdateError',
      variables: ({ entries: [one] }) => ({ $orig_docentry_uuid$: one!.id }),
    },
    '15816-Retrieve-badrepuid_query': { to: 'retrieve', code: 'XDSUnknownRepositoryId', variables: here },
    '15816-Retrieve_Bad_Doc_Uid-bad_query': { to: 'retrieve', code: 'XDSDocumentUniqueIdError', variables: here },
    ...Object.fromEntries(
      ['classCode', 'creationTime', 'languageCode', 'sourcePatientId', 'typeCode'].map((about) => [
        `11998a-${about}`,
        { to: 'register', code: 'XDSRegistryMetadataError', about } as const,
      ]),
    ),
  };
  const errorsOf = (body: string): string[] => [...body.matchAll(/errorCode="([^"]*)"/g)].map(([, code]) => code!);

  test('no negative message of the test plans is left out', () => {
    const negative = /^toolkit2_test_(1198[136]|1199(?:6|7|8a)|12004|123(?:12|64|68|69)|15800-no_|15802|15816|rg-bad)/;
    const there = files.filter((name) => negative.test(name)).map((name) => name.slice('toolkit2_test_'.length, -'.xml'.length));
    expect(Object.keys(NEGATIVE).toSorted()).toEqual(there.toSorted());
  });

  test('each negative message of the test plans is answered by the error that its plan names', async () => {
    const statement = join(folder.path, 'community.yaml');
    writeFileSync(
      statement,
      "product: { name: '-', version: '-', vendor: '-' }\nactors: [{ actor: document-repository }]\nparameters: { home-community-id: 'urn:oid:2.999.9' }\n",
    );
    const community = await simulate('document-repository', folder.path, ['--statement', statement]);
    try {
      const send = async (server: Simulated, to: Negative['to'], body: string): Promise<string> => {
        const [actor, action] = SENT[to];
        const path = new URL(server.urls[actor]!).pathname;
        return (await exchange(server, actor, post(path, `application/soap+xml; charset=UTF-8; action="${action}"`, wrapped(body, action))))
          .body;
      };
      const holds = await hold((to, body) => send(repository, to, body));
      const wrong: string[] = [];
      for (const [name, { to, code, documents, variables, about }] of Object.entries(NEGATIVE)) {
        const text = completed(readFileSync(join(directory, `toolkit2_test_${name}.xml`), 'utf8'), variables?.(holds));
        const body = to === 'provide' ? provided(text, documents ?? []) : text;
        const answer = await send(to.startsWith('home') ? community : repository, to, body);
        const spoken =
          about === undefined
          || new RegExp(`errorCode="${code}"[^>]*codeContext="[^"]*${about}|codeContext="[^"]*${about}[^>]*errorCode="${code}"`).test(
            answer,
          );
        if (!/ResponseStatusType:Failure/.test(answer) || !errorsOf(answer).includes(code) || !spoken)
          wrong.push(`${name}: ${errorsOf(answer).join(', ') || answer.slice(0, 400)}`);
      }
      expect(wrong).toEqual([]);
    } finally {
      await community.stop();
    }
  }, 60_000);

  /** Publishes a document of each of two patients, in a folder of its own. */
  async function hold(send: (to: Negative['to'], body: string) => Promise<string>): Promise<Held> {
    const at = new Date('2026-11-20T10:00:00Z');
    const mint = new IdentifierMint({ parameters: { seed: 'negative' }, now: () => at });
    const entries: Held['entries'] = [];
    for (const patient of [PATIENT, OTHER]) {
      const draft = newDraft(mint, { ...PERSON, ins: patient.split('^')[0]! }, 1, at);
      const [{ submission, documents }] = draft.sets as [(typeof draft.sets)[number]];
      const [entry] = submission.documentEntries as [DocumentEntry];
      const folder = `urn:uuid:${randomUUID()}`;
      const objects = [
        ...rimOfSubmission(submission),
        folderOf(folder, entry.patientId),
        rimOfRelationship({ type: ASSOCIATION.hasMember, source: submission.submissionSet.id, target: folder }, 7),
        rimOfRelationship({ type: ASSOCIATION.hasMember, source: folder, target: entry.id }, 8),
      ];
      const body = provided(writeSubmitObjects(objects).markup, [new TextDecoder().decode(documents[0]!.bytes)]);
      expect(await send('provide', body)).toContain('ResponseStatusType:Success');
      entries.push({ id: entry.id, uniqueId: entry.uniqueId, folder, set: submission.submissionSet.id });
    }
    const refused = await send(
      'retrieve',
      '<r:RetrieveDocumentSetRequest xmlns:r="urn:ihe:iti:xds-b:2007"><r:DocumentRequest><r:RepositoryUniqueId>1.2</r:RepositoryUniqueId><r:DocumentUniqueId>1.2</r:DocumentUniqueId></r:DocumentRequest></r:RetrieveDocumentSetRequest>',
    );
    return { entries, repository: /Cet entrepôt est ([\d.]+)/.exec(refused)![1]! };
  }

  const folderOf = (id: string, patientId: string): RimObject => ({
    kind: 'RegistryPackage',
    id,
    name: 'Suivi',
    slots: [],
    classifications: [
      { id: 'folder-node', node: NODE.folder, slots: [] },
      {
        id: 'folder-code',
        scheme: SCHEME.folderCodeList,
        code: '10',
        name: 'Compte rendu',
        slots: [{ name: 'codingScheme', values: ['1.2.250.1.213.1.1.4.1'] }],
      },
    ],
    identifiers: [
      { id: 'folder-patient', scheme: IDENTIFIER.folderPatientId, value: patientId },
      { id: 'folder-unique', scheme: IDENTIFIER.folderUniqueId, value: oid() },
    ],
  });
});
