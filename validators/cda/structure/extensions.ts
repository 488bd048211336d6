/** Classes of the extensions that CI-SIS documents may use, by the prefix that stands for their namespace. */

/** what every class of the pharmacy extension begins with; these are the elements of CDA itself */
const ROOT = 'hl7:realmCode:CS* hl7:typeId:TypeId? hl7:templateId:TemplateId*';
const NULL = '@nullFlavor:NullFlavor';

/** HL7 SDTC */
// prettier-ignore
export const SDTC: Readonly<Record<string, string>> = {
  INT_POS: '+QTY @value:int_pos',
  ActReference: '@classCode!:ActClass @moodCode!:x_DocumentActMood @determinerCode=INSTANCE realmCode:CS* typeId:TypeId? templateId:II* id:II+',
  InFulfillmentOf1: '@typeCode!=FLFS @inversionInd:bl @negationInd:bl realmCode:CS* typeId:TypeId? templateId:II* actReference:ActReference',
  SdtcPatient: 'id:II',
  AsPatientRelationship: '@classCode!=PRS @determinerCode=INSTANCE realmCode:CS* typeId:TypeId? templateId:II* code:CE',
  Precondition1: '@nullFlavor:NullFlavor @typeCode=PRCN realmCode:CS* typeId:TypeId? templateId:II* conjunctionCode:CS criterion1:Criterion',
};

/** IHE PaLM */
export const LAB: Readonly<Record<string, string>> = {
  LabStatus: '@code:active|completed',
  LabPrecondition: '@typeCode:PRCN criterion:LabCriterion',
  LabCriterion: '@classCode:COND @moodCode:EVN code:LabCode? value:LabValue?',
  LabCode: '@code:string',
  LabValue: '@value:M|F|I',
};

