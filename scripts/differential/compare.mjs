/** Compares the verdicts of two engines on the same documents and profiles, and tells the outcome as a table. */

const STEP =
  /\/(?:\*:([^[\]/]+)\[namespace-uri\(\)='([^']*)'\]|\*\[local-name\(\)='([^']*)' and namespace-uri\(\)='([^']*)'\]|Q\{([^}]*)\}([^[\]/]+)|([^@*[\]/][^[\]/]*))(?:\[(\d+)\])?/y;
const ATTRIBUTE =
  /\/@(?:\*\[local-name\(\)='([^']*)' and namespace-uri\(\)='([^']*)'\]|\*:([^[\]/]+)\[namespace-uri\(\)='([^']*)'\]|Q\{([^}]*)\}(.+)|(.+))$/y;

/** One notation for the place of an element or attribute; a text that is no such path (the skeleton has some) stays itself. */
export function samePlace(location) {
  const text = (location ?? '').trim();
  let [at, place] = [0, ''];
  while (at < text.length) {
    STEP.lastIndex = ATTRIBUTE.lastIndex = at;
    const attribute = ATTRIBUTE.exec(text);
    const step = attribute ? null : STEP.exec(text);
    if (attribute) {
      const [, local, uri, local2, uri2, uri3, local3, plain] = attribute;
      place += `/@Q{${uri ?? uri2 ?? uri3 ?? ''}}${local ?? local2 ?? local3 ?? plain}`;
      return place;
    }
    if (!step) return text;
    const [whole, local, uri, local2, uri2, uri3, local3, plain, index] = step;
    place += `/Q{${uri ?? uri2 ?? uri3 ?? ''}}${local ?? local2 ?? local3 ?? plain}[${index ?? 1}]`;
    at += whole.length;
  }
  return place;
}

/** As fn:normalize-space. */
export const normalised = (text) => (text ?? '').replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');

const key = ({ kind, location, text }) => JSON.stringify([kind, samePlace(location), normalised(text)]);

/** What two verdicts on one document do not agree on: a list of `{ what, reference, ours }`, empty when they agree. */
export function differences(reference, ours) {
  if (reference.error || ours.error) {
    if (reference.error && ours.error) return [];
    return [{ what: 'error', reference: reference.error, ours: ours.error }];
  }
  const found = [];
  if (reference.fired !== ours.fired) {
    const contexts = new Set([...Object.keys(reference.contexts ?? {}), ...Object.keys(ours.contexts ?? {})]);
    const of = (side, context) => side.contexts?.[context] ?? 0;
    const rules = ours.contexts ? [...contexts].filter((c) => of(reference, c) !== of(ours, c)) : [];
    found.push({
      what: 'fired rules',
      reference: reference.fired,
      ours: ours.fired,
      ...(rules.length && { rules: rules.map((context) => ({ context, reference: of(reference, context), ours: of(ours, context) })) }),
    });
  }
  const left = new Map();
  for (const result of ours.failed) left.set(key(result), [...(left.get(key(result)) ?? []), result]);
  for (const result of reference.failed) {
    const same = left.get(key(result));
    if (same?.length) same.pop();
    else found.push({ what: 'only the reference', reference: result, ours: null });
  }
  for (const result of [...left.values()].flat()) found.push({ what: 'only ours', reference: null, ours: result });
  return found;
}

/** The schematrons of the volets share a row: each judges a few documents only. */
const rowOf = (profile) => (/^schematrons\/[^/]+$/.test(profile) ? 'volets' : profile);

const PLURAL = { 'failed-assert': 'asserts', 'successful-report': 'reports' };

/** Counts, profile by profile, what was compared. */
export function tally() {
  const rows = new Map();
  const all = [];
  return {
    add(pack, reference, ours, oursNanos) {
      const profile = rowOf(reference.profile);
      const id = `${pack} ${profile}`;
      if (!rows.has(id))
        rows.set(id, { pack, profile, documents: 0, fired: 0, asserts: 0, reports: 0, stopped: 0, differences: 0, saxon: 0, ours: 0 });
      const row = rows.get(id);
      const found = differences(reference, ours).map((d) => ({ pack, document: reference.document, profile: reference.profile, ...d }));
      row.documents += 1;
      if (reference.error && ours.error) row.stopped += 1;
      row.fired += reference.fired;
      for (const { kind } of reference.failed) row[PLURAL[kind]] += 1;
      row.differences += found.length;
      row.saxon += reference.nanos / 1e6;
      row.ours += oursNanos / 1e6;
      all.push(...found);
      return found;
    },
    rows: () => [...rows.values()],
    differences: () => all,
  };
}

/**
 * The outcome as markdown. A difference is told by its place and its kind; the messages belong to the pack and are left
 * to the file of differences.
 */
export function asMarkdown(rows, all) {
  const total = (name) => rows.reduce((sum, row) => sum + row[name], 0);
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const cells = (r) => [r.pack, r.profile, r.documents, r.fired, r.asserts, r.reports, r.stopped, r.differences];
  const head = [
    'pack',
    'profile',
    'documents',
    'fired rules compared',
    'failed assertions compared',
    'reports compared',
    'both stop',
    'differences',
  ];
  const sums = ['all', '', ...['documents', 'fired', 'asserts', 'reports', 'stopped', 'differences'].map(total)];
  const told = all.map((d) => {
    const result =
      d.reference?.kind ? d.reference
      : d.ours?.kind ? d.ours
      : undefined;
    const detail = result ? `${result.kind} at \`${result.location}\`` : `reference ${brief(d.reference)}, ours ${brief(d.ours)}`;
    return `- ${d.pack}, ${d.document}, ${d.profile}: ${d.what}; ${detail}`;
  });
  return [
    line(head),
    line(head.map((_, i) => (i < 2 ? '---' : '---:'))),
    ...rows.map((row) => line(cells(row))),
    line(sums),
    '',
    ...(told.length ? told : ['No difference.']),
    '',
  ].join('\n');
}

const brief = (side) => (side && typeof side === 'object' ? (side.code ?? 'error') : String(side ?? 'none'));
