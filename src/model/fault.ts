import { z } from 'zod';
import type { Bilingual } from './bilingual.js';

/** The transactions in which a fault can be committed; `any`: each that is a message, `http`, `soap`, `fhir` and `mllp`: each carried so. */
type Where = 'any' | 'http' | 'soap' | 'fhir' | 'mllp' | readonly string[];

const Flag = z.literal(true);

/** A TLS certificate that the other side must refuse, by what is wrong with it; `none`: a client that shows none. */
export const WrongCertificate = z.enum([
  'none',
  'expired',
  'not-yet-valid',
  'unknown-authority',
  'self-signed',
  'wrong-name',
  'wrong-use',
  'revoked',
]);
export type WrongCertificate = z.infer<typeof WrongCertificate>;

/** Cipher suites by their IANA names: those the CI-SIS admits, those of TLS 1.3, and some that nobody shall accept. */
export const TlsSuite = z.enum([
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_RSA_WITH_NULL_SHA256',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
]);
export type TlsSuite = z.infer<typeof TlsSuite>;

export const TlsVersion = z.enum(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']);
export type TlsVersion = z.infer<typeof TlsVersion>;

/** Codes of an OperationOutcome that a FHIR server may refuse with on purpose (http://hl7.org/fhir/issue-type). */
export const PlannedIssue = z.enum([
  'conflict',
  'not-found',
  'multiple-matches',
  'business-rule',
  'invalid',
  'forbidden',
  'exception',
  'transient',
  'throttled',
]);
export type PlannedIssue = z.infer<typeof PlannedIssue>;

/** What each fault is told with; a flag needs nothing more than its name. */
const VALUES = {
  'delay-ms': z.number().int().min(0).max(600_000),
  'cut-after-bytes': z.number().int().min(0),
  'half-close': Flag,
  duplicate: Flag,
  'content-type': z
    .string()
    .min(1)
    // it becomes a header: what HTTP cannot write there is no content type
    .regex(/^[\x20-\x7e]+$/),
  'http-status': z.number().int().min(300).max(599),
  'retry-after': z.number().int().min(0).max(86_400),
  'soap-fault': z
    .string()
    .regex(
      /^(?:Sender|Receiver|VersionMismatch|MustUnderstand|DataEncodingUnknown)(?:[ /](?:wsa|wsse|wst|xds):[A-Za-z]+)?$/,
      'Receiver, or with a subcode Sender/wsse:FailedAuthentication (wsa, wsse, wst, xds)',
    ),
  'operation-outcome': PlannedIssue,
  'wrong-relates-to': Flag,
  'wrong-message-id': z.enum(['repeated', 'malformed', 'absent']),
  'registry-error': z.string().regex(/^[A-Za-z]+$/, 'an error code, for example XDSRegistryBusy'),
  'partial-success': Flag,
  'empty-result': Flag,
  'next-elsewhere': Flag,
  'another-resource': Flag,
  'result-count': z.number().int().min(1).max(100_000),
  'missing-part': Flag,
  'wrong-part': z.enum(['altered', 'other']),
  'missing-document': Flag,
  resubmit: z.enum(['same', 'changed']),
  vihf: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'the name of an attack, for example expired'),
  token: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'the name of a wrong token, for example expired'),
  certificate: WrongCertificate,
  'wrong-ins': z.enum(['key', 'production', 'absent']),
  'hl7-ack': z.string().regex(/^A[ER](?:\/\d{1,3})?$/, 'AE or AR, with a code of table 0357 if wanted: AE/207'),
  'no-answer': Flag,
  'split-frame': Flag,
  coalesced: Flag,
  'garbage-after-frame': Flag,
  'line-feed': Flag,
  'wrong-control-id': Flag,
  'hl7-field': z
    .string()
    // MSH-1 is what the fields of a message are found by
    .regex(
      /^(?!MSH(?:\[1\])?-1=)[A-Z][A-Z0-9]{2}(?:\[[1-9]\d{0,2}\])?-[1-9]\d{0,2}=[^\r\n]{0,2000}$/,
      'a field as it is written: PID-32=PROV, PID[2]-5=DURAND^ZOE',
    ),
  'tls-version': TlsVersion,
  'tls-suites': TlsSuite,
} as const;

