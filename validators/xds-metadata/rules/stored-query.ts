import { NOTHING, rule, same, type Bilingual, type Rule } from '../../../src/model/index.js';
import {
  ASSOCIATION,
  ENTRY_TYPE,
  isUuidUrn,
  parameterOf,
  STATUS,
  type QueryParameter,
  type QueryParameterDefinition,
  type StoredQuery,
} from '../../../src/protocols/ebxml/index.js';
import { insProblem, isDtm, isOid, parseCx } from '../../../src/protocols/identifiers/index.js';
import { attributeOr } from '../../../src/protocols/xml/index.js';
import { cxShapeProblem } from '../french-types.js';
import { slotPath, type Judge } from '../judge.js';

const CLAUSE = 'IHE ITI TF-2, 3.18.4.1.2';

export const storedQueryRules: Rule[] = [
  rule({
    id: 'SQ-01',
    level: 'SHALL',
    title: {
      fr: 'Une chaîne s’écrit entre apostrophes, une apostrophe interne est doublée, une liste est entre parenthèses.',
      en: 'A string is written between single quotes, a quote inside is doubled, a list is in parentheses.',
    },
    message: { fr: 'Cette valeur de paramètre n’est pas lisible.', en: 'This parameter value cannot be read.' },
    hint: { fr: "Écrire 'valeur', ou ('a','b') pour une liste.", en: "Write 'value', or ('a','b') for a list." },
    clause: `${CLAUSE}.3.5`,
    example: {
      right: "<rim:Value>('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')</rim:Value>",
      wrong: '<rim:Value>(urn:oasis:names:tc:ebxml-regrep:StatusType:Approved)</rim:Value>',
    },
  }),
  rule({
    id: 'SQ-02',
    level: 'SHALL',
    title: { fr: 'Un paramètre à valeur unique n’est pas une liste.', en: 'A single-valued parameter is not a list.' },
    message: { fr: 'Ce paramètre n’accepte qu’une valeur, sans parenthèses.', en: 'This parameter takes one value, without parentheses.' },
    hint: { fr: 'Écrire une seule valeur, sans parenthèses.', en: 'Write a single value, without parentheses.' },
    clause: `${CLAUSE}.3.5`,
    example: {
      right: "$XDSDocumentEntryPatientId : '279035121518989^^^&amp;…'",
      wrong: "$XDSDocumentEntryPatientId : ('279035121518989^^^&amp;…')",
    },
  }),
  rule({
    id: 'SQ-03',
    level: 'SHALL',
    title: { fr: 'Un code s’écrit code^^système de codage.', en: 'A code is written code^^coding scheme.' },
    message: { fr: 'Ce code n’a pas la forme code^^système.', en: 'This code does not have the form code^^scheme.' },
    hint: { fr: 'Écrire le code, deux ^, puis l’OID du système de codage.', en: 'Write the code, two ^, then the OID of the code system.' },
    clause: `${CLAUSE}.3.5`,
    example: { right: "('10^^1.2.250.1.213.1.1.4.1')", wrong: "('10')" },
  }),
  rule({
    id: 'SQ-04',
    level: 'SHALL',
    title: {
      fr: 'Seuls EventCodeList, ConfidentialityCode, ReferenceIdList et CodeList se répètent dans plusieurs Slot.',
      en: 'Only EventCodeList, ConfidentialityCode, ReferenceIdList and CodeList are repeated in several Slots.',
    },
    message: { fr: 'Ce paramètre figure dans plusieurs Slot.', en: 'This parameter is in several Slots.' },
    hint: { fr: 'Réunir les valeurs dans la liste d’un seul Slot.', en: 'Bring the values together in the list of a single Slot.' },
    clause: `${CLAUSE}.3.5`,
    example: { right: "$XDSDocumentEntryClassCode : ('10^^…','31^^…')", wrong: 'deux Slot $XDSDocumentEntryClassCode' },
  }),
  rule({
    id: 'SQ-06',
    level: 'SHALL',
    title: {
      fr: 'Le patient est désigné par son INS : INS^^^&OID&ISO^NH.',
      en: 'The patient is named by the INS: INS^^^&OID&ISO^NH.',
    },
    message: {
      fr: 'L’identifiant du patient n’a pas la forme INS^^^&OID&ISO^NH.',
      en: 'The patient identifier does not have the form INS^^^&OID&ISO^NH.',
    },
    hint: {
      fr: 'Écrire l’INS à 15 caractères, l’OID de son autorité et le type NH.',
      en: 'Write the INS of 15 characters, the OID of its authority and the type NH.',
    },
    clause: 'CI-SIS, Partage de documents de santé, recherche (ITI-18)',
    example: { right: "'279035121518989^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH'", wrong: "'279035121518989'" },
  }),
  rule({
    id: 'SQ-11',
    level: 'SHALL',
    title: {
      fr: 'AdhocQuery/@id est l’identifiant d’une requête de l’ITI-18.',
      en: 'AdhocQuery/@id is the id of an ITI-18 stored query.',
    },
    message: {
      fr: 'AdhocQuery/@id n’est pas celui d’une requête de l’ITI-18.',
      en: 'AdhocQuery/@id is not that of an ITI-18 stored query.',
    },
    hint: {
      fr: 'Écrire urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d pour FindDocuments.',
      en: 'Write urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d for FindDocuments.',
    },
    clause: `${CLAUSE}.4`,
    example: { right: 'id="urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d"', wrong: 'id="FindDocuments"' },
  }),
  rule({
    id: 'SQ-12',
    level: 'SHALL',
    title: { fr: 'La requête porte ses paramètres obligatoires.', en: 'The query has its required parameters.' },
    message: { fr: 'Un paramètre obligatoire de la requête manque.', en: 'A required parameter of the query is missing.' },
    hint: { fr: 'Ajouter le Slot du paramètre, avec sa valeur.', en: 'Add the Slot of the parameter, with its value.' },
    clause: `${CLAUSE}.3.7`,
    example: { right: '<rim:Slot name="$XDSDocumentEntryStatus">', wrong: 'FindDocuments sans $XDSDocumentEntryStatus' },
  }),
  rule({
    id: 'SQ-13',
    level: 'SHALL',
    title: {
      fr: 'Une requête Get* désigne ses objets par un seul paramètre : EntryUUID ou UniqueId.',
      en: 'A Get* query names its objects with one parameter: EntryUUID or UniqueId.',
    },
    message: {
      fr: 'La requête ne désigne pas ses objets par exactement un paramètre.',
      en: 'The query does not name its objects with exactly one parameter.',
    },
    hint: { fr: 'Garder EntryUUID ou UniqueId, pas les deux.', en: 'Keep EntryUUID or UniqueId, not both.' },
    clause: `${CLAUSE}.3.7`,
    example: {
      right: "$XDSDocumentEntryUniqueId : ('1.2.250.1.999.1.1.8121')",
      wrong: '$XDSDocumentEntryEntryUUID et $XDSDocumentEntryUniqueId',
    },
  }),
  rule({
    id: 'SQ-14',
    level: 'SHALL',
    title: {
      fr: 'ResponseOption demande returnType LeafClass ou ObjectRef, avec returnComposedObjects="true".',
      en: 'ResponseOption asks for returnType LeafClass or ObjectRef, with returnComposedObjects="true".',
    },
    message: { fr: 'ResponseOption manque ou ne convient pas.', en: 'ResponseOption is missing or does not fit.' },
    hint: {
      fr: 'Écrire <query:ResponseOption returnComposedObjects="true" returnType="LeafClass"/>.',
      en: 'Write <query:ResponseOption returnComposedObjects="true" returnType="LeafClass"/>.',
    },
    clause: `${CLAUSE}.2`,
    example: {
      right: '<query:ResponseOption returnComposedObjects="true" returnType="LeafClass"/>',
      wrong: '<query:ResponseOption returnType="RegistryObject"/>',
    },
  }),
  rule({
    id: 'SQ-15',
    level: 'SHOULD',
    title: { fr: 'Chaque Slot est un paramètre de la requête.', en: 'Each Slot is a parameter of the query.' },
    message: {
      fr: 'Ce Slot n’est pas un paramètre de la requête : un registre l’ignore.',
      en: 'This Slot is not a parameter of the query: a registry ignores it.',
    },
    hint: { fr: 'Corriger le nom du paramètre, ou le retirer.', en: 'Correct the name of the parameter, or remove it.' },
    clause: `${CLAUSE}.3.7`,
    example: { right: '<rim:Slot name="$XDSDocumentEntryClassCode">', wrong: '<rim:Slot name="$XDSDocumentEntryClassCodeScheme">' },
  }),
  rule({
    id: 'SQ-16',
    level: 'SHALL',
    title: {
      fr: 'Un état recherché est un URN complet : Approved, Deprecated, Archived, Deleted.',
      en: 'A state to search for is a full URN: Approved, Deprecated, Archived, Deleted.',
    },
    message: { fr: 'Cet état n’est pas un URN connu.', en: 'This state is not a known URN.' },
    hint: { fr: `Écrire ('${STATUS.approved}').`, en: `Write ('${STATUS.approved}').` },
    clause: `${CLAUSE}.3.7 ; CI-SIS, JDV_J52`,
    example: { right: `('${STATUS.approved}')`, wrong: "('Approved')" },
  }),
  rule({
    id: 'SQ-17',
    level: 'SHALL',
    title: { fr: 'Une date recherchée est au format DTM, en UTC.', en: 'A date to search for is in DTM format, in UTC.' },
    message: { fr: 'Cette date n’est pas au format DTM.', en: 'This date is not in DTM format.' },
    hint: {
      fr: 'Écrire la date en UTC, sans séparateur : AAAAMMJJhhmmss.',
      en: 'Write the date in UTC, without separators: YYYYMMDDhhmmss.',
    },
    clause: `${CLAUSE}.3.5`,
    example: { right: "'20261120000000'", wrong: "'20/11/2026'" },
  }),
  rule({
    id: 'SQ-18',
    level: 'SHALL',
    title: {
      fr: 'Un paramètre à valeurs multiples est une liste entre parenthèses, même pour une valeur.',
      en: 'A multi-valued parameter is a list in parentheses, even for one value.',
    },
    message: { fr: 'La liste de valeurs n’est pas entre parenthèses.', en: 'The list of values is not in parentheses.' },
    hint: { fr: 'Mettre la ou les valeurs entre parenthèses.', en: 'Put the value or values in parentheses.' },
    clause: `${CLAUSE}.3.5`,
    example: { right: `('${STATUS.approved}')`, wrong: `'${STATUS.approved}'` },
  }),
  rule({
    id: 'SQ-19',
    level: 'SHALL',
    title: {
      fr: 'Un objet désigné par son UUID l’est par urn:uuid: et un UUID en minuscules.',
      en: 'An object named by its UUID is named by urn:uuid: and a UUID in lower case.',
    },
    message: { fr: 'Cette valeur n’est pas un UUID.', en: 'This value is not a UUID.' },
    hint: {
      fr: 'Écrire urn:uuid: et l’UUID en minuscules, tel que rendu par le registre.',
      en: 'Write urn:uuid: and the UUID in lower case, as the registry returned it.',
    },
    clause: `${CLAUSE}.3.7`,
    example: { right: "('urn:uuid:a6e06ca8-0c75-4064-9e5d-88b9045a96f6')", wrong: "('a6e06ca8-0c75-4064-9e5d-88b9045a96f6')" },
  }),
  rule({
    id: 'SQ-21',
    level: 'SHALL',
    title: {
      fr: 'Un type de fiche ou d’association recherché est un URN d’IHE.',
      en: 'A type of entry or association to search for is an IHE URN.',
    },
    message: { fr: 'Ce type n’est pas un URN d’IHE.', en: 'This type is not an IHE URN.' },
    hint: { fr: `Écrire par exemple ('${ASSOCIATION.replaces}').`, en: `Write for example ('${ASSOCIATION.replaces}').` },
    clause: `${CLAUSE}.3.7`,
    example: { right: `('${ASSOCIATION.replaces}')`, wrong: "('RPLC')" },
  }),
  rule({
    id: 'SQ-30',
    level: 'SHALL',
    title: {
      fr: 'Un texte est entre apostrophes, un nombre ne l’est pas.',
      en: 'A text is between single quotes, a number is not.',
    },
    message: { fr: 'Les apostrophes manquent, ou sont de trop.', en: 'The single quotes are missing, or should not be there.' },
    hint: {
      fr: "Écrire 'texte' pour un texte, 2 pour un nombre ; une date s’accepte des deux façons.",
      en: "Write 'text' for a text, 2 for a number; a date is accepted both ways.",
    },
    clause: `${CLAUSE}.3.5`,
    example: { right: "$XDSSubmissionSetSourceId : ('1.2.250.1.999.1')", wrong: '$XDSDocumentEntryUniqueId : (1.2)' },
  }),
  rule({
    id: 'SQ-31',
    level: 'SHALL',
    title: {
      fr: 'Un paramètre et son contraire (Exclude) ne figurent pas dans la même requête.',
      en: 'A parameter and its opposite (Exclude) are not in the same query.',
    },
    message: { fr: 'Ce critère est à la fois demandé et exclu.', en: 'This criterion is both asked for and excluded.' },
    hint: { fr: 'Garder l’un des deux paramètres.', en: 'Keep one of the two parameters.' },
    clause: `${CLAUSE}.3.7 (FindDocumentsExclude)`,
    example: {
      right: '$XDSDocumentEntryClassCodeExclude',
      wrong: '$XDSDocumentEntryClassCode et $XDSDocumentEntryClassCodeExclude',
    },
  }),
  rule({
    id: 'SQ-32',
    level: 'SHOULD',
    title: { fr: 'Une période recherchée commence avant de finir.', en: 'A period to search for begins before it ends.' },
    message: {
      fr: 'Cette période finit avant de commencer : rien ne sera trouvé.',
      en: 'This period ends before it begins: nothing will be found.',
    },
    hint: { fr: 'Échanger les bornes From et To.', en: 'Swap the bounds From and To.' },
    clause: `${CLAUSE}.3.7`,
    example: { right: "From '20261101', To '20261201'", wrong: "From '20261201', To '20261101'" },
  }),
  rule({
    id: 'SQ-34',
    level: 'SHALL',
    title: {
      fr: 'Une valeur de ReferenceIdList s’écrit id^^^&OID&ISO^type, comme dans la fiche.',
      en: 'A ReferenceIdList value is written id^^^&OID&ISO^type, as in the entry.',
    },
    message: {
      fr: 'Cette référence n’a pas la forme id^^^&OID&ISO^type.',
      en: 'This reference does not have the form id^^^&OID&ISO^type.',
    },
    hint: {
      fr: 'Écrire l’identifiant, l’OID de son autorité et le type, un URN d’IHE.',
      en: 'Write the id, the OID of its authority and the type, an IHE URN.',
    },
    clause: `${CLAUSE}.3.7 (FindDocumentsByReferenceId) ; IHE ITI TF-3, 4.2.3.2`,
    example: { right: "('A4511^^^&amp;1.2.250.1.999.4&amp;ISO^urn:ihe:iti:xds:2013:accession')", wrong: "('A4511')" },
  }),
  rule({
    id: 'SQ-35',
    level: 'SHALL',
    title: {
      fr: 'Une disponibilité recherchée est l’URN de Online ou Offline.',
      en: 'An availability to search for is the URN of Online or Offline.',
    },
    message: { fr: 'Cette disponibilité n’est pas un URN connu.', en: 'This availability is not a known URN.' },
    hint: { fr: "Écrire ('urn:ihe:iti:2010:DocumentAvailability:Online').", en: "Write ('urn:ihe:iti:2010:DocumentAvailability:Online')." },
    clause: `${CLAUSE}.3.7`,
    example: { right: "('urn:ihe:iti:2010:DocumentAvailability:Online')", wrong: "('Online')" },
  }),
  rule({
    id: 'SQ-36',
    level: 'SHALL',
    title: {
      fr: 'homeCommunityId, s’il est écrit, est urn:oid: suivi d’un OID.',
      en: 'homeCommunityId, when written, is urn:oid: followed by an OID.',
    },
    message: { fr: 'homeCommunityId n’est pas un urn:oid:.', en: 'homeCommunityId is not a urn:oid:.' },
    hint: {
      fr: 'Écrire urn:oid: et l’OID de la communauté, ou retirer le paramètre.',
      en: 'Write urn:oid: and the OID of the community, or remove the parameter.',
    },
    clause: `${CLAUSE}.3.8`,
    example: { right: "'urn:oid:1.2.250.1.999.9'", wrong: "'1.2.250.1.999.9'" },
  }),
  rule({
    id: 'SQ-37',
    level: 'SHOULD',
    title: {
      fr: 'Un uniqueId ou un sourceId recherché est un OID, suivi de ^extension s’il y a lieu.',
      en: 'A uniqueId or sourceId to search for is an OID, followed by ^extension where needed.',
    },
    message: { fr: 'Cette valeur n’est pas un OID : aucun objet ne l’aura.', en: 'This value is not an OID: no object will have it.' },
    hint: { fr: 'Écrire l’OID seul, sans urn:oid:.', en: 'Write the OID alone, without urn:oid:.' },
    clause: 'IHE ITI TF-3, 4.2.3.2 (uniqueId)',
    example: { right: "('1.2.250.1.999.1.1.8121')", wrong: "('urn:oid:1.2.250.1.999.1.1.8121')" },
  }),
  rule({
    id: 'SQ-38',
    level: 'SHALL',
    title: { fr: 'MetadataLevel vaut 1 ou 2.', en: 'MetadataLevel is 1 or 2.' },
    message: { fr: 'Ce MetadataLevel n’existe pas.', en: 'This MetadataLevel does not exist.' },
    hint: { fr: 'Écrire 1, ou 2 pour voir toutes les versions.', en: 'Write 1, or 2 to see all versions.' },
    clause: `${CLAUSE}.3.7 (mise à jour des métadonnées)`,
    example: { right: '<rim:Value>1</rim:Value>', wrong: '<rim:Value>3</rim:Value>' },
  }),
  rule({
    id: 'SQ-39',
    level: 'SHALL',
    title: { fr: 'Chaque paramètre écrit a une valeur.', en: 'Each parameter written has a value.' },
    message: { fr: 'Ce paramètre n’a pas de valeur.', en: 'This parameter has no value.' },
    hint: { fr: 'Écrire la valeur, ou retirer le Slot.', en: 'Write the value, or remove the Slot.' },
    clause: `${CLAUSE}.3.5`,
    example: { right: "<rim:Value>('10^^1.2.250.1.213.1.1.4.1')</rim:Value>", wrong: '<rim:ValueList/>' },
  }),
  rule({
    id: 'SQ-40',
    level: 'SHOULD',
    title: {
      fr: 'Au DMP, une date recherchée va jusqu’à la seconde : AAAAMMJJhhmmss.',
      en: 'With the DMP, a date to search for goes down to the second: YYYYMMDDhhmmss.',
    },
    message: { fr: 'Cette date ne va pas jusqu’à la seconde.', en: 'This date does not go down to the second.' },
    hint: { fr: 'Écrire les 14 chiffres, en UTC.', en: 'Write the 14 digits, in UTC.' },
    clause: 'CI-SIS, Partage de documents de santé, recherche au DMP (TD3.1)',
    example: { right: "'20261101000000'", wrong: "'20261101'" },
  }),
];

