import {
  Checklist,
  EvidenceRecord,
  headText,
  type Artefact,
  type Bilingual,
  type Place,
  type RecordOf,
  type Validation,
  type Validator,
} from '../../src/model/index.js';
import { placeAt } from '../../src/protocols/xml/index.js';
import { manifest } from './manifest.js';
import { rules, SUITES } from './rules.js';

export { rules };

type Connection = Pick<RecordOf<'connection'>, 'side' | 'tls' | 'error'>;

/**
 * Judges the record of one connection, as JSON. A connection in clear text leaves nothing to judge. What is judged of
 * certificates is what was found at the time: chains and revocation lists change.
 */
function validate(artefact: Artefact): Promise<Validation> {
  const checklist = new Checklist(rules);
  const record = readConnection(artefact);
  if (record?.tls) judge(checklist, artefact, record, record.tls);
  return Promise.resolve(checklist.result);
}

function readConnection(artefact: Artefact): Connection | undefined {
  try {
    const value = JSON.parse(new TextDecoder().decode(artefact.bytes)) as Record<string, unknown>;
    const parsed = EvidenceRecord.safeParse({ seq: 0, mono: 0, ...value });
    return parsed.success && parsed.data.kind === 'connection' ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function judge(checklist: Checklist, artefact: Artefact, record: Connection, tls: NonNullable<Connection['tls']>): void {
  const at =
    (key: string): (() => Place) =>
    () =>
      placeOfKey(artefact, key);
  const said = tls.error ?? record.error ?? NOT_SAID;
  const { protocol, cipher } = tls;
  if (protocol === undefined) {
    if (tls.reason === 'other-protocol')
      checklist.expect('TLS-01', false, at('error'), () => ({ expected: 'TLSv1.2 | TLSv1.3', actual: said }));
    else checklist.expect('TLS-04', false, at('error'), () => ({ expected: COMPLETED, actual: said }));
    return;
  }
  checklist.expect('TLS-04', true, at('protocol'));
  checklist.expect('TLS-01', protocol === 'TLSv1.2' || protocol === 'TLSv1.3', at('protocol'), () => ({
    expected: 'TLSv1.2 | TLSv1.3',
    actual: protocol,
  }));
  if (cipher !== undefined)
    checklist.expect('TLS-03', SUITES.includes(cipher), at('cipher'), () => ({ expected: SUITES.join(' | '), actual: cipher }));
  checklist.expect(
    record.side === 'server' ? 'TLS-02' : 'TLS-05',
    tls.authorized,
    at(tls.error === undefined ? 'authorized' : 'error'),
    () => ({
      expected: TRUSTED,
      actual: tls.peerChain.length === 0 ? NO_CERTIFICATE : said,
    }),
  );
}

const COMPLETED: Bilingual = { fr: 'une négociation TLS complète', en: 'a complete TLS handshake' };
const TRUSTED: Bilingual = { fr: 'un certificat valide d’une autorité de confiance', en: 'a valid certificate of a trusted authority' };
const NOT_SAID: Bilingual = { fr: 'cause non consignée', en: 'cause not recorded' };
const NO_CERTIFICATE: Bilingual = { fr: 'aucun certificat', en: 'no certificate' };

/** Where a member of `tls` stands in the JSON, or the beginning. */
function placeOfKey(artefact: Artefact, key: string): Place {
  const text = new TextDecoder().decode(artefact.bytes);
  const tls = Math.max(0, text.indexOf('"tls"'));
  const offset = text.indexOf(`"${key}"`, tls);
  const before = text.slice(0, Math.max(0, offset));
  const line = before.split('\n').length;
  return {
    ...placeAt(artefact),
    line: line + artefact.origin.lineOffset,
    column: before.length - before.lastIndexOf('\n'),
    path: `/tls/${key}`,
  };
}

/** Only a record of evidence is one: the first members of a connection record, as `judge` and bundles write them. */
const detect = (head: Uint8Array): number => {
  const text = headText(head);
  return /^\s*\{/.test(text) && /"kind"\s*:\s*"connection"/.test(text) ? 0.9 : 0;
};

export const validator: Validator = { kind: manifest.kind, title: manifest.title, rules, detect, validate };
