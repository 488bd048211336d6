import { oneOf, quoted, rule, type Rule } from '../../../src/model/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { CDA, type Judge } from '../judge.js';
import { VOLETS } from '../volets.js';
import { named } from './catalogue.js';
import type { Declaring, Survey } from './survey.js';
import { VOLET_CONTENTS, type HeaderDemand, type SectionDemand, type VoletContent } from './volet-content.js';

const CLAUSE = 'CI-SIS, volets de contenu';

export const voletRules: readonly Rule[] = [
  rule({
    id: 'CDA-450',
    level: 'SHALL',
    title: { fr: 'Un document a les sections que demande son volet.', en: 'A document has the sections that its volet asks for.' },
    message: { fr: 'Une section que demande le volet manque.', en: 'A section that the volet asks for is missing.' },
    why: { fr: 'Le lecteur ne trouve pas une information que le volet promet.', en: 'The reader does not find information that the volet promises.' },
    hint: { fr: 'Ajouter la section avec son templateId\u00A0; sans donnée, le dire dans son texte.', en: 'Add the section with its templateId; without data, say so in its text.' },
    clause: CLAUSE,
    example: { right: 'VAC : <section><templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.23"/>', wrong: 'VAC : <section><templateId root="1.3.6.1.4.1.19376.1.5.3.1.3.19"/>' },
  }),
  rule({
    id: 'CDA-451',
    level: 'SHALL',
    title: { fr: 'Une section que le volet veut unique n’est écrite qu’une fois.', en: 'A section that the volet wants once is written once.' },
    message: { fr: 'La section est écrite deux fois, le volet la veut unique.', en: 'The section is written twice, the volet wants it once.' },
    hint: { fr: 'Réunir les deux sections en une seule.', en: 'Merge the two sections into one.' },
    clause: CLAUSE,
    example: { right: 'VAC : <section>… 1.3.6.1.4.1.19376.1.5.3.1.3.23 …</section>', wrong: 'VAC : <section>… 1.3.6.1.4.1.19376.1.5.3.1.3.23 …</section> <section>… 1.3.6.1.4.1.19376.1.5.3.1.3.23 …</section>' },
  }),
  rule({
    id: 'CDA-452',
    level: 'SHOULD',
    title: { fr: 'Les codes de l’en-tête que fixe le volet (acte documenté, participant, secteur) y sont.', en: 'The codes of the header that the volet fixes (documented act, participant, setting) are there.' },
    message: { fr: 'L’en-tête n’a pas le code que fixe le volet.', en: 'The header does not have the code that the volet fixes.' },
    why: { fr: 'La plateforme ne classe pas le document avec l’acte ou la personne voulus.', en: 'The platform does not file the document with the act or person meant.' },
    hint: { fr: 'Écrire à cet endroit un des codes que fixe le volet.', en: 'Write one of the codes that the volet fixes in this place.' },
    clause: CLAUSE,
    example: { right: 'VAC : <serviceEvent><code code="11369-6" …/>', wrong: 'VAC : <serviceEvent><code code="18748-4" …/>' },
  }),
  rule({
    id: 'CDA-453',
    level: 'SHOULD',
    title: { fr: 'Un document déclare un seul volet de contenu.', en: 'A document declares one content volet.' },
    message: { fr: 'Le document déclare deux volets.', en: 'The document declares two volets.' },
    why: { fr: 'Le système qui reçoit le document ne sait pas lequel vérifier.', en: 'The receiving system does not know which one to check.' },
    hint: { fr: 'Ne garder que le templateId du volet suivi.', en: 'Keep only the templateId of the volet followed.' },
    clause: CLAUSE,
    example: { right: '<templateId root="1.2.250.1.213.1.1.1.37" extension="2023.01"/>', wrong: '<templateId root="1.2.250.1.213.1.1.1.37" extension="2023.01"/> <templateId root="1.2.250.1.213.1.1.1.46" extension="2023.01"/>' },
  }),
  rule({
    id: 'CDA-455',
    level: 'SHOULD',
    title: { fr: 'Un document structuré déclare le volet de contenu qu’il suit.', en: 'A structured document declares the content volet it follows.' },
    message: { fr: 'Le document ne déclare aucun volet de contenu du CI-SIS.', en: 'The document declares no content volet of CI-SIS.' },
    why: { fr: 'Le système qui reçoit le document ne peut pas vérifier son contenu.', en: 'The receiving system cannot check its content.' },
    hint: { fr: 'Ajouter le templateId du volet et sa version (extension).', en: 'Add the templateId of the volet and its version (extension).' },
    clause: CLAUSE,
    example: { right: '<templateId root="1.2.250.1.213.1.1.1.37" extension="2023.01"/>', wrong: '<templateId root="1.3.6.1.4.1.19376.1.5.3.1.1.18.1.2"/>' },
  }),
]; // prettier-ignore