/** A request of ITI-18. */
export function checkStoredQuery(judge: Judge, query: StoredQuery, dmp: boolean): void {
  const { element, option, adhocQuery, definition } = query;
  const optionFits = (query.returnType === 'LeafClass' || query.returnType === 'ObjectRef') && query.returnComposedObjects === 'true';
  judge.expect('SQ-14', optionFits, option ?? { in: element, missing: 'ResponseOption' }, () => ({
    expected: same('returnType="LeafClass" returnComposedObjects="true"'),
    actual: option ? same(`returnType="${query.returnType}" returnComposedObjects="${query.returnComposedObjects ?? ''}"`) : NOTHING,
  }));
  const where = adhocQuery ? attributeOr(adhocQuery, 'id') : { in: element, missing: 'AdhocQuery' };
  judge.expect('SQ-11', definition !== undefined, where, () => ({
    expected: { fr: 'l’UUID d’une requête de l’ITI-18', en: 'the UUID of an ITI-18 query' },
    actual: query.id === '' ? NOTHING : same(query.id),
  }));
  for (const parameter of query.parameters) checkCoding(judge, parameter);
  if (!definition || !adhocQuery) return;
  const present = new Set(query.parameters.filter(({ values, problems }) => values.length + problems.length > 0).map(({ name }) => name));
  for (const name of definition.required)
    judge.expect('SQ-12', present.has(name), { in: adhocQuery, missing: slotPath(name) }, () => ({
      expected: same(name),
      actual: NOTHING,
      message: { fr: `Le paramètre ${name} de ${definition.name} manque.`, en: `Parameter ${name} of ${definition.name} is missing.` },
    }));
  if (definition.oneOf.length > 0) {
    const keys = query.parameters.filter(({ name }) => definition.oneOf.includes(name) && present.has(name));
    judge.expect('SQ-13', new Set(keys.map(({ name }) => name)).size === 1, keys[1]?.slot.element ?? adhocQuery, () => ({
      expected: { fr: `un paramètre parmi ${definition.oneOf.join(', ')}`, en: `one of ${definition.oneOf.join(', ')}` },
      actual: keys.length === 0 ? NOTHING : same(keys.map(({ name }) => name).join(', ')),
    }));
  }
  const seen = new Set<string>();
  for (const parameter of query.parameters) {
    const accepts = parameterOf(definition, parameter.name);
    judge.expect('SQ-15', accepts !== undefined, [parameter.slot.element, 'name'], () => ({
      expected: { fr: `un paramètre de ${definition.name}`, en: `a parameter of ${definition.name}` },
      actual: same(parameter.name),
      ...(parameter.name.endsWith('CodeScheme') && {
        message: {
          fr: 'Les paramètres CodeScheme n’existent plus : le système s’écrit avec le code, code^^système.',
          en: 'CodeScheme parameters exist no more: the scheme is written with the code, code^^scheme.',
        },
      }),
    }));
    if (!accepts) continue;
    judge.expect('SQ-04', accepts.repeatable === true || !seen.has(parameter.name), parameter.slot.element, () => ({
      expected: { fr: `un seul Slot ${parameter.name}`, en: `a single ${parameter.name} Slot` },
      actual: { fr: 'plusieurs', en: 'several' },
    }));
    seen.add(parameter.name);
    checkParameter(judge, parameter, accepts, dmp);
  }
  checkPairs(judge, query.parameters);
}

