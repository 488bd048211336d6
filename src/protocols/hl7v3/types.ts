import type { XmlElement } from '../xml/index.js';
import type { Interaction } from './names.js';

/** II: an identifier; without extension, that of a domain or a device. */
export interface Ii {
  /** OID, or UUID */
  root: string;
  extension?: string;
  /** assigningAuthorityName */
  authority?: string;
}

export interface NamePart {
  kind: 'prefix' | 'given' | 'family' | 'suffix';
  text: string;
  /** `BR` of birth, `CL` used, `SP` of the spouse */
  qualifier?: string;
}

/** PN */
export interface PersonName {
  /** `L` legal, `P` pseudonym, `SRCH` for a search by a part of it */
  use?: string;
  parts: readonly NamePart[];
}

export const ADDRESS_PARTS = [
  ...['delimiter', 'country', 'state', 'county', 'city', 'postalCode', 'streetAddressLine', 'houseNumber', 'houseNumberNumeric'],
  ...['direction', 'streetName', 'streetNameBase', 'streetNameType', 'additionalLocator', 'unitID', 'unitType', 'careOf', 'censusTract'],
  ...['buildingNumberSuffix', 'deliveryAddressLine', 'deliveryInstallationType', 'deliveryInstallationArea'],
  ...['deliveryInstallationQualifier', 'deliveryMode', 'deliveryModeIdentifier', 'postBox', 'precinct'],
] as const;

/** AD: its parts by their element names (`city`, `postalCode`, `streetAddressLine`). */
export interface Address {
  use?: string;
  parts: readonly { kind: string; text: string }[];
}

/** TEL */
export interface Telecom {
  /** `tel:+33…`, `mailto:…` */
  value: string;
  use?: string;
}

/** IVL_TS of a query: a point, or a range of which one end may be open. */
export interface TimeRange {
  value?: string;
  low?: string;
  high?: string;
}

/** An application that sends or receives, and the organisation it stands for. */
export interface Device {
  id: Ii;
  organization?: Ii;
  telecom?: string;
}

/** The transmission wrapper (MCCI_MT000100UV01, MCCI_MT000200UV01, MCCI_MT000300UV01). */
export interface Transmission {
  id: Ii;
  /** TS */
  creationTime: string;
  /** P production, T training, D debugging */
  processingCode: string;
  sender: Device;
  receiver: Device;
}

export interface AcknowledgementDetail {
  /** E error, W warning, I information */
  type: 'E' | 'W' | 'I';
  code?: string;
  text?: string;
  /** XPath of what it speaks of */
  location?: string;
}

export interface Acknowledgement {
  /** AA, AE, AR; of the transmission alone: CA, CE, CR */
  code: string;
  /** id of the message that it answers */
  target?: Ii;
  details: readonly AcknowledgementDetail[];
}

/** A patient as a feed or an answer describes one (PRPA_MT201301UV02, PRPA_MT201310UV02). */
export interface V3Patient {
  /** patient/id */
  ids: readonly Ii[];
  /** asOtherIDs/id */
  otherIds: readonly Ii[];
  names: readonly PersonName[];
  telecoms: readonly Telecom[];
  /** M, F, UN */
  gender?: string;
  birthTime?: string;
  deceased?: boolean;
  deceasedTime?: string;
  multipleBirth?: boolean;
  birthOrder?: number;
  addresses: readonly Address[];
  mothersMaidenName?: PersonName;
  birthPlace?: Address;
  /** providerOrganization/id */
  provider?: Ii;
  /** queryMatchObservation: 0 to 100 */
  match?: number;
}

/** A registrationEvent: a patient, and the registrations that it replaces. */
export interface Registration {
  patient: V3Patient;
  /** priorRegisteredRole/id */
  replaces: readonly Ii[];
  /** organisation that keeps the record */
  custodian?: Ii;
}

/** PRPA_MT201306UV02: what a Patient Demographics Consumer searches by. */
export interface DemographicsQuery {
  queryId: Ii;
  /** how many patients the first answer may have; absent: all */
  initialQuantity?: number;
  minimumDegreeMatch?: number;
  gender?: string;
  birthTime?: TimeRange;
  ids: readonly Ii[];
  names: readonly PersonName[];
  mothersMaidenNames: readonly PersonName[];
  addresses: readonly Address[];
  telecoms: readonly Telecom[];
  /** roots of the domains whose identifiers are wanted; empty: all */
  domains: readonly string[];
  /** criteria of other names, each with its text */
  others?: Readonly<Record<string, string>>;
}

/** PRPA_MT201307UV02: an identifier whose equals in other domains are asked for. */
export interface IdentifierQuery {
  queryId: Ii;
  patient: Ii;
  /** roots of the domains (dataSource) whose identifiers are wanted; empty: all */
  domains: readonly string[];
}

/** QUQI_MT000001UV01: more of an answer that came in part, or no more of it. */
export interface Continuation {
  queryId: Ii;
  /** absent: as many as the query said */
  quantity?: number;
  /** number of the first patient wanted, from 1 */
  start?: number;
  cancel: boolean;
}

export interface QueryAck {
  queryId: Ii;
  /** OK, NF, QE, AE */
  code: string;
  /** deliveredResponse, aborted */
  status?: string;
  total?: number;
  current?: number;
  remaining?: number;
}

/** A message as far as it can be read: what is absent was not there, or is no value of its type. */
export interface V3Message {
  element: XmlElement;
  interaction: Interaction;
  transmission: Partial<Transmission>;
  acknowledgement?: Acknowledgement;
  registrations: readonly Registration[];
  queryAck?: QueryAck;
  demographics?: DemographicsQuery;
  identifier?: IdentifierQuery;
  continuation?: Continuation;
  /** queryByParameter, asked or repeated */
  query?: XmlElement;
}
