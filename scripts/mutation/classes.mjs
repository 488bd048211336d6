/**
 * The classes of mutation. Each finds every site of a document: the element, the edits that make the mutant, in `note`
 * what tells sites of one class apart, and in `equivalent` the name of the argument (EQUIVALENT) by which no rule can, or
 * should, tell the mutant from a correct document.
 */
import {
  addAttribute,
  attributeOf,
  emptyElement,
  escaped,
  hashAgain,
  prepend,
  removeAttribute,
  removeElement,
  renameElement,
  replaceByNull,
  setAttribute,
  setContent,
  swapElements,
  V3,
  XSI,
} from './document.mjs';
import { REQUIRED_SECTIONS } from './required-sections.mjs';

/** Why a mutant is no mistake that could be seen in the document. Counted and listed apart. */
export const EQUIVALENT = {
  'free-order':
    'The data types of names and addresses let their parts stand in any order: the mutant is as valid as the original, and the order says nothing that another part contradicts.',
  'wrong-already':
    'The value is wrong in the original (an identifier without a valid check digit, a date that is none, a qualifier that is not of a patient), which is told there: one wrong value for another is not a new mistake.',
  'dangling-already':
    'The reference leads nowhere in the original, which is told there: another place that is absent is not a new mistake.',
  'empty-already': 'The text is empty in the original: without it the section says no less, and an empty text is told there.',
  'other-media-already':
    'The content is not what its media type says in the original, which is told there: another wrong type, or a shorter content, is not a new mistake.',
  'same-instant': 'One of both instants contains the other (a day and an hour of that day): swapped, they can still be the same moment.',
  'another-id-stays': 'The act keeps another id by which it can be referred to.',
  'declared-type':
    'The element has this very type by the standard model: xsi:type only repeats it, and its absence changes nothing of what is read.',
  'nothing-but-null': 'The value is only a nullFlavor, which every data type allows: there is no content that the type could not fit.',
  'cut-text': 'A plain text that ends earlier is still a plain text: nothing in the document says how long it was.',
};

const STATEMENTS = new Set([
  'act',
  'encounter',
  'observation',
  'observationMedia',
  'organizer',
  'procedure',
  'regionOfInterest',
  'substanceAdministration',
  'supply',
]);
const isStatement = (e) => e.namespace === V3 && STATEMENTS.has(e.local);

const INS_PREFIX = '1.2.250.1.213.1.4.';
const INS_ROOTS = new Set(['8', '9', '10', '11'].map((arc) => INS_PREFIX + arc));
const PERSONS = '1.2.250.1.71.4.2.1';
const STRUCTURES = '1.2.250.1.71.4.2.2';

const attributeSites = (d, local, make, namespace) =>
  d.elements.flatMap((element) => {
    const attribute = attributeOf(element, local, namespace);
    return attribute === undefined ? [] : (make(element, attribute) ?? []);
  });
/** One site: an attribute gets another value; none when the value is what it was. */
const becomes = (element, attribute, value, more = {}) =>
  value === attribute.value ? [] : [{ element, edits: [setAttribute(element, attribute, value)], ...more }];
const children = (element, local) => element.elements(local, V3);
const withSole = (element) => children(element.parent, element.local).length === 1;
const xsiType = (element) => attributeOf(element, 'type', XSI);
const typeName = (element) => {
  const written = xsiType(element)?.value.trim();
  return written?.slice(written.indexOf(':') + 1);
};
const retyped = (attribute, name) => {
  const colon = attribute.value.indexOf(':');
  return attribute.value.slice(0, colon + 1).trimStart() + name;
};
const next = (character) =>
  /\d/.test(character) ? String((Number(character) + 1) % 10)
  : /[a-yA-Y]/.test(character) ? String.fromCharCode(character.charCodeAt(0) + 1)
  : character === 'z' ? 'a'
  : character === 'Z' ? 'A'
  : undefined;
const withDigit = (value, at) => value.slice(0, at) + next(value[at]) + value.slice(at + 1);
const range = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);

