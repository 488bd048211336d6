/**
 * The HL7 V3 data types of CDA R2, in the notation of `notation.ts`. `+X` extends X: its children come first; `-X`
 * restricts it: its children are those written here. Attributes are inherited either way.
 */

/** parts of an address, each with the part type that its name stands for */
const ADDRESS_PARTS = {
  delimiter: 'DEL',
  country: 'CNT',
  state: 'STA',
  county: 'CPA',
  city: 'CTY',
  postalCode: 'ZIP',
  streetAddressLine: 'SAL',
  houseNumber: 'BNR',
  houseNumberNumeric: 'BNN',
  direction: 'DIR',
  streetName: 'STR',
  streetNameBase: 'STB',
  streetNameType: 'STTYP',
  additionalLocator: 'ADL',
  unitID: 'UNID',
  unitType: 'UNIT',
  careOf: 'CAR',
  censusTract: 'CEN',
  deliveryAddressLine: 'DAL',
  deliveryInstallationType: 'DINST',
  deliveryInstallationArea: 'DINSTA',
  deliveryInstallationQualifier: 'DINSTQ',
  deliveryMode: 'DMOD',
  deliveryModeIdentifier: 'DMODID',
  buildingNumberSuffix: 'BNS',
  postBox: 'POB',
  precinct: 'PRE',
};
const NAME_PARTS = { delimiter: 'DEL', family: 'FAM', given: 'GIV', prefix: 'PFX', suffix: 'SFX' };

/** an interval: its bounds, a bound and the width, or its centre */
const interval = (bound: string, width: string): string =>
  `(low:IVXB_${bound} (width:${width}? | high:IVXB_${bound}?)? | high:IVXB_${bound} | width:${width} high:IVXB_${bound}? | center:${bound} width:${width}?)?`;

const choiceOf = (family: string, parts: Readonly<Record<string, string>>): string =>
  Object.keys(parts)
    .map((part) => `${part}:${family}.${part}`)
    .join(' | ');

