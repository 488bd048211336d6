import { asWritten, rule, type Rule } from '../../../src/model/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { isNull, type Judge } from '../judge.js';
import { isTimeUnit, isUcumUnit, nearestUnit } from './ucum.js';
import type { Observer, Site } from './walk.js';

const UCUM = 'UCUM, variante sensible à la casse ; HL7 V3, type PQ';

export const quantityRules: readonly Rule[] = [
  rule({
    id: 'CDA-354',
    level: 'SHOULD',
    title: { fr: 'Une unité (@unit, ou @code d’une conversion de quantité) est une unité UCUM.', en: 'A unit (@unit, or @code of a translated quantity) is a UCUM unit.' },
    message: { fr: 'L’unité n’est pas une unité UCUM.', en: 'The unit is not a UCUM unit.' },
    why: { fr: 'Le résultat ne peut être ni comparé, ni converti, ni tracé.', en: 'The result can be neither compared, nor converted, nor charted.' },
    hint: { fr: 'Écrire le symbole UCUM, majuscules comprises ; mettre entre accolades ce qui n’est pas une unité, par exemple {tablet}.', en: 'Write the UCUM symbol, with its upper case; put in braces what is no unit, for example {tablet}.' },
    clause: UCUM,
    example: { right: '<value xsi:type="PQ" value="120" unit="mm[Hg]"/>', wrong: '<value xsi:type="PQ" value="120" unit="mmHg"/>' },
  }),
  rule({
    id: 'CDA-355',
    level: 'SHOULD',
    title: { fr: 'L’unité d’une durée (period, width d’une période) mesure du temps : s, min, h, d, wk, mo, a.', en: 'The unit of a duration (period, width of a period) measures time: s, min, h, d, wk, mo, a.' },
    message: { fr: 'L’unité ne mesure pas du temps.', en: 'The unit does not measure time.' },
    why: { fr: 'La posologie est illisible : J, par exemple, est le joule.', en: 'The dosage cannot be read: J, for example, is the joule.' },
    hint: { fr: 'Écrire h (heure), d (jour), wk (semaine), mo (mois) ou a (an).', en: 'Write h (hour), d (day), wk (week), mo (month) or a (year).' },
    clause: 'HL7 V3, types PIVL_TS et IVL_TS',
    example: { right: '<period value="1" unit="d"/>', wrong: '<period value="1" unit="J"/>' },
  }),
  rule({
    id: 'CDA-356',
    level: 'SHALL',
    title: { fr: 'Un résultat (value de type PQ, INT, REAL, BL ou TS) porte une valeur (@value) ou un nullFlavor.', en: 'A result (value of type PQ, INT, REAL, BL or TS) carries a value (@value) or a nullFlavor.' },
    message: { fr: 'Le résultat n’a ni valeur ni nullFlavor.', en: 'The result has neither a value nor a nullFlavor.' },
    why: { fr: 'Le lecteur ne sait pas si le résultat manque ou a été perdu.', en: 'The reader does not know whether the result is missing or was lost.' },
    hint: { fr: 'Écrire value, ou nullFlavor="UNK" sans autre attribut.', en: 'Write value, or nullFlavor="UNK" without other attributes.' },
    clause: 'HL7 V3, types PQ, INT, REAL, BL et TS',
    example: { right: '<value xsi:type="PQ" value="5.2" unit="mmol/L"/>', wrong: '<value xsi:type="PQ" unit="mmol/L"/>' },
  }),
  rule({
    id: 'CDA-357',
    level: 'SHOULD',
    title: { fr: 'Dans le corps, une date ou une quantité porte une valeur, des bornes ou un nullFlavor.', en: 'In the body, a date or a quantity carries a value, bounds or a nullFlavor.' },
    message: { fr: 'L’élément est vide et sans nullFlavor.', en: 'The element is empty and has no nullFlavor.' },
    why: { fr: 'Le lecteur ne sait pas si la donnée manque ou a été perdue.', en: 'The reader does not know whether the datum is missing or was lost.' },
    hint: { fr: 'Écrire value, low et high, ou nullFlavor="UNK" ; omettre un élément facultatif.', en: 'Write value, low and high, or nullFlavor="UNK"; leave an optional element out.' },
    clause: 'HL7 V3, types TS, PQ et INT',
    example: { right: '<effectiveTime nullFlavor="UNK"/>', wrong: '<effectiveTime/>' },
  }),
  rule({
    id: 'CDA-358',
    level: 'SHOULD',
    title: { fr: 'Le minimum (low) d’un intervalle de quantités n’en dépasse pas le maximum (high).', en: 'The minimum (low) of an interval of quantities does not exceed its maximum (high).' },
    message: { fr: 'Le minimum dépasse le maximum.', en: 'The minimum exceeds the maximum.' },
    why: { fr: 'Tout résultat est jugé anormal, ou la dose est lue à l’envers.', en: 'Every result is taken for abnormal, or the dose is read backwards.' },
    hint: { fr: 'Mettre la plus petite valeur dans low et la plus grande dans high.', en: 'Put the smaller value in low and the greater in high.' },
    clause: 'HL7 V3, type IVL_PQ',
    example: { right: '<low value="3.5" unit="mmol/L"/><high value="5.1" unit="mmol/L"/>', wrong: '<low value="5.1" unit="mmol/L"/><high value="3.5" unit="mmol/L"/>' },
  }),
]; // prettier-ignore

