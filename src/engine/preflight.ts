import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, join, resolve } from 'node:path';
import { endpointName, type Bilingual, type Statement } from '../model/index.js';
import type { Case } from './plan.js';

/** One thing that was looked at before acting. */
export interface PreflightCheck {
  field: string;
  title: Bilingual;
  problem?: { explanation: Bilingual; remedy: Bilingual };
}

/** Looks at everything a run needs and that is not the product: ports, endpoints, hooks. Never throws. */
export async function preflight(
  statement: Statement,
  cases: readonly Case[],
  directory: string,
  unattended: boolean,
  now: Date,
  knownHooks: readonly string[],
): Promise<PreflightCheck[]> {
  const checks: PreflightCheck[] = [clockIsRight(now)];
  for (const name of Object.keys(statement.hooks ?? {})) if (!knownHooks.includes(name)) checks.push(unknownHook(name, knownHooks));
  const host = statement.listen?.host ?? '127.0.0.1';
  for (const [actor, port] of Object.entries(statement.listen?.ports ?? {}))
    if (port !== 0) checks.push(await portIsFree(`listen.ports.${actor}`, host, port));
  const servers = new Set(
    cases.flatMap((c) =>
      c.scenario.steps.flatMap((step) =>
        step.type === 'TRANSACTION' && step.by === undefined && c.scenario.roles[step.to]?.is === 'sut' ?
          [endpointName(c.scenario.roles[step.to]!.actor, step.transaction)]
        : [],
      ),
    ),
  );
  for (const actor of servers) checks.push(await endpointAnswers(actor, statement.endpoints?.[actor]));
  const hooks = new Set(
    cases.flatMap((c) => c.scenario.steps.flatMap((step) => (step.type === 'INSTRUCTION' && step.hook ? [step.hook] : []))),
  );
  for (const name of hooks) checks.push(await hookIsThere(name, statement, directory, unattended));
  return checks;
}

/** Certificates, VIHF and evidence are dated by the clock: one that is before this version existed is wrong. */
function clockIsRight(now: Date): PreflightCheck {
  const title = { fr: 'L’horloge est plausible', en: 'The clock is plausible' };
  if (now >= RELEASED) return { field: 'clock', title };
  return {
    field: 'clock',
    title,
    problem: {
      explanation: { fr: `L’horloge dit ${now.toISOString()}.`, en: `The clock says ${now.toISOString()}.` },
      remedy: { fr: 'Mettre la machine à l’heure.', en: 'Set the time of this machine.' },
    },
  };
}

/** This version did not exist before. */
const RELEASED = new Date('2026-11-01T00:00:00Z');

function unknownHook(name: string, known: readonly string[]): PreflightCheck {
  return {
    field: `hooks.${name}`,
    title: { fr: `Un scénario demande ${name}`, en: `A scenario asks for ${name}` },
    problem: {
      explanation: { fr: `Aucun scénario ne demande ${name}.`, en: `No scenario asks for ${name}.` },
      remedy: { fr: `Choisir parmi : ${known.join(', ')}.`, en: `Choose among: ${known.join(', ')}.` },
    },
  };
}

async function portIsFree(field: string, host: string, port: number): Promise<PreflightCheck> {
  const title = { fr: `Le port ${port} est libre`, en: `Port ${port} is free` };
  const error = await new Promise<NodeJS.ErrnoException | undefined>((done) => {
    const server = createServer();
    server.once('error', done);
    server.listen(port, host, () => server.close(() => done(undefined)));
  });
  if (!error) return { field, title };
  return {
    field,
    title,
    problem: {
      explanation: {
        fr: `Impossible d’écouter sur ${host}:${port} (${error.code ?? error.message}).`,
        en: `Cannot listen on ${host}:${port} (${error.code ?? error.message}).`,
      },
      remedy: {
        fr: 'Arrêter le programme qui occupe ce port, ou en déclarer un autre.',
        en: 'Stop the program that holds this port, or declare another.',
      },
    },
  };
}

async function endpointAnswers(actor: string, url: string | undefined): Promise<PreflightCheck> {
  const field = `endpoints.${actor}`;
  const title = { fr: `${actor} est joignable`, en: `${actor} can be reached` };
  if (!url)
    return {
      field,
      title,
      problem: {
        explanation: { fr: 'Adresse absente.', en: 'No address.' },
        remedy: { fr: `Déclarer l’adresse du ${actor} testé.`, en: `Declare the address of the ${actor} under test.` },
      },
    };
  const { hostname, port, protocol } = new URL(url);
  const error = await new Promise<NodeJS.ErrnoException | undefined>((done) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (protocol === 'https:' ? 443 : 80),
      timeout: 5000,
    });
    socket.once('connect', () => {
      socket.destroy();
      done(undefined);
    });
    socket.once('timeout', () => {
      socket.destroy();
      done(Object.assign(new Error('no answer within 5 s'), { code: 'ETIMEDOUT' }));
    });
    socket.once('error', done);
  });
  if (!error) return { field, title };
  return {
    field,
    title,
    problem: {
      explanation: {
        fr: `${url} ne répond pas (${error.code ?? error.message}).`,
        en: `${url} does not answer (${error.code ?? error.message}).`,
      },
      remedy: {
        fr: 'Démarrer le produit, vérifier l’adresse et le pare-feu.',
        en: 'Start the product, check the address and the firewall.',
      },
    },
  };
}

async function hookIsThere(name: string, statement: Statement, directory: string, unattended: boolean): Promise<PreflightCheck> {
  const field = `hooks.${name}`;
  const title = { fr: `L’automatisme ${name} est utilisable`, en: `The hook ${name} can be used` };
  const hook = statement.hooks?.[name];
  if (!hook) {
    // a person is asked instead; unattended the scenario comes out inconclusive and says so: that is no error of set-up
    return {
      field,
      title:
        unattended ?
          { fr: `${name} : aucun automatisme, personne au clavier`, en: `${name}: no hook, nobody at the keyboard` }
        : { fr: `${name} : une personne sera sollicitée`, en: `${name}: a person will be asked` },
    };
  }
  const missing = (what: string): PreflightCheck => ({
    field,
    title,
    problem: {
      explanation: { fr: `${what} est introuvable.`, en: `${what} cannot be found.` },
      remedy: {
        fr: 'Corriger le chemin : il part du dossier de la déclaration.',
        en: 'Correct the path: it starts from the folder of the statement.',
      },
    },
  });
  if ('browser' in hook) return existsSync(resolve(directory, hook.browser)) ? { field, title } : missing(hook.browser);
  if ('http' in hook) {
    const reached = await endpointAnswers(name, hook.http);
    return { ...reached, field, title };
  }
  // only a plain first word can be looked up; anything more is the shell's business
  const program = /^\s*(?:\w+=[\w./-]*\s+)*([\w./~-]+)(?:\s|$)/.exec(hook.command)?.[1];
  return program === undefined || isProgram(program, directory) ? { field, title } : missing(program);
}

function isProgram(program: string, directory: string): boolean {
  if (program.includes('/')) return existsSync(resolve(directory, program));
  return SHELL_WORDS.has(program) || (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

const SHELL_WORDS = new Set(['cd', 'echo', 'exec', 'export', 'if', 'set', 'test', 'true', 'false', ':', '.', '(', '{']);
