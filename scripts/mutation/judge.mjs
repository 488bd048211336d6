/**
 * Judges a document by the build in a folder, in this process: by our rules alone, by the official packs alone, and by both
 * as `addax validate` does where packs are in force. A verdict is how many errors and warnings each rule gave.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The instant of every judgement: later than all sample documents. */
const AT = new Date('2026-11-20T12:00:00Z');

/** @param dist folder of the build */
export async function openJudge(dist, packFolder) {
  const load = (path) => import(pathToFileURL(join(dist, path)).href);
  const [{ Artefact }, { readXml, xmlOf }, cda, { loadPacks }] = await Promise.all([
    load('src/model/index.js'),
    load('src/protocols/xml/index.js'),
    load('validators/cda/index.js'),
    load('src/packs/index.js'),
  ]);
  const packs = packFolder === undefined ? [] : loadPacks(packFolder);
  const { judgeByPacks } = packs.length ? await load('validators/cda/packs.js') : {};
  const context = (inForce) => ({ at: AT, trust: { anchors: [], crls: [] }, parameters: {}, ...(inForce.length && { packs: inForce }) });
  const [alone, together, schemas] = [context([]), context(packs), context(packs.map(onlySchema))];

  return {
    read: readXml,
    contain: cda.clinicalDocumentIn,
    withPacks: packs.length > 0,
    artefact: (name, bytes) => new Artefact(name, bytes),
    /** All findings of our rules. */
    async own(artefact) {
      return (await cda.validator.validate(artefact, alone)).findings;
    },
    /** The findings of the XML Schema of the pack alone: much cheaper than its schematrons. */
    schema: (artefact) => official(artefact, schemas),
    /** The findings of the whole pack. */
    pack: (artefact) => official(artefact, together),
    /** The findings of our rules where packs are in force, which then know the terminology of the packs too. */
    async ownWithPacks(artefact) {
      return (await cda.validator.validate(artefact, together)).findings.filter(({ source }) => source === 'addax');
    },
  };

  function official(artefact, inForce) {
    const document = xmlOf(artefact);
    const root = cda.clinicalDocumentIn(document.root);
    // what is no ClinicalDocument is not given to the packs: that is told by our rules alone
    return root ? judgeByPacks(artefact, document, root, inForce).findings : [];
  }
}

/** A pack without its schematrons: what chooses the volet stays. */
const onlySchema = (pack) => ({
  ...pack,
  sha256: `${pack.sha256} schema`,
  manifest: { ...pack.manifest, cda: { ...pack.manifest.cda, profiles: [] } },
  open: (path) => (path.endsWith('.sch') ? undefined : pack.open(path)),
});

/** Errors and warnings by rule. */
export function countsOf(findings) {
  const counts = new Map();
  for (const { rule, severity } of findings) if (severity !== 'information') counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

/** The rules that say more of the mutant than of the original. */
export const increased = (original, mutant) =>
  [...mutant].filter(([rule, count]) => count > (original.get(rule) ?? 0)).map(([rule]) => rule);

/** Adds packs to a project of their own and returns its folder. */
export async function projectOf(dist, packs, folder) {
  const { addPack } = await import(pathToFileURL(join(dist, 'src/packs/index.js')).href);
  for (const pack of packs) await addPack(pack, { cwd: folder });
  return folder;
}

/** Whether the packages that the build stands on can be found from where it is. */
export function canLoad(dist) {
  try {
    createRequire(join(dist, 'src/x.js')).resolve('libxml2-wasm');
    return true;
  } catch {
    return false;
  }
}