/** A criterion asked for and excluded; a period that ends before it begins. */
function checkPairs(judge: Judge, parameters: readonly QueryParameter[]): void {
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  for (const [name, parameter] of byName) {
    if (name.endsWith('Exclude')) {
      const opposite = name.slice(0, -'Exclude'.length);
      judge.expect('SQ-31', !byName.has(opposite), parameter.slot.element, () => ({
        expected: { fr: `${opposite} ou ${name}`, en: `${opposite} or ${name}` },
        actual: same(`${opposite}, ${name}`),
      }));
    }
    const to = name.endsWith('From') ? byName.get(`${name.slice(0, -'From'.length)}To`)?.values[0] : undefined;
    const from = parameter.values[0];
    if (!from || !to || !isDtm(from.value) || !isDtm(to.value)) continue;
    judge.expect('SQ-32', from.value.padEnd(14, '0') < to.value.padEnd(14, '9'), to.element, () => ({
      expected: { fr: `une date après ${from.value}`, en: `a date after ${from.value}` },
      actual: same(to.value),
    }));
  }
}

function checkCoding(judge: Judge, { name, values, problems }: QueryParameter): void {
  for (const { element, text, problem } of problems)
    judge.expect('SQ-01', false, element, () => ({
      expected: { fr: "'valeur' ou ('a','b')", en: "'value' or ('a','b')" },
      actual: same(text),
      message: { fr: `Valeur de ${name} illisible. ${problem.fr}`, en: `Value of ${name} not readable. ${problem.en}` },
    }));
  for (const { element } of values) judge.expect('SQ-01', true, element);
}

