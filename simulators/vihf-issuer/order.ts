import type { Bilingual } from '../../src/model/index.js';
import type { Claim } from './claims.js';

/** What a request, in whatever protocol, asks of the issuer. */
export interface Order {
  claims: Claim[];
  /** PS_IdNat of the user it is asked for */
  user?: string;
  /** classes of the login that will do, the preferred one first; absent: any */
  classes?: string[];
  /** URN of the system where the VIHF will be shown */
  resourceUrn?: string;
  from?: Date;
  to?: Date;
}

/** Why an order is not filled; each protocol has its own code for it. */
export type RefusalKind =
  /** the caller is not the one who may have it */
  | 'caller'
  /** the user is not one */
  | 'user'
  /** this issuer does not authenticate that way */
  | 'context'
  /** an attribute or a value that cannot be */
  | 'claim'
  /** a time range that cannot be */
  | 'time';

export class RefusedOrder extends Error {
  constructor(
    readonly kind: RefusalKind,
    readonly text: Bilingual,
  ) {
    super(text.en);
  }
}
