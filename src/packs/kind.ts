import { readXml, XmlSyntaxError } from '../protocols/xml/index.js';
import { fhirKind } from './terminology/fhir.js';
import { Gathered } from './terminology/skos.js';
import { UnreadableTerminology } from './terminology/text-stream.js';
import { streamTurtle } from './terminology/turtle.js';
import { streamXml } from './terminology/xml-stream.js';
import type { Told } from './told.js';

export type { Told } from './told.js';

/** What a file of a pack is, found by reading it: names and folders are not trusted. */
export const FILE_KINDS = [
  'schema',
  'fragment',
  'xsd',
  'value-set',
  'terminology',
  'hl7v2-profile',
  'hl7v2-tables',
  'fhir-definition',
  'fhir-package',
  'other',
  'unreadable',
  'manifest',
] as const;
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

const SCHEMATRON = 'http://purl.oclc.org/dsdl/schematron';
const SCHEMATRON_1 = 'http://www.ascc.net/xml/schematron';
const XSD = 'http://www.w3.org/2001/XMLSchema';
const XSL = 'http://www.w3.org/1999/XSL/Transform';
const SVS = 'urn:ihe:iti:svs:2008';
const SVRL = 'http://purl.oclc.org/dsdl/svrl';
const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** XML beyond it is no schematron, schema or document: only its root is looked at, nothing of it is built in memory. */
const LARGE_XML = 32 * 1024 ** 2;

/**
 * Reads a file that may be a rule: its kind, or why it is left; and what is wrong with it as published.
 * @param declared the pack says that it holds codes, or a profile
 */
export function kindOf(path: string, bytes: Uint8Array, declared = false): { kind: FileKind; problem?: Told } | { left: LeftReason } {
  if (/\.(sch|xsd|xml|rdf|owl)$/i.test(path)) return bytes.length > LARGE_XML ? kindOfLargeXml(path, bytes) : kindOfXml(path, bytes);
  if (/\.ya?ml$/i.test(path)) return declared ? { kind: 'hl7v2-profile' } : { left: 'no-rule' };
  try {
    if (/\.json$/i.test(path)) {
      const kind = fhirKind(bytes);
      return kind ? { kind } : { left: 'no-rule' };
    }
    if (/\.ttl$/i.test(path)) streamTurtle(bytes, new Gathered(() => undefined));
    // a table is one only where the pack says so
    return declared || /\.ttl$/i.test(path) ? { kind: 'terminology' } : { left: 'no-rule' };
  } catch (error) {
    return unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): { kind: FileKind; problem: Told } {
  if (!(error instanceof UnreadableTerminology)) throw error;
  return { kind: 'unreadable', problem: { path, line: error.line, text: error.explanation } };
}

function kindOfLargeXml(path: string, bytes: Uint8Array): ReturnType<typeof kindOf> {
  let root: { namespace: string; local: string } | undefined;
  try {
    streamXml(bytes, {
      open(element) {
        root ??= element;
      },
    });
  } catch (error) {
    return unreadable(path, error);
  }
  if (root?.namespace === SVS) return { kind: 'value-set' };
  return { kind: root?.namespace === RDF ? 'terminology' : 'other' };
}

function kindOfXml(path: string, bytes: Uint8Array): ReturnType<typeof kindOf> {
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
  // of the Messaging Workbench of HL7, as Gazelle has them
  if (local === 'HL7v2xConformanceProfile') return { kind: 'hl7v2-profile' };
  if (local === 'hl7tables' || (local === 'Specification' && root.element('hl7tables'))) return { kind: 'hl7v2-tables' };
  // ART-DECOR writes the root with or without a namespace
  if (local === 'valueSets' || local === 'valueSet') {
    const { done } = root.descendants('conceptList').next();
    if (!done) return { kind: 'value-set' };
  }
  return { kind: 'other' };
}