function checkParameter(judge: Judge, parameter: QueryParameter, accepts: QueryParameterDefinition, dmp: boolean): void {
  const { values, list, slot, problems } = parameter;
  const [first, second] = values;
  judge.expect('SQ-39', values.length + problems.length > 0, slot.element, () => ({
    expected: { fr: 'une valeur', en: 'a value' },
    actual: NOTHING,
  }));
  if (!first) return;
  if (accepts.type !== 'time')
    for (const { quoted, value, element } of values)
      judge.expect('SQ-30', quoted === (accepts.type !== 'number'), element, () => ({
        expected: same(accepts.type === 'number' ? value : `'${value}'`),
        actual: same(element.text.trim()),
      }));
  if (accepts.many)
    judge.expect('SQ-18', list, first.element, () => ({
      expected: same(`('${first.value}')`),
      actual: same(first.element.text.trim()),
    }));
  else
    judge.expect('SQ-02', values.length === 1 && !list, second?.element ?? first.element, () => ({
      expected: same(`'${first.value}'`),
      actual: same(slot.values.map(({ text }) => text).join(', ')),
    }));
  for (const { value, element } of values) {
    const problem = valueProblem(value, accepts.type) ?? namedProblem(parameter.name, value);
    if (!problem) continue;
    const holds = judge.expect(problem.rule, problem.holds, element, () => ({
      expected: problem.expected,
      actual: same(value),
      ...(problem.message && { message: problem.message }),
    }));
    if (dmp && holds && accepts.type === 'time')
      judge.expect('SQ-40', value.length === 14, element, () => ({
        expected: { fr: 'AAAAMMJJhhmmss', en: 'YYYYMMDDhhmmss' },
        actual: same(value),
      }));
  }
}

