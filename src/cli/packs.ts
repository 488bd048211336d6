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
import { bold, counted, print, printJson } from './output.js';

type Format = { format: 'text' | 'json' };

/** What one is called, and several. */
type Words = readonly [one: Bilingual, many: Bilingual];

const KINDS: Record<FileKind, Words> = {
  schema: [
    { fr: 'profil schematron', en: 'Schematron profile' },
    { fr: 'profils schematron', en: 'Schematron profiles' },
  ],
  fragment: [
    { fr: 'fragment schematron', en: 'Schematron fragment' },
    { fr: 'fragments schematron', en: 'Schematron fragments' },
  ],
  xsd: [
    { fr: 'schéma XML', en: 'XML schema' },
    { fr: 'schémas XML', en: 'XML schemas' },
  ],
  'value-set': [
    { fr: 'jeu de valeurs', en: 'value set' },
    { fr: 'jeux de valeurs', en: 'value sets' },
  ],
  terminology: [
    { fr: 'terminologie', en: 'terminology' },
    { fr: 'terminologies', en: 'terminologies' },
  ],
  'hl7v2-profile': [
    { fr: 'profil HL7 v2', en: 'HL7 v2 profile' },
    { fr: 'profils HL7 v2', en: 'HL7 v2 profiles' },
  ],
  'hl7v2-tables': [
    { fr: 'fichier de tables HL7 v2', en: 'file of HL7 v2 tables' },
    { fr: 'fichiers de tables HL7 v2', en: 'files of HL7 v2 tables' },
  ],
  'fhir-definition': [
    { fr: 'définition FHIR', en: 'FHIR definition' },
    { fr: 'définitions FHIR', en: 'FHIR definitions' },
  ],
  'fhir-package': [
    { fr: 'description de paquet FHIR', en: 'FHIR package description' },
    { fr: 'descriptions de paquet FHIR', en: 'FHIR package descriptions' },
  ],
  other: [
    { fr: 'autre fichier XML', en: 'other XML file' },
    { fr: 'autres fichiers XML', en: 'other XML files' },
  ],
  unreadable: [
    { fr: 'fichier illisible', en: 'unreadable file' },
    { fr: 'fichiers illisibles', en: 'unreadable files' },
  ],
  manifest: [
    { fr: 'addax-pack.yaml', en: 'addax-pack.yaml' },
    { fr: 'addax-pack.yaml', en: 'addax-pack.yaml' },
  ],
};

const LEFT: Record<LeftReason, Words> = {
  example: [
    { fr: 'exemple de document', en: 'example document' },
    { fr: 'exemples de documents', en: 'example documents' },
  ],
  report: [
    { fr: 'rapport de contrôle', en: 'report of checks' },
    { fr: 'rapports de contrôle', en: 'reports of checks' },
  ],
  presentation: [
    { fr: 'fichier de présentation (feuille de style, FOP)', en: 'presentation file (stylesheet, FOP)' },
    { fr: 'fichiers de présentation (feuilles de style, FOP)', en: 'presentation files (stylesheets, FOP)' },
  ],
  engine: [
    { fr: 'fichier du moteur d’exécution', en: 'file of the execution engine' },
    { fr: 'fichiers du moteur d’exécution', en: 'files of the execution engine' },
  ],
  documentation: [
    { fr: 'fichier de documentation', en: 'documentation file' },
    { fr: 'fichiers de documentation', en: 'documentation files' },
  ],
  archive: [
    { fr: 'archive, non ouverte', en: 'archive, not opened' },
    { fr: 'archives, non ouvertes', en: 'archives, not opened' },
  ],
  symlink: [
    { fr: 'lien symbolique, non suivi', en: 'symbolic link, not followed' },
    { fr: 'liens symboliques, non suivis', en: 'symbolic links, not followed' },
  ],
  hidden: [
    { fr: 'fichier caché', en: 'hidden file' },
    { fr: 'fichiers cachés', en: 'hidden files' },
  ],
  'no-rule': [
    { fr: 'fichier sans règle', en: 'file without rules' },
    { fr: 'fichiers sans règle', en: 'files without rules' },
  ],
};

const CODES: Words = [
  { fr: 'code', en: 'code' },
  { fr: 'codes', en: 'codes' },
];
const SYSTEMS: Words = [
  { fr: 'système', en: 'system' },
  { fr: 'systèmes', en: 'systems' },
];
const ODD: Words = [
  { fr: 'anomalie', en: 'oddity' },
  { fr: 'anomalies', en: 'oddities' },
];
const INTACT: Words = [
  { fr: 'fichier intact', en: 'file intact' },
  { fr: 'fichiers intacts', en: 'files intact' },
];
const PROFILES: Words = [
  { fr: 'profil', en: 'profile' },
  { fr: 'profils', en: 'profiles' },
];
const SAME_KIND: Words = [
  { fr: 'anomalie du même genre', en: 'of the same kind' },
  { fr: 'anomalies du même genre', en: 'of the same kind' },
];

