import { isUid } from './read.js';
import type { Device, Transmission, V3Message } from './types.js';

/** What an application needs to answer, or to send of its own. */
export interface V3Context {
  now: Date;
  /** an identifier that was never used: letters, digits and hyphens */
  newId: () => string;
  /** who answers */
  device: Device;
}

/** TS of a moment, in UTC. */
export const tsOf = (moment: Date): string => `${moment.toISOString().slice(0, 19).replace(/[-:T]/g, '')}+0000`;

/** A new message of an application to another one. */
export function newTransmission({ now, newId, device }: V3Context, receiver: Device, processingCode: string): Transmission {
  return { id: { root: device.id.root, extension: newId() }, creationTime: tsOf(now), processingCode, sender: device, receiver };
}

/** A request that can be answered: it says what it is called, and who sends it. */
export type Answerable = V3Message & { transmission: Pick<Transmission, 'id' | 'sender'> };

/** Can a message be answered? What an answer has to repeat of it must be what it should be. */
export const isAnswerable = (message: V3Message): message is Answerable =>
  [message.transmission.id, message.transmission.sender?.id].every((id) => id !== undefined && isUid(id.root));

/** The transmission of an answer: back to who asked, in the same mode of processing. */
export function transmissionTo({ transmission }: Answerable, context: V3Context): Transmission {
  const { processingCode = 'P', sender } = transmission;
  const { organization, ...device } = sender;
  const receiver = organization && isUid(organization.root) ? sender : device;
  return newTransmission(context, receiver, ['P', 'T', 'D'].includes(processingCode) ? processingCode : 'P');
}
