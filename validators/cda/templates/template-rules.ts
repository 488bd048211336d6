import { asWritten, oneOf, quoted, type Bilingual, type Rule } from '../../../src/model/index.js';
import { attributeOr, type XmlElement } from '../../../src/protocols/xml/index.js';
import { CDA, type Judge } from '../judge.js';
import { VOLETS } from '../volets.js';
import {
  derivedFrom,
  isOfCiSis,
  named,
  siblingsOf,
  templateOfOid,
  templatesOfCode,
  type Demand,
  type Force,
  type Template,
} from './catalogue.js';
import { of, pair, templateRule, type Pair } from './pairs.js';
import { STATEMENTS, type Declaring, type Survey } from './survey.js';

const ELEMENT: Pair = { required: 'CDA-431', usual: 'CDA-432' };
const BESIDE: Pair = { required: 'CDA-433', usual: 'CDA-434' };
const CODE: Pair = { required: 'CDA-435', usual: 'CDA-436' };
const CHILD: Pair = { required: 'CDA-437', usual: 'CDA-438' };
const VALUE: Pair = { required: 'CDA-439', usual: 'CDA-440' };
const INSIDE: Pair = { required: 'CDA-441', usual: 'CDA-442' };

const LOST: Bilingual = {
  fr: 'Le logiciel qui reçoit le document n’en tire pas la donnée, ou ne la vérifie pas.',
  en: 'The software that receives the document does not extract the data, or does not check it.',
};

