import type { SimulatorContext } from '../../src/model/index.js';
import { ATTACKS, writeAttack, type Attack } from '../../src/protocols/saml/attacks/index.js';
import { wrongSigning } from '../document-source/vihf.js';
import type { IssuedVihf } from './issue.js';

/** Attacks that lie in one assertion: an issuer writes no header of a message, and gives no assertion twice. */
export const ISSUABLE_ATTACKS: readonly Attack[] = ATTACKS.filter(({ blocks, envelope, replays }) => !blocks && !envelope && !replays);

/** A VIHF as it was to be issued, but wrong in the way of an attack. */
export async function spoilt(issued: IssuedVihf, name: string, context: SimulatorContext): Promise<IssuedVihf> {
  const attack = ISSUABLE_ATTACKS.find(({ id }) => id === name)!;
  const header = await writeAttack(attack, issued.input, (who) => wrongSigning(context, issued.input.signer, who));
  return { ...issued, assertion: header.slice(header.indexOf('>') + 1, header.lastIndexOf('</')) };
}
