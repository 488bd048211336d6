import type { Bilingual } from '../../../model/index.js';
import { xml, Raw } from '../../xml/index.js';
import { signAssertion, type Signing } from '../../xmldsig/index.js';
import { WSSE } from '../names.js';
import { type VihfInput, writeVihf } from '../write.js';
import { withoutSignature } from './edit.js';

/** Whose certificate signs, when it is not the one that should. */
export type WrongSigner = 'authentication' | 'expired' | 'revoked' | 'unknown-authority' | 'self-signed';

/** Who signs: the identity that a healthy VIHF bears, and the one that this assertion is signed with. */
export interface Signers {
  own: Signing;
  signer: Signing;
}

/**
 * One wrong assertion, told apart by what is wrong with it. It is made like a healthy one, and goes wrong at the stages
 * it names: what is written, what is written but before it is signed, how it is signed, what was signed, where it stands.
 */
export interface Attack {
  id: string;
  title: Bilingual;
  /** what is wrong, in one sentence */
  wrong: Bilingual;
  clause: string;
  /** rule of the VIHF validator that tells it */
  rule: string;
  /** `warning`: neither the CI-SIS nor a standard forbids it, so that a platform may let it in */
  level: 'error' | 'warning';
  by?: WrongSigner;
  /** it bears the ID of an assertion that was sent before: `input.id` */
  replays?: true;
  input?: (input: VihfInput) => VihfInput;
  /** the whole assertion, before it is signed */
  content?: (assertion: string) => string;
  signing?: Partial<Pick<Signing, 'signatureAlgorithm' | 'digestAlgorithm' | 'inclusivePrefixes'>>;
  /** the whole assertion, after it was signed */
  signed?: (assertion: string, signers: Signers) => string;
  /** the header blocks that bear it; absent: wsse:Security with the assertion */
  blocks?: (assertion: string, signers: Signers) => string;
  /** the whole SOAP envelope */
  envelope?: (envelope: string) => string;
}

export type AttackGroup = readonly Attack[];

/** wsse:Security with this content. */
export const security = (content: string): string => xml`<wsse:Security xmlns:wsse="${WSSE}">${new Raw(content)}</wsse:Security>`.markup;

/**
 * Writes the header blocks of an attack. What concerns the whole message is left to `attack.envelope`.
 * @param input of a healthy assertion
 * @param signerOf gives the identity of a wrong signer; only asked for the one that the attack names
 * @throws what writeVihf and `signerOf` throw
 */
export async function writeAttack(attack: Attack, input: VihfInput, signerOf: (who: WrongSigner) => Promise<Signing>): Promise<string> {
  const own = input.signer;
  const signer = attack.by ? await signerOf(attack.by) : own;
  const signing = { ...signer, ...attack.signing };
  const written = writeVihf({ ...(attack.input?.(input) ?? input), signer: signing });
  const changed = attack.content ? signAssertion(attack.content(withoutSignature(written)), signing) : written;
  const signed = attack.signed?.(changed, { own, signer }) ?? changed;
  return attack.blocks?.(signed, { own, signer }) ?? security(signed);
}
