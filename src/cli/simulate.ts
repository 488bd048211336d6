import { randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CommandModule } from 'yargs';
import { BundleWriter } from '../evidence/index.js';
import {
  ConfigurationError,
  type Door,
  doorsOf,
  type Endpoint,
  endpointName,
  FAULTS,
  type FaultName,
  faultsOf,
  type PlannedFault,
  readFault,
  type Simulator,
  SimulatorError,
  type SimulatorManifest,
  Statement,
} from '../model/index.js';
import { serveCrl } from '../transport/index.js';
import { say } from './language.js';
import { print, printError, printJson } from './output.js';
import { ensureTestPki, readStatement, trustAndIdentity } from './setup.js';
import { tellProgress } from './terminal.js';
import { openToolbox } from './toolbox.js';

interface Arguments {
  actor: string;
  port: number;
  host: string;
  tls?: boolean;
  'soap-port'?: number;
  'fhir-port'?: number;
  'page-port'?: number;
  'page-host'?: string;
  vihf: boolean;
  pki: string;
  statement?: string;
  fault?: string[];
  param?: string[];
  every?: number;
  first?: number;
  after?: number;
  probability?: number;
  seed?: number;
  'crl-port'?: number;
  out?: string;
  store?: string;
  seedData?: string;
  patients?: string;
  format: 'text' | 'json';
}

