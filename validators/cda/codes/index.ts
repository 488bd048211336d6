import { asWritten, type Bilingual, type Concept, fits, oneOf, quoted } from '../../../src/model/index.js';
import { attributeOr, type XmlElement } from '../../../src/protocols/xml/index.js';
import { hasForeignSystem } from '../code-system-rules.js';
import type { FamilyContext, RuleFamily } from '../family.js';
import { isNull, type Judge } from '../judge.js';
import type { CodeProblem } from './check-digits.js';
import { type Known, knownOf, type Owner } from './known.js';
import { LabelGroups } from './label-groups.js';
import { alike, labelKey } from './labels.js';
import { isTypeOfDocument, judgedByHeader, labelJudgedByHeader, systemsOf, valueSetOf } from './places.js';
import { codeRules } from './rules.js';
import { needsSystem, type Site, sitesOf } from './sites.js';
import { belongsElsewhere, isSlip, isSlipOfCode, labelsOf, shown, systemMeant, systemShown } from './suggestions.js';
import { CODE_SYSTEMS, hasFixedLabels, isLeftOut, isNoWord, isTableOfHl7, LOINC, problemOf, SNOMED_CT, withoutMark } from './systems.js';

/** A document that names more systems than these is hostile. */
const MOST_SYSTEMS = 100;
/** The arc of examples: whoever writes it knows that nobody will look for it. */
const EXAMPLES = '2.999.';
const OID = /^[0-2](?:\.\d+)+$/;

/** A site that has both a code and a system. */
type Coded = Site & { code: string; system: string };
const isCoded = (site: Site): site is Coded => Boolean(site.code?.trim()) && fits(OID, site.system ?? '');

/** Judges the codes of one document. */
class Codes {
  readonly #known: Known;
  readonly #unknownSystems = new Set<string>();
  readonly #groups = new LabelGroups();
  /** what was said of a code is said once: the rules that follow from the same cause are silent */
  readonly #told = new Set<Site>();

  constructor(
    readonly judge: Judge,
    context: FamilyContext,
  ) {
    this.#known = knownOf(context.terminology);
  }

  document(root: XmlElement): void {
    const sites = sitesOf(root);
    for (const site of sites) this.#parts(site);
    const coded = sites.filter(isCoded);
    for (const site of coded) this.#group(site);
    for (const site of coded) {
      this.#place(site);
      if (this.#system(site)) this.#code(site);
      this.#systemName(site);
      this.#labelIsCode(site);
      this.#labelOfAnother(site);
    }
    this.#strays();
    for (const site of coded) this.#wording(site);
    this.#labelsOfOneCode(coded);
  }

  /** The label as it is compared; empty when there is none. */
  #key(site: Site): string {
    return site.display === undefined ? '' : this.#known.key(site.display);
  }

