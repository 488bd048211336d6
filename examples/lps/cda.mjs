import { confidentiality, facilityType, practiceSetting } from './documents.mjs';
import { software, user } from './identity.mjs';
import { hl7Local } from '../wire/identifiers.mjs';
import { xml } from '../wire/xml.mjs';

const PROFESSIONALS = '1.2.250.1.71.4.2.1';
const STRUCTURES = '1.2.250.1.71.4.2.2';

const coded = (element, { code, scheme, name }) => xml`<${element} code="${code}" codeSystem="${scheme}" displayName="${name}"/>`;

const contact = xml`<addr use="WP">
          <houseNumber>12</houseNumber>
          <streetName>RUE DES ACACIAS</streetName>
          <postalCode>51000</postalCode>
          <city>CHALONS-EN-CHAMPAGNE</city>
        </addr>
        <telecom use="WP" value="tel:0326000001"/>`;

const person = xml`<assignedPerson>
          <name>
            <prefix>MME</prefix>
            <given>${user.given}</given>
            <family>${user.family}</family>
            <suffix>DR</suffix>
          </name>
        </assignedPerson>`;

const organisation = ({ structure, organisation: name }) => xml`<representedOrganization>
          <id root="${STRUCTURES}" extension="${structure}"/>
          <name>${name}</name>
          ${coded('standardIndustryClassCode', practiceSetting)}
        </representedOrganization>`;

const professional = (signer) => xml`<id root="${PROFESSIONALS}" extension="${user.id}"/>
        ${coded('code', user.specialty)}
        ${contact}
        ${person}
        ${organisation(signer)}`;

/**
 * Writes a CDA R2 document of level 1 with the CI-SIS header.
 * @param {object} document what `newDocument` made: identifiers, type, patient, times
 * @param {{structure: string, organisation: string}} signer names of the health structure
 */
export function writeCda(document, signer) {
  const { patient, type } = document;
  const body = Buffer.from([type.title, '', ...type.text, ''].join('\n')).toString('base64');
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3" classCode="DOCCLIN" moodCode="EVN">
  <realmCode code="FR"/>
  <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
  <templateId root="2.16.840.1.113883.2.8.2.1"/>
  <templateId root="1.2.250.1.213.1.1.1.1"/>
  <templateId root="1.3.6.1.4.1.19376.1.2.20"/>
  <id root="${document.uniqueId}"/>
  ${coded('code', type.typeCode)}
  <title>${type.title}</title>
  <effectiveTime value="${hl7Local(document.createdAt)}"/>
  ${coded('confidentialityCode', confidentiality)}
  <languageCode code="fr-FR"/>
  <setId root="${document.setId}"/>
  <versionNumber value="${document.version}"/>
  <recordTarget>
    <patientRole>
      <id root="${patient.oid}" extension="${patient.ins}"/>
      <id root="${software.localPatients}" extension="${document.localPatientId}"/>
      <addr use="H">
        <houseNumber>3</houseNumber>
        <streetName>PLACE DE L'EGLISE</streetName>
        <postalCode>51000</postalCode>
        <city>CHALONS-EN-CHAMPAGNE</city>
      </addr>
      <telecom nullFlavor="NASK"/>
      <patient>
        <name>
          <family qualifier="BR">${patient.birthFamily}</family>
          <given>${patient.givenList}</given>
          <given qualifier="BR">${patient.given}</given>${
            patient.usedFamily
            && xml`
          <family qualifier="CL">${patient.usedFamily}</family>
          <given qualifier="CL">${patient.given}</given>`
          }
        </name>
        <administrativeGenderCode code="${patient.sex}" codeSystem="2.16.840.1.113883.5.1"/>
        <birthTime value="${patient.birthDate}"/>
        <birthplace>
          <place>
            <addr>
              <county>${patient.birthPlace}</county>
            </addr>
          </place>
        </birthplace>
      </patient>
    </patientRole>
  </recordTarget>
  <author>
    ${coded('functionCode', user.role)}
    <time value="${hl7Local(document.createdAt)}"/>
    <assignedAuthor>
        ${professional(signer)}
    </assignedAuthor>
  </author>
  <custodian>
    <assignedCustodian>
      <representedCustodianOrganization>
        <id root="${STRUCTURES}" extension="${signer.structure}"/>
        <name>${signer.organisation}</name>
      </representedCustodianOrganization>
    </assignedCustodian>
  </custodian>
  <legalAuthenticator>
    <time value="${hl7Local(document.createdAt)}"/>
    <signatureCode code="S"/>
    <assignedEntity>
        ${professional(signer)}
    </assignedEntity>
  </legalAuthenticator>
  <documentationOf>
    <serviceEvent>
      <effectiveTime>
        <low value="${hl7Local(document.startedAt)}"/>
        <high value="${hl7Local(document.stoppedAt)}"/>
      </effectiveTime>
      <performer typeCode="PRF">
        <assignedEntity>
        ${professional(signer)}
        </assignedEntity>
      </performer>
    </serviceEvent>
  </documentationOf>${
    document.replaces
    && xml`
  <relatedDocument typeCode="RPLC">
    <parentDocument>
      <id root="${document.replaces.uniqueId}"/>
    </parentDocument>
  </relatedDocument>`
  }
  <componentOf>
    <encompassingEncounter>
      <code code="AMB" codeSystem="2.16.840.1.113883.5.4" displayName="Ambulatoire (hors établissement)"/>
      <effectiveTime>
        <low value="${hl7Local(document.startedAt)}"/>
      </effectiveTime>
      <location>
        <healthCareFacility>
          ${coded('code', facilityType)}
          <location>
            <name>${signer.organisation}</name>
          </location>
        </healthCareFacility>
      </location>
    </encompassingEncounter>
  </componentOf>
  <component>
    <nonXMLBody>
      <text mediaType="text/plain" representation="B64">${body}</text>
    </nonXMLBody>
  </component>
</ClinicalDocument>
`.text;
}