export const simulate: CommandModule<object, Arguments> = {
  command: 'simulate <actor>',
  describe: say({ fr: 'Jouer un acteur jusqu’à Ctrl+C', en: 'Play an actor until Ctrl+C' }),
  builder: (yargs) =>
    yargs
      .positional('actor', {
        type: 'string',
        demandOption: true,
        describe: say({ fr: 'Par exemple document-repository', en: 'For example document-repository' }),
      })
      .option('port', {
        type: 'number',
        default: 0,
        describe: say({ fr: 'Port d’écoute (0 : libre)', en: 'Port to listen on (0: any free one)' }),
      })
      .option('host', { type: 'string', default: '127.0.0.1', describe: say({ fr: 'Adresse d’écoute', en: 'Address to listen on' }) })
      .option('tls', {
        type: 'boolean',
        describe: say({
          fr: 'TLS mutuel\u00A0; sans cette option, MLLP est en clair et HTTP en TLS (--no-tls\u00A0: tout en clair)',
          en: 'Mutual TLS; without this option MLLP is in clear text and HTTP in TLS (--no-tls: all in clear text)',
        }),
      })
      .option('soap-port', {
        type: 'number',
        describe: say({
          fr: 'Port où l’acteur parle aussi SOAP (HL7 v3)\u00A0; sans cette option, il ne parle que HL7 v2',
          en: 'Port where the actor also speaks SOAP (HL7 v3); without this option it only speaks HL7 v2',
        }),
      })
      .option('fhir-port', {
        type: 'number',
        describe: say({
          fr: 'Port où l’acteur parle aussi FHIR (PDQm)\u00A0; sans cette option, il ne parle que HL7',
          en: 'Port where the actor also speaks FHIR (PDQm); without this option it only speaks HL7',
        }),
      })
      .option('page-port', {
        type: 'number',
        describe: say({
          fr: 'Port de la page où l’on voit en direct ce que l’acteur garde (gestionnaire d’agenda ; sans cette option, un port libre)',
          en: 'Port of the page that shows live what the actor keeps (agenda manager; without this option, any free port)',
        }),
      })
      .option('page-host', {
        type: 'string',
        describe: say({
          fr: 'Adresse de cette page (127.0.0.1 : vue de cette machine seulement)',
          en: 'Address of that page (127.0.0.1: seen from this machine only)',
        }),
      })
      .option('vihf', {
        type: 'boolean',
        default: false,
        describe: say({ fr: 'Exiger un VIHF authentique', en: 'Require an authentic VIHF' }),
      })
      .option('pki', {
        type: 'string',
        default: 'addax-out/pki',
        describe: say({ fr: 'Dossier des certificats de test', en: 'Folder of the test certificates' }),
      })
      .option('statement', {
        type: 'string',
        describe: say({
          fr: 'Déclaration dont prendre certificats et paramètres',
          en: 'Statement to take certificates and parameters from',
        }),
      })
      .option('fault', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({
          fr: 'Faute à commettre, nom ou nom=valeur : registry-error=XDSRegistryError (addax list faults)',
          en: 'Fault to commit, name or name=value: registry-error=XDSRegistryError (addax list faults)',
        }),
      })
      .option('param', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({
          fr: 'Paramètre de l’acteur, nom=valeur, comme dans parameters de la déclaration : oauth-issuer=https://127.0.0.1:8450',
          en: 'Parameter of the actor, name=value, as in parameters of the statement: oauth-issuer=https://127.0.0.1:8450',
        }),
      })
      .option('every', {
        type: 'number',
        describe: say({ fr: 'Commettre les fautes à chaque n-ième message', en: 'Commit the faults on every n-th message' }),
      })
      .option('first', {
        type: 'number',
        describe: say({ fr: 'Seulement aux n premiers messages', en: 'Only on the first n messages' }),
      })
      .option('after', {
        type: 'number',
        describe: say({ fr: 'Seulement après n messages', en: 'Only after n messages' }),
      })
      .option('probability', {
        type: 'number',
        describe: say({ fr: 'Avec cette probabilité, de 0 à 1', en: 'With this probability, from 0 to 1' }),
      })
      .option('seed', {
        type: 'number',
        describe: say({
          fr: 'Graine du hasard : la même refait les mêmes fautes',
          en: 'Seed of chance: the same one makes the same faults again',
        }),
      })
      .option('crl-port', {
        type: 'number',
        describe: say({
          fr: 'Port où publier en http la liste de révocation de test (voir pki --crl-url)',
          en: 'Port to publish the test revocation list on, over http (see pki --crl-url)',
        }),
      })
      .option('out', {
        type: 'string',
        describe: say({ fr: 'Dossier où garder les échanges', en: 'Folder to keep the exchanges in' }),
      })
      .option('store', {
        type: 'string',
        describe: say({
          fr: 'Dossier où le registre, l’entrepôt, les serveurs d’identités et d’agendas gardent leurs données d’une fois à l’autre (sans lui, en mémoire)',
          en: 'Folder where registry, repository, identity and agenda servers keep their data between runs (without it, in memory)',
        }),
      })
      .option('seed-data', {
        type: 'string',
        describe: say({
          fr: 'Nombre de documents fictifs que le registre contient au départ, de patients fictifs qu’un serveur d’identités connaît, ou de créneaux d’un gestionnaire d’agenda',
          en: 'Number of made-up documents that the registry holds from the start, of made-up patients that an identity server knows, or of slots of an agenda manager',
        }),
      })
      .option('patients', {
        type: 'string',
        describe: say({
          fr: 'Nombre de patients de ces documents (un pour 20 documents)',
          en: 'Number of patients of these documents (one for 20 documents)',
        }),
      }) as never,
  async handler(argv) {
    const crlPort = argv['crl-port'];
    if (!isPort(argv.port)) throw badPort('--port', String(argv.port));
    const doors: Readonly<Partial<Record<Door, number>>> = {
      ...(argv['soap-port'] !== undefined && { soap: argv['soap-port'] }),
      ...(argv['fhir-port'] !== undefined && { fhir: argv['fhir-port'] }),
    };
    for (const [door, port] of Object.entries(doors)) if (!isPort(port)) throw badPort(`--${door}-port`, String(port));
    const pagePort = argv['page-port'] ?? 0;
    if (!isPort(pagePort)) throw badPort('--page-port', String(pagePort));
    if (crlPort !== undefined && !isPort(crlPort)) throw badPort('--crl-port', String(crlPort));
    const toolbox = await openToolbox();
    const servers = toolbox.simulators.filter((s) => s.transactions.some((t) => t.side === 'server'));
    const manifest = servers.find((s) => s.actor === argv.actor);
    if (!manifest)
      throw new ConfigurationError(
        'ACTOR',
        { fr: `${argv.actor} n’est pas un acteur serveur.`, en: `${argv.actor} is not a server actor.` },
        {
          fr: `Choisir parmi : ${servers.map((s) => s.actor).join(', ')}.`,
          en: `Choose among: ${servers.map((s) => s.actor).join(', ')}.`,
        },
      );
    for (const door of Object.keys(doors) as Door[])
      if (!doorsOf(manifest).includes(door))
        throw new ConfigurationError(
          `--${door}-port`,
          { fr: `${argv.actor} n’a pas cette porte.`, en: `${argv.actor} does not have this door.` },
          { fr: 'Donner --port.', en: 'Give --port.' },
        );
    for (const option of ['page-port', 'page-host'] as const)
      if (argv[option] !== undefined && !manifest.hasPage)
        throw new ConfigurationError(
          `--${option}`,
          { fr: `${argv.actor} n’a pas de page.`, en: `${argv.actor} has no page.` },
          {
            fr: `Ont une page : ${pagesOf(servers)}.`,
            en: `These have a page: ${pagesOf(servers)}.`,
          },
        );
    const secured = argv.tls !== false;
    const actors = [...(manifest.needs ?? []), argv.actor];
    const folder = argv.out ?? mkdtempSync(join(tmpdir(), 'addax-'));
    const options = parametersOf(
      argv,
      folder,
      toolbox.simulators.filter((s) => actors.includes(s.actor)),
    );
    const { statement, directory } =
      argv.statement ?
        readStatement(argv.statement)
      : {
          statement: Statement.parse({ product: { name: '-', version: '-', vendor: '-' }, actors: [{ actor: argv.actor }] }),
          directory: '.',
        };
    const pki = await ensureTestPki(resolve(argv.pki), new Date());
    const { tls, vihf, now } = trustAndIdentity(statement, directory, pki);
    const recorder = new BundleWriter(folder, undefined, false);
    if (argv.format === 'text') recorder.onEvent(tellProgress);
    const faults = plannedFaults(argv, manifest);
    const given = givenParameters(argv.param ?? []);
    const endpoints: Endpoint[] = [];
    const running: Simulator[] = [];
    try {
      for (const actor of actors) {
        const simulator = (await toolbox.simulators.find((s) => s.actor === actor)!.load())();
        const opened = await simulator.start({
          recorder,
          listen: {
            host: argv.host,
            port: actor === argv.actor ? argv.port : 0,
            ...(actor === argv.actor && { doors }),
            ...(actor === argv.actor && manifest.hasPage && { page: { host: argv['page-host'] ?? '127.0.0.1', port: pagePort } }),
          },
          ...(secured && tls && { tls }),
          ...(vihf && { vihf: { ...vihf, required: argv.vihf || vihf.required } }),
          faults: actor === argv.actor ? faults : [],
          peers: { ...statement.endpoints, ...Object.fromEntries(endpoints.map((e) => [endpointName(e.actor, e.transaction), e.url])) },
          parameters: { ...(argv.tls === undefined && { mllp: 'clear' }), ...statement.parameters, ...given, ...options },
          now,
          tell: (progress) => printError(say(progress)),
        });
        endpoints.push(...opened);
        running.push(simulator);
      }
    } catch (error) {
      await Promise.all(running.map((simulator) => simulator.stop()));
      if (error instanceof SimulatorError && error.owner === 'configuration')
        throw new ConfigurationError(argv.actor, error.text, {
          fr: 'Corriger ce qui est demandé, ou la déclaration, puis recommencer.',
          en: 'Correct what is asked for, or the statement, then start again.',
        });
      throw isPortProblem(error) ? badPort('--port', `${argv.host}:${argv.port} (${(error as NodeJS.ErrnoException).code})`) : error;
    }
    const published = crlPort === undefined ? undefined : await publishCrl(pki['crl.pem']!, argv.host, crlPort, running);
    const page = running.find(({ page: address }) => address !== undefined)?.page;
    if (argv.format === 'json')
      printJson({ endpoints, evidence: folder, ...(page !== undefined && { page }), ...(published && { crl: published.url }) });
    else {
      const longest = Math.max(...endpoints.map(({ actor }) => actor.length)) + 1;
      for (const e of endpoints) print(`${e.actor.padEnd(longest)} ${e.transaction.padEnd(8)} ${e.url}`);
      if (page !== undefined)
        print(say({ fr: `À voir en direct dans un navigateur : ${page}`, en: `To be seen live in a browser: ${page}` }));
      if (endpoints.some(({ url }) => /^(?:https|mllps):/.test(url)))
        print(
          say({
            fr: `Certificats de test : ${argv.pki} (lps-auth.pem et lps-auth.key pour se connecter)`,
            en: `Test certificates: ${argv.pki} (lps-auth.pem and lps-auth.key to connect)`,
          }),
        );
      if (published) print(say({ fr: `Liste de révocation : ${published.url}`, en: `Revocation list: ${published.url}` }));
      const seed = faults[0]?.seed;
      if (seed !== undefined) print(say({ fr: `Graine des fautes : ${seed}`, en: `Seed of the faults: ${seed}` }));
      print(say({ fr: `Échanges gardés dans ${folder}. Ctrl+C pour arrêter.`, en: `Exchanges kept in ${folder}. Ctrl+C to stop.` }));
    }
    await new Promise<void>((stopped) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped());
    });
    await Promise.all([...running.map((s) => s.stop()), published?.close()]);
  },
};