/** Volets that documents of the CI-SIS declare with their parents, which are templates of IHE or of a family of volets. */
const isVolet = (oid: string): boolean => oid.startsWith('1.2.250.1.213.1.1.1.') && (VOLETS[oid]?.codes.length ?? 0) > 0;

/** Templates under the arc of the volets that are of every document, or of a whole family of volets. */
const SHARED: ReadonlySet<string> = new Set(['1.2.250.1.213.1.1.1.1', '1.2.250.1.213.1.1.1.2.1', '1.2.250.1.213.1.1.1.5']);

/** Whether a templateId names a volet, known or not; laboratory reports up to 2021 named theirs by the template of IHE and a version. */
function namesVolet(templateId: XmlElement): boolean {
  const oid = templateId.attribute('root') ?? '';
  if (oid === '1.3.6.1.4.1.19376.1.3.3') return templateId.attribute('extension') !== undefined;
  return VOLETS[oid] !== undefined || (oid.startsWith('1.2.250.1.213.1.1.1.') && !SHARED.has(oid));
}

/** Judges what the volet that a structured document declares asks of its sections and header. */
export function judgeVolets(judge: Judge, root: XmlElement, survey: Survey): void {
  const templateIds = root.elements('templateId', CDA);
  const declared = templateIds.filter((id) => isVolet(id.attribute('root') ?? ''));
  if (declared.length > 0) {
    const other = declared.find((id) => id.attribute('root') !== declared[0]!.attribute('root'));
    judge.expect('CDA-453', other === undefined, other && [other, 'root'], () => ({
      expected: named(declared[0]!.attribute('root')!),
      actual: named(other!.attribute('root')!),
    }));
  }
  const body = root.element('component', CDA)?.element('structuredBody', CDA);
  if (!body) return;
  judge.expect('CDA-455', templateIds.some(namesVolet), { in: root, missing: 'templateId' }, () => {
    const type = root.element('code', CDA)?.attribute('code') ?? '';
    const fitting = Object.keys(VOLETS).filter((oid) => isVolet(oid) && VOLETS[oid]!.codes.includes(type));
    return {
      expected: fitting.length > 0 ? oneOf(fitting.map(named)) : { fr: 'le templateId d’un volet', en: 'the templateId of a volet' },
      actual: { fr: 'aucun', en: 'none' },
    };
  });
  for (const id of declared)
    for (const content of VOLET_CONTENTS)
      if (content.template === id.attribute('root') && content.versions.includes(id.attribute('extension') ?? '')) {
        for (const demand of content.sections) judgeSection(judge, body, survey, content, demand);
        for (const demand of content.header) judgeHeaderCode(judge, root, content, demand);
      }
}

function judgeSection(judge: Judge, body: XmlElement, survey: Survey, content: VoletContent, demand: SectionDemand): void {
  const { templates, translation, least, most, anywhere } = demand;
  const names = oneOf(templates.map((oid) => named(oid) + (translation === undefined ? '' : `, code ${translation}`)));
  const there = (one: Declaring): boolean =>
    templates.some((oid) => one.declared.has(oid))
    && (anywhere || one.element.parent?.parent === body)
    && (translation === undefined || isTranslatedBy(one.element, translation));
  const found = survey.declaring.filter(there);
  if (least === 1)
    judge.expect('CDA-450', found.length > 0, { in: body, missing: `component/section[templateId/@root="${templates[0]!}"]` }, () => ({
      expected: { fr: `section ${names.fr}, pour ${content.name}`, en: `section ${names.en}, for ${content.name}` },
      actual: { fr: 'absente', en: 'missing' },
    }));
  if (most === 1 && found.length > 0)
    judge.expect('CDA-451', found.length === 1, found[1]?.element, () => ({
      expected: { fr: `une section ${names.fr}, pour ${content.name}`, en: `one section ${names.en}, for ${content.name}` },
      actual: String(found.length),
    }));
}

const isTranslatedBy = (section: XmlElement, code: string): boolean =>
  section.all('code', 'translation').some((translation) => translation.attribute('code') === code);

function judgeHeaderCode(judge: Judge, root: XmlElement, { name }: VoletContent, { path, codes }: HeaderDemand): void {
  const found = judge.at(root, path);
  const first = found[0];
  judge.expect(
    'CDA-452',
    found.some((element) => codes.includes(element.attribute('code') ?? '')),
    first ?
      first.attribute('code') === undefined ?
        first
      : [first, 'code']
    : { in: root, missing: path },
    () => ({
      expected: { fr: `${oneOf(codes).fr}, pour ${name}`, en: `${oneOf(codes).en}, for ${name}` },
      actual: quoted(first?.attribute('code')),
    }),
  );
}
