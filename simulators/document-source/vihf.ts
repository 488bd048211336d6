import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { SimulatorError, toolVersion, type Credentials, type SimulatorContext } from '../../src/model/index.js';
import { TEST_PROFESSIONAL, VihfName, WSSE, writeVihf } from '../../src/protocols/saml/index.js';
import {
  attributeOf,
  certificateFacts,
  issueCertificate,
  type KeyPair,
  parseName,
  readPkcs12,
  TEST_STRUCTURE,
} from '../../src/protocols/x509/index.js';
import { Raw, readXml, xml, type XmlElement } from '../../src/protocols/xml/index.js';
import { KIND, type Structure } from './document.js';
import type { PatientIdentity, VihfVariant } from './input.js';

interface Signer {
  /** PEM */
  key: string;
  certificate: string;
  passphrase?: string;
}

const MINUTE = 60_000;
const SOFTWARE = { id: 'ADDAX', name: 'Addax', version: toolVersion, homologation: 'ADDAX-TEST' };
/** Test identities; a VIHF for someone else takes the first that is not the patient. */
const OTHER_PATIENTS = ['207058575627097', '275126322074974'];

/** Writes the wsse:Security headers of one simulator that plays a client. */
export class VihfIssuer {
  readonly #signer: Signer | undefined;
  #stranger: Promise<Signer> | undefined;

  /** @throws SimulatorError when the VIHF signer cannot be used */
  constructor(readonly context: SimulatorContext) {
    this.#signer = context.vihf && readSigner(context.vihf.signer);
  }

  /** The structure that the certificate of the signer names (O and OU), or that of the tests. */
  get structure(): Structure {
    const subject = this.#signer && certificateFacts(this.#signer.certificate)?.subject;
    return {
      id: (subject && attributeOf(subject, 'OU')) ?? TEST_STRUCTURE,
      name: (subject && attributeOf(subject, 'O')) ?? 'CABINET DE TEST',
    };
  }

  /**
   * The wsse:Security header of a request about a patient.
   * @param variant absent: `valid`, or none where the context has no signer
   * @returns undefined for `none`
   * @throws SimulatorError when there is nothing to sign with
   */
  async header(patient: PatientIdentity | undefined, variant: VihfVariant = this.#signer ? 'valid' : 'none'): Promise<Raw | undefined> {
    if (variant === 'none') return undefined;
    if (!this.#signer)
      throw new SimulatorError('configuration', {
        fr: `VIHF « ${variant} » demandé, mais il n’y a pas de signataire (vihf.signer)`,
        en: `VIHF “${variant}” asked for, but there is no VIHF signer (vihf.signer)`,
      });
    const assertion = await this.#assertion(this.#signer, patient, variant);
    return xml`<wsse:Security xmlns:wsse="${WSSE}">${new Raw(assertion)}</wsse:Security>`;
  }

  async #assertion(own: Signer, patient: PatientIdentity | undefined, variant: VihfVariant): Promise<string> {
    const present = this.context.now();
    const now = variant === 'expired' ? new Date(present.getTime() - 120 * MINUTE) : present;
    const subject = variant === 'other-patient' ? someoneElse(patient) : patient;
    const text = writeVihf({
      now,
      signer: variant === 'unknown-authority' ? await (this.#stranger ??= impersonate(own.certificate)) : own,
      professional: TEST_PROFESSIONAL,
      structure: this.structure.id,
      sector: KIND.facility.code,
      ...(subject && { patient: subject }),
      conditions: { notBefore: new Date(now.getTime() - 5 * MINUTE), notOnOrAfter: new Date(now.getTime() + 30 * MINUTE) },
      resourceUrn: this.context.parameters['resourceUrn'] ?? 'urn:dmp',
      software: SOFTWARE,
    });
    if (variant === 'unsigned') return withoutSignature(text);
    return variant === 'altered' ? withOtherVersion(text) : text;
  }
}

function readSigner({ key, certificate, pkcs12, passphrase }: Credentials): Signer {
  try {
    if (pkcs12) return readPkcs12(pkcs12, passphrase ?? '');
  } catch (error) {
    throw unusable((error as Error).message);
  }
  if (key === undefined || certificate === undefined) throw unusable('key, certificate');
  return { key, certificate, ...(passphrase !== undefined && { passphrase }) };
}

const unusable = (why: string): SimulatorError =>
  new SimulatorError('configuration', {
    fr: `Le signataire du VIHF (vihf.signer) n’est pas utilisable : ${why}`,
    en: `The VIHF signer (vihf.signer) cannot be used: ${why}`,
  });

const someoneElse = (patient: PatientIdentity | undefined): PatientIdentity => ({
  oid: patient?.oid ?? '1.2.250.1.213.1.4.10',
  ins: OTHER_PATIENTS.find((ins) => ins !== patient?.ins)!,
});

const rsa = promisify(generateKeyPair) as (type: 'rsa', options: { modulusLength: number }) => Promise<KeyPair>;

/** A certificate with the same name and validity as this one, from an authority that nobody knows. */
async function impersonate(certificate: string): Promise<Signer> {
  const { subject, notBefore, notAfter } = certificateFacts(certificate)!;
  const [authority, own] = await Promise.all([rsa('rsa', { modulusLength: 2048 }), rsa('rsa', { modulusLength: 2048 })]);
  const { pem } = await issueCertificate(
    { subject, publicKey: own.publicKey, notBefore, notAfter, keyUsage: ['digitalSignature', 'nonRepudiation'] },
    { name: parseName('C=FR,O=INCONNU,CN=AC INCONNUE')!, keys: authority },
  );
  return { key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate: pem };
}

const rootOf = (assertion: string): XmlElement => readXml(new TextEncoder().encode(assertion)).root;

function withoutSignature(assertion: string): string {
  const { start, end } = rootOf(assertion).element('Signature')!;
  return assertion.slice(0, start) + assertion.slice(end);
}

/** Changes one value that only the signature protects: nothing else can make a platform refuse it. */
function withOtherVersion(assertion: string): string {
  const version = rootOf(assertion)
    .all('AttributeStatement', 'Attribute')
    .find((attribute) => attribute.attribute('Name') === VihfName.softwareVersion)!
    .element('AttributeValue')!;
  return `${assertion.slice(0, version.contentEnd)}.1${assertion.slice(version.contentEnd)}`;
}
