import { NS, xml } from '../wire/xml.mjs';

const STATUS = {
  Success: 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success',
  Failure: 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure',
  PartialSuccess: 'urn:ihe:iti:2007:ResponseStatusType:PartialSuccess',
};

/** The list of errors of an answer; nothing when there are none. */
export const errorList = (errors) =>
  errors.length > 0
  && xml`<rs:RegistryErrorList xmlns:rs="${NS.rs}" highestSeverity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error">${errors.map(
    (e) => xml`
  <rs:RegistryError errorCode="${e.errorCode}" codeContext="${e.message}" severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error" location=""/>`,
  )}
</rs:RegistryErrorList>`;

export const statusUri = (status) => STATUS[status];

/** rs:RegistryResponse */
export const registryResponse = ({ status, errors }) =>
  xml`<rs:RegistryResponse xmlns:rs="${NS.rs}" status="${STATUS[status]}">${errorList(errors)}</rs:RegistryResponse>`;
