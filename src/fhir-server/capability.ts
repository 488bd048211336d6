/** What a client may do with resources of a type (http://hl7.org/fhir/restful-interaction). */
export type Interaction = 'read' | 'vread' | 'update' | 'patch' | 'delete' | 'history-instance' | 'history-type' | 'create' | 'search-type';
/** What it may do with the server as a whole. */
export type SystemInteraction = 'transaction' | 'batch' | 'search-system' | 'history-system';

/** CapabilityStatement.rest.resource: the part that this server obeys. */
export interface ResourceCapability {
  type: string;
  profile?: string;
  supportedProfile?: readonly string[];
  interaction: readonly { code: Interaction }[];
  versioning?: 'no-version' | 'versioned' | 'versioned-update';
  readHistory?: boolean;
  updateCreate?: boolean;
  conditionalCreate?: boolean;
  conditionalRead?: 'not-supported' | 'modified-since' | 'not-match' | 'full-support';
  conditionalUpdate?: boolean;
  conditionalDelete?: 'not-supported' | 'single';
  searchInclude?: readonly string[];
  searchRevInclude?: readonly string[];
  searchParam?: readonly { name: string; type: string; definition?: string }[];
}

/** A CapabilityStatement (FHIR R4) of one actor as a server: what it says is what the server does. */
export interface CapabilityStatement {
  resourceType: 'CapabilityStatement';
  status: 'active' | 'draft';
  date: string;
  kind: 'instance';
  fhirVersion: '4.0.1';
  format: readonly string[];
  patchFormat?: readonly string[];
  rest: readonly [
    {
      mode: 'server';
      resource: readonly ResourceCapability[];
      interaction?: readonly { code: SystemInteraction }[];
    },
  ];
  [key: string]: unknown;
}

/** The capabilities of an actor, ready to be asked. */
export class Capabilities {
  readonly #resources: ReadonlyMap<string, ResourceCapability>;
  readonly #system: ReadonlySet<string>;

  constructor(readonly statement: CapabilityStatement) {
    const [rest] = statement.rest;
    this.#resources = new Map(rest.resource.map((one) => [one.type, one]));
    this.#system = new Set((rest.interaction ?? []).map(({ code }) => code));
  }

  get types(): readonly string[] {
    return [...this.#resources.keys()];
  }

  resource(type: string): ResourceCapability | undefined {
    return this.#resources.get(type);
  }

  allows(type: string, interaction: Interaction): boolean {
    return this.#resources.get(type)?.interaction.some(({ code }) => code === interaction) ?? false;
  }

  allowsSystem(interaction: SystemInteraction): boolean {
    return this.#system.has(interaction);
  }
}