/** IHE Pharmacy, medication (COCT_MT230100) */
// prettier-ignore
export const PHARM: Readonly<Record<string, string>> = {
  ValuedItem: `@classCode!:ActClassInvoiceElement @moodCode!:x_ActMoodDefEvn ${ROOT} id:II+ code:CD? effectiveTime:IVL_TS? unitQuantity:RTO_PQ_PQ? unitPriceAmt:RTO_MO_PQ netAmt:MO?`,
  Agency: `${NULL} @classCode!:EntityClassPublicInstitution @determinerCode!:EntityDeterminerSpecific ${ROOT} id:II? name:ON?`,
  Approval: `${NULL} @classCode!:ActClassContract @moodCode!:ActMoodEventOccurrence ${ROOT} id:II code:CD? statusCode:CS? holder:Holder~? author:Author`,
  Author: `@typeCode!:ParticipationAuthorOriginator ${ROOT} time:TS? territorialAuthority:TerritorialAuthority`,
  Characteristic: `${NULL} @classCode!:ActClassObservation @moodCode!:ActMoodEventOccurrence ${ROOT} code:CE text:ED? value:ANY?`,
  Content: `${NULL} @classCode!:RoleClassContent ${ROOT} quantity:RTO_QTY_QTY? containerPackagedMedicine:PackagedMedicine subjectOf1:OfPolicy~* subjectOf2:OfApproval~*`,
  Country: `${NULL} @classCode!:EntityClassState @determinerCode!:EntityDeterminerSpecific ${ROOT} code:CD name:TN?`,
  DistributedProduct: `${NULL} @classCode!:RoleClassDistributedMaterial ${ROOT} distributingManufacturer:Manufacturer`,
  Holder: `${NULL} @typeCode!:ParticipationHolder ${ROOT} role:Role~`,
  Ingredient: `${NULL} @classCode!:RoleClassIngredientEntity @negationInd:bl ${ROOT} quantity:RTO? ingredient:Substance~?`,
  ManufacturedProduct: `${NULL} @classCode!:RoleClassManufacturedProduct ${ROOT} manufacturer:Manufacturer subjectOf1:OfCharacteristic~* subjectOf2:OfPolicy~* subjectOf3:OfApproval~*`,
  Manufacturer: `${NULL} @classCode!:EntityClassOrganization @determinerCode!:EntityDeterminerSpecific ${ROOT} id:II? name:EN? telecom:TEL? addr:AD? asRelatedManufacturer:RelatedManufacturer~*`,
  Medicine: `@classCode!:EntityClassManufacturedMaterial @determinerCode!:EntityDeterminer ${ROOT} id:II? code:CE? name:TN* desc:ED? riskCode:CE? handlingCode:CE? formCode:CE? lotNumberText:ST? expirationTime:IVL_TS? stabilityTime:IVL_TS? asDistributedProduct:DistributedProduct~* asMedicineManufacturer:MedicineManufacturer~* asContent:Content~? asSpecializedKind:SpecializedKind~* part:Part~* ingredient:Ingredient~*`,
  MedicineClass: `${NULL} @classCode!:EntityClassManufacturedMaterial @determinerCode=KIND ${ROOT} code:CE name:TN* desc:ED? formCode:CE?`,
  MedicineManufacturer: `${NULL} @classCode!:RoleClassManufacturedProduct ${ROOT} manufacturer:Manufacturer~`,
  ObservationGoal: `${NULL} @classCode!:ActClassObservation @moodCode!:ActMoodGoal ${ROOT} code:CD? text:ED? value:ANY?`,
  PackagedMedicine: `${NULL} @classCode!:EntityClassContainer @determinerCode!:EntityDeterminer ${ROOT} id:II? code:CE? name:TN* formCode:CE? lotNumberText:ST? capacityQuantity:PQ? capTypeCode:CE? asManufacturedProduct:ManufacturedProduct~* asSuperContent:SuperContent~? subContent:SubContent~?`,
  Part: `${NULL} @classCode!:RoleClassPart ${ROOT} quantity:RTO_QTY_QTY? partMedicine:Medicine subjectOf:OfCharacteristic~*`,
  Policy: `${NULL} @classCode!:ActClass @moodCode!:ActMoodDefinition ${ROOT} code:CD? text:ED?`,
  RelatedManufacturer: `${NULL} @classCode!:RoleClassAssignedEntity ${ROOT} id:II* representedManufacturer:Manufacturer~?`,
  Role: `${NULL} @classCode!:RoleClassRoot ${ROOT} playingManufacturer:Manufacturer`,
  SpecializedKind: `${NULL} @classCode!:RoleClassIsSpeciesEntity ${ROOT} code:CE? generalizedMedicineClass:MedicineClass~?`,
  SubContent: `${NULL} @classCode!:RoleClassContent ${ROOT} quantity:RTO_QTY_QTY? containedPackagedMedicine:PackagedMedicine~?`,
  SubIngredient: `${NULL} @classCode!:RoleClassIngredientEntity @negationInd:bl ${ROOT} quantity:RTO_QTY_QTY? ingredient:Substance~?`,
  OfApproval: `${NULL} @typeCode!:ParticipationTargetSubject ${ROOT} approval:Approval~`,
  OfPolicy: `${NULL} @typeCode!:ParticipationTargetSubject ${ROOT} policy:Policy~`,
  OfCharacteristic: `${NULL} @typeCode!:ParticipationTargetSubject ${ROOT} characteristic:Characteristic~`,
  OfGoal: `${NULL} @typeCode!:ParticipationTargetSubject ${ROOT} observationGoal:ObservationGoal~`,
  OfItem: `${NULL} @typeCode=SBJ ${ROOT} valuedItem:ValuedItem~`,
  Substance: `${NULL} @classCode!:EntityClassManufacturedMaterial @determinerCode!:EntityDeterminer ${ROOT} code:CE? name:TN* desc:ED? lotNumberText:ST? asSubstanceManufacturer:SubstanceManufacturer~* subIngredient:SubIngredient~*`,
  SubstanceManufacturer: `${NULL} @classCode!:RoleClassManufacturedProduct ${ROOT} manufacturer:Manufacturer~`,
  SuperContent: `${NULL} @classCode!:RoleClassContent ${ROOT} quantity:RTO_QTY_QTY? containerPackagedMedicine:PackagedMedicine`,
  TerritorialAuthority: `@classCode!:RoleClassTerritoryOfAuthority ${ROOT} territory:Agency~? governingCountry:Country~?`,
};
