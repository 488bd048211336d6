import { z } from 'zod';
import { Bilingual } from '../../../src/model/index.js';
import { Predicate } from './predicate.js';

/** Required, required if known, optional, conditional, not used, kept for older versions, withdrawn. */
export const USAGES = ['R', 'RE', 'O', 'C', 'X', 'B', 'W'] as const;
export type Usage = (typeof USAGES)[number];

/** What a profile says of a field, a component or a subcomponent; what it does not say is what it builds on says. */
const ElementMap = z.strictObject({
  usage: z.enum(USAGES).optional(),
  type: z
    .string()
    .regex(/^(?:[A-Z][A-Z0-9]{1,3}(?:-[A-Z]+)?|\*)$/)
    .optional(),
  min: z.number().int().min(0).optional(),
  /** `*`: as many as one likes */
  max: z.union([z.number().int().min(1), z.literal('*')]).optional(),
  /** in characters, delimiters within counted */
  length: z.number().int().min(1).optional(),
  table: z.string().optional(),
  constant: z.string().optional(),
  /** usage C: required when it holds */
  when: Predicate.optional(),
  /** usage C: what it is when `when` does not hold; O when not said */
  otherwise: z.enum(['O', 'RE', 'X']).optional(),
  /** SHOULD: what is found is a warning (sources disagree, or only recommend) */
  level: z.enum(['SHALL', 'SHOULD']).optional(),
});
export type ElementFacts = z.infer<typeof ElementMap>;

/** `R CX 1..* 250 #0203 =PI should`, each word optional, in any order */
const WORDS =
  /^(?:(?:R|RE|O|C|X|B|W|[A-Z][A-Z0-9]{1,3}(?:-[A-Z]+)?|\*|[0-9]{1,5}|[0-9]{1,2}\.\.(?:[0-9]{1,3}|\*)|#\S+|=\S+|should|shall)(?: |$))+$/;

const Element = z.union([z.string().regex(WORDS), ElementMap]);
/** by number, from 1 */
const Elements = z.record(z.string().regex(/^[1-9][0-9]{0,2}$/), Element);
/** all of them, in order */
const AllElements = z.array(Element);

export const Table = z.union([
  z.string(),
  z.strictObject({ codes: z.string(), title: Bilingual.optional(), level: z.enum(['SHALL', 'SHOULD']).optional() }),
]);

const Level = z.enum(['SHALL', 'SHOULD']);

const EachPath = z.string().regex(/^[A-Z][A-Z0-9]{2}(?:-[0-9]{1,3})?$/);

const ProfileRule = z.strictObject({
  id: z.string().regex(/^[A-Z0-9-]+$/),
  level: Level,
  title: Bilingual,
  message: Bilingual,
  why: Bilingual.optional(),
  hint: Bilingual,
  clause: z.string(),
  example: z.strictObject({ right: z.string(), wrong: z.string() }),
  /** judged for each segment of a name, or each repetition of a field; without it once */
  each: z.union([z.array(EachPath), EachPath]).optional(),
  /** judged where it holds */
  when: Predicate.optional(),
  expect: Predicate,
  /** where a finding points; empty: at the segment */
  at: z.string(),
  /** what is expected there, in words */
  expected: z.union([z.string(), Bilingual]),
});
export type ProfileRule = z.infer<typeof ProfileRule>;

const StructureFacts = z.strictObject({
  messages: z.array(z.string()),
  segments: z.string().optional(),
  /** segments that hold something else in this structure: `QPD: QPD-QUERY` */
  as: z.record(z.string(), z.string().regex(/^[A-Z][A-Z0-9]{2}-[A-Z]+$/)).optional(),
});

/** `suites/messages-hl7v2/profiles/<id>.yaml`: see docs/hl7v2-profiles.md */
export const ProfileFile = z.strictObject({
  id: z.string().regex(/^[a-z0-9.-]+$/),
  title: Bilingual,
  /** where its facts come from */
  clause: z.string(),
  /** the profile that it builds on: what is not said here is said there */
  extends: z.string().optional(),
  /** MSH-12.1 */
  versions: z.array(z.string()).min(1),
  /** MSH-21, as written */
  identifiers: z.array(z.string()).optional(),
  /** the messages it is for, without MSH-21 */
  where: Predicate.optional(),
  /** a Z segment that no structure names: `ignored`, or a warning */
  localSegments: z.enum(['ignored', 'warning']).optional(),
  /** what fields are called in findings: `PID-7` */
  names: z.record(z.string().regex(/^[A-Z][A-Z0-9]{2}-[0-9]{1,3}$/), Bilingual).optional(),
  tables: z.record(z.string(), Table).optional(),
  types: z.record(z.string(), z.union([Elements, AllElements])).optional(),
  segments: z.record(z.string(), z.union([Elements, AllElements])).optional(),
  /** by structure: the messages that have it */
  structures: z.record(z.string(), StructureFacts).optional(),
  rules: z.array(ProfileRule).optional(),
});
export type ProfileFile = z.infer<typeof ProfileFile>;

/** An element as it is written in a file, short or long. */
export function elementFacts(written: z.infer<typeof Element>): ElementFacts {
  if (typeof written !== 'string') return written;
  const facts: ElementFacts = {};
  for (const word of written.split(' ')) {
    const [range, min, max] = /^(\d+)\.\.(\d+|\*)$/.exec(word) ?? [];
    if (range) {
      facts.min = Number(min);
      facts.max = max === '*' ? '*' : Number(max);
    } else if ((USAGES as readonly string[]).includes(word)) facts.usage = word as Usage;
    else if (word === 'should' || word === 'shall') facts.level = word === 'should' ? 'SHOULD' : 'SHALL';
    else if (word.startsWith('#')) facts.table = word.slice(1);
    else if (word.startsWith('=')) facts.constant = word.slice(1);
    else if (/^\d+$/.test(word)) facts.length = Number(word);
    else facts.type = word;
  }
  return facts;
}
