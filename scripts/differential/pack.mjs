/**
 * A copy of a pack on which both engines can run. The published packs are written on a file system that ignores case and
 * name files that nobody published: names that differ in case are added as copies, and stand-ins for the absent value
 * sets on demand. The pack itself is only read.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, posix, relative } from 'node:path';

const TAKEN = new Set(['.sch', '.xsl', '.xml', '.rdf', '.xsd']);
const LEFT = new Set(['ExemplesCDA', 'FeuilleDeStyle', 'rapports', 'tmp', '.git', '.github']);

/** The general profiles in the official order; a pack has those of its generation. */
const GENERAL = [
  'schematrons/profils/IHE.sch',
  'schematrons/profils/terminologies/schematron/terminologie.sch',
  'schematrons/profils/CI-SIS_ModelesDeContenusCDA.sch',
  'schematrons/profils/IHE_XDS-SD.sch',
  'schematrons/profils/CI-SIS_StructurationMinimale.sch',
  'schematrons/profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch',
  'schematrons/profils/CI-SIS_Modeles_ANS.sch',
];
export const ENGINE = 'schematrons/moteur';

const slashed = (path) => path.replaceAll('\\', '/');
const filesUnder = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => slashed(relative(folder, join(entry.parentPath ?? entry.path, entry.name))));

/** The pack's name: that of its folder. */
export const packName = (folder) => basename(folder.replace(/[\\/]+$/, ''));

/** The general profiles that a pack has, in the official order. */
export const generalProfiles = (folder) => GENERAL.filter((path) => existsSync(join(folder, path)));

/** The example documents of a pack, by name. */
export const examples = (folder) =>
  readdirSync(join(folder, 'ExemplesCDA'))
    .filter((name) => name.endsWith('.xml'))
    .sort()
    .map((name) => ({ name, file: join(folder, 'ExemplesCDA', name) }));

/** The volet schematrons that a document names in its SCHSchema instructions. */
export function voletProfiles(folder, text) {
  const known = new Map(
    readdirSync(join(folder, 'schematrons'))
      .filter((name) => name.endsWith('.sch'))
      .map((name) => [name.toLowerCase(), name]),
  );
  return [...text.matchAll(/<\?oxygen\s+SCHSchema="\.\.\/schematrons\/([^"/]+\.sch)"/gi)]
    .map(([, name]) => known.get(name.toLowerCase()))
    .filter(Boolean)
    .map((name) => `schematrons/${name}`);
}

/**
 * Writes the copy of a pack to `target`. With `complete`, what is absent gets a stand-in. Returns what was added because
 * of case, what is absent, and for each entry schematron which absent files it names.
 */
export function copyPack(folder, target, complete) {
  for (const name of readdirSync(folder)) {
    if (LEFT.has(name)) continue;
    cpSync(join(folder, name), join(target, name), {
      recursive: true,
      filter: (path) => !LEFT.has(basename(path)) && (TAKEN.has(extname(path).toLowerCase()) || !extname(path) || isFolder(path)),
    });
  }
  const present = new Map(filesUnder(target).map((path) => [path.toLowerCase(), path]));
  const [caseOnly, absent] = [[], new Map()];
  for (const entry of [...generalProfiles(target), ...volets(target)]) {
    for (const path of named(target, entry, present)) {
      if (existsSync(join(target, path))) continue;
      const real = present.get(path.toLowerCase());
      if (real) {
        mkdirSync(dirname(join(target, path)), { recursive: true });
        copyFileSync(join(target, real), join(target, path));
        caseOnly.push({ path, real });
      } else absent.set(path, [...(absent.get(path) ?? []), entry]);
    }
  }
  if (complete)
    for (const path of absent.keys())
      if (path.endsWith('.xml')) {
        mkdirSync(dirname(join(target, path)), { recursive: true });
        writeFileSync(join(target, path), standIn(target, path));
      }
  return { caseOnly, absent: [...absent].map(([path, entries]) => ({ path, entries })) };
}

const isFolder = (path) => {
  try {
    readdirSync(path);
    return true;
  } catch {
    return false;
  }
};

const volets = (folder) =>
  readdirSync(join(folder, 'schematrons'))
    .filter((name) => name.endsWith('.sch'))
    .map((name) => `schematrons/${name}`);

/**
 * The files that an entry schematron names: includes, relative to where they stand, and path literals, relative to the
 * entry. A literal without a folder is a piece of a path that is put together when the rule runs.
 */
function named(folder, entry, present) {
  const [found, seen, todo] = [new Set(), new Set(), [entry]];
  while (todo.length) {
    const file = todo.pop();
    const real = present.get(file.toLowerCase());
    if (!real || seen.has(real)) continue;
    seen.add(real);
    const text = readFileSync(join(folder, real), 'utf8').replace(/<!--[\s\S]*?-->/g, '');
    for (const [, href] of text.matchAll(/<(?:\w+:)?(?:include|extends)\b[^>]*\bhref="([^"#]+)/g)) {
      const path = posix.join(posix.dirname(file), href);
      found.add(path);
      todo.push(path);
    }
    for (const [, literal] of text.matchAll(/'([^'<>]*\/[^'<>]*\.(?:xml|rdf))'/g)) found.add(posix.join(posix.dirname(entry), literal));
  }
  return [...found].filter((path) => !path.startsWith('..'));
}

/** A value set in place of one that was not published: the same codes where another file of the pack has its identifier, none otherwise. */
function standIn(folder, path) {
  const oid = /voc-([\d.]+)-DYNAMIC\.xml$/.exec(path)?.[1];
  if (!oid)
    return '<RetrieveValueSetResponse xmlns="urn:ihe:iti:svs:2008"><ValueSet><ConceptList/></ValueSet></RetrieveValueSetResponse>\n';
  const sets = join(folder, 'jeuxDeValeurs');
  const same = readdirSync(sets)
    .map((name) => readFileSync(join(sets, name), 'utf8'))
    .find((text) => text.includes(`id="${oid}"`));
  const concepts = [...(same ?? '').matchAll(/<Concept\s[^>]*\/?>/g)].map(([tag]) => {
    const attribute = (name) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
    return `<concept code="${attribute('code')}" codeSystem="${attribute('codeSystem')}" displayName="${attribute('displayName')}"/>`;
  });
  return `<valueSets><valueSet id="${oid}"><conceptList>${concepts.join('')}</conceptList></valueSet></valueSets>\n`;
}