const partTypes = (family: string, base: string, parts: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(parts).map(([part, type]) => [`${family}.${part}`, `mixed -${base} @partType=${type}`]);

// prettier-ignore
export const DATA_TYPES: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...partTypes('adxp', 'ADXP', ADDRESS_PARTS), ...partTypes('en', 'ENXP', NAME_PARTS)]),
  ANY: 'abstract @nullFlavor:NullFlavor',
  ANYNonNull: '-ANY @-nullFlavor',
  BL: '+ANY @value:bl',
  BN: '+ANYNonNull @value:bn',
  BIN: 'abstract mixed +ANY @representation:BinaryDataEncoding',
  ED: 'mixed +BIN @mediaType:cs @language:cs @compression:CompressionAlgorithm @integrityCheck:bin @integrityCheckAlgorithm:IntegrityCheckAlgorithm reference:TEL? thumbnail:thumbnail? ##other?',
  thumbnail: 'mixed -ED reference:TEL?',
  ST: 'mixed -ED @representation=TXT @mediaType=text/plain @-compression @-integrityCheck @-integrityCheckAlgorithm',
  SC: 'mixed +ST @code:cs @codeSystem:uid @codeSystemName:st @codeSystemVersion:st @displayName:st',
  CD: '+ANY @code:cs @codeSystem:uid @codeSystemName:st @codeSystemVersion:st @displayName:st @sdtc:valueSet:oid @sdtc:valueSetVersion:st originalText:ED? qualifier:CR* translation:CD*',
  CE: '-CD originalText:ED? translation:CD*',
  CV: '-CE originalText:ED?',
  CS: '-CV @-codeSystem @-codeSystemName @-codeSystemVersion @-displayName',
  CO: '+CV',
  CR: '+ANY @inverted:bn name:CV? value:CD?',
  II: '+ANY @root:uid @extension:st @assigningAuthorityName:st @displayable:bl',
  URL: 'abstract +ANY @value:url',
  TEL: '+URL @use:set_TelecommunicationAddressUse useablePeriod:SXCM_TS*',
  ADXP: 'mixed +ST @partType:AddressPartType',
  AD: `mixed +ANY @use:set_PostalAddressUse @isNotOrdered:bl (${choiceOf('adxp', ADDRESS_PARTS)})* useablePeriod:SXCM_TS*`,
  ENXP: 'mixed +ST @partType:EntityNamePartType @qualifier:set_EntityNamePartQualifier',
  EN: `mixed +ANY @use:set_EntityNameUse (${choiceOf('en', NAME_PARTS)})* validTime:IVL_TS?`,
  PN: 'mixed +EN',
  ON: 'mixed -EN (delimiter:en.delimiter | prefix:en.prefix | suffix:en.suffix)* validTime:IVL_TS?',
  TN: 'mixed -EN validTime:IVL_TS?',
  QTY: 'abstract +ANY',
  INT: '+QTY @value:int',
  REAL: '+QTY @value:real',
  PQ: '+QTY @value:real @unit:cs translation:PQR*',
  PQR: '+CV @value:real',
  MO: '+QTY @value:real @currency:cs',
  RTO_QTY_QTY: '+QTY numerator:QTY denominator:QTY',
  RTO: '+RTO_QTY_QTY',
  RTO_PQ_PQ: '+QTY numerator:PQ denominator:PQ',
  RTO_MO_PQ: '+QTY numerator:MO denominator:PQ',
  TS: '+QTY @value:ts',
  SXCM_TS: '+TS @operator:SetOperator',
  IVL_TS: `+SXCM_TS ${interval('TS', 'PQ')}`,
  IVXB_TS: '+TS @inclusive:bl',
  PIVL_TS: '+SXCM_TS @alignment:CalendarCycle @institutionSpecified:bl phase:IVL_TS? period:PQ?',
  EIVL_TS: '+SXCM_TS event:EIVL.event? offset:IVL_PQ?',
  'EIVL.event': '-CE @code:TimingEvent @codeSystem=2.16.840.1.113883.5.139 @codeSystemName=TimingEvent',
  SXPR_TS: '+SXCM_TS comp:SXCM_TS comp:SXCM_TS+',
  IVL_PQ: `+SXCM_PQ ${interval('PQ', 'PQ')}`,
  SXCM_PQ: '+PQ @operator:SetOperator',
  IVXB_PQ: '+PQ @inclusive:bl',
  PPD_TS: '+TS @distributionType:ProbabilityDistributionType standardDeviation:PQ?',
  PPD_PQ: '+PQ @distributionType:ProbabilityDistributionType standardDeviation:PQ?',
  PIVL_PPD_TS: '+SXCM_PPD_TS @alignment:CalendarCycle @institutionSpecified:bl phase:IVL_PPD_TS? period:PPD_PQ?',
  SXCM_PPD_TS: '+PPD_TS @operator:SetOperator',
  IVL_PPD_TS: `+SXCM_PPD_TS ${interval('PPD_TS', 'PPD_PQ')}`,
  IVXB_PPD_TS: '+PPD_TS @inclusive:bl',
  EIVL_PPD_TS: '+SXCM_PPD_TS event:EIVL.event? offset:IVL_PPD_PQ?',
  IVL_PPD_PQ: `+SXCM_PPD_PQ ${interval('PPD_PQ', 'PPD_PQ')}`,
  SXCM_PPD_PQ: '+PPD_PQ @operator:SetOperator',
  IVXB_PPD_PQ: '+PPD_PQ @inclusive:bl',
  SXCM_CD: '+CD @operator:SetOperator',
  SXCM_MO: '+MO @operator:SetOperator',
  SXCM_INT: '+INT @operator:SetOperator',
  SXCM_REAL: '+REAL @operator:SetOperator',
  IVL_INT: `+SXCM_INT ${interval('INT', 'INT')}`,
  IVXB_INT: '+INT @inclusive:bl',
  IVL_REAL: `+SXCM_REAL ${interval('REAL', 'REAL')}`,
  IVXB_REAL: '+REAL @inclusive:bl',
  IVL_MO: `+SXCM_MO ${interval('MO', 'MO')}`,
  IVXB_MO: '+MO @inclusive:bl',
  HXIT_PQ: '+PQ validTime:IVL_TS?',
  HXIT_CE: '+CE validTime:IVL_TS?',
  BXIT_CD: '+CD @qty:int',
  BXIT_IVL_PQ: '+IVL_PQ @qty:int',
  SLIST_PQ: '+ANY origin:PQ scale:PQ digits:list_int',
  SLIST_TS: '+ANY origin:TS scale:PQ digits:list_int',
  list_int: '=list_int',
  GLIST_TS: '+ANY @period:int @denominator:int head:TS increment:PQ',
  GLIST_PQ: '+ANY @period:int @denominator:int head:PQ increment:PQ',
  UVP_TS: '+TS @probability:probability',
};
