import { ruleInWords, type Rule, type RuleWords } from '../../src/model/index.js';
import { insRules } from './ins-rules.js';
import { nationalNumber } from './national-numbers.js';

/** Rules by what they are about; the walk calls them by these names. */
export const RULE = {
  readable: 'FHIR-01',
  encoding: 'FHIR-02',
  duplicateKey: 'FHIR-03',
  jsonForm: 'FHIR-04',
  xmlForm: 'FHIR-05',
  knownResource: 'FHIR-06',
  min: 'FHIR-10',
  max: 'FHIR-11',
  unknownElement: 'FHIR-12',
  choiceType: 'FHIR-13',
  array: 'FHIR-14',
  jsonType: 'FHIR-15',
  order: 'FHIR-16',
  resourceType: 'FHIR-17',
  oneProfile: 'FHIR-18',
  uniqueElementId: 'FHIR-19',
  syntax: 'FHIR-20',
  resourceId: 'FHIR-21',
  uniqueId: 'FHIR-22',
  fixed: 'FHIR-23',
  pattern: 'FHIR-24',
  range: 'FHIR-25',
  maxLength: 'FHIR-26',
  regex: 'FHIR-27',
  minLength: 'FHIR-28',
  valued: 'FHIR-29',
  required: 'FHIR-30',
  extensible: 'FHIR-31',
  preferred: 'FHIR-32',
  untoldCode: 'FHIR-33',
  codeInSystem: 'FHIR-34',
  display: 'FHIR-35',
  codeSystem: 'FHIR-36',
  systemUri: 'FHIR-37',
  identifierUri: 'FHIR-38',
  attachmentSize: 'FHIR-39',
  invariant: 'FHIR-40',
  advice: 'FHIR-41',
  bestPractice: 'FHIR-42',
  untoldInvariant: 'FHIR-43',
  sliceMin: 'FHIR-50',
  sliceMax: 'FHIR-51',
  closed: 'FHIR-52',
  sliceOrder: 'FHIR-53',
  untoldSlice: 'FHIR-54',
  modifierExtension: 'FHIR-60',
  knownExtension: 'FHIR-61',
  extensionContext: 'FHIR-62',
  extensionKind: 'FHIR-63',
  extensionUrl: 'FHIR-64',
  extensionPart: 'FHIR-65',
  referenceForm: 'FHIR-70',
  containedThere: 'FHIR-71',
  targetType: 'FHIR-72',
  targetProfile: 'FHIR-73',
  aggregation: 'FHIR-74',
  referenceType: 'FHIR-75',
  bundleResolves: 'FHIR-76',
  containedReferred: 'FHIR-77',
  containedId: 'FHIR-78',
  documentHolds: 'FHIR-79',
  fullUrl: 'FHIR-80',
  absoluteFullUrl: 'FHIR-81',
  fullUrlAgrees: 'FHIR-82',
  uniqueFullUrl: 'FHIR-83',
  requestUrl: 'FHIR-84',
  requestAgrees: 'FHIR-85',
  searchMode: 'FHIR-86',
  outcomeMode: 'FHIR-87',
  total: 'FHIR-88',
  reached: 'FHIR-89',
  xhtml: 'FHIR-90',
  safeNarrative: 'FHIR-91',
  emptyNarrative: 'FHIR-92',
  uniqueLink: 'FHIR-93',
  searchId: 'FHIR-94',
  knownProfile: 'FHIR-95',
  profileType: 'FHIR-96',
  usableProfile: 'FHIR-97',
  mustSupport: 'FHIR-98',
} as const;

const says = (name: keyof typeof RULE, ...words: RuleWords): Rule => ruleInWords(RULE[name], ...words);

const JSON_FORM = 'FHIR R4, 2.6.2 (JSON)';
const XML_FORM = 'FHIR R4, 2.6.1 (XML)';
const ELEMENT_DEFINITION = 'FHIR R4, 2.28 (ElementDefinition)';
const PROFILING = 'FHIR R4, 5.1 (profiling)';
const DATATYPES = 'FHIR R4, 2.24 (datatypes)';
const TERMINOLOGIES = 'FHIR R4, 4.1 (terminologies)';
const EXTENSIBILITY = 'FHIR R4, 2.5 (extensibility)';
const REFERENCES = 'FHIR R4, 2.3 (references)';
const BUNDLE = 'FHIR R4, 2.36 (Bundle)';
const HTTP = 'FHIR R4, 3.1 (RESTful API)';
const NARRATIVE = 'FHIR R4, 2.4 (narrative)';

const reading = [
  says(
    'readable',
    'SHALL',
    [
      [
        'La ressource est du JSON ou du XML bien formé, sans DOCTYPE, de taille bornée.',
        'The resource is well-formed JSON or XML, without a DOCTYPE, of bounded size.',
      ],
      ['La ressource ne se lit pas.', 'The resource cannot be read.'],
      ['Corriger à l’endroit indiqué.', 'Correct it at the place shown.'],
    ],
    'FHIR R4, 2.6 (formats)',
    ['{ "resourceType": "Patient", "active": true }', '{ "resourceType": "Patient", "active": true'],
  ),
  says(
    'encoding',
    'SHALL',
    [
      [
        'La ressource est en UTF-8\u00a0; en JSON, sans indicateur d’ordre des octets (BOM).',
        'The resource is in UTF-8; in JSON, without a byte order mark (BOM).',
      ],
      [
        'La ressource n’est pas en UTF-8, ou commence par un indicateur d’ordre des octets.',
        'The resource is not in UTF-8, or begins with a byte order mark.',
      ],
      ['Enregistrer en UTF-8 sans BOM, et le déclarer ainsi en XML.', 'Save as UTF-8 without BOM, and declare it so in XML.'],
    ],
    'FHIR R4, 2.6 (formats) ; RFC 8259, 8.1',
    ['"family": "Été" (C3 89 …)', '"family": "Été" (C9 …, ISO-8859-1)'],
  ),
  says(
    'duplicateKey',
    'SHALL',
    [
      ['Un objet JSON a chaque propriété une seule fois.', 'A JSON object has each property once.'],
      [
        'Cette propriété est déjà écrite plus haut dans le même objet\u00a0: seule la première est jugée.',
        'This property is written earlier in the same object: only the first one is judged.',
      ],
      [
        'Garder une seule des deux, ou faire un tableau si l’élément se répète.',
        'Keep one of them, or make an array where the element repeats.',
      ],
    ],
    JSON_FORM,
    ['{ "active": true }', '{ "active": true, "active": false }'],
  ),
  says(
    'jsonForm',
    'SHALL',
    [
      [
        'Le JSON a la forme de FHIR\u00A0: ni objet, ni tableau, ni texte vides, null seulement pour aligner deux tableaux.',
        'The JSON has the form of FHIR: no empty object, array or text, null only to align two arrays.',
      ],
      ['Ce JSON n’a pas la forme que FHIR demande.', 'This JSON does not have the form that FHIR asks for.'],
      [
        'Omettre l’élément qui n’a pas de valeur\u00A0; donner à un tableau et à son tableau «\u00A0_\u00A0» la même longueur.',
        'Leave out the element that has no value; give an array and its “_” array the same length.',
      ],
    ],
    JSON_FORM,
    ['{ "active": true }', '{ "active": null, "name": [] }'],
  ),
  says(
    'xmlForm',
    'SHALL',
    [
      [
        'Le XML est dans l’espace de noms http://hl7.org/fhir, les valeurs dans l’attribut value, sans texte entre les éléments.',
        'The XML is in the namespace http://hl7.org/fhir, with values in the attribute value and no text between the elements.',
      ],
      ['Ce XML n’a pas la forme que FHIR demande.', 'This XML does not have the form that FHIR asks for.'],
      [
        'Déclarer xmlns="http://hl7.org/fhir" sur la racine et écrire les valeurs dans value.',
        'Declare xmlns="http://hl7.org/fhir" on the root and write values in value.',
      ],
    ],
    XML_FORM,
    ['<active value="true"/>', '<active>true</active>'],
  ),
  says(
    'knownResource',
    'SHALL',
    [
      ['La ressource est d’un type que FHIR R4 définit.', 'The resource is of a type that FHIR R4 defines.'],
      [
        'Ce type de ressource n’existe pas dans FHIR R4, ou n’est pas indiqué.',
        'This type of resource does not exist in FHIR R4, or is not stated.',
      ],
      [
        'Écrire dans resourceType (JSON) ou comme racine (XML) le nom exact d’une ressource R4.',
        'Write in resourceType (JSON) or as root (XML) the exact name of an R4 resource.',
      ],
    ],
    'FHIR R4, 2.1 (resources)',
    ['"resourceType": "Patient"', '"resourceType": "Patients"'],
  ),
];

