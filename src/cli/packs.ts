import { dirname } from 'node:path';
import type { CommandModule } from 'yargs';
import { ExitCode, type Bilingual } from '../model/index.js';
import {
  addPack,
  type AddedPack,
  type FileKind,
  type LeftReason,
  listPacks,
  lockInForce,
  type PackState,
  removePack,
  shellWord,
  sourceSeenFrom,
  type TerminologySummary,
  type Told,
  verifyPacks,
  visible,
  type VerifiedPack,
} from '../packs/index.js';
import { language, say } from './language.js';
import { bold, print, printJson } from './output.js';

type Format = { format: 'text' | 'json' };

const KINDS: Record<FileKind, Bilingual> = {
  schema: { fr: 'profils schematron', en: 'Schematron profiles' },
  fragment: { fr: 'fragments schematron', en: 'Schematron fragments' },
  xsd: { fr: 'schémas XML', en: 'XML schemas' },
  'value-set': { fr: 'jeux de valeurs', en: 'value sets' },
  terminology: { fr: 'terminologies', en: 'terminologies' },
  other: { fr: 'autres fichiers XML', en: 'other XML files' },
  unreadable: { fr: 'fichiers illisibles', en: 'unreadable files' },
  manifest: { fr: 'addax-pack.yaml', en: 'addax-pack.yaml' },
};

const LEFT: Record<LeftReason, Bilingual> = {
  example: { fr: 'exemples de documents', en: 'example documents' },
  report: { fr: 'rapports de contrôle', en: 'reports of checks' },
  presentation: { fr: 'présentation (feuilles de style, FOP)', en: 'presentation (stylesheets, FOP)' },
  engine: { fr: 'moteur d’exécution', en: 'execution engine' },
  documentation: { fr: 'documentation', en: 'documentation' },
  archive: { fr: 'archives, non ouvertes', en: 'archives, not opened' },
  symlink: { fr: 'liens symboliques, non suivis', en: 'symbolic links, not followed' },
  hidden: { fr: 'fichiers cachés', en: 'hidden files' },
  'no-rule': { fr: 'fichiers sans règle', en: 'files without rules' },
};

const add: CommandModule<object, Format & { source: string; as?: string }> = {
  command: 'add <source>',
  describe: say({
    fr: 'Ajouter des règles telles que publiées : dossier, .zip ou adresse git (#branche, #étiquette, #commit)',
    en: 'Add rules as published: folder, .zip or git address (#branch, #tag, #commit)',
  }),
  builder: (yargs) =>
    yargs
      .positional('source', {
        type: 'string',
        demandOption: true,
        describe: say({ fr: 'Dossier, .zip ou adresse git', en: 'Folder, .zip or git address' }),
      })
      .option('as', {
        type: 'string',
        describe: say({
          fr: 'Coordonnée propriétaire:nom:version, au lieu de celle qui est reconnue',
          en: 'Coordinate owner:name:version, instead of the one that is recognised',
        }),
      }) as never,
  async handler(argv) {
    const added = await addPack(argv.source, { cwd: process.cwd(), as: argv.as });
    if (argv.format === 'json') printJson(added);
    else {
      printAdded(added);
      // compiles every profile, so that the first document does not wait
      const [state] = listPacks([added.pack]);
      if (state && state.profiles > 0) print(`  ${label({ fr: 'compilé', en: 'compiled' })}  ${stateWord(state)}`);
    }
  },
};

const list: CommandModule<object, Format> = {
  command: 'list',
  describe: say({ fr: 'Énumérer les paquets du projet', en: 'List the packs of the project' }),
  handler(argv) {
    const lock = lockInForce(process.cwd());
    const packs = listPacks(lock.packs);
    if (argv.format === 'json') printJson({ lock: lock.file, packs });
    else if (packs.length === 0)
      print(
        say({
          fr: 'Aucun paquet : addax juge par ses propres règles. En ajouter : addax packs add DOSSIER',
          en: 'No pack: addax judges by its own rules. To add one: addax packs add FOLDER',
        }),
      );
    else for (const pack of packs) printListed(pack, sourceSeenFrom(pack.source, process.cwd(), dirname(lock.file)));
  },
};

