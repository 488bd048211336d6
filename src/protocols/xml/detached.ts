/**
 * The same text in memory of its own. A piece of a text keeps the whole alive: what is remembered of a document beyond
 * its judgement must not.
 */
export const detached = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');
