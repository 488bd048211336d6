import { type Credentials, type Deeds, SimulatorError, type SimulatorContext, type TlsSuite } from '../model/index.js';
import { openSslSuites, versionOfSuite } from '../protocols/tls/index.js';
import { isHit } from './faults.js';

/** What a simulator does wrong below HTTP. */
export type TlsFault = Pick<Deeds, 'certificate' | 'tls-version' | 'tls-suites'>;

/** Options of node:tls for one side of a handshake. */
export interface TlsOptions {
  key?: string;
  cert?: string;
  pfx?: Buffer;
  passphrase?: string;
  minVersion: NonNullable<Deeds['tls-version']>;
  maxVersion: NonNullable<Deeds['tls-version']>;
  ciphers: string;
  dhparam?: 'auto';
}

/** The suites that the field's TLS 1.2 clients and servers agree on, and those of TLS 1.3, the strongest first. */
const CIPHERS = openSslSuites([
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
]);

/** OpenSSL does old versions and weak suites only when it is told not to mind. */
const ANYTHING = '@SECLEVEL=0';

/** The faults below HTTP among those that hit one message; undefined when there is none. */
export function tlsFaultOf(faults: readonly Deeds[]): TlsFault | undefined {
  const { certificate, 'tls-version': version, 'tls-suites': suites } = Object.assign({}, ...faults) as TlsFault;
  if (certificate === undefined && version === undefined && suites === undefined) return undefined;
  return { ...(certificate && { certificate }), ...(version && { 'tls-version': version }), ...(suites && { 'tls-suites': suites }) };
}

/** Deals the faults below HTTP of a context out to connections: before a message is read, nobody knows its transaction. */
export class TlsFaultPlan {
  #connections = 0;
  constructor(readonly context: SimulatorContext) {}

  next(): TlsFault | undefined {
    this.#connections++;
    return tlsFaultOf(this.context.faults.filter((planned, place) => isHit(planned, this.#connections, place)).map(({ fault }) => fault));
  }
}

/**
 * What one side of a handshake shows and speaks: as the CI-SIS wants it, or with a fault.
 * @throws SimulatorError when there is no identity that is wrong in the way asked for
 */
export function tlsOptions(tls: NonNullable<SimulatorContext['tls']>, side: 'server' | 'client', fault: TlsFault = {}): TlsOptions {
  const { certificate, 'tls-version': version, 'tls-suites': suite } = fault;
  const offered = version ?? (suite && versionOfSuite(suite));
  return {
    ...(certificate === 'none' ? {} : credentialOptions(certificate === undefined ? tls[side] : wrongIdentity(tls, certificate))),
    minVersion: offered ?? 'TLSv1.2',
    maxVersion: offered ?? 'TLSv1.3',
    ciphers: ciphersFor(offered, suite),
    ...(suite?.startsWith('TLS_DHE_') && { dhparam: 'auto' }),
  };
}

function ciphersFor(version: string | undefined, suite: TlsSuite | undefined): string {
  if (suite) return `${openSslSuites([suite])}:${ANYTHING}`;
  return version === 'TLSv1' || version === 'TLSv1.1' ? `DEFAULT:${ANYTHING}` : CIPHERS;
}

function wrongIdentity(tls: NonNullable<SimulatorContext['tls']>, wrong: NonNullable<TlsFault['certificate']>): Credentials {
  const identity = tls.wrongIdentities?.[wrong];
  if (identity) return identity;
  throw new SimulatorError('configuration', {
    fr: `pas de certificat « ${wrong} » que le produit pourrait prendre pour bon\u00A0: le déclarer dans tls.wrong.${wrong}`,
    en: `no certificate “${wrong}” that the product might take for good: declare it in tls.wrong.${wrong}`,
  });
}

/** Options of node:tls for a key and its certificate. */
export function credentialOptions({
  key,
  certificate,
  pkcs12,
  passphrase,
}: Credentials): Pick<TlsOptions, 'key' | 'cert' | 'pfx' | 'passphrase'> {
  return {
    ...(pkcs12 ?
      { pfx: Buffer.from(pkcs12) }
    : { ...(key !== undefined && { key }), ...(certificate !== undefined && { cert: certificate }) }),
    ...(passphrase !== undefined && { passphrase }),
  };
}
