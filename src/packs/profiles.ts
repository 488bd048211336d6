import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import {
  compileSchema,
  nodesByPath,
  Profile,
  readSchema,
  saxonRule,
  type CompiledProfile,
  type Elsewhere,
  type ElsewhereFailure,
  type SaxonRule,
  type Schema,
} from '../protocols/schematron/index.js';
import { elementAsText } from '../protocols/xml/subtree.js';
import { UnsupportedExpression, type Documents, type Node } from '../protocols/xpath/index.js';
import { besides } from './besides.js';
import { compiledCache, type CompiledCache } from './compiled-cache.js';
import { packDocuments } from './documents.js';
import type { LoadedPack } from './load.js';

/** The schematrons of packs, compiled once and kept: in this process, and on disk for the next one. */
export interface Profiles {
  /**
   * A schematron of a pack, ready to judge.
   * @param path of the schema file, from the root of the pack
   * @param now what fn:current-dateTime gives: the instant of the record that is judged
   * @throws SchemaError when there is no schema at that path
   */
  open(pack: LoadedPack, path: string, now: Date): Profile;
  /** Keeps on disk what V8 learned while judging, when that is new. */
  keep(): void;
}

interface Opened {
  profile: Profile;
  key: string;
  learned: boolean;
}

/** @param cache where compiled profiles stay between processes */
export function profiles(cache: CompiledCache = compiledCache()): Profiles {
  const opened = new Map<string, Opened>();
  const documents = new Map<string, Documents>();

  return {
    open(pack, path, now) {
      const key = keyOf(pack, path);
      let one = opened.get(key);
      if (one === undefined) {
        let docs = documents.get(pack.sha256);
        if (docs === undefined) documents.set(pack.sha256, (docs = packDocuments(pack)));
        const learned = cache.read(learnedKey(key));
        const profile = new Profile(compiledProfile(pack, path, cache), { documents: docs, now, elsewhere: onSaxon(pack, path) }, learned);
        one = { profile, key, learned: learned !== undefined };
        opened.set(key, one);
      }
      one.profile.now = now;
      return one.profile;
    },
    keep() {
      for (const one of opened.values()) {
        if (one.learned) continue;
        cache.write(learnedKey(one.key), one.profile.learned());
        one.learned = true;
      }
    },
  };
}

/** What V8 learned is of use to the same V8 alone: another refuses it. */
const learnedKey = (key: string): string => `${key} learned by ${process.versions.v8}`;

const keyOf = (pack: LoadedPack, path: string): string => `${pack.sha256} ${path} ${compilerHash()}`;

/**
 * A schematron of a pack, compiled now or by whoever came first.
 * @throws SchemaError when there is no schema at that path
 */
export function compiledProfile(pack: LoadedPack, path: string, cache = compiledCache()): CompiledProfile {
  const key = `${keyOf(pack, path)} profile`;
  const kept = cache.read(key);
  if (kept !== undefined) return JSON.parse(new TextDecoder().decode(kept)) as CompiledProfile;
  const schema = readSchema(path, (name) => pack.open(name));
  const compiled = compileSchema(schema);
  compiled.problems.push(...besides(schema, (name) => pack.find(name)));
  cache.write(key, new TextEncoder().encode(JSON.stringify(compiled)));
  return compiled;
}

/** Runs on saxon-js the rules that the compiler left; the schema is read again, since few profiles have any. */
function onSaxon(pack: LoadedPack, path: string): Elsewhere {
  let schema: Schema | undefined;
  const rules = new Map<string, SaxonRule | Error>();
  return {
    judge({ pattern, rule, reason }, root) {
      schema ??= readSchema(path, (name) => pack.open(name));
      const key = `${pattern} ${rule}`;
      let prepared = rules.get(key);
      if (prepared === undefined) {
        const of = schema.patterns[pattern]!;
        try {
          prepared = saxonRule(schema, of, of.rules[rule]!);
        } catch (error) {
          if (!(error instanceof UnsupportedExpression)) throw error;
          prepared = error;
        }
        rules.set(key, prepared);
      }
      if (prepared instanceof Error)
        return { matched: new Map(), error: { code: 'unsupported', message: `${reason}; ${prepared.message}` } };
      const nodes = nodesByPath(root);
      const matched = new Map<Node, readonly ElsewhereFailure[]>();
      let error: { code: string; message: string } | undefined;
      for (const [place, result] of prepared.run(elementAsText(root.tree.document!.root))) {
        error ??= result.error;
        const node = nodes.get(place);
        // the document node stands for an error of the rule as a whole, when it is no context of it
        if (node !== undefined && !(result.error && node === root)) matched.set(node, result.failed);
      }
      return { matched, ...(error && { error }) };
    },
  };
}

let hash: string | undefined;

/** Names the compiler by its own code: what another version compiled is not used. */
function compilerHash(): string {
  if (hash === undefined) {
    const sum = createHash('sha256');
    for (const folder of ['xpath', 'schematron']) {
      const root = new URL(`../protocols/${folder}/`, import.meta.url);
      for (const name of readdirSync(root).sort())
        if (/\.[jt]s$/.test(name) && !/\.(test|d)\.ts$/.test(name)) sum.update(name).update(readFileSync(new URL(name, root)));
    }
    hash = sum.digest('hex');
  }
  return hash;
}
