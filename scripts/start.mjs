/**
 * The main job, end to end: the reference LPS publishes documents to the simulated platform, healthy and then with
 * three defects; each run is judged and reported. Leaves addax-out/latest: one overview page, one JUnit file, the four
 * bundles. Exits 0 when the four runs ended as examples/lps/defects.yaml predicts.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, checkNode, install } from './prepare.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const DEFECTS = ['bad-hash', 'missing-specialty', 'local-time'];

checkNode();
install();
build();

const { parse } = await import('yaml');
const { renderJunitOfRuns } = await import('../dist/reports/junit.js');
const renderOverview = await (await import('../dist/reports/index.js')).loadOverview();
const { sentence } = await import('../dist/reports/html/summary.js');
const french = /^fr/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '');
const say = (fr, en) => process.stdout.write(`${french ? fr : en}\n`);

const defects = parse(readFileSync(join(root, 'examples/lps/defects.yaml'), 'utf8'));
const stamp = new Date()
  .toISOString()
  .replace(/[:.]/g, '')
  .replace(/\d{3}Z$/, 'Z');
const out = join(root, 'addax-out', `${stamp}-start`);
mkdirSync(out, { recursive: true });

const runs = [undefined, ...DEFECTS].map((id) => {
  const defect = id && defects.find((d) => d.id === id);
  const title = defect?.title ?? { fr: 'Le LPS témoin, conforme', en: 'The reference LPS, healthy' };
  say(`\n━━ ${title.fr}`, `\n━━ ${title.en}`);
  const name = id ?? 'healthy';
  // the healthy LPS plays every scenario of documents; a defect is looked for where it shows
  const scenario = defect ? ['--scenario', `${defect.scenario}/${defect.variant ?? 'nominal'}`] : ['--suite', 'partage-documents-sante'];
  const args = [
    'dist/src/cli/main.js',
    'run',
    'examples/lps.yaml',
    '--unattended',
    '--out',
    out,
    '--name',
    name,
    '--pki',
    join(root, 'addax-out', 'pki'),
    ...scenario,
  ];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, LPS_DEFECT: id ?? '' } });
  const bundle = join(out, name);
  const report = JSON.parse(readFileSync(join(bundle, 'report.json'), 'utf8'));
  const red = report.requirements
    .filter((r) => ['FAILED', 'WARNING'].includes(r.verdict))
    .map((r) => r.id)
    .sort();
  const expected = [...(defect?.expects ?? [])].sort();
  return {
    title,
    report,
    bundle,
    status,
    red,
    expected,
    asPredicted: JSON.stringify(red) === JSON.stringify(expected) && (defect ? status === 1 : status === 0),
  };
});

writeFileSync(join(out, 'junit.xml'), renderJunitOfRuns(runs.map(({ name, report }) => ({ name, report }))));
writeFileSync(
  join(out, 'index.html'),
  renderOverview(
    runs.map((r) => ({
      title: r.title,
      product: `${r.report.product.name} ${r.report.product.version}`,
      verdict: r.report.verdict,
      expectedVerdict: r.expected.length > 0 ? 'FAILED' : 'PASSED',
      sentence: sentence(r.report),
      href: `${relative(out, r.bundle)}/report.html`,
      expectedRequirements: r.expected,
      actualRequirements: r.red,
      asPredicted: r.asPredicted,
    })),
    {
      language: 'fr',
      title: { fr: 'Un LPS témoin, conforme puis avec trois défauts', en: 'A reference LPS, healthy and then with three defects' },
      introduction: {
        fr: 'Le même logiciel publie le même document quatre fois. Ce qui devait être trouvé était écrit avant l’exécution.',
        en: 'The same software publishes the same document four times. What had to be found was written down before the run.',
      },
    },
  ),
);
const latest = join(root, 'addax-out', 'latest');
rmSync(latest, { recursive: true, force: true });
symlinkSync(basename(out), latest);

say('\n━━ Résumé', '\n━━ Summary');
for (const r of runs) {
  const mark = r.asPredicted ? '✔' : '✘';
  const told =
    r.red.length > 0 ? r.red.join(', ')
    : french ? 'rien à corriger'
    : 'nothing to correct';
  say(
    `${mark} ${r.title.fr} : ${told}${r.asPredicted ? '' : ` (attendu : ${r.expected.join(', ') || 'rien'})`}`,
    `${mark} ${r.title.en}: ${told}${r.asPredicted ? '' : ` (expected: ${r.expected.join(', ') || 'nothing'})`}`,
  );
}
say(`\nÀ ouvrir dans un navigateur : addax-out/latest/index.html`, `\nOpen in a browser: addax-out/latest/index.html`);
process.exitCode = runs.every((r) => r.asPredicted) ? 0 : 1;
