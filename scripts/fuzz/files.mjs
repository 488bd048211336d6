/** Gives changed files to the validators, one process for all of them, and to the Portable Media Importer. */
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import yauzl from 'yauzl';
import { changedEr7 } from './er7-mutations.mjs';
import { fhirProblem } from './fhir-oracle.mjs';
import { RESOURCES, RESOURCES_XML } from './fhir-resources.mjs';
import { HL7_MESSAGES } from './hl7-messages.mjs';
import { firstProblem, readPlain } from './hl7-oracle.mjs';
import { JSON_MUTATIONS, writtenJson } from './json-mutations.mjs';
import { copyOf, wireOf } from './message.mjs';
import { mutated } from './message-mutations.mjs';
import { isWellFormed, parse } from './oracle.mjs';
import { load, root } from './product.mjs';
import { Random } from './random.mjs';
import { LONGEST_MS } from './wire.mjs';
import { BYTE_MUTATIONS, XML_MUTATIONS } from './xml-mutations.mjs';

/** What `addax validate --kind` takes, and the importer's transaction. */
export const FILES = ['cda', 'vihf', 'xds-metadata', 'soap', 'xdm', 'ITI-32', 'hl7v2', 'fhir'];

const HEAP_MB = 700;
const OURS = ['carnet-de-vaccination.xml', 'compte-rendu-niveau-1.xml', 'cr-bio-niveau-3.xml'];

/** Valid files of our own: text (Latin-1), a message, or the files of a package. */
async function filesOf(name, house) {
  if (name === 'cda') {
    const folder = join(root, 'examples/documents');
    return OURS.map((file) => ({ text: readFileSync(join(folder, file), 'latin1') }));
  }
  if (name === 'xdm' || name === 'ITI-32') return await packages();
  if (name === 'fhir') return [...RESOURCES.map((resource) => ({ resource })), ...RESOURCES_XML.map((text) => ({ text: latin1(text) }))];
  if (name === 'hl7v2')
    return Object.values(HL7_MESSAGES).flatMap((make) =>
      make('F1')
        .flat()
        .map((er7) => ({ er7 })),
    );
  const [message] = await house.messages('ITI-41');
  const envelope = message.parts[0].body;
  if (name === 'soap') return [{ message }];
  const [piece] = (
    name === 'vihf' ?
      /<(\w+:)?Assertion[^]*<\/\1?Assertion>/
    : /<(\w+:)?SubmitObjectsRequest[^]*<\/\1?SubmitObjectsRequest>/).exec(envelope);
  return [{ text: piece }];
}

/** UTF-8 as the mutations take it: a character for each byte. */
const latin1 = (text) => Buffer.from(text).toString('latin1');

async function packages() {
  const [{ newDraft }, { filesOf: filesIn }, { IdentifierMint }] = await Promise.all([
    load('simulators/portable-media-creator/draft.js'),
    load('simulators/portable-media-creator/files.js'),
    load('simulators/document-source/identifiers.js'),
  ]);
  const now = () => new Date();
  const patient = {
    ins: '279035121518989',
    oid: '1.2.250.1.213.1.4.10',
    birthFamily: 'PAT-TROIS',
    given: 'DOMINIQUE',
    sex: 'F',
    birthDate: '19790328',
    birthPlace: '51215',
  };
  const { writeZip } = await load('src/protocols/zip/index.js');
  const draft = newDraft(new IdentifierMint({ parameters: { seed: 'fuzz' }, now }), patient, 2, now());
  return [{ files: filesIn(draft), zip: (files) => writeZip(files, draft.at) }];
}

function changedText(text, random, mutations) {
  const done = [];
  for (let left = random.chance(0.7) ? 1 : 2, tries = 0; left > 0 && tries < 20; tries++) {
    const mutation = random.weighted(mutations);
    const next = text === '' ? undefined : mutation.change(text, random);
    if (next === undefined) continue;
    text = next;
    done.push(mutation.name);
    left--;
  }
  return { text, done };
}

