import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CommandModule } from 'yargs';
import { blobOf } from '../evidence/index.js';
import { ConfigurationError, Event, transactionWords, type RecordOf } from '../model/index.js';
import { say } from './language.js';
import { print, printJson } from './output.js';

type Exchange = RecordOf<'exchange'>;

export const evidence: CommandModule<object, { bundle: string; exchange?: string; answer: boolean; format: 'text' | 'json' }> = {
  command: 'evidence <bundle> [exchange]',
  describe: say({
    fr: 'Lister les échanges d’un dossier de preuve, ou rendre les octets d’un message',
    en: 'List the exchanges of an evidence bundle, or give the bytes of a message',
  }),
  builder: (yargs) =>
    yargs
      .positional('bundle', {
        type: 'string',
        demandOption: true,
        describe: say({ fr: 'Dossier d’une exécution, ou de addax simulate', en: 'Folder of a run, or of addax simulate' }),
      })
      .positional('exchange', {
        type: 'string',
        describe: say({ fr: 'Échange dont rendre la demande, par exemple x12', en: 'Exchange whose request to give, for example x12' }),
      })
      .option('answer', {
        type: 'boolean',
        default: false,
        describe: say({ fr: 'Rendre la réponse', en: 'Give the answer' }),
      }) as never,
  async handler({ bundle, exchange: id, answer, format }) {
    if (id === undefined) {
      const all: Exchange[] = [];
      for await (const one of exchangesOf(bundle))
        if (format === 'json') all.push(one);
        else print(lineOf(one));
      if (format === 'json') printJson(all);
      return;
    }
    for await (const one of exchangesOf(bundle)) {
      if (one.id !== id) continue;
      const wire = answer ? one.answer : one.request;
      const bytes = wire && blobOf(bundle, wire.blob);
      if (!bytes)
        throw new ConfigurationError(
          id,
          { fr: `cet échange n’a pas de ${answer ? 'réponse' : 'demande'}.`, en: `this exchange has no ${answer ? 'answer' : 'request'}.` },
          { fr: 'addax evidence DOSSIER les liste.', en: 'addax evidence FOLDER lists them.' },
        );
      await new Promise<void>((done) => process.stdout.write(bytes, () => done()));
      return;
    }
    throw new ConfigurationError(
      'EXCHANGE',
      { fr: `il n’y a pas d’échange ${id}.`, en: `there is no exchange ${id}.` },
      { fr: 'addax evidence DOSSIER les liste.', en: 'addax evidence FOLDER lists them.' },
    );
  },
};

/** One by one: a simulator that ran for weeks has millions. @throws ConfigurationError */
async function* exchangesOf(bundle: string): AsyncGenerator<Exchange> {
  const path = join(bundle, 'events.jsonl');
  if (!existsSync(path))
    throw new ConfigurationError(
      'BUNDLE',
      { fr: `${bundle}\u00A0: pas de events.jsonl.`, en: `${bundle}: no events.jsonl.` },
      {
        fr: 'Donner le dossier d’une exécution, ou celui que dit addax simulate.',
        en: 'Give the folder of a run, or the one that addax simulate names.',
      },
    );
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const event = Event.safeParse(parsed(line));
    if (event.success && event.data.kind === 'exchange') yield event.data;
  }
}

/** Undefined for half a line, which a killed process leaves. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function lineOf({ id, at, actor, side, transaction, request, answer, error }: Exchange): string {
  const size = (wire: Exchange['request']): string =>
    wire ? `${wire.size}${wire.complete ? '' : say({ fr: ' (incomplet)', en: ' (incomplete)' })}` : '–';
  const told = error ? `  ${say(error)}` : '';
  const way = side === 'server' ? say({ fr: 'reçu', en: 'received' }) : say({ fr: 'envoyé', en: 'sent' });
  return `${id}  ${at}  ${actor}  ${way}  ${transaction === undefined ? '–' : say(transactionWords(transaction))}  ${size(request)} → ${size(answer)}${told}`;
}