const structure = [
  says(
    'min',
    'SHALL',
    [
      [
        'Un élément est présent autant de fois au moins que le profil le demande.',
        'An element is there at least as often as the profile asks.',
      ],
      ['Il manque un élément obligatoire.', 'A mandatory element is missing.'],
      ['Ajouter l’élément.', 'Add the element.'],
    ],
    ELEMENT_DEFINITION,
    ['{ "resourceType": "Slot", "schedule": {…}, "status": "free", "start": …, "end": … }', '{ "resourceType": "Slot", "status": "free" }'],
  ),
  says(
    'max',
    'SHALL',
    [
      [
        'Un élément est présent autant de fois au plus que le profil le permet.',
        'An element is there at most as often as the profile allows.',
      ],
      ['Cet élément est présent trop de fois, ou le profil l’interdit.', 'This element is there too often, or the profile forbids it.'],
      ['Retirer ce qui est de trop.', 'Remove the surplus.'],
    ],
    ELEMENT_DEFINITION,
    ['"deceasedBoolean": false', '"deceasedBoolean": false, "deceasedDateTime": "2026-01-01"'],
  ),
  says(
    'unknownElement',
    'SHALL',
    [
      ['Tout élément est défini là où il est écrit.', 'Every element is defined where it is written.'],
      ['Cet élément n’existe pas ici.', 'This element does not exist here.'],
      [
        'Corriger le nom (la casse compte), ou mettre l’information dans une extension.',
        'Correct the name (case matters), or put the information in an extension.',
      ],
    ],
    'FHIR R4, 2.6 (formats)',
    ['"birthDate": "1979-03-28"', '"dateOfBirth": "1979-03-28"'],
  ),
  says(
    'choiceType',
    'SHALL',
    [
      ['Un élément à choix de type prend un des types permis.', 'An element with a choice of types takes one of those allowed.'],
      ['Ce type n’est pas permis pour cet élément.', 'This type is not allowed for this element.'],
      ['Écrire la valeur dans un des types permis.', 'Write the value in one of the types allowed.'],
    ],
    'FHIR R4, 2.6.2.4 (choice of datatypes)',
    ['"multipleBirthInteger": 2', '"multipleBirthString": "2"'],
  ),
  says(
    'array',
    'SHALL',
    [
      [
        'En JSON, un élément qui peut se répéter est un tableau, et lui seul.',
        'In JSON, an element that may repeat is an array, and only that one.',
      ],
      [
        'Un tableau est écrit là où il n’en faut pas, ou manque là où il en faut un.',
        'There is an array where none belongs, or none where one belongs.',
      ],
      [
        'Mettre la valeur entre crochets si l’élément se répète, sans crochets sinon.',
        'Put the value in brackets if the element repeats, without brackets otherwise.',
      ],
    ],
    JSON_FORM,
    ['"given": ["Anne"]', '"given": "Anne"'],
  ),
  says(
    'jsonType',
    'SHALL',
    [
      [
        'En JSON, booléens et nombres s’écrivent sans guillemets, toute autre valeur simple entre guillemets, un type complexe comme un objet.',
        'In JSON, booleans and numbers are written without quotes, any other simple value in quotes, a complex type as an object.',
      ],
      ['Cette valeur n’a pas le type JSON qu’il faut.', 'This value does not have the right JSON type.'],
      [
        'Mettre ou retirer les guillemets, ou écrire un objet\u00a0; «\u00a0_nom\u00a0» ne porte que l’id et les extensions d’une valeur simple.',
        'Add or remove the quotes, or write an object; “_name” holds only the id and the extensions of a simple value.',
      ],
    ],
    JSON_FORM,
    ['"active": true', '"active": "true"'],
  ),
  says(
    'order',
    'SHALL',
    [
      ['En XML, les éléments sont dans l’ordre de leur définition.', 'In XML, the elements are in the order of their definition.'],
      ['Cet élément vient après un autre qu’il doit précéder.', 'This element comes after one that it has to precede.'],
      ['Remettre les éléments dans l’ordre de la spécification.', 'Put the elements in the order of the specification.'],
    ],
    XML_FORM,
    ['<gender value="male"/><birthDate value="1979-03-28"/>', '<birthDate value="1979-03-28"/><gender value="male"/>'],
  ),
  says(
    'resourceType',
    'SHALL',
    [
      ['La ressource est d’un type permis à sa place.', 'The resource is of a type allowed in its place.'],
      ['Une ressource d’un autre type est attendue ici.', 'A resource of another type is expected here.'],
      ['Mettre une ressource du type attendu.', 'Put a resource of the type expected.'],
    ],
    PROFILING,
    ['"entry": [{ "resource": { "resourceType": "Slot", … } }]', '"entry": [{ "resource": { "resourceType": "Patient", … } }]'],
  ),
  says(
    'oneProfile',
    'SHALL',
    [
      [
        'L’élément est conforme à l’un des profils que sa définition permet.',
        'The element meets one of the profiles that its definition allows.',
      ],
      ['L’élément n’est conforme à aucun des profils permis.', 'The element meets none of the profiles allowed.'],
      [
        'Valider l’élément contre le profil voulu (--param profile=CANONIQUE) et corriger.',
        'Validate the element against the profile meant (--param profile=CANONICAL) and correct it.',
      ],
    ],
    PROFILING,
    ['Address[with-city | with-country]: { "city": "LYON" }', '{ "line": ["1 rue de l’Exemple"] }'],
  ),
  says(
    'uniqueElementId',
    'SHALL',
    [
      ['L’identifiant d’un élément est unique dans la ressource.', 'The id of an element is unique in the resource.'],
      ['Un autre élément de la ressource a cet identifiant.', 'Another element of the resource has this id.'],
      ['Donner à chaque élément un id à lui, ou l’omettre.', 'Give each element an id of its own, or leave it out.'],
    ],
    'FHIR R4, 2.27.0.1 (Element.id)',
    ['"name": [{ "id": "a", … }, { "id": "b", … }]', '"name": [{ "id": "a", … }, { "id": "a", … }]'],
  ),
];

