import { ABSENT, type Artefact, type Checklist } from '../../src/model/index.js';
import { ASSOCIATION, IDENTIFIER, REPLACEMENTS, SCHEME, type Classification, type SlotValue } from '../../src/protocols/ebxml/index.js';
import { parseCx, parseXcn, parseXon } from '../../src/protocols/identifiers/index.js';
import { placeOf, placeOfMissing, type XmlElement } from '../../src/protocols/xml/index.js';
import { readStamp, UNSTRUCTURED_FORMATS, VOLETS } from '../cda/index.js';
import type { Publication, Published } from './publication.js';
import { carries, samePatient } from './sender.js';
import { agree, type Side } from './sides.js';

/** Judges the metadata of one document against the document. */
export function judgeDocument(checklist: Checklist, publication: Publication, published: Published): void {
  const { cda, document } = published;
  if (!cda || !document) return;
  const judging = new DocumentJudging(checklist, publication, published, document, cda);
  judging.identity();
  judging.content();
  judging.times();
  judging.authors();
  judging.patient();
  judging.replacement();
}

/** Letters and digits alone, without accents or case: what two spellings of a name have in common. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();

const XSLT = 'http://www.w3.org/1999/XSL/Transform';

class DocumentJudging {
  readonly entry: Published['entry'];

  constructor(
    readonly checklist: Checklist,
    readonly publication: Publication,
    published: Published,
    readonly document: Artefact,
    readonly cda: XmlElement,
  ) {
    this.entry = published.entry;
  }

  /** Judges one statement of the metadata against one of the document; the metadata are to be changed. */
  compare(rule: string, holds: boolean, metadata: Omit<Side, 'artefact'>, cda: Omit<Side, 'artefact'>): void {
    agree(
      this.checklist,
      rule,
      holds,
      ['metadata', { artefact: this.publication.envelope, ...metadata }],
      ['cda', { artefact: this.document, ...cda }],
    );
  }

  slot(name: string): SlotValue | undefined {
    const value = this.entry.slot(name)?.values[0];
    return value?.text === '' ? undefined : value;
  }

  /** uniqueId, patient, type of file. */
  identity(): void {
    const { cda, entry } = this;
    const id = cda.element('id');
    const root = id?.attribute('root');
    if (id && root) {
      const extension = id.attribute('extension') ?? '';
      const unique = entry.externalIdentifier(IDENTIFIER.entryUniqueId);
      const expected = extension === '' ? root : `${root}^${extension}`;
      if (unique && unique.identifierValue !== '')
        this.compare(
          'PDS-X-15',
          unique.identifierValue === expected,
          { element: unique.element, attribute: 'value', says: unique.identifierValue },
          { element: id, says: expected },
        );
      this.checklist.expect('PDS-X-16', extension === '', placeOf(this.document, id, 'extension'), () => ({
        expected: { fr: 'un root, sans extension', en: 'a root, without extension' },
        actual: `root="${root}" extension="${extension}"`,
      }));
    }
    const patient = entry.externalIdentifier(IDENTIFIER.entryPatientId);
    const inCda = cda.all('recordTarget', 'patientRole', 'id').filter((e) => e.attribute('extension'));
    if (patient && patient.identifierValue !== '' && inCda[0]) this.#patientIdentifier(patient.element, patient.identifierValue, inCda);
    const { mimeType } = entry;
    const documentElement = cda.document.root;
    if (mimeType !== undefined && mimeType !== '') {
      const expected = documentElement.namespace === XSLT ? 'application/xslt+xml' : 'text/xml';
      this.compare(
        'PDS-X-26',
        mimeType.toLowerCase() === expected,
        { element: entry.element, attribute: 'mimeType', says: mimeType },
        { element: documentElement, says: expected },
      );
    }
  }

  #patientIdentifier(element: XmlElement, cx: string, ids: XmlElement[]): void {
    const { envelope, vihf } = this.publication;
    const { authority } = parseCx(cx);
    const nearest = ids.find((e) => e.attribute('root') === authority.oid) ?? ids[0]!;
    const metadata: Side = { artefact: envelope, element, attribute: 'value', says: cx };
    const cda: Side = { artefact: this.document, element: nearest, attribute: 'extension', says: cxOf(nearest) };
    const holds = carries(this.cda, cx);
    // two against one: where the VIHF agrees with the metadata, the document is to be changed
    const ofVihf = vihf?.attribute('urn:oasis:names:tc:xacml:2.0:resource:resource-id')?.text ?? '';
    if (ofVihf !== '' && samePatient(ofVihf, cx)) agree(this.checklist, 'PDS-X-05', holds, ['cda', cda], ['metadata', metadata]);
    else agree(this.checklist, 'PDS-X-05', holds, ['metadata', metadata], ['cda', cda]);
  }

  /** Title, language and codes. */
  content(): void {
    const { cda, entry } = this;
    const title = cda.element('title');
    const name = entry.name;
    if (title && name && spaced(title.text) !== '' && name.text !== '') {
      const [ours, theirs] = [spaced(name.text), spaced(title.text)];
      // XDS bounds titles to 128 characters
      const cut = ours.length >= 120 && ours.length <= 128 && theirs.startsWith(ours.replace(/(?:…|\.\.\.)$/, ''));
      this.compare(
        'PDS-X-07',
        ours === theirs || cut,
        { element: name.element, attribute: 'value', says: ours },
        { element: title, says: theirs },
      );
    }
    const language = this.slot('languageCode');
    const languageCode = cda.element('languageCode');
    if (language && languageCode?.attribute('code'))
      this.compare(
        'PDS-X-12',
        language.text === languageCode.attribute('code'),
        { element: language.element, says: language.text },
        { element: languageCode, says: languageCode.attribute('code')! },
      );
    this.#code('PDS-X-13', SCHEME.typeCode, cda.element('code'));
    this.#code(
      'PDS-X-17',
      SCHEME.healthcareFacilityTypeCode,
      cda.at('componentOf', 'encompassingEncounter', 'location', 'healthCareFacility', 'code'),
    );
    this.#code(
      'PDS-X-18',
      SCHEME.practiceSettingCode,
      cda.at('documentationOf', 'serviceEvent', 'performer', 'assignedEntity', 'representedOrganization', 'standardIndustryClassCode'),
    );
    this.#confidentiality();
    this.#format();
  }

  #code(rule: string, scheme: string, coded: XmlElement | undefined): void {
    const [stated] = this.entry.classifiedBy(scheme);
    const code = coded?.attribute('code');
    if (!stated || stated.code === '' || !coded || !code) return;
    const system = coded.attribute('codeSystem') ?? '';
    const holds = stated.code === code && (stated.codingScheme === '' || system === '' || stated.codingScheme === system);
    this.compare(
      rule,
      holds,
      { element: stated.element, attribute: 'nodeRepresentation', says: `${stated.code} (${stated.codingScheme})` },
      { element: coded, says: `${code} (${system})` },
    );
  }

  #confidentiality(): void {
    const stated = this.entry.classifiedBy(SCHEME.confidentialityCode).filter(({ code }) => code !== '');
    const coded = this.cda.element('confidentialityCode');
    const code = coded?.attribute('code');
    // the other levels of HL7 have no counterpart in the French metadata
    if (!stated[0] || !coded || !code || !/^[NRV]$/.test(code)) return;
    const level = stated.find((candidate) => /^[NRV]$/.test(candidate.code)) ?? stated[0];
    this.compare(
      'PDS-X-11',
      stated.some((candidate) => candidate.code === code),
      { element: level.element, attribute: 'nodeRepresentation', says: stated.map((c) => c.code).join(', ') },
      { element: coded, says: code },
    );
  }

  #format(): void {
    const [stated] = this.entry.classifiedBy(SCHEME.formatCode);
    if (!stated || stated.code === '') return;
    const metadata = { element: stated.element, attribute: 'nodeRepresentation', says: stated.code };
    const text = this.cda.at('component', 'nonXMLBody', 'text');
    if (text) {
      const expected = UNSTRUCTURED_FORMATS[text.attribute('mediaType') ?? ''];
      if (expected)
        this.compare('PDS-X-14', stated.code === expected, metadata, {
          element: text,
          says: `${expected} (${text.attribute('mediaType')!})`,
        });
      return;
    }
    if (!this.cda.at('component', 'structuredBody')) return;
    const formats = this.cda.elements('templateId').flatMap((template) => {
      const format = VOLETS[template.attribute('root') ?? '']?.formatCode;
      return format === undefined ? [] : [{ template, format }];
    });
    const [first] = formats;
    if (first)
      this.compare(
        'PDS-X-30',
        formats.some(({ format }) => format === stated.code),
        metadata,
        {
          element: first.template,
          says: [...new Set(formats.map(({ format }) => format))].join(', '),
        },
      );
  }

  /** The same instants: universal time in the metadata, local time with its zone in the document. */
  times(): void {
    const event = this.cda.at('documentationOf', 'serviceEvent', 'effectiveTime');
    this.#time('PDS-X-08', 'creationTime', this.cda.element('effectiveTime'));
    this.#time('PDS-X-09', 'serviceStartTime', event?.element('low'));
    this.#time('PDS-X-10', 'serviceStopTime', event?.element('high'));
  }

  #time(rule: string, slot: string, stamped: XmlElement | undefined): void {
    const stated = this.slot(slot);
    const value = stamped?.attribute('value');
    if (!stated || !stamped || !value) return;
    const holds = sameInstant(stated.text, value);
    if (holds === undefined) return;
    this.compare(
      rule,
      holds,
      { element: stated.element, says: stated.text },
      { element: stamped, attribute: 'value', says: `${utcOf(value)} = ${value}` },
    );
  }

  /** Authors and the legal authenticator. */
  authors(): void {
    const signer = this.slot('legalAuthenticator');
    const signers = this.cda.all('legalAuthenticator', 'assignedEntity', 'id').filter((e) => e.attribute('extension'));
    if (signer && parseXcn(signer.text).id !== '' && signers[0])
      this.compare(
        'PDS-X-19',
        signers.some((e) => isPerson(e, signer.text)),
        { element: signer.element, says: signer.text },
        { element: signers[0], says: signers[0].attribute('extension')! },
      );
    for (const author of this.entry.classifiedBy(SCHEME.entryAuthor)) this.#author(author);
  }

  #author(author: Classification): void {
    const person = author.slot('authorPerson')?.values[0];
    const authors = this.cda.elements('author').flatMap((a) => a.elements('assignedAuthor').map((assigned) => ({ author: a, assigned })));
    const idOf = (assigned: XmlElement): XmlElement | undefined => assigned.elements('id').find((id) => id.attribute('extension'));
    const identified = authors.filter(({ assigned }) => idOf(assigned));
    if (!person || parseXcn(person.text).id === '' || !identified[0]) return;
    const match = identified.find(({ assigned }) => assigned.elements('id').some((id) => isPerson(id, person.text)));
    const first = idOf(identified[0].assigned)!;
    this.compare(
      'PDS-X-06',
      match !== undefined,
      { element: person.element, says: person.text },
      { element: first, says: identified.map(({ assigned }) => idOf(assigned)!.attribute('extension')!).join(', ') },
    );
    if (match) this.#sameAuthor(author, match.author, match.assigned);
  }

  /** What both say of an author they agree on. */
  #sameAuthor(author: Classification, inCda: XmlElement, assigned: XmlElement): void {
    const stated = (name: string): SlotValue | undefined => author.slot(name)?.values.find((value) => value.text !== '');
    const role = stated('authorRole');
    const label = inCda.element('functionCode')?.attribute('displayName');
    if (role && label)
      this.compare(
        'PDS-X-27',
        plain(role.text) === plain(label),
        { element: role.element, says: role.text },
        { element: inCda.element('functionCode')!, says: label },
      );
    const specialty = stated('authorSpecialty');
    const code = assigned.element('code')?.attribute('code');
    if (specialty && code)
      this.compare(
        'PDS-X-28',
        specialty.text.split('^')[0] === code,
        { element: specialty.element, says: specialty.text },
        { element: assigned.element('code')!, says: code },
      );
    const institution = stated('authorInstitution');
    const organisations = assigned.all('representedOrganization', 'id').filter((e) => e.attribute('extension'));
    const id = institution && parseXon(institution.text).id;
    if (institution && id && organisations[0])
      this.compare(
        'PDS-X-29',
        organisations.some((e) => e.attribute('extension') === id),
        { element: institution.element, says: institution.text },
        { element: organisations[0], says: organisations[0].attribute('extension')! },
      );
  }

  /** sourcePatientId and sourcePatientInfo. */
  patient(): void {
    const ids = this.cda.all('recordTarget', 'patientRole', 'id').filter((e) => e.attribute('extension'));
    const local = this.slot('sourcePatientId');
    const identifiers: [string, SlotValue, string][] = local ? [['PDS-X-21', local, local.text]] : [];
    const person = this.cda.at('recordTarget', 'patientRole', 'patient');
    for (const value of this.entry.slot('sourcePatientInfo')?.values ?? []) {
      const [, field, text] = /^(PID-\d+)\|(.*)$/s.exec(value.text) ?? [];
      if (!text) continue;
      if (field === 'PID-3') for (const cx of text.split('~')) identifiers.push(['PDS-X-33', value, cx]);
      if (field === 'PID-5' && person) for (const name of text.split('~')) this.#name(value, name, person);
      if (field === 'PID-7') this.#trait('PDS-X-31', value, text.slice(0, 8), person?.element('birthTime'), 'value', (v) => v.slice(0, 8));
      if (field === 'PID-8')
        this.#trait('PDS-X-32', value, text, person?.element('administrativeGenderCode'), 'code', (v) => (v === 'UN' ? 'U' : v));
    }
    for (const [rule, value, cx] of identifiers) {
      if (parseCx(cx).id === '' || !ids[0]) continue;
      // the same identifier in patientId: the disagreement is told there
      if (rule === 'PDS-X-33' && samePatient(cx, this.entry.identifier(IDENTIFIER.entryPatientId) ?? '') && !carries(this.cda, cx))
        continue;
      this.compare(rule, carries(this.cda, cx), { element: value.element, says: cx }, { element: ids[0], says: ids.map(cxOf).join(', ') });
    }
  }

  #trait(
    rule: string,
    value: SlotValue,
    stated: string,
    element: XmlElement | undefined,
    attribute: string,
    normal: (value: string) => string,
  ): void {
    const inCda = element?.attribute(attribute);
    if (!element || !inCda) return;
    // O (other) and A (ambiguous) of HL7 v2 have one counterpart
    const ours = rule === 'PDS-X-32' && /^[AO]$/.test(stated) ? 'U' : stated;
    this.compare(rule, ours === normal(inCda), { element: value.element, says: stated }, { element, attribute, says: inCda });
  }

  #name(value: SlotValue, name: string, person: XmlElement): void {
    const [family = '', given = ''] = name.split('^');
    const families = person.all('name', 'family').filter((e) => plain(e.text) !== '');
    const givens = person.all('name', 'given').filter((e) => plain(e.text) !== '');
    if (plain(family) === '' || !families[0]) return;
    const sameFamily = families.some((e) => plain(e.text) === plain(family));
    // one given name of the metadata may be the first of a list in the document
    const sameGiven =
      plain(given) === ''
      || givens.length === 0
      || givens.some(
        (e) =>
          plain(e.text) === plain(given)
          || spaced(e.text)
            .split(/[ ,]/)
            .some((one) => plain(one) === plain(given)),
      );
    this.compare(
      'PDS-X-20',
      sameFamily && sameGiven,
      { element: value.element, says: name },
      {
        element: person.element('name') ?? person,
        says: [...families, ...givens].map((e) => spaced(e.text)).join(', '),
      },
    );
  }

  /** An RPLC of the metadata and a relatedDocument of the document go together. */
  replacement(): void {
    const { entry, cda, publication } = this;
    const association = publication.submission.associations.find(({ type, source }) => REPLACEMENTS.includes(type) && source === entry.id);
    const related = cda.elements('relatedDocument').find((e) => (e.attribute('typeCode') ?? 'RPLC') === 'RPLC');
    if (!association && !related) return;
    if (association && !related)
      this.checklist.expect('PDS-X-23', false, placeOfMissing(this.document, cda, 'relatedDocument'), () => ({
        expected: {
          fr: 'relatedDocument typeCode="RPLC" : les métadonnées ont une association RPLC',
          en: 'relatedDocument typeCode="RPLC": the metadata have an RPLC association',
        },
        actual: ABSENT,
      }));
    else
      this.checklist.expect('PDS-X-23', association !== undefined, placeOf(publication.envelope, entry.element), () => ({
        expected: {
          fr: `une association ${ASSOCIATION.replaces} : le CDA a un relatedDocument`,
          en: `a ${ASSOCIATION.replaces} association: the CDA has a relatedDocument`,
        },
        actual: ABSENT,
      }));
  }
}