/** What the model of CDA R2 makes mandatory: parent, child. */
const MANDATORY = {
  ClinicalDocument: 'typeId id code effectiveTime confidentialityCode recordTarget author custodian component',
  recordTarget: 'patientRole',
  patientRole: 'id',
  guardian: 'guardianPerson guardianOrganization',
  birthplace: 'place',
  author: 'time assignedAuthor',
  assignedAuthor: 'id',
  dataEnterer: 'assignedEntity',
  informant: 'assignedEntity relatedEntity',
  custodian: 'assignedCustodian',
  assignedCustodian: 'representedCustodianOrganization',
  representedCustodianOrganization: 'id',
  informationRecipient: 'intendedRecipient',
  legalAuthenticator: 'time signatureCode assignedEntity',
  authenticator: 'time signatureCode assignedEntity',
  assignedEntity: 'id',
  participant: 'associatedEntity participantRole',
  inFulfillmentOf: 'order',
  order: 'id',
  documentationOf: 'serviceEvent',
  performer: 'assignedEntity',
  relatedDocument: 'parentDocument',
  parentDocument: 'id',
  authorization: 'consent',
  consent: 'statusCode',
  componentOf: 'encompassingEncounter',
  encompassingEncounter: 'effectiveTime',
  responsibleParty: 'assignedEntity',
  encounterParticipant: 'assignedEntity',
  location: 'healthCareFacility',
  component:
    'structuredBody nonXMLBody section act encounter observation observationMedia organizer procedure regionOfInterest substanceAdministration supply',
  nonXMLBody: 'text',
  structuredBody: 'component',
  subject: 'relatedSubject',
  entry: 'act encounter observation observationMedia organizer procedure regionOfInterest substanceAdministration supply',
  entryRelationship: 'act encounter observation observationMedia organizer procedure regionOfInterest substanceAdministration supply',
  observation: 'code',
  act: 'code',
  organizer: 'statusCode',
  observationMedia: 'value',
  regionOfInterest: 'id code value',
  substanceAdministration: 'consumable',
  consumable: 'manufacturedProduct',
  product: 'manufacturedProduct',
  manufacturedProduct: 'manufacturedMaterial manufacturedLabeledDrug',
  specimen: 'specimenRole',
  reference: 'externalAct externalDocument externalObservation externalProcedure',
  precondition: 'criterion',
  referenceRange: 'observationRange',
};
const MANDATORY_CHILDREN = new Map(Object.entries(MANDATORY).map(([parent, list]) => [parent, new Set(list.split(' ').filter(Boolean))]));

/** An id that is the only one, and so on: removed, the parent lacks what it needs. */
const isMandatory = (e) =>
  e.namespace === V3 && e.parent?.namespace === V3 && MANDATORY_CHILDREN.get(e.parent.local)?.has(e.local) === true && withSole(e);

const TIMES = new Set(['effectiveTime', 'time', 'birthTime', 'deceasedTime', 'availabilityTime', 'expirationTime', 'existenceTime']);
const TIME_TYPES = new Set(['TS', 'IVL_TS', 'SXCM_TS', 'PIVL_TS', 'EIVL_TS', 'SXPR_TS', 'IVXB_TS']);
const holdsTime = (e) => TIMES.has(e.local) || TIME_TYPES.has(typeName(e)) || (e.local === 'phase' && holdsTime(e.parent));

/** Every point in time of the document: elements whose @value is a timestamp. */
const timestamps = (d) =>
  attributeSites(d, 'value', (element, attribute) => {
    const bound = ['low', 'high', 'center'].includes(element.local);
    const time = bound ? element.parent && holdsTime(element.parent) : holdsTime(element);
    return time && /^\d{4,}/.test(attribute.value) ? [{ element, attribute }] : [];
  });

const header = (d, ...path) => path.reduce((here, local) => here.flatMap((e) => children(e, local)), [d.root]);
const yearOf = (d, ...path) => {
  const value = header(d, ...path)[0]?.attribute('value');
  return value && /^\d{4}/.test(value) ? Number(value.slice(0, 4)) : undefined;
};
const documentYear = (d) => yearOf(d, 'effectiveTime');
const birthYear = (d) => yearOf(d, 'recordTarget', 'patientRole', 'patient', 'birthTime');
const FAR = '2100';
const isStamp = (value) => /^\d{4,14}(\.\d+)?([+-]\d{4})?$/.test(value);
const inYear = (attribute, year) => String(year).padStart(4, '0') + attribute.value.slice(4);

function* incoherentTimes(d) {
  const year = documentYear(d);
  const born = birthYear(d);
  const at = (element, to, note) => {
    const attribute = element && attributeOf(element, 'value');
    return attribute && /^\d{4}/.test(attribute.value) && to !== undefined ?
        becomes(element, attribute, inYear(attribute, to), { note, ...(!isStamp(attribute.value) && { equivalent: 'wrong-already' }) })
      : [];
  };
  yield* at(header(d, 'recordTarget', 'patientRole', 'patient', 'birthTime')[0], year && year + 1, 'birth after the document');
  yield* at(header(d, 'effectiveTime')[0], born && born - 1, 'document before the birth');
  yield* at(header(d, 'effectiveTime')[0], FAR, 'document in the future');
  for (const party of ['author', 'legalAuthenticator', 'authenticator', 'dataEnterer'])
    for (const time of header(d, party, 'time')) {
      yield* at(time, born && born - 1, `${party} before the birth`);
      yield* at(time, FAR, `${party} in the future`);
    }
  for (const path of [
    ['documentationOf', 'serviceEvent'],
    ['componentOf', 'encompassingEncounter'],
  ])
    for (const time of header(d, ...path, 'effectiveTime')) {
      const [point] = [...children(time, 'low'), time];
      yield* at(point, FAR, `${path[1]} in the future`);
      yield* at(point, born && born - 1, `${path[1]} before the birth`);
    }
  for (const e of d.elements) {
    if (e.local !== 'effectiveTime' || !isStatement(e.parent) || e.parent.attribute('moodCode') !== 'EVN') continue;
    const [point] = [...children(e, 'low'), e];
    yield* at(point, FAR, `${e.parent.local} that happened, in the future`);
  }
}