const values = [
  says(
    'syntax',
    'SHALL',
    [
      [
        'Une valeur simple a la forme de son type, et une date est au calendrier.',
        'A simple value has the form of its type, and a date is in the calendar.',
      ],
      ['Cette valeur n’a pas la forme de son type.', 'This value does not have the form of its type.'],
      ['Écrire la valeur dans la forme attendue.', 'Write the value in the form expected.'],
    ],
    DATATYPES,
    ['"birthDate": "1979-03-28"', '"birthDate": "28/03/1979"'],
  ),
  says(
    'resourceId',
    'SHALL',
    [
      [
        'L’identifiant d’une ressource a 1 à 64 caractères parmi A-Z, a-z, 0-9, «\u00A0-\u00A0» et «\u00A0.\u00A0».',
        'The id of a resource has 1 to 64 characters among A-Z, a-z, 0-9, “-” and “.”.',
      ],
      ['L’identifiant de la ressource n’a pas la forme d’un id.', 'The id of the resource does not have the form of an id.'],
      ['Écrire un id court, sans espace ni souligné.', 'Write a short id, without spaces or underscores.'],
    ],
    DATATYPES,
    ['"id": "patient-1"', '"id": "patient_1"'],
  ),
  says(
    'uniqueId',
    'SHALL',
    [
      ['Deux ressources contenues n’ont pas le même identifiant.', 'No two contained resources have the same id.'],
      ['Une autre ressource contenue a cet identifiant.', 'Another contained resource has this id.'],
      ['Donner à chaque ressource contenue un id qui lui est propre.', 'Give each contained resource an id of its own.'],
    ],
    'FHIR R4, 2.3.6 (contained resources)',
    ['"contained": [{ "id": "a", … }, { "id": "b", … }]', '"contained": [{ "id": "a", … }, { "id": "a", … }]'],
  ),
  says(
    'fixed',
    'SHALL',
    [
      ['Un élément à valeur fixe a exactement cette valeur.', 'An element with a fixed value has exactly that value.'],
      ['Le profil fixe une autre valeur.', 'The profile fixes another value.'],
      ['Écrire la valeur fixée, sans rien d’autre.', 'Write the fixed value, and nothing else.'],
    ],
    ELEMENT_DEFINITION,
    ['fixedUri urn:oid:1.2.250.1.213.1.4.8: "system": "urn:oid:1.2.250.1.213.1.4.8"', '"system": "1.2.250.1.213.1.4.8"'],
  ),
  says(
    'pattern',
    'SHALL',
    [
      ['Un élément à motif contient au moins ce que le motif dit.', 'An element with a pattern has at least what the pattern says.'],
      ['L’élément ne contient pas le motif du profil.', 'The element does not have the pattern of the profile.'],
      ['Écrire ce que le motif demande\u00A0; ajouter est permis.', 'Write what the pattern asks; adding is allowed.'],
    ],
    ELEMENT_DEFINITION,
    [
      'patternCodeableConcept { coding: [{ code: "a" }] }: { "coding": [{ "code": "a", "display": "A" }] }',
      '{ "coding": [{ "code": "b" }] }',
    ],
  ),
  says(
    'range',
    'SHALL',
    [
      ['Une valeur reste entre le minimum et le maximum du profil.', 'A value stays between the minimum and the maximum of the profile.'],
      ['La valeur sort des bornes du profil.', 'The value is out of the bounds of the profile.'],
      ['Corriger la valeur.', 'Correct the value.'],
    ],
    ELEMENT_DEFINITION,
    ['maxValueInteger 10: 10', '11'],
  ),
  says(
    'maxLength',
    'SHALL',
    [
      ['Un texte n’est pas plus long que le profil le permet.', 'A text is no longer than the profile allows.'],
      ['Le texte est trop long.', 'The text is too long.'],
      ['Raccourcir le texte.', 'Shorten the text.'],
    ],
    ELEMENT_DEFINITION,
    ['maxLength 5: "abcde"', '"abcdef"'],
  ),
  says(
    'regex',
    'SHALL',
    [
      [
        'Une valeur a la forme que le profil donne par une expression régulière.',
        'A value has the form that the profile gives by a regular expression.',
      ],
      ['La valeur n’a pas la forme que le profil demande.', 'The value does not have the form that the profile asks for.'],
      ['Écrire la valeur dans la forme attendue.', 'Write the value in the form expected.'],
    ],
    'FHIR R4, extension regex',
    ['regex [0-9]{15}: "279035121518989"', '"2 79 03"'],
  ),
  says(
    'minLength',
    'SHALL',
    [
      ['Un texte n’est pas plus court que le profil le permet.', 'A text is no shorter than the profile allows.'],
      ['Le texte est trop court.', 'The text is too short.'],
      ['Écrire un texte de la longueur attendue.', 'Write a text of the length expected.'],
    ],
    'FHIR R4, extension minLength',
    ['minLength 5: "abcde"', '"abcd"'],
  ),
  says(
    'valued',
    'SHALL',
    [
      [
        'Un élément a une valeur quand le profil n’admet pas qu’une extension la remplace.',
        'An element has a value where the profile does not allow an extension in its place.',
      ],
      [
        'Cet élément n’a pas de valeur, et aucune extension permise ne la remplace.',
        'This element has no value, and no extension allowed stands for it.',
      ],
      ['Écrire la valeur, ou une des extensions attendues.', 'Write the value, or one of the extensions expected.'],
    ],
    'FHIR R5, ElementDefinition.mustHaveValue, valueAlternatives',
    ['mustHaveValue: "active": true', '"_active": { "extension": [{ "url": ".../data-absent-reason", … }] }'],
  ),
];

