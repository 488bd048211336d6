import {
  fingerprint,
  same,
  shorten,
  type Artefact,
  type Bilingual,
  type Finding,
  type Severity,
  type ValidationContext,
  type ValidationNote,
} from '../../src/model/index.js';
import { isLoadedPack, type LoadedPack } from '../../src/packs/load.js';
import { MANIFEST_FILE, type VoletRow } from '../../src/packs/manifest.js';
import { profiles } from '../../src/packs/profiles.js';
import {
  judge,
  SchemaError,
  svrlLocation,
  writeSvrl,
  type CompiledCheck,
  type Judgement,
  type Profile,
} from '../../src/protocols/schematron/index.js';
import { placeOf, type XmlDocument, XmlElement } from '../../src/protocols/xml/index.js';
import { elementAsDocument } from '../../src/protocols/xml/subtree.js';
import { compileXsd, XsdSchemaError, type XsdSchema } from '../../src/protocols/xml/xsd.js';
import { Kind, nameOf, Tree, type Node } from '../../src/protocols/xpath/index.js';
import { officialVolets, withExtraRows } from './official-volets.js';
import { voletOf, type VoletChoice } from './volet-of-document.js';

/** What the packs in force say of one document. */
interface PackJudgement {
  findings: Finding[];
  evaluated: string[];
  notes: ValidationNote[];
  profiles: { pack: LoadedPack; profile: Profile; judgement: Judgement }[];
}

/** How one pack judges CDA documents. */
interface CdaRules {
  xsd?: string | undefined;
  profiles: readonly string[];
  volets: readonly VoletRow[];
}

/** A check that a hostile document breaks again and again is reported this often at most. */
const MOST_FINDINGS_PER_CHECK = 100;
/** The text of an assertion is told as it is; published ones stay far below. */
const LONGEST_MESSAGE = 4000;
/** A folder of schematrons that says nothing of itself is run as a whole up to this many. */
const MOST_LOOSE_PROFILES = 20;

const opened = profiles();
const schemas = new Map<string, XsdSchema | XsdSchemaError>();

/** Judges a document by the packs in force; done once for an artefact, whoever asks. */
export function judgeByPacks(artefact: Artefact, document: XmlDocument, root: XmlElement, context: ValidationContext): PackJudgement {
  return artefact.memo(`packs ${context.at.toISOString()} ${(context.packs ?? []).map(({ sha256 }) => sha256).join(' ')}`, () => {
    const packs = (context.packs ?? []).filter(isLoadedPack);
    const result: PackJudgement = { findings: [], evaluated: [], notes: [], profiles: [] };
    for (const pack of packs.filter(saysNothing)) result.notes.push(notApplied(pack));
    const chosen = choosePacks(packs, document);
    for (const one of chosen) {
      if (one.note) result.notes.push({ kind: 'choice', text: one.note });
      if (one.rules.volets.length > 0) result.notes.push(voletNote(one, chosen.length > 1));
      judgeByPack(artefact, root, context, one, result);
    }
    opened.keep();
    return result;
  });
}

/** The outcome of all schematrons of a judgement as one SVRL report. */
export function svrlOf({ profiles: judged }: PackJudgement): string {
  const namespaces = new Map(judged.flatMap(({ profile }) => profile.compiled.namespaces));
  return writeSvrl({
    title: judged.map(({ profile }) => profile.compiled.title).join(' ; '),
    namespaces,
    patterns: judged.flatMap(({ pack, profile, judgement }) => {
      const fired = grouped(judgement.fired, ({ pattern }) => pattern);
      const results = grouped(judgement.results, ({ pattern }) => pattern);
      return profile.compiled.patterns.map((pattern) => {
        // of one pattern no more than one rule fires on a node
        const byNode = grouped(results.get(pattern) ?? [], ({ node }) => node);
        return {
          id: pattern.id,
          name: [pattern.title, `${pack.coordinate}/${profile.compiled.entry}`].filter(Boolean).join(' · '),
          fired: (fired.get(pattern) ?? []).map(({ rule, node }) => ({
            ...rule,
            results: (byNode.get(node) ?? []).map(({ check, text, diagnostics, properties }) => ({
              ...check,
              test: check.expression,
              location: svrlLocation(node),
              text,
              diagnostics,
              properties,
            })),
          })),
        };
      });
    }),
  });
}

function grouped<K, T>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known) known.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