/**
 * The parameters that options set. What would not stay in memory well has a store, beside the exchanges if need be.
 * @throws ConfigurationError for an option that none of the actors played knows
 */
function parametersOf(
  { store, seedData, patients }: Pick<Arguments, 'store' | 'seedData' | 'patients'>,
  out: string,
  played: readonly SimulatorManifest[],
): Record<string, string> {
  const given: [option: string, parameter: string, value: string | undefined][] = [
    ['--store', 'store', store !== undefined ? resolve(store) : undefined],
    ['--seed-data', 'seed-data', seedData],
    ['--patients', 'seed-patients', patients],
  ];
  for (const [option, parameter, value] of given)
    if (value !== undefined && !played.some(({ options = [] }) => options.includes(parameter)))
      throw new ConfigurationError(
        option,
        { fr: 'cet acteur n’a rien à en faire.', en: 'this actor has no use for it.' },
        {
          fr: 'L’option est pour ceux qui gardent : document-registry, document-repository, document-recipient.',
          en: 'The option is for those that keep: document-registry, document-repository, document-recipient.',
        },
      );
  if (patients !== undefined && seedData === undefined)
    throw new ConfigurationError(
      '--patients',
      { fr: 'ces patients n’ont pas de documents.', en: 'these patients have no documents.' },
      { fr: 'Donner aussi --seed-data.', en: 'Give --seed-data as well.' },
    );
  const parameters = Object.fromEntries(given.flatMap(([, parameter, value]) => (value === undefined ? [] : [[parameter, value]])));
  return { ...(seedData !== undefined && { store: resolve(out, 'store') }), ...parameters };
}