const codes = [
  says(
    'required',
    'SHALL',
    [
      [
        'Le code d’un élément à liaison obligatoire est dans son jeu de valeurs.',
        'The code of an element with a required binding is in its value set.',
      ],
      ['Aucun code de l’élément n’est dans le jeu de valeurs obligatoire.', 'No code of the element is in the required value set.'],
      ['Écrire un code du jeu de valeurs, avec son système.', 'Write a code of the value set, with its system.'],
    ],
    TERMINOLOGIES,
    ['"gender": "female"', '"gender": "F"'],
  ),
  says(
    'extensible',
    'SHOULD',
    [
      [
        'Le code d’un élément à liaison extensible est dans son jeu de valeurs quand le sens y est.',
        'The code of an element with an extensible binding is in its value set where that has the meaning.',
      ],
      ['Aucun code de l’élément n’est dans le jeu de valeurs.', 'No code of the element is in the value set.'],
      ['Écrire un code du jeu de valeurs, sauf si aucun ne convient.', 'Write a code of the value set, unless none fits.'],
    ],
    TERMINOLOGIES,
    [
      '"coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "code": "M" }]',
      '"coding": [{ "system": "https://example.org/marital", "code": "X" }]',
    ],
  ),
  says(
    'preferred',
    'MAY',
    [
      [
        'Le code d’un élément à liaison préférée est de préférence dans son jeu de valeurs.',
        'The code of an element with a preferred binding is preferably in its value set.',
      ],
      ['Aucun code de l’élément n’est dans le jeu de valeurs préféré.', 'No code of the element is in the preferred value set.'],
      ['Préférer un code du jeu de valeurs.', 'Prefer a code of the value set.'],
    ],
    TERMINOLOGIES,
    ['"language": "fr"', '"language": "x-local"'],
  ),
  says(
    'untoldCode',
    'MAY',
    [
      [
        'Le jeu de valeurs est là, avec les terminologies dont il est fait.',
        'The value set is there, with the terminologies that it is made of.',
      ],
      [
        'Le code n’a pas pu être jugé\u00A0: il manque un jeu de valeurs ou une terminologie.',
        'The code could not be judged: a value set or a terminology is missing.',
      ],
      ['Ajouter le paquet qui les définit\u00A0: addax packs add CHEMIN.', 'Add the package that defines them: addax packs add PATH.'],
    ],
    TERMINOLOGIES,
    ['ValueSet/administrative-gender', 'ValueSet/body-site (SNOMED CT)'],
  ),
  says(
    'codeInSystem',
    'SHALL',
    [
      ['Un code est défini dans le système qu’il nomme.', 'A code is defined in the system that it names.'],
      ['Ce code n’existe pas dans ce système.', 'This code does not exist in this system.'],
      ['Corriger le code ou le système.', 'Correct the code or the system.'],
    ],
    TERMINOLOGIES,
    [
      '{ "system": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "code": "M" }',
      '{ "system": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "code": "married" }',
    ],
  ),
  says(
    'display',
    'MAY',
    [
      ['Le libellé d’un code est celui de son système.', 'The display of a code is the one of its system.'],
      [
        'Ce libellé n’est pas un de ceux que l’on connaît pour ce code\u00A0; une traduction est possible.',
        'This display is none of those known for this code; it may be a translation.',
      ],
      ['Vérifier que le libellé dit bien la même chose que le code.', 'Check that the display says the same as the code.'],
    ],
    TERMINOLOGIES,
    ['{ "code": "M", "display": "Married" }', '{ "code": "M", "display": "Divorced" }'],
  ),
  says(
    'codeSystem',
    'SHOULD',
    [
      ['Un code est donné avec le système qui le définit.', 'A code is given with the system that defines it.'],
      ['Ce code n’a pas de système\u00A0: il n’a pas de sens défini.', 'This code has no system: it has no defined meaning.'],
      ['Ajouter system, avec l’URI du système de codage.', 'Add system, with the URI of the code system.'],
    ],
    TERMINOLOGIES,
    ['{ "system": "http://loinc.org", "code": "11488-4" }', '{ "code": "11488-4" }'],
  ),
  says(
    'systemUri',
    'SHALL',
    [
      [
        'Le système d’un code est nommé par l’URI absolue d’une terminologie, non d’un jeu de valeurs.',
        'The system of a code is named by the absolute URI of a code system, not of a value set.',
      ],
      ['Ce système n’est pas l’URI absolue d’une terminologie.', 'This system is not the absolute URI of a code system.'],
      [
        'Écrire l’URI de la terminologie (CodeSystem.url) qui définit le code.',
        'Write the URI of the code system (CodeSystem.url) that defines the code.',
      ],
    ],
    TERMINOLOGIES,
    ['"system": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus"', '"system": "http://hl7.org/fhir/ValueSet/marital-status"'],
  ),
  says(
    'identifierUri',
    'SHALL',
    [
      [
        'Un identifiant de système urn:ietf:rfc:3986 a pour valeur une URI entière.',
        'An identifier of the system urn:ietf:rfc:3986 has a whole URI as its value.',
      ],
      ['Cette valeur n’est pas une URI entière.', 'This value is not a whole URI.'],
      [
        'Écrire l’URI avec son préfixe\u00A0: urn:oid: devant un OID, urn:uuid: devant un UUID.',
        'Write the URI with its prefix: urn:oid: before an OID, urn:uuid: before a UUID.',
      ],
    ],
    DATATYPES,
    [
      '{ "system": "urn:ietf:rfc:3986", "value": "urn:oid:1.2.250.1.999.1" }',
      '{ "system": "urn:ietf:rfc:3986", "value": "1.2.250.1.999.1" }',
    ],
  ),
  says(
    'attachmentSize',
    'SHALL',
    [
      [
        'La taille d’une pièce jointe est celle de ses données, avant base64.',
        'The size of an attachment is that of its data, before base64.',
      ],
      ['Cette taille n’est pas celle des données.', 'This size is not that of the data.'],
      ['Écrire le nombre d’octets des données, ou omettre size.', 'Write the number of bytes of the data, or leave size out.'],
    ],
    DATATYPES,
    ['{ "data": "QW5uZQ==", "size": 4 }', '{ "data": "QW5uZQ==", "size": 8 }'],
  ),
];

const invariants = [
  says(
    'invariant',
    'SHALL',
    [
      [
        'Les invariants de la spécification et des profils sont respectés.',
        'The invariants of the specification and of the profiles hold.',
      ],
      ['Un invariant n’est pas respecté.', 'An invariant is broken.'],
      ['Corriger les éléments sur lesquels porte l’expression.', 'Correct the elements that the expression is about.'],
    ],
    PROFILING,
    ['per-1: start 2026-01-01, end 2026-12-31', 'start 2026-12-31, end 2026-01-01'],
  ),
  says(
    'advice',
    'SHOULD',
    [
      ['Les invariants de niveau avertissement sont respectés.', 'The invariants at warning level hold.'],
      ['Un invariant de niveau avertissement n’est pas respecté.', 'An invariant at warning level is broken.'],
      ['Corriger, ou savoir pourquoi ce cas fait exception.', 'Correct it, or know why this case is an exception.'],
    ],
    PROFILING,
    ['dom-6: "text": { "status": "generated", "div": … }', '{ "resourceType": "Patient" }'],
  ),
  says(
    'bestPractice',
    'MAY',
    [
      ['Les bonnes pratiques de la spécification sont suivies.', 'The best practices of the specification are followed.'],
      ['Une bonne pratique n’est pas suivie.', 'A best practice is not followed.'],
      ['La suivre quand c’est possible.', 'Follow it where possible.'],
    ],
    PROFILING,
    ['dom-6: "text": { "status": "generated", "div": … }', '{ "resourceType": "Patient" }'],
  ),
  says(
    'untoldInvariant',
    'MAY',
    [
      [
        'Chaque invariant et chaque expression régulière d’un profil peut être évalué en temps borné.',
        'Each invariant and each regular expression of a profile can be evaluated, in bounded time.',
      ],
      [
        'Cette expression du profil n’a pas pu être évaluée\u00a0: l’élément n’a pas été jugé selon elle.',
        'This expression of the profile could not be evaluated: the element was not judged by it.',
      ],
      [
        'Signaler l’expression à l’auteur du profil\u00A0; le reste est jugé.',
        'Tell the author of the profile about the expression; the rest is judged.',
      ],
    ],
    'FHIRPath 2.0',
    ['name.exists()', 'name.exists('],
  ),
];

