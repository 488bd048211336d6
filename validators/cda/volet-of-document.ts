import type { Bilingual } from '../../src/model/index.js';
import type { VoletRow } from '../../src/packs/index.js';
import type { XmlDocument, XmlElement } from '../../src/protocols/xml/index.js';
import { clinicalDocumentIn } from './document.js';
import { CISIS_TEMPLATE, HL7_FRANCE_TEMPLATE } from './document-rules.js';
import { CDA } from './judge.js';
import { VOLETS } from './volets.js';

/** Which schematron of a volet judges a document, and why. */
export interface VoletChoice {
  outcome:
    | 'chosen'
    /** several fit and the document names none of them: the newest */
    | 'assumed'
    /** an unstructured document has no rules of a volet to meet */
    | 'none-needed'
    /** the volet is known, not in this version: its rules are not checked */
    | 'unknown-version'
    /** no template that is declared has a schematron: the rules of its volet are not checked */
    | 'unknown-volet'
    /** no template of a volet is declared: the rules of a volet are not checked */
    | 'undeclared'
    | 'no-clinical-document';
  /** of the volet; only when chosen or assumed */
  row: VoletRow | undefined;
  /** how it was chosen, or what is not checked */
  reason: Bilingual;
  /** rows that fitted as well, and were not chosen */
  others: readonly VoletRow[];
  /** rows of the same volet in the versions around the one that is declared; for an unknown version */
  nearest: readonly VoletRow[];
  /** CDA level: 1 unstructured, 3 structured; undefined without a body */
  level: 1 | 3 | undefined;
  /** the document is wrapped in a style sheet that presents it */
  selfPresenting: boolean;
  /** the ClinicalDocument, wrapped or not */
  root: XmlElement | undefined;
}

interface Template {
  root: string;
  extension: string | undefined;
}

/** Templates in a reason, so that a hostile document does not fill a report. */
const LISTED = 5;

/**
 * Finds the schematron of the volet from what the document itself declares: the templates of its header, its body, its
 * type and, where several schematrons fit, its own `<?oxygen SCHSchema="…"?>` instruction, else the newest.
 * @param rows what the pack has: `officialVolets(coordinate)`, and the rows of its manifest
 */
export function voletOf(document: XmlDocument, rows: readonly VoletRow[]): VoletChoice {
  const root = clinicalDocumentIn(document.root);
  const component = root?.element('component', CDA);
  const level =
    component?.element('nonXMLBody', CDA) ? 1
    : component?.element('structuredBody', CDA) ? 3
    : undefined;
  const common = { root, level, selfPresenting: root !== undefined && root !== document.root } as const;
  const without = (outcome: VoletChoice['outcome'], reason: Bilingual, nearest: readonly VoletRow[] = []): VoletChoice => ({
    ...common,
    outcome,
    row: undefined,
    reason,
    others: [],
    nearest,
  });
  if (!root)
    return without('no-clinical-document', {
      fr: 'Aucun élément ClinicalDocument : rien n’est à vérifier.',
      en: 'No ClinicalDocument element: there is nothing to check.',
    });

  const templates = templatesOf(root);
  const type = root.element('code', CDA)?.attribute('code') ?? '';
  // an unstructured document meets the rules of a volet only where a row asks for its very type
  const candidates = rows.filter((row) => (row.code === undefined ? level !== 1 : row.code === type));
  const fitting = candidates.filter((row) => templates.some((t) => t.root === row.templateId && t.extension === row.extension));
  if (fitting.length > 0) return { ...common, ...choose(fitting, type, schematronsNamedBy(document)), nearest: [] };

  if (level === 1)
    return without('none-needed', {
      fr: 'Corps non structuré (CDA niveau 1) : aucun schématron de volet ne s’y applique.',
      en: 'Unstructured body (CDA level 1): no schematron of a volet applies to it.',
    });
  const ofVolet = templates.find((template) => candidates.some((row) => row.templateId === template.root));
  if (ofVolet) {
    const nearest = around(
      candidates.filter((row) => row.templateId === ofVolet.root),
      ofVolet.extension,
    );
    return without('unknown-version', unknownVersion(ofVolet, nearest), nearest);
  }
  if (templates.length === 0)
    return without('undeclared', {
      fr: `Le document ne déclare aucun modèle de volet (templateId). ${NOT_CHECKED.fr}`,
      en: `The document declares no template of a volet (templateId). ${NOT_CHECKED.en}`,
    });
  const declared = listed(templates.map(({ root: oid, extension }) => (extension === undefined ? oid : `${oid} (${extension})`)));
  return without('unknown-volet', {
    fr: `Aucun schématron du pack ne vaut pour les modèles déclarés : ${declared}. ${NOT_CHECKED.fr}`,
    en: `No schematron of the pack is for the templates declared: ${declared}. ${NOT_CHECKED.en}`,
  });
}