  /** Records that a rule was judged there; what it finds wrong silences the rules that follow from it. */
  #tell(site: Site, ...[rule, holds, where, complaint]: Parameters<Judge['expect']>): void {
    if (!this.judge.expect(rule, holds, where, complaint)) this.#told.add(site);
  }

  /** What the attributes of a coded element say of one another. */
  #parts(site: Site): void {
    const { element, code, system, display } = site;
    if (code !== undefined) this.judge.expect('CDA-399', !/\s/.test(code), [element, 'code'], () => withoutBlanks(code));
    if (system !== undefined) this.judge.expect('CDA-399', !/\s/.test(system), [element, 'codeSystem'], () => withoutBlanks(system));
    if (code?.trim() && needsSystem(element))
      this.judge.expect('CDA-397', Boolean(system?.trim()), attributeOr(element, 'codeSystem'), () => ({
        expected: this.#systemOf(site),
        actual: quoted(system),
      }));
    if ((system !== undefined || display !== undefined) && !isNull(element))
      this.judge.expect('CDA-398', Boolean(code?.trim()), attributeOr(element, 'code'), () => ({
        expected: { fr: 'un code, ou nullFlavor', en: 'a code, or nullFlavor' },
        actual: quoted(code),
      }));
  }

  /** The system in which a code without one exists, when its label says it. */
  #systemOf(site: Site): Bilingual | string {
    const owner = belongsElsewhere(this.#known, site, this.#key(site));
    return owner ? `codeSystem="${owner.system}"` : { fr: 'l’OID du système du code', en: 'the OID of the system of the code' };
  }

  /** The name of the system, where its OID says which it is. */
  #systemName(site: Coded): void {
    const { element, system, systemName } = site;
    const others = systemName?.trim() ? NAMED.get(this.#known.key(systemName)) : undefined;
    const facts = CODE_SYSTEMS.get(system);
    if (!others || !facts || this.#told.has(site)) return;
    this.#tell(site, 'CDA-396', others.has(system), [element, 'codeSystemName'], () => ({
      expected: facts.name,
      actual: asWritten(systemName!),
    }));
  }

  #group(site: Coded): void {
    const key = this.#key(site);
    if (key !== '') this.#groups.add(this.#known, site, key);
  }

  /** What the place of a code asks of it. */
  #place(site: Coded): void {
    const systems = systemsOf(site);
    // the header has rules of its own about these
    if (site.header && (hasForeignSystem(site.element) || labelJudgedByHeader(site))) this.#told.add(site);
    if (systems && !this.#told.has(site))
      this.#tell(site, 'CDA-388', systems.includes(site.system), [site.element, 'codeSystem'], () => ({
        expected: oneOf(systems.map((oid) => systemShown(this.#known, oid))),
        actual: systemShown(this.#known, site.system),
      }));
    const name = valueSetOf(site);
    const set = name === undefined ? undefined : this.#known.terminology.valueSet(name);
    if (!set || this.#told.has(site)) return;
    this.#tell(site, 'CDA-387', set.concept(site.code) !== undefined, [site.element, 'code'], () => {
      const near = this.#nearest({ valueSet: set.oid }, site);
      return { expected: near ?? aCodeOf(set.name), actual: shown(site.code, site.display) };
    });
  }

  /** Judges the OID of the system, once for each; true when the system is known. */
  #system(site: Coded): boolean {
    const oid = site.system;
    if (oid.startsWith(EXAMPLES)) return false;
    const { terminology } = this.#known;
    if (CODE_SYSTEMS.has(oid) || isTableOfHl7(oid) || terminology.codeSystem(oid)) {
      for (const rule of ['CDA-380', 'CDA-381', 'CDA-382']) this.judge.expect(rule, true, site.element);
      return true;
    }
    if (this.#unknownSystems.has(oid) || this.#unknownSystems.size === MOST_SYSTEMS) return false;
    this.#unknownSystems.add(oid);
    const where = [site.element, 'codeSystem'] as const;
    const set = terminology.valueSet(oid);
    if (set) {
      const system = set.concept(site.code)?.system;
      this.judge.expect('CDA-382', false, where, () => ({
        expected: system === undefined ? A_SYSTEM : systemShown(this.#known, system),
        actual: `${oid} (${set.name})`,
      }));
      return false;
    }
    const meant = systemMeant(this.#known, site, oid);
    this.judge.expect(isSlip(oid, meant) ? 'CDA-380' : 'CDA-381', false, where, () => ({
      expected: meant === undefined ? A_SYSTEM : systemShown(this.#known, meant),
      actual: asWritten(oid),
    }));
    return false;
  }

  /** Judges that a code exists in its system, as far as can be told. */
  #code(site: Coded): void {
    const { element, code, system } = site;
    const concept = this.#known.concept(system, code);
    const complete = this.#known.terminology.codeSystem(system)?.complete === true && !isLeftOut(system, code);
    const shape = shapeRule(system, code);
    if (concept) {
      this.#tell(site, 'CDA-400', concept.active, [element, 'code'], () => ({
        expected: { fr: 'un code en vigueur', en: 'a code in force' },
        actual: shown(code, concept.displays[0]),
      }));
      for (const rule of [shape, 'CDA-389', complete ? 'CDA-386' : 'CDA-390']) this.judge.expect(rule, true, element);
      return;
    }
    if (this.#told.has(site) || isTypeOfDocument(site)) return;
    const problem = problemOf(system, code);
    this.#tell(site, shape, problem === undefined, [element, 'code'], () => this.#notOfItsSystem(site, problem!));
    if (problem) return;
    if (complete && !judgedByHeader(site))
      this.#tell(site, 'CDA-386', false, [element, 'code'], () => ({
        expected: this.#nearest({ system }, site) ?? aCodeOf(systemShown(this.#known, system)),
        actual: asWritten(code),
      }));
    else this.#miscopied(site);
  }

  /** A code that nobody knows, and what says which one was meant. */
  #miscopied(site: Coded): void {
    const { element, code, system } = site;
    const key = this.#key(site);
    const elsewhere = belongsElsewhere(this.#known, site, key);
    this.#tell(site, 'CDA-389', elsewhere === undefined, [element, 'codeSystem'], () => ({
      expected: systemShown(this.#known, elsewhere!.system),
      actual: systemShown(this.#known, system),
    }));
    if (elsewhere || judgedByHeader(site)) return;
    const meant =
      key === '' ?
        this.#likeCode(site)
      : this.#known.withLabel(key).find((owner) => owner.system === system && isSlipOfCode(withoutMark(system, code), owner.code));
    this.#tell(site, 'CDA-390', meant === undefined, [element, 'code'], () => ({
      expected: shown(meant!.code, meant!.display),
      actual: shown(code, site.display),
    }));
  }

  /** Without a label, a long word that is one letter from a known one. */
  #likeCode({ code, system }: Coded): Owner | undefined {
    if (!/^[A-Za-z_]{5,30}$/.test(code)) return undefined;
    const [near] = this.#known.terminology.nearest({ system }, { code }, 1);
    return near && { system, code: near.code, display: near.displays[0] ?? '' };
  }

  #notOfItsSystem(site: Coded, problem: CodeProblem): { expected: Bilingual | string; actual: string; message?: Bilingual } {
    const key = this.#key(site);
    const labelled = key === '' ? [] : this.#known.withLabel(key);
    const meant = labelled.find((owner) => owner.system === site.system);
    const elsewhere = belongsElsewhere(this.#known, site, key);
    const name = systemShown(this.#known, site.system);
    const sample = CODE_SYSTEMS.get(site.system)?.sample;
    return {
      expected:
        elsewhere ? `codeSystem="${elsewhere.system}"`
        : meant ? shown(meant.code, meant.display)
        : sample ? { fr: `un code de ${name}, comme ${sample}`, en: `a code of ${name}, such as ${sample}` }
        : aCodeOf(name),
      actual: shown(site.code, site.display),
      ...(problem !== 'shape' && { message: PROBLEM_MESSAGE[problem] }),
    };
  }

  #nearest(within: { system: string } | { valueSet: string }, { code, display }: Coded): Bilingual | undefined {
    const near = this.#known.terminology.nearest(within, { code, ...(display !== undefined && { display }) });
    return near.length === 0 ? undefined : oneOf(near.map((concept) => shown(concept.code, concept.displays[0])));
  }

  /** A code where its label should be. */
  #labelIsCode(site: Coded): void {
    const { element, code, system } = site;
    const key = this.#key(site);
    if (key === '' || this.#told.has(site) || !isNoWord(system, code)) return;
    const concept = this.#known.concept(system, code);
    const own = concept !== undefined && this.#known.hasLabel(concept, key);
    this.#tell(site, 'CDA-402', own || key !== this.#known.key(code), [element, 'displayName'], () => ({
      expected: concept && concept.displays.length > 0 ? labelsOf(concept) : aLabelOf(code),
      actual: asWritten(site.display!),
    }));
  }

  /** The label of another code of the same system; of one much alike, where no label of this code is known. */
  #labelOfAnother(site: Coded): void {
    const key = this.#key(site);
    const concept = this.#told.has(site) || key === '' ? undefined : this.#known.concept(site.system, site.code);
    if (!concept) return;
    const unlabelled = concept.displays.length === 0;
    const other =
      this.#known.hasLabel(concept, key) ?
        undefined
      : this.#known
          .withLabel(key)
          .find(({ system, code }) => system === site.system && code !== site.code && (!unlabelled || isSlipOfCode(site.code, code)));
    this.#tell(site, 'CDA-391', other === undefined, [site.element, 'displayName'], () => ({
      expected: unlabelled ? aLabelOf(site.code) : labelsOf(concept),
      actual: asWritten(site.display!),
      message: {
        fr: `Le libellé est celui d’un autre code du même système\u00A0: ${asWritten(other!.code)}.`,
        en: `The label is that of another code of the same system: ${asWritten(other!.code)}.`,
      },
    }));
  }

  /** The concept of a site whose label can be judged. */
  #labelled(site: Coded): Concept | undefined {
    if (this.#told.has(site) || this.#key(site) === '') return undefined;
    const concept = this.#known.concept(site.system, site.code);
    return concept && concept.displays.length > 0 ? concept : undefined;
  }

  /** Labels that are rather those of other codes of the document, in the same system. */
  #strays(): void {
    for (const { site, rightful } of this.#groups.judged()) {
      if (this.#told.has(site)) continue;
      this.#tell(site, 'CDA-395', rightful === undefined, [site.element, 'displayName'], () => {
        const concept = this.#known.concept(site.system!, site.code!);
        return {
          expected: concept && concept.displays.length > 0 ? labelsOf(concept) : aLabelOf(site.code!),
          actual: asWritten(site.display!),
          message: {
            fr: `Ce libellé est celui d’un autre code du document, dans le même système\u00A0: ${asWritten(rightful!)}.`,
            en: `This label is that of another code of the document, in the same system: ${asWritten(rightful!)}.`,
          },
        };
      });
    }
  }

  /** A label that is none of those of the code. */
  #wording(site: Coded): void {
    const concept = this.#labelled(site);
    if (!concept) return;
    const same = this.#known.hasLabel(concept, this.#key(site));
    const near = same || concept.displays.some((display) => alike(display, site.display!));
    // LOINC, SNOMED CT and others have short, long and translated labels: one that is known of nothing else may still be right
    const fixed = hasFixedLabels(site.system) || isTypeOfDocument(site) || this.#known.withLabel(this.#key(site)).length > 0;
    const complaint = () => ({ expected: labelsOf(concept), actual: asWritten(site.display!) });
    if (fixed) this.#tell(site, 'CDA-392', near, [site.element, 'displayName'], complaint);
    // labels of a closed list are copied, not reworded
    const copied = isTypeOfDocument(site) || valueSetOf(site) !== undefined || hasFixedLabels(site.system);
    if (copied && near) this.#tell(site, 'CDA-401', same, [site.element, 'displayName'], complaint);
    if (same || (!near && !fixed)) this.#tell(site, 'CDA-393', same, [site.element, 'displayName'], complaint);
  }

  /** One code with quite different labels, where no list says which is right: the one met most often is. */
  #labelsOfOneCode(sites: readonly Coded[]): void {
    const byCode = new Map<string, Map<string, Coded[]>>();
    for (const site of sites) {
      const key = this.#key(site);
      if (key === '' || this.#told.has(site) || this.#labelled(site)) continue;
      const id = `${site.system} ${site.code}`;
      let labels = byCode.get(id);
      if (!labels) byCode.set(id, (labels = new Map<string, Coded[]>()));
      const alreadySo = labels.get(key);
      if (alreadySo) alreadySo.push(site);
      else labels.set(key, [site]);
    }
    for (const labels of byCode.values()) {
      const [[usual], ...others] = [...labels.values()].sort((a, b) => b.length - a.length) as [Coded[], ...Coded[][]];
      this.judge.expect('CDA-394', true, usual!.element);
      for (const [one, ...more] of others)
        for (const site of alike(one!.display!, usual!.display!) ? [] : [one!, ...more])
          this.#tell(site, 'CDA-394', false, [site.element, 'displayName'], () => ({
            expected: asWritten(usual!.display!),
            actual: asWritten(site.display!),
          }));
    }
  }
}