const DAY = /^\d{8}/;
/** Whether one of two instants contains the other, as far as they are told. */
const overlap = (a, b) => {
  const [x, y] = [a, b].map((value) => /^\d*/.exec(value)[0]);
  return x.startsWith(y) || y.startsWith(x);
};

const insIds = (d) => d.elements.filter((e) => e.local === 'id' && INS_ROOTS.has(e.attribute('root')) && attributeOf(e, 'extension'));

/** Control key of an INS, of its 13 characters. */
function insKey(thirteen) {
  const digits = thirteen.replace('2A', '19').replace('2B', '18');
  return /^\d{13}$/.test(digits) ? String(97n - (BigInt(digits) % 97n)).padStart(2, '0') : undefined;
}
const insHolds = (value) => /^[0-9AB]{15}$/.test(value) && insKey(value.slice(0, 13)) === value.slice(13);

function luhn(digits) {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let n = Number(digits[digits.length - 1 - i]);
    if (i % 2 === 1 && (n *= 2) > 9) n -= 9;
    sum += n;
  }
  return sum % 10 === 0;
}

/** Each digit, from `from` on, of an identifier with a check digit. */
const digitSites = (element, from, holds) => {
  const attribute = attributeOf(element, 'extension');
  return range(from, attribute.value.length).flatMap((at) =>
    /\d/.test(attribute.value[at]) ?
      becomes(element, attribute, withDigit(attribute.value, at), {
        note: `digit ${at - from + 1}`,
        ...(!holds && { equivalent: 'wrong-already' }),
      })
    : [],
  );
};

const idsOf = (d, root, shape) => d.elements.filter((e) => e.attribute('root') === root && shape.test(e.attribute('extension') ?? ''));

/** Labels of codes that are in wide use. */
const FOREIGN_LABELS = ['Pression artérielle systolique', 'Fréquence cardiaque', 'Groupe sanguin'];

const lastArc = (oid, make) => oid.replace(/\d+$/, make);

/** The next element of the document that carries another label, of the same code system where there is one. */
function otherLabel(d, element) {
  const own = element.attribute('displayName');
  const differs = (e) =>
    e.attribute('displayName') !== own && e.attribute('code') !== element.attribute('code') && e.attribute('displayName').trim();
  const from = (list) => {
    const at = list.indexOf(element);
    return [...list.slice(at + 1), ...list.slice(0, at)].find(differs);
  };
  const same = from(d.ofSystem.get(element.attribute('codeSystem')));
  const other = same ?? from(d.coded);
  return other && { label: other.attribute('displayName'), same: same !== undefined };
}

const NARRATIVE_REFERENCES = { reference: 'value', linkHtml: 'href', renderMultiMedia: 'referencedObject', footnoteRef: 'IDREF' };

/** Every reference to a place of the narrative, with the ID that it names. */
const references = (d) =>
  [...d.elements, ...d.narrative].flatMap((element) => {
    const attribute = attributeOf(element, NARRATIVE_REFERENCES[element.local] ?? '');
    if (!attribute) return [];
    const bare = element.local === 'renderMultiMedia' || element.local === 'footnoteRef';
    if (!bare && !attribute.value.startsWith('#')) return [];
    return [{ element, attribute, bare, ids: bare ? attribute.value.split(/\s+/) : [attribute.value.slice(1)] }];
  });

/** Narrative elements in which a `content` may stand. */
const HOLDS_CONTENT = new Set(['content', 'paragraph', 'item', 'td', 'th', 'caption', 'text', 'footnote']);
/** The nearest element in whose narrative the same ID can be put again. */
const placeForContent = (element) => {
  let here = element;
  while (here && !HOLDS_CONTENT.has(here.local)) here = here.parent;
  return here;
};

