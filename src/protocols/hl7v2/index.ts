export { HL7_MEDIA_TYPE, isHl7, mllpArtefact, mllpMessages, openHl7 } from './artefact.js';
export {
  answerTo,
  copiedField,
  copiedSegment,
  dtmOf,
  ERROR_CODE,
  headerRefusal,
  type AcknowledgementCode,
  type AnswerContext,
  type Hl7Answer,
  type MessageError,
  type Taken,
} from './answer.js';
export { charsetNamed, isCharsetName, type Charset } from './charset.js';
export { DEFAULT_DELIMITERS, delimiterProblem, encodingCharacters, type Delimiters } from './delimiters.js';
export { writeEdited, type Edit } from './edit.js';
export { escapeText, unescapeText, type BadEscape } from './escape.js';
export { Field, Hl7Message, Piece, readHl7, Segment, type ReadingProblem } from './message.js';
export { mllpFrame, MllpReader, type MllpEvent } from './mllp.js';
export { piecesAt, readHl7Path, segmentsAt, type Hl7Path } from './path.js';
export { excessiveField, isSegment, unsoundPiece, type Unsound } from './soundness.js';
export { writeHl7, type ComponentValue, type FieldValue, type SegmentValue } from './write.js';
