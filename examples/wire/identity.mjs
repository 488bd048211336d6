import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A key and its certificate, read from the folder of test certificates. */
export function readIdentity(pki, name) {
  const certificate = readFileSync(join(pki, `${name}.pem`), 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/)[0];
  return { key: readFileSync(join(pki, `${name}.key`), 'utf8'), certificate, subject: subjectOf(certificate) };
}

/** Subject of a certificate: its relative names in order, and as an RFC 2253 string. */
function subjectOf(certificate) {
  const names = new X509Certificate(certificate).subject.split('\n');
  const value = (type) =>
    names
      .find((n) => n.startsWith(`${type}=`))
      ?.slice(type.length + 1)
      .replaceAll('\\', '');
  return { dn: names.toReversed().join(','), organisation: value('O') ?? '', structure: value('OU') ?? '' };
}
