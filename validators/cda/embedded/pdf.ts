import { inflateSync } from 'node:zlib';
import type { Bilingual } from '../../../src/model/index.js';
import { PdfFile, PdfName, PdfStream, PdfSyntaxError, type PdfDictionary, type PdfValue } from './pdf-objects.js';

/** What ISO 19005-1 (PDF/A-1) asks for, by what it is about; each is a rule of its own. */
export type PdfaTopic = 'file' | 'colour' | 'fonts' | 'transparency' | 'actions';

export interface PdfDeparture {
  topic: PdfaTopic;
  text: Bilingual;
}

/** What a PDF says of itself, and what it is. */
export interface PdfReport {
  /** its end and its table of objects are there and can be read */
  whole: boolean;
  encrypted: boolean;
  /** what its metadata declare: part and conformance of ISO 19005 */
  pdfa: { part: string; conformance: string } | undefined;
  /** where it departs from PDF/A-1; empty when nothing could be read */
  departures: PdfDeparture[];
}

const MOST = {
  /** larger files are not taken apart */
  bytes: 60_000_000,
  departures: 20,
  /** of the contents of pages, inflated to look for hidden text */
  content: 20_000_000,
};

/** Reads a PDF as far as judging a PDF/A-1 needs. */
export function readPdf(bytes: Uint8Array): PdfReport {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (buffer.length > MOST.bytes) return { whole: true, encrypted: false, pdfa: undefined, departures: [] };
  const text = buffer.toString('latin1');
  const report: PdfReport = {
    whole: text.includes('%%EOF', text.length - 2048),
    encrypted: false,
    pdfa: declaredIn(text),
    departures: [],
  };
  try {
    new Inspection(new PdfFile(text), text, report).run();
  } catch (error) {
    if (!(error instanceof PdfSyntaxError)) throw error;
    report.whole = false;
  }
  return report;
}