/** An identifier of the document, written as the metadata write it. */
const cxOf = (id: XmlElement): string => `${id.attribute('extension') ?? ''}^^^&${id.attribute('root') ?? ''}&ISO`;

/** Does this identifier name the person of an XCN? An authority counts only where both give one. */
function isPerson(id: XmlElement, xcn: string): boolean {
  const person = parseXcn(xcn);
  const root = id.attribute('root');
  return id.attribute('extension') === person.id && (person.authority.oid === '' || !root || root === person.authority.oid);
}

/** A time of the document in universal time, as precise as it is; as written when it has no zone. */
function utcOf(value: string): string {
  const stamp = readStamp(value);
  if (stamp?.instant === undefined) return value;
  return new Date(stamp.instant).toISOString().replace(/[-:T]/g, '').slice(0, Math.max(stamp.precision, 8));
}

/**
 * Do a time of the metadata (universal) and a time of the document name the same instant, as far as both are precise?
 * Undefined when that cannot be said: one is no time, or the document gives an hour without its zone.
 */
export function sameInstant(metadata: string, document: string): boolean | undefined {
  const [ours, theirs] = [readStamp(metadata), readStamp(document)];
  if (!ours || !theirs) return undefined;
  const precision = Math.min(ours.precision, theirs.precision);
  // a day of the document is a local day: the hour that is not told may fall on its neighbour in universal time
  if (theirs.precision <= 8) {
    const days = [0, -1, 1].map((shift) => dayOf(theirs.local, shift).slice(0, precision));
    return days.includes(ours.local.slice(0, precision));
  }
  if (theirs.instant === undefined) return undefined;
  const utc = ours.zoned ? utcOf(metadata) : ours.local;
  return utc.slice(0, precision) === utcOf(document).slice(0, precision);
}

/** A date of 4, 6 or 8 digits moved by some days; as it is when it names no day. */
function dayOf(date: string, shift: number): string {
  if (date.length < 8) return date;
  const day = new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)) + shift));
  return day.toISOString().slice(0, 10).replaceAll('-', '');
}
