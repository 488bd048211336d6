import type { Bilingual } from '../model/index.js';

/** Codes of an issue that this server tells (http://hl7.org/fhir/issue-type). */
export type IssueCode =
  | 'invalid'
  | 'structure'
  | 'required'
  | 'value'
  | 'invariant'
  | 'code-invalid'
  | 'not-supported'
  | 'duplicate'
  | 'multiple-matches'
  | 'not-found'
  | 'deleted'
  | 'too-long'
  | 'too-costly'
  | 'business-rule'
  | 'conflict'
  | 'exception'
  | 'processing'
  | 'informational'
  | 'security'
  | 'login'
  | 'throttled'
  | 'transient'
  | 'forbidden';

export interface Issue {
  severity: 'fatal' | 'error' | 'warning' | 'information';
  code: IssueCode;
  text: Bilingual;
  /** FHIRPath of what it is about */
  expression?: string;
  /** line and column in what was sent */
  location?: string;
}

/** A request that is refused, with all that is told of it. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly issues: readonly Issue[],
    /** WWW-Authenticate, for what a token does not allow */
    readonly challenge?: string,
  ) {
    super(issues[0]?.text.en);
  }
}

/** A request refused for one reason. */
export const refusal = (status: number, code: IssueCode, fr: string, en: string, expression?: string): Refused =>
  new Refused(status, [{ severity: 'error', code, text: { fr, en }, ...(expression !== undefined && { expression }) }]);

/** An OperationOutcome (FHIR R4, OperationOutcome): what people read in French, the same in English as diagnostics. */
export function operationOutcome(issues: readonly Issue[]): Record<string, unknown> {
  return {
    resourceType: 'OperationOutcome',
    issue: issues.map(({ severity, code, text, expression, location }) => ({
      severity,
      code,
      details: { text: text.fr },
      diagnostics: location === undefined ? text.en : `${text.en} (${location})`,
      ...(expression !== undefined && expression !== '' && { expression: [expression] }),
    })),
  };
}
