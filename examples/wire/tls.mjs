import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The cipher suites that the CI-SIS admits. */
export const CIPHERS = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-RSA-AES256-SHA384',
].join(':');

/** TLS of every door: both sides show a certificate of the test authority. */
export const tlsOptions = (pki) => ({
  key: readFileSync(join(pki, 'platform.key')),
  cert: readFileSync(join(pki, 'platform.pem')),
  ca: readFileSync(join(pki, 'authority.pem'), 'utf8'),
  crl: readFileSync(join(pki, 'crl.pem')),
  requestCert: true,
  rejectUnauthorized: true,
  minVersion: 'TLSv1.2',
  ciphers: CIPHERS,
  honorCipherOrder: true,
});
