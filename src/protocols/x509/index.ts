export { type CertificateFacts, certificateFacts, certificatesOf, type KeyUsage } from './certificate.js';
export { type Chained, type ChainProblem, chainTo } from './chain.js';
export { type RevocationList, revocationList, revocationListsOf } from './crl.js';
export {
  attributeOf,
  attributeType,
  type DistinguishedName,
  type NameAttribute,
  nameFromDer,
  parseName,
  type Rdn,
  sameName,
  writeName,
} from './name.js';
export { makeTestPki, TEST_PKI_KEYS, TEST_STRUCTURE, type TestPki, type TestPkiOptions, WRONG_TLS, type WrongTls } from './test-pki.js';
export { type CertificateRequest, issueCertificate, type Issuer, type KeyPair } from './issue.js';
export { type Pkcs12, readPkcs12, writePkcs12 } from './pkcs12.js';
export { remembered } from './remembered.js';
