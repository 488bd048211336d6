import { parentPort, workerData } from 'node:worker_threads';
import type { Bilingual } from '../../model/index.js';
import { ConfigurationError } from '../../model/index.js';
import { type FileTask, openJudge, type Outcome } from '../validate/judge.js';
import { type JudgeSetup, samePacks } from '../validate/setup.js';

/** What a worker thread tells: that it has loaded what it judges by, what a file came to, or that no file can be judged. */
export type Told =
  | { ready: true }
  | { outcome: Outcome }
  | { misconfigured: { field: string; explanation: Bilingual; remedy: Bilingual } }
  | { broken: string };

const tell = (told: Told): void => parentPort!.postMessage(told);

function tellError(error: unknown): void {
  if (error instanceof ConfigurationError) {
    const { field, explanation, remedy } = error;
    tell({ misconfigured: { field, explanation, remedy } });
  } else tell({ broken: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

try {
  const setup = workerData as JudgeSetup;
  const judge = await openJudge(setup, samePacks(setup.packs));
  let last: Promise<void> = Promise.resolve();
  // one after the other: the next is only at hand
  parentPort!.on('message', (task: FileTask) => {
    last = last.then(() => judge(task)).then((outcome) => tell({ outcome }), tellError);
  });
  tell({ ready: true });
} catch (error) {
  tellError(error);
}
