import { table } from '../../src/model/index.js';
import { interactionOf, PARAMETERS } from '../../src/protocols/hl7v3/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';

/** What every class may begin with (InfrastructureRootElements). */
const INFRASTRUCTURE = 'realmCode typeId templateId';

const MESSAGE =
  'id creationTime securityText versionCode interactionId profileId processingCode processingModeCode acceptAckCode sequenceNumber attachmentText receiver respondTo sender attentionLine acknowledgement controlActProcess';

/** The order of children in the schemas of the interactions, by the name of the parent. */
const ORDERS = table(
  Object.fromEntries(
    Object.entries({
      acknowledgement:
        'typeCode expectedSequenceNumber messageWaitingNumber messageWaitingPriorityCode targetMessage acknowledgementDetail',
      acknowledgementDetail: 'code text location',
      device: 'id name desc existenceTime telecom manufacturerModelName softwareName asAgent asLocatedEntity',
      controlActProcess:
        'id code text effectiveTime priorityCode reasonCode languageCode overseer authorOrPerformer dataEnterer informationRecipient subject reasonOf queryAck queryContinuation queryByParameter',
      queryAck: 'queryId statusCode queryResponseCode resultTotalQuantity resultCurrentQuantity resultRemainingQuantity',
      queryContinuation: 'queryId startResultNumber startResultExtremeCode continuationQuantity statusCode',
      queryByParameter:
        'queryId statusCode modifyCode responseElementGroupId responseModalityCode responsePriorityCode initialQuantity initialQuantityCode executionAndDeliveryTime matchCriterionList parameterList sortControl',
      parameterList: [...Object.keys(PARAMETERS.PRPA_IN201305UV02), ...Object.keys(PARAMETERS.PRPA_IN201309UV02)].join(' '),
      registrationEvent: 'id statusCode effectiveTime subject1 author custodian inFulfillmentOf definition replacementOf',
      patient:
        'id addr telecom statusCode effectiveTime confidentialityCode veryImportantPersonCode patientPerson patientNonPersonLivingSubject providerOrganization subjectOf subjectOf1 subjectOf2 coveredPartyOf',
      patientPerson:
        'id name desc telecom administrativeGenderCode birthTime deceasedInd deceasedTime multipleBirthInd multipleBirthOrderNumber organDonorInd addr maritalStatusCode educationLevelCode disabilityCode livingArrangementCode religiousAffiliationCode raceCode ethnicGroupCode asPatientRelationship asEmployee asCitizen asStudent asMember asOtherIDs contactParty guardian personalRelationship careGiver birthPlace guarantor languageCommunication',
      asOtherIDs: 'id statusCode effectiveTime scopingOrganization',
    }).map(([parent, children]) => [parent, `${INFRASTRUCTURE} ${children}`.split(' ')]),
  ),
);

const ROOT: readonly string[] = `${INFRASTRUCTURE} ${MESSAGE}`.split(' ');

/** The names of the children of an element in their order; undefined where the order is not known here. */
export const orderOf = ({ local }: XmlElement): readonly string[] | undefined => ORDERS[local] ?? (interactionOf(local) && ROOT);
