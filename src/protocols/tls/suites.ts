import type { TlsSuite } from '../../model/index.js';

/** The names OpenSSL has for cipher suites, by those of IANA. */
const OPENSSL: Record<TlsSuite, string> = {
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-RSA-CHACHA20-POLY1305',
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: 'ECDHE-RSA-AES128-GCM-SHA256',
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384: 'ECDHE-RSA-AES256-SHA384',
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: 'ECDHE-RSA-AES256-GCM-SHA384',
  TLS_AES_128_GCM_SHA256: 'TLS_AES_128_GCM_SHA256',
  TLS_AES_256_GCM_SHA384: 'TLS_AES_256_GCM_SHA384',
  TLS_CHACHA20_POLY1305_SHA256: 'TLS_CHACHA20_POLY1305_SHA256',
  TLS_RSA_WITH_NULL_SHA256: 'NULL-SHA256',
  TLS_RSA_WITH_AES_128_CBC_SHA: 'AES128-SHA',
  TLS_RSA_WITH_AES_256_GCM_SHA384: 'AES256-GCM-SHA384',
  TLS_DHE_RSA_WITH_AES_128_GCM_SHA256: 'DHE-RSA-AES128-GCM-SHA256',
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: 'ECDHE-RSA-AES128-SHA',
};

/** The suites of TLS 1.2 that the field's clients and servers agree on (PDT-INF-579). */
export const SUITES_12 = [
  'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
] as const satisfies readonly TlsSuite[];

/** The suites of TLS 1.3. */
export const SUITES_13 = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
] as const satisfies readonly TlsSuite[];

/** The version that has a suite: those of TLS 1.3 are its own, the others are tried in TLS 1.2. */
export const versionOfSuite = (suite: TlsSuite): 'TLSv1.2' | 'TLSv1.3' =>
  (SUITES_13 as readonly TlsSuite[]).includes(suite) ? 'TLSv1.3' : 'TLSv1.2';

/** What OpenSSL takes as its list of suites. */
export const openSslSuites = (suites: readonly TlsSuite[]): string => suites.map((suite) => OPENSSL[suite]).join(':');