const A_SYSTEM: Bilingual = { fr: 'l’OID d’un système de codes publié', en: 'the OID of a published code system' };
const withoutBlanks = (value: string) => ({ expected: asWritten(value.replace(/\s+/g, '')), actual: `"${asWritten(value)}"` });
const aLabelOf = (code: string) => ({ fr: `un libellé de ${asWritten(code)}`, en: `a label of ${asWritten(code)}` });
const aCodeOf = (name: string) => ({ fr: `un code de ${name}`, en: `a code of ${name}` });

/** Answers and parts of LOINC have check digits too, of which no guide speaks. */
const shapeRule = (system: string, code: string): string =>
  system === LOINC && !/^(?:L[A-Z]|MTHU)\d/.test(code) ? 'CDA-383'
  : system === SNOMED_CT ? 'CDA-384'
  : 'CDA-385';

const PROBLEM_MESSAGE = {
  check: {
    fr: 'La clé de contrôle du code est fausse\u00A0: un chiffre a changé.',
    en: 'The check digit of the code is wrong: a digit was changed.',
  },
  'not-a-concept': { fr: 'L’identifiant n’est pas celui d’un concept.', en: 'The identifier is not that of a concept.' },
};

/** The systems that a name is one of. */
const NAMED: ReadonlyMap<string, ReadonlySet<string>> = systemsByName();

function systemsByName(): Map<string, Set<string>> {
  const named = new Map<string, Set<string>>();
  for (const { oid, name, aliases } of CODE_SYSTEMS.values())
    for (const one of [name, ...aliases]) if (one !== '') named.set(labelKey(one), (named.get(labelKey(one)) ?? new Set()).add(oid));
  return named;
}

export const codes: RuleFamily = {
  rules: codeRules,
  judge: (judge, root, context) => new Codes(judge, context).document(root),
};