const UCUM_OID = '2.16.840.1.113883.6.8';
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Judges quantities: their unit, that they have a value, their bounds. */
export function observeQuantities(judge: Judge): Observer {
  const times = new WeakSet<XmlElement>();
  function visit({ element, kind, inBody }: Site): void {
    if (kind === 'TS' || element.local === 'phase') times.add(element);
    if (!inBody || kind === undefined) return;
    if (kind === 'PQ') {
      const known = judgeUnit(judge, element, 'unit');
      // an interval of quantities has a width too
      if (known && (element.local === 'period' || (element.local === 'width' && times.has(element.parent!)))) judgeDuration(judge, element);
      for (const translation of element.elements('translation'))
        if ((translation.attribute('codeSystem') ?? UCUM_OID) === UCUM_OID) judgeUnit(judge, translation, 'code');
    }
    if (element.local === 'value') judgeResult(judge, element);
    else if (kind !== 'BL') judgeFilled(judge, element);
    if (kind !== 'TS') judgeBounds(judge, element);
  }
  return { visit };
}

/** Judges a unit: of a quantity, or of its translation, where it is a code. Is there one that is known? */
function judgeUnit(judge: Judge, element: XmlElement, attribute: 'unit' | 'code'): boolean {
  const unit = element.attribute(attribute);
  if (unit === undefined) return false;
  return judge.expect('CDA-354', isUcumUnit(unit), [element, attribute], () => {
    const nearest = nearestUnit(unit);
    return {
      expected: nearest ?? { fr: 'une unité UCUM', en: 'a UCUM unit' },
      actual: asWritten(unit),
      ...(nearest && {
        hint: { fr: `Écrire ${attribute}="${nearest}".`, en: `Write ${attribute}="${nearest}".` },
      }),
    };
  });
}

function judgeDuration(judge: Judge, duration: XmlElement): void {
  const unit = duration.attribute('unit')!;
  judge.expect('CDA-355', isTimeUnit(unit), [duration, 'unit'], () => ({
    expected: unit === 'J' || unit === 'j' ? 'd' : 's, min, h, d, wk, mo, a',
    actual: asWritten(unit),
  }));
}

function judgeResult(judge: Judge, value: XmlElement): void {
  if (isNull(value)) return;
  judge.expect('CDA-356', value.attribute('value') !== undefined || hasContent(value), { in: value, missing: '@value' }, () => ({
    expected: { fr: 'value ou nullFlavor', en: 'value or nullFlavor' },
    actual: { fr: 'ni l’un ni l’autre', en: 'neither' },
  }));
}

function judgeFilled(judge: Judge, element: XmlElement): void {
  if (isNull(element)) return;
  judge.expect('CDA-357', element.attribute('value') !== undefined || hasContent(element), element, () => ({
    expected: { fr: 'une valeur, des bornes ou un nullFlavor', en: 'a value, bounds or a nullFlavor' },
    actual: { fr: 'rien', en: 'nothing' },
  }));
}

/** Bounds, a period, an event: what stands for a value; a translation repeats one. */
const hasContent = (element: XmlElement): boolean => element.elements().some(({ local }) => local !== 'translation');

function judgeBounds(judge: Judge, interval: XmlElement): void {
  const [low, high] = [interval.element('low'), interval.element('high')];
  if (!low || !high || (low.attribute('unit') ?? '1') !== (high.attribute('unit') ?? '1')) return;
  const [least, most] = [low.attribute('value') ?? '', high.attribute('value') ?? ''];
  if (!DECIMAL.test(least) || !DECIMAL.test(most)) return;
  judge.expect('CDA-358', Number(least) <= Number(most), [high, 'value'], () => ({
    expected: { fr: `au moins ${asWritten(least)}`, en: `at least ${asWritten(least)}` },
    actual: asWritten(most),
  }));
}