interface Chosen {
  pack: LoadedPack;
  rules: CdaRules;
  choice: VoletChoice;
  note?: Bilingual;
}

/**
 * Of the versions of one pack, the one that knows the volet of this document judges it; of several, the newest. Packs of
 * other names all judge.
 */
function choosePacks(packs: readonly LoadedPack[], document: XmlDocument): Chosen[] {
  const byName = new Map<string, Chosen[]>();
  for (const pack of packs) {
    const rules = rulesOf(pack);
    if (!hasRules(rules)) continue;
    const name = pack.coordinate.split(':').slice(0, 2).join(':');
    const one = { pack, rules, choice: voletOf(document, rules.volets) };
    byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  return [...byName.values()].map((versions) => {
    versions.sort((a, b) => b.pack.version.localeCompare(a.pack.version, 'en', { numeric: true }));
    const chosen =
      versions.find(({ choice }) => choice.outcome === 'chosen')
      ?? versions.find(({ choice }) => choice.outcome === 'assumed')
      ?? versions[0]!;
    if (versions.length === 1) return chosen;
    const all = versions.map(({ pack }) => pack.coordinate).join(', ');
    const known = chosen.choice.row !== undefined;
    return {
      ...chosen,
      note: {
        fr: `Paquet ${chosen.pack.coordinate} parmi ${all}\u00A0: ${known ? 'il connaît le volet de ce document' : 'le plus récent'}.`,
        en: `Pack ${chosen.pack.coordinate} among ${all}: ${known ? 'it knows the volet of this document' : 'the newest'}.`,
      },
    };
  });
}

const hasRules = ({ xsd, profiles: general, volets }: CdaRules): boolean => xsd !== undefined || general.length > 0 || volets.length > 0;

function rulesOf(pack: LoadedPack): CdaRules {
  const own = pack.manifest.cda;
  if (hasRules(own)) return { ...own, volets: withExtraRows(officialVolets(pack.manifest.layout ?? ''), own.volets) };
  const loose = pack.files().filter(({ kind }) => kind === 'schema');
  return { profiles: loose.length > MOST_LOOSE_PROFILES ? [] : loose.map(({ path }) => path), volets: [] };
}

/** A folder of many schematrons without a manifest: some are for one volet only, and nothing tells which. */
const saysNothing = (pack: LoadedPack): boolean => !hasRules(rulesOf(pack)) && pack.files().some(({ kind }) => kind === 'schema');

function notApplied(pack: LoadedPack): ValidationNote {
  const count = pack.files().filter(({ kind }) => kind === 'schema').length;
  return {
    kind: 'unchecked',
    text: {
      fr: `Paquet ${pack.coordinate}\u00A0: ${count} schématrons, et rien ne dit lesquels jugent un document. Aucun n’est appliqué\u00A0; les nommer dans un ${MANIFEST_FILE} (cda.profiles, cda.volets).`,
      en: `Pack ${pack.coordinate}: ${count} schematrons, and nothing tells which of them judge a document. None is applied; name them in an ${MANIFEST_FILE} (cda.profiles, cda.volets).`,
    },
  };
}

/** What became of the volet; of which pack, where several judge. */
function voletNote({ pack, choice }: Chosen, several: boolean): ValidationNote {
  const { fr, en } = choice.reason;
  return {
    kind: choice.row === undefined && choice.outcome !== 'none-needed' ? 'unchecked' : 'choice',
    text: several ? { fr: `${pack.coordinate}\u00A0: ${fr}`, en: `${pack.coordinate}: ${en}` } : choice.reason,
  };
}

function judgeByPack(
  artefact: Artefact,
  root: XmlElement,
  context: ValidationContext,
  { pack, rules, choice }: Chosen,
  result: PackJudgement,
): void {
  if (rules.xsd !== undefined) judgeByXsd(artefact, root, pack, rules.xsd, result);
  const paths = [...new Set([...rules.profiles, ...(choice.row ? [choice.row.schematron] : [])])];
  const ready: Profile[] = [];
  for (const path of paths) {
    try {
      ready.push(opened.open(pack, path, context.at));
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      const { explanation, place } = error;
      incomplete(result, `${pack.coordinate}/${path}`, explanation, `${place.file}:${place.line}`);
    }
  }
  if (ready.length === 0) return;
  const tree = new Tree(artefact.name, elementAsDocument(root));
  const evaluated = new Set(result.evaluated);
  for (const [index, judgement] of judge(ready, tree.root).entries()) {
    const profile = ready[index]!;
    const source = `pack:${pack.coordinate}/${profile.compiled.entry}`;
    result.profiles.push({ pack, profile, judgement });
    const name = baseName(profile.compiled.entry);
    for (const { rule, pattern } of judgedRules(profile, judgement)) evaluated.add(`${name}#${rule.id || pattern.id || rule.place.line}`);
    addFindings((node) => placeOfNode(artefact, root, node), source, name, judgement, result);
    tellIncomplete((node) => placeOfNode(artefact, root, node), profile, judgement, `${pack.coordinate}/${profile.compiled.entry}`, result);
  }
  result.evaluated = [...evaluated];
}

function addFindings(placed: Placed, source: string, name: string, { results, omitted }: Judgement, into: PackJudgement): void {
  const told = new Map<CompiledCheck, number>();
  for (const { check, rule, pattern, node, text, diagnostics } of results) {
    const before = told.get(check) ?? 0;
    told.set(check, before + 1);
    if (before >= MOST_FINDINGS_PER_CHECK) continue;
    const id = `${name}#${check.id || rule.id || pattern.id || check.place.line}`;
    const place = placed(node);
    const said = [text, ...diagnostics.map((one) => one.text)].map(inOneLine).filter((one) => one !== '');
    const where = placeInWords(check);
    into.findings.push({
      rule: id,
      source,
      severity: severityOf(check.role || rule.role),
      place,
      expected: same(shorten(`${check.kind === 'report' ? 'not ' : ''}${inOneLine(check.expression)}`)),
      message: same(said.join(' ') || `${check.kind} ${where}`, LONGEST_MESSAGE),
      hint: {
        fr: `Corriger selon ce texte. Règle officielle\u00A0: ${where}${check.see ? `, ${check.see}` : ''}`,
        en: `Correct as this text says. Official rule: ${where}${check.see ? `, ${check.see}` : ''}`,
      },
      requirements: [],
      fingerprint: fingerprint(`${id} ${check.expression}`, place.path),
    });
  }
  for (const [check, kept] of told) {
    if (kept <= MOST_FINDINGS_PER_CHECK) continue;
    const times = kept + (omitted.get(check) ?? 0);
    const what = `${source} (${placeInWords(check)})`;
    into.notes.push({
      kind: 'unchecked',
      text: {
        fr: `${what}\u00A0: ${times} constats, les ${MOST_FINDINGS_PER_CHECK} premiers sont dits.`,
        en: `${what}: ${times} findings, the first ${MOST_FINDINGS_PER_CHECK} are told.`,
      },
    });
  }
}

/** As a schema is laid out in lines; a no-break space is part of the text. */
const inOneLine = (text: string): string => text.replace(/[ \t\r\n]+/g, ' ').trim();

/** The official roles are error, warning and info; a check without one is an error. */
function severityOf(role: string): Severity {
  if (/warn/i.test(role)) return 'warning';
  return /info|hint/i.test(role) ? 'information' : 'error';
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.sch$/i, '');

/** The rules that fired and of which at least one check could be evaluated: a rule that never was is not a pass. */
function judgedRules({ compiled }: Profile, { fired, failures }: Judgement): Judgement['fired'] {
  const failed = grouped(failures, ({ rule }) => rule);
  const times = grouped(fired, ({ rule }) => rule);
  return [...times].flatMap(([rule, [first, ...more]]) => {
    const checks = rule.elsewhere ? rule.checks : rule.checks.filter((check) => compiled.checks[check]!.test !== -1);
    return (failed.get(rule)?.length ?? 0) < checks.length * (1 + more.length) ? [first!] : [];
  });
}

type Placed = (node: Node) => Finding['place'];

/** Place in the whole file of a node of the document that was judged, which a style sheet may wrap. */
function placeOfNode(artefact: Artefact, root: XmlElement, node: Node): Finding['place'] {
  const { source } = node.kind === Kind.Attribute ? node.parent! : node;
  const element = source instanceof XmlElement ? source : root;
  const name = node.kind === Kind.Attribute ? nameOf(node.name).local : undefined;
  const top = `/${root.name}`;
  const path = node.path.startsWith(top) ? root.path + node.path.slice(top.length) : node.path;
  // a comment or an instruction stands somewhere too, also beside the root element
  const at = source === undefined || source === element || !('start' in source) ? {} : root.document.position(source.start);
  return { ...placeOf(artefact, element, name), ...at, path };
}

function judgeByXsd(artefact: Artefact, root: XmlElement, pack: LoadedPack, path: string, into: PackJudgement): void {
  const schema = xsdOf(pack, path);
  const source = `xsd:${pack.coordinate}`;
  if (schema instanceof XsdSchemaError) {
    const [{ text, file, line }] = schema.problems;
    incomplete(into, source, text, `${file}:${line}`);
    return;
  }
  into.evaluated.push('XSD');
  for (const { file, line, text } of schema.missing) incomplete(into, source, text, `${file}:${line}`);
  const { violations, total } = schema.validate(root);
  for (const { element, attribute, line, column, code, message, hint, expected, actual } of violations) {
    const place = { ...placeOf(artefact, element, attribute), line, column };
    into.findings.push({
      rule: `XSD-${code}`,
      source,
      severity: 'error',
      place,
      ...(expected && { expected }),
      ...(actual && { actual }),
      message,
      hint,
      requirements: [],
      fingerprint: fingerprint(`XSD-${code}`, place.path),
    });
  }
  if (total > violations.length)
    into.notes.push({
      kind: 'unchecked',
      text: {
        fr: `Schéma XSD\u00A0: ${total} écarts, les ${violations.length} premiers sont dits.`,
        en: `XML Schema: ${total} differences, the first ${violations.length} are told.`,
      },
    });
}

function xsdOf(pack: LoadedPack, path: string): XsdSchema | XsdSchemaError {
  const key = `${pack.sha256} ${path}`;
  let schema = schemas.get(key);
  if (schema === undefined) {
    try {
      schema = compileXsd(path, (name) => pack.open(name));
    } catch (error) {
      if (!(error instanceof XsdSchemaError)) throw error;
      schema = error;
    }
    schemas.set(key, schema);
  }
  return schema;
}

function incomplete(into: PackJudgement, source: string, text: Bilingual, where: string): void {
  into.notes.push({
    kind: 'incomplete',
    text: {
      fr: `INCOMPLET ${source} (${where})\u00A0: ${text.fr}`,
      en: `INCOMPLETE ${source} (${where}): ${text.en}`,
    },
  });
}

/** What of a profile could not be judged: faults of its own, and checks that this document made fail to evaluate. */
function tellIncomplete(placed: Placed, profile: Profile, { failures }: Judgement, source: string, into: PackJudgement): void {
  const faults = profile.compiled.problems.filter((one) => one.incomplete);
  for (const { text, place } of faults) incomplete(into, source, text, `${place.file}:${place.line}`);
  const fileMissing = faults.some(({ kind }) => kind === 'document-missing');
  const alike = new Map<string, { first: (typeof failures)[number]; times: number }>();
  for (const failure of failures) {
    // told above, once for the profile
    if (failure.code === 'FODC0002' && fileMissing) continue;
    const key = `${failure.code} ${failure.code === 'FODC0002' ? failure.message : (failure.check?.expression ?? placeInWords(failure.rule))}`;
    const known = alike.get(key);
    if (known) known.times++;
    else alike.set(key, { first: failure, times: 1 });
  }
  for (const { first, times } of alike.values()) {
    const { path, line } = placed(first.node);
    const why = first.code === 'limit' ? ofLimit(first.message) : same(first.message);
    const often = { fr: times > 1 ? ` (${times} fois)` : '', en: times > 1 ? ` (${times} times)` : '' };
    incomplete(
      into,
      source,
      {
        fr: `règle non évaluée sur ${path}, ligne ${line}${often.fr}\u00A0: ${why.fr}`,
        en: `rule not evaluated on ${path}, line ${line}${often.en}: ${why.en}`,
      },
      placeInWords(first.check ?? first.rule),
    );
  }
}

const placeInWords = ({ place }: { place: { file: string; line: number } }): string => `${place.file}:${place.line}`;

/** What the engine says, in English alone, of a rule or a document that goes beyond its bounds. */
function ofLimit(en: string): Bilingual {
  const seconds = /^it takes more than ([\d.]+) s/.exec(en)?.[1];
  const fr =
    en.startsWith('too many steps for one document') ? 'trop d’étapes de calcul pour un seul document, dont le reste n’est pas jugé'
    : seconds ? `elle prend plus de ${seconds.replace('.', ',')}\u00A0s et n’est plus essayée sur ce document`
    : 'elle demande trop d’étapes de calcul et n’est plus essayée sur ce document';
  return { fr, en };
}