const add: CommandModule<object, Format & { source: string; as?: string }> = {
  command: 'add <source>',
  describe: say({
    fr: 'Ajouter des règles telles que publiées : dossier, fichier, .zip, .tgz ou adresse git (#branche, #étiquette, #commit)',
    en: 'Add rules as published: folder, file, .zip, .tgz or git address (#branch, #tag, #commit)',
  }),
  builder: (yargs) =>
    yargs
      .positional('source', {
        type: 'string',
        demandOption: true,
        describe: say({ fr: 'Dossier, fichier, .zip, .tgz ou adresse git', en: 'Folder, file, .zip, .tgz or git address' }),
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

const kindsIn = (counts: Partial<Record<FileKind, number>>): string =>
  (Object.keys(KINDS) as FileKind[])
    .filter((kind) => counts[kind])
    .map((kind) => counted(counts[kind]!, ...KINDS[kind]))
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
  print(`  ${label({ fr: 'pris', en: 'taken' })}  ${kindsIn(pack.files)}`);
  for (const { reason, count, examples } of left)
    print(`  ${label({ fr: 'laissé', en: 'left' })}  ${counted(count, ...LEFT[reason])}  (${examples[0]}${count > 1 ? ', …' : ''})`);
  told.forEach(printTold);
  if (terminology) printTerminology(terminology);
  print(`  ${label({ fr: 'épinglé', en: 'pinned' })}  ${lockFile}`);
}

/** What codes a pack brings; whoever maintains it is told more by `verify`. */
function printTerminology({ codeSystems, valueSets, codes, told, untold }: TerminologySummary): void {
  const odd = told.length + untold;
  const inAll = (of: string): string =>
    `${counted(codes, ...CODES)} ${of} ${counted(codeSystems, ...SYSTEMS)}, ${counted(valueSets, ...KINDS['value-set'])}`;
  print(
    `  ${label({ fr: 'codes', en: 'codes' })}  ${say({
      fr: `${inAll('de')}${odd > 0 ? `\u00A0; ${counted(odd, ...ODD)} (voir addax packs verify)` : ''}`,
      en: `${inAll('of')}${odd > 0 ? `; ${counted(odd, ...ODD)} (see addax packs verify)` : ''}`,
    })}`,
  );
}

const printTold = ({ path, line, text }: Told): void => print(`  ▲ ${path}${line === undefined ? '' : `:${line}`}  ${text[language]}`);

function printListed(pack: PackState, source: string): void {
  print(`${bold(pack.coordinate)}  ${stateWord(pack)}`);
  print(`  ${label({ fr: 'commit', en: 'commit' })}  ${pack.commit ?? say({ fr: 'inconnu', en: 'unknown' })}`);
  print(`  ${label({ fr: 'sha256', en: 'sha256' })}  ${pack.sha256}`);
  print(`  ${label({ fr: 'source', en: 'source' })}  ${shellWord(source)}`);
  print(`  ${label({ fr: 'fichiers', en: 'files' })}  ${kindsIn(pack.files)}`);
}

function stateWord({ stored, profiles, incomplete }: PackState): string {
  if (!stored)
    return say({
      fr: '✘ absent de cette machine ou abîmé : refaire addax packs add',
      en: '✘ not on this machine or damaged: run addax packs add again',
    });
  if (incomplete === 0)
    return say({ fr: `✔ complet (${counted(profiles, ...PROFILES)})`, en: `✔ complete (${counted(profiles, ...PROFILES)})` });
  return say({
    fr: `▲ incomplet : ${incomplete} sur ${counted(profiles, ...PROFILES)} (voir addax packs verify)`,
    en: `▲ incomplete: ${incomplete} of ${counted(profiles, ...PROFILES)} (see addax packs verify)`,
  });
}

function printVerified({ pack, files, damage, problems, profiles, terminology }: VerifiedPack): void {
  const intact = `✔ ${counted(files, ...INTACT)}`;
  const broken = say({ fr: `✘ fichiers abîmés\u00A0: ${damage.length} sur ${files}`, en: `✘ damaged files: ${damage.length} of ${files}` });
  print(`${bold(pack.coordinate)}  ${pack.sha256.slice(0, SHA256_SHOWN)}…  ${damage.length === 0 ? intact : broken}`);
  for (const { path, damage: what } of damage)
    print(`  ✘ ${path}  ${what === 'missing' ? say({ fr: 'absent', en: 'missing' }) : say({ fr: 'modifié', en: 'changed' })}`);
  problems.forEach(printTold);
  terminology?.told.forEach(printTold);
  if (terminology && terminology.untold > 0) print(`  ▲ ${say({ fr: 'et', en: 'and' })} ${counted(terminology.untold, ...SAME_KIND)}`);
  for (const { path, complete, defects, elsewhere } of profiles) {
    print(`  ${complete ? say({ fr: '✔ complet  ', en: '✔ complete  ' }) : say({ fr: '▲ incomplet', en: '▲ incomplete' })}  ${bold(path)}`);
    for (const { place, text, times, incomplete } of defects) {
      const others = times > 1 ? say({ fr: ` (${times} fois)`, en: ` (${times} times)` }) : '';
      print(`      ${incomplete ? '▲' : 'i'} ${place.file}:${place.line}  ${text[language]}${others}`);
    }
    for (const { place, reason } of elsewhere) print(`      i ${place.file}:${place.line}  saxon-js  ${reason}`);
  }
}