export const templateRules: readonly Rule[] = [
  templateRule({
    id: 'CDA-430',
    level: 'SHOULD',
    title: { fr: 'Un templateId du CI-SIS, d’IHE, de HL7 ou de DICOM est un modèle publié.', en: 'A templateId of CI-SIS, IHE, HL7 or DICOM is a published template.' },
    message: { fr: 'Ce templateId ne désigne aucun modèle connu.', en: 'This templateId names no known template.' },
    why: LOST,
    hint: { fr: 'Écrire l’OID du modèle tel que le volet le publie.', en: 'Write the OID of the template as the volet publishes it.' },
    example: { right: '<templateId root="1.2.250.1.213.1.1.2.158"/>', wrong: '<templateId root="1.2.250.1.213.1.1.2.9158"/>' },
  }),
  ...pair(ELEMENT, {
    title: { fr: 'Un templateId est déclaré sur l’élément que son modèle décrit.', en: 'A templateId is declared on the element its template describes.' },
    message: { fr: 'Ce modèle décrit un autre élément.', en: 'This template describes another element.' },
    why: LOST,
    hint: { fr: 'Déplacer le templateId, ou déclarer le modèle de cet élément.', en: 'Move the templateId, or declare the template of this element.' },
    example: { right: '<section><templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.36"/>', wrong: '<observation><templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.36"/>' },
  }),
  ...pair(BESIDE, {
    title: { fr: 'Un modèle est déclaré avec ceux dont il dérive.', en: 'A template is declared with those it derives from.' },
    message: { fr: 'Un templateId qui accompagne ce modèle n’est pas déclaré.', en: 'A templateId that goes with this template is not declared.' },
    why: LOST,
    hint: { fr: 'Ajouter le templateId attendu à côté des autres.', en: 'Add the expected templateId beside the others.' },
    example: {
      right: '<templateId root="2.16.840.1.113883.10.20.1.10"/> <templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.36"/>',
      wrong: '<templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.36"/>',
    },
  }),
  ...pair(CODE, {
    title: { fr: 'Une section ou une entrée porte le code que fixe son modèle.', en: 'A section or an entry carries the code that its template fixes.' },
    message: { fr: 'Le code n’est pas celui que fixe le modèle déclaré.', en: 'The code is not the one that the declared template fixes.' },
    why: LOST,
    hint: { fr: 'Écrire le code et le codeSystem que fixe le modèle.', en: 'Write the code and codeSystem that the template fixes.' },
    example: { right: '1.3.6.1.4.1.19376.1.5.3.1.3.36, <code code="18776-5" codeSystem="2.16.840.1.113883.6.1"/>', wrong: '1.3.6.1.4.1.19376.1.5.3.1.3.36, <code code="18776-4" codeSystem="2.16.840.1.113883.6.1"/>' },
  }),
  ...pair(CHILD, {
    title: { fr: 'Une section ou une entrée a les éléments que demande son modèle.', en: 'A section or an entry has the elements that its template asks for.' },
    message: { fr: 'Un élément que demande le modèle déclaré manque.', en: 'An element that the declared template asks for is missing.' },
    why: LOST,
    hint: { fr: 'Ajouter l’élément attendu\u00A0; s’il est inconnu, lui donner un nullFlavor.', en: 'Add the expected element; if unknown, give it a nullFlavor.' },
    example: { right: '<observation>… <templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.5"/> <id root="…"/>', wrong: '<observation>… <templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.5"/> <code …/>' },
  }),
  ...pair(VALUE, {
    title: { fr: 'Les attributs classCode et moodCode et le statusCode ont la valeur que fixe le modèle.', en: 'The attributes classCode and moodCode and the statusCode have the value that the template fixes.' },
    message: { fr: 'La valeur n’est pas celle que fixe le modèle déclaré.', en: 'The value is not the one that the declared template fixes.' },
    why: { fr: 'Un acte prévu peut être pris pour un acte fait, ou l’inverse.', en: 'A planned act may be taken for one that was done, or the reverse.' },
    hint: { fr: 'Écrire la valeur que fixe le modèle.', en: 'Write the value that the template fixes.' },
    example: { right: '<observation classCode="OBS" moodCode="EVN">', wrong: '<observation classCode="OBS" moodCode="INT">' },
  }),
  ...pair(INSIDE, {
    title: { fr: 'Une section ou une entrée contient les entrées ou sous-sections que demande son modèle.', en: 'A section or an entry contains the entries or subsections that its template asks for.' },
    message: { fr: 'Une entrée ou sous-section que demande le modèle déclaré manque.', en: 'An entry or subsection that the declared template asks for is missing.' },
    why: LOST,
    hint: { fr: 'Ajouter l’élément de ce modèle, ou déclarer son templateId.', en: 'Add the element of this template, or declare its templateId.' },
    example: { right: '<section>… <entry><observation><templateId root="1.2.250.1.213.1.1.3.150"/>', wrong: '<section>… <entry><observation><templateId root="1.2.250.1.213.1.1.3.151"/>' },
  }),
  templateRule({
    id: 'CDA-443',
    level: 'SHOULD',
    title: { fr: 'Une section ou une entrée déclare le modèle auquel son code est réservé.', en: 'A section or an entry declares the template that its code is reserved for.' },
    message: { fr: 'Le code est celui d’un modèle qui n’est pas déclaré.', en: 'The code is that of a template that is not declared.' },
    why: LOST,
    hint: { fr: 'Déclarer le templateId de ce modèle, ou écrire le code du modèle déclaré.', en: 'Declare the templateId of this template, or write the code of the declared one.' },
    example: { right: '<templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.36"/> <code code="18776-5" …/>', wrong: '<templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.35"/> <code code="18776-5" …/>' },
  }),
  templateRule({
    id: 'CDA-444',
    level: 'SHOULD',
    title: { fr: 'Une section déclare au moins un templateId.', en: 'A section declares at least one templateId.' },
    message: { fr: 'La section ne déclare aucun modèle.', en: 'The section declares no template.' },
    why: LOST,
    hint: { fr: 'Déclarer le templateId de la section du volet.', en: 'Declare the templateId of the section of the volet.' },
    example: { right: '<section><templateId root="1.2.250.1.213.1.1.2.37"/>', wrong: '<section><code …/>' },
  }),
  templateRule({
    id: 'CDA-445',
    level: 'SHOULD',
    title: { fr: 'Une entrée déclare au moins un templateId.', en: 'An entry declares at least one templateId.' },
    message: { fr: 'L’entrée ne déclare aucun modèle.', en: 'The entry declares no template.' },
    why: LOST,
    hint: { fr: 'Déclarer le templateId de l’entrée du volet.', en: 'Declare the templateId of the entry of the volet.' },
    example: { right: '<organizer><templateId root="1.3.6.1.4.1.19376.1.3.1.4"/>', wrong: '<organizer><id …/>' },
  }),
  templateRule({
    id: 'CDA-446',
    level: 'SHOULD',
    title: { fr: 'Un élément déclare un modèle une seule fois.', en: 'An element declares a template once.' },
    message: { fr: 'Le même templateId est déclaré deux fois sur cet élément.', en: 'The same templateId is declared twice on this element.' },
    hint: { fr: 'Retirer le doublon, ou écrire le modèle voulu à sa place.', en: 'Remove the duplicate, or write the template meant in its place.' },
    example: { right: '<templateId root="1.2.250.1.213.1.1.2.37"/>', wrong: '<templateId root="1.2.250.1.213.1.1.2.37"/> <templateId root="1.2.250.1.213.1.1.2.37"/>' },
  }),
  templateRule({
    id: 'CDA-447',
    level: 'SHOULD',
    title: { fr: 'Le templateId d’une section ou d’une entrée n’a pas de version (extension).', en: 'The templateId of a section or an entry has no version (extension).' },
    message: { fr: 'Ce modèle n’a pas de version\u00A0: seul le templateId du volet en a une.', en: 'This template has no version: only the templateId of the volet has one.' },
    hint: { fr: 'Retirer l’attribut extension.', en: 'Remove the attribute extension.' },
    example: { right: '<templateId root="1.2.250.1.213.1.1.2.37"/>', wrong: '<templateId root="1.2.250.1.213.1.1.2.37" extension="2024.01"/>' },
  }),
  templateRule({
    id: 'CDA-448',
    level: 'SHOULD',
    title: { fr: 'Les entrées d’un document qui suivent les mêmes modèles les déclarent toutes.', en: 'Entries of a document that follow the same templates declare all of them.' },
    message: { fr: 'Cette entrée déclare un modèle de moins que ses semblables du document.', en: 'This entry declares one template less than its like in the document.' },
    why: LOST,
    hint: { fr: 'Ajouter le templateId que déclarent les autres, s’il vaut aussi pour cette entrée.', en: 'Add the templateId that the others declare, if it also holds for this entry.' },
    example: { right: '4 × (1.3.6.1.4.1.19376.1.5.3.1.4.13, 1.2.250.1.213.1.1.3.48)', wrong: '3 × (1.3.6.1.4.1.19376.1.5.3.1.4.13, 1.2.250.1.213.1.1.3.48), 1 × (1.3.6.1.4.1.19376.1.5.3.1.4.13)' },
  }),
  templateRule({
    id: 'CDA-449',
    level: 'SHOULD',
    title: { fr: 'Dans un compte rendu de biologie, authenticator et l’exécutant de l’acte déclarent leur modèle.', en: 'In a laboratory report, authenticator and the performer of the act declare their template.' },
    message: { fr: 'Cette personne ne déclare pas le modèle de son rôle.', en: 'This person does not declare the template of the role.' },
    hint: { fr: 'Ajouter le templateId d’IHE XD-LAB pour ce rôle.', en: 'Add the templateId of IHE XD-LAB for this role.' },
    example: { right: '<authenticator><templateId root="1.3.6.1.4.1.19376.1.3.3.1.5"/>', wrong: '<authenticator><time …/>' },
  }),
  templateRule({
    id: 'CDA-454',
    level: 'SHOULD',
    title: { fr: 'Une section ou une entrée qui déclare un modèle d’IHE ou de HL7 déclare celui du CI-SIS qui en dérive.', en: 'A section or an entry that declares a template of IHE or HL7 declares that of CI-SIS derived from it.' },
    message: { fr: 'Aucun modèle du CI-SIS n’est déclaré avec ce modèle d’IHE ou de HL7.', en: 'No template of CI-SIS is declared with this template of IHE or HL7.' },
    why: LOST,
    hint: { fr: 'Ajouter le templateId du CI-SIS que le volet donne à cet élément.', en: 'Add the templateId of CI-SIS that the volet gives to this element.' },
    example: { right: '<templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.13"/> <templateId root="1.2.250.1.213.1.1.3.48"/>', wrong: '<templateId root="1.3.6.1.4.1.19376.1.5.3.1.4.13"/>' },
  }),
  templateRule({
    id: 'CDA-456',
    level: 'SHOULD',
    title: { fr: 'Les entrées d’un document qui suivent les mêmes modèles ont toutes un id, ou aucune.', en: 'Entries of a document that follow the same templates all have an id, or none has.' },
    message: { fr: 'Cette entrée n’a pas d’id, contrairement à ses semblables du document.', en: 'This entry has no id, unlike its like in the document.' },
    hint: { fr: 'Donner un id propre à cette entrée, par lequel un autre document pourra la désigner.', en: 'Give this entry an id of its own, by which another document can point at it.' },
    example: { right: '4 × (<templateId root="1.2.250.1.213.1.1.3.119"/> <id root="2.999.1" extension="…"/>)', wrong: '3 × (<templateId root="1.2.250.1.213.1.1.3.119"/> <id root="2.999.1" extension="…"/>), 1 × (<templateId root="1.2.250.1.213.1.1.3.119"/>)' },
  }),
]; // prettier-ignore

