import type { z } from 'zod';
import type { Bilingual } from './bilingual.js';
import { SimulatorError } from './simulator.js';
import type { ErrorOwner } from './verdict.js';

/**
 * Reads the input of a transaction; names it does not know are left aside.
 * @throws SimulatorError that names each value that is missing, malformed, or still a `{{name}}` that no earlier step has
 * given: the peer's doing, for steps save what a peer answers
 */
export function readInput<T extends z.ZodType>(schema: T, input: Readonly<Record<string, unknown>>, transaction: string): z.infer<T> {
  const parsed = schema.safeParse(input);
  const problems =
    parsed.success ?
      unknownNames(parsed.data)
    : parsed.error.issues.flatMap(({ path, message }) => {
        const unknown = unknownNames(valueAt(input, path), path.join('.'));
        return unknown.length > 0 ? unknown : [malformed(path.join('.'), message)];
      });
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new SimulatorError(problems.every(({ owner }) => owner === 'peer') ? 'peer' : 'configuration', {
    fr: `${transaction} : ${problems.map(({ text }) => text.fr).join(' ; ')}`,
    en: `${transaction}: ${problems.map(({ text }) => text.en).join('; ')}`,
  });
}

interface InputProblem {
  owner: ErrorOwner;
  text: Bilingual;
}

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((here, key) => (here as Record<PropertyKey, unknown> | undefined)?.[key], input);

const malformed = (path: string, message: string): InputProblem => ({
  owner: 'configuration',
  text: { fr: `${path} : valeur absente ou mal formée (${message})`, en: `${path}: value missing or malformed (${message})` },
});

/** Names in double braces that were never replaced by a value. */
function unknownNames(value: unknown, path = ''): InputProblem[] {
  if (typeof value === 'string') {
    const name = /\{\{[\w.-]+\}\}/.exec(value)?.[0];
    if (name === undefined) return [];
    const text = {
      fr: `${path} : la valeur ${name} n’est pas connue, aucune étape précédente ne l’a donnée`,
      en: `${path}: ${name} is not known, no earlier step has given it`,
    };
    return [{ owner: 'peer', text }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => unknownNames(inner, path === '' ? key : `${path}.${key}`));
}
