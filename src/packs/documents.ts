import { Tree, XPathError, type Documents } from '../protocols/xpath/index.js';
import { readXml, XmlSyntaxError } from '../protocols/xml/index.js';
import type { LoadedPack } from './load.js';
import { referencedPath } from './paths.js';

/** The documents of a pack that its schematrons read (value sets, terminologies), parsed once each and never left. */
export function packDocuments(pack: LoadedPack): Documents {
  const trees = new Map<string, Tree | XPathError>();
  /** by reference, then by the file it stands in: rules ask for the same few again and again */
  const known = new Map<string, Map<string, Tree | XPathError | undefined>>();

  const find = (uri: string, base: string): Tree | XPathError | undefined => {
    const path = referencedPath(uri, base);
    const found = path === undefined ? undefined : pack.open(path);
    if (found === undefined) return undefined;
    let tree = trees.get(found.path);
    if (tree === undefined) {
      try {
        tree = new Tree(found.path, readXml(found.bytes, { wellFormed: found.wellFormed }), false);
      } catch (error) {
        if (!(error instanceof XmlSyntaxError)) throw error;
        tree = new XPathError('FODC0002', `${found.path}: ${error.message}`);
      }
      trees.set(found.path, tree);
    }
    return tree;
  };

  return {
    open(uri, base) {
      let here = known.get(uri);
      if (here === undefined) {
        // references made from what a document says are as many as its values
        if (known.size > MOST_REFERENCES) known.clear();
        known.set(uri, (here = new Map<string, Tree | XPathError | undefined>()));
      }
      if (!here.has(base)) here.set(base, find(uri, base));
      const tree = here.get(base);
      if (tree instanceof XPathError) throw tree;
      return tree;
    },
  };
}

const MOST_REFERENCES = 10_000;
