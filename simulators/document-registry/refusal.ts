import type { ErrorCode } from '../../src/protocols/ebxml/index.js';

/** Why a registry refuses a submission or a query: one rs:RegistryError. */
export interface Refusal {
  code: ErrorCode;
  /** codeContext, in words */
  context: string;
  /** XPath in the request */
  location?: string;
}

export type Outcome<T> = ({ accepted: true } & T) | { accepted: false; refusals: Refusal[] };

/** One reason to refuse. */
export function refuse(code: ErrorCode, context: string): { accepted: false; refusals: Refusal[] } {
  return { accepted: false, refusals: [{ code, context }] };
}
