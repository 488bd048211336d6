import { z } from 'zod';
import { readArgument, same, shorten, type Artefact, type Check, type CheckOutcome } from '../../src/model/index.js';
import { findAssertions } from '../../src/protocols/saml/index.js';
import { readXml, XmlSyntaxError } from '../../src/protocols/xml/index.js';

function assertionId(artefact: Artefact, argument: unknown): CheckOutcome {
  const expected = same(`ID ${shorten(readArgument(z.string().min(1), argument, 'assertion-id'))}`);
  const none = { fr: 'aucune assertion', en: 'no assertion' };
  let document;
  try {
    document = readXml(artefact.bytes);
  } catch (error) {
    if (error instanceof XmlSyntaxError) return { holds: false, expected, actual: none };
    throw error;
  }
  const [assertion] = findAssertions(document.root).assertions;
  if (!assertion) return { holds: false, expected, actual: none, path: document.root.path };
  const id = assertion.attribute('ID') ?? '';
  if (id === argument) return { holds: true };
  const { line, column } = document.position(assertion.start);
  return { holds: false, expected, actual: same(`ID ${shorten(id)}`), line, column, path: assertion.path };
}

/** Structured checks of scenarios on the security header of a message. */
export const checks: Readonly<Record<string, Check>> = {
  'assertion-id': {
    title: { fr: 'Le message porte l’assertion attendue.', en: 'The message carries the assertion expected.' },
    evaluate: assertionId,
  },
};
