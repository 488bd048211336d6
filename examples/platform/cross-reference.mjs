import { domainsOf } from './demographics.mjs';
import { Refusal, wrong } from './hl7.mjs';
import { identifiersOf } from './identities.mjs';

/** ITI-8 and ITI-30: what a hospital says of its patients. */
export function feed({ segments, msh, identities, breaks }) {
  const event = msh.at(9, 2);
  const [evn, pid, mrg] = ['EVN', 'PID', 'MRG'].map((name) => segments.find((segment) => segment.name === name));
  const needed = { EVN: evn, PID: pid, ...(event === 'A40' && { MRG: mrg }) };
  for (const [name, segment] of Object.entries(needed))
    if (breaks('feedRequired', !segment)) throw new Refusal('AE', wrong(100, [name, 1], `Le segment ${name} manque.`));
  if (!pid) return {};
  const given = known(pid, 3, identities, breaks);
  if (!breaks('fed', msh)) return {};
  if (event !== 'A40') identities.register(pid, given, event === 'A31');
  else merge(given, known(mrg, 1, identities, breaks), { pid, identities, breaks });
  return {};
}

/** Identifiers whose authority is known; others are refused. */
function known(segment, field, identities, breaks) {
  const identifiers = identifiersOf(segment.repetitions(field));
  if (breaks('feedRequired', identifiers.length === 0))
    throw new Refusal('AE', wrong(101, [segment.name, 1, field], `${segment.name}-${field} est vide.`));
  identifiers.forEach((identifier, i) => {
    if (breaks('feedChecks', !identities.domainOf(identifier)))
      throw new Refusal('AE', wrong(204, [segment.name, 1, field, i + 1, 4], 'Le domaine de cet identifiant n’est pas connu.'));
  });
  return identifiers;
}

/** A40 and its like: of each domain, one identifier takes the place of another. */
export function merge(survivors, subsumed, { pid, identities, breaks }) {
  for (const goes of subsumed) {
    const stays = survivors.find((one) => identities.domainOf(one) === identities.domainOf(goes));
    const place = ['MRG', 1, 1];
    if (!stays) throw new Refusal('AE', wrong(204, place, 'Le patient n’a pas d’identifiant du même domaine.'));
    if (breaks('mergeChecks', identities.keyOf(stays) === identities.keyOf(goes)))
      throw new Refusal('AE', wrong(205, place, 'Un identifiant ne se remplace pas lui-même.'));
    if (breaks('mergeChecks', identities.merged.has(identities.keyOf(stays))))
      throw new Refusal('AE', wrong(204, ['PID', 1, 3], 'L’identifiant qui reste a déjà été fusionné.'));
    if (breaks('merges', true))
      identities.merge(breaks('direction', { stays, goes }).stays, breaks('direction', { stays, goes }).goes, pid);
  }
}

/** ITI-9: the identifiers of the same person elsewhere. */
export function crossReferences({ segments, identities, breaks }) {
  const [qpd, rcp] = ['QPD', 'RCP'].map((name) => segments.find((segment) => segment.name === name));
  if (!qpd) throw new Refusal('AE', wrong(100, ['QPD', 1], 'Le segment QPD manque.'));
  const answer = (status, rest = []) => ({
    type: ['RSP', 'K23', 'RSP_K23'],
    rest: [['QAK', qpd.at(2), status], [qpd.name, ...qpd.fields], ...rest],
  });
  const refuse = (...errors) => Object.assign(new Refusal('AE', ...errors), { answer: answer('AE') });
  const { wanted, errors } = domainsOf(qpd, 4, identities);
  const [asked] = identifiersOf(qpd.repetitions(3));
  if (!rcp) errors.push(wrong(100, ['RCP', 1], 'Le segment RCP manque.'));
  if (!asked) errors.push(wrong(101, ['QPD', 1, 3], 'QPD-3 est vide.'));
  else if (!identities.domainOf(asked)) errors.push(wrong(204, ['QPD', 1, 3, 1, 4], 'Domaine inconnu.'));
  else if (!identities.holder(asked)) errors.push(wrong(204, ['QPD', 1, 3, 1, 1], 'Identifiant inconnu.'));
  const serious = breaks('pixChecks', errors);
  if (serious.length > 0) throw refuse(...serious);
  const holder = asked && identities.holder(asked);
  const found =
    holder ? identities.toldOf(holder, breaks('domains', wanted)).filter((one) => identities.keyOf(one) !== identities.keyOf(asked)) : [];
  if (found.length === 0) return answer(breaks('status', 'NF'));
  // the names are left out: those of one domain must not go to another
  const pids = breaks('onePid', [found]).map((some) => ['PID', '', '', some.map(({ cx }) => cx), '', ['', ['', '', '', '', '', '', 'S']]]);
  return answer('OK', pids);
}