const remove: CommandModule<object, Format & { coordinate: string }> = {
  command: 'remove <coordinate>',
  describe: say({ fr: 'Retirer un paquet du projet', en: 'Remove a pack from the project' }),
  builder: (yargs) =>
    yargs.positional('coordinate', {
      type: 'string',
      demandOption: true,
      describe: say({ fr: 'Par exemple fr.ans:ci-sis-cda:3.0', en: 'For example fr.ans:ci-sis-cda:3.0' }),
    }) as never,
  handler(argv) {
    const { pack, lockFile } = removePack(argv.coordinate, process.cwd());
    if (argv.format === 'json') printJson({ lock: lockFile, removed: pack });
    else print(say({ fr: `${pack.coordinate} retiré de ${lockFile}`, en: `${pack.coordinate} removed from ${lockFile}` }));
  },
};

const verify: CommandModule<object, Format & { coordinate?: string }> = {
  command: 'verify [coordinate]',
  describe: say({
    fr: 'Vérifier que les paquets sont intacts et dire ce qui leur manque',
    en: 'Check that the packs are intact and say what they lack',
  }),
  builder: (yargs) =>
    yargs.positional('coordinate', {
      type: 'string',
      describe: say({ fr: 'Un seul paquet', en: 'One pack only' }),
    }) as never,
  handler(argv) {
    const packs = verifyPacks(process.cwd(), argv.coordinate);
    if (argv.format === 'json') printJson({ packs });
    else packs.forEach(printVerified);
    if (packs.some(({ damage }) => damage.length > 0)) process.exitCode = ExitCode.configuration;
  },
};

export const packs: CommandModule<object, Format> = {
  command: 'packs',
  describe: say({
    fr: 'Gérer les paquets de règles officielles : add, list, remove, verify',
    en: 'Manage packs of official rules: add, list, remove, verify',
  }),
  builder: (yargs) =>
    yargs.command([add, list, remove, verify] as never).demandCommand(1, say({ fr: 'Donner une action.', en: 'Give an action.' })) as never,
  handler() {
    // one of the actions above has run
  },
};

const counted = (counts: Partial<Record<string, number>>, words: Record<string, Bilingual>): string =>
  Object.keys(words)
    .filter((key) => counts[key])
    .map((key) => `${counts[key]} ${words[key]![language]}`)
    .join(', ');

const label = (text: Bilingual): string => say(text).padEnd(10);
const SHA256_SHOWN = 16;

function printAdded({ pack, title, lockFile, state, before, left, told, terminology }: AddedPack): void {
  const word: Record<AddedPack['state'], Bilingual> = {
    new: { fr: 'ajouté', en: 'added' },
    same: { fr: 'déjà là, à l’identique', en: 'already there, the very same' },
    replaced: { fr: 'remplacé', en: 'replaced' },
  };
  print(`${bold(pack.coordinate)}  ${say(word[state])}${title ? `  ${visible(title[language])}` : ''}`);
  print(`  ${label({ fr: 'commit', en: 'commit' })}  ${pack.commit ?? say({ fr: 'inconnu', en: 'unknown' })}`);
  print(`  ${label({ fr: 'sha256', en: 'sha256' })}  ${pack.sha256}`);
  if (before) print(`  ${label({ fr: 'avant', en: 'before' })}  ${before.commit ?? before.sha256}`);
  print(`  ${label({ fr: 'pris', en: 'taken' })}  ${counted(pack.files, KINDS)}`);
  for (const { reason, count, examples } of left)
    print(`  ${label({ fr: 'laissé', en: 'left' })}  ${count} ${LEFT[reason][language]}  (${examples[0]}${count > 1 ? ', …' : ''})`);
  told.forEach(printTold);
  if (terminology) printTerminology(terminology);
  print(`  ${label({ fr: 'épinglé', en: 'pinned' })}  ${lockFile}`);
}

