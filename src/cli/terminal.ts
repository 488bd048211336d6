import { createInterface } from 'node:readline/promises';
import type { Interaction } from '../engine/index.js';
import { transactionWords, type Event } from '../model/index.js';
import { language, say } from './language.js';
import { bold, print, verdictWord } from './output.js';

const clock = (date: Date): string => date.toLocaleTimeString(language === 'fr' ? 'fr-FR' : 'en-GB');

/** Tells a run as it goes: what is being played, what arrived, who must act. */
export function tellProgress(event: Event): void {
  if (event.kind === 'case-started') print(`\n▶ ${bold(event.case ?? '')}  ${event.title[language]}`);
  else if (event.kind === 'exchange')
    print(
      `  ${event.side === 'server' ? '←' : '→'} ${say(event.transaction === undefined ? { fr: 'message non reconnu', en: 'unrecognised message' } : transactionWords(event.transaction))}  ${event.actor}${event.error ? `  (${say(event.error)})` : ''}`,
    );
  else if (event.kind === 'fault')
    print(
      `  ~ ${say({ fr: 'faute simulée', en: 'simulated fault' })}  ${event.actor}  ${Object.entries(event.fault)
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(' ')}`,
    );
  else if (event.kind === 'connection' && event.error)
    print(`  ! ${say({ fr: 'connexion refusée ou rompue', en: 'connection refused or broken' })} : ${say(event.error)}`);
  else if (event.kind === 'action' && event.outcome !== 'done')
    print(`  ! ${event.hook ?? event.step} : ${event.outcome}${event.detail ? ` (${event.detail})` : ''}`);
  else if (event.kind === 'waiting')
    print(
      `  ${bold(`… ${event.who}`)} ${say({ fr: 'doit agir avant', en: 'must act before' })} ${clock(new Date(event.until))} :\n    ${event.what[language]}`,
    );
  else if (event.kind === 'error') print(`  ⬢ ${event.message[language]}${event.remedy ? `\n    ${event.remedy[language]}` : ''}`);
  else if (event.kind === 'case-judged') print(`  ${verdictWord(event.verdict)}`);
}

/** Asks the person at the keyboard; undefined when nobody is there. */
export function terminalInteraction(unattended: boolean): Interaction | undefined {
  if (unattended || !process.stdin.isTTY) return undefined;
  const ask = async (question: string, until: Date, signal: AbortSignal): Promise<string | undefined> => {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const deadline = AbortSignal.timeout(Math.max(0, until.getTime() - Date.now()));
    try {
      return await terminal.question(question, { signal: AbortSignal.any([signal, deadline]) });
    } catch {
      return undefined;
    } finally {
      terminal.close();
    }
  };
  return {
    async instruct(_who, _what, until, signal) {
      const said = await ask(say({ fr: '    Entrée quand c’est fait : ', en: '    Enter when it is done: ' }), until, signal);
      return said === undefined ? 'timeout' : 'done';
    },
    async testify(who, _what, until, signal) {
      for (;;) {
        const said = await ask(say({ fr: '    oui ou non ? ', en: '    yes or no? ' }), until, signal);
        if (said === undefined) return undefined;
        if (/^\s*(o|oui|y|yes)\s*$/i.test(said)) return { answer: true, by: who };
        if (/^\s*(n|non|no)\s*$/i.test(said)) return { answer: false, by: who };
      }
    },
  };
}
