import type { Bilingual, Finding, Rule } from '../../src/model/index.js';
import { SEVERITY_MARK, type Mark, type Word } from '../words.js';

/** A finding with the number that the page calls it by. */
export interface Numbered {
  number: number;
  finding: Finding;
}

/** Findings that one correction puts right: of one rule, at places of one kind. */
export interface DocumentCause {
  mark: Mark;
  title: Bilingual;
  rule: Rule | undefined;
  origin: Word;
  family: string;
  places: Numbered[];
  /** found too, and not shown one by one */
  more: number;
}

/** What one page can hold and still be used; the other forms of output have everything. */
const MOST = { causes: 300, places: 40, findings: 1000 };

const ORDER: readonly Mark[] = ['FAILED', 'WARNING', 'INFORMATION'];

/** Groups the findings of a document, what decides the verdict first, then in the order of the document. */
export function causesOf(
  findings: readonly Finding[],
  ruleOf: (finding: Finding) => Rule | undefined,
): { causes: DocumentCause[]; total: number; untold: number } {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    // a rule of ours says one thing; an id of a published pack stands for many
    const said = finding.source === 'addax' ? '' : finding.message.fr;
    const key = [finding.severity, finding.source, finding.rule, finding.place.path.replace(/\[\d+\]/g, ''), said].join('\n');
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  const sorted = [...groups.values()]
    .map((group) => group.sort(byPlace))
    .sort((a, b) => ORDER.indexOf(markOf(a[0]!)) - ORDER.indexOf(markOf(b[0]!)) || byPlace(a[0]!, b[0]!));
  let number = 0;
  const causes = sorted.slice(0, MOST.causes).map((group): DocumentCause => {
    const [first] = group;
    const rule = ruleOf(first!);
    const places = group.slice(0, Math.min(MOST.places, MOST.findings - number)).map((finding) => ({ number: ++number, finding }));
    const alike = group.every(({ message }) => message.fr === first!.message.fr);
    return {
      mark: markOf(first!),
      title: alike ? first!.message : (rule?.message ?? first!.message),
      rule,
      ...originOf(first!),
      places,
      more: group.length - places.length,
    };
  });
  return {
    causes: causes.filter(({ places }) => places.length > 0),
    total: sorted.length,
    untold: findings.length - number,
  };
}

const markOf = (finding: Finding): Mark => SEVERITY_MARK[finding.severity];

const byPlace = (a: Finding, b: Finding): number => a.place.line - b.place.line || a.place.column - b.place.column;

/** Who says so, and the family of its rules: `CDA` of CDA-51, or the profile of a pack. */
export function originOf({ rule, source }: Pick<Finding, 'rule' | 'source'>): { origin: Word; family: string } {
  if (source.startsWith('pack:'))
    return { origin: 'official-rules', family: source.slice(source.lastIndexOf('/') + 1).replace(/\.sch$/, '') };
  if (source.startsWith('xsd:')) return { origin: 'schemas', family: source.slice(4) };
  return { origin: 'addax-rules', family: /^[A-Za-z]+/.exec(rule)?.[0] ?? rule };
}
