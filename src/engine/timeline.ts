import { type EvidenceRecord, type RecordOf, same, type Scenario, type TimelineEntry, transactionWords } from '../model/index.js';
import { fill, type Values } from './values.js';

/** What happened in a case, in order, between whom: the sequence that reports draw. */
export function timelineOf(scenario: Scenario, records: readonly EvidenceRecord[], product: string, values: Values): TimelineEntry[] {
  const nameOf = (actor: string): string => {
    const role = Object.values(scenario.roles).find((r) => r.actor === actor);
    return role?.is === 'sut' ? product : actor;
  };
  const sut = Object.values(scenario.roles).find((r) => r.is === 'sut');
  const sutName = sut ? product : '';
  const faults = records.filter((r) => r.kind === 'fault');
  const expected = new Set(records.flatMap((r) => (r.kind === 'step' ? (r.exchanges ?? []) : [])));
  const stepOf = new Map(records.flatMap((r) => (r.kind === 'step' ? (r.exchanges ?? []).map((id) => [id, r.step] as const) : [])));
  const clientByBlob = new Map<string, RecordOf<'exchange'>>();
  for (const r of records) if (r.kind === 'exchange' && r.side === 'client' && r.request) clientByBlob.set(r.request.blob, r);
  const servedBlobs = new Set(records.flatMap((r) => (r.kind === 'exchange' && r.side === 'server' && r.request ? [r.request.blob] : [])));
  return records.flatMap((record): TimelineEntry[] => {
    const base = { seq: record.seq, at: record.at };
    if (record.kind === 'step' && record.state === 'started' && record.type === 'INSTRUCTION') {
      const step = scenario.steps.find((s) => s.id === record.step);
      if (step?.type !== 'INSTRUCTION') return [];
      return [{ ...base, kind: 'instruction', from: 'Addax', to: sutName, label: fill(step.text, values), step: step.id }];
    }
    if (record.kind === 'connection' && record.error !== undefined)
      return [
        {
          ...base,
          kind: 'connection',
          from: record.side === 'server' ? sutName : nameOf(record.actor),
          to: record.side === 'server' ? nameOf(record.actor) : sutName,
          label: { fr: 'Connexion qui n’aboutit pas', en: 'Connection that does not succeed' },
          detail: record.error,
        },
      ];
    if (record.kind === 'exchange') {
      // two of our simulators talking to each other recorded it at both ends: it is shown once
      if (record.side === 'client' && record.request && servedBlobs.has(record.request.blob)) return [];
      const inner = record.side === 'server' && record.request ? clientByBlob.get(record.request.blob) : undefined;
      const from =
        record.side === 'client' ? nameOf(record.actor)
        : inner ? nameOf(inner.actor)
        : sutName;
      const to = record.side === 'client' ? sutName : nameOf(record.actor);
      const size = record.request ? `${record.request.size}` : '0';
      return [
        {
          ...base,
          at: record.request?.startedAt ?? record.at,
          kind: 'exchange',
          from,
          to,
          label: record.transaction ? transactionWords(record.transaction) : { fr: 'Message non reconnu', en: 'Unrecognised message' },
          detail: record.error ?? { fr: `${size} octets`, en: `${size} bytes` },
          ...(stepOf.has(record.id) && { step: stepOf.get(record.id) }),
          exchange: record.id,
          ...(record.request && { request: summary(record.request) }),
          ...(record.answer && { answer: summary(record.answer), answeredAt: record.answer.endedAt }),
          ...(!expected.has(record.id) && !inner && record.side === 'server' && { unexpected: true }),
        },
      ];
    }
    if (record.kind === 'testimony') {
      const step = scenario.steps.find((s) => s.id === record.step);
      const asked = step?.type === 'PREUVE' && fill(step.text, values);
      return [
        {
          ...base,
          kind: 'proof',
          from: sutName,
          to: 'Addax',
          label:
            asked ?
              { fr: `Preuve\u00A0: ${asked.fr}`, en: `Proof: ${asked.en}` }
              // a hook may say more than the scenario asks
            : { fr: `Preuve non demandée (${record.step})`, en: `Proof not asked for (${record.step})` },
          detail: same(record.by),
          step: record.step,
        },
      ];
    }
    if (record.kind === 'fault')
      return [
        {
          ...base,
          kind: 'fault',
          from: nameOf(record.actor),
          to: sutName,
          label: { fr: `Faute simulée n°\u00A0${faults.indexOf(record) + 1}`, en: `Simulated fault no. ${faults.indexOf(record) + 1}` },
          detail: same(
            Object.entries(record.fault)
              .map(([k, v]) => `${k}: ${String(v)}`)
              .join(', '),
          ),
        },
      ];
    if (record.kind === 'error') return [{ ...base, kind: 'error', from: 'Addax', to: 'Addax', label: record.message }];
    return [];
  });
}

const summary = (wire: NonNullable<RecordOf<'exchange'>['request']>): NonNullable<TimelineEntry['request']> => ({
  blob: wire.blob,
  size: wire.size,
  headSize: wire.headSize,
  complete: wire.complete,
});