const slices = [
  says(
    'sliceMin',
    'SHALL',
    [
      ['Une tranche a autant d’éléments au moins que le profil le demande.', 'A slice has at least as many elements as the profile asks.'],
      ['Il manque un élément de cette tranche.', 'An element of this slice is missing.'],
      ['Ajouter l’élément, avec les valeurs qui distinguent la tranche.', 'Add the element, with the values that tell the slice apart.'],
    ],
    'FHIR R4, 5.1.0.10 (slicing)',
    [
      'identifier:INS 1..1: "identifier": [{ "system": "urn:oid:1.2.250.1.213.1.4.10", "value": "279035121518989" }]',
      '"identifier": [{ "system": "urn:oid:1.2.250.1.999.1", "value": "8001" }]',
    ],
  ),
  says(
    'sliceMax',
    'SHALL',
    [
      ['Une tranche a autant d’éléments au plus que le profil le permet.', 'A slice has at most as many elements as the profile allows.'],
      ['Il y a trop d’éléments de cette tranche.', 'There are too many elements of this slice.'],
      ['Retirer ce qui est de trop.', 'Remove the surplus.'],
    ],
    'FHIR R4, 5.1.0.10 (slicing)',
    [
      'identifier:INS 0..1: "identifier": [{ "system": "urn:oid:1.2.250.1.213.1.4.10", "value": "279035121518989" }]',
      '"identifier": [{ "system": "urn:oid:1.2.250.1.213.1.4.10", "value": "279035121518989" }, { "system": "urn:oid:1.2.250.1.213.1.4.10", "value": "279035121518989" }]',
    ],
  ),
  says(
    'closed',
    'SHALL',
    [
      ['Là où les tranches sont fermées, chaque élément est d’une tranche.', 'Where slices are closed, each element is in a slice.'],
      ['Cet élément n’est d’aucune tranche, et elles sont fermées.', 'This element is in no slice, and they are closed.'],
      ['Retirer l’élément, ou lui donner les valeurs d’une tranche.', 'Remove the element, or give it the values of a slice.'],
    ],
    'FHIR R4, 5.1.0.10 (slicing)',
    ['telecom:phone, telecom:email (closed): { "system": "phone" }', '{ "system": "fax" }'],
  ),
  says(
    'sliceOrder',
    'SHALL',
    [
      [
        'Là où les tranches sont ordonnées, les éléments se suivent dans leur ordre.',
        'Where slices are ordered, the elements follow in their order.',
      ],
      ['Cet élément n’est pas à sa place parmi les tranches.', 'This element is not in its place among the slices.'],
      [
        'Remettre les éléments dans l’ordre des tranches, les autres à la fin.',
        'Put the elements in the order of the slices, the others at the end.',
      ],
    ],
    'FHIR R4, 5.1.0.10 (slicing)',
    [
      'telecom:phone, telecom:email (ordered): [{ "system": "phone" }, { "system": "email" }]',
      '[{ "system": "email" }, { "system": "phone" }]',
    ],
  ),
  says(
    'untoldSlice',
    'MAY',
    [
      ['Le profil permet de dire à quelle tranche appartient chaque élément.', 'The profile tells in which slice each element is.'],
      [
        'On n’a pas pu dire si un élément est de cette tranche\u00A0: le profil ou ce qu’il nomme ne suffit pas.',
        'It could not be told whether an element is in this slice: the profile, or what it names, is not enough.',
      ],
      [
        'Ajouter le paquet qui définit ce que le profil nomme\u00A0: addax packs add CHEMIN.',
        'Add the package that defines what the profile names: addax packs add PATH.',
      ],
    ],
    'FHIR R4, 5.1.0.10 (slicing)',
    ['discriminator value:system; slice: system fixedUri', 'discriminator value:system; slice: system 0..1'],
  ),
];

const extensions = [
  says(
    'modifierExtension',
    'SHALL',
    [
      ['Une extension qui modifie le sens est connue.', 'An extension that modifies the meaning is known.'],
      [
        'Cette extension modifie le sens de l’élément et n’est pas connue\u00A0: l’élément ne peut pas être compris.',
        'This extension modifies the meaning of the element and is not known: the element cannot be understood.',
      ],
      [
        'Ajouter le paquet qui la définit (addax packs add CHEMIN), ou la retirer.',
        'Add the package that defines it (addax packs add PATH), or remove it.',
      ],
    ],
    EXTENSIBILITY,
    [
      '"modifierExtension": [{ "url": "http://hl7.org/fhir/StructureDefinition/request-doNotPerform", … }]',
      '"modifierExtension": [{ "url": "http://example.org/unknown", … }]',
    ],
  ),
  says(
    'knownExtension',
    'MAY',
    [
      [
        'La définition d’une extension est dans FHIR ou dans un paquet du projet.',
        'The definition of an extension is in FHIR or in a pack of the project.',
      ],
      ['Cette extension n’est pas connue\u00A0: elle n’a pas été jugée.', 'This extension is not known: it was not judged.'],
      ['Ajouter le paquet qui la définit\u00A0: addax packs add CHEMIN.', 'Add the package that defines it: addax packs add PATH.'],
    ],
    EXTENSIBILITY,
    ['"url": "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"', '"url": "http://example.org/unknown"'],
  ),
  says(
    'extensionContext',
    'SHALL',
    [
      ['Une extension est là où sa définition la permet.', 'An extension stands where its definition allows it.'],
      ['Cette extension n’est pas permise ici.', 'This extension is not allowed here.'],
      ['La mettre sur un des éléments attendus.', 'Put it on one of the elements expected.'],
    ],
    EXTENSIBILITY,
    ['Patient.extension(patient-birthPlace)', 'Organization.extension(patient-birthPlace)'],
  ),
  says(
    'extensionKind',
    'SHALL',
    [
      [
        'Une extension qui modifie le sens est dans modifierExtension, toute autre dans extension.',
        'An extension that modifies the meaning is in modifierExtension, any other in extension.',
      ],
      [
        'Cette extension n’est pas dans l’élément qui convient (extension ou modifierExtension).',
        'This extension is in the wrong element (extension or modifierExtension).',
      ],
      ['La déplacer dans l’élément attendu.', 'Move it to the element expected.'],
    ],
    EXTENSIBILITY,
    ['"extension": [{ "url": ".../patient-birthPlace", … }]', '"modifierExtension": [{ "url": ".../patient-birthPlace", … }]'],
  ),
  says(
    'extensionUrl',
    'SHALL',
    [
      [
        'Une extension est nommée par une URI absolue\u00A0; une partie d’extension peut l’être par un nom.',
        'An extension is named by an absolute URI; a part of an extension may be by a name.',
      ],
      ['L’url de l’extension n’est pas absolue.', 'The url of the extension is not absolute.'],
      ['Écrire l’URI canonique de la définition de l’extension.', 'Write the canonical URI of the definition of the extension.'],
    ],
    EXTENSIBILITY,
    ['"url": "http://example.org/fhir/colour"', '"url": "colour"'],
  ),
  says(
    'extensionPart',
    'SHALL',
    [
      [
        'Une partie d’extension est une de celles que sa définition nomme.',
        'A part of an extension is one of those that its definition names.',
      ],
      ['La définition de l’extension n’a pas cette partie.', 'The definition of the extension does not have this part.'],
      ['Corriger l’url de la partie, ou la retirer.', 'Correct the url of the part, or remove it.'],
    ],
    EXTENSIBILITY,
    ['patient-nationality: "extension": [{ "url": "code", … }]', '"extension": [{ "url": "country", … }]'],
  ),
];

