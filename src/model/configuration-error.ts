import type { Bilingual } from './bilingual.js';

/** The bench is not set up right: names the field, what is wrong with it and what to do. Never the product's fault. */
export class ConfigurationError extends Error {
  constructor(
    /** the field of the statement, or the option of the command */
    readonly field: string,
    readonly explanation: Bilingual,
    readonly remedy: Bilingual,
  ) {
    super(`${field}: ${explanation.en}`);
  }
}
