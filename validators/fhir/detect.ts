import { headText } from '../../src/model/index.js';

const ROOT = /<(?:[A-Za-z_][\w.-]{0,60}:)?(?!\?|!)([A-Za-z_][\w.-]{0,60})([^<>]{0,4000})>/;

/** A resource in JSON (an object with a resourceType) or in XML (a root in the namespace of FHIR). */
export function looksLikeFhir(head: Uint8Array): number {
  const text = headText(head);
  const start = text.replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  if (start.startsWith('{')) return /"resourceType"\s{0,20}:\s{0,20}"/.test(text) ? 0.95 : 0;
  const [, , attributes = ''] = ROOT.exec(text) ?? [];
  return /=\s{0,20}["']http:\/\/hl7\.org\/fhir["']/.test(attributes) ? 0.95 : 0;
}

/** Whether bytes are to be read as XML: their first character tells. */
export function isXml(bytes: Uint8Array): boolean {
  const start = headText(bytes.subarray(0, 1024))
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .trimStart();
  return start.startsWith('<');
}