/** Parameters as `name=value`. @throws ConfigurationError */
function givenParameters(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((one): [string, string] => {
      const [, name, value] = /^([A-Za-z][\w-]{0,60})=(.*)$/s.exec(one) ?? [];
      if (name !== undefined && value !== undefined) return [name, value];
      throw new ConfigurationError(
        '--param',
        { fr: `${one} n’est pas un paramètre.`, en: `${one} is no parameter.` },
        {
          fr: 'Écrire nom=valeur, par exemple oauth-issuer=https://127.0.0.1:8450.',
          en: 'Write name=value, for example oauth-issuer=https://127.0.0.1:8450.',
        },
      );
    }),
  );
}

/**
 * Publishes the test revocation list.
 * @param running what is stopped when the port cannot be had
 * @throws ConfigurationError
 */
async function publishCrl(
  pem: string,
  host: string,
  port: number,
  running: readonly Simulator[],
): Promise<{ url: string; close(): Promise<void> }> {
  const list = Buffer.from(pem.replace(/-----[^-\n]{1,40}-----/g, ''), 'base64');
  try {
    const published = await serveCrl(list, { host, port });
    return { url: `http://${host.includes(':') ? `[${host}]` : host}:${published.port}/crl`, close: () => published.close() };
  } catch (error) {
    await Promise.all(running.map((simulator) => simulator.stop()));
    throw isPortProblem(error) ? badPort('--crl-port', `${host}:${port} (${(error as NodeJS.ErrnoException).code})`) : error;
  }
}