const NOT_CHECKED: Bilingual = {
  fr: 'Les règles propres au volet ne sont pas vérifiées ; le schéma XSD et les profils généraux le sont.',
  en: 'The rules of the volet are not checked; the XML Schema and the general profiles are.',
};

const listed = (texts: readonly string[]): string => texts.slice(0, LISTED).join(', ') + (texts.length > LISTED ? '…' : '');

/** What the header declares beside the templates that every document has. */
function templatesOf(root: XmlElement): Template[] {
  return root
    .elements('templateId', CDA)
    .map((element) => ({ root: element.attribute('root') ?? '', extension: element.attribute('extension') || undefined }))
    .filter((template) => template.root !== '' && template.root !== HL7_FRANCE_TEMPLATE && template.root !== CISIS_TEMPLATE);
}

const fileOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** File names of the schematrons that the document names for its editor. */
function schematronsNamedBy(document: XmlDocument): Set<string> {
  const names = new Set<string>();
  for (const { target, text } of document.asides) {
    const path = target === 'oxygen' ? /(?:^|\s)SCHSchema\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(text) : undefined;
    if (path) names.add(fileOf(path[1] ?? path[2] ?? ''));
  }
  return names;
}

function choose(
  fitting: readonly VoletRow[],
  type: string,
  named: ReadonlySet<string>,
): Pick<VoletChoice, 'outcome' | 'row' | 'reason' | 'others'> {
  const ofType = fitting.filter((row) => row.code !== undefined || VOLETS[row.templateId]?.codes.includes(type) === true);
  const left = ofType.length > 0 ? ofType : fitting;
  const wanted = left.filter((row) => named.has(fileOf(row.schematron)));
  const row = (wanted.length > 0 ? wanted : left).reduce((best, next) => (isNewer(next, best) ? next : best));
  const others = fitting.filter((other) => other.schematron !== row.schematron);
  const name = fileOf(row.schematron);
  const template = row.extension === undefined ? row.templateId : `${row.templateId} (${row.extension})`;
  if (left.every((other) => other.schematron === row.schematron))
    return {
      outcome: 'chosen',
      row,
      others,
      reason: {
        fr: `Le document déclare le modèle ${template} : schématron ${name}.`,
        en: `The document declares template ${template}: schematron ${name}.`,
      },
    };
  const all = listed(left.map((one) => fileOf(one.schematron)));
  if (wanted.length > 0)
    return {
      outcome: 'chosen',
      row,
      others,
      reason: {
        fr: `Plusieurs schématrons valent pour les modèles déclarés (${all}) : le document désigne lui-même ${name} par son instruction SCHSchema.`,
        en: `Several schematrons are for the templates declared (${all}): the document itself names ${name} in its SCHSchema instruction.`,
      },
    };
  return {
    outcome: 'assumed',
    row,
    others,
    reason: {
      fr: `Plusieurs schématrons valent pour les modèles déclarés (${all}) et le document n’en désigne aucun : le plus récent est pris, ${name}. Déclarer la version du volet (templateId/@extension) lève le doute.`,
      en: `Several schematrons are for the templates declared (${all}) and the document names none of them: the newest is taken, ${name}. Declaring the version of the volet (templateId/@extension) removes the doubt.`,
    },
  };
}

const compareVersions = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/** The version at the end of the name of a schematron (`…_2024.01.sch`): rows of one template may have none of their own. */
const versionOf = (row: VoletRow): string => /_([\d.]+)\.sch$/i.exec(row.schematron)?.[1] ?? row.extension ?? '';

const isNewer = (row: VoletRow, than: VoletRow): boolean => compareVersions(versionOf(row), versionOf(than)) > 0;

/** The version just before and the one just after; all there is of a template that has no versions. */
function around(rows: readonly VoletRow[], asked: string | undefined): VoletRow[] {
  const sorted = [...rows].sort((a, b) => compareVersions(a.extension ?? '', b.extension ?? ''));
  if (asked === undefined) return sorted.slice(-1);
  const after = sorted.findIndex((row) => compareVersions(row.extension ?? '', asked) > 0);
  return after === -1 ? sorted.slice(-1) : sorted.slice(Math.max(0, after - 1), after + 1);
}

function unknownVersion({ root, extension }: Template, nearest: readonly VoletRow[]): Bilingual {
  const known = (none: string): string => [...new Set(nearest.map((row) => row.extension ?? none))].join(', ');
  const which =
    extension === undefined ?
      {
        fr: `Le modèle ${root} est déclaré sans version (templateId/@extension)`,
        en: `Template ${root} is declared without a version (templateId/@extension)`,
      }
    : { fr: `Le modèle ${root} est déclaré en version ${extension}`, en: `Template ${root} is declared in version ${extension}` };
  return {
    fr: `${which.fr} : le pack n’a pas de schématron pour ce cas (connu au plus près : ${known('sans version')}). ${NOT_CHECKED.fr}`,
    en: `${which.en}: the pack has no schematron for that (nearest known: ${known('without a version')}). ${NOT_CHECKED.en}`,
  };
}
