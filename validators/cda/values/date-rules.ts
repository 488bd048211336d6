import { asWritten, rule, type Rule } from '../../../src/model/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import type { FamilyContext } from '../family.js';
import { childrenOf, type Judge } from '../judge.js';
import { isAfter, isDaysAfter, readStamp, type Stamp } from '../time-stamp.js';
import type { Observer, Site } from './walk.js';

const TS = 'HL7 V3, type TS';
const TIMES = 'HL7 CDA R2, dates des actes';

export const dateRules: readonly Rule[] = [
  rule({
    id: 'CDA-344',
    level: 'SHALL',
    title: { fr: 'Une date du corps s’écrit AAAAMMJJHHMMSS±ZZZZ, coupée à droite au besoin, et existe dans le calendrier.', en: 'A date of the body is written YYYYMMDDHHMMSS±ZZZZ, cut on the right if need be, and exists in the calendar.' },
    message: { fr: 'La date n’existe pas.', en: 'The date does not exist.' },
    why: { fr: 'L’acte est classé à une autre date, ou perdu.', en: 'The act is filed under another date, or lost.' },
    hint: { fr: 'Écrire une date réelle et un décalage de -1200 à +1400, par exemple 20261120101500+0100.', en: 'Write a real date and an offset from -1200 to +1400, for example 20261120101500+0100.' },
    clause: TS,
    example: { right: '<effectiveTime value="20260228"/>', wrong: '<effectiveTime value="20260230"/>' },
  }),
  rule({
    id: 'CDA-345',
    level: 'SHOULD',
    title: { fr: 'Une date du corps qui va jusqu’à l’heure porte son fuseau.', en: 'A date of the body that goes down to the hour carries its time zone.' },
    message: { fr: 'Des heures du corps sont sans fuseau.', en: 'Times of the body have no time zone.' },
    why: { fr: 'L’heure est lue de travers outre-mer, à l’étranger et aux changements d’heure.', en: 'The time is misread overseas, abroad and when clocks change.' },
    hint: { fr: 'Ajouter le décalage, par exemple +0100 ou +0200, à chaque heure.', en: 'Add the offset, for example +0100 or +0200, to each time.' },
    clause: TS,
    example: { right: '<effectiveTime value="202611201015+0100"/>', wrong: '<effectiveTime value="202611201015"/>' },
  }),
  rule({
    id: 'CDA-346',
    level: 'SHOULD',
    title: { fr: 'Une période du corps commence avant de finir.', en: 'A period of the body begins before it ends.' },
    message: { fr: 'La période finit avant de commencer.', en: 'The period ends before it begins.' },
    hint: { fr: 'Mettre le début dans low et la fin dans high.', en: 'Put the beginning in low and the end in high.' },
    clause: 'HL7 V3, type IVL_TS',
    example: { right: '<effectiveTime><low value="20261119"/><high value="20261120"/></effectiveTime>', wrong: '<effectiveTime><low value="20261120"/><high value="20261119"/></effectiveTime>' },
  }),
  rule({
    id: 'CDA-347',
    level: 'SHOULD',
    title: { fr: 'Ce qui a été fait ou écrit pour le patient l’a été après sa naissance.', en: 'What was done or written for the patient was so after the birth.' },
    message: { fr: 'Cette date précède la naissance du patient.', en: 'This date is before the birth of the patient.' },
    why: { fr: 'L’acte peut être celui d’un autre patient.', en: 'The act may be that of another patient.' },
    hint: { fr: 'Corriger la date ou birthTime ; nommer la personne dans subject si l’acte n’est pas celui du patient.', en: 'Correct the date or birthTime; name the person in subject when the act is not that of the patient.' },
    clause: TIMES,
    example: { right: 'birthTime 19790328, effectiveTime 20261120', wrong: 'birthTime 19790328, effectiveTime 19781120' },
  }),
  rule({
    id: 'CDA-348',
    level: 'SHOULD',
    title: { fr: 'Un acte qui a eu lieu (moodCode EVN) a commencé avant la création du document.', en: 'An act that took place (moodCode EVN) began before the document was created.' },
    message: { fr: 'L’acte commence après la création du document.', en: 'The act begins after the document was created.' },
    why: { fr: 'Un acte à venir est lu comme fait.', en: 'An act to come is read as done.' },
    hint: { fr: 'Corriger la date de l’acte ou celle du document ; écrire moodCode="INT" pour un acte prévu.', en: 'Correct the date of the act or of the document; write moodCode="INT" for a planned act.' },
    clause: TIMES,
    example: { right: '<observation moodCode="EVN">…<effectiveTime value="20261120"/>', wrong: '<observation moodCode="EVN">…<effectiveTime value="20271120"/>' },
  }),
  rule({
    id: 'CDA-349',
    level: 'SHOULD',
    title: { fr: 'L’auteur (author/time) a écrit avant la création du document, ou le même jour.', en: 'The author (author/time) wrote before the document was created, or on the same day.' },
    message: { fr: 'La date de l’auteur suit la création du document.', en: 'The date of the author is after the creation of the document.' },
    hint: { fr: 'Corriger author/time, ou effectiveTime du document.', en: 'Correct author/time, or effectiveTime of the document.' },
    clause: TIMES,
    example: { right: 'author/time 20261119, effectiveTime 20261120', wrong: 'author/time 20261121, effectiveTime 20261120' },
  }),
  rule({
    id: 'CDA-350',
    level: 'SHOULD',
    title: { fr: 'Le document est validé après avoir été écrit (time de legalAuthenticator et authenticator).', en: 'The document is authenticated after it was written (time of legalAuthenticator and authenticator).' },
    message: { fr: 'La validation précède la contribution d’un auteur.', en: 'The authentication is before the contribution of an author.' },
    why: { fr: 'Le signataire semble avoir validé un contenu qui n’existait pas.', en: 'The signer seems to have approved a content that did not exist.' },
    hint: { fr: 'Corriger time de la validation, ou author/time.', en: 'Correct the time of the authentication, or author/time.' },
    clause: TIMES,
    example: { right: 'author/time 20261119, legalAuthenticator/time 20261120', wrong: 'author/time 20261120, legalAuthenticator/time 20251120' },
  }),
  rule({
    id: 'CDA-351',
    level: 'SHOULD',
    title: { fr: 'Le document, sa validation et ce qui a eu lieu ne sont pas datés dans l’avenir.', en: 'The document, its authentication and what took place are not dated in the future.' },
    message: { fr: 'Cette date est dans l’avenir.', en: 'This date is in the future.' },
    why: { fr: 'La plateforme refuse le document ou le classe de travers.', en: 'The platform refuses the document or files it wrongly.' },
    hint: { fr: 'Écrire la date du jour ; vérifier l’horloge et le fuseau.', en: 'Write the date of the day; check the clock and the time zone.' },
    clause: TIMES,
    example: { right: '<effectiveTime value="20261120101500+0100"/>', wrong: '<effectiveTime value="20961120101500+0100"/>' },
  }),
  rule({
    id: 'CDA-352',
    level: 'SHOULD',
    title: { fr: 'La date de décès (deceasedTime) suit la naissance, précède la création du document et n’accompagne pas deceasedInd="false".', en: 'The date of death (deceasedTime) is after the birth, before the creation of the document, and does not accompany deceasedInd="false".' },
    message: { fr: 'La date de décès contredit l’en-tête.', en: 'The date of death contradicts the header.' },
    hint: { fr: 'Corriger deceasedTime, birthTime ou deceasedInd.', en: 'Correct deceasedTime, birthTime or deceasedInd.' },
    clause: 'HL7 CDA R2, extensions sdtc',
    example: { right: '<sdtc:deceasedInd value="true"/><sdtc:deceasedTime value="20261101"/>', wrong: '<sdtc:deceasedInd value="false"/><sdtc:deceasedTime value="20261101"/>' },
  }),
  rule({
    id: 'CDA-353',
    level: 'SHOULD',
    title: { fr: 'Un produit administré ou délivré n’était pas périmé (expirationTime).', en: 'A product that was administered or dispensed had not expired (expirationTime).' },
    message: { fr: 'Le produit était périmé à la date de l’acte.', en: 'The product had expired at the date of the act.' },
    why: { fr: 'Le patient a reçu un produit périmé, ou une date est fausse.', en: 'The patient received an expired product, or a date is wrong.' },
    hint: { fr: 'Vérifier expirationTime et effectiveTime de l’acte.', en: 'Check expirationTime and effectiveTime of the act.' },
    clause: TIMES,
    example: { right: 'effectiveTime 20261120, expirationTime 202712', wrong: 'effectiveTime 20261120, expirationTime 202512' },
  }),
]; // prettier-ignore

