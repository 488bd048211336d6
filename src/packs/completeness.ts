import type { Bilingual } from '../model/index.js';
import type { CompiledProfile } from '../protocols/schematron/compile.js';
import { SchemaError } from '../protocols/schematron/read.js';
import type { Place } from '../protocols/schematron/schema.js';
import type { LoadedPack } from './load.js';
import { compiledProfile } from './profiles.js';

/** Something that a profile was published with and that whoever judges by it should know. */
export interface Defect {
  kind: string;
  text: Bilingual;
  place: Place;
  /** in how many places */
  times: number;
  /** something of the profile cannot be judged because of it */
  incomplete: boolean;
}

export interface ProfileState {
  path: string;
  title: string | undefined;
  complete: boolean;
  defects: Defect[];
  /** rules that our compiler leaves to saxon-js, and why */
  elsewhere: { place: Place; reason: string }[];
}

/** Reads every schematron profile of a pack and says what it lacks. */
export function profilesOf(pack: LoadedPack): ProfileState[] {
  return pack
    .files()
    .filter(({ kind }) => kind === 'schema')
    .map(({ path }) => profileState(pack, path));
}

/** What a compiled profile was published with, each defect told once. */
export function profileState(pack: LoadedPack, path: string): ProfileState {
  let compiled: CompiledProfile;
  try {
    compiled = compiledProfile(pack, path);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const defect = { kind: 'unreadable', text: error.explanation, place: error.place, times: 1, incomplete: true };
    return { path, title: undefined, complete: false, defects: [defect], elsewhere: [] };
  }
  const defects = new Map<string, Defect>();
  for (const problem of compiled.problems) {
    const key = `${problem.kind} ${problem.incomplete} ${problem.text.en}`;
    const known = defects.get(key);
    if (known) known.times++;
    else defects.set(key, { ...problem, times: 1 });
  }
  const all = [...defects.values()];
  return {
    path,
    title: compiled.title,
    complete: !all.some(({ incomplete }) => incomplete),
    defects: all,
    elsewhere: compiled.patterns.flatMap(({ rules }) =>
      rules.flatMap(({ place, elsewhere }) => (elsewhere ? [{ place, reason: elsewhere.reason }] : [])),
    ),
  };
}
