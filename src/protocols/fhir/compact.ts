import type {
  Binding,
  BindingStrength,
  Constraint,
  DiscriminatorType,
  ElementDefinition,
  ElementType,
  ExtensionContext,
  Slicing,
  StatedValue,
  StructureDefinition,
} from './definitions.js';

/** An element as a differential states it: only what differs from the base. */
export type StatedElement = Omit<ElementDefinition, 'min' | 'max'> & { min?: number; max?: string };

/** A StructureDefinition without what only people read: its snapshot as published, or else its differential. */
export interface CompactStructure extends Omit<StructureDefinition, 'elements' | 'source'> {
  snapshot?: ElementDefinition[];
  differential?: StatedElement[];
}

type Raw = Record<string, unknown>;

const SD = 'http://hl7.org/fhir/StructureDefinition/';
/** how R4 writes the elements of ElementDefinition that R5 has */
const OF_R5 = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition.';
const SYSTEM_TYPE = 'http://hl7.org/fhirpath/System.';

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
/** How often an element may be there; what is no number of times says nothing. */
const times = (value: unknown): string | undefined => (typeof value === 'string' && /^(?:\*|[0-9]{1,9})$/.test(value) ? value : undefined);
const natural = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
const raws = (value: unknown): Raw[] => (Array.isArray(value) ? value.filter(isRaw) : []);
const texts = (value: unknown): string[] | undefined => {
  const found = Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
  return found.length > 0 ? found : undefined;
};
/** An object of what is there: absent is absent, not undefined. */
function given<T extends object>(written: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined)) as T;
}
const oneOf = <T extends string>(value: unknown, ...allowed: readonly T[]): T | undefined => allowed.find((one) => one === value);

/** The values of the extensions of one url, whatever their type. */
const extensionValues = (of: Raw, url: string): unknown[] =>
  raws(of['extension'])
    .filter((one) => one['url'] === url)
    .flatMap((one) => {
      const key = Object.keys(one).find((name) => name.startsWith('value'));
      return key === undefined ? [] : [one[key]];
    });
const extensionValue = (of: Raw, url: string): unknown => extensionValues(of, url)[0];

/** The French that a text is translated to (extension translation, FHIR R4, 2.34). */
function french(of: Raw, name: string): string | undefined {
  const besides = of[`_${name}`];
  const translations = isRaw(besides) ? raws(besides['extension']).filter((one) => one['url'] === `${SD}translation`) : [];
  const translation = translations.find((one) => extensionValue(one, 'lang') === 'fr');
  return translation && text(extensionValue(translation, 'content'));
}

/**
 * Reads a StructureDefinition of R4 from its plain JSON.
 * @returns undefined when it has no url, name or type: nothing can be judged by it
 */
export function compactStructure(resource: unknown): CompactStructure | undefined {
  if (!isRaw(resource)) return undefined;
  const { url, type } = resource;
  const kind = oneOf(resource['kind'], 'primitive-type', 'complex-type', 'resource', 'logical');
  if (typeof url !== 'string' || typeof type !== 'string' || !kind) return undefined;
  const elements = (part: unknown): StatedElement[] | undefined =>
    isRaw(part) && Array.isArray(part['element']) ?
      withIds(raws(part['element'])).flatMap((one) => compactElement(one, url) ?? [])
    : undefined;
  const snapshot = elements(resource['snapshot'])?.map((element) => ({ ...element, min: element.min ?? 0, max: element.max ?? '*' }));
  return given<CompactStructure>({
    url,
    version: text(resource['version']),
    name: text(resource['name']) ?? type,
    title: text(resource['title']),
    frenchTitle: french(resource, 'title'),
    kind,
    abstract: resource['abstract'] === true,
    type,
    baseDefinition: text(resource['baseDefinition']),
    derivation: oneOf(resource['derivation'], 'specialization', 'constraint'),
    context: contexts(resource['context']),
    contextInvariants: texts(resource['contextInvariant']),
    ...(snapshot?.length ?
      { snapshot, differential: undefined }
    : { snapshot: undefined, differential: elements(resource['differential']) }),
  });
}

function contexts(written: unknown): ExtensionContext[] | undefined {
  const found = raws(written).flatMap((one): ExtensionContext[] => {
    const type = oneOf(one['type'], 'element', 'extension', 'fhirpath');
    const expression = text(one['expression']);
    return type && expression ? [{ type, expression }] : [];
  });
  return found.length > 0 ? found : undefined;
}

/**
 * Elements with their ids. Written by hand they may have none: then an element belongs to the slice that was named last
 * above it (FHIR R4, 5.1.0.11).
 */
function withIds(written: readonly Raw[]): Raw[] {
  /** ids of the element that each step of the path under way stands for */
  let open: { path: string; id: string }[] = [];
  return written.map((raw) => {
    const path = text(raw['path']);
    if (path === undefined) return raw;
    open = open.filter((above) => path.startsWith(`${above.path}.`));
    const above = open.at(-1);
    const sliceName = text(raw['sliceName']);
    const own = `${above ? above.id + path.slice(above.path.length) : path}${sliceName === undefined ? '' : `:${sliceName}`}`;
    const id = text(raw['id']) ?? own;
    open.push({ path, id });
    return { ...raw, id };
  });
}

/** R4 was published with the id of a resource as a string; its text (2.27) says id, and later publications too. */
const RESOURCE_ID: ElementType[] = [{ code: 'id' }];

