import { closeBuffer, openBuffer, ParseOption, readBuffer, XmlError } from 'libxml2-wasm';
/*
 * The functions under the validator of the package, because that validator keeps every error there is, works out a path
 * for each by counting siblings, and forgets the warnings of a schema that compiles.
 */
import * as libxml2 from 'libxml2-wasm/lib/libxml2.mjs';
import {
  xmlCtxtSetErrorHandler,
  XmlErrorStruct,
  xmlFreeDoc,
  xmlFreeParserCtxt,
  xmlGetNodePath,
  xmlNewParserCtxt,
  xmlReadMemory,
  xmlRegisterInputProvider,
  xmlSchemaFree,
  xmlSchemaFreeParserCtxt,
  xmlSchemaFreeValidCtxt,
  xmlSchemaNewDocParserCtxt,
  xmlSchemaNewValidCtxt,
  xmlSchemaParse,
  xmlSchemaSetParserStructuredErrors,
  xmlSchemaSetValidStructuredErrors,
  xmlSchemaValidateDoc,
} from 'libxml2-wasm/lib/libxml2.mjs';
import type { Bilingual } from '../../model/index.js';
import { elementAsText } from './subtree.js';
import type { XmlElement } from './tree.js';
import { inWords, type XsdWords } from './xsd-messages.js';
import { schemaSize } from './xsd-size.js';

export type { XsdCode } from './xsd-messages.js';

/**
 * Gives a file of the pack: its bytes and its real path, which differs from the one asked for when it was found
 * ignoring case. Paths are relative to the pack and use `/`.
 */
export type OpenSchema = (path: string) => { bytes: Uint8Array; path: string } | undefined;

/** A fault of the schema itself. */
export interface XsdProblem {
  /** path in the pack */
  file: string;
  /** 0 when unknown */
  line: number;
  text: Bilingual;
}

/** The schema cannot be used. */
export class XsdSchemaError extends Error {
  constructor(readonly problems: readonly [XsdProblem, ...XsdProblem[]]) {
    super(problems.map((problem) => problem.text.en).join('\n'));
  }
}

/** One place where a document is not what the schema asks. */
export interface XsdViolation extends XsdWords {
  element: XmlElement;
  /** of the attribute when it is there, else of the element; as in the file */
  line: number;
  column: number;
  /** what libxml2 said, shortened when very long */
  raw: string;
}

export interface XsdOutcome {
  /** in document order as libxml2 meets them, no more than XSD_MAX_VIOLATIONS */
  violations: XsdViolation[];
  /** how many there are in all */
  total: number;
}

export interface XsdSchema {
  /** imports that were found nowhere: what they declare is not checked */
  readonly missing: readonly XsdProblem[];
  /**
   * Judges an element, with all below it, as a document of its own; `document.root` for the whole document.
   * @throws Error when the schema was disposed of
   */
  validate(element: XmlElement): XsdOutcome;
  /** Gives its memory back. */
  dispose(): void;
}

export const XSD_MAX_VIOLATIONS = 500;
const LONGEST_RAW = 2000;

/** A scheme that only our provider knows: whatever else a schema names is not found. */
const SCHEME = 'pack:/';
const ERROR = 2;

interface Diagnostic {
  level: number;
  file: string | undefined;
  line: number;
  message: string;
  path: string | undefined;
}

/** libxml2 calls back during a synchronous call of ours, so one of each is enough. */
let listening: ((error: number) => void) | undefined;
let opening: ((path: string) => Uint8Array | undefined) | undefined;
/** the package exports it without a type */
const { addFunction } = libxml2 as unknown as { addFunction: (call: (data: number, error: number) => void, signature: 'vii') => number };
const listener = addFunction((_, error) => listening?.(error), 'vii');

xmlRegisterInputProvider({
  match: (uri) => opening !== undefined && uri.startsWith(SCHEME),
  open: (uri) => {
    const bytes = opening?.(uri.slice(SCHEME.length));
    return bytes && openBuffer(bytes);
  },
  read: readBuffer,
  close: (handle) => {
    closeBuffer(handle);
    return true;
  },
});

const readError = (error: number): Diagnostic => ({
  level: XmlErrorStruct.level(error),
  file: XmlErrorStruct.file(error) ?? undefined,
  line: XmlErrorStruct.line(error),
  message: XmlErrorStruct.message(error).trim(),
  path: xmlGetNodePath(XmlErrorStruct.node(error)) ?? undefined,
});

