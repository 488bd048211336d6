import { Artefact } from '../../model/index.js';
import { readHl7, type Hl7Message } from './message.js';
import { MllpReader } from './mllp.js';

/** Media type of a message in its ER7 form, as FHIR and the field's tools name it. */
export const HL7_MEDIA_TYPE = 'x-application/hl7-v2+er7';

/** The message that an artefact is; read once. */
export const openHl7 = (artefact: Artefact): Hl7Message => artefact.memo('hl7v2', () => readHl7(artefact.bytes));

/** Did an artefact come as HL7 v2? */
export const isHl7 = (artefact: Artefact): boolean => artefact.about.mediaType === HL7_MEDIA_TYPE;

/**
 * The artefact of what crossed the wire over MLLP: the message without its frame. Of several frames (an accept
 * acknowledgement before the answer) it is the last; what is no whole frame is taken without its first byte.
 */
export function mllpArtefact(name: string, bytes: Uint8Array, about: { transaction?: string; request?: Artefact } = {}): Artefact {
  const frames = new MllpReader(bytes.length).push(bytes).flatMap((event) => (event.kind === 'frame' ? [event.content] : []));
  const content = frames.at(-1) ?? (bytes[0] === 0x0b ? bytes.subarray(1) : bytes);
  const artefact = new Artefact(name, content, { mediaType: HL7_MEDIA_TYPE, ...about });
  artefact.memo('mllp', () => (frames.length > 0 ? frames : [content]));
  return artefact;
}

/** Every message that came together with this one, itself the last: an accept acknowledgement stands before an answer. */
export const mllpMessages = (artefact: Artefact): readonly Uint8Array[] => artefact.memo('mllp', () => [artefact.bytes]);