/** Judges what every element declares and what its templates ask of it. */
export function judgeTemplates(judge: Judge, { declaring, sections, statements, hasInside }: Survey): void {
  for (const one of declaring) {
    // the header table judges the templates of the header
    if (one.element.parent === undefined || one.element.local === 'ClinicalDocument') judgeHeaderTemplates(judge, one);
    else judgeDeclaring(judge, one, hasInside);
  }
  judgeDerived(judge, declaring);
  judgeLikes(judge, declaring);
  judgeIds(judge, declaring);
  for (const section of sections) {
    const code = section.element('code', CDA);
    const own = code && templatesOfCode('section', code.attribute('code') ?? '', code.attribute('codeSystem') ?? '');
    judge.expect('CDA-444', declares(section), { in: section, missing: 'templateId' }, () => ({
      expected: own?.[0] ? `<templateId root="${own[0].oid}"/>` : { fr: 'le templateId d’une section', en: 'the templateId of a section' },
      actual: { fr: 'aucun', en: 'none' },
    }));
  }
  for (const statement of statements) {
    if (!isModelled(statement)) continue;
    // laboratory reports declare the template on entry itself
    const holds = declares(statement) || (statement.parent?.local === 'entry' && declares(statement.parent));
    judge.expect('CDA-445', holds, { in: statement, missing: 'templateId' }, () => ({
      expected: { fr: 'le templateId d’une entrée', en: 'the templateId of an entry' },
      actual: { fr: 'aucun', en: 'none' },
    }));
  }
}

