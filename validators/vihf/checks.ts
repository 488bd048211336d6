import { z } from 'zod';
import {
  readArgument,
  same,
  shorten,
  type Artefact,
  type Bilingual,
  type Check,
  type CheckOutcome,
  type ValidationContext,
} from '../../src/model/index.js';
import { findAssertion, findAssertions, issuersAnswer, SAML_STATUS } from '../../src/protocols/saml/index.js';
import { readXml, XmlSyntaxError, type XmlDocument, type XmlElement } from '../../src/protocols/xml/index.js';
import { isRefusal } from './issued-rules.js';
import { utcInstant } from './time.js';

function assertionId(artefact: Artefact, argument: unknown): CheckOutcome {
  const expected = same(`ID ${shorten(readArgument(z.string().min(1), argument, 'assertion-id'))}`);
  const none = { fr: 'aucune assertion', en: 'no assertion' };
  const document = readOr(artefact);
  if (!document) return { holds: false, expected, actual: none };
  const [assertion] = findAssertions(document.root).assertions;
  if (!assertion) return { holds: false, expected, actual: none, path: document.root.path };
  const id = assertion.attribute('ID') ?? '';
  if (id === argument) return { holds: true };
  const { line, column } = document.position(assertion.start);
  return { holds: false, expected, actual: same(`ID ${shorten(id)}`), line, column, path: assertion.path };
}

const Issued = z.union([z.boolean(), z.literal('in-time')]);

/** Whether an issuer's answer brings an assertion: `true`, `false`; `in-time`: none, or one whose period has not ended. */
function issued(artefact: Artefact, argument: unknown, { at }: ValidationContext): CheckOutcome {
  const wanted = readArgument(Issued, argument, 'issued');
  const expected: Bilingual = {
    true: { fr: 'une assertion', en: 'an assertion' },
    false: { fr: 'un refus', en: 'a refusal' },
    'in-time': { fr: 'un refus, ou une assertion non expirée', en: 'a refusal, or an assertion that has not expired' },
  }[`${wanted}`];
  const document = readOr(artefact);
  if (!document) return { holds: false, expected, actual: { fr: 'une réponse illisible', en: 'an answer that cannot be read' } };
  const { root } = document;
  const body = root.element('Body')?.elements()[0];
  const assertion = findAssertion(root) ?? [...(body?.descendants('Assertion') ?? [])][0];
  const fails = (element: XmlElement, actual: Bilingual): CheckOutcome => {
    const { line, column } = document.position(element.start);
    return { holds: false, expected, actual, line, column, path: element.path };
  };
  if (!assertion) {
    const answer = issuersAnswer(root);
    const refused = body?.local === 'Fault' || (answer !== undefined && isRefusal(answer));
    if (refused && wanted !== true) return { holds: true };
    const reason = refused && shorten(body?.element('Reason')?.text.trim() ?? body?.element('Status')?.text.trim() ?? '');
    return fails(body ?? root, {
      fr: refused ? `un refus\u00A0: ${reason}` : 'ni assertion ni refus',
      en: refused ? `a refusal: ${reason}` : 'neither an assertion nor a refusal',
    });
  }
  const end = utcInstant(assertion.element('Conditions')?.attribute('NotOnOrAfter'));
  const expired = end !== undefined && end.getTime() <= at.getTime();
  if (wanted === true || (wanted === 'in-time' && !expired)) return { holds: true };
  return fails(
    assertion,
    expired ? { fr: 'une assertion expirée', en: 'an expired assertion' } : { fr: 'une assertion', en: 'an assertion' },
  );
}

/** Status codes of SAML, top and second level, without their common beginning: `Requester`, `Requester/RequestDenied`. */
function samlStatus(artefact: Artefact, argument: unknown): CheckOutcome {
  const wanted = readArgument(z.string().min(1), argument, 'saml-status');
  const root = readOr(artefact)?.root;
  const first = root && issuersAnswer(root)?.at('Status', 'StatusCode');
  const codes = [first, first?.element('StatusCode')].flatMap((element) => element?.attribute('Value')?.replace(SAML_STATUS, '') ?? []);
  const given = codes.join('/');
  if (given === wanted || codes[0] === wanted) return { holds: true };
  const place = first && { ...first.document.position(first.start), path: first.path };
  return {
    holds: false,
    expected: same(wanted),
    actual: given === '' ? { fr: 'aucun statut SAML', en: 'no SAML status' } : same(shorten(given)),
    ...(place && { line: place.line, column: place.column, path: place.path }),
  };
}

function readOr(artefact: Artefact): XmlDocument | undefined {
  try {
    return readXml(artefact.bytes);
  } catch (error) {
    if (error instanceof XmlSyntaxError) return undefined;
    throw error;
  }
}

/** Structured checks of scenarios on the security header of a message. */
export const checks: Readonly<Record<string, Check>> = {
  'assertion-id': {
    title: { fr: 'Le message porte l’assertion attendue.', en: 'The message carries the assertion expected.' },
    evaluate: assertionId,
  },
  issued: {
    title: {
      fr: 'L’émetteur répond comme attendu\u00A0: par une assertion, ou par un refus.',
      en: 'The issuer answers as expected: with an assertion, or with a refusal.',
    },
    evaluate: issued,
  },
  'saml-status': {
    title: { fr: 'La réponse SAML a le statut attendu.', en: 'The SAML response has the status expected.' },
    evaluate: samlStatus,
  },
};