/** Reads an ElementDefinition; undefined when it has no path. */
function compactElement(raw: Raw, source: string): StatedElement | undefined {
  const path = text(raw['path']);
  if (path === undefined) return undefined;
  const sliceName = text(raw['sliceName']);
  const base = isRaw(raw['base']) ? raw['base'] : undefined;
  const basePath = base && text(base['path']);
  return given<StatedElement>({
    id: text(raw['id']) ?? path,
    path,
    sliceName,
    sliceIsConstraining: raw['sliceIsConstraining'] === true ? true : undefined,
    slicing: slicing(raw['slicing']),
    min: natural(raw['min']),
    max: times(raw['max']),
    base: basePath === undefined ? undefined : { path: basePath, min: natural(base!['min']) ?? 0, max: times(base!['max']) ?? '*' },
    contentReference: text(raw['contentReference']),
    types: basePath === 'Resource.id' ? RESOURCE_ID : types(raw['type']),
    fixed: stated(raw, 'fixed'),
    pattern: stated(raw, 'pattern'),
    minValue: stated(raw, 'minValue'),
    maxValue: stated(raw, 'maxValue'),
    maxLength: natural(raw['maxLength']),
    minLength: natural(extensionValue(raw, `${SD}minLength`)),
    mustHaveValue: extensionValue(raw, `${OF_R5}mustHaveValue`) === true ? true : undefined,
    valueAlternatives: texts(extensionValues(raw, `${OF_R5}valueAlternatives`)),
    conditions: texts(raw['condition']),
    constraints: constraints(raw['constraint'], source),
    mustSupport: raw['mustSupport'] === true ? true : undefined,
    isModifier: raw['isModifier'] === true ? true : undefined,
    binding: binding(raw['binding']),
    representation: texts(raw['representation']),
  });
}

function slicing(written: unknown): Slicing | undefined {
  if (!isRaw(written)) return undefined;
  return {
    discriminator: raws(written['discriminator']).flatMap((one) => {
      const type = oneOf<DiscriminatorType>(one['type'], 'value', 'exists', 'pattern', 'type', 'profile');
      const path = text(one['path']);
      return type && path !== undefined ? [{ type, path }] : [];
    }),
    ordered: written['ordered'] === true,
    rules: oneOf(written['rules'], 'closed', 'open', 'openAtEnd') ?? 'open',
  };
}

function types(written: unknown): ElementType[] | undefined {
  const found = raws(written).flatMap((one): ElementType[] => {
    const code = text(one['code']);
    if (code === undefined) return [];
    return [
      given<ElementType>({
        // id, url and the values of primitives are of types of FHIRPath; the FHIR type is beside
        code:
          text(extensionValue(one, `${SD}structuredefinition-fhir-type`))
          ?? (code.startsWith(SYSTEM_TYPE) ? fhirTypeOf(code.slice(SYSTEM_TYPE.length)) : code),
        profiles: texts(one['profile']),
        targetProfiles: texts(one['targetProfile']),
        aggregation: texts(one['aggregation']),
        versioning: text(one['versioning']),
        regex: text(extensionValue(one, `${SD}regex`)),
      }),
    ];
  });
  return found.length > 0 ? found : undefined;
}

const fhirTypeOf = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function stated(raw: Raw, prefix: string): StatedValue | undefined {
  const key = Object.keys(raw).find((name) => name.startsWith(prefix) && /^[A-Z]/.test(name.slice(prefix.length)));
  return key === undefined ? undefined : { type: typeOfSuffix(key.slice(prefix.length)), value: raw[key] };
}

const PRIMITIVES: ReadonlySet<string> = new Set(
  (
    'base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time '
    + 'unsignedInt uri url uuid'
  ).split(' '),
);

/** `Quantity` of `valueQuantity`, `dateTime` of `valueDateTime`. */
export function typeOfSuffix(suffix: string): string {
  const lower = suffix.charAt(0).toLowerCase() + suffix.slice(1);
  return PRIMITIVES.has(lower) ? lower : suffix;
}

function constraints(written: unknown, source: string): Constraint[] | undefined {
  const found = raws(written).flatMap((one): Constraint[] => {
    const key = text(one['key']);
    const severity = oneOf(one['severity'], 'error', 'warning');
    if (key === undefined || !severity) return [];
    return [
      given<Constraint>({
        key,
        severity,
        human: text(one['human']) ?? key,
        french: french(one, 'human'),
        expression: text(one['expression']),
        source: text(one['source']) ?? source,
        bestPractice: extensionValue(one, `${SD}elementdefinition-bestpractice`) === true ? true : undefined,
      }),
    ];
  });
  return found.length > 0 ? found : undefined;
}

function binding(written: unknown): Binding | undefined {
  if (!isRaw(written)) return undefined;
  const strength = oneOf<BindingStrength>(written['strength'], 'required', 'extensible', 'preferred', 'example');
  if (!strength) return undefined;
  return given<Binding>({
    strength,
    valueSet: text(written['valueSet']),
    maxValueSet: text(extensionValue(written, `${SD}elementdefinition-maxValueSet`)),
    additional: additional(written),
  });
}

const ADDITIONAL: ReadonlySet<string> = new Set([
  `${OF_R5}binding.additional`,
  'http://hl7.org/fhir/tools/StructureDefinition/additional-binding',
]);

/** Additional bindings; those for some uses only are left out, because an instance does not tell its use. */
function additional(binding: Raw): Binding['additional'] {
  const found = raws(binding['extension'])
    .filter(({ url }) => ADDITIONAL.has(url as string))
    .flatMap((one) => {
      const purpose = extensionValue(one, 'purpose');
      const strength = purpose === 'maximum' ? 'required' : oneOf<BindingStrength>(purpose, 'required', 'extensible', 'preferred');
      const valueSet = text(extensionValue(one, 'valueSet'));
      const isForSome = raws(one['extension']).some(({ url }) => url === 'usage');
      return strength && valueSet !== undefined && !isForSome ? [{ strength, valueSet }] : [];
    });
  return found.length > 0 ? found : undefined;
}
