import { quoted } from '../../src/model/index.js';
import { readingIn } from './exchange.js';
import { header, type Judge } from './judge.js';
import { formOf, isGeneric, isOwn, readMediaType } from './media-types.js';
import { RULE } from './rules.js';

/** What a body has to be. */
type Content = 'resource' | 'patch' | 'form';

const PATCHES = new Set(['application/json-patch+json', 'application/xml-patch+xml']);
const FORM = 'application/x-www-form-urlencoded';

/** Judges what Content-Type says of the body, and that a resource is in it where one has to be (FHIR R4, 3.1.0.1.8). */
export function judgeContent(judge: Judge): void {
  const { message } = judge;
  const content = judge.isAnswer ? contentOfAnswer(judge) : contentOfRequest(judge);
  const written = judge.header('content-type');
  if (message.bytes.length === 0) {
    if (content === 'resource' && isBodyDue(judge)) judge.holds(RULE.body, false, 'body', () => ({ actual: quoted('') }));
    return;
  }
  const media = readMediaType(written);
  if (media) {
    const { charset, fhirversion } = media.parameters;
    judge.holds(RULE.charset, charset === undefined || /^utf-?8$/i.test(charset), header('Content-Type'), () => ({
      expected: 'charset=utf-8',
      actual: quoted(charset),
    }));
    if (fhirversion !== undefined)
      judge.holds(RULE.version, /^4\.0(?:\.\d)?$/.test(fhirversion), header('Content-Type'), () => ({
        expected: 'fhirVersion=4.0',
        actual: quoted(fhirversion),
      }));
  }
  if (content === undefined || (judge.isAnswer && message.about.headers === undefined)) return;
  const type = media?.type ?? '';
  judge.holds(RULE.mediaType, fits(type, content), header('Content-Type'), () => ({
    expected: EXPECTED[content],
    actual: quoted(written),
  }));
  if (isOwn(type) || isGeneric(type))
    judge.holds(RULE.genericType, isOwn(type), header('Content-Type'), () => ({
      expected: `application/fhir+${formOf(type)!}`,
      actual: type,
    }));
  if (content === 'resource' || (content === 'patch' && formOf(type))) judgeResourceIn(judge, type);
}

const EXPECTED: Readonly<Record<Content, string>> = {
  resource: 'application/fhir+json, application/fhir+xml',
  patch: 'application/json-patch+json, application/xml-patch+xml, application/fhir+json, application/fhir+xml',
  form: FORM,
};

const fits = (type: string, content: Content): boolean =>
  content === 'form' ? type === FORM : formOf(type) !== undefined || (content === 'patch' && PATCHES.has(type));

/** Binary is what it holds; an operation may take and give anything (FHIR R4, 3.2 and 2.42). */
const isFree = ({ asked }: Judge): boolean => asked?.type === 'Binary' || asked?.interaction === 'operation';

function contentOfRequest(judge: Judge): Content | undefined {
  if (isFree(judge)) return undefined;
  switch (judge.asked?.interaction) {
    case 'create':
    case 'update':
    case 'transaction':
      return 'resource';
    case 'patch':
      return 'patch';
    case 'search':
      return judge.asked.method === 'POST' ? 'form' : undefined;
    default:
      return undefined;
  }
}

/** Errors are judged by what they tell (`judgeErrors`). */
const contentOfAnswer = (judge: Judge): Content | undefined =>
  isFree(judge) || judge.status < 200 || judge.status >= 300 ? undefined : 'resource';

/** Whether a body is missed when it is empty. */
function isBodyDue({ asked, isAnswer, status }: Judge): boolean {
  if (!isAnswer) return true;
  if (status !== 200 || asked === undefined || asked.method === 'HEAD') return false;
  return ['read', 'vread', 'search', 'history', 'capabilities', 'transaction'].includes(asked.interaction);
}

function judgeResourceIn(judge: Judge, type: string): void {
  const reading = readingIn(judge.message);
  if (!reading) {
    judge.holds(RULE.body, false, header('Content-Encoding'), () => ({
      expected: 'gzip, deflate, br',
      actual: quoted(judge.header('content-encoding')),
    }));
    return;
  }
  const { root, problems, format } = reading;
  if (root?.resourceType === undefined) {
    const [problem] = problems;
    judge.holds(RULE.body, false, problem?.place ?? 'body', () => ({
      ...(problem?.detail && { expected: problem.detail }),
      ...(problem?.actual !== '' && { actual: quoted(problem?.actual) }),
    }));
    return;
  }
  const announced = formOf(type);
  judge.holds(RULE.body, announced === undefined || announced === format, root, () => ({
    expected: announced === 'json' ? 'JSON' : 'XML',
    actual: format.toUpperCase(),
  }));
}
