import type { Attack } from './attack.js';
import { contentAttacks } from './content.js';
import { messageAttacks } from './message.js';
import { certificateAttacks, signatureAttacks } from './signature.js';

export { type Attack, writeAttack, type WrongSigner } from './attack.js';
export { impostorOf } from './impostor.js';

/** Every wrong assertion that we know how to make. */
export const ATTACKS: readonly Attack[] = [...contentAttacks, ...signatureAttacks, ...certificateAttacks, ...messageAttacks];
