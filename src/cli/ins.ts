import type { CommandModule } from 'yargs';
import { ConfigurationError, ExitCode, type Bilingual } from '../model/index.js';
import {
  INS_OID,
  insCKey,
  insKey,
  insParts,
  isInsOid,
  judgeIns,
  OBSOLETE_INS_OID,
  parseCx,
  type InsAspect,
  type InsParts,
  type PatientIdentifier,
} from '../protocols/identifiers/index.js';
import { visible } from '../packs/shown.js';
import { language, say } from './language.js';
import { bold, print, printJson, verdictWord } from './output.js';

interface Arguments {
  number: string;
  oid?: string;
  sex?: 'F' | 'M';
  'birth-date'?: string;
  birthplace?: string;
  format: 'text' | 'json';
}

const LONGEST = 200;
/** What may be right all the same, or was right once. */
const DOUBTS: ReadonlySet<InsAspect> = new Set(['month', 'department', 'sex', 'birth-date', 'birthplace', 'legacy']);

export const ins: CommandModule<object, Arguments> = {
  command: 'ins <number>',
  describe: say({ fr: 'Dire de quoi un INS est fait, et ce qui y est faux', en: 'Say what an INS is made of, and what is wrong with it' }),
  builder: (yargs) =>
    yargs
      .positional('number', {
        type: 'string',
        demandOption: true,
        describe: say({
          fr: '15 caractères, 13 sans la clé, ou INS^^^&OID&ISO^NH\u00A0; un INS-C de 22 chiffres',
          en: '15 characters, 13 without the key, or INS^^^&OID&ISO^NH; an INS-C of 22 digits',
        }),
      })
      .string('number')
      .option('oid', { type: 'string', requiresArg: true, describe: say({ fr: 'OID de son autorité', en: 'OID of its authority' }) })
      .option('sex', { choices: ['F', 'M'] as const, describe: say({ fr: 'Sexe du patient', en: 'Sex of the patient' }) })
      .option('birth-date', { type: 'string', requiresArg: true, describe: say({ fr: 'AAAAMMJJ', en: 'YYYYMMDD' }) })
      .option('birthplace', {
        type: 'string',
        requiresArg: true,
        describe: say({ fr: 'Code COG du lieu de naissance', en: 'COG code of the birthplace' }),
      }) as never,
  handler(argv) {
    if (argv.number.length > LONGEST)
      throw new ConfigurationError(
        'NUMBER',
        { fr: `plus de ${LONGEST} caractères.`, en: `more than ${LONGEST} characters.` },
        { fr: 'Donner un seul numéro.', en: 'Give a single number.' },
      );
    const identifier = identifierOf(argv);
    const { value } = identifier;
    const checks = judgeIns({
      identifiers: [identifier],
      // what the person asking is doing with it is not known
      authority: 'production',
      traits: {
        ...(argv.sex && { sex: argv.sex }),
        ...(argv['birth-date'] && { birthDate: argv['birth-date'].replaceAll('-', '') }),
        ...(argv.birthplace && { birthplace: argv.birthplace }),
      },
    });
    const parts = insParts(value);
    const problems = checks.flatMap(({ problem }) => problem ?? []);
    if (checks.length === 0) process.exitCode = ExitCode.inconclusive;
    else if (problems.some(({ kind }) => !DOUBTS.has(kind))) process.exitCode = ExitCode.failed;
    if (argv.format === 'json') {
      printJson({
        number: value,
        oid: identifier.oid ?? null,
        parts: parts ?? null,
        key: (/^\d{22}$/.test(value) ? insCKey(value.slice(0, 20)) : insKey(value.slice(0, 13))) ?? null,
        problems: problems.map(({ kind, text, expected, actual }) => ({
          kind,
          severity: DOUBTS.has(kind) ? 'warning' : 'error',
          text: text[language],
          expected: expected[language],
          actual: actual[language],
        })),
      });
      return;
    }
    print(bold(visible(value)));
    if (parts) printParts(value, parts);
    if (identifier.oid !== undefined) print(`  ${visible(identifier.oid)}  ${AUTHORITY[identifier.oid]?.[language] ?? ''}`.trimEnd());
    for (const { kind, text, expected } of problems) {
      print(`${verdictWord(DOUBTS.has(kind) ? 'WARNING' : 'FAILED')}  ${visible(text[language])}`);
      print(`  ${say({ fr: 'attendu', en: 'expected' })}  ${visible(expected[language])}`);
    }
    if (checks.length === 0)
      print(`${verdictWord('INCONCLUSIVE')}  ${say({ fr: 'Cet identifiant n’est pas un INS.', en: 'This identifier is no INS.' })}`);
    else if (problems.length === 0) print(verdictWord('PASSED'));
  },
};

