import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { toolVersion, type Finding, type Language, type Rule, type Severity } from '../src/model/index.js';
import { clip, visible } from './html/text.js';
import type { ResultsContext, ResultWriter } from './results.js';
import { say } from './words.js';

/** What GitHub takes in one run; of a longer one it takes nothing. */
const MOST_RESULTS = 25_000;
const MOST_NOTIFICATIONS = 1000;
const LEVEL: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'note' };

/**
 * SARIF 2.1.0, for the annotations of GitHub and GitLab and for editors. One run; what it says of its rules comes after
 * its results, because only then is it known which of them found something.
 */
export function sarifWriter(context: ResultsContext): ResultWriter {
  const { language, root } = context;
  const rules = new Map<string, { index: number; text: string }>();
  const notifications: object[] = [];
  let told = 0;
  let withheld = 0;
  let silent = 0;
  let successful = true;

  const ruleIndex = (finding: Finding): number => {
    const known = rules.get(`${finding.source}\n${finding.rule}`);
    if (known) return known.index;
    const text = JSON.stringify(descriptorOf(finding, context.ruleOf(finding), language));
    rules.set(`${finding.source}\n${finding.rule}`, { index: rules.size, text });
    return rules.size - 1;
  };

  return {
    begin: () =>
      `{"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"columnKind":"utf16CodeUnits","language":"${language}","results":[`,
    add(result) {
      const location = artifactLocation(result.file, root);
      if (result.error) {
        successful &&= result.error.owner === 'peer';
        if (notifications.length < MOST_NOTIFICATIONS)
          notifications.push({
            level: result.error.owner === 'peer' ? 'warning' : 'error',
            message: { text: plain(result.error.text) },
            locations: [{ physicalLocation: { artifactLocation: location } }],
          });
        else silent += 1;
      }
      const seen = new Map<string, number>();
      return result.findings
        .map((finding) => {
          if (told === MOST_RESULTS) {
            withheld += 1;
            return '';
          }
          told += 1;
          const index = ruleIndex(finding);
          const occurrence = (seen.get(finding.fingerprint) ?? 0) + 1;
          seen.set(finding.fingerprint, occurrence);
          return `${told === 1 ? '\n' : ',\n'}${JSON.stringify(resultOf(finding, { index, occurrence, location, language }))}`;
        })
        .join('');
    },
    end() {
      if (withheld > 0) notifications.unshift({ level: 'warning', message: { text: WITHHELD[language](withheld) } });
      if (silent > 0) notifications.push({ level: 'warning', message: { text: SILENT[language](silent) } });
      const driver = { name: 'Addax', version: toolVersion, semanticVersion: toolVersion, language, rules: [] };
      // the rules are text already
      const [before, after] = JSON.stringify({ driver }).split('"rules":[]') as [string, string];
      const invocation = {
        executionSuccessful: successful,
        endTimeUtc: context.at.toISOString(),
        ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
      };
      const packs = context.packs.map(({ coordinate, sha256 }) => ({ coordinate, sha256 }));
      return (
        `],\n"tool":${before}"rules":[${[...rules.values()].map(({ text }) => `\n${text}`).join(',')}]${after},`
        + `"invocations":${JSON.stringify([invocation])},"properties":${JSON.stringify({ packs })}}]}\n`
      );
    },
  };
}

const WITHHELD: Readonly<Record<Language, (n: number) => string>> = {
  fr: (n) =>
    `${n} constat(s) de plus n’y sont pas\u00A0: un fichier SARIF en porte ${MOST_RESULTS} au plus. Le CSV et le JSON Lines ont tout.`,
  en: (n) => `${n} more finding(s) are not in it: a SARIF file carries ${MOST_RESULTS} at most. CSV and JSON Lines have everything.`,
};
const SILENT: Readonly<Record<Language, (n: number) => string>> = {
  fr: (n) => `${n} autre(s) fichier(s) n’ont pas été jugés.`,
  en: (n) => `${n} more file(s) were not judged.`,
};

/** Text that any reader of JSON shows as it is meant. */
const plain = (text: string, most = 1000): string => visible(clip(text, most));

/** What stands between back-ticks or angle brackets is no markup of ours. */
const fenced = (text: string): string => `\n\n\`\`\`xml\n${plain(text).replaceAll('```', "'''")}\n\`\`\``;

function descriptorOf(finding: Finding, rule: Rule | undefined, language: Language): object {
  const message = plain(rule?.message[language] ?? finding.message[language]);
  const parts = [
    rule?.why?.[language],
    `${say('what-to-change', language)}${language === 'fr' ? '\u00A0' : ''}: ${rule?.hint[language] ?? finding.hint[language]}`,
    rule?.clause,
  ].flatMap((part) => (part ? [plain(part)] : []));
  const example = rule?.example;
  return {
    id: finding.rule,
    shortDescription: { text: message },
    fullDescription: { text: plain(rule?.title[language] ?? finding.message[language]) },
    help: {
      text: parts.join('\n\n'),
      ...(example && {
        markdown:
          parts.map((part) => part.replace(/[\\`*_[\]<>#|]/g, '\\$&')).join('\n\n')
          + `\n\n${say('right-example', language)}${fenced(example.right)}\n\n${say('wrong-example', language)}${fenced(example.wrong)}`,
      }),
    },
    defaultConfiguration: { level: LEVEL[finding.severity] },
    properties: { tags: [finding.source], ...(finding.requirements.length > 0 && { requirements: finding.requirements }) },
  };
}

interface Around {
  index: number;
  /** how often this fingerprint came in this file */
  occurrence: number;
  location: object;
  language: Language;
}

function resultOf(finding: Finding, { index, occurrence, location, language }: Around): object {
  const { place } = finding;
  const sentences = [
    finding.message[language],
    finding.expected && `${say('expected', language)}${colon(language)}${clip(finding.expected[language], 300)}`,
    finding.actual && `${say('actual', language)}${colon(language)}${clip(finding.actual[language], 300)}`,
    finding.hint[language],
  ].filter((sentence) => sentence !== undefined);
  // lines of a part that is counted in its own right are no lines of the file
  const inFile = place.part === undefined || place.blob === undefined;
  return {
    ruleId: finding.rule,
    ruleIndex: index,
    level: LEVEL[finding.severity],
    message: {
      text: plain(inFile ? sentences.join('\n') : [`${place.part![language]}, ${place.line}:${place.column}`, ...sentences].join('\n')),
    },
    locations: [
      {
        physicalLocation: {
          artifactLocation: location,
          ...(inFile && { region: { startLine: place.line, startColumn: place.column } }),
        },
        logicalLocations: [{ fullyQualifiedName: plain(place.path) }],
      },
    ],
    // the same rule at the same path is the same alert, whatever its line becomes
    partialFingerprints: { primaryLocationLineHash: `${finding.fingerprint}:${occurrence}` },
  };
}

const colon = (language: Language): string => (language === 'fr' ? '\u00A0: ' : ': ');

/** A file inside the root relative to it, as URI; another by its whole address. */
function artifactLocation(name: string, root: string): object {
  const file = name.replace(/\p{Cs}/gu, '\ufffd');
  const path = relative(root, resolve(root, file));
  if (path === '' || path.startsWith(`..${sep}`) || path === '..' || isAbsolute(path))
    return { uri: pathToFileURL(resolve(root, file)).href };
  return { uri: path.split(sep).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}