/** The mandatory header elements that have to have a value, by path; `put` keeps what they hold. */
const NOT_NULL = [
  ['realmCode'],
  ['typeId'],
  ['id'],
  ['code'],
  ['title'],
  ['effectiveTime'],
  ['confidentialityCode'],
  ['languageCode'],
  ['setId'],
  ['versionNumber'],
  ['recordTarget', 'patientRole', 'id'],
  ['recordTarget', 'patientRole', 'patient', 'name', 'family'],
  ['recordTarget', 'patientRole', 'patient', 'name', 'given'],
  ['custodian', 'assignedCustodian', 'representedCustodianOrganization', 'id'],
  ['legalAuthenticator', 'assignedEntity', 'id'],
  ['documentationOf', 'serviceEvent', 'performer', 'assignedEntity', 'representedOrganization', 'standardIndustryClassCode'],
];
const NOT_NULL_PARTS = [
  ['recordTarget'],
  ['recordTarget', 'patientRole', 'patient', 'name'],
  ['author'],
  ['author', 'assignedAuthor'],
  ['custodian'],
  ['documentationOf'],
  ['documentationOf', 'serviceEvent'],
  ['componentOf'],
];

/** A type that cannot hold what stands under this one. */
const UNFIT = { CD: 'PQ', CE: 'PQ', CV: 'PQ', CO: 'PQ', CS: 'PQ', PQ: 'CD', INT: 'CD', REAL: 'CD', BL: 'CD', ST: 'PQ', ED: 'PQ', TS: 'CD' };
const unfit = (type) => UNFIT[type] ?? (type?.includes('_TS') ? 'CD' : 'TS');
/** Elements whose type in the model is the one that is written most often on them. */
const isDeclared = (element) => {
  const type = typeName(element);
  if (element.local === 'effectiveTime') {
    if (type === 'TS') return element.parent.local === 'ClinicalDocument';
    return type === 'IVL_TS' && !['substanceAdministration', 'supply', 'ClinicalDocument'].includes(element.parent.local);
  }
  if (type === 'CD')
    return ['code', 'targetSiteCode'].includes(element.local) || (element.local === 'value' && element.parent.local === 'qualifier');
  if (element.local === 'time')
    return (
      (type === 'IVL_TS' && ['participant', 'performer'].includes(element.parent.local))
      || (type === 'TS' && element.parent.local === 'author')
    );
  return false;
};

/** What an attribute of the act vocabulary can become, to exist and not to fit where it stands. */
const MISFITS = {
  // the model lets an act of any class stand there: what does not fit is a class of entity
  classCode: (e) =>
    ['serviceEvent', 'externalAct', 'externalDocument', 'externalObservation', 'externalProcedure'].includes(e.local) ? 'PSN'
    : e.attribute('classCode') === 'DOCCLIN' ? 'OBS'
    : 'DOCCLIN',
  moodCode: (e) => (e.attribute('moodCode') === 'DEF' ? 'EVN' : 'DEF'),
  typeCode: (e) => (['entryRelationship', 'entry', 'component'].includes(e.local) ? 'PRF' : 'COMP'),
};

const B64 = (d) => d.elements.filter((e) => e.attribute('representation') === 'B64' && e.text.trim() !== '');
/** How what an element embeds begins, in base64. */
const BEGINNINGS = { 'application/pdf': 'JVBERi0', 'image/jpeg': '/9j/', 'image/png': 'iVBOR', 'image/gif': 'R0lGOD' };
const packed = (element) => element.text.replace(/\s+/g, '');

const section = (e) => e.local === 'section' && e.namespace === V3;
const sectionChildren = (d, local) =>
  d.elements
    .filter((e) => e.local === local && e.namespace === V3 && e.parent && section(e.parent))
    .map((element) => ({ element, edits: [removeElement(element)] }));

function requiredSections(d) {
  const wanted = header(d, 'templateId').flatMap((t) => {
    const [root, extension] = [t.attribute('root'), t.attribute('extension')];
    return REQUIRED_SECTIONS[extension === undefined ? root : `${root}@${extension}`] ?? [];
  });
  const sections = d.elements.filter(section);
  return [...new Set(wanted)].flatMap((template) => {
    const having = sections.filter((s) => children(s, 'templateId').some((t) => t.attribute('root') === template));
    const [only] = having;
    return having.length === 1 ? [{ element: only, note: template, edits: [removeElement(only.parent)] }] : [];
  });
}

const nameParts = new Set(['family', 'given', 'prefix', 'suffix', 'delimiter']);
/** Part of the name of the patient, of which only BR and CL are qualifiers. */
const isOfPatient = (part) => part.parent?.parent?.local === 'patient';
const inNameOrAddress = (e) => e.local === 'name' || e.local === 'addr';

