import { shorten } from '../../model/index.js';
import { xml, type Raw, type XmlElement } from '../xml/index.js';
import { ERROR_SEVERITY, RESPONSE_STATUS, type ResponseStatus } from './constants.js';
import { NS } from './namespaces.js';
import { payloadOf } from './payload.js';
import { writeObjectList, type RimObject } from './rim-object.js';

export interface RegistryErrorRead {
  element: XmlElement;
  code: string;
  context: string;
  severity: string;
  location: string | undefined;
}

/** rs:RegistryResponse or query:AdhocQueryResponse as it stands in a message. */
export interface RegistryResponse {
  element: XmlElement;
  /** as written */
  status: string;
  errorList: XmlElement | undefined;
  errors: RegistryErrorRead[];
  /** rim:RegistryObjectList of a query answer */
  objects: XmlElement | undefined;
}

/**
 * Reads the response of a registry or repository from a SOAP envelope, from the answer of a retrieve, or bare.
 * Undefined when the tree holds none.
 */
export function readRegistryResponse(root: XmlElement): RegistryResponse | undefined {
  const payload = payloadOf(root);
  const element = payload?.local === 'RetrieveDocumentSetResponse' ? payload.element('RegistryResponse') : payload;
  if (element?.local !== 'RegistryResponse' && element?.local !== 'AdhocQueryResponse') return undefined;
  const errorList = element.element('RegistryErrorList');
  return {
    element,
    status: element.attribute('status') ?? '',
    errorList,
    errors: (errorList?.elements('RegistryError') ?? []).map((error) => ({
      element: error,
      code: error.attribute('errorCode') ?? '',
      context: error.attribute('codeContext') ?? '',
      severity: error.attribute('severity') ?? '',
      location: error.attribute('location'),
    })),
    objects: element.element('RegistryObjectList', NS.rim),
  };
}

export interface RegistryErrorToWrite {
  code: string;
  /** in words, for the person who reads the answer */
  context: string;
  severity?: keyof typeof ERROR_SEVERITY;
  /** where in the request, for example an XPath */
  location?: string;
}

export interface ResponseToWrite {
  status: ResponseStatus;
  errors?: readonly RegistryErrorToWrite[];
}

const MOST_ERRORS = 100;
const LONGEST_CONTEXT = 2000;

/** One rs:RegistryErrorList, or nothing. */
function errorList(errors: readonly RegistryErrorToWrite[] = []): Raw | false {
  if (errors.length === 0) return false;
  // what was received is quoted in them, and may be of any size
  const told = errors.slice(0, MOST_ERRORS);
  const highest = errors.some((error) => error.severity !== 'warning') ? ERROR_SEVERITY.error : ERROR_SEVERITY.warning;
  return xml`<rs:RegistryErrorList highestSeverity="${highest}">${told.map(
    ({ code, context, severity = 'error', location }) =>
      xml`<rs:RegistryError errorCode="${code}" codeContext="${shorten(context, LONGEST_CONTEXT)}" severity="${ERROR_SEVERITY[severity]}"${location !== undefined && xml` location="${location}"`}/>`,
  )}</rs:RegistryErrorList>`;
}

/** rs:RegistryResponse: the answer of ITI-41, ITI-42, ITI-57 and ITI-62, and the first part of that of ITI-43. */
export function writeRegistryResponse({ status, errors }: ResponseToWrite): Raw {
  return xml`<rs:RegistryResponse xmlns:rs="${NS.rs}" status="${RESPONSE_STATUS[status]}">${errorList(errors)}</rs:RegistryResponse>`;
}

/** query:AdhocQueryResponse: the answer of ITI-18, with whole objects or references to them. */
export function writeQueryResponse({
  status,
  errors,
  objects = [],
  references,
}: ResponseToWrite & { objects?: readonly RimObject[]; references?: readonly string[] }): Raw {
  const list =
    references ?
      xml`<rim:RegistryObjectList xmlns:rim="${NS.rim}">${references.map((id) => xml`<rim:ObjectRef id="${id}"/>`)}</rim:RegistryObjectList>`
    : writeObjectList(objects);
  return xml`<query:AdhocQueryResponse xmlns:query="${NS.query}" xmlns:rs="${NS.rs}" status="${RESPONSE_STATUS[status]}">${errorList(errors)}${list}</query:AdhocQueryResponse>`;
}
