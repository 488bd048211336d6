export { type Carried, TOKEN_ATTACKS, type TokenAttack, tokenAttack } from './attacks.js';
export {
  ADVICE,
  ALGORITHMS,
  type CheckedToken,
  CLOCK_SKEW_S,
  type Expected,
  type JudgedToken,
  judgeToken,
  thumbprintOf,
  type TokenCheck,
} from './judge-token.js';
export { keysOf } from './keys.js';
export { LONGEST_TOKEN, type PresentationProblem, type Presented, presentedToken } from './presented.js';
export { covers, isResourceScope, scopeNeeded } from './scope.js';