const ODD_NAMES = [
  '../x',
  '/x',
  'C:\\x',
  'IHE_XDM/SUBSET01/../x',
  'IHE_XDM\\SUBSET01\\METADATA.XML',
  '',
  'a'.repeat(65_000),
  'é',
  '\0',
  'INDEX.HTM',
];
/** What can be done to a package: a file of it, its list of files, what its headers say, its bytes. */
const PACKAGE_MUTATIONS = [
  {
    weight: 6,
    change: ({ files, zip }, random) => {
      const at = random.below(files.length);
      const { text, done } = changedText(Buffer.from(files[at].bytes).toString('latin1'), random, [...XML_MUTATIONS, ...BYTE_MUTATIONS]);
      return { done: [files[at].name, ...done], bytes: zip(files.with(at, { ...files[at], bytes: Buffer.from(text, 'latin1') })) };
    },
  },
  {
    weight: 2,
    change: ({ files, zip }, random) => {
      const at = random.below(files.length);
      const file = files[at];
      const [what, made] = random.pick([
        ['file removed', () => files.toSpliced(at, 1)],
        ['file twice', () => [...files, file]],
        ['file renamed', () => files.with(at, { ...file, name: random.pick(ODD_NAMES) })],
        ['file added', () => [...files, { name: random.pick(ODD_NAMES), bytes: Buffer.from('x') }]],
        ['bomb', () => [...files, { name: 'IHE_XDM/SUBSET01/B.XML', bytes: Buffer.alloc(40_000_000) }]],
        ['wrong size', () => files.with(at, { ...file, declares: { size: random.pick([0, 1, 0xffffffff]) } })],
        ['wrong CRC', () => files.with(at, { ...file, declares: { crc: random.below(2 ** 32) } })],
        ['wrong method', () => files.with(at, { ...file, declares: { method: random.pick([0, 1, 9, 12, 99]) } })],
        ['encrypted', () => files.with(at, { ...file, declares: { flags: 1 } })],
        ['another local name', () => files.with(at, { ...file, declares: { localName: random.pick(ODD_NAMES) } })],
        ['symbolic link', () => files.with(at, { ...file, declares: { mode: 0o120777 } })],
        ['many files', () => [...files, ...Array.from({ length: 11_000 }, (_, i) => ({ name: `${i}`, bytes: Buffer.alloc(0) }))]],
      ]);
      return { done: [file.name, what], bytes: zip(made()) };
    },
  },
  {
    weight: 3,
    change: ({ files, zip }, random) => {
      const { text, done } = changedText(Buffer.from(zip(files)).toString('latin1'), random, BYTE_MUTATIONS);
      return { done, bytes: Buffer.from(text, 'latin1') };
    },
  },
];

/** A resource of which the tree is changed, then sometimes the bytes. */
function changedResource(resource, random) {
  let root = structuredClone(resource);
  const done = [];
  for (let left = random.pick([1, 1, 1, 2, 3]), tries = 0; left > 0 && tries < 20; tries++) {
    const mutation = random.weighted(JSON_MUTATIONS);
    const next = mutation.change(root, random);
    if (next === undefined) continue;
    root = next;
    done.push(mutation.name);
    left--;
  }
  const text = latin1(writtenJson(root));
  if (random.chance(0.8)) return { done, bytes: Buffer.from(text, 'latin1') };
  const written = changedText(text, random, [...BYTE_MUTATIONS, ...ENCODINGS]);
  return { done: [...done, ...written.done], bytes: Buffer.from(written.text, 'latin1') };
}

const ENCODINGS = [
  { name: 'byte order mark', weight: 2, change: (text) => `\xef\xbb\xbf${text}` },
  {
    name: 'as UTF-16',
    weight: 2,
    change: (text, random) => (random.chance(0.5) ? '\xff\xfe' : '') + Buffer.from(text, 'utf16le').toString('latin1'),
  },
  { name: 'as Latin-1', weight: 1, change: (text) => Buffer.from(text, 'latin1').toString('utf8') },
];

function caseOf(name, seed, number, valid) {
  const random = new Random(seed, name, number);
  const chosen = random.pick(valid);
  if (chosen.files) return random.weighted(PACKAGE_MUTATIONS).change(chosen, random);
  if (chosen.er7) {
    const { text, done } = changedEr7(chosen.er7, random);
    return { done, bytes: Buffer.from(text, 'latin1') };
  }
  if (chosen.resource) return changedResource(chosen.resource, random);
  if (chosen.message) {
    const { message, done } = mutated(copyOf(chosen.message), random);
    return { done, bytes: wireOf(message) };
  }
  const { text, done } = changedText(chosen.text, random, [...XML_MUTATIONS, ...BYTE_MUTATIONS]);
  return { done, bytes: Buffer.from(text, 'latin1') };
}

/** Why a file that passed should not have; undefined where nothing can be said against it. */
async function wrongPass(name, bytes) {
  if (name === 'xdm' || name === 'ITI-32') return await packageProblem(bytes);
  if (name === 'fhir') return fhirProblem(bytes);
  if (name === 'hl7v2') return firstProblem(readPlain(bytes.toString('latin1')));
  if (name !== 'soap' && !isWellFormed(bytes.toString('latin1'))) return 'it is not well-formed';
  return undefined;
}