/** In the header, what happened when: the elements that are no date of an act to come. */
const HEADER_EVENTS = new Set(['author', 'legalAuthenticator', 'authenticator', 'serviceEvent', 'encompassingEncounter']);
/** In the body, who took part in an act, and when. */
const PARTICIPATIONS = new Set(['author', 'performer', 'informant']);

/** Judges the dates of the body one by one, and those of header and body against each other. */
export function observeDates(judge: Judge, root: XmlElement, { at }: Pick<FamilyContext, 'at'>): Observer {
  const created = stampOf(root.element('effectiveTime'));
  const born = stampOf(root.at('recordTarget', 'patientRole', 'patient', 'birthTime'));
  // a birth after the document is told as such: no other date is judged by it
  const birth = born && created && isAfter(born, created) ? undefined : born;
  const tomorrow = dayAfter(at);
  /** a date that is wrong for many acts is told where it stands first */
  const told = new Set<string>();
  const tellOnce = (rule: string, element: XmlElement): boolean => {
    const key = `${rule} ${element.attribute('value') ?? ''}`;
    const first = !told.has(key);
    told.add(key);
    return first;
  };
  let unzoned = { first: undefined as XmlElement | undefined, count: 0, zoned: false };

  function visit(site: Site): void {
    const { element, kind, inBody } = site;
    if (kind !== 'TS') return;
    if (inBody && element.element('low')) judgePeriod(judge, element);
    const value = element.attribute('value');
    if (value === undefined || value.trim() === '') return;
    const stamp = readStamp(value);
    if (inBody) judgeStamp(element, value, stamp);
    if (!stamp) return;
    if (happened(site)) judgeOrder(site, stamp);
    if (element.local === 'expirationTime') judgeExpiry(judge, site, stamp);
  }

  function judgeStamp(element: XmlElement, value: string, stamp: Stamp | undefined): void {
    // what is no date at all is told by its type
    if (stamp || /^\d{4,14}(?:\.\d+)?(?:[+-]\d{1,4})?$/.test(value))
      judge.expect('CDA-344', stamp !== undefined, [element, 'value'], () => ({
        expected: { fr: 'AAAAMMJJHHMMSS±ZZZZ', en: 'YYYYMMDDHHMMSS±ZZZZ' },
        actual: asWritten(value),
      }));
    if (!stamp || stamp.precision < 10) return;
    if (stamp.zoned) unzoned = { ...unzoned, zoned: true };
    else unzoned = { ...unzoned, first: unzoned.first ?? element, count: unzoned.count + 1 };
  }

  function judgeOrder({ element, inBody, act, ofOther }: Site, stamp: Stamp): void {
    if (birth && !ofOther) {
      const early = isDaysAfter(birth, stamp);
      if (!early || tellOnce('CDA-347', element))
        judge.expect('CDA-347', !early, [element, 'value'], () => ({
          expected: { fr: `au plus tôt ${birth.local.slice(0, 8)}`, en: `${birth.local.slice(0, 8)} at the earliest` },
          actual: asWritten(element.attribute('value')!),
        }));
    }
    // an end may be expected, a beginning may not
    if (!created || element.local === 'high') return;
    const holder = element.parent!;
    const written = holder.local === 'author' && element.local === 'time';
    // a document may be signed later; what is planned is not done
    if (!written && (inBody ? act?.attribute('moodCode') !== 'EVN' : element.local === 'time')) return;
    const rule = written ? 'CDA-349' : 'CDA-348';
    const future = isAfter(stamp, tomorrow);
    const id = future ? 'CDA-351' : rule;
    const late = future || isDaysAfter(stamp, created);
    if (!late || tellOnce(id, element))
      judge.expect(id, !late, [element, 'value'], () => ({
        expected: { fr: `au plus tard ${created.local.slice(0, 8)}`, en: `${created.local.slice(0, 8)} at the latest` },
        actual: asWritten(element.attribute('value')!),
      }));
  }

  function finish(): void {
    const { first, count, zoned } = unzoned;
    if (first || zoned)
      judge.expect('CDA-345', !first, first && [first, 'value'], () => ({
        expected: `${asWritten(first!.attribute('value')!)}+0100`,
        actual: {
          fr: count > 1 ? `${count} heures sans fuseau` : asWritten(first!.attribute('value')!),
          en: count > 1 ? `${count} times without a zone` : asWritten(first!.attribute('value')!),
        },
      }));
    judgeSignatures(judge, root, created);
    judgeFuture(judge, root, at, tomorrow);
    judgeDeath(judge, root, birth, created);
  }

  return { visit, finish };
}

