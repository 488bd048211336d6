import { asWritten } from '../../../src/model/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { isNull, type Judge } from '../judge.js';
import { isDaysAfter, readStamp, type Stamp } from '../time-stamp.js';
import { walk } from '../values/walk.js';

const OLDEST = 120;
/** Death certificate, autopsy: what is done for the dead. */
const ABOUT_DEATH = new Set(['64297-5', '69409-1', '18743-5', '47046-8']);
const DONE_TO_THE_LIVING = new Set(['substanceAdministration', 'supply', 'procedure', 'encounter', 'observation']);

const stampOf = (time: XmlElement | undefined): Stamp | undefined =>
  time && !isNull(time) ? readStamp(time.attribute('value') ?? '') : undefined;

/** Judges dates of the document against the life of the patient. */
export function judgeLifetime(judge: Judge, root: XmlElement): void {
  const birthTime = judge.at(root, 'recordTarget/patientRole/patient/birthTime')[0];
  const [birth, created] = [stampOf(birthTime), stampOf(root.element('effectiveTime'))];
  if (birthTime && birth && created) {
    const age = yearsBetween(birth, created);
    judge.expect('CDA-546', age <= OLDEST, [birthTime, 'value'], () => ({
      expected: { fr: `${OLDEST} ans au plus`, en: `${OLDEST} years at most` },
      actual: { fr: `${age} ans`, en: `${age} years` },
    }));
  }
  const death = stampOf(judge.at(root, 'recordTarget/patientRole/patient/sdtc:deceasedTime')[0]);
  if (death && !ABOUT_DEATH.has(root.element('code')?.attribute('code') ?? '')) judgeAfterDeath(judge, root, death, created);
}

/** Whole years; those that are sure, where the day is not known. */
function yearsBetween(birth: Stamp, then: Stamp): number {
  const years = Number(then.local.slice(0, 4)) - Number(birth.local.slice(0, 4));
  const [born, day] = [birth.local.slice(4, 8).padEnd(4, '9'), then.local.slice(4, 8).padEnd(4, '0')];
  return day < born ? years - 1 : years;
}

/** Told once: what is wrong is the date of death, or the patient. */
function judgeAfterDeath(judge: Judge, root: XmlElement, death: Stamp, created: Stamp | undefined): void {
  // a death that follows the document is told as such
  if (created && isDaysAfter(death, created)) return;
  const late: XmlElement[] = [];
  const dated: XmlElement[] = [];
  walk(root, [
    {
      visit({ element, inBody, act, ofOther, kind }) {
        if (!inBody || ofOther || kind !== 'TS' || !act || act.attribute('moodCode') !== 'EVN' || act.attribute('negationInd') === 'true')
          return;
        if (!DONE_TO_THE_LIVING.has(act.local)) return;
        const time =
          element.parent === act && element.local === 'effectiveTime' ? element
          : element.local === 'low' && element.parent?.local === 'effectiveTime' && element.parent.parent === act ? element
          : undefined;
        const stamp = stampOf(time);
        if (!stamp) return;
        dated.push(element);
        if (isDaysAfter(stamp, death)) late.push(element);
      },
    },
  ]);
  if (dated.length === 0) return;
  judge.expect('CDA-547', late.length === 0, late[0] && [late[0], 'value'], () => {
    const others = late.length - 1;
    const first = asWritten(late[0]!.attribute('value')!);
    return {
      expected: { fr: `au plus tard ${death.local.slice(0, 8)}`, en: `${death.local.slice(0, 8)} at the latest` },
      actual: {
        fr: first + (others > 0 ? `, et ${others} autre${others > 1 ? 's' : ''}` : ''),
        en: first + (others > 0 ? `, and ${others} more` : ''),
      },
    };
  });
}
