import { createHash } from 'node:crypto';
import {
  fingerprint,
  type AssertionResult,
  type Bilingual,
  type CaseResult,
  type Finding,
  type Level,
  type Report,
  type RequirementResult,
  type TimelineEntry,
  type Verdict,
} from '../../src/model/index.js';

/** Bytes that a report leads to, by their SHA-256. */
export class Blobs {
  readonly #bytes = new Map<string, Uint8Array>();

  keep(content: string | Uint8Array): string {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const hash = createHash('sha256').update(bytes).digest('hex');
    this.#bytes.set(hash, bytes);
    return hash;
  }

  readonly read = (hash: string): Uint8Array | undefined => this.#bytes.get(hash);
}

const both = (fr: string, en: string): Bilingual => ({ fr: fr.replaceAll('~', '\u00a0'), en });

const SOAP = `<?xml version="1.0" encoding="UTF-8"?>
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing">
  <s:Header>
    <wsa:Action s:mustUnderstand="1">urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b</wsa:Action>
    <wsse:Security xmlns:wsse="urn:example:wsse">
      <!-- jeton de l’utilisateur -->
      <saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" Version="2.0">
        <saml2:AttributeStatement>
          <saml2:Attribute Name="urn:oasis:names:tc:xacml:2.0:subject:role">
            <saml2:AttributeValue>
              <Role xmlns="urn:hl7-org:v3" code="10" codeSystem="1.2.250.1.71.1.2.7" displayName="Médecin"/>
            </saml2:AttributeValue>
          </saml2:Attribute>
          <saml2:Attribute Name="Authentification_mode">
            <saml2:AttributeValue>INDIRECTE</saml2:AttributeValue>
          </saml2:Attribute>
        </saml2:AttributeStatement>
      </saml2:Assertion>
    </wsse:Security>
  </s:Header>
  <s:Body>
    <rim:ExtrinsicObject xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" id="urn:uuid:2a9d" mimeType="text/xml">
      <rim:Slot name="creationTime">
        <rim:ValueList>
          <rim:Value>20261120143000</rim:Value>
        </rim:ValueList>
      </rim:Slot>
      <rim:Slot name="serviceStartTime">
        <rim:ValueList>
          <rim:Value>20261120080500</rim:Value>
        </rim:ValueList>
      </rim:Slot>
    </rim:ExtrinsicObject>
  </s:Body>
</s:Envelope>
`.replaceAll('\n', '\r\n');

/** A document that its producer wrote on one line. */
const CDA = `<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="urn:hl7-org:v3"><realmCode code="FR"/><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>${'<templateId root="1.2.250.1.213.1.1.1.55"/>'.repeat(20)}<recordTarget><patientRole><id root="1.2.250.1.213.1.4.10" extension="279035121518989"/><patient><name><family qualifier="BR">PAT-TROIS</family><given>DOMINIQUE</given></name><administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/><birthTime value="19790328"/></patient></patientRole></recordTarget></ClinicalDocument>`;

const HEAD = `POST /xds/repository HTTP/1.1
Host: localhost:8443
Content-Type: multipart/related; type="application/xop+xml"; boundary="b-5d1e"; start="<root@lps>"; start-info="application/soap+xml"
Content-Length: 151846

`.replaceAll('\n', '\r\n');

const ANSWER_HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml; charset=utf-8\r\n\r\n';
const answer = (status: string): string =>
  `${ANSWER_HEAD}<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><rs:RegistryResponse xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:${status}"/></s:Body></s:Envelope>`;

const summaryOf = (blobs: Blobs, content: string, headSize: number, parts?: { blob: string; title: Bilingual }[], complete = true) => ({
  blob: blobs.keep(content),
  size: Buffer.byteLength(content),
  headSize,
  complete,
  ...(parts && { parts }),
});

