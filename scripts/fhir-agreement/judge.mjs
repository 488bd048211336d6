/** Judges a case of HL7 as `addax validate` would, with the definitions that the case names. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Dates are judged as of this day. */
const AT = new Date('2026-06-25T12:00:00Z');

/** @param ours the modules under test: of the build for the script, of the sources for the test */
export function judgeOf(ours, root, baseShelf) {
  const { judgeResource, Artefact, DefinitionSet, Library, Shelf, shelve, readFhirJson, readFhirXml, openTar, PACK_LIMITS } = ours;
  const folder = join(root, 'validator');
  const base = new DefinitionSet([baseShelf]);
  const library = new Library(base);
  const packages = new Map();

  /** The resources of a file; those of a Bundle each for itself. */
  function resourcesOf(file) {
    const bytes = readFileSync(join(folder, file));
    const isXml = file.endsWith('.xml');
    const { root: node } = (isXml ? readFhirXml : readFhirJson)(bytes);
    if (!node) return [];
    const resource = isXml ? plainOf(node, library) : JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
    return resource.resourceType === 'Bundle' ? (resource.entry ?? []).map((entry) => entry.resource) : [resource];
  }

  async function packageShelf(name) {
    let shelf = packages.get(name);
    if (!shelf) {
      const source = await openTar(join(folder, name), PACK_LIMITS);
      const found = [];
      for (const entry of source.entries) {
        // files that begin with a dot are those of macOS
        if (!/^package\/[^./][^/]*\.json$/.test(entry.path)) continue;
        found.push(JSON.parse(new TextDecoder().decode(await source.read(entry))));
      }
      await source.close();
      packages.set(name, (shelf = new Shelf(shelve(found), name)));
    }
    return shelf;
  }

  return async ({ name, file, supporting, packages: named, profile }) => {
    const there = (one) => existsSync(join(folder, one));
    const files = [...new Set([...supporting, ...(profile !== undefined && there(profile) ? [profile] : [])])].filter(there);
    const extra = files.flatMap(resourcesOf);
    const shelves = [baseShelf, ...(extra.length > 0 ? [new Shelf(shelve(extra), name)] : [])];
    for (const one of named) if (there(one)) shelves.push(await packageShelf(one));
    const canonical = profile !== undefined && there(profile) ? resourcesOf(profile)[0].url : profile;
    const { findings } = judgeResource(
      new Artefact(file, readFileSync(join(folder, file))),
      new DefinitionSet(shelves),
      { profiles: canonical === undefined ? [] : [canonical], mustSupport: false },
      { at: AT },
    );
    // the rules on the national identity of patients are none of FHIR
    return findings.filter(({ rule }) => Number(rule.slice(5)) < 100);
  };
}

/** JSON of what was read from XML: what repeats is a list, numbers and booleans are such, by the definitions. */
function plainOf(node, library) {
  const of = (here, element, type) => {
    if (type === 'xhtml') return here.xhtml;
    const shape = library.shape(element, type);
    const result = here.resourceType === undefined ? {} : { resourceType: here.resourceType };
    for (const child of here.children) {
      const known = shape.byName.get(child.name);
      if (!known) continue;
      const { max, base } = known.element.definition;
      const root = child.resourceType ?? known.type?.code;
      const own = root === undefined || /^(BackboneElement|Element)$/.test(root) ? undefined : library.type(root)?.root;
      const below = child.children.length > 0 ? of(child, own ?? known.element, root ?? 'BackboneElement') : undefined;
      const isPrimitive = child.value !== undefined;
      const value = isPrimitive ? valueOf(child.value, root) : (below ?? child.xhtml);
      if (value === undefined) continue;
      if ((base?.max ?? max) === '1') result[child.name] = value;
      else (result[child.name] ??= []).push(value);
      if (isPrimitive && below && (base?.max ?? max) === '1') result[`_${child.name}`] = below;
    }
    return result;
  };
  const root = library.type(node.resourceType)?.root;
  return root ? of(node, root, node.resourceType) : { resourceType: node.resourceType };
}

const valueOf = (text, type) =>
  type === 'boolean' ? text === 'true'
  : /^(decimal|integer|positiveInt|unsignedInt)$/.test(type) ? Number(text)
  : text;