/** What a free text is judged by, when its parameter says what it holds. */
function namedProblem(name: string, value: string): Verdict | undefined {
  const plain = name.replace(/Exclude$/, '');
  if (plain === '$XDSDocumentEntryReferenceIdList')
    return { rule: 'SQ-34', holds: !cxShapeProblem(value) && parseCx(value).type !== '', expected: same('id^^^&OID&ISO^type') };
  if (plain === '$XDSDocumentEntryDocumentAvailability')
    return {
      rule: 'SQ-35',
      holds: /^urn:ihe:iti:2010:DocumentAvailability:(?:Online|Offline)$/.test(value),
      expected: same('urn:ihe:iti:2010:DocumentAvailability:Online | …:Offline'),
    };
  if (plain === '$homeCommunityId')
    return { rule: 'SQ-36', holds: value.startsWith('urn:oid:') && isOid(value.slice(8)), expected: same('urn:oid:…') };
  if (plain === '$MetadataLevel') return { rule: 'SQ-38', holds: value === '1' || value === '2', expected: same('1 | 2') };
  if (/(?:UniqueId|SourceId)$/.test(plain))
    return { rule: 'SQ-37', holds: isOid(value.split('^', 1)[0]!), expected: { fr: 'un OID', en: 'an OID' } };
  return undefined;
}

