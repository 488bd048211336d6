import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { ConfigurationError, type Credentials } from '../../src/model/index.js';
import { psIdNatProblem, structIdNatProblem } from '../../src/protocols/identifiers/index.js';
import { attributeOf, type CertificateFacts, certificateFacts, readPkcs12 } from '../../src/protocols/x509/index.js';

/** Who a signing certificate speaks for: the holder of a CPx card, or a structure by its seal (cachet, ORG SIGN). */
export type Holder = { kind: 'card'; id: string; family: string; given: string } | { kind: 'seal'; structure: string };

/** A key that may sign a VIHF, with its certificate and whom it speaks for. */
export interface VihfSigner {
  /** PEM */
  key: string;
  /** PEM */
  certificate: string;
  passphrase?: string;
  facts: CertificateFacts;
  holder: Holder;
}

/**
 * Reads a signer of VIHF: its certificate must be one for signatures (nonRepudiation, VIHF-60), in its period, of the key
 * given, and name a card holder or a structure. Fields of the errors: `certificate`, `key`, `pkcs12`.
 * @throws ConfigurationError
 */
export function readVihfSigner(credentials: Credentials, now: Date): VihfSigner {
  const pem = pemOf(credentials);
  const facts = certificateFacts(pem.certificate);
  if (!facts)
    throw new ConfigurationError(
      'certificate',
      { fr: 'ce n’est pas un certificat X.509.', en: 'it is not an X.509 certificate.' },
      { fr: 'Donner un certificat au format PEM.', en: 'Give a certificate in PEM form.' },
    );
  const key = privateKeyOf(pem);
  if (!new X509Certificate(facts.pem).checkPrivateKey(key))
    throw new ConfigurationError(
      'key',
      {
        fr: `la clé n’est pas celle du certificat «\u00A0${facts.subjectText}\u00A0».`,
        en: `the key is not that of the certificate “${facts.subjectText}”.`,
      },
      { fr: 'Donner la clé et le certificat d’un même bi-clé.', en: 'Give the key and the certificate of one key pair.' },
    );
  if (key.asymmetricKeyType !== 'rsa')
    throw new ConfigurationError(
      'key',
      {
        fr: `un VIHF se signe en RSA-SHA256\u00A0: clé ${key.asymmetricKeyType} reçue.`,
        en: `a VIHF is signed with RSA-SHA256: ${key.asymmetricKeyType} key received.`,
      },
      { fr: 'Donner une clé RSA.', en: 'Give an RSA key.' },
    );
  checkCertificate(facts, now);
  return { ...pem, facts, holder: holderOf(facts) };
}

function pemOf({ key, certificate, pkcs12, passphrase }: Credentials): Omit<VihfSigner, 'facts' | 'holder'> {
  if (pkcs12)
    try {
      const { key: inner, certificate: own } = readPkcs12(pkcs12, passphrase ?? '');
      return { key: inner, certificate: own };
    } catch (error) {
      throw unreadable('pkcs12', error);
    }
  if (certificate === undefined)
    throw new ConfigurationError(
      'certificate',
      { fr: 'le certificat du signataire manque.', en: 'the certificate of the signer is missing.' },
      { fr: 'Donner le certificat avec la clé.', en: 'Give the certificate with the key.' },
    );
  if (key === undefined)
    throw new ConfigurationError(
      'key',
      { fr: 'la clé du signataire manque.', en: 'the key of the signer is missing.' },
      { fr: 'Donner la clé avec le certificat.', en: 'Give the key with the certificate.' },
    );
  return { key, certificate, ...(passphrase !== undefined && { passphrase }) };
}

function privateKeyOf({ key, passphrase }: { key: string; passphrase?: string }): KeyObject {
  try {
    return createPrivateKey({ key, ...(passphrase !== undefined && { passphrase }) });
  } catch (error) {
    throw unreadable('key', error);
  }
}

function unreadable(field: string, error: unknown): ConfigurationError {
  const said = error instanceof Error ? error.message : String(error);
  return new ConfigurationError(
    field,
    { fr: `illisible, ou phrase de passe fausse (${said}).`, en: `cannot be read, or wrong passphrase (${said}).` },
    { fr: 'Vérifier le fichier et sa phrase de passe.', en: 'Check the file and its passphrase.' },
  );
}

function checkCertificate({ keyUsage, subjectText, notBefore, notAfter }: CertificateFacts, now: Date): void {
  if (keyUsage?.has('nonRepudiation') !== true)
    throw new ConfigurationError(
      'certificate',
      {
        fr: `«\u00A0${subjectText}\u00A0» n’est pas un certificat de signature\u00A0: KeyUsage sans nonRepudiation.`,
        en: `“${subjectText}” is not a signature certificate: KeyUsage without nonRepudiation.`,
      },
      {
        fr: 'Donner le certificat de cachet de la structure (ORG SIGN) ou le certificat de signature de la carte, pas celui d’authentification.',
        en: 'Give the seal certificate of the structure (ORG SIGN) or the signature certificate of the card, not the authentication one.',
      },
    );
  if (now < notBefore || now > notAfter)
    throw new ConfigurationError(
      'certificate',
      {
        fr: `«\u00A0${subjectText}\u00A0» est valable du ${notBefore.toISOString()} au ${notAfter.toISOString()}.`,
        en: `“${subjectText}” is valid from ${notBefore.toISOString()} to ${notAfter.toISOString()}.`,
      },
      { fr: 'Donner un certificat en cours de validité.', en: 'Give a certificate that is valid now.' },
    );
}

function holderOf({ subject, subjectText }: CertificateFacts): Holder {
  const id = attributeOf(subject, 'CN');
  if (id !== undefined && !psIdNatProblem(id))
    return { kind: 'card', id, family: attributeOf(subject, 'SN') ?? '', given: attributeOf(subject, 'GN') ?? '' };
  const structure = attributeOf(subject, 'OU');
  if (structure !== undefined && !structIdNatProblem(structure)) return { kind: 'seal', structure };
  throw new ConfigurationError(
    'certificate',
    {
      fr: `«\u00A0${subjectText}\u00A0» ne nomme ni un professionnel (CN, PS_IdNat) ni une structure (OU, Struct_IdNat).`,
      en: `“${subjectText}” names neither a professional (CN, PS_IdNat) nor a structure (OU, Struct_IdNat).`,
    },
    {
      fr: 'Donner un certificat de cachet ORG SIGN ou de signature de carte CPx.',
      en: 'Give an ORG SIGN seal certificate or the signature certificate of a CPx card.',
    },
  );
}
