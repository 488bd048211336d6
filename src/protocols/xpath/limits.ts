import { createContext, Script } from 'node:vm';

/**
 * What keeps an expression within bounds. Steps of loops are counted and not timed, so that a document is judged alike on
 * every machine; the clock only watches what cannot be counted, a backtracking regular expression or another engine.
 */
export const budget = { left: Infinity };

/** An expression that went beyond its bounds. No error of XPath: nothing in an expression can catch it. */
export class BudgetExceeded extends Error {}

export function over(): never {
  throw new BudgetExceeded('it takes too many steps');
}

/** Counts steps that are about to be made. @throws BudgetExceeded */
export function spend(steps: number): void {
  if ((budget.left -= steps) < 0) over();
}

const sandbox = createContext({}) as Record<string, unknown>;
const RUN = new Script('compute()');

/**
 * Runs a computation and interrupts it after a time.
 * @throws BudgetExceeded when it takes longer
 */
export function within<T>(milliseconds: number, compute: () => T): T {
  let result: { value: T } | undefined;
  sandbox['compute'] = () => (result = { value: compute() });
  try {
    RUN.runInContext(sandbox, { timeout: milliseconds });
  } catch (error) {
    if ((error as { code?: string } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new BudgetExceeded(`it takes more than ${milliseconds / 1000} s`);
    throw error;
  }
  return result!.value;
}