const declares = (element: XmlElement): boolean => element.element('templateId', CDA) !== undefined;

/** Whether the specifications give a template to every such statement: not to media, nor to an observation within another. */
const isModelled = (statement: XmlElement): boolean =>
  statement.local !== 'observationMedia'
  && statement.local !== 'regionOfInterest'
  && !(statement.local === 'observation' && statement.parent?.parent?.local === 'observation');

/** Arcs under which every template in use is known. */
const WHOLLY_KNOWN = ['1.2.250.1.213.1.1.', '1.3.6.1.4.1.19376.1.'];

const VOLET_TEMPLATES: ReadonlySet<string> = new Set(Object.entries(VOLETS).flatMap(([oid, { parents }]) => [oid, ...parents]));

const isKnown = (oid: string): boolean => templateOfOid(oid) !== undefined || VOLET_TEMPLATES.has(oid);

/** Whether an OID that is not known claims to be one of the specifications: others may have templates of their own. */
const claimsToBeKnown = (oid: string): boolean => WHOLLY_KNOWN.some((arc) => oid.startsWith(arc)) || siblingsOf(oid).length > 0;

function judgeHeaderTemplates(judge: Judge, { element, templateIds, declared }: Declaring): void {
  // an unstructured document declares three templates: the minimal structure judges them
  if (element.at('component', 'nonXMLBody')) return;
  for (const templateId of templateIds) judgeKnown(judge, templateId, element.local, declared);
  if (declared.has(XD_LAB))
    for (const [path, oid] of LABORATORY_ROLES)
      for (const person of judge.at(element, path)) {
        const holds = person.elements('templateId', CDA).some((id) => id.attribute('root') === oid);
        judge.expect('CDA-449', holds, { in: person, missing: `templateId[@root="${oid}"]` }, () => ({
          expected: `<templateId root="${oid}"/>`,
          actual: { fr: 'non déclaré', en: 'not declared' },
        }));
      }
}