const stampOf = (element: XmlElement | undefined): Stamp | undefined => readStamp(element?.attribute('value') ?? '');

/** Is this the date of something that took place: of an act (EVN), of one who took part in it, of an event of the header? */
function happened({ element, inBody, act }: Site): boolean {
  const period = element.local === 'low' || element.local === 'high' ? element.parent! : element;
  const holder = period.parent!;
  if (!inBody) return HEADER_EVENTS.has(holder.local);
  if (period.local === 'time') return PARTICIPATIONS.has(holder.local);
  return period.local === 'effectiveTime' && holder === act && act.attribute('moodCode') === 'EVN';
}

function judgePeriod(judge: Judge, period: XmlElement): void {
  const [low, high] = [period.element('low'), period.element('high')];
  const [begin, end] = [stampOf(low), stampOf(high)];
  if (!low || !high || !begin || !end) return;
  judge.expect('CDA-346', !isAfter(begin, end), [high, 'value'], () => ({
    expected: { fr: `au plus tôt ${begin.local}`, en: `${begin.local} at the earliest` },
    actual: asWritten(high.attribute('value')!),
  }));
}

function judgeExpiry(judge: Judge, { element, act }: Site, expiry: Stamp): void {
  if (act?.attribute('moodCode') !== 'EVN') return;
  const time = act.element('effectiveTime');
  const done = stampOf(time) ?? stampOf(time?.element('low'));
  if (done)
    judge.expect('CDA-353', !isDaysAfter(done, expiry), [element, 'value'], () => ({
      expected: { fr: `au plus tôt ${done.local.slice(0, 8)}`, en: `${done.local.slice(0, 8)} at the earliest` },
      actual: asWritten(element.attribute('value')!),
    }));
}