/** A number as people write it, with spaces, or as messages do; one of 13 characters gets its key, an INS-C its OID. */
function identifierOf({ number, oid }: Arguments): PatientIdentifier {
  const cx = parseCx(number);
  const written = cx.id.replace(/[\s\u00a0.-]/g, '');
  const named = oid ?? (cx.components.length > 3 ? cx.authority.oid : undefined);
  if (named === undefined && /^\d{22}$/.test(written)) return { value: written, oid: OBSOLETE_INS_OID.insC };
  const key = named === undefined || isInsOid(named) ? insKey(written) : undefined;
  return { value: written + (written.length === 13 ? (key ?? '') : ''), ...(named !== undefined && { oid: named }) };
}

const AUTHORITY: Readonly<Record<string, Bilingual>> = {
  [INS_OID.nir]: { fr: 'INS-NIR, production', en: 'INS-NIR, production' },
  [INS_OID.nia]: { fr: 'INS-NIA, production', en: 'INS-NIA, production' },
  [INS_OID.testNir]: { fr: 'identités de test', en: 'test identities' },
  [INS_OID.demonstration]: { fr: 'identités de démonstration', en: 'demonstration identities' },
  [OBSOLETE_INS_OID.insA]: { fr: 'INS-A, abandonné', en: 'INS-A, withdrawn' },
  [OBSOLETE_INS_OID.insC]: { fr: 'INS-C, abandonné', en: 'INS-C, withdrawn' },
};

function printParts(value: string, parts: InsParts): void {
  const { sexDigit, sex, provisional, year, month, isMonthKnown, department, commune, order, key } = parts;
  const abroad = department === '99';
  const rows: [string, Bilingual, Bilingual][] = [
    [
      sexDigit,
      { fr: 'sexe', en: 'sex' },
      {
        fr: `${sex === 'F' ? 'féminin' : 'masculin'}${provisional ? ', numéro d’attente' : ''}`,
        en: `${sex === 'F' ? 'female' : 'male'}${provisional ? ', provisional number' : ''}`,
      },
    ],
    [
      year,
      { fr: 'année', en: 'year' },
      { fr: 'deux derniers chiffres de l’année de naissance', en: 'last two digits of the year of birth' },
    ],
    [
      month,
      { fr: 'mois', en: 'month' },
      isMonthKnown ? { fr: monthName('fr', month), en: monthName('en', month) } : { fr: 'mois inconnu', en: 'month not known' },
    ],
    [
      department,
      { fr: 'département', en: 'department' },
      abroad ? { fr: 'né à l’étranger', en: 'born abroad' } : { fr: 'de naissance', en: 'of birth' },
    ],
    [
      commune,
      abroad ? { fr: 'pays', en: 'country' } : { fr: 'commune', en: 'commune' },
      { fr: `code COG ${value.slice(5, 10).toUpperCase()}`, en: `COG code ${value.slice(5, 10).toUpperCase()}` },
    ],
    [order, { fr: 'rang', en: 'order' }, { fr: 'parmi les naissances de ce mois', en: 'among the births of that month' }],
    [
      key,
      { fr: 'clé', en: 'key' },
      {
        fr: `97 moins le reste par 97\u00A0: ${insKey(value.slice(0, 13))!}`,
        en: `97 minus the remainder by 97: ${insKey(value.slice(0, 13))!}`,
      },
    ],
  ];
  const wide = Math.max(...rows.map(([, name]) => name[language].length));
  for (const [digits, name, meaning] of rows) print(`  ${digits.padEnd(5)}${name[language].padEnd(wide)}  ${meaning[language]}`);
}

const monthName = (locale: string, month: string): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2000, Number(month) - 1, 1));
