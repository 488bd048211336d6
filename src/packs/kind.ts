import type { Bilingual } from '../model/index.js';
import { readXml, XmlSyntaxError } from '../protocols/xml/index.js';

/** What a file of a pack is, found by reading it: names and folders are not trusted. */
export const FILE_KINDS = ['schema', 'fragment', 'xsd', 'value-set', 'terminology', 'other', 'unreadable', 'manifest'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Why a file is no rule and stays where it was. */
export const LEFT_REASONS = [
  'example',
  'report',
  'presentation',
  'engine',
  'documentation',
  'archive',
  'symlink',
  'hidden',
  'no-rule',
] as const;
export type LeftReason = (typeof LEFT_REASONS)[number];

export interface Told {
  path: string;
  line?: number;
  text: Bilingual;
}

const SCHEMATRON = 'http://purl.oclc.org/dsdl/schematron';
const SCHEMATRON_1 = 'http://www.ascc.net/xml/schematron';
const XSD = 'http://www.w3.org/2001/XMLSchema';
const XSL = 'http://www.w3.org/1999/XSL/Transform';
const SVS = 'urn:ihe:iti:svs:2008';
const SVRL = 'http://purl.oclc.org/dsdl/svrl';
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** Reads a file that may be a rule: its kind, or why it is left; and what is wrong with it as published. */
export function kindOf(path: string, bytes: Uint8Array): { kind: FileKind; problem?: Told } | { left: LeftReason } {
  let document;
  try {
    document = readXml(bytes);
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    return { kind: 'unreadable', problem: { path, line: error.line, text: error.explanation } };
  }
  const { root } = document;
  const { namespace, local } = root;
  if (namespace === SCHEMATRON) return { kind: local === 'schema' ? 'schema' : 'fragment' };
  if (namespace === SCHEMATRON_1)
    return {
      kind: local === 'schema' ? 'schema' : 'fragment',
      problem: {
        path,
        line: document.position(root.start).line,
        text: {
          fr: `schematron 1.x (espace de noms ${SCHEMATRON_1}) : à réécrire en ISO schematron (${SCHEMATRON}).`,
          en: `Schematron 1.x (namespace ${SCHEMATRON_1}): to be rewritten in ISO Schematron (${SCHEMATRON}).`,
        },
      },
    };
  if (namespace === XSD && local === 'schema') return { kind: 'xsd' };
  if (namespace === SVS) return { kind: 'value-set' };
  if (namespace === RDF) return { kind: 'terminology' };
  if (namespace === SVRL || (namespace === '' && local === 'xsd-validation')) return { left: 'report' };
  // a presentable document is a stylesheet around it
  if (namespace === 'urn:hl7-org:v3' && local === 'ClinicalDocument') return { left: 'example' };
  if (namespace === XSL) return { left: root.element('ClinicalDocument') ? 'example' : 'presentation' };
  // ART-DECOR writes the root with or without a namespace
  if (local === 'valueSets' || local === 'valueSet') {
    const { done } = root.descendants('conceptList').next();
    if (!done) return { kind: 'value-set' };
  }
  return { kind: 'other' };
}