export type FaultName = keyof typeof VALUES;

/** What a fault does and who can commit it. */
export interface FaultKind {
  /** of an actor that answers */
  server?: Where;
  /** of an actor that asks */
  client?: Where;
  /** as it is written on a command line */
  example: string;
  effect: Bilingual;
}

const SUBMISSION = ['ITI-41'];
const RETRIEVAL = ['ITI-43'];
const QUERY = ['ITI-18'];
/** Files on media are no messages. */
const MEDIA = ['ITI-32'];
/** Messages of HL7 v2, which MLLP carries. */
const HL7V2 = ['ITI-8', 'ITI-9', 'ITI-10', 'ITI-21', 'ITI-30', 'ITI-31'];
/** Messages of HL7 V3. */
const HL7V3 = ['ITI-44', 'ITI-45', 'ITI-46', 'ITI-47'];
/** Questions about patients. */
const PATIENT_QUERY = ['ITI-21', 'ITI-47', 'ITI-78'];

/** Searches of FHIR. */
const FHIR_SEARCH = ['GAP-4a', 'GAP-4b'];
/** Transactions, and fluxes of volets, whose messages are REST requests of FHIR. */
const isFhir = (id: string): boolean => /^(?:GAP-|FHIR )/.test(id) || id === 'ITI-78';

