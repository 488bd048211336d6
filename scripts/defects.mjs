/** Writes docs/defects.md: what each defect of the reference systems must turn red, from the tables the tests run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));

const table = (system) =>
  parse(readFileSync(join(root, `examples/${system}/defects.yaml`), 'utf8'))
    .map((d) => `| \`${d.id}\` | ${d.title.fr} | ${d.title.en} | \`${d.scenario}/${d.variant ?? 'nominal'}\` | ${d.expects.join(', ')} |`)
    .join('\n');

const HEADER = '| défaut | ce qui est faux | what is wrong | scénario | exigences non respectées |\n| --- | --- | --- | --- | --- |';

/** The text of docs/defects.md. */
export const defectsPage = () => `# Les défauts sur lesquels Addax se vérifie / The defects Addax checks itself with

Quatre systèmes de référence, un LPS, une plateforme, une GAM et un serveur d’agendas, écrits avec les bibliothèques d’autres (\`examples/\`), sont conformes, sauf si on leur donne un défaut. Chaque défaut doit faire échouer les exigences de cette table et aucune autre ; sans défaut, aucune n’échoue. Les exigences sont écrites avant l’exécution, et \`npm test\` joue la table entière (\`test/reference-systems/\`).

Four reference systems, an LPS, a platform, a patient administration and an agenda server, written on other people’s libraries (\`examples/\`), conform unless they are given a defect. Each defect must turn red the requirements of this table and no other; without a defect none is red. The requirements are written down before the run, and \`npm test\` plays the whole table.

## LPS

${HEADER}
${table('lps')}

## Plateforme / Platform

${HEADER}
${table('platform')}

## GAM / Patient administration

${HEADER}
${table('gam')}

## Agendas partagés / Shared agendas

${HEADER}
${table('agenda')}
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(join(root, 'docs/defects.md'), defectsPage());
