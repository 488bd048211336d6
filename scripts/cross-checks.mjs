/** Writes docs/cross-checks.md: the tables of the cross-checks, as the validators hold them. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, checkNode, install, root } from './prepare.mjs';

const code = (text) => `\`${text.replaceAll('|', '\\|')}\``;
const both = ({ fr, en }) => (fr === en ? fr : `${fr}<br>${en}`);

const row = (levels, { rule, left, right, compare }) =>
  `| ${rule} | ${levels.get(rule)} | ${code(left)} | ${code(right)} | ${both(compare)} |`;

const table = (levels, { id, title, left, right, rows }) => `## ${code(id)}

${title.fr} / ${title.en}

| règle | niveau | ${both(left)} | ${both(right)} | accord / agreement |
| --- | --- | --- | --- | --- |
${rows.map((one) => row(levels, one)).join('\n')}
`;

/**
 * The text of docs/cross-checks.md.
 * @param validators those with blocks, loaded
 */
export const crossChecksPage = (validators) => `# Contrôles croisés / Cross-checks

Ce qui est dit deux fois doit concorder. Chaque ligne est une règle ; \`addax explain RÈGLE\` donne la clause, le remède et un exemple. Un scénario nomme un bloc (\`cross: [metadata-cda]\`, avec \`with: [étape.request]\` ou \`[recherche.answer]\` pour les messages antérieurs) ; \`addax validate METADATA.XML --related DOC00001.XML\` compare des fichiers. À gauche, les noms d’attributs XDS ; à droite, le chemin dans le CDA, l’élément du VIHF ou le champ de PID (d’une réponse en HL7 V3, ce qui lui correspond). Une ligne n’est jugée que si les deux côtés disent quelque chose.

What is said twice must agree. Each row is a rule; \`addax explain RULE\` gives the clause, the remedy and an example. A scenario names a block (\`cross: [metadata-cda]\`, with \`with: [step.request]\` or \`[search.answer]\` for earlier messages); \`addax validate METADATA.XML --related DOC00001.XML\` compares files. On the left, names of XDS attributes; on the right, the path in the CDA, the item of the VIHF or the field of PID (of an answer in HL7 V3, what stands for it). A row is judged only where both sides say something.

${validators
  .flatMap(({ rules, blocks }) => {
    const levels = new Map(rules.map(({ id, level }) => [id, level]));
    return blocks.map((block) => table(levels, block));
  })
  .join('\n')}`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  checkNode();
  install();
  build();
  const folder = join(root, 'dist/validators');
  const manifests = await Promise.all(
    readdirSync(folder)
      .toSorted()
      .map(async (name) => (await import(join(folder, name, 'manifest.js'))).manifest),
  );
  const validators = await Promise.all(manifests.filter(({ blocks }) => blocks).map((manifest) => manifest.load()));
  writeFileSync(join(root, 'docs/cross-checks.md'), crossChecksPage(validators));
}
