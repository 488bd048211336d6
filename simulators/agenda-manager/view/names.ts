import type { Look, Version } from '../../../src/fhir-server/index.js';
import { shorten, visible } from '../../../src/model/index.js';
import { isObject, literalReference, textOf, type Exact, type ExactObject } from '../../../src/protocols/fhir/index.js';

/** What a page shows of anybody’s text. */
const LONGEST = 80;

/** A text of a resource as people may see it: cut, and with what would be invisible made visible. */
export const plain = (text: string): string => visible(shorten(text.slice(0, LONGEST + 1), LONGEST));

/** Somebody or something that takes part: who it is, and what more is known. */
export interface Actor {
  /** `Patient`; empty: not known */
  type: string;
  name: string;
  about: readonly string[];
}

/** What is longer is not read for a page that is made anew with every change. */
const LONGEST_BODY = { Slot: 64 * 1024, other: 1024 * 1024 };

/** The resource of a version, which the store wrote itself; empty for one that is too long to be shown. */
export function bodyOf({ type, body = '{}' }: Pick<Version, 'type' | 'body'>): ExactObject {
  const most = type === 'Slot' ? LONGEST_BODY.Slot : LONGEST_BODY.other;
  return body.length > most ? {} : (JSON.parse(body) as ExactObject);
}

export const listOf = (value: Exact | undefined): ExactObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Tells who references are to, looking each up once. */
export class Names {
  readonly #known = new Map<string, Actor>();

  constructor(private readonly look: Look) {}

  /** Whom a reference is to, as it is known here, or as the reference itself says it. */
  actor(reference: Exact | undefined): Actor | undefined {
    if (!isObject(reference)) return undefined;
    const written = textOf(reference['reference']);
    const display = textOf(reference['display']);
    const link = literalReference(written);
    const known = link && this.#known.get(written);
    if (known) return known;
    // in case it refers to itself
    if (link) this.#known.set(written, { type: link.type, name: plain(written), about: [] });
    const found = link && this.look.read(link.type, link.id);
    const actor =
      found ? this.#described(link.type, bodyOf(found)) : { type: link?.type ?? textOf(reference['type']), name: '', about: [] };
    const identifier = isObject(reference['identifier']) ? textOf(reference['identifier']['value']) : '';
    const named = { ...actor, name: plain(actor.name || display || identifier || written) };
    if (link) this.#known.set(written, named);
    return named;
  }

  #described(type: string, resource: ExactObject): Actor {
    switch (type) {
      case 'PractitionerRole': {
        const { practitioner, location, specialty, organization } = resource;
        const places = (Array.isArray(location) ? location : []).slice(0, 1).flatMap((one) => this.actor(one) ?? []);
        const name = (this.actor(practitioner) ?? this.actor(organization))?.name ?? '';
        return { type, name, about: [...codesOf(specialty), ...places.flatMap((place) => [place.name, ...place.about])] };
      }
      case 'Location': {
        const { name, address } = resource;
        const city = isObject(address) ? textOf(address['city']) : '';
        return { type, name: textOf(name), about: city === '' ? [] : [plain(city)] };
      }
      case 'Device':
        return { type, name: textOf(listOf(resource['deviceName'])[0]?.['name']), about: [] };
      case 'HealthcareService':
      case 'Organization':
        return { type, name: textOf(resource['name']), about: codesOf(resource['specialty']) };
      default:
        return { type, name: personOf(resource), about: [] };
    }
  }
}

/** The name of a person: as it is written whole, or family and given names. */
function personOf(resource: ExactObject): string {
  const names = listOf(resource['name']);
  const name = names.find(({ use }) => use === 'official' || use === 'usual') ?? names[0];
  if (!name) return '';
  const given = Array.isArray(name['given']) ? name['given'].slice(0, 3).map(textOf) : [];
  return [textOf(name['family']), ...given].filter((part) => part !== '').join(' ') || textOf(name['text']);
}

/** What a list of CodeableConcepts says, in its own words or as codes. */
export const codesOf = (concepts: Exact | undefined): string[] =>
  listOf(concepts)
    .slice(0, 2)
    .map((concept) => {
      const [coding] = listOf(concept['coding']);
      return plain(textOf(concept['text']) || textOf(coding?.['display']) || textOf(coding?.['code']));
    })
    .filter((text) => text !== '');
