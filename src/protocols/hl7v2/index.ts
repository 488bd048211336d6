export { charsetNamed, isCharsetName, type Charset } from './charset.js';
export { DEFAULT_DELIMITERS, delimiterProblem, encodingCharacters, type Delimiters } from './delimiters.js';
export { escapeText, unescapeText, type BadEscape } from './escape.js';
export { Field, Hl7Message, Piece, readHl7, Segment, type ReadingProblem } from './message.js';
export { mllpFrame, MllpReader, type MllpEvent } from './mllp.js';
export { writeHl7, type ComponentValue, type FieldValue, type SegmentValue } from './write.js';