/** Every fault that simulators commit on purpose, in the order in which people read them. */
export const FAULTS: Readonly<Record<FaultName, FaultKind>> = {
  'delay-ms': {
    server: 'any',
    example: 'delay-ms=3000',
    effect: { fr: 'la réponse part après ce nombre de millisecondes', en: 'the answer leaves after so many milliseconds' },
  },
  'cut-after-bytes': {
    server: 'any',
    client: 'any',
    example: 'cut-after-bytes=200',
    effect: {
      fr: 'la réponse, ou la requête d’un simulateur client, est tronquée après ce nombre d’octets',
      en: 'the answer, or the request of a client simulator, is truncated after so many bytes',
    },
  },
  'half-close': {
    server: 'any',
    client: 'any',
    example: 'half-close',
    effect: {
      fr: 'serveur : ferme son sens de la connexion sans répondre\u00A0; client : ferme le sien dès la requête envoyée, et attend la réponse',
      en: 'server: closes its direction of the connection without an answer; client: closes its own once the request is sent, and waits for the answer',
    },
  },
  duplicate: {
    server: 'any',
    client: 'any',
    example: 'duplicate',
    effect: {
      fr: 'la réponse est envoyée deux fois, par MLLP en un seul paquet\u00A0; un client envoie deux fois le même message, identifiant compris',
      en: 'the answer is sent twice, by MLLP in one packet; a client sends the same message twice, identifier included',
    },
  },
  'content-type': {
    server: 'http',
    client: 'http',
    example: 'content-type=text/html',
    effect: { fr: 'le message part sous un autre type', en: 'the message leaves under another type' },
  },
  'http-status': {
    server: 'http',
    example: 'http-status=503',
    effect: { fr: 'une réponse HTTP de ce statut, sans message', en: 'an HTTP answer with this status, without a message' },
  },
  'retry-after': {
    server: 'http',
    example: 'retry-after=5',
    effect: {
      fr: 'l’en-tête Retry-After de cette réponse, en secondes\u00A0; seule, elle vaut http-status=503',
      en: 'the Retry-After header of that answer, in seconds; alone it means http-status=503',
    },
  },
  'soap-fault': {
    server: 'soap',
    example: 'soap-fault=Sender/wsse:FailedAuthentication',
    effect: {
      fr: 'une erreur SOAP, avec un sous-code si on veut (préfixes wsa, wsse, wst, xds)',
      en: 'a SOAP fault, with a subcode if wanted (prefixes wsa, wsse, wst, xds)',
    },
  },
  'operation-outcome': {
    server: 'fhir',
    example: 'operation-outcome=conflict',
    effect: {
      fr: 'un refus : une OperationOutcome avec ce code, sous le statut HTTP qui va avec, sans que rien ne soit fait',
      en: 'a refusal: an OperationOutcome with this code, under the HTTP status that goes with it, and nothing is done',
    },
  },
  'wrong-relates-to': {
    server: 'soap',
    example: 'wrong-relates-to',
    effect: { fr: 'wsa:RelatesTo désigne un autre message que la demande', en: 'wsa:RelatesTo names another message than the request' },
  },
  'wrong-message-id': {
    server: 'soap',
    client: 'soap',
    example: 'wrong-message-id=repeated',
    effect: {
      fr: 'wsa:MessageID est celui d’un message d’avant (repeated), n’est pas une URI (malformed) ou manque (absent)',
      en: 'wsa:MessageID is that of an earlier message (repeated), is no URI (malformed) or is missing (absent)',
    },
  },
  'registry-error': {
    server: ['ITI-18', 'ITI-41', 'ITI-42', 'ITI-43', 'ITI-57', 'ITI-62'],
    example: 'registry-error=XDSPatientIdDoesNotMatch',
    effect: { fr: 'une réponse Failure avec ce code d’erreur', en: 'a Failure answer with this error code' },
  },
  'partial-success': {
    server: RETRIEVAL,
    example: 'partial-success',
    effect: {
      fr: 'le dernier de plusieurs documents demandés n’est pas rendu (PartialSuccess)',
      en: 'the last of several documents asked for is not returned (PartialSuccess)',
    },
  },
  'empty-result': {
    server: [...QUERY, ...PATIENT_QUERY, ...FHIR_SEARCH],
    example: 'empty-result',
    effect: { fr: 'une recherche qui ne trouve rien', en: 'a search that finds nothing' },
  },
  'next-elsewhere': {
    server: [...FHIR_SEARCH, 'ITI-78'],
    example: 'next-elsewhere',
    effect: {
      fr: 'une recherche FHIR dont le lien next mène à un autre nom d’hôte (localhost et 127.0.0.1 sont échangés)',
      en: 'a FHIR search whose link next leads to another host name (localhost and 127.0.0.1 are swapped)',
    },
  },
  'another-resource': {
    server: 'fhir',
    example: 'another-resource',
    effect: {
      fr: 'la demande FHIR est faite, et la réponse est une ressource qui n’a rien à voir (Basic)',
      en: 'the FHIR request is done, and the answer is a resource that has nothing to do with it (Basic)',
    },
  },
  'result-count': {
    server: QUERY,
    example: 'result-count=10000',
    effect: { fr: 'une recherche qui rend ce nombre de fiches', en: 'a search that returns so many entries' },
  },
  'missing-part': {
    server: RETRIEVAL,
    client: SUBMISSION,
    example: 'missing-part',
    effect: { fr: 'la pièce MTOM du dernier document manque', en: 'the MTOM part of the last document is missing' },
  },
  'wrong-part': {
    server: RETRIEVAL,
    client: SUBMISSION,
    example: 'wrong-part=other',
    effect: {
      fr: 'la pièce MTOM est celle d’un autre document (other), ou un octet y est de trop et l’empreinte n’est plus la sienne (altered)',
      en: 'the MTOM part is that of another document (other), or has one byte too many and another hash (altered)',
    },
  },
  'missing-document': {
    client: SUBMISSION,
    example: 'missing-document',
    effect: { fr: 'une fiche sans son document', en: 'an entry without its document' },
  },
  resubmit: {
    client: SUBMISSION,
    example: 'resubmit=same',
    effect: {
      fr: 'la soumission est envoyée de nouveau dans un autre message\u00A0: la même (same), ou un autre contenu sous le même uniqueId (changed)',
      en: 'the submission is sent again in another message: the same one (same), or another content under the same uniqueId (changed)',
    },
  },
  vihf: {
    server: ['WST-1', 'SAMLP-1'],
    client: [...QUERY, ...SUBMISSION, ...RETRIEVAL, 'ITI-57', 'ITI-62'],
    example: 'vihf=expired',
    effect: {
      fr: 'le VIHF émis ou envoyé est faux de cette façon\u00A0: un nom du jeu d’attaques',
      en: 'the VIHF issued or sent is wrong in this way: a name of the attack set',
    },
  },
  token: {
    server: ['ITI-71'],
    client: 'fhir',
    example: 'token=expired',
    effect: {
      fr: 'le jeton OAuth émis ou envoyé est faux de cette façon\u00A0: un nom du jeu d’attaques',
      en: 'the OAuth token issued or sent is wrong in this way: a name of the attack set',
    },
  },
  certificate: {
    server: 'any',
    client: 'any',
    example: 'certificate=expired',
    effect: {
      fr: 'un certificat TLS à refuser\u00A0: expired, not-yet-valid, unknown-authority, self-signed, wrong-name, wrong-use, revoked, ou none (un client n’en présente pas)',
      en: 'a TLS certificate to be refused: expired, not-yet-valid, unknown-authority, self-signed, wrong-name, wrong-use, revoked, or none (a client shows none)',
    },
  },
  'wrong-ins': {
    server: PATIENT_QUERY,
    example: 'wrong-ins=key',
    effect: {
      fr: 'l’INS des patients rendus a une clé fausse (key), porte l’OID de production (production), ou n’est plus donné, l’identité n’étant plus validée (absent)',
      en: 'the INS of the patients returned has a wrong control key (key), carries the OID of production (production), or is no longer given, the identity being validated no more (absent)',
    },
  },
  'hl7-ack': {
    server: [...HL7V2, ...HL7V3],
    example: 'hl7-ack=AE/207',
    effect: {
      fr: 'un acquittement AE ou AR (CE ou CR là où HL7 V3 n’a que ceux-là), avec ce code d’erreur (table 0357) dans ERR-3 ou acknowledgementDetail, sans que rien ne soit fait',
      en: 'an acknowledgement AE or AR (CE or CR where HL7 V3 has only these), with this error code (table 0357) in ERR-3 or acknowledgementDetail, and nothing is done',
    },
  },
  'no-answer': {
    server: 'mllp',
    example: 'no-answer',
    effect: { fr: 'le message est traité et ne reçoit pas de réponse', en: 'the message is processed and gets no answer' },
  },
  'split-frame': {
    server: 'mllp',
    client: 'mllp',
    example: 'split-frame',
    effect: {
      fr: 'la trame MLLP part en plusieurs paquets, espacés',
      en: 'the MLLP frame leaves in several packets, apart from each other',
    },
  },
  coalesced: {
    client: 'mllp',
    example: 'coalesced',
    effect: {
      fr: 'le même message, sous un autre MSH-10, précède la trame MLLP dans le même paquet',
      en: 'the same message, under another MSH-10, precedes the MLLP frame in the same packet',
    },
  },
  'garbage-after-frame': {
    server: 'mllp',
    client: 'mllp',
    example: 'garbage-after-frame',
    effect: { fr: 'des octets de trop suivent la trame MLLP', en: 'bytes too many follow the MLLP frame' },
  },
  'line-feed': {
    server: 'mllp',
    client: 'mllp',
    example: 'line-feed',
    effect: { fr: 'les segments se terminent par LF au lieu de CR', en: 'segments end with LF instead of CR' },
  },
  'wrong-control-id': {
    server: 'mllp',
    example: 'wrong-control-id',
    effect: { fr: 'MSA-2 désigne un autre message que la demande', en: 'MSA-2 names another message than the request' },
  },
  'hl7-field': {
    server: 'mllp',
    example: 'hl7-field=PID-32=PROV',
    effect: {
      fr: 'ce champ de la réponse est remplacé, délimiteurs compris\u00A0; une réponse sans ce segment est épargnée',
      en: 'this field of the answer is replaced, delimiters included; an answer without this segment is spared',
    },
  },
  'tls-version': {
    server: 'any',
    client: 'any',
    example: 'tls-version=TLSv1.1',
    effect: { fr: 'cette version de TLS et aucune autre', en: 'this version of TLS and no other' },
  },
  'tls-suites': {
    server: 'any',
    client: 'any',
    example: 'tls-suites=TLS_RSA_WITH_AES_128_CBC_SHA',
    effect: { fr: 'cette suite cryptographique et aucune autre', en: 'this cipher suite and no other' },
  },
};

