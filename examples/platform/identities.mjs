import { readFileSync } from 'node:fs';
import { part, readMessage } from '../wire/hl7.mjs';

/** INS of test, of a NIR and of a NIA. */
const INS = {
  '1.2.250.1.213.1.4.10': 'ASIP-SANTE-INS-NIR',
  '1.2.250.1.213.1.4.8': 'ASIP-SANTE-INS-NIR',
  '1.2.250.1.213.1.4.9': 'ASIP-SANTE-INS-NIA',
};

/** Codes of PID-32 of an identity that was proved. */
const PROVEN = ['VALI', 'QUAL'];

const insNumber = (ins) => BigInt(ins.slice(0, 13).replace('2A', '19').replace('2B', '18'));

/** Is it a matricule whose key is right? */
export const isMatricule = (value) =>
  /^[1-8]\d{4}(?:\d\d|2A|2B)\d{8}$/.test(value) && 97n - (insNumber(value) % 97n) === BigInt(value.slice(13));

/** A text as it is compared: neither case nor accents count, a hyphen is a space. */
export const compared = (text) =>
  text
    .toUpperCase()
    .replaceAll('Œ', 'OE')
    .replaceAll('Æ', 'AE')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[-'’.\s]+/g, ' ')
    .trim();

/** Identifiers of CX fields. */
export const identifiersOf = (repetitions) =>
  repetitions
    .map((cx) => ({ value: part(cx).trim(), namespace: part(cx, 4, 1), oid: part(cx, 4, 2), cx }))
    .filter(({ value }) => value !== '' && value !== '""');

/**
 * Who is known: each hospital's patients, which one INS makes one person.
 * @param {(stage: string, value: any) => any} breaks
 */
export function openIdentities(breaks, file) {
  const patients = [];
  /** identifiers that merges ended, and what took their place */
  const merged = new Map();
  const domains = new Map(Object.entries(INS).map(([oid, namespace]) => [oid, { oid, namespace }]));
  const domainOf = ({ oid, namespace }) =>
    oid ? domains.get(oid) : [...domains.values()].find((domain) => namespace && domain.namespace === namespace);
  const keyOf = (identifier) => `${identifier.value} ${domainOf(identifier)?.oid}`;
  const isIns = (identifier) => domainOf(identifier)?.oid in INS;
  const holder = (identifier) => patients.find((patient) => patient.identifiers.some((own) => keyOf(own) === keyOf(identifier)));
  // HL7 V3 does not say how reliable an identity is, and transmits an INS for a proven one only
  const isProven = ({ pid }) => pid.isEmpty(32) || pid.repetitions(32).some((code) => PROVEN.includes(part(code)));

  /** Everybody who is the same person: the INS of proven identities says so. */
  const person = (patient) => {
    const ins = patient.identifiers.filter(isIns).map(keyOf);
    if (ins.length === 0 || !breaks('joins', isProven(patient))) return [patient];
    return [
      patient,
      ...patients.filter(
        (other) => other !== patient && breaks('joins', isProven(other)) && other.identifiers.some((own) => ins.includes(keyOf(own))),
      ),
    ];
  };

  const toldOf = (patient, wanted) => {
    const all = person(patient).flatMap((one) => one.identifiers.filter((own) => !isIns(own) || breaks('insTold', isProven(one))));
    const once = new Map(all.map((identifier) => [keyOf(identifier), identifier]));
    return [...once.values()].filter((identifier) => !wanted || wanted.includes(domainOf(identifier).oid));
  };

  /** whoever wants to know of changes is told the identifiers of a person that were cross-referenced, or are now */
  let listener;
  const telling = (identifier, change) => {
    const told = () => {
      const patient = identifier && holder(identifier);
      return patient ? toldOf(patient) : [];
    };
    const before = told();
    change();
    const after = told();
    const keys = (list) => list.map(keyOf).toSorted().join();
    const ended = before.filter((one) => after.every((other) => keyOf(other) !== keyOf(one)));
    if (listener && Math.max(before.length, after.length) > 1 && keys(before) !== keys(after))
      listener([...after, ...(breaks('ends', true) ? [] : ended)]);
  };

  return {
    patients,
    merged,
    /** @param {(identifiers: object[]) => void} told */
    listen(told) {
      listener = told;
    },
    domainOf,
    keyOf,
    isIns,
    holder,
    person,
    /** The identifiers of a person that may be told, in some domains or in all. */
    toldOf,
    /** Makes an identity known, or brings it up to date; `isWhole`: these are all its identifiers. */
    register(pid, given, isWhole) {
      const identifiers = given.filter((identifier) => !isIns(identifier) || breaks('insKey', isMatricule(identifier.value)));
      const known = given
        .filter((one) => !isIns(one))
        .map(holder)
        .find(Boolean);
      const local = given.find((one) => !isIns(one));
      telling(local, () => {
        if (!known) patients.push({ pid, identifiers });
        else {
          const kept = isWhole ? [] : known.identifiers.filter((own) => identifiers.every((one) => domainOf(one) !== domainOf(own)));
          Object.assign(known, breaks('updated', { pid, identifiers: [...kept, ...identifiers] }));
        }
      });
    },
    /** Ends an identifier in favour of another one, whether or not somebody has told of them. */
    merge(survivor, subsumed, pid) {
      telling(survivor, () => {
        const goes = holder(subsumed);
        if (!holder(survivor)) patients.push({ pid, identifiers: [survivor] });
        merged.set(keyOf(subsumed), survivor);
        if (goes) patients.splice(patients.indexOf(goes), 1);
      });
    },
    /** Reads a file of A28 messages, one after another; their hospitals become known. */
    load() {
      for (const message of readFileSync(file, 'utf8').split(/^(?=MSH\|)/m)) {
        const pid = readMessage(Buffer.from(message.replaceAll('\n', '\r'))).find(({ name }) => name === 'PID');
        const identifiers = identifiersOf(pid.repetitions(3));
        for (const { oid, namespace } of identifiers) if (!domains.has(oid)) domains.set(oid, { oid, namespace });
        this.register(pid, identifiers, true);
      }
    },
  };
}
