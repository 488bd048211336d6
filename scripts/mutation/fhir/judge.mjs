/** Judges resources by the build in a folder, and tells what is said of a mutant that was not said of the original. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The instant of every judgement: later than all samples. */
const AT = new Date('2026-11-20T12:00:00Z');

/**
 * @param dist folder of the build
 * @param project folder whose packs are in force; undefined: what ships alone
 */
export async function openJudge(dist, project) {
  const load = (path) => import(pathToFileURL(join(dist, path)).href);
  const [{ Artefact }, { fhirDefinitions, loadPacks }, { judgeResource }] = await Promise.all([
    load('src/model/index.js'),
    load('src/packs/index.js'),
    load('validators/fhir/judge-resource.js'),
  ]);
  const definitions = fhirDefinitions(project === undefined ? [] : loadPacks(project));
  return {
    definitions,
    /** All findings of a resource. */
    judge: (bytes) =>
      judgeResource(new Artefact('resource', bytes), definitions, { profiles: [], mustSupport: false }, { at: AT }).findings,
  };
}

const keyOf = ({ rule, place, message, expected, actual }) => JSON.stringify([rule, place.path, message.en, expected?.en, actual?.en]);
/** What is said of a resource, to be looked up. */
export const saidIn = (findings) => new Set(findings.map(keyOf));

/**
 * Whether something new is said of a mutant at one of its places or at what holds it, as severely as its class asks.
 * @returns the rules that say it there, and those that say something new elsewhere
 */
export function detected(before, findings, { at }, warns) {
  const fresh = findings.filter((one) => (one.severity === 'error' || (warns && one.severity === 'warning')) && !before.has(keyOf(one)));
  const [here, elsewhere] = [new Set(), new Set()];
  for (const { rule, place } of fresh) (at === undefined || at.some((where) => isNear(place.path, where)) ? here : elsewhere).add(rule);
  return { here: [...here], elsewhere: [...elsewhere] };
}

/** At a place, below it, or at what holds it. */
function isNear(path, where) {
  if (path === where || (path.startsWith(where) && /[.[:]/.test(path[where.length]))) return true;
  const last = where.lastIndexOf('.');
  return path === where.slice(0, last) || path === where.replace(/\[\d+\]$/, '');
}