export const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];

/** Which of the messages concerned meet a fault: what is not given leaves them all; what is given holds together. */
const When = {
  /** each n-th message */
  every: z.number().int().min(1).optional(),
  /** only the first n */
  first: z.number().int().min(1).optional(),
  /** none of the first n */
  after: z.number().int().min(0).optional(),
  /** each with this probability, by the seed */
  probability: z.number().gt(0).max(1).optional(),
  seed: z.number().int().min(0).optional(),
};

/** What a simulator does wrong on purpose, by the names of FAULTS. */
const Deeds = z.strictObject(VALUES).partial();
export type Deeds = z.infer<typeof Deeds>;

/** One or several faults that a scenario asks for together, and when. */
export const Fault = z.strictObject({
  /** id of the TRANSACTION step that meets it; absent: every one */
  at: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .optional(),
  ...When,
  ...Deeds.shape,
});
export type Fault = z.infer<typeof Fault>;

/** A fault as a simulator is given it. */
export interface PlannedFault {
  fault: Deeds;
  /** the only transaction that meets it; absent: every one */
  transaction?: string;
  every?: number;
  first?: number;
  after?: number;
  probability?: number;
  seed?: number;
}

/** A fault of a scenario as a simulator is given it. */
export function plannedFault({ at: _at, every, first, after, probability, seed, ...fault }: Fault, transaction?: string): PlannedFault {
  return {
    fault,
    ...(transaction !== undefined && { transaction }),
    ...(every !== undefined && { every }),
    ...(first !== undefined && { first }),
    ...(after !== undefined && { after }),
    ...(probability !== undefined && { probability, seed: seed ?? 1 }),
  };
}

/** The faults that an actor can play, by the transactions it serves or sends. */
export function faultsOf(transactions: readonly { id: string; side: 'server' | 'client' }[]): FaultName[] {
  return FAULT_NAMES.filter((name) =>
    transactions.some(({ id, side }) => {
      const where = FAULTS[name][side];
      if (where === 'any') return !MEDIA.includes(id);
      if (where === 'http') return !MEDIA.includes(id) && !HL7V2.includes(id);
      if (where === 'soap') return !MEDIA.includes(id) && !HL7V2.includes(id) && !isFhir(id);
      if (where === 'fhir') return isFhir(id);
      if (where === 'mllp') return HL7V2.includes(id);
      return where?.includes(id) ?? false;
    }),
  );
}

/** Reads `delay-ms=500` or `half-close`; undefined when the name is none or the value is not one of it. */
export function readFault(given: string): Deeds | undefined {
  const [name = '', value] = given.split(/=(.*)/s);
  const told =
    value === undefined || value === 'true' ? true
    : /^\d+$/.test(value) ? Number(value)
    : value;
  if (!Object.hasOwn(FAULTS, name)) return undefined;
  return Deeds.safeParse({ [name]: told }).data;
}