const XD_LAB = '1.3.6.1.4.1.19376.1.3.3';
/** Roles of the header of a laboratory report that have a template of their own. */
const LABORATORY_ROLES: readonly (readonly [path: string, template: string])[] = [
  ['authenticator', '1.3.6.1.4.1.19376.1.3.3.1.5'],
  ['documentationOf/serviceEvent/performer', '1.3.6.1.4.1.19376.1.3.3.1.7'],
];

function judgeDeclaring(judge: Judge, { element, templateIds, declared }: Declaring, hasInside: Survey['hasInside']): void {
  const templates: Template[] = [];
  const seen = new Set<string>();
  // what an unknown OID probably stands for is not told to be missing as well
  const meant = new Set<string>();
  for (const templateId of templateIds) {
    const oid = templateId.attribute('root');
    if (oid === undefined || oid === '') continue;
    judge.expect('CDA-446', !seen.has(oid), [templateId, 'root'], () => ({
      expected: { fr: 'un modèle différent', en: 'a different template' },
      actual: asWritten(named(oid)),
    }));
    if (seen.has(oid)) continue;
    seen.add(oid);
    const template = templateOfOid(oid);
    const suggestion = judgeKnown(judge, templateId, element.local, declared);
    if (suggestion !== undefined) meant.add(suggestion);
    if (!template) continue;
    const extension = templateId.attribute('extension');
    judge.expect('CDA-447', extension === undefined, [templateId, 'extension'], () => ({
      expected: { fr: 'pas d’extension', en: 'no extension' },
      actual: asWritten(extension!),
    }));
    if (judgeElement(judge, template, templateId, element)) templates.push(template);
  }
  judgeBeside(judge, templates, element, declared, meant);
  judgeCode(judge, templates, element, declared, meant);
  judgeChildren(judge, templates, element);
  judgeValues(judge, templates, element);
  judgeInside(judge, templates, element, hasInside);
}

/** @returns what the OID probably stands for, when it is not known */
function judgeKnown(judge: Judge, templateId: XmlElement, element: string, declared: ReadonlySet<string>): string | undefined {
  const oid = templateId.attribute('root') ?? '';
  if (isKnown(oid)) {
    judge.expect('CDA-430', true, templateId);
    return undefined;
  }
  if (!claimsToBeKnown(oid)) return undefined;
  const suggestion = nearestTo(oid, element, declared);
  judge.expect('CDA-430', false, [templateId, 'root'], () => ({
    expected: suggestion === undefined ? { fr: 'un modèle publié', en: 'a published template' } : named(suggestion),
    actual: asWritten(oid),
  }));
  return suggestion;
}

/** What was probably meant: a template that those declared beside it call for, else one of its element that differs by one arc. */
function nearestTo(oid: string, element: string, declared: ReadonlySet<string>): string | undefined {
  const missing = new Set<string>();
  for (const other of declared) {
    for (const { value } of templateOfOid(other)?.beside ?? []) if (differ(value, oid)) missing.add(value);
    for (const derived of derivedFrom(other))
      if (differ(derived.oid, oid) && derived.beside.every(({ value }) => declared.has(value))) missing.add(derived.oid);
  }
  for (const other of declared) missing.delete(other);
  const candidates = missing.size > 0 ? [...missing] : siblingsOf(oid).filter((other) => !declared.has(other) && stands(other, element));
  const last = (text: string): number => Number(text.slice(text.lastIndexOf('.') + 1));
  const distance = (other: string): number => Math.abs(last(other) - last(oid));
  return candidates.reduce<string | undefined>(
    (best, next) => (best === undefined || distance(next) < distance(best) ? next : best),
    undefined,
  );
}

const stands = (oid: string, element: string): boolean => {
  const on = templateOfOid(oid)?.element?.value;
  return on === undefined || on === element;
};

/** Whether two OIDs differ by one arc, or one is the other with an arc more. */
function differ(one: string, other: string): boolean {
  const [a, b] = [one.split('.'), other.split('.')];
  if (Math.abs(a.length - b.length) > 1) return false;
  if (a.length !== b.length) return one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
  return a.filter((arc, i) => arc !== b[i]).length === 1;
}

