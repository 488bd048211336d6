import type { Code } from '../../src/protocols/ebxml/index.js';
import { Raw, xml } from '../../src/protocols/xml/index.js';
import { AUTHORITY, KIND, utc, type HealthDocument } from './document.js';

const coded = (element: string, { code, scheme, display }: Code): Raw =>
  xml`<${new Raw(element)} code="${code}" codeSystem="${scheme}" displayName="${display}"/>`;

const instant = (element: string, at: Date): Raw => xml`<${new Raw(element)} value="${utc(at)}+0000"/>`;

/** Content of assignedAuthor and assignedEntity. */
function professional({ author, structure }: HealthDocument): Raw {
  return xml`<id root="${AUTHORITY.professionals}" extension="${author.id}"/>
      ${coded('code', KIND.specialty)}
      <addr use="WP"><houseNumber>12</houseNumber><streetName>RUE DU TEST</streetName><postalCode>51000</postalCode><city>CHALONS-EN-CHAMPAGNE</city></addr>
      <telecom use="WP" value="tel:0326000001"/>
      <assignedPerson><name><given>${author.given}</given><family>${author.family}</family><suffix>DR</suffix></name></assignedPerson>
      <representedOrganization>
        <id root="${AUTHORITY.structures}" extension="${structure.id}"/>
        <name>${structure.name}</name>
        ${coded('standardIndustryClassCode', KIND.setting)}
      </representedOrganization>`;
}

const recordTarget = ({ patient, localPatient }: HealthDocument): Raw => xml`<recordTarget>
    <patientRole>
      <id root="${patient.oid}" extension="${patient.ins}"/>
      <id root="${localPatient.authority}" extension="${localPatient.id}"/>
      <addr use="H"><houseNumber>3</houseNumber><streetName>PLACE DU MARCHE</streetName><postalCode>51000</postalCode><city>CHALONS-EN-CHAMPAGNE</city></addr>
      <telecom nullFlavor="NASK"/>
      <patient>
        <name>
          <family qualifier="BR">${patient.birthFamily}</family>
          <given>${patient.givenList ?? patient.given}</given>
          <given qualifier="BR">${patient.given}</given>
        </name>
        <administrativeGenderCode code="${patient.sex}" codeSystem="2.16.840.1.113883.5.1"/>
        <birthTime value="${patient.birthDate}"/>
        <birthplace><place><addr><county>${patient.birthPlace}</county></addr></place></birthplace>
      </patient>
    </patientRole>
  </recordTarget>`;

const body = ({ patient, author, service, version }: HealthDocument): string =>
  [
    KIND.title,
    '',
    `Patient : ${patient.birthFamily} ${patient.given}`,
    `Médecin : Dr ${author.given} ${author.family}`,
    `Consultation du ${service.from.toISOString().slice(0, 10)}, version ${version}.`,
    '',
    'Examen sans particularité. Document d’essai, sans valeur médicale.',
    '',
  ].join('\n');

/** Writes a CDA R2 document of level 1 with the header of the CI-SIS (Structuration minimale) and a body of plain text. */
export function writeCda(document: HealthDocument): Uint8Array {
  const { service, replaces, structure } = document;
  const entity = professional(document);
  return new TextEncoder().encode(
    xml`<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" classCode="DOCCLIN" moodCode="EVN">
  <realmCode code="FR"/>
  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
  <templateId root="2.16.840.1.113883.2.8.2.1"/>
  <templateId root="1.2.250.1.213.1.1.1.1"/>
  <templateId root="1.3.6.1.4.1.19376.1.2.20"/>
  <id root="${document.uniqueId}"/>
  ${coded('code', KIND.type)}
  <title>${KIND.title}</title>
  ${instant('effectiveTime', document.createdAt)}
  ${coded('confidentialityCode', KIND.confidentiality)}
  <languageCode code="${KIND.language}"/>
  <setId root="${document.setId}"/>
  <versionNumber value="${document.version}"/>
  ${recordTarget(document)}
  <author>
    ${coded('functionCode', KIND.role)}
    ${instant('time', document.createdAt)}
    <assignedAuthor>
      ${entity}
    </assignedAuthor>
  </author>
  <custodian>
    <assignedCustodian>
      <representedCustodianOrganization>
        <id root="${AUTHORITY.structures}" extension="${structure.id}"/>
        <name>${structure.name}</name>
      </representedCustodianOrganization>
    </assignedCustodian>
  </custodian>
  <legalAuthenticator>
    ${instant('time', document.createdAt)}
    <signatureCode code="S"/>
    <assignedEntity>
      ${entity}
    </assignedEntity>
  </legalAuthenticator>
  <documentationOf>
    <serviceEvent>
      <effectiveTime>${instant('low', service.from)}${instant('high', service.to)}</effectiveTime>
      <performer typeCode="PRF">
        <assignedEntity>
      ${entity}
        </assignedEntity>
      </performer>
    </serviceEvent>
  </documentationOf>${
    replaces
    && xml`
  <relatedDocument typeCode="RPLC">
    <parentDocument>
      <id root="${replaces.uniqueId}"/>
      <setId root="${replaces.setId}"/>
      <versionNumber value="${replaces.version}"/>
    </parentDocument>
  </relatedDocument>`
  }
  <componentOf>
    <encompassingEncounter>
      ${coded('code', KIND.encounter)}
      <effectiveTime>${instant('low', service.from)}${instant('high', service.to)}</effectiveTime>
      <location>
        <healthCareFacility>
          ${coded('code', KIND.facility)}
          <location><name>${structure.name}</name></location>
        </healthCareFacility>
      </location>
    </encompassingEncounter>
  </componentOf>
  <component>
    <nonXMLBody>
      <text mediaType="text/plain" representation="B64">${Buffer.from(body(document)).toString('base64')}</text>
    </nonXMLBody>
  </component>
</ClinicalDocument>
`.markup,
  );
}
