import { createHash, randomUUID } from 'node:crypto';
import { SimulatorError, type SimulatorContext } from '../../src/model/index.js';
import { isOid } from '../../src/protocols/identifiers/index.js';

/**
 * Gives the identifiers of what a simulator produces. They derive from the seed, the instant of the start and a
 * counter: the same for the same three, and new in every run, since a platform keeps what it was sent before.
 */
export class IdentifierMint {
  /** OID under which every UID of this source stands; its own sourceId */
  readonly root: string;
  readonly #seed: string;
  readonly #run: string;
  #count = 0;

  /** @throws SimulatorError when the parameter `oid-root` is no OID or leaves no room for a UID */
  constructor({ parameters, now }: Pick<SimulatorContext, 'parameters' | 'now'>) {
    this.#seed = `${parameters['seed'] ?? randomUUID()} ${now().toISOString()}`;
    this.root = parameters['oid-root'] ?? uuidOid('document-source addax');
    // 40 bits, the first one set: never the same arc as the fixed ones below the root
    this.#run = String((BigInt(`0x${digest(this.#seed).slice(0, 10)}`) & 0x7f_ffff_ffffn) | 0x80_0000_0000n);
    if (!isOid(this.root) || !isOid(`${this.root}.${this.#run}.9999`))
      throw new SimulatorError('configuration', {
        fr: `Paramètre oid-root : « ${this.root} » n’est pas un OID de 45 caractères au plus`,
        en: `Parameter oid-root: “${this.root}” is not an OID of at most 45 characters`,
      });
  }

  /** Assigning authority of the local patient identifiers. */
  get localPatients(): string {
    return `${this.root}.1`;
  }

  /** A new UID. */
  oid(): string {
    return `${this.root}.${this.#run}.${++this.#count}`;
  }

  /** A new UUID, as `urn:uuid:`. */
  uuid(): string {
    return `urn:uuid:${uuidOf(`${this.#seed} ${++this.#count}`)}`;
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A version 8 UUID (RFC 9562, 5.8) that derives from a text. */
function uuidOf(text: string): string {
  const hex = digest(text);
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The OID of a UUID (ITU-T X.667): arc 2.25 and the UUID as an integer. */
const uuidOid = (text: string): string => `2.25.${BigInt(`0x${uuidOf(text).replaceAll('-', '')}`)}`;
