import { createHash } from 'node:crypto';
import { ABSENT, asWritten, oneOf } from '../../../src/model/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import type { RuleFamily } from '../family.js';
import { isNull, type Judge } from '../judge.js';
import { contentOf, decompressed, pdfOf } from './content.js';
import { embeddedRules } from './embedded-rules.js';
import { beginningOf, isBinaryType, isOfType, isWhole, typeSeenIn } from './media.js';
import type { PdfaTopic } from './pdf.js';

/** Media types of JDV_MediaType_ObservationMedia_CISIS. */
const OBSERVATION_MEDIA = new Set([
  ...['application/dicom', 'application/msword', 'application/pdf', 'audio/basic', 'audio/k32adpcm', 'audio/mpeg'],
  ...['image/gif', 'image/jpeg', 'image/png', 'image/tiff', 'text/html', 'text/plain', 'text/rtf', 'text/xml'],
]);

const ABOUT_CONTENT = new Set(['mediaType', 'representation', 'compression', 'integrityCheck']);

const TOPICS: Readonly<Record<PdfaTopic, string>> = {
  file: 'CDA-508',
  colour: 'CDA-509',
  fonts: 'CDA-510',
  transparency: 'CDA-511',
  actions: 'CDA-512',
};

/** Files that a document carries: are they what they are said to be, and can they be opened. */
export const embedded: RuleFamily = {
  rules: embeddedRules,
  judge(judge, root) {
    for (const element of root.descendants())
      if (element.attributes.some(({ local, namespace }) => namespace === '' && ABOUT_CONTENT.has(local))) judgeElement(judge, element);
  },
};

function judgeElement(judge: Judge, element: XmlElement): void {
  const type = (element.attribute('mediaType') ?? 'text/plain').trim().toLowerCase();
  if (type.startsWith('text/x-hl7-') || isNull(element)) return;
  const base64 = element.attribute('representation') === 'B64';
  // of the text of a nonXMLBody, type and encoding are judged with the body
  const isBody = element.parent?.local === 'nonXMLBody';
  if (element.parent?.local === 'observationMedia' && element.local === 'value' && element.attribute('mediaType') !== undefined)
    judge.expect('CDA-514', OBSERVATION_MEDIA.has(element.attribute('mediaType')!), [element, 'mediaType'], () => ({
      expected: oneOf(OBSERVATION_MEDIA),
      actual: asWritten(element.attribute('mediaType')!),
    }));
  const { written, raw } = contentOf(element);
  const empty = written.trim() === '';
  if (!isBody)
    judge.expect('CDA-505', !empty || element.elements().length > 0, element, () => ({
      expected: asWritten(type),
      actual: { fr: 'rien', en: 'nothing' },
    }));
  if (empty) return;
  if (!base64) {
    if (!isBody && isBinaryType(type))
      judge.expect('CDA-504', false, { in: element, missing: '@representation' }, () => ({
        expected: 'B64',
        actual: element.attribute('representation') ?? ABSENT,
      }));
    return;
  }
  if (isBinaryType(type) && !isBody) judge.expect('CDA-504', true, element);
  if (!isBody)
    judge.expect('CDA-500', raw !== undefined, element, () => ({ expected: 'base64', actual: asWritten(firstNonBase64(written)) }));
  if (raw) judgeFile(judge, element, type, isBody, raw);
}

function judgeFile(judge: Judge, element: XmlElement, type: string, isBody: boolean, raw: Buffer): void {
  const bytes = judgeCompression(judge, element, raw) ?? raw;
  judgeHash(judge, element, raw, bytes);
  const known = isBody ? undefined : isOfType(type, bytes);
  if (known !== undefined)
    judge.expect(type === 'application/pdf' ? 'CDA-501' : 'CDA-502', known, element, () => {
      const seen = typeSeenIn(bytes);
      return {
        expected: type,
        actual:
          seen === undefined || seen === type ?
            { fr: `un contenu qui commence par ${beginningOf(bytes)}`, en: `content that begins with ${beginningOf(bytes)}` }
          : seen,
      };
    });
  const isPdf = typeSeenIn(bytes) === 'application/pdf';
  const whole = isPdf ? pdfOf(element, bytes).whole : isWhole(bytes);
  if (whole !== undefined)
    judge.expect('CDA-503', whole, element, () => ({
      expected: { fr: 'un fichier entier', en: 'a whole file' },
      actual: { fr: `${bytes.length} octets, sans une fin qui convienne`, en: `${bytes.length} bytes, without a fitting end` },
    }));
  if (isPdf && whole) judgePdf(judge, element, bytes);
}

/** The content as it was before it was compressed; undefined when it was not, or not as announced. */
function judgeCompression(judge: Judge, element: XmlElement, raw: Buffer): Buffer | undefined {
  const algorithm = element.attribute('compression');
  // compress (Z) is not undone, and what else there may be is for the structure to say
  if (algorithm !== 'DF' && algorithm !== 'GZ' && algorithm !== 'ZL') return undefined;
  const bytes = decompressed(algorithm, raw);
  judge.expect('CDA-507', bytes !== undefined, [element, 'compression'], () => ({
    expected: {
      fr: `un contenu comprimé (${algorithm}), ou pas de compression`,
      en: `compressed content (${algorithm}), or no compression`,
    },
    actual: { fr: `un contenu qui commence par ${beginningOf(raw)}`, en: `content that begins with ${beginningOf(raw)}` },
  }));
  return bytes;
}

/** The standard leaves open whether compressed bytes are hashed before or after: either will do. */
function judgeHash(judge: Judge, element: XmlElement, raw: Buffer, bytes: Buffer): void {
  const written = element.attribute('integrityCheck');
  if (written === undefined) return;
  const algorithm = element.attribute('integrityCheckAlgorithm') === 'SHA-256' ? 'sha256' : 'sha1';
  const hashes = [raw, bytes].map((one) => createHash(algorithm).update(one).digest('base64'));
  judge.expect('CDA-506', hashes.includes(written.replace(/\s+/g, '')), [element, 'integrityCheck'], () => ({
    expected: hashes[1]!,
    actual: asWritten(written),
  }));
}

function judgePdf(judge: Judge, element: XmlElement, bytes: Buffer): void {
  const { encrypted, pdfa, departures } = pdfOf(element, bytes);
  judge.expect('CDA-513', !encrypted, element, () => ({
    expected: { fr: 'un PDF sans chiffrement', en: 'a PDF without encryption' },
    actual: { fr: 'un PDF chiffré', en: 'an encrypted PDF' },
  }));
  if (pdfa?.part !== '1') return;
  for (const [topic, rule] of Object.entries(TOPICS)) {
    const found = departures.filter((one) => one.topic === topic);
    judge.expect(rule, found.length === 0, element, () => ({
      expected: `PDF/A-1${pdfa.conformance.toLowerCase()}`,
      actual: { fr: found.map(({ text }) => text.fr).join('\u00A0; '), en: found.map(({ text }) => text.en).join('; ') },
    }));
  }
}

/** The first piece that is not base64, for a message. */
const firstNonBase64 = (written: string): string => {
  const at = written.search(/[^A-Za-z0-9+/=\s]/);
  return at === -1 ? written.trim().slice(-40) : written.slice(at, at + 40);
};