const references = [
  says(
    'referenceForm',
    'SHOULD',
    [
      ['Une référence est une URL, une URN, Type/id ou #id.', 'A reference is a URL, a URN, Type/id or #id.'],
      ['Cette référence n’a aucune des formes de FHIR.', 'This reference has none of the forms of FHIR.'],
      ['Écrire Type/id, une URL absolue, urn:uuid:… ou #id.', 'Write Type/id, an absolute URL, urn:uuid:… or #id.'],
    ],
    REFERENCES,
    ['"reference": "Patient/1"', '"reference": "Anne Exemple"'],
  ),
  says(
    'containedThere',
    'SHALL',
    [
      ['Une référence #id mène à une ressource contenue.', 'A reference #id leads to a contained resource.'],
      ['Aucune ressource contenue n’a cet identifiant.', 'No contained resource has this id.'],
      [
        'Ajouter la ressource dans contained, avec cet id sans «\u00A0#\u00A0».',
        'Add the resource in contained, with this id without “#”.',
      ],
    ],
    REFERENCES,
    ['"contained": [{ "id": "a", … }], … "reference": "#a"', '"contained": [], … "reference": "#a"'],
  ),
  says(
    'targetType',
    'SHALL',
    [
      ['Une référence mène à une ressource d’un type permis.', 'A reference leads to a resource of a type allowed.'],
      ['La référence mène à une ressource d’un autre type.', 'The reference leads to a resource of another type.'],
      ['Référencer une ressource d’un des types attendus.', 'Refer to a resource of one of the types expected.'],
    ],
    REFERENCES,
    ['"managingOrganization": { "reference": "Organization/1" }', '"managingOrganization": { "reference": "Patient/1" }'],
  ),
  says(
    'targetProfile',
    'SHALL',
    [
      [
        'La ressource référencée, quand elle est là, est conforme à l’un des profils demandés.',
        'The resource referred to, where it is there, meets one of the profiles asked for.',
      ],
      [
        'La ressource référencée n’est conforme à aucun des profils demandés.',
        'The resource referred to meets none of the profiles asked for.',
      ],
      [
        'Valider cette ressource contre le profil attendu et la corriger.',
        'Validate that resource against the profile expected and correct it.',
      ],
    ],
    PROFILING,
    ['Reference(organization: name 1..1) → { "resourceType": "Organization", "name": "CHU" }', '→ { "resourceType": "Organization" }'],
  ),
  says(
    'aggregation',
    'SHALL',
    [
      [
        'La ressource référencée est où le profil la veut\u00A0: contenue, dans le Bundle, ou ailleurs.',
        'The resource referred to is where the profile wants it: contained, in the Bundle, or elsewhere.',
      ],
      ['La ressource référencée n’est pas où le profil la veut.', 'The resource referred to is not where the profile wants it.'],
      [
        'Mettre la ressource dans contained, dans le Bundle ou au dehors, selon ce qui est attendu.',
        'Put the resource in contained, in the Bundle or outside, as expected.',
      ],
    ],
    ELEMENT_DEFINITION,
    ['aggregation contained: "reference": "#a"', '"reference": "Patient/1"'],
  ),
  says(
    'referenceType',
    'SHALL',
    [
      ['Reference.type est le type de la ressource référencée.', 'Reference.type is the type of the resource referred to.'],
      [
        'Reference.type dit un autre type que la ressource référencée.',
        'Reference.type says another type than that of the resource referred to.',
      ],
      ['Corriger type, ou l’omettre.', 'Correct type, or leave it out.'],
    ],
    REFERENCES,
    ['{ "reference": "Patient/1", "type": "Patient" }', '{ "reference": "Patient/1", "type": "Group" }'],
  ),
  says(
    'bundleResolves',
    'SHOULD',
    [
      [
        'Dans un Bundle, une URN mène à une entrée\u00A0; dans un document, toute référence relative aussi.',
        'In a Bundle, a URN leads to an entry; in a document, so does any relative reference.',
      ],
      ['Aucune entrée du Bundle n’est ce que la référence nomme.', 'No entry of the Bundle is what the reference names.'],
      ['Ajouter l’entrée, ou accorder la référence et fullUrl.', 'Add the entry, or make the reference and fullUrl agree.'],
    ],
    BUNDLE,
    ['"fullUrl": "urn:uuid:…1", … "reference": "urn:uuid:…1"', '"fullUrl": "urn:uuid:…1", … "reference": "urn:uuid:…2"'],
  ),
  says(
    'containedReferred',
    'SHALL',
    [
      [
        'Une ressource contenue est référencée par celle qui la contient, ou la référence.',
        'A contained resource is referred to by the one that contains it, or refers to it.',
      ],
      ['Rien ne référence cette ressource contenue.', 'Nothing refers to this contained resource.'],
      ['La référencer par #id, ou la retirer.', 'Refer to it by #id, or remove it.'],
    ],
    'FHIR R4, 2.3.6 (dom-3)',
    ['"contained": [{ "id": "a", … }], … "reference": "#a"', '"contained": [{ "id": "a", … }]'],
  ),
  says(
    'containedId',
    'SHALL',
    [
      ['Une ressource contenue a un identifiant.', 'A contained resource has an id.'],
      ['Cette ressource contenue n’a pas d’identifiant.', 'This contained resource has no id.'],
      ['Lui donner un id, sans «\u00A0#\u00A0».', 'Give it an id, without “#”.'],
    ],
    'FHIR R4, 2.3.6 (contained resources)',
    ['"contained": [{ "resourceType": "Patient", "id": "a" }]', '"contained": [{ "resourceType": "Patient" }]'],
  ),
  says(
    'documentHolds',
    'SHALL',
    [
      [
        'Un document contient ce que sa Composition référence par une référence relative ou une URN.',
        'A document holds what its Composition refers to by a relative reference or a URN.',
      ],
      ['Aucune entrée du document n’est ce que la Composition référence.', 'No entry of the document is what the Composition refers to.'],
      [
        'Ajouter l’entrée. Une référence Type/id se complète par la base du fullUrl de la Composition\u00A0; si celui-ci est une URN, référencer par l’URN de l’entrée.',
        'Add the entry. A reference Type/id is completed by the base of the fullUrl of the Composition; where that is a URN, refer by the URN of the entry.',
      ],
    ],
    'FHIR R4, 3.3.1 (documents)',
    [
      '"fullUrl": "https://example.org/fhir/Composition/1", … "subject": { "reference": "Patient/1" }, "fullUrl": "https://example.org/fhir/Patient/1"',
      '"fullUrl": "https://example.org/other/Patient/1"',
    ],
  ),
];