function judgeElement(judge: Judge, template: Template, templateId: XmlElement, element: XmlElement): boolean {
  if (!template.element) return true;
  const { force, value } = template.element;
  return judge.expect(of(ELEMENT, force), value === element.local, templateId, () => ({
    expected: `${value}${template.name && ` (${template.name})`}`,
    actual: asWritten(element.local),
  }));
}

/** The firmest of several demands that fail for the same thing is told, once. */
function firmest<T>(
  failed: readonly { template: Template; demand: Demand<T> }[],
  same: (value: T) => string,
): Map<string, { template: Template; demand: Demand<T> }> {
  const told = new Map<string, { template: Template; demand: Demand<T> }>();
  for (const one of failed) {
    const key = same(one.demand.value);
    const known = told.get(key);
    if (!known || (known.demand.force === 'usual' && one.demand.force === 'required')) told.set(key, one);
  }
  return told;
}

/** Judges every demand of one kind: those that hold are counted as judged, of those that fail the firmest is told. Returns whether all hold. */
function judgeDemands<T>(
  judge: Judge,
  rules: Pair,
  templates: readonly Template[],
  demandsOf: (template: Template) => readonly Demand<T>[],
  holds: (value: T) => boolean,
  same: (value: T) => string,
  tell: (rule: string, template: Template, value: T) => void,
): boolean {
  const failed: { template: Template; demand: Demand<T> }[] = [];
  const held = new Set<Force>();
  for (const template of templates)
    for (const demand of demandsOf(template))
      if (holds(demand.value)) held.add(demand.force);
      else failed.push({ template, demand });
  for (const force of held) judge.expect(of(rules, force), true, undefined);
  for (const { template, demand } of firmest(failed, same).values()) tell(of(rules, demand.force), template, demand.value);
  return failed.length === 0;
}

const forTemplate = ({ oid }: Template): string => named(oid);

function judgeBeside(
  judge: Judge,
  templates: readonly Template[],
  element: XmlElement,
  declared: ReadonlySet<string>,
  meant: ReadonlySet<string>,
): void {
  judgeDemands(
    judge,
    BESIDE,
    templates,
    (template) => template.beside,
    (oid) => declared.has(oid) || meant.has(oid),
    (oid) => oid,
    (rule, template, oid) =>
      judge.expect(rule, false, { in: element, missing: `templateId[@root="${oid}"]` }, () => ({
        expected: { fr: `${named(oid)}, avec ${forTemplate(template)}`, en: `${named(oid)}, with ${forTemplate(template)}` },
        actual: { fr: 'non déclaré', en: 'not declared' },
      })),
  );
}

/** Templates of IHE and HL7 that are declared without the one of the CI-SIS derived from them. */
function judgeDerived(judge: Judge, declaring: readonly Declaring[]): void {
  const alone: { element: XmlElement; declared: ReadonlySet<string>; origin: Template }[] = [];
  let accompanied = 0;
  for (const { element, declared } of declaring) {
    let origin: Template | undefined;
    for (const oid of declared) {
      const template = templateOfOid(oid);
      if (template?.derived && template.element?.value === element.local) origin = template;
    }
    if (!origin) continue;
    if ([...declared].some(isOfCiSis)) accompanied++;
    else alone.push({ element, declared, origin });
  }
  if (accompanied > 0) judge.expect('CDA-454', true, undefined);
  // a document that hardly names templates of the CI-SIS is told so once
  for (const { element, declared, origin } of accompanied < alone.length ? alone.slice(0, 1) : alone)
    judge.expect('CDA-454', false, { in: element, missing: 'templateId' }, () => {
      const derived = derivedFrom(origin.oid).filter((template) => template.beside.every(({ value }) => declared.has(value)));
      return {
        expected:
          derived.length > 0 ?
            oneOf(derived.slice(0, 3).map(({ oid }) => named(oid)))
          : { fr: 'un modèle du CI-SIS', en: 'a template of CI-SIS' },
        actual: { fr: `${forTemplate(origin)} seul`, en: `${forTemplate(origin)} alone` },
      };
    });
}