/** Runs `work` while `heard` is told what libxml2 complains of. */
function listeningTo<T>(heard: (error: number) => void, work: () => T): T {
  const before = listening;
  listening = heard;
  try {
    return work();
  } finally {
    listening = before;
  }
}

/**
 * Compiles an XML Schema. Includes and imports are resolved within the pack through `open` and nowhere else; they may
 * be circular.
 * @param entry path of the schema in the pack
 * @throws XsdSchemaError when it cannot be used: absent, not XML, not a schema, or too large once written out
 */
export function compileXsd(entry: string, open: OpenSchema): XsdSchema {
  const diagnostics: Diagnostic[] = [];
  /** exceptions of the opener: through libxml2 they must not go, it would never give back what it holds */
  const failures: unknown[] = [];
  const within = schemaSize();
  const find = (path: string): ReturnType<OpenSchema> => {
    if (path.split('/').some((step) => step === '..' || step === '.' || step === '')) return undefined;
    try {
      const found = open(path);
      if (found && !within(found.bytes)) throw new XsdSchemaError([tooLarge(found.path)]);
      return found;
    } catch (error) {
      failures.push(error);
      return undefined;
    }
  };
  const main = find(entry);
  if (failures.length > 0) throw failures[0];
  if (!main)
    throw new XsdSchemaError([
      { file: entry, line: 0, text: { fr: `Schéma XSD introuvable : ${entry}.`, en: `XML Schema not found: ${entry}.` } },
    ]);
  let document = 0;
  let schema = 0;
  opening = (asked) => {
    const found = find(asked) ?? (asked.includes('%') ? find(decoded(asked)) : undefined);
    return found && (SCHEME + asked === uriOf(found.path) ? found.bytes : redirection(found));
  };
  try {
    listeningTo(
      (error) => diagnostics.push(readError(error)),
      () => {
        const reading = xmlNewParserCtxt();
        xmlCtxtSetErrorHandler(reading, listener, 0);
        const options = ParseOption.XML_PARSE_NOENT | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_BIG_LINES;
        document = xmlReadMemory(reading, main.bytes, uriOf(main.path), null, options);
        xmlFreeParserCtxt(reading);
        if (document === 0) return;
        const compiling = xmlSchemaNewDocParserCtxt(document);
        xmlSchemaSetParserStructuredErrors(compiling, listener, 0);
        schema = xmlSchemaParse(compiling);
        xmlSchemaFreeParserCtxt(compiling);
      },
    );
  } finally {
    opening = undefined;
  }
  if (schema === 0 || failures.length > 0) {
    free(schema, document);
    if (failures.length > 0) throw failures[0];
    // out of memory, libxml2 ends without a word
    const [first, ...others] = diagnostics
      .filter((said) => said.level >= ERROR && said.message !== '')
      .map((said) => problemOf(said, main.path));
    throw new XsdSchemaError([first ?? gaveUp(main.path), ...others]);
  }
  return {
    missing: diagnostics.filter((said) => said.message.includes('Failed to locate a schema')).map((said) => problemOf(said, main.path)),
    validate(element) {
      if (schema === 0) throw new Error('The schema was disposed of.');
      return validate(schema, element);
    },
    dispose() {
      free(schema, document);
      schema = document = 0;
    },
  };
}

function free(schema: number, document: number): void {
  if (schema !== 0) xmlSchemaFree(schema);
  if (document !== 0) xmlFreeDoc(document);
}

const uriOf = (path: string): string => SCHEME + path.split('/').map(encodeURIComponent).join('/');

/**
 * A schema that includes the real file: one file asked for under two spellings is still read once, and what it includes
 * in turn is resolved against a well-formed URI.
 */
function redirection(found: { bytes: Uint8Array; path: string }): Uint8Array {
  const text = new TextDecoder().decode(found.bytes).replace(/<!--[\s\S]*?-->/g, '');
  const root = /<(?:[\w.-]+:)?schema\b[^>]*/.exec(text)?.[0];
  if (root === undefined) return found.bytes;
  const target = /\stargetNamespace\s*=\s*(?:"[^"]*"|'[^']*')/.exec(root)?.[0] ?? '';
  return new TextEncoder().encode(
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"${target}><xs:include schemaLocation="${uriOf(found.path)}"/></xs:schema>`,
  );
}