const isPortProblem = (error: unknown): boolean =>
  ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes((error as NodeJS.ErrnoException).code ?? '');

const pagesOf = (servers: readonly SimulatorManifest[]): string =>
  servers.flatMap(({ actor, hasPage }) => (hasPage ? [actor] : [])).join(', ');

const isPort = (given: number): boolean => Number.isInteger(given) && given >= 0 && given <= 65_535;

const badPort = (option: string, given: string): ConfigurationError =>
  new ConfigurationError(
    option,
    { fr: `impossible d’écouter sur ${given}.`, en: `cannot listen on ${given}.` },
    { fr: 'Donner un port libre, de 0 à 65535.', en: 'Give a free port, from 0 to 65535.' },
  );

/** The faults of a command line, all with the same time. @throws ConfigurationError */
function plannedFaults({ fault = [], ...argv }: Arguments, { actor, transactions }: SimulatorManifest): PlannedFault[] {
  const when = timeOf(argv, fault.length > 0);
  const playable = faultsOf(transactions);
  const list = { fr: `addax list faults les décrit. Fautes de ${actor} : `, en: `addax list faults describes them. Faults of ${actor}: ` };
  const remedy = { fr: `${list.fr}${playable.join(', ')}.`, en: `${list.en}${playable.join(', ')}.` };
  return fault.map((given) => {
    const name = given.split('=', 1)[0] as FaultName;
    if (!Object.hasOwn(FAULTS, name))
      throw new ConfigurationError('--fault', { fr: `${given} n’est pas une faute connue.`, en: `${given} is not a known fault.` }, remedy);
    if (!playable.includes(name))
      throw new ConfigurationError(
        '--fault',
        { fr: `${actor} ne peut pas commettre la faute ${name}.`, en: `${actor} cannot commit the fault ${name}.` },
        remedy,
      );
    const deed = readFault(given);
    if (deed) return { fault: deed, ...when };
    const { example, effect } = FAULTS[name];
    throw new ConfigurationError(
      '--fault',
      { fr: `${given} : la valeur n’est pas de cette faute (${effect.fr}).`, en: `${given}: not a value of this fault (${effect.en}).` },
      { fr: `Écrire par exemple ${example}.`, en: `Write for example ${example}.` },
    );
  });
}

/** Which messages meet the faults. @throws ConfigurationError */
function timeOf(
  { every, first, after, probability, seed }: Pick<Arguments, 'every' | 'first' | 'after' | 'probability' | 'seed'>,
  wanted: boolean,
): Omit<PlannedFault, 'fault'> {
  const given = { every, first, after, probability, seed };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!wanted)
      throw new ConfigurationError(
        `--${name}`,
        { fr: 'il n’y a pas de faute à commettre.', en: 'there is no fault to commit.' },
        { fr: 'Ajouter --fault, ou retirer cette option.', en: 'Add --fault, or leave this option out.' },
      );
    const least = name === 'after' || name === 'seed' ? 0 : 1;
    const right = name === 'probability' ? value > 0 && value <= 1 : Number.isSafeInteger(value) && value >= least;
    if (!right)
      throw new ConfigurationError(
        `--${name}`,
        name === 'probability' ?
          { fr: `${value} n’est pas une probabilité.`, en: `${value} is not a probability.` }
        : { fr: `${value} n’est pas un nombre de messages.`, en: `${value} is not a number of messages.` },
        name === 'probability' ?
          { fr: 'Donner un nombre de 0 (exclu) à 1.', en: 'Give a number from 0 (excluded) to 1.' }
        : { fr: `Donner un entier à partir de ${least}.`, en: `Give a whole number from ${least}.` },
      );
  }
  // a chance that nobody could repeat is not kept: the seed is in the evidence
  const chance = probability !== undefined && { probability, seed: seed ?? randomInt(2 ** 31) };
  return {
    ...(every !== undefined && { every }),
    ...(first !== undefined && { first }),
    ...(after !== undefined && { after }),
    ...chance,
  };
}