function judgeCode(
  judge: Judge,
  templates: readonly Template[],
  element: XmlElement,
  declared: ReadonlySet<string>,
  meant: ReadonlySet<string>,
): void {
  const code = element.element('code', CDA);
  const [value, system] = [code?.attribute('code'), code?.attribute('codeSystem')];
  const written = code && `${value ?? code.attribute('nullFlavor') ?? ''}${system === undefined ? '' : ` (${system})`}`;
  const right = judgeDemands(
    judge,
    CODE,
    templates,
    (template) => (template.code ? [template.code] : []),
    (codes) => codes.some((fixed) => fixed.code === value && fixed.system === system),
    () => 'code',
    (rule, template, codes) => {
      const wanted = codes.map((fixed) => `${fixed.code} (${fixed.system})`);
      const attribute = codes.some((fixed) => fixed.code === value) ? 'codeSystem' : 'code';
      judge.expect(rule, false, code ? attributeOr(code, attribute) : { in: element, missing: 'code' }, () => ({
        expected: { fr: `${oneOf(wanted).fr}, de ${forTemplate(template)}`, en: `${oneOf(wanted).en}, of ${forTemplate(template)}` },
        actual: quoted(written),
      }));
    },
  );
  if (!right || !code || value === undefined) return;
  const owners = templatesOfCode(element.local, value, system ?? '');
  if (owners.length === 0) return;
  // a template that is called for by those declared beside it is told by the rules on these
  const called = new Set(templates.flatMap((template) => template.beside.map((demand) => demand.value)));
  const ofCiSis = [...declared].some(isOfCiSis);
  const owner = owners.find(({ oid }) => !declared.has(oid) && !meant.has(oid) && !called.has(oid) && (ofCiSis || !isOfCiSis(oid)));
  judge.expect('CDA-443', owner === undefined, [code, 'code'], () => ({
    expected: `<templateId root="${owner!.oid}"/>${owner!.name && ` (${owner!.name})`}`,
    actual: { fr: `${asWritten(value)} sans ce templateId`, en: `${asWritten(value)} without this templateId` },
  }));
}

/** A code that is fixed is asked for by the rule on codes. */
const ownChildren = (template: Template): readonly Demand<string>[] =>
  template.children.filter(({ value }) => value !== 'code' || !template.code);

function judgeChildren(judge: Judge, templates: readonly Template[], element: XmlElement): void {
  const has = (path: string): boolean => {
    const [child = '', inner] = path.split('/');
    const found = element.element(child, CDA);
    return found !== undefined && (inner === undefined || found.element(inner, CDA) !== undefined);
  };
  const coded = templates.some((template) => template.code);
  judgeDemands(
    judge,
    CHILD,
    templates,
    (template) => (coded ? ownChildren(template).filter(({ value }) => value !== 'code') : ownChildren(template)),
    has,
    (path) => (path.startsWith('text') && !has('text') ? 'text' : path),
    (rule, template, path) =>
      judge.expect(rule, false, { in: element, missing: path }, () => ({
        expected: { fr: `${path}, pour ${forTemplate(template)}`, en: `${path}, for ${forTemplate(template)}` },
        actual: { fr: 'absent', en: 'missing' },
      })),
  );
}

function judgeValues(judge: Judge, templates: readonly Template[], element: XmlElement): void {
  const status = element.element('statusCode', CDA);
  const valueOf = (name: string): string | undefined => (name === 'statusCode' ? status?.attribute('code') : element.attribute(name));
  judgeDemands(
    judge,
    VALUE,
    templates,
    (template) => template.values,
    ({ name, allowed }) => allowed.includes(valueOf(name) ?? ''),
    ({ name }) => name,
    (rule, template, { name, allowed }) => {
      const where =
        name !== 'statusCode' ? attributeOr(element, name)
        : status ? attributeOr(status, 'code')
        : { in: element, missing: 'statusCode' };
      judge.expect(rule, false, where, () => ({
        expected: {
          fr: `${name} ${oneOf(allowed).fr}, pour ${forTemplate(template)}`,
          en: `${name} ${oneOf(allowed).en}, for ${forTemplate(template)}`,
        },
        actual: quoted(valueOf(name)),
      }));
    },
  );
}