/** What codes a pack brings; whoever maintains it is told more by `verify`. */
function printTerminology({ codeSystems, valueSets, codes, told, untold }: TerminologySummary): void {
  const odd = told.length + untold;
  print(
    `  ${label({ fr: 'codes', en: 'codes' })}  ${say({
      fr: `${codes} codes de ${codeSystems} systèmes, ${valueSets} jeux de valeurs${odd > 0 ? `\u00A0; ${odd} anomalies (voir addax packs verify)` : ''}`,
      en: `${codes} codes of ${codeSystems} systems, ${valueSets} value sets${odd > 0 ? `; ${odd} oddities (see addax packs verify)` : ''}`,
    })}`,
  );
}

const printTold = ({ path, line, text }: Told): void => print(`  ▲ ${path}${line === undefined ? '' : `:${line}`}  ${text[language]}`);

function printListed(pack: PackState, source: string): void {
  print(`${bold(pack.coordinate)}  ${stateWord(pack)}`);
  print(`  ${label({ fr: 'commit', en: 'commit' })}  ${pack.commit ?? say({ fr: 'inconnu', en: 'unknown' })}`);
  print(`  ${label({ fr: 'sha256', en: 'sha256' })}  ${pack.sha256}`);
  print(`  ${label({ fr: 'source', en: 'source' })}  ${shellWord(source)}`);
  print(`  ${label({ fr: 'fichiers', en: 'files' })}  ${counted(pack.files, KINDS)}`);
}

function stateWord({ stored, profiles, incomplete }: PackState): string {
  if (!stored)
    return say({
      fr: '✘ absent de cette machine ou abîmé : refaire addax packs add',
      en: '✘ not on this machine or damaged: run addax packs add again',
    });
  if (incomplete === 0) return say({ fr: `✔ complet (${profiles} profils)`, en: `✔ complete (${profiles} profiles)` });
  return say({
    fr: `▲ incomplet : ${incomplete} profils sur ${profiles} (voir addax packs verify)`,
    en: `▲ incomplete: ${incomplete} of ${profiles} profiles (see addax packs verify)`,
  });
}

function printVerified({ pack, files, damage, problems, profiles, terminology }: VerifiedPack): void {
  const intact = say({ fr: `✔ ${files} fichiers intacts`, en: `✔ ${files} files intact` });
  const broken = say({ fr: `✘ ${damage.length} fichiers abîmés sur ${files}`, en: `✘ ${damage.length} of ${files} files damaged` });
  print(`${bold(pack.coordinate)}  ${pack.sha256.slice(0, SHA256_SHOWN)}…  ${damage.length === 0 ? intact : broken}`);
  for (const { path, damage: what } of damage)
    print(`  ✘ ${path}  ${what === 'missing' ? say({ fr: 'absent', en: 'missing' }) : say({ fr: 'modifié', en: 'changed' })}`);
  problems.forEach(printTold);
  terminology?.told.forEach(printTold);
  if (terminology && terminology.untold > 0)
    print(`  ▲ ${say({ fr: `et ${terminology.untold} anomalies du même genre`, en: `and ${terminology.untold} of the same kind` })}`);
  for (const { path, complete, defects, elsewhere } of profiles) {
    print(`  ${complete ? say({ fr: '✔ complet  ', en: '✔ complete  ' }) : say({ fr: '▲ incomplet', en: '▲ incomplete' })}  ${bold(path)}`);
    for (const { place, text, times, incomplete } of defects) {
      const others = times > 1 ? say({ fr: ` (${times} fois)`, en: ` (${times} times)` }) : '';
      print(`      ${incomplete ? '▲' : 'i'} ${place.file}:${place.line}  ${text[language]}${others}`);
    }
    for (const { place, reason } of elsewhere) print(`      i ${place.file}:${place.line}  saxon-js  ${reason}`);
  }
}