const bundles = [
  says(
    'fullUrl',
    'SHALL',
    [
      [
        'Chaque ressource d’un document, d’un message, d’un searchset ou d’une collection a un fullUrl.',
        'Each resource of a document, message, searchset or collection has a fullUrl.',
      ],
      ['Cette entrée n’a pas de fullUrl.', 'This entry has no fullUrl.'],
      ['Écrire l’URL de la ressource sur son serveur, ou urn:uuid:.', 'Write the URL of the resource on its server, or urn:uuid:.'],
    ],
    'FHIR R4, 2.36.4 (fullUrl)',
    ['{ "fullUrl": "urn:uuid:…", "resource": {…} }', '{ "resource": {…} }'],
  ),
  says(
    'absoluteFullUrl',
    'SHALL',
    [
      ['Un fullUrl est une URI absolue.', 'A fullUrl is an absolute URI.'],
      ['Ce fullUrl n’est pas une URI absolue.', 'This fullUrl is no absolute URI.'],
      ['Écrire https://serveur/base/Type/id ou urn:uuid:.', 'Write https://server/base/Type/id or urn:uuid:.'],
    ],
    'FHIR R4, 2.36.4 (fullUrl)',
    ['"fullUrl": "https://example.org/fhir/Patient/1"', '"fullUrl": "Patient/1"'],
  ),
  says(
    'fullUrlAgrees',
    'SHALL',
    [
      [
        'Un fullUrl de forme REST dit le type et l’identifiant de la ressource.',
        'A fullUrl of REST form says the type and the id of the resource.',
      ],
      ['fullUrl dit un autre type ou un autre identifiant que la ressource.', 'fullUrl says another type or id than the resource.'],
      [
        'Écrire dans fullUrl le type et l’id de la ressource, ou corriger celle-ci.',
        'Write the type and the id of the resource in fullUrl, or correct the resource.',
      ],
    ],
    'FHIR R4, 2.36.4 (fullUrl)',
    [
      '"fullUrl": "https://example.org/fhir/Patient/1", "resource": { "resourceType": "Patient", "id": "1" }',
      '"resource": { "resourceType": "Patient", "id": "2" }',
    ],
  ),
  says(
    'uniqueFullUrl',
    'SHALL',
    [
      [
        'Un fullUrl n’est dans un Bundle qu’une fois, ou avec d’autres versions de la ressource.',
        'A fullUrl is in a Bundle only once, or with other versions of the resource.',
      ],
      ['Une autre entrée a ce fullUrl.', 'Another entry has this fullUrl.'],
      ['Retirer le doublon, ou donner à chaque ressource son URL.', 'Remove the duplicate, or give each resource its own URL.'],
    ],
    'FHIR R4, 2.36.4 (bdl-7)',
    ['[{ "fullUrl": "urn:uuid:…1" }, { "fullUrl": "urn:uuid:…2" }]', '[{ "fullUrl": "urn:uuid:…1" }, { "fullUrl": "urn:uuid:…1" }]'],
  ),
  says(
    'requestUrl',
    'SHALL',
    [
      ['L’URL d’une requête a la forme de sa méthode.', 'The URL of a request has the form of its method.'],
      ['L’URL de la requête ne va pas avec sa méthode.', 'The URL of the request does not go with its method.'],
      [
        'Écrire une URL relative\u00A0: Type pour POST, Type/id pour PUT, PATCH et DELETE.',
        'Write a relative URL: Type for POST, Type/id for PUT, PATCH and DELETE.',
      ],
    ],
    HTTP,
    ['"request": { "method": "POST", "url": "Patient" }', '"request": { "method": "PUT", "url": "Patient" }'],
  ),
  says(
    'requestAgrees',
    'SHALL',
    [
      [
        'L’URL d’une création ou d’une mise à jour dit le type et l’identifiant de la ressource.',
        'The URL of a create or update says the type and the id of the resource.',
      ],
      ['L’URL de la requête dit autre chose que la ressource.', 'The URL of the request says something else than the resource.'],
      [
        'Écrire dans l’URL le type et l’id de la ressource, ou corriger celle-ci.',
        'Write the type and the id of the resource in the URL, or correct the resource.',
      ],
    ],
    HTTP,
    ['"url": "Patient/1", "resource": { "resourceType": "Patient", "id": "1" }', '"url": "Patient/2"'],
  ),
  says(
    'searchMode',
    'SHOULD',
    [
      [
        'Chaque entrée d’un searchset dit si elle répond à la recherche ou l’accompagne.',
        'Each entry of a searchset says whether it matches the search or goes with it.',
      ],
      ['Cette entrée ne dit pas si elle répond à la recherche.', 'This entry does not say whether it matches the search.'],
      ['Écrire search.mode\u00A0: match, include ou outcome.', 'Write search.mode: match, include or outcome.'],
    ],
    'FHIR R4, 3.1.1.5 (search)',
    ['"search": { "mode": "match" }', '{ "fullUrl": …, "resource": … }'],
  ),
  says(
    'outcomeMode',
    'SHALL',
    [
      [
        'Dans un searchset, un OperationOutcome, et lui seul, a le mode outcome.',
        'In a searchset an OperationOutcome, and nothing else, has the mode outcome.',
      ],
      ['Le mode de l’entrée ne va pas avec sa ressource.', 'The mode of the entry does not go with its resource.'],
      [
        'Écrire outcome pour un OperationOutcome, match ou include pour le reste.',
        'Write outcome for an OperationOutcome, match or include for the rest.',
      ],
    ],
    'FHIR R4, 3.1.1.5 (search)',
    ['OperationOutcome, "mode": "outcome"', 'OperationOutcome, "mode": "match"'],
  ),
  says(
    'total',
    'SHALL',
    [
      [
        'Bundle.total est au moins le nombre de réponses présentes dans le Bundle.',
        'Bundle.total is at least the number of matches in the Bundle.',
      ],
      ['total est inférieur au nombre de réponses présentes dans le Bundle.', 'total is less than the number of matches in the Bundle.'],
      [
        'Compter toutes les réponses, de toutes les pages\u00A0; ne pas compter les include.',
        'Count all matches, of all pages; do not count those included.',
      ],
    ],
    BUNDLE,
    ['"total": 2, "entry": [{ … "match" }, { … "match" }]', '"total": 1, "entry": [{ … "match" }, { … "match" }]'],
  ),
  says(
    'reached',
    'SHOULD',
    [
      [
        'Chaque ressource d’un document est atteinte depuis la Composition.',
        'Each resource of a document is reached from the Composition.',
      ],
      ['Rien ne mène de la Composition à cette ressource.', 'Nothing leads from the Composition to this resource.'],
      ['La référencer, ou la retirer du document.', 'Refer to it, or remove it from the document.'],
    ],
    'FHIR R4, 3.3 (documents)',
    ['Composition.subject → Patient/1', 'Patient/2'],
  ),
];

