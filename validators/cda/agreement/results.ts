import { asWritten } from '../../../src/model/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { CDA, isNull, type Judge } from '../judge.js';
import { isTimeUnit, isUcumUnit } from '../values/ucum.js';
import { walk } from '../values/walk.js';
import { numbersIn, tellsUnit } from './narrative-numbers.js';
import { unitMeant } from './units-meant.js';

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** HL7 ObservationInterpretation */
const INTERPRETATION = '2.16.840.1.113883.5.83';
/** A paragraph that tells a result is short; what is longer tells many. */
const LONGEST_NARRATIVE = 5000;

/** Judges each result against its unit, its narrative and its reference range. */
export function judgeResults(judge: Judge, root: XmlElement): void {
  const narratives = narrativesOf(root);
  walk(root, [
    {
      visit({ element, kind, inBody, act }) {
        if (!inBody) return;
        if (kind === 'PQ') judgeUnit(judge, element, act);
        if (element.local !== 'observation' || element.namespace !== CDA) return;
        const [value, another] = element.elements('value', CDA);
        if (!value || another || isNull(value)) return;
        if (value.attribute('unit') !== undefined) judgeNarrative(judge, element, value, narratives);
        judgeInterpretation(judge, element, value);
      },
    },
  ]);
}

function judgeUnit(judge: Judge, element: XmlElement, act: XmlElement | undefined): void {
  const unit = element.attribute('unit');
  // a duration whose unit is no time is told as such
  if (unit === undefined || !isUcumUnit(unit) || element.local === 'period' || element.local === 'width') return;
  const meant = unitMeant(unit, act?.local === 'substanceAdministration' || act?.local === 'supply');
  judge.expect('CDA-543', meant === undefined, [element, 'unit'], () => ({
    expected: meant!,
    actual: asWritten(unit),
    hint: { fr: `Écrire unit="${meant!}".`, en: `Write unit="${meant!}".` },
  }));
}

function narrativesOf(root: XmlElement): ReadonlyMap<string, XmlElement> {
  const found = new Map<string, XmlElement>();
  for (const text of root.descendants('text', CDA))
    if (text.parent?.local === 'section')
      for (const inner of text.descendants()) {
        const id = inner.attribute('ID');
        if (id !== undefined) found.set(id, inner);
      }
  return found;
}

function judgeNarrative(judge: Judge, observation: XmlElement, value: XmlElement, narratives: ReadonlyMap<string, XmlElement>): void {
  const [written, unit] = [value.attribute('value')?.trim() ?? '', value.attribute('unit')!];
  const reference = value.at('originalText', 'reference') ?? observation.at('text', 'reference');
  const passage = narratives.get(reference?.attribute('value')?.replace(/^#/, '') ?? '');
  // 1 h 30 is 90 min
  if (!DECIMAL.test(written) || isTimeUnit(unit) || !passage || passage.end - passage.start > LONGEST_NARRATIVE) return;
  // cells stand apart
  const text = wordsOf(passage);
  if (!tellsUnit(text, unit)) return;
  const numbers = numbersIn(text, unit);
  if (numbers.length === 0) return;
  const wanted = Number(written);
  const same = numbers.some(({ value: one, decimals }) => one === wanted || Math.abs(one - wanted) <= 0.5 * 10 ** -decimals + 1e-9);
  judge.expect('CDA-544', same, [value, 'value'], () => ({
    expected: asWritten(text),
    actual: asWritten(`${written} ${unit}`),
  }));
}

function wordsOf(passage: XmlElement): string {
  if (passage.elements().length === 0) return passage.text.replace(/\s+/g, ' ').trim();
  const pieces: string[] = [];
  const collect = (element: XmlElement): void => {
    for (const child of element.children)
      if ('children' in child) {
        const apart = !/^(?:content|sub|sup|linkHtml|footnote)$/.test(child.local);
        if (apart) pieces.push(' | ');
        collect(child);
        if (apart) pieces.push(' | ');
      } else pieces.push(child.text);
  };
  collect(passage);
  return pieces
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/\| (?=\| )/g, '')
    .replace(/^ ?\| | \| ?$/g, '')
    .trim();
}

function judgeInterpretation(judge: Judge, observation: XmlElement, value: XmlElement): void {
  const [interpretation, second] = observation.elements('interpretationCode', CDA);
  const [range, another] = observation.all('referenceRange', 'observationRange');
  if (!interpretation || second || !range || another) return;
  const code = interpretation.attribute('code') ?? '';
  if (!/^(?:N|H|HH|L|LL)$/.test(code) || (interpretation.attribute('codeSystem') ?? INTERPRETATION) !== INTERPRETATION) return;
  // a range of what is not normal says nothing of the normal
  if ((range.element('interpretationCode')?.attribute('code') ?? 'N') !== 'N' || range.element('precondition')) return;
  const result = numberOf(value);
  const bounds = range.element('value');
  if (result === undefined || !bounds) return;
  const sameUnit = (bound: XmlElement | undefined): number | undefined =>
    bound && (bound.attribute('unit') ?? '1') === (value.attribute('unit') ?? '1') ? numberOf(bound) : undefined;
  const [low, high] = [sameUnit(bounds.element('low')), sameUnit(bounds.element('high'))];
  if ((low === undefined && high === undefined) || (low !== undefined && high !== undefined && low >= high)) return;
  const below = low !== undefined && result < low;
  const above = high !== undefined && result > high;
  // a result on the bound is read either way
  const holds =
    code === 'N' ? !below && !above
    : code.startsWith('H') ?
      high === undefined ?
        !below
      : result >= high
    : low === undefined ? !above
    : result <= low;
  judge.expect('CDA-545', holds, [interpretation, 'code'], () => ({
    expected:
      above ? 'H'
      : below ? 'L'
      : 'N',
    actual: `${code} (${result}, ${low ?? ''}–${high ?? ''})`,
  }));
}

function numberOf(element: XmlElement): number | undefined {
  const written = element.attribute('value')?.trim() ?? '';
  return isNull(element) || !DECIMAL.test(written) ? undefined : Number(written);
}