/** Line and column, from 1, of the n-th occurrence of a string. */
function position(text: string, needle: string): { line: number; column: number } {
  const offset = text.indexOf(needle);
  if (offset === -1) throw new Error(`not in the text: ${needle}`);
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

const REQUEST_PART = both('requête ITI-41', 'ITI-41 request');
const DOCUMENT_PART = both('document', 'document');

function findingsOf(blobs: Blobs): Record<'role' | 'mode' | 'creation' | 'start' | 'gender' | 'title' | 'waived', Finding> {
  const soap = blobs.keep(SOAP);
  const cda = blobs.keep(CDA);
  const make = (
    rule: string,
    severity: Finding['severity'],
    at: { part: Bilingual; text: string; blob: string; needle: string; path: string },
    texts: Pick<Finding, 'message' | 'hint'> & Partial<Pick<Finding, 'why' | 'expected' | 'actual' | 'source'>>,
  ): Finding => ({
    rule,
    source: 'addax',
    severity,
    place: { part: at.part, ...position(at.text, at.needle), path: at.path, blob: at.blob },
    requirements: [rule.replace(/\.\d+$/, '')],
    fingerprint: fingerprint(rule, at.path),
    ...texts,
  });
  const inSoap = (needle: string, path: string) => ({ part: REQUEST_PART, text: SOAP, blob: soap, needle, path });
  const inCda = (needle: string, path: string) => ({ part: DOCUMENT_PART, text: CDA, blob: cda, needle, path });
  const assertion = '/s:Envelope/s:Header/wsse:Security/saml2:Assertion/saml2:AttributeStatement';
  return {
    role: make(
      'VIHF-52',
      'error',
      inSoap('<saml2:Attribute Name="urn:oasis:names:tc:xacml', `${assertion}/saml2:Attribute[1]/saml2:AttributeValue[2]`),
      {
        message: both('Le VIHF n’indique pas la spécialité du médecin.', 'The VIHF does not state the doctor’s specialty.'),
        why: both(
          'Sans spécialité, la plateforme ne sait pas quels droits accorder au médecin et refuse l’envoi.',
          'Without a specialty the platform cannot tell which rights to grant the doctor, and refuses the submission.',
        ),
        hint: both(
          'Pour la profession 10, ajouter une deuxième `AttributeValue` avec le savoir-faire, par exemple `SM26`.',
          'For profession 10, add a second `AttributeValue` with the specialty, for example `SM26`.',
        ),
        expected: both('deux valeurs de rôle~: la profession, puis la spécialité', 'two role values: the profession, then the specialty'),
        actual: both('une seule valeur~: 10, Médecin', 'a single value: 10, Médecin'),
      },
    ),
    mode: make('VIHF-31', 'warning', inSoap('Name="Authentification_mode"', `${assertion}/saml2:Attribute[2]/@Name`), {
      message: both('Un attribut du VIHF est écrit avec une minuscule.', 'A VIHF attribute is written in lower case.'),
      hint: both('Écrire `Authentification_Mode`, avec une majuscule à Mode.', 'Write `Authentification_Mode`, with a capital M.'),
      expected: both('Authentification_Mode', 'Authentification_Mode'),
      actual: both('Authentification_mode', 'Authentification_mode'),
    }),
    creation: make(
      'PDS-X-04.1',
      'error',
      inSoap('<rim:Value>20261120143000', '//rim:ExtrinsicObject/rim:Slot[1]/rim:ValueList/rim:Value'),
      {
        message: both('Les dates des métadonnées sont en heure locale au lieu d’UTC.', 'Metadata dates are in local time instead of UTC.'),
        why: both(
          'Le compte rendu apparaît à la mauvaise heure, et une recherche par date peut le manquer.',
          'The report appears at the wrong time, and a search by date can miss it.',
        ),
        hint: both(
          'Convertir en UTC avant d’écrire le `Slot`. Le CDA est juste~: rien à y changer.',
          'Convert to UTC before writing the `Slot`. The CDA is right: nothing to change there.',
        ),
        expected: both('20261120133000', '20261120133000'),
        actual: both('20261120143000', '20261120143000'),
      },
    ),
    start: make('PDS-X-04.1', 'error', inSoap('<rim:Value>20261120080500', '//rim:ExtrinsicObject/rim:Slot[2]/rim:ValueList/rim:Value'), {
      message: both('Les dates des métadonnées sont en heure locale au lieu d’UTC.', 'Metadata dates are in local time instead of UTC.'),
      hint: both(
        'Convertir en UTC avant d’écrire le `Slot`. Le CDA est juste~: rien à y changer.',
        'Convert to UTC before writing the `Slot`. The CDA is right: nothing to change there.',
      ),
      expected: both('20261120070500', '20261120070500'),
      actual: both('20261120080500', '20261120080500'),
    }),
    gender: make(
      'CDA-14',
      'error',
      inCda('<administrativeGenderCode', '/ClinicalDocument/recordTarget/patientRole/patient/administrativeGenderCode/@displayName'),
      {
        source: 'pack:fr.example:cda:1.0/Minimal',
        message: both('Le sexe du patient est codé sans libellé.', 'The patient’s gender is coded without a label.'),
        hint: both('Ajouter l’attribut `displayName`.', 'Add the attribute `displayName`.'),
        expected: both('un attribut displayName', 'an attribute displayName'),
        actual: both('aucun', 'none'),
      },
    ),
    title: make('CDA-20', 'information', inCda('<ClinicalDocument', '/ClinicalDocument/title'), {
      message: both('Le document n’a pas de titre.', 'The document has no title.'),
      hint: both('Ajouter un titre lisible.', 'Add a readable title.'),
    }),
    waived: make('PDS-09', 'error', inSoap('<rim:ExtrinsicObject', '//rim:ExtrinsicObject/@lid'), {
      message: both('L’identifiant logique manque.', 'The logical identifier is missing.'),
      hint: both('Ajouter l’attribut `lid`.', 'Add the attribute `lid`.'),
    }),
  };
}

const GROUPS: { id: string; prefix: string; n: number; title: Bilingual; source: string }[] = [
  {
    id: 'transport',
    prefix: 'TR',
    n: 9,
    title: both('Transport synchrone', 'Synchronous transport'),
    source: 'Transport synchrone 2.0, § 4',
  },
  { id: 'vihf', prefix: 'VIHF', n: 14, title: both('Jeton VIHF 4.0', 'VIHF 4.0 token'), source: 'VIHF 4.0, annexe 2' },
  {
    id: 'pds',
    prefix: 'PDS',
    n: 12,
    title: both('Partage de documents de santé', 'Health document sharing'),
    source: 'Partage de documents de santé, § 3',
  },
  { id: 'cda', prefix: 'CDA', n: 10, title: both('Structuration minimale', 'Minimal structure'), source: 'Structuration minimale, § 3' },
  {
    id: 'x',
    prefix: 'PDS-X',
    n: 3,
    title: both('Cohérence entre VIHF, métadonnées et CDA', 'Consistency of VIHF, metadata and CDA'),
    source: 'Partage de documents de santé, métadonnées',
  },
];

const SENTENCES: Bilingual[] = [
  both('Le message est une enveloppe SOAP 1.2', 'The message is a SOAP 1.2 envelope'),
  both('L’attribut `wsa:Action` est celui de la transaction', 'The attribute `wsa:Action` is that of the transaction'),
  both('Chaque identifiant est unique dans le lot de soumission', 'Each identifier is unique in the submission set'),
  both('Le patient est désigné par son INS, sous l’OID de test', 'The patient is designated by the INS, under the test OID'),
];

interface Special {
  verdict: Verdict;
  level?: Level;
  text?: Bilingual;
  reason?: Bilingual;
  waitsFor?: string;
  cases?: string[];
}

const SPECIAL: Readonly<Record<string, Special>> = {
  'VIHF-52': {
    verdict: 'FAILED',
    text: both('La deuxième valeur de rôle est la spécialité, pour un médecin', 'The second role value is the specialty, for a doctor'),
  },
  'VIHF-31': {
    verdict: 'WARNING',
    level: 'SHOULD',
    text: both('L’attribut se nomme `Authentification_Mode`', 'The attribute is named `Authentification_Mode`'),
  },
  'PDS-X-04': {
    verdict: 'FAILED',
    text: both('Les métadonnées et le CDA donnent les mêmes instants', 'Metadata and CDA give the same instants'),
  },
  'CDA-14': {
    verdict: 'FAILED',
    text: both('Le sexe du patient est codé avec son libellé', 'The patient’s gender is coded with its label'),
  },
  'CDA-20': { verdict: 'PASSED', level: 'MAY' },
  'PDS-05': {
    verdict: 'FAILED',
    text: both('Le document n’est envoyé qu’une fois par demande de l’utilisateur', 'The document is sent once per request of the user'),
  },
  'PDS-E-04': {
    verdict: 'INCONCLUSIVE',
    text: both('L’issue de l’envoi est montrée à l’utilisateur', 'The outcome is shown to the user'),
    reason: both('Aucune preuve déposée en 10 minutes.', 'No proof uploaded within 10 minutes.'),
    waitsFor: 'Équipe de test, Éditeur Exemple',
    cases: ['pds-publish/registry-refuses'],
  },
  'PDS-R-01': {
    verdict: 'NOT_RUN',
    text: both('Un document est remplacé (RPLC)', 'A document is replaced (RPLC)'),
    reason: both('Le scénario pds-replace n’a pas été lancé.', 'The scenario pds-replace was not started.'),
    cases: [],
  },
  'PDS-R-02': {
    verdict: 'NOT_RUN',
    text: both('Le document remplacé est déprécié', 'The replaced document is deprecated'),
    reason: both('Le scénario pds-replace n’a pas été lancé.', 'The scenario pds-replace was not started.'),
    cases: [],
  },
  'PDS-U-01': {
    verdict: 'NOT_APPLICABLE',
    text: both('Les métadonnées sont mises à jour (ITI-57)', 'Metadata are updated (ITI-57)'),
    reason: both('Option non déclarée.', 'Option not declared.'),
    cases: [],
  },
  'VIHF-64': {
    verdict: 'ERROR',
    text: both('Le certificat de signature n’est pas révoqué', 'The signing certificate is not revoked'),
    reason: both(
      'La liste de révocation n’est pas installée sur le banc d’essai.',
      'The revocation list is not installed on the test bench.',
    ),
  },
  'PDS-09': {
    verdict: 'WAIVED',
    text: both('Chaque document a un identifiant logique', 'Each document has a logical identifier'),
    reason: both(
      'Dérogation de GRADeS Exemple jusqu’au 2027-06-30~: correctif prévu en 3.2.',
      'Waived by GRADeS Exemple until 2027-06-30: fix planned in 3.2.',
    ),
  },
};

function requirementsOf(): RequirementResult[] {
  const ids = GROUPS.flatMap(({ id, prefix, n }) => {
    const own = Object.keys(SPECIAL).filter((key) => key.startsWith(`${prefix}-`) && (prefix !== 'PDS' || !key.startsWith('PDS-X')));
    const plain = Array.from({ length: n - own.length }, (_, i) => `${prefix}-${String(i + 1).padStart(2, '0')}`);
    return [...plain.filter((name) => !own.includes(name)), ...own].map((name) => ({ name, group: id }));
  });
  return ids.map(({ name, group }, i): RequirementResult => {
    const special = SPECIAL[name];
    return {
      id: name,
      volet: group,
      text: special?.text ?? SENTENCES[i % SENTENCES.length]!,
      level: special?.level ?? 'SHALL',
      source: GROUPS.find((g) => g.id === group)!.source,
      verdict: special?.verdict ?? 'PASSED',
      cases: special?.cases ?? (i % 3 === 0 ? ['pds-publish/nominal'] : ['pds-publish/nominal', 'pds-publish/registry-refuses']),
      ...(special?.reason && { reason: special.reason }),
      ...(special?.waitsFor && { waitsFor: special.waitsFor }),
    };
  });
}

const passed = (id: string, requires: string[], title?: Bilingual): AssertionResult => ({
  id,
  ...(title && { title }),
  verdict: 'PASSED',
  level: 'SHALL',
  requirements: requires,
  evaluated: requires,
  findings: [],
});

function timelineOf(blobs: Blobs, refused: boolean): TimelineEntry[] {
  const parts = [
    { blob: blobs.keep(SOAP), title: REQUEST_PART },
    { blob: blobs.keep(CDA), title: DOCUMENT_PART },
  ];
  const body = `${HEAD}--b-5d1e\r\nContent-Type: application/xop+xml; type="application/soap+xml"\r\nContent-ID: <root@lps>\r\n\r\n${SOAP}\r\n--b-5d1e\r\nContent-ID: <doc@lps>\r\n\r\n${CDA}\r\n--b-5d1e--\r\n`;
  const status = refused ? 'Failure' : 'Success';
  const day = '2026-11-20T13:';
  const minute = refused ? '38' : '32';
  return [
    {
      seq: 1,
      at: `${day}${minute}:07.000Z`,
      kind: 'instruction',
      from: 'addax',
      to: 'tester',
      label: both(
        'Publier le compte rendu du patient 1 depuis le dossier de la patiente, avec le profil médecin',
        'Publish the report of patient 1 from the patient’s record, as a doctor',
      ),
    },
    {
      seq: 2,
      at: `${day}${minute}:51.204Z`,
      kind: 'connection',
      from: 'lps',
      to: 'repository',
      label: both('Connexion TLS 1.3', 'TLS 1.3 connection'),
      detail: both('certificats des deux côtés', 'certificates on both sides'),
    },
    ...(refused ?
      [
        {
          seq: 3,
          at: `${day}${minute}:51.250Z`,
          kind: 'fault' as const,
          from: 'repository',
          to: 'repository',
          label: both(
            'Défaut volontaire~: le registre refuse (XDSPatientIdDoesNotMatch)',
            'Fault on purpose: the registry refuses (XDSPatientIdDoesNotMatch)',
          ),
        },
      ]
    : []),
    {
      seq: 6,
      at: `${day}${minute}:51.260Z`,
      kind: 'exchange',
      from: 'lps',
      to: 'repository',
      label: both('ITI-41', 'ITI-41'),
      detail: both('2 pièces, 148 Ko', '2 parts, 148 kB'),
      step: 'submission',
      exchange: 'x1',
      request: summaryOf(blobs, body, HEAD.length, parts),
      answer: summaryOf(blobs, answer(status), ANSWER_HEAD.length),
      answeredAt: `${day}${minute}:51.431Z`,
      answerLabel: both(status, status),
    },
    {
      seq: 5,
      at: `${day}${minute}:51.388Z`,
      kind: 'exchange',
      from: 'repository',
      to: 'registry',
      label: both('ITI-42', 'ITI-42'),
      exchange: 'x2',
      request: summaryOf(blobs, `${HEAD}${SOAP}`, HEAD.length),
      answer: summaryOf(blobs, answer(status), ANSWER_HEAD.length),
      answeredAt: `${day}${minute}:51.402Z`,
      answerLabel: both(status, status),
    },
    ...(refused ?
      [
        {
          seq: 7,
          at: `${day}39:20.000Z`,
          kind: 'exchange' as const,
          from: 'lps',
          to: 'repository',
          label: both('ITI-41', 'ITI-41'),
          exchange: 'x3',
          request: summaryOf(blobs, body.slice(0, 900), HEAD.length, undefined, false),
          unexpected: true,
        },
        {
          seq: 8,
          at: `${day}39:30.000Z`,
          kind: 'proof' as const,
          from: 'addax',
          to: 'tester',
          label: both('Preuve demandée~: capture d’écran', 'Proof requested: screenshot'),
        },
      ]
    : []),
  ];
}

const ROLES: CaseResult['roles'] = {
  lps: { actor: 'document-source', is: 'sut' },
  repository: { actor: 'document-repository', is: 'simulator' },
  registry: { actor: 'document-registry', is: 'simulator' },
};

/** A run of three cases that shows everything a report can hold. */
export function sampleReport(): { report: Report; blob: (hash: string) => Uint8Array | undefined } {
  const blobs = new Blobs();
  const found = findingsOf(blobs);
  const publish = both(
    'Un LPS publie un document CDA dans un entrepôt XDS avec un VIHF',
    'An LPS publishes a CDA document to an XDS repository with a VIHF',
  );
  const vihf = (findings: Finding[]): AssertionResult => ({
    id: 'vihf',
    title: both('Le VIHF est conforme', 'The VIHF is valid'),
    verdict: 'FAILED',
    level: 'SHALL',
    requirements: ['VIHF-*'],
    evaluated: ['VIHF-31', 'VIHF-52'],
    findings,
  });
  const cases: CaseResult[] = [
    {
      scenario: 'pds-publish',
      variant: 'nominal',
      suite: 'partage-documents-sante',
      volet: 'partage-documents-sante',
      level: 'N2',
      title: publish,
      variantTitle: both('cas nominal', 'nominal case'),
      verdict: 'FAILED',
      startedAt: '2026-11-20T13:32:07.000Z',
      endedAt: '2026-11-20T13:33:19.000Z',
      roles: ROLES,
      assertions: [
        passed('soap', ['TR-01', 'TR-02'], both('Le message est un message SOAP 1.2 avec MTOM', 'The message is SOAP 1.2 with MTOM')),
        vihf([found.role, found.mode]),
        { ...passed('document', ['CDA-*']), verdict: 'FAILED', findings: [found.gender, found.title] },
        { ...passed('coherent', ['PDS-X-*']), verdict: 'FAILED', findings: [found.creation, found.start] },
        { ...passed('metadata', ['PDS-09']), verdict: 'WAIVED', findings: [found.waived] },
        { ...passed('revoked', ['VIHF-64']), verdict: 'ERROR', owner: 'configuration', reason: SPECIAL['VIHF-64']!.reason! },
      ],
      timeline: timelineOf(blobs, false),
    },
    {
      scenario: 'pds-publish',
      variant: 'registry-refuses',
      suite: 'partage-documents-sante',
      volet: 'partage-documents-sante',
      level: 'N2',
      title: publish,
      variantTitle: both('le registre refuse', 'the registry refuses'),
      verdict: 'FAILED',
      startedAt: '2026-11-20T13:38:07.000Z',
      endedAt: '2026-11-20T13:43:06.000Z',
      roles: ROLES,
      assertions: [
        vihf([found.role, found.mode]),
        {
          ...passed('sends-once', ['PDS-05'], both('Le document n’est envoyé qu’une fois', 'The document is sent only once')),
          verdict: 'FAILED',
          reason: both(
            'Deux envois du même document sont arrivés, à 29 secondes d’intervalle.',
            'Two submissions of the same document arrived, 29 seconds apart.',
          ),
        },
        {
          ...passed('shows-failure', ['PDS-E-04'], both('L’échec est montré à l’utilisateur', 'The failure is shown to the user')),
          verdict: 'INCONCLUSIVE',
          reason: both('Aucune preuve déposée en 10 minutes.', 'No proof uploaded within 10 minutes.'),
          waitsFor: 'Équipe de test, Éditeur Exemple',
        },
      ],
      timeline: timelineOf(blobs, true),
    },
    {
      scenario: 'pds-search',
      variant: 'nominal',
      suite: 'partage-documents-sante',
      volet: 'partage-documents-sante',
      level: 'N3',
      title: both('Un LPS retrouve un document par le patient', 'An LPS finds a document by patient'),
      verdict: 'PASSED',
      startedAt: '2026-11-20T13:43:06.000Z',
      endedAt: '2026-11-20T13:43:06.480Z',
      roles: ROLES,
      assertions: [passed('query', ['PDS-01'])],
      timeline: [],
    },
  ];
  const requirements = requirementsOf();
  const counts = { NOT_APPLICABLE: 0, PASSED: 0, WARNING: 0, FAILED: 0, WAIVED: 0, INCONCLUSIVE: 0, NOT_RUN: 0, ERROR: 0 };
  for (const requirement of requirements) counts[requirement.verdict] += 1;
  return {
    report: {
      schema: 'addax-report-1',
      tool: { name: 'addax', version: '0.1.0' },
      run: {
        id: '20261120-143207-partage-documents-sante',
        startedAt: '2026-11-20T13:32:07.000Z',
        endedAt: '2026-11-20T13:43:06.480Z',
        selection: ['--suite partage-documents-sante'],
      },
      product: { name: 'Logiciel Exemple', version: '3.1.0', vendor: 'Éditeur Exemple' },
      contact: 'Équipe de test, Éditeur Exemple',
      actors: [{ actor: 'document-source', options: ['vihf'] }, { actor: 'document-consumer' }],
      verdict: 'FAILED',
      strict: false,
      digest: createHash('sha256').update('a verdict').digest('hex'),
      counts,
      volets: GROUPS.map(({ id, title }) => ({ id, title })),
      requirements,
      cases,
      errors: [
        {
          owner: 'peer',
          case: 'pds-search/nominal',
          message: both('Le serveur d’horodatage n’a pas répondu.', 'The time stamping server did not answer.'),
          remedy: both('Rétablir l’accès, puis relancer.', 'Restore access, then run again.'),
        },
      ],
      packs: [{ coordinate: 'fr.example:cda:1.0', hash: createHash('sha256').update('a pack').digest('hex') }],
    },
    blob: blobs.read,
  };
}