/** Every class, in the order of the table. */
export const CLASSES = [
  {
    id: 'M01',
    title: 'two neighbours of different names swapped',
    sites: (d) =>
      d.elements.flatMap((parent) => {
        // of a section's own narrative nothing is swapped; it is itself a child like any other
        if (parent.local === 'text' && parent.parent?.local === 'section') return [];
        const inner = parent.elements();
        return inner.slice(1).flatMap((second, i) => {
          const first = inner[i];
          if (first.name === second.name) return [];
          const equivalent = inNameOrAddress(parent) ? 'free-order' : undefined;
          return [{ element: second, note: `${first.local} and ${second.local}`, edits: swapElements(first, second), equivalent }];
        });
      }),
  },
  {
    id: 'M02',
    title: 'unknown element inserted',
    sites: (d) =>
      d.elements
        .filter((e) => !(e.local === 'text' && e.parent?.local === 'section'))
        .map((element) => ({ element, edits: [prepend(element, `<unknownElement xmlns="${V3}"/>`)] })),
  },
  {
    id: 'M03',
    title: 'name of an element misspelt',
    sites: (d) => d.elements.map((element) => ({ element, edits: renameElement(element, `${element.local}x`) })),
  },
  {
    id: 'M04',
    title: 'mandatory element removed',
    sites: (d) => d.elements.filter(isMandatory).map((element) => ({ element, edits: [removeElement(element)] })),
  },
  {
    id: 'M05',
    title: 'unknown attribute',
    sites: (d) => d.elements.map((element) => ({ element, edits: [addAttribute(element, 'unknownAttribute', 'x')] })),
  },
  {
    id: 'M06',
    title: 'attribute not of its type',
    sites: (d) => [
      ...['root', 'codeSystem', 'assigningAuthority', 'valueSet'].flatMap((local) =>
        attributeSites(d, local, (element, attribute) =>
          becomes(element, attribute, `${attribute.value.slice(0, -1)}x!`, { note: `@${local}` }),
        ),
      ),
      ...['negationInd', 'inversionInd', 'contextConductionInd', 'institutionSpecified', 'inclusive', 'unsorted', 'partialMedia'].flatMap(
        (local) => attributeSites(d, local, (element, attribute) => becomes(element, attribute, 'oui', { note: `@${local}` })),
      ),
      ...attributeSites(d, 'value', (element, attribute) =>
        typeName(element) === 'BL' || /Ind$/.test(element.local) ? becomes(element, attribute, 'oui', { note: 'BL' })
        : typeName(element) === 'INT' || ['sequenceNumber', 'multipleBirthOrderNumber'].includes(element.local) ?
          becomes(element, attribute, '1.5x', { note: 'INT' })
        : typeName(element) === 'REAL' ? becomes(element, attribute, '1,5', { note: 'REAL' })
        : [],
      ),
    ],
  },
  {
    id: 'M07',
    title: 'OID of the INS replaced by a neighbour',
    sites: (d) =>
      insIds(d).flatMap((element) =>
        ['7', '9', '12'].flatMap((arc) =>
          becomes(element, attributeOf(element, 'root'), INS_PREFIX + arc, {
            note: `root ${INS_PREFIX}${arc}`,
            ...(arc === '9' && !insHolds(element.attribute('extension')) && { equivalent: 'wrong-already' }),
          }),
        ),
      ),
  },
  {
    id: 'M08',
    title: 'key of the INS off by one',
    sites: (d) =>
      insIds(d).flatMap((element) => {
        const attribute = attributeOf(element, 'extension');
        const key = Number(attribute.value.slice(13));
        if (!/^.{13}\d\d$/.test(attribute.value)) return [];
        const off = String((key % 97) + 1).padStart(2, '0');
        return becomes(
          element,
          attribute,
          attribute.value.slice(0, 13) + off,
          insHolds(attribute.value) ? {} : { equivalent: 'wrong-already' },
        );
      }),
  },
  {
    id: 'M09',
    title: 'digit of the INS changed',
    sites: (d) =>
      insIds(d).flatMap((element) =>
        digitSites(element, 0, insHolds(element.attribute('extension'))).filter(({ note }) => Number(note.slice(6)) <= 13),
      ),
  },
  {
    id: 'M10',
    title: 'digit of the RPPS changed',
    sites: (d) =>
      idsOf(d, PERSONS, /^8\d{11}$/).flatMap((element) => digitSites(element, 1, luhn(element.attribute('extension').slice(1)))),
  },
  {
    id: 'M11',
    title: 'digit of the FINESS or SIRET changed',
    sites: (d) =>
      idsOf(d, STRUCTURES, /^(1\d{9}|3\d{14})$/).flatMap((element) =>
        digitSites(element, 1, luhn(element.attribute('extension').slice(1))),
      ),
  },
  {
    id: 'M12',
    title: 'month 13',
    sites: (d) =>
      timestamps(d).flatMap(({ element, attribute }) =>
        /^\d{6}/.test(attribute.value) ?
          becomes(
            element,
            attribute,
            `${attribute.value.slice(0, 4)}13${attribute.value.slice(6)}`,
            isStamp(attribute.value) ? {} : { equivalent: 'wrong-already' },
          )
        : [],
      ),
  },
  { id: 'M13', title: 'date that contradicts another', sites: (d) => [...incoherentTimes(d)] },
  {
    id: 'M14',
    title: 'low and high swapped',
    sites: (d) =>
      d.elements.flatMap((element) => {
        const [low] = children(element, 'low');
        const [high] = children(element, 'high');
        const [from, to] = [low, high].map((e) => e && attributeOf(e, 'value'));
        if (!from || !to || from.value === to.value) return [];
        const equivalent = DAY.test(from.value) && overlap(from.value, to.value) ? 'same-instant' : undefined;
        return [{ element, edits: [setAttribute(low, from, to.value), setAttribute(high, to, from.value)], equivalent }];
      }),
  },
  {
    id: 'M15',
    title: 'impossible time zone',
    sites: (d) =>
      timestamps(d).flatMap(({ element, attribute }) =>
        /[+-]\d{2,4}$/.test(attribute.value) ?
          becomes(
            element,
            attribute,
            attribute.value.replace(/[+-]\d{2,4}$/, '+2500'),
            isStamp(attribute.value) ? {} : { equivalent: 'wrong-already' },
          )
        : [],
      ),
  },
  {
    id: 'M16',
    title: 'displayName of another code',
    sites: (d) =>
      d.coded.flatMap((element) => {
        const other = otherLabel(d, element);
        if (!other) return [];
        const note = `${element.attribute('codeSystem')} ${element.attribute('code')} as ${other.label}`;
        return becomes(element, attributeOf(element, 'displayName'), other.label, { note, group: element.attribute('codeSystem') });
      }),
  },
  {
    id: 'M17',
    title: 'last character of a code changed',
    sites: (d) =>
      attributeSites(d, 'code', (element, attribute) => {
        const changed = next(attribute.value.at(-1) ?? '');
        return changed === undefined ?
            []
          : becomes(element, attribute, attribute.value.slice(0, -1) + changed, {
              note: `${element.attribute('codeSystem') ?? ''} ${attribute.value}`,
              group: element.attribute('codeSystem') ?? '',
            });
      }),
  },
  {
    id: 'M18',
    title: 'codeSystem unknown',
    sites: (d) =>
      attributeSites(d, 'codeSystem', (element, attribute) =>
        becomes(element, attribute, lastArc(attribute.value, '98765'), { note: attribute.value, group: attribute.value }),
      ),
  },
  {
    id: 'M19',
    title: 'codeSystem of another code',
    sites: (d) =>
      attributeSites(d, 'codeSystem', (element, attribute) => {
        const other = d.codeSystems[(d.codeSystems.indexOf(attribute.value) + 1) % d.codeSystems.length];
        return becomes(element, attribute, other, {
          note: `${attribute.value} ${element.attribute('code')} as ${other}`,
          group: attribute.value,
        });
      }),
  },
  {
    id: 'M20',
    title: 'version of the volet changed',
    sites: (d) =>
      header(d, 'templateId').flatMap((e) => (attributeOf(e, 'extension') ? becomes(e, attributeOf(e, 'extension'), '2099.01') : [])),
  },
  {
    id: 'M21',
    title: 'templateId altered',
    sites: (d) =>
      d.elements
        .filter((e) => e.local === 'templateId' && e.attribute('root'))
        .flatMap((e) =>
          becomes(e, attributeOf(e, 'root'), lastArc(e.attribute('root'), '98765'), {
            note: e.attribute('root'),
            group: e.attribute('root'),
          }),
        ),
  },
  {
    id: 'M22',
    title: 'templateId removed',
    sites: (d) =>
      d.elements
        .filter((e) => e.local === 'templateId')
        .map((element) => ({
          element,
          note: element.attribute('root'),
          group: element.attribute('root'),
          edits: [removeElement(element)],
        })),
  },
  { id: 'M23', title: 'title of a section removed', sites: (d) => sectionChildren(d, 'title') },
  {
    id: 'M24',
    title: 'text of a section removed',
    sites: (d) =>
      sectionChildren(d, 'text').map((site) =>
        site.element.text.trim() === '' && site.element.elements().length === 0 ? { ...site, equivalent: 'empty-already' } : site,
      ),
  },
  {
    id: 'M25',
    title: 'code of a section or entry removed',
    sites: (d) =>
      d.elements
        .filter((e) => e.local === 'code' && e.namespace === V3 && e.parent && (section(e.parent) || isStatement(e.parent)))
        .map((element) => ({ element, edits: [removeElement(element)] })),
  },
  { id: 'M26', title: 'required section removed', sites: requiredSections },
  {
    id: 'M27',
    title: 'reference to an absent place',
    sites: (d) => {
      const present = new Set([...d.elements, ...d.narrative].map((e) => e.attribute('ID')));
      return references(d).flatMap(({ element, attribute, bare, ids }) =>
        becomes(element, attribute, `${bare ? '' : '#'}absent-${attribute.value.replace('#', '')}`, {
          equivalent: ids.some((id) => present.has(id)) ? undefined : 'dangling-already',
        }),
      );
    },
  },
  {
    id: 'M28',
    title: 'ID of the narrative removed or given twice',
    sites: (d) => {
      const named = new Set(references(d).flatMap(({ ids }) => ids));
      return d.narrative
        .filter((e) => named.has(e.attribute('ID')))
        .flatMap((element) => {
          const attribute = attributeOf(element, 'ID');
          const place = placeForContent(element.parent);
          return [
            { element, note: 'removed', edits: [removeAttribute(element, attribute)] },
            ...(place ? [{ element, note: 'twice', edits: [prepend(place, `<content xmlns="${V3}" ID="${attribute.value}"/>`)] }] : []),
          ];
        });
    },
  },
  {
    id: 'M29',
    title: 'id of an entry removed',
    sites: (d) =>
      d.elements
        .filter((e) => e.local === 'id' && e.parent && isStatement(e.parent))
        .map((element) => ({ element, edits: [removeElement(element)], equivalent: withSole(element) ? undefined : 'another-id-stays' })),
  },
  {
    id: 'M30',
    title: 'unit that is not of UCUM',
    sites: (d) => attributeSites(d, 'unit', (element, attribute) => becomes(element, attribute, 'zzz', { note: attribute.value })),
  },
  {
    id: 'M31',
    title: 'quantity not a number, or removed',
    sites: (d) =>
      attributeSites(d, 'value', (element, attribute) => {
        const ofQuantity = element.attribute('unit') !== undefined || ['PQ', 'INT', 'REAL'].includes(typeName(element));
        if (!ofQuantity) return [];
        return [
          { element, note: 'abc', edits: [setAttribute(element, attribute, 'abc')] },
          { element, note: 'removed', edits: [removeAttribute(element, attribute)] },
        ];
      }),
  },
  {
    id: 'M32',
    title: 'nullFlavor not allowed, or unknown',
    sites: (d) => [
      ...NOT_NULL.flatMap((path) => header(d, ...path)).map((element) => ({
        element,
        note: 'null',
        edits: [replaceByNull(element, 'UNK')],
      })),
      ...NOT_NULL_PARTS.flatMap((path) => header(d, ...path))
        .filter((e) => !attributeOf(e, 'nullFlavor'))
        .map((element) => ({ element, note: 'put', edits: [addAttribute(element, 'nullFlavor', 'UNK')] })),
      ...attributeSites(d, 'nullFlavor', (element, attribute) => becomes(element, attribute, 'XYZ', { note: 'unknown' })),
    ],
  },
  {
    id: 'M33',
    title: 'telecom: scheme or use',
    sites: (d) =>
      d.elements
        .filter((e) => e.local === 'telecom')
        .flatMap((element) => {
          const value = attributeOf(element, 'value');
          const use = attributeOf(element, 'use');
          return [
            ...(value?.value.includes(':') ? becomes(element, value, value.value.replace(/^[^:]*/, 'tle'), { note: 'scheme' }) : []),
            ...(use ? becomes(element, use, 'ZZ', { note: 'use' }) : []),
          ];
        }),
  },
  {
    id: 'M34',
    title: 'address or name: use or qualifier',
    sites: (d) =>
      d.elements.flatMap((element) => {
        const use = ['addr', 'name'].includes(element.local) && attributeOf(element, 'use');
        const qualifier = nameParts.has(element.local) && attributeOf(element, 'qualifier');
        return [
          ...(use ? becomes(element, use, 'ZZ', { note: 'use' }) : []),
          ...(qualifier ?
            becomes(element, qualifier, 'ZZ', {
              note: 'qualifier',
              ...(isOfPatient(element) && !['BR', 'CL'].includes(qualifier.value) && { equivalent: 'wrong-already' }),
            })
          : []),
        ];
      }),
  },
  {
    id: 'M35',
    title: 'xsi:type removed, unknown or unfit',
    sites: (d) =>
      attributeSites(
        d,
        'type',
        (element, attribute) => {
          const type = typeName(element);
          const bare =
            element.elements().length === 0
            && element.text.trim() === ''
            && element.attributes.every((a) => a === attribute || a.local === 'nullFlavor');
          return [
            {
              element,
              note: `${type} removed`,
              edits: [removeAttribute(element, attribute)],
              equivalent: isDeclared(element) ? 'declared-type' : undefined,
            },
            { element, note: `${type} unknown`, edits: [setAttribute(element, attribute, retyped(attribute, 'ZZ'))] },
            {
              element,
              note: `${type} as ${unfit(type)}`,
              edits: [setAttribute(element, attribute, retyped(attribute, unfit(type)))],
              equivalent: bare && element.local === 'value' ? 'nothing-but-null' : undefined,
            },
          ];
        },
        XSI,
      ),
  },
  {
    id: 'M36',
    title: 'classCode, moodCode, typeCode, statusCode',
    sites: (d) => [
      ...Object.entries(MISFITS).flatMap(([local, misfit]) =>
        attributeSites(d, local, (element, attribute) => [
          ...becomes(element, attribute, 'ZZZZ', { note: `@${local} unknown` }),
          ...becomes(element, attribute, misfit(element), { note: `@${local} ${attribute.value} as ${misfit(element)}` }),
        ]),
      ),
      ...d.elements
        .filter((e) => e.local === 'statusCode' && attributeOf(e, 'code'))
        .flatMap((e) => ['zzzz', 'obsolete'].flatMap((code) => becomes(e, attributeOf(e, 'code'), code, { note: `statusCode ${code}` }))),
    ],
  },
  {
    id: 'M37',
    title: 'codes of the header',
    sites: (d) => {
      const set = (local, attribute, ...values) =>
        header(d, local).flatMap((e) =>
          attributeOf(e, attribute) ? values.flatMap((v) => becomes(e, attributeOf(e, attribute), v, { note: v })) : [],
        );
      return [
        ...set('languageCode', 'code', 'zz-ZZ', 'fr'),
        ...set('confidentialityCode', 'code', 'X', 'M'),
        ...set('realmCode', 'code', 'DE', 'ZZ'),
        ...set('typeId', 'root', '2.16.840.1.113883.1.4'),
        ...set('typeId', 'extension', 'POCD_HD000041'),
      ];
    },
  },
  {
    id: 'M38',
    title: 'identity of the document',
    sites: (d) => [
      ...header(d, 'versionNumber').flatMap((e) =>
        attributeOf(e, 'value') ? becomes(e, attributeOf(e, 'value'), 'x1', { note: 'versionNumber' }) : [],
      ),
      ...header(d, 'setId').map((element) => ({ element, note: 'setId removed', edits: [removeElement(element)] })),
      ...itself(d),
    ],
  },
  {
    id: 'M39',
    title: 'embedded content',
    sites: (d) =>
      B64(d).flatMap((element) => {
        const base64 = packed(element);
        const media = element.attribute('mediaType') ?? '';
        const half = base64.slice(0, Math.floor(base64.length / 8) * 4);
        const middle = element.contentStart + Math.floor((element.contentEnd - element.contentStart) / 2);
        const is = Object.keys(BEGINNINGS).find((type) => base64.startsWith(BEGINNINGS[type]));
        const already = is && is !== media ? { equivalent: 'other-media-already' } : {};
        return [
          ...(attributeOf(element, 'mediaType') ?
            becomes(element, attributeOf(element, 'mediaType'), is === 'image/png' ? 'application/pdf' : 'image/png', {
              note: `mediaType ${media}`,
              ...already,
            })
          : []),
          { element, note: `${media} damaged`, edits: [[middle, middle + 1, '!']] },
          {
            element,
            note: `${media} cut`,
            edits: [setContent(element, half), ...hashAgain(element, half)],
            ...(media.startsWith('text/') ? { equivalent: 'cut-text' } : already),
          },
        ];
      }),
  },
  {
    id: 'M40',
    title: 'name emptied',
    sites: (d) =>
      d.elements
        .filter(
          (e) =>
            ['family', 'given', 'name', 'softwareName', 'manufacturerModelName'].includes(e.local)
            && e.namespace === V3
            && e.elements().length === 0
            && e.text.trim() !== '',
        )
        .map((element) => ({
          element,
          note: element.local === 'name' ? `of ${element.parent.local}` : undefined,
          edits: [emptyElement(element)],
        })),
  },
  {
    // a label that no code of the document has: what the document says of itself elsewhere is of no help
    id: 'M41',
    title: 'displayName foreign to the document',
    sites: (d) => {
      const labels = new Set(d.coded.map((e) => e.attribute('displayName')));
      const foreign = FOREIGN_LABELS.find((label) => !labels.has(label));
      return d.coded.flatMap((element) =>
        becomes(element, attributeOf(element, 'displayName'), foreign, {
          note: `${element.attribute('codeSystem')} ${element.attribute('code')}`,
          group: element.attribute('codeSystem'),
        }),
      );
    },
  },
];

/** A document that says it replaces itself. */
function itself(d) {
  const [id] = header(d, 'id');
  if (!id) return [];
  const [related] = header(d, 'relatedDocument', 'parentDocument', 'id');
  const own = ['root', 'extension'].flatMap((name) => (attributeOf(id, name) ? ` ${name}="${escaped(id.attribute(name))}"` : [])).join('');
  if (related) return [{ element: related, note: 'replaces itself', edits: [[related.start, related.end, `<${related.name}${own}/>`]] }];
  const before = [...header(d, 'documentationOf')].at(-1);
  if (!before) return [];
  const markup = `<relatedDocument xmlns="${V3}" typeCode="RPLC"><parentDocument><id${own}/></parentDocument></relatedDocument>`;
  return [{ element: d.root, note: 'replaces itself', edits: [[before.end, before.end, markup]] }];
}