/** Reads an archive with yauzl and compares each entry with its file: there, and with the hash that it says. */
async function packageProblem(bytes) {
  const files = new Map();
  try {
    await new Promise((done, failed) =>
      yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
        if (error) return failed(error);
        zip.on('error', failed).on('end', done);
        zip.on('entry', (entry) =>
          zip.openReadStream(entry, (problem, stream) => {
            if (problem) return failed(problem);
            const pieces = [];
            stream.on('error', failed).on('data', (piece) => pieces.push(piece));
            stream.on('end', () => {
              files.set(entry.fileName, Buffer.concat(pieces));
              zip.readEntry();
            });
            return undefined;
          }),
        );
        zip.readEntry();
        return undefined;
      }),
    );
  } catch (error) {
    return `a second reader cannot read it: ${error.message}`;
  }
  const sets = [...files].filter(([path]) => /^IHE_XDM\/[^/]+\/METADATA\.XML$/.test(path));
  if (sets.length === 0) return 'there is no METADATA.XML';
  for (const [path, metadata] of sets) {
    const tree = parse(metadata.toString('latin1'));
    if (!tree) return `${path} is not well-formed`;
    for (const entry of Array.from(tree.getElementsByTagNameNS('*', 'ExtrinsicObject'))) {
      const slot = (wanted) =>
        Array.from(entry.getElementsByTagNameNS('*', 'Slot'))
          .find((s) => s.getAttribute('name') === wanted)
          ?.textContent.trim();
      const file = files.get(path.replace('METADATA.XML', slot('URI')));
      if (!file) return `an entry whose file ${slot('URI')} is not there`;
      if (createHash('sha1').update(file).digest('hex') !== slot('hash')?.toLowerCase())
        return 'an entry whose hash is not that of its file';
    }
  }
  return undefined;
}

/** The process that judges; started again when it has ended. */
export class Judge {
  #child;
  #ended;

  constructor(folder) {
    this.folder = folder;
  }

  get pid() {
    return this.#child?.pid;
  }

  async #start() {
    const file = fileURLToPath(new URL('judge.mjs', import.meta.url));
    this.#child = fork(file, [this.folder], {
      execArgv: [`--max-old-space-size=${HEAP_MB}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let errors = '';
    this.#child.stderr.on('data', (chunk) => (errors = (errors + chunk).slice(-3_000)));
    this.#ended = new Promise((done) => this.#child.once('close', (code, signal) => done(`${code ?? signal}: ${errors}`)));
    await Promise.race([new Promise((done) => this.#child.once('message', done)), this.#ended]);
  }

  async judge(name, bytes) {
    if (!this.#child) await this.#start();
    let timer;
    const answered = new Promise((done) => this.#child.once('message', done));
    const late = new Promise(
      (done) => (timer = setTimeout(() => done({ kind: 'hung', problem: 'no verdict in time', ms: LONGEST_MS }), LONGEST_MS)),
    );
    const died = this.#ended.then((why) => ({ kind: 'crash', problem: `the process ended (${why})`, ms: 0 }));
    this.#child.send({ name, bytes });
    const outcome = await Promise.race([answered, late, died]);
    clearTimeout(timer);
    if (outcome.kind === 'hung' || outcome.kind === 'crash') await this.stop();
    return outcome;
  }

  async stop() {
    this.#child?.kill('SIGKILL');
    await this.#ended;
    this.#child = undefined;
  }
}

/** @returns counts of verdicts, the slowest in ms, the most memory in MB, and how many cases are wrong */
export async function fuzzFiles(name, { house, judge, seed, numbers, told, memoryOf }) {
  const valid = await filesOf(name, house);
  const counts = {};
  let [slowest, memory, findings] = [0, 0, 0];
  for (const number of numbers) {
    const { bytes, done } = caseOf(name, seed, number, valid);
    const first = await judge.judge(name, bytes);
    // a machine that has other things to do is not what is judged
    const { kind, problem, ms } = first.kind === 'hung' ? await judge.judge(name, bytes) : first;
    const passed = kind === 'PASSED' || kind === 'WARNING';
    const wrong = problem ?? (passed ? await wrongPass(name, bytes) : undefined);
    if (wrong) {
      findings++;
      told({ number, problem: passed ? `${kind}, but ${wrong}` : wrong, done, wire: bytes });
    }
    counts[kind] = (counts[kind] ?? 0) + 1;
    slowest = Math.max(slowest, ms);
    if (number % 100 === 0) memory = Math.max(memory, memoryOf(judge.pid));
  }
  memory = Math.max(memory, memoryOf(judge.pid));
  return { counts, slowest: Math.round(slowest), memory, findings };
}
