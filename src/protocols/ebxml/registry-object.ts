import type { XmlElement } from '../xml/index.js';
import { NODE } from './constants.js';

export interface SlotValue {
  element: XmlElement;
  text: string;
}

/** rim:Slot, with its values as written (surrounding white space removed). */
export class Slot {
  readonly name: string;
  readonly values: SlotValue[];
  readonly valueList: XmlElement | undefined;

  constructor(readonly element: XmlElement) {
    this.name = element.attribute('name') ?? '';
    this.valueList = element.element('ValueList');
    this.values = (this.valueList?.elements('Value') ?? []).map((value) => ({ element: value, text: value.text.trim() }));
  }
}

/** What has slots: a registry object, a classification, a query. */
export class SlotHolder {
  #slots: Slot[] | undefined;

  constructor(readonly element: XmlElement) {}

  get slots(): Slot[] {
    return (this.#slots ??= this.element.elements('Slot').map((slot) => new Slot(slot)));
  }

  slot(name: string): Slot | undefined {
    return this.slots.find((slot) => slot.name === name);
  }

  /** First value of a slot. */
  value(name: string): string | undefined {
    return this.slot(name)?.values[0]?.text;
  }

  /** Every value of a slot, in order. */
  valuesOf(name: string): string[] {
    return this.slot(name)?.values.map((value) => value.text) ?? [];
  }

  /** First rim:Name/rim:LocalizedString. */
  get name(): { element: XmlElement; text: string } | undefined {
    return localized(this.element.element('Name'));
  }
}

/** rim:Classification. */
export class Classification extends SlotHolder {
  get scheme(): string {
    return this.element.attribute('classificationScheme') ?? '';
  }
  get node(): string {
    return this.element.attribute('classificationNode') ?? '';
  }
  get classified(): string {
    return this.element.attribute('classifiedObject') ?? '';
  }
  /** the code, for a coded attribute */
  get code(): string {
    return this.element.attribute('nodeRepresentation') ?? '';
  }
  get codingScheme(): string {
    return this.value('codingScheme') ?? '';
  }
}

/** rim:ExternalIdentifier. */
export class ExternalIdentifier extends SlotHolder {
  get scheme(): string {
    return this.element.attribute('identificationScheme') ?? '';
  }
  get identifierValue(): string {
    return this.element.attribute('value') ?? '';
  }
  get owner(): string {
    return this.element.attribute('registryObject') ?? '';
  }
}

/** A rim:RegistryObject as it stands in a message: accessors that keep the elements, so that places can be told. */
export class RegistryObject extends SlotHolder {
  #classifications: Classification[] | undefined;
  #identifiers: ExternalIdentifier[] | undefined;

  get id(): string {
    return this.element.attribute('id') ?? '';
  }
  get logicalId(): string | undefined {
    return this.element.attribute('lid');
  }
  get status(): string | undefined {
    return this.element.attribute('status');
  }
  get objectType(): string {
    return this.element.attribute('objectType') ?? '';
  }
  get home(): string | undefined {
    return this.element.attribute('home');
  }
  get mimeType(): string | undefined {
    return this.element.attribute('mimeType');
  }
  /** VersionInfo/@versionName */
  get version(): string | undefined {
    return this.element.element('VersionInfo')?.attribute('versionName');
  }
  /** First rim:Description/rim:LocalizedString. */
  get description(): { element: XmlElement; text: string } | undefined {
    return localized(this.element.element('Description'));
  }

  get classifications(): Classification[] {
    return (this.#classifications ??= this.element.elements('Classification').map((element) => new Classification(element)));
  }

  /** Classifications of one attribute, in order. */
  classifiedBy(scheme: string): Classification[] {
    return this.classifications.filter((classification) => classification.scheme === scheme);
  }

  get externalIdentifiers(): ExternalIdentifier[] {
    return (this.#identifiers ??= this.element.elements('ExternalIdentifier').map((element) => new ExternalIdentifier(element)));
  }

  externalIdentifier(scheme: string): ExternalIdentifier | undefined {
    return this.externalIdentifiers.find((identifier) => identifier.scheme === scheme);
  }

  /** Value of an external identifier. */
  identifier(scheme: string): string | undefined {
    return this.externalIdentifier(scheme)?.identifierValue;
  }
}

/** rim:Association. */
export class Association extends RegistryObject {
  get type(): string {
    return this.element.attribute('associationType') ?? '';
  }
  get source(): string {
    return this.element.attribute('sourceObject') ?? '';
  }
  get target(): string {
    return this.element.attribute('targetObject') ?? '';
  }
}

/** What a RegistryPackage is, told by a classification inside it or beside it; undefined when none says. */
export function packageKind(
  object: RegistryObject,
  beside: ReadonlyMap<string, readonly string[]>,
): 'submission-set' | 'folder' | undefined {
  const nodes = [...object.classifications.map((classification) => classification.node), ...(beside.get(object.id) ?? [])];
  if (nodes.includes(NODE.submissionSet)) return 'submission-set';
  return nodes.includes(NODE.folder) ? 'folder' : undefined;
}

function localized(parent: XmlElement | undefined): { element: XmlElement; text: string } | undefined {
  const element = parent?.element('LocalizedString');
  return element && { element, text: element.attribute('value') ?? '' };
}
