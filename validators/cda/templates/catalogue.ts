import { TEMPLATE_LINES } from './catalogue-data.js';

/** How firmly something holds: a requirement of the specification, or the usage of published examples. */
export type Force = 'required' | 'usual';

/** Something a template asks of the element that declares it. */
export interface Demand<T> {
  force: Force;
  value: T;
}

/** A template that an element of a document may declare. */
export interface Template {
  oid: string;
  /** as the volets name it; '' when it has no known name */
  name: string;
  /** local name of the element it stands on; undefined when unknown */
  element: Demand<string> | undefined;
  /** other templates declared beside it */
  beside: readonly Demand<string>[];
  code: Demand<readonly FixedCode[]> | undefined;
  /** its code, on its element, is used for nothing else */
  ownsCode: boolean;
  /** a template of the CI-SIS that derives from it is declared beside it */
  derived: boolean;
  /** children it has: `id`, `text/reference` */
  children: readonly Demand<string>[];
  /** attributes (`classCode`) and `statusCode` with the values they may have */
  values: readonly Demand<{ name: string; allowed: readonly string[] }>[];
  /** templates of entries or sections inside it */
  inside: readonly Demand<string>[];
}

export interface FixedCode {
  code: string;
  system: string;
}

const SYSTEMS: Readonly<Record<string, string>> = {
  L: '2.16.840.1.113883.6.1',
  S: '2.16.840.1.113883.6.96',
  A: '2.16.840.1.113883.5.4',
};

interface Catalogue {
  byOid: ReadonlyMap<string, Template>;
  /** templates by the code they own: `section 18776-5 2.16.840.1.113883.6.1` */
  byCode: ReadonlyMap<string, readonly Template[]>;
  /** OIDs by all of their arcs but the last */
  byParent: ReadonlyMap<string, readonly string[]>;
  /** templates of the CI-SIS by those they derive from */
  byOrigin: ReadonlyMap<string, readonly Template[]>;
}

let read: Catalogue | undefined;

/** Read on first use: most runs of the command line judge no document. */
function catalogue(): Catalogue {
  if (read) return read;
  const byOid = new Map<string, Template>();
  const byCode = new Map<string, Template[]>();
  const byParent = new Map<string, string[]>();
  const byOrigin = new Map<string, Template[]>();
  const add = <K, V>(map: Map<K, V[]>, key: K, value: V): unknown => map.get(key)?.push(value) ?? map.set(key, [value]);
  for (const line of TEMPLATE_LINES.trim().split('\n')) {
    const template = templateOf(line);
    byOid.set(template.oid, template);
    add(byParent, parentArc(template.oid), template.oid);
    if (isOfCiSis(template.oid)) for (const { value } of template.beside) add(byOrigin, value, template);
    if (template.ownsCode && template.element)
      for (const { code, system } of template.code?.value ?? []) add(byCode, codeKey(template.element.value, code, system), template);
  }
  return (read = { byOid, byCode, byParent, byOrigin });
}

function templateOf(line: string): Template {
  const bar = line.indexOf(' |');
  const [head = '', usual = ''] = line.slice(0, bar).split(' ; ');
  const [oid = '', element = '', ...required] = head.split(' ');
  const demands = [
    ...required.map((text): Demand<string> => ({ force: 'required', value: text })),
    ...usual.split(' ').map((text): Demand<string> => ({ force: 'usual', value: text })),
  ].filter(({ value }) => value !== '');
  const starting = (sign: string): Demand<string>[] =>
    demands.filter(({ value }) => value.startsWith(sign)).map(({ force, value }) => ({ force, value: value.slice(sign.length) }));
  const [fixed] = starting('=');
  return {
    oid,
    name: line.slice(bar + 2).trim(),
    element: element === '*' ? undefined : { force: element.endsWith('!') ? 'required' : 'usual', value: element.replace('!', '') },
    beside: starting('+'),
    code: fixed && { force: fixed.force, value: fixed.value.split(',').map(fixedCode) },
    ownsCode: demands.some(({ value }) => value === '~'),
    derived: demands.some(({ value }) => value === '^'),
    children: demands.filter(({ value }) => /^[a-zA-Z/]+$/.test(value)),
    values: demands.flatMap(({ force, value }) => {
      const [, name, allowed] = /^@?(\w+)=(.+)$/.exec(value) ?? [];
      return name !== undefined && allowed !== undefined ? [{ force, value: { name, allowed: allowed.split(',') } }] : [];
    }),
    inside: starting('>'),
  };
}

function fixedCode(text: string): FixedCode {
  const at = text.lastIndexOf('@');
  const system = text.slice(at + 1);
  return { code: text.slice(0, at), system: SYSTEMS[system] ?? system };
}

const parentArc = (oid: string): string => oid.slice(0, oid.lastIndexOf('.'));
const codeKey = (element: string, code: string, system: string): string => `${element} ${code} ${system}`;

export const templateOfOid = (oid: string): Template | undefined => catalogue().byOid.get(oid);

/** Templates whose code this is, on this element, and of nothing else. */
export const templatesOfCode = (element: string, code: string, system: string): readonly Template[] =>
  catalogue().byCode.get(codeKey(element, code, system)) ?? [];

/** Templates of the CI-SIS that derive from this one. */
export const derivedFrom = (oid: string): readonly Template[] => catalogue().byOrigin.get(oid) ?? [];

export const isOfCiSis = (oid: string): boolean => oid.startsWith('1.2.250.1.213.');

/** Known templates that differ from this OID by the last arc alone. */
export const siblingsOf = (oid: string): readonly string[] => catalogue().byParent.get(parentArc(oid)) ?? [];

/** An OID as a reader knows it: with the name of the template. */
export function named(oid: string): string {
  const name = templateOfOid(oid)?.name;
  return name ? `${oid} (${name})` : oid;
}