const tooLarge = (file: string): XsdProblem => ({
  file,
  line: 0,
  text: {
    fr: `Schéma XSD trop grand, ${file}\u00A0: ses groupes (xs:group) s’emboîtent au point de remplir la mémoire une fois développés.`,
    en: `XML Schema too large, ${file}: its groups (xs:group) nest so much that they fill the memory once they are written out.`,
  },
});

const gaveUp = (file: string): XsdProblem => ({
  file,
  line: 0,
  text: {
    fr: `Schéma XSD non compilé, ${file}\u00A0: libxml2 y a renoncé, faute de mémoire.`,
    en: `XML Schema not compiled, ${file}: libxml2 gave up on it for want of memory.`,
  },
});

function problemOf(said: Diagnostic, entry: string): XsdProblem {
  const file = said.file?.startsWith(SCHEME) ? decoded(said.file.slice(SCHEME.length)) : entry;
  const message = said.message.replaceAll(SCHEME, '').replaceAll('{http://www.w3.org/2001/XMLSchema}', 'xs:');
  const line = Math.max(0, said.line);
  return {
    file,
    line,
    text: {
      fr: `Schéma XSD en défaut, ${file}${line > 0 ? `, ligne ${line}` : ''} : ${message}`,
      en: `Fault in the XML Schema, ${file}${line > 0 ? `, line ${line}` : ''}: ${message}`,
    },
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const READ =
  ParseOption.XML_PARSE_NONET
  | ParseOption.XML_PARSE_NO_XXE
  | ParseOption.XML_PARSE_BIG_LINES
  | ParseOption.XML_PARSE_HUGE
  | ParseOption.XML_PARSE_COMPACT
  // the text is decoded already, whatever its declaration says
  | ParseOption.XML_PARSE_IGNORE_ENC;

function validate(schema: number, element: XmlElement): XsdOutcome {
  const said: Diagnostic[] = [];
  let total = 0;
  const result = listeningTo(
    (error) => {
      if (XmlErrorStruct.level(error) < ERROR) return;
      total++;
      if (said.length < XSD_MAX_VIOLATIONS) said.push(readError(error));
    },
    () => {
      const reading = xmlNewParserCtxt();
      xmlCtxtSetErrorHandler(reading, listener, 0);
      const document = xmlReadMemory(reading, new TextEncoder().encode(elementAsText(element)), null, null, READ);
      xmlFreeParserCtxt(reading);
      if (document === 0) return -1;
      const validating = xmlSchemaNewValidCtxt(schema);
      xmlSchemaSetValidStructuredErrors(validating, listener, 0);
      try {
        return xmlSchemaValidateDoc(validating, document);
      } finally {
        xmlSchemaFreeValidCtxt(validating);
        xmlFreeDoc(document);
      }
    },
  );
  // the tree was read by the same parser, so this is not about the document
  if (result < 0) throw new XmlError(`libxml2 could not validate: ${said[0]?.message ?? 'internal error'}`);
  const find = elementsByPath(element);
  return { violations: said.map((one) => violationOf(one.message, find(one.path ?? '/*'))), total };
}

function violationOf(message: string, element: XmlElement): XsdViolation {
  const words = inWords(message, element);
  const attribute = element.attributes.find((one) => one.name === words.attribute);
  return {
    ...words,
    element,
    ...element.document.position(attribute?.start ?? element.start),
    raw: message.length > LONGEST_RAW ? `${message.slice(0, LONGEST_RAW)}…` : message,
  };
}

/**
 * Finds elements by the paths of xmlGetNodePath: a step is a written name, or `*` for a name in a default namespace,
 * and the position among those siblings. Its lines would be wrong beyond 65,535.
 */
function elementsByPath(root: XmlElement): (path: string) => XmlElement {
  const known = new Map<XmlElement, Map<string, XmlElement[]>>();
  const children = (parent: XmlElement, name: string): XmlElement[] => {
    let byName = known.get(parent);
    if (!byName) known.set(parent, (byName = new Map<string, XmlElement[]>()));
    let found = byName.get(name);
    if (!found) {
      found = parent.elements().filter((child) => name === '*' || (child.name === name && (name.includes(':') || child.namespace === '')));
      byName.set(name, found);
    }
    return found;
  };
  return (path) => {
    let here = root;
    for (const step of path.split('/').slice(2)) {
      const [, name, position] = /^([^[]+)(?:\[(\d+)\])?$/.exec(step) ?? [];
      const next = name === undefined ? undefined : children(here, name)[Number(position ?? 1) - 1];
      // an attribute or a text: the element that has it
      if (!next) break;
      here = next;
    }
    return here;
  };
}