const narratives = [
  says(
    'xhtml',
    'SHALL',
    [
      ['Le narratif est un div de XHTML bien formé.', 'The narrative is a div of well-formed XHTML.'],
      ['Le narratif n’est pas un div de XHTML bien formé.', 'The narrative is no div of well-formed XHTML.'],
      [
        'Écrire <div xmlns="http://www.w3.org/1999/xhtml">…</div>, sans entité HTML comme nbsp.',
        'Write <div xmlns="http://www.w3.org/1999/xhtml">…</div>, without HTML entities such as nbsp.',
      ],
    ],
    NARRATIVE,
    ['<div xmlns="http://www.w3.org/1999/xhtml">Anne</div>', '<p>Anne</p>'],
  ),
  says(
    'safeNarrative',
    'SHALL',
    [
      [
        'Le narratif n’a que les éléments et attributs permis\u00A0: ni script, ni formulaire, ni gestionnaire d’événement.',
        'The narrative has only the elements and attributes allowed: no script, form or event handler.',
      ],
      ['Cet élément ou cet attribut n’est pas permis dans un narratif.', 'This element or attribute is not allowed in a narrative.'],
      ['Le retirer.', 'Remove it.'],
    ],
    'FHIR R4, 2.4 (txt-1)',
    ['<p>Anne</p>', '<p onclick="…">Anne</p>, <script>…</script>'],
  ),
  says(
    'emptyNarrative',
    'SHALL',
    [
      ['Le narratif dit quelque chose.', 'The narrative says something.'],
      ['Le narratif est vide.', 'The narrative is empty.'],
      ['Écrire un texte ou une image, ou omettre text.', 'Write a text or an image, or leave text out.'],
    ],
    'FHIR R4, 2.4 (txt-2)',
    ['<div …>Anne</div>', '<div …> </div>'],
  ),
];

const pages = [
  says(
    'uniqueLink',
    'SHALL',
    [
      [
        'Un Bundle a au plus un lien self, first, previous, next et last.',
        'A Bundle has at most one link self, first, previous, next and last.',
      ],
      ['Le Bundle a un autre lien de cette relation.', 'The Bundle has another link of this relation.'],
      ['Garder un seul lien de chaque relation.', 'Keep one link of each relation.'],
    ],
    HTTP,
    ['"link": [{ "relation": "self", … }, { "relation": "next", … }]', '"link": [{ "relation": "next", … }, { "relation": "next", … }]'],
  ),
  says(
    'searchId',
    'SHALL',
    [
      ['Une ressource qu’une recherche rend a son identifiant.', 'A resource that a search gives has its id.'],
      ['Cette ressource n’a pas d’identifiant.', 'This resource has no id.'],
      ['Écrire l’id par lequel le serveur rend la ressource.', 'Write the id by which the server gives the resource.'],
    ],
    HTTP,
    ['"resource": { "resourceType": "Slot", "id": "1", … }', '"resource": { "resourceType": "Slot", … }'],
  ),
];

const profiles = [
  says(
    'knownProfile',
    'SHOULD',
    [
      ['Un profil déclaré ou demandé est connu.', 'A profile declared or asked for is known.'],
      [
        'Ce profil n’est pas connu\u00A0: la ressource n’a pas été jugée selon lui.',
        'This profile is not known: the resource was not judged by it.',
      ],
      ['Ajouter le paquet qui le définit\u00A0: addax packs add CHEMIN.', 'Add the package that defines it: addax packs add PATH.'],
    ],
    PROFILING,
    ['"meta": { "profile": ["http://hl7.org/fhir/StructureDefinition/Patient"] }', '"meta": { "profile": ["http://example.org/unknown"] }'],
  ),
  says(
    'profileType',
    'SHALL',
    [
      [
        'Un profil déclaré ou demandé est fait pour le type de la ressource.',
        'A profile declared or asked for is for the type of the resource.',
      ],
      ['Ce profil est fait pour un autre type de ressource.', 'This profile is for another type of resource.'],
      ['Déclarer un profil du type de la ressource.', 'Declare a profile of the type of the resource.'],
    ],
    PROFILING,
    [
      '{ "resourceType": "Patient", "meta": { "profile": ["http://hl7.org/fhir/StructureDefinition/Patient"] } }',
      '{ "resourceType": "Patient", "meta": { "profile": ["http://hl7.org/fhir/StructureDefinition/Group"] } }',
    ],
  ),
  says(
    'usableProfile',
    'SHOULD',
    [
      [
        'Un profil déclaré ou demandé peut être lu\u00A0: sa base est là et ses chemins existent.',
        'A profile declared or asked for can be read: its base is there and its paths exist.',
      ],
      [
        'Ce profil ne peut pas être employé\u00A0: la ressource n’a pas été jugée selon lui.',
        'This profile cannot be used: the resource was not judged by it.',
      ],
      [
        'Ajouter le paquet de sa base, ou signaler le défaut à son auteur.',
        'Add the package of its base, or tell its author of the defect.',
      ],
    ],
    PROFILING,
    ['"baseDefinition": "http://hl7.org/fhir/StructureDefinition/Patient"', '"baseDefinition": "http://example.org/unknown"'],
  ),
  says(
    'mustSupport',
    'MAY',
    [
      [
        'Les éléments que le profil marque mustSupport sont là (dit seulement sur demande).',
        'The elements that the profile marks mustSupport are there (told only on demand).',
      ],
      ['Un élément que le profil marque mustSupport n’est pas là.', 'An element that the profile marks mustSupport is not there.'],
      [
        'Savoir le renseigner quand l’information existe\u00A0; son absence n’est pas une faute.',
        'Be able to fill it in where the information exists; its absence is no fault.',
      ],
    ],
    ELEMENT_DEFINITION,
    ['Patient.birthDate (mustSupport): "birthDate": "1979-03-28"', '{ "resourceType": "Patient" }'],
  ),
];

export const rules: readonly Rule[] = [
  ...reading,
  ...structure,
  ...values,
  ...codes,
  ...invariants,
  ...slices,
  ...extensions,
  ...references,
  ...bundles,
  ...narratives,
  ...pages,
  ...profiles,
  ...insRules,
  nationalNumber,
];