/** Part and conformance that metadata in clear declare, as elements or as attributes. */
function declaredIn(text: string): PdfReport['pdfa'] {
  const said = (what: string): string | undefined => {
    const at = text.indexOf(`pdfaid:${what}`);
    return at === -1 ? undefined : /^pdfaid:\w+\s*(?:=\s*["']|>)\s*(\w)/.exec(text.slice(at, at + 64))?.[1];
  };
  const part = said('part');
  return part === undefined ? undefined : { part, conformance: said('conformance') ?? '' };
}

/** Actions that PDF/A-1 does not allow, and kinds of annotation that bring sound, film or files. */
const ACTIONS = new Set([
  'JavaScript',
  'Launch',
  'Sound',
  'Movie',
  'ResetForm',
  'ImportData',
  'SetState',
  'NoOp',
  'Hide',
  'Rendition',
  'Trans',
  'GoTo3DView',
]);
const ANNOTATIONS = new Set(['FileAttachment', 'Sound', 'Movie', 'Screen', '3D', 'RichMedia']);

class Inspection {
  readonly #told = new Set<string>();
  readonly #fontsMissing: string[] = [];

  constructor(
    readonly pdf: PdfFile,
    readonly text: string,
    readonly report: PdfReport,
  ) {}

  run(): void {
    const { trailer, compressed } = this.pdf;
    this.report.encrypted = trailer.has('Encrypt');
    if (!/^%PDF-1\.[0-7][\r\n]/.test(this.text.slice(0, 9)))
      this.#depart('file', 'un en-tête %PDF-1.n qui n’est pas au premier octet', 'a header %PDF-1.n that is not at the first byte');
    if (!Array.isArray(this.pdf.resolve(trailer.get('ID'))))
      this.#depart('file', 'pas d’identifiant ID dans le trailer', 'no ID in the trailer');
    if (this.report.encrypted) this.#depart('file', 'un chiffrement', 'encryption');
    if (compressed) {
      this.#depart(
        'file',
        'des objets ou des références dans des flux comprimés (PDF 1.5)',
        'objects or references in compressed streams (PDF 1.5)',
      );
      return;
    }
    this.#catalog(this.pdf.dictionary(trailer.get('Root')));
    for (const object of this.pdf.objects()) this.#value(object);
    if (this.#fontsMissing.length > 0 && !this.#hidesText())
      this.#depart(
        'fonts',
        `police non incorporée\u00A0: ${this.#fontsMissing.join(', ')}`,
        `font not embedded: ${this.#fontsMissing.join(', ')}`,
      );
  }

  #depart(topic: PdfaTopic, fr: string, en: string): void {
    if (this.#told.has(en) || this.#told.size === MOST.departures) return;
    this.#told.add(en);
    this.report.departures.push({ topic, text: { fr, en } });
  }

  #catalog(catalog: PdfDictionary | undefined): void {
    if (!catalog) throw new PdfSyntaxError('no catalogue');
    const metadata = this.pdf.resolve(catalog.get('Metadata'));
    if (!(metadata instanceof PdfStream)) {
      this.report.pdfa = undefined;
    } else {
      if (metadata.dictionary.has('Filter')) this.#depart('file', 'des métadonnées XMP comprimées', 'XMP metadata that are compressed');
      this.report.pdfa = declaredIn(this.pdf.content(metadata));
    }
    const intents = this.pdf.resolve(catalog.get('OutputIntents'));
    const ofPdfa = (Array.isArray(intents) ? intents : [])
      .map((one) => this.pdf.dictionary(one))
      .filter((one) => nameOf(one?.get('S')) === 'GTS_PDFA1');
    if (ofPdfa.length === 0) this.#depart('colour', 'pas d’OutputIntent GTS_PDFA1', 'no OutputIntent GTS_PDFA1');
    else if (!ofPdfa.some((one) => this.pdf.resolve(one?.get('DestOutputProfile')) instanceof PdfStream))
      this.#depart(
        'colour',
        'un OutputIntent sans profil ICC (DestOutputProfile)',
        'an OutputIntent without ICC profile (DestOutputProfile)',
      );
    if (catalog.has('OCProperties')) this.#depart('transparency', 'des calques (OCProperties)', 'layers (OCProperties)');
    if (this.pdf.dictionary(catalog.get('Names'))?.has('EmbeddedFiles'))
      this.#depart('actions', 'des fichiers joints (EmbeddedFiles)', 'attached files (EmbeddedFiles)');
    if (this.pdf.dictionary(catalog.get('Names'))?.has('JavaScript')) this.#depart('actions', 'du JavaScript', 'JavaScript');
  }

  /** Looks into a value and what it holds; what it refers to is an object of its own. */
  #value(value: PdfValue): void {
    if (value instanceof PdfStream) {
      if (value.dictionary.has('F')) this.#depart('actions', 'un flux dans un autre fichier', 'a stream in another file');
      this.#value(value.dictionary);
    } else if (Array.isArray(value)) {
      for (const one of value) this.#value(one);
    } else if (value instanceof Map) {
      const dictionary: PdfDictionary = value;
      this.#dictionary(dictionary);
      for (const one of dictionary.values()) this.#value(one);
    }
  }

  #dictionary(dictionary: PdfDictionary): void {
    const is = (key: string): string | undefined => nameOf(this.pdf.resolve(dictionary.get(key)));
    const [type, subtype, action] = [is('Type'), is('Subtype'), is('S')];
    if (filtersOf(this.pdf, dictionary).some((filter) => filter === 'LZWDecode' || filter === 'LZW'))
      this.#depart('file', 'la compression LZW', 'LZW compression');
    if (action !== undefined && ACTIONS.has(action) && (type === undefined || type === 'Action'))
      this.#depart('actions', `une action ${action}`, `an action ${action}`);
    if (dictionary.has('AA')) this.#depart('actions', 'des actions automatiques (AA)', 'automatic actions (AA)');
    if (dictionary.has('EF')) this.#depart('actions', 'un fichier joint (EF)', 'an attached file (EF)');
    if (subtype !== undefined && ANNOTATIONS.has(subtype) && dictionary.has('Rect'))
      this.#depart('actions', `une annotation ${subtype}`, `an annotation ${subtype}`);
    if (subtype === 'PS' && type === 'XObject') this.#depart('actions', 'du PostScript', 'PostScript');
    this.#transparency(dictionary, type, action);
    if (type === 'Font' && subtype !== 'Type0' && subtype !== 'Type3') this.#font(dictionary, is('BaseFont') ?? '?');
  }

  #transparency(dictionary: PdfDictionary, type: string | undefined, action: string | undefined): void {
    const mask = this.pdf.resolve(dictionary.get('SMask'));
    if (mask !== undefined && mask !== null && nameOf(mask) !== 'None')
      this.#depart('transparency', 'un masque de transparence (SMask)', 'a transparency mask (SMask)');
    if (action === 'Transparency') this.#depart('transparency', 'un groupe de transparence', 'a transparency group');
    if (type !== 'ExtGState') return;
    const blend = this.pdf.resolve(dictionary.get('BM'));
    const mode = nameOf(Array.isArray(blend) ? this.pdf.resolve(blend[0]) : blend);
    if (mode !== undefined && mode !== 'Normal' && mode !== 'Compatible')
      this.#depart('transparency', `un mode de fusion ${mode}`, `a blend mode ${mode}`);
    for (const key of ['CA', 'ca']) {
      const opacity = this.pdf.resolve(dictionary.get(key));
      if (typeof opacity === 'number' && opacity !== 1)
        this.#depart('transparency', `une opacité de ${opacity}`, `an opacity of ${opacity}`);
    }
  }

  #font(dictionary: PdfDictionary, name: string): void {
    const descriptor = this.pdf.dictionary(dictionary.get('FontDescriptor'));
    const embedded = ['FontFile', 'FontFile2', 'FontFile3'].some((key) => descriptor?.has(key));
    if (!embedded && this.#fontsMissing.length < 5 && !this.#fontsMissing.includes(name)) this.#fontsMissing.push(name.slice(0, 60));
  }

  /** Text that is not painted, as under a scanned page, needs no font. */
  #hidesText(): boolean {
    let left = MOST.content;
    for (const object of this.pdf.objects()) {
      if (!(object instanceof PdfStream) || object.dictionary.has('Type') || left <= 0) continue;
      const raw = this.pdf.content(object);
      const content = this.#inflated(object, raw, left);
      left -= raw.length + content.length;
      if (/(?:^|\s)3\s+Tr\b/.test(content)) return true;
    }
    return false;
  }

  #inflated(stream: PdfStream, raw: string, most: number): string {
    const filters = filtersOf(this.pdf, stream.dictionary);
    if (filters.length === 0) return raw.slice(0, most);
    if (filters.length > 1 || (filters[0] !== 'FlateDecode' && filters[0] !== 'Fl')) return '';
    try {
      return inflateSync(Buffer.from(raw, 'latin1'), { maxOutputLength: most }).toString('latin1');
    } catch {
      // damaged, or larger than what is looked at
      return '';
    }
  }
}

const nameOf = (value: PdfValue | undefined): string | undefined => (value instanceof PdfName ? value.name : undefined);

function filtersOf(pdf: PdfFile, dictionary: PdfDictionary): string[] {
  const filter = pdf.resolve(dictionary.get('Filter'));
  const all = Array.isArray(filter) ? filter.map((one) => pdf.resolve(one)) : [filter];
  return all.map((one) => nameOf(one)).filter((one) => one !== undefined);
}