function judgeSignatures(judge: Judge, root: XmlElement, created: Stamp | undefined): void {
  // an author who wrote after the document was created is told as such
  const written = judge
    .at(root, 'author/time')
    .map(stampOf)
    .filter((stamp): stamp is Stamp => stamp !== undefined && !(created && isDaysAfter(stamp, created)));
  for (const time of [...judge.at(root, 'legalAuthenticator/time'), ...judge.at(root, 'authenticator/time')]) {
    const signed = stampOf(time);
    if (!signed || written.length === 0) continue;
    const later = written.find((stamp) => isDaysAfter(stamp, signed));
    judge.expect('CDA-350', !later, [time, 'value'], () => ({
      expected: { fr: `au plus tôt ${later!.local.slice(0, 8)}`, en: `${later!.local.slice(0, 8)} at the earliest` },
      actual: asWritten(time.attribute('value')!),
    }));
  }
}

function judgeFuture(judge: Judge, root: XmlElement, at: Date, tomorrow: Stamp): void {
  for (const path of ['effectiveTime', 'legalAuthenticator/time', 'authenticator/time', 'dataEnterer/time'])
    for (const time of judge.at(root, path)) {
      const stamp = stampOf(time);
      if (stamp)
        judge.expect('CDA-351', !isAfter(stamp, tomorrow), [time, 'value'], () => ({
          expected: { fr: `au plus tard ${at.toISOString().slice(0, 10)}`, en: `${at.toISOString().slice(0, 10)} at the latest` },
          actual: asWritten(time.attribute('value')!),
        }));
    }
}

/** The day after an instant: a day of grace for clocks and zones. */
const dayAfter = (at: Date): Stamp =>
  readStamp(new Date(at.getTime() + 24 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14) + '+0000')!;

function judgeDeath(judge: Judge, root: XmlElement, birth: Stamp | undefined, created: Stamp | undefined): void {
  const patient = root.at('recordTarget', 'patientRole', 'patient');
  const time = patient && childrenOf(patient, 'sdtc:deceasedTime')[0];
  const death = stampOf(time);
  if (!patient || !time || !death) return;
  const alive = childrenOf(patient, 'sdtc:deceasedInd')[0]?.attribute('value') === 'false';
  const early = birth !== undefined && isDaysAfter(birth, death);
  const late = created !== undefined && isDaysAfter(death, created);
  judge.expect('CDA-352', !alive && !early && !late, [time, 'value'], () => ({
    expected:
      alive ? { fr: 'pas de date avec deceasedInd="false"', en: 'no date with deceasedInd="false"' }
      : early ? { fr: `au plus tôt ${birth.local.slice(0, 8)}`, en: `${birth.local.slice(0, 8)} at the earliest` }
      : { fr: `au plus tard ${created!.local.slice(0, 8)}`, en: `${created!.local.slice(0, 8)} at the latest` },
    actual: asWritten(time.attribute('value')!),
  }));
}
