import { randomUUID } from 'node:crypto';
import { SimulatorError, toolVersion, type Credentials, type SimulatorContext } from '../../src/model/index.js';
import { ATTACKS, impostorOf, writeAttack, type WrongSigner } from '../../src/protocols/saml/attacks/index.js';
import { TEST_PROFESSIONAL, type VihfInput, WSSE, writeVihf } from '../../src/protocols/saml/index.js';
import { attributeOf, certificateFacts, readPkcs12, TEST_STRUCTURE } from '../../src/protocols/x509/index.js';
import type { Signing } from '../../src/protocols/xmldsig/index.js';
import { Raw, xml } from '../../src/protocols/xml/index.js';
import { KIND, type Structure } from './document.js';
import type { PatientIdentity, VihfVariant } from './input.js';

const MINUTE = 60_000;
const SOFTWARE = { id: 'ADDAX', name: 'Addax', version: toolVersion, homologation: 'ADDAX-TEST' };

/** Writes the wsse:Security headers of one simulator that plays a client. */
export class VihfIssuer {
  readonly #signer: Signing | undefined;
  readonly #wrongSigners = new Map<WrongSigner, Promise<Signing>>();
  /** of the last healthy assertion, for who replays it */
  #lastId: string | undefined;

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
    const attack = ATTACKS.find(({ id }) => id === variant);
    const input = this.#input(this.#signer, patient);
    if (attack) return new Raw(await writeAttack(attack, attack.replays ? this.#replaying(input) : input, (who) => this.#wrong(who)));
    this.#lastId = input.id;
    return xml`<wsse:Security xmlns:wsse="${WSSE}">${new Raw(writeVihf(input))}</wsse:Security>`;
  }

  #input(signer: Signing, patient: PatientIdentity | undefined): VihfInput & { id: string } {
    const now = this.context.now();
    return {
      id: `_${randomUUID()}`,
      now,
      signer,
      professional: TEST_PROFESSIONAL,
      structure: this.structure.id,
      sector: KIND.facility.code,
      ...(patient && { patient }),
      conditions: { notBefore: new Date(now.getTime() - 5 * MINUTE), notOnOrAfter: new Date(now.getTime() + 30 * MINUTE) },
      resourceUrn: this.context.parameters['resourceUrn'] ?? 'urn:dmp',
      software: SOFTWARE,
    };
  }

  #replaying(input: VihfInput): VihfInput {
    if (this.#lastId === undefined)
      throw new SimulatorError('configuration', {
        fr: 'VIHF «\u00a0replayed\u00a0» demandé avant tout VIHF valide',
        en: 'VIHF “replayed” asked for before any valid VIHF',
      });
    return { ...input, id: this.#lastId };
  }

  #wrong(who: WrongSigner): Promise<Signing> {
    let signer = this.#wrongSigners.get(who);
    if (!signer) this.#wrongSigners.set(who, (signer = wrongSigning(this.context, this.#signer!, who)));
    return signer;
  }
}

/**
 * The identity of a signer that no platform must trust.
 * @param own whom it pretends to be, where it is made
 * @throws SimulatorError when the context has no such certificate
 */
export async function wrongSigning({ vihf, tls }: SimulatorContext, own: Signing, who: WrongSigner): Promise<Signing> {
  if (who === 'self-signed') return await impostorOf(own.certificate, 'self');
  if (who === 'unknown-authority') return await impostorOf(own.certificate, 'unknown-authority');
  const found = vihf?.wrongSigners?.[who] ?? (who === 'authentication' ? tls?.client : undefined);
  if (found) return readSigner(found);
  throw new SimulatorError('configuration', {
    fr: `Aucun certificat «\u00a0${who}\u00a0» pour signer le VIHF (vihf.wrongSigners)`,
    en: `No “${who}” certificate to sign the VIHF with (vihf.wrongSigners)`,
  });
}

/** @throws SimulatorError when the key or the certificate is missing or cannot be read */
export function readSigner({ key, certificate, pkcs12, passphrase }: Credentials): Signing {
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
