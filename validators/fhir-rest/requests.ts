import { quoted } from '../../src/model/index.js';
import { childrenOf } from '../../src/protocols/fhir/index.js';
import { type Asked, parametersOf } from './exchange.js';
import { header, type Judge, placeOfParameter, REQUEST_LINE } from './judge.js';
import { judgeJsonPatch } from './json-patch.js';
import { acceptedForms, formOfParameter, readMediaType } from './media-types.js';
import { RULE } from './rules.js';
import { judgeCriteria, judgeSearch, TOKEN } from './searches.js';

/** Methods that browsers ask with before FHIR does (CORS). */
const ASIDE = new Set(['OPTIONS', 'TRACE', 'CONNECT']);

/** Judges a request: its address, its headers, and what of its body depends on them (FHIR R4, 3.1.0). */
export function judgeRequest(judge: Judge): void {
  const { asked } = judge;
  judgeTags(judge);
  if (!asked) {
    judgeAccept(judge, undefined);
    return;
  }
  const { interaction, method } = asked;
  if (ASIDE.has(method)) return;
  judge.holds(RULE.interaction, interaction !== 'unknown', REQUEST_LINE, () => ({
    expected: 'GET [base]/Patient?…, POST [base]/Patient, GET | PUT | PATCH | DELETE [base]/Patient/1',
    actual: quoted(`${method} ${asked.artefact.about.target ?? ''}`),
  }));
  judgeAccept(judge, asked);
  judgeToken(judge, asked);
  switch (interaction) {
    case 'create':
      judgeBody(judge, asked);
      judgeIfNoneExist(judge, asked);
      break;
    case 'update':
    case 'patch':
    case 'delete':
      judgeBody(judge, asked);
      judgeCondition(judge, asked);
      break;
    case 'search':
      judgeSearch(judge, asked);
      break;
    default:
  }
}

function judgeAccept(judge: Judge, asked: Asked | undefined): void {
  const format = asked?.parameters.find(({ name }) => name === '_format');
  if (format)
    judge.holds(RULE.format, formOfParameter(format.value) !== undefined, placeOfParameter(format), () => ({
      expected: 'json, xml',
      actual: quoted(format.value),
    }));
  const accept = judge.header('accept');
  // what _format says goes before it; a Binary may be asked for in its own form
  if (accept === undefined || format || asked?.type === 'Binary' || asked?.interaction === 'operation') return;
  judge.holds(RULE.accept, acceptedForms(accept).size > 0, header('Accept'), () => ({
    expected: 'application/fhir+json, application/fhir+xml',
    actual: quoted(accept),
  }));
}

/** A tag, or a list of them, or any (RFC 9110, 13.1). */
const TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]{0,200}"$/;
const areTags = (written: string): boolean =>
  written.trim() === '*'
  || written
    .split(',')
    .slice(0, 100)
    .every((one) => TAG.test(one.trim()));

function judgeTags(judge: Judge): void {
  for (const name of ['If-Match', 'If-None-Match']) {
    const written = judge.header(name.toLowerCase());
    if (written === undefined) continue;
    judge.holds(RULE.tagForm, areTags(written), header(name), () => ({ expected: 'W/"3"', actual: quoted(written) }));
  }
}

function judgeToken(judge: Judge, { parameters }: Asked): void {
  const token = parameters.find(({ name, from }) => from === 'address' && TOKEN.test(name));
  const holds = token === undefined;
  if (holds && parameters.every(({ from }) => from === 'body')) return;
  // what it is, is not repeated
  judge.holds(RULE.token, holds, REQUEST_LINE, () => ({ expected: 'Authorization: Bearer …', actual: `${token!.name}=…` }));
}

function judgeBody(judge: Judge, { interaction, type, id }: Asked): void {
  if (interaction === 'patch') {
    if (readMediaType(judge.header('content-type'))?.type === 'application/json-patch+json') judgeJsonPatch(judge);
    return;
  }
  const { resource } = judge;
  if (!resource || interaction === 'delete' || type === 'Binary') return;
  const isOfType = judge.holds(RULE.typeOfBody, resource.resourceType === type, resource, () => ({
    expected: type!,
    actual: quoted(resource.resourceType),
  }));
  if (!isOfType) return;
  const [own] = childrenOf(resource, 'id');
  if (interaction === 'create') judge.holds(RULE.idOnCreate, own === undefined, own ?? resource, () => ({ actual: quoted(own?.value) }));
  else if (id !== undefined)
    judge.holds(RULE.idOfBody, own?.value === id, own ?? { in: resource, missing: 'id' }, () => ({
      expected: id,
      actual: quoted(own?.value),
    }));
}

function judgeIfNoneExist(judge: Judge, asked: Asked): void {
  const written = judge.header('if-none-exist');
  if (written === undefined) return;
  const criteria = parametersOf(written, 'address').filter(({ name }) => !/^_(?:format|pretty)$/.test(name));
  const bare = !/^\s*\?|^[^=]*[/?]/.test(written);
  const holds = bare && criteria.length > 0 && criteria.every(({ value }) => value !== '');
  judge.holds(RULE.ifNoneExist, holds, header('If-None-Exist'), () => ({ expected: 'identifier=system|code', actual: quoted(written) }));
  if (holds) judgeCriteria(judge, asked.type!, criteria, header('If-None-Exist'));
}

function judgeCondition(judge: Judge, { isConditional, type, method, parameters }: Asked): void {
  if (!isConditional) return;
  const criteria = parameters.filter(({ name, value }) => !/^_(?:format|pretty)$/.test(name) && value !== '');
  judge.holds(RULE.criteria, criteria.length > 0, REQUEST_LINE, () => ({
    expected: `${method} [base]/${type!}?identifier=system|code`,
    actual: `${method} ${type!}`,
  }));
  judgeCriteria(judge, type!, criteria);
}