function judgeInside(judge: Judge, templates: readonly Template[], element: XmlElement, hasInside: Survey['hasInside']): void {
  judgeDemands(
    judge,
    INSIDE,
    templates,
    (template) => template.inside,
    (oid) => hasInside(element, oid),
    (oid) => oid,
    (rule, template, oid) => {
      const on = templateOfOid(oid)?.element?.value ?? '*';
      judge.expect(rule, false, { in: element, missing: `.//${on}[templateId/@root="${oid}"]` }, () => ({
        expected: { fr: `${named(oid)}, dans ${forTemplate(template)}`, en: `${named(oid)}, in ${forTemplate(template)}` },
        actual: { fr: 'absent', en: 'missing' },
      }));
    },
  );
}

/** How often elements must declare the same templates for one that declares one less to stand out; and by how much. */
const ALIKE = 3;
const STANDS_OUT = 5;

/** Finds an element that lacks one template of a set that others of its kind declare again and again. */
function judgeLikes(judge: Judge, declaring: readonly Declaring[]): void {
  const keyOf = (element: XmlElement, oids: readonly string[]): string => `${element.local} ${oids.join(' ')}`;
  const alike = new Map<string, { element: XmlElement; oids: readonly string[]; count: number }>();
  const sorted = declaring.map(({ element, declared }) => ({ element, oids: [...declared].sort() }));
  for (const { element, oids } of sorted) {
    const key = keyOf(element, oids);
    const known = alike.get(key);
    if (known) known.count++;
    else alike.set(key, { element, oids, count: 1 });
  }
  const lacking = new Map<string, { oid: string; count: number }>();
  for (const { element, oids, count } of alike.values())
    if (count >= ALIKE && oids.length > 1 && oids.length <= MOST_DECLARED)
      for (const oid of oids) lacking.set(keyOf(element, oids.filter((other) => other !== oid)), { oid, count }); // prettier-ignore
  for (const { element, oids } of sorted) {
    const key = keyOf(element, oids);
    const others = lacking.get(key);
    const count = alike.get(key)?.count ?? 0;
    if (count >= ALIKE && !others) judge.expect('CDA-448', true, element);
    if (!others || isCalledFor(oids, others.oid)) continue;
    judge.expect(
      'CDA-448',
      count > 1 && count * STANDS_OUT > others.count,
      { in: element, missing: `templateId[@root="${others.oid}"]` },
      () => ({
        expected: { fr: `${named(others.oid)}, comme ${others.count} autres`, en: `${named(others.oid)}, as ${others.count} others` },
        actual: { fr: 'non déclaré', en: 'not declared' },
      }),
    );
  }
}

/** Finds an entry without an id among others of its kind that have one; where a template asks for it, that is told instead. */
function judgeIds(judge: Judge, declaring: readonly Declaring[]): void {
  const alike = new Map<string, { first: XmlElement; having: number; lacking: XmlElement[] }>();
  for (const { element, declared } of declaring) {
    if (!STATEMENTS.has(element.local) || declared.size > MOST_DECLARED) continue;
    if ([...declared].some((oid) => templateOfOid(oid)?.children.some(({ value }) => value === 'id'))) continue;
    const key = `${element.local} ${[...declared].sort().join(' ')}`;
    const known = alike.get(key) ?? { first: element, having: 0, lacking: [] };
    if (element.element('id', CDA)) known.having++;
    else known.lacking.push(element);
    alike.set(key, known);
  }
  for (const { first, having, lacking } of alike.values()) {
    if (having < ALIKE) continue;
    judge.expect('CDA-456', true, first);
    if (lacking.length * STANDS_OUT > having) continue;
    for (const element of lacking)
      judge.expect('CDA-456', false, { in: element, missing: 'id' }, () => ({
        expected: { fr: `un id, comme ${having} autres`, en: `an id, as ${having} others` },
        actual: { fr: 'aucun', en: 'none' },
      }));
  }
}

/** No published element declares more; a hostile one costs no more than that. */
const MOST_DECLARED = 12;

/** Whether a template is called for by those declared: its absence is told by the rules on these. */
function isCalledFor(declared: readonly string[], oid: string): boolean {
  const templates = declared.flatMap((other) => templateOfOid(other) ?? []);
  return (
    templates.some(({ beside }) => beside.some(({ value }) => value === oid))
    || (isOfCiSis(oid) && !declared.some(isOfCiSis) && templates.some(({ derived }) => derived))
  );
}