interface Verdict {
  rule: string;
  holds: boolean;
  expected: Bilingual;
  message?: Bilingual;
}

/** What a value of this type is judged by; undefined for free text. */
function valueProblem(value: string, type: QueryParameterDefinition['type']): Verdict | undefined {
  if (type === 'code') {
    const [code, middle, scheme, ...rest] = value.split('^');
    return {
      rule: 'SQ-03',
      holds: !!code && middle === '' && !!scheme && rest.length === 0,
      expected: { fr: 'code^^système', en: 'code^^scheme' },
    };
  }
  if (type === 'patient') return patientVerdict(value);
  if (type === 'status')
    return { rule: 'SQ-16', holds: Object.values<string>(STATUS).includes(value), expected: same(Object.values(STATUS).join(', ')) };
  if (type === 'time') return { rule: 'SQ-17', holds: isDtm(value), expected: { fr: 'AAAAMMJJhhmmss', en: 'YYYYMMDDhhmmss' } };
  if (type === 'entry-uuid')
    return {
      rule: 'SQ-19',
      holds: isUuidUrn(value),
      expected: { fr: 'urn:uuid: et un UUID en minuscules', en: 'urn:uuid: and a UUID in lower case' },
    };
  if (type === 'entry-type' || type === 'association-type') {
    const known: readonly string[] = Object.values(type === 'entry-type' ? ENTRY_TYPE : ASSOCIATION);
    return { rule: 'SQ-21', holds: known.includes(value), expected: same(known.join(', ')) };
  }
  return undefined;
}

function patientVerdict(value: string): Verdict {
  const expected = same('INS^^^&OID&ISO^NH');
  const shape = cxShapeProblem(value);
  if (shape) return { rule: 'SQ-06', holds: false, expected, message: shape };
  const { id, authority, type } = parseCx(value);
  const ins = isOid(authority.oid) ? insProblem(id, authority.oid) : undefined;
  if (ins) return { rule: 'SQ-06', holds: false, expected: ins.expected, message: ins.text };
  return { rule: 'SQ-06', holds: type === 'NH', expected };
}
