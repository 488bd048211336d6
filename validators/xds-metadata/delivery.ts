import type { Artefact } from '../../src/model/index.js';
import { payloadOf, type Submission } from '../../src/protocols/ebxml/index.js';
import { openSoap, transactionOfAction, WSA } from '../../src/protocols/soap/index.js';
import { xmlOf, type XmlElement } from '../../src/protocols/xml/index.js';

/** How a submission travels: it decides which attributes are due. `file`: no message around it (XDM, or a file of ITI-42). */
export type Delivery = 'ITI-41' | 'ITI-42' | 'ITI-57' | 'file';

/** Tells how a submission travels: by its request element, the transaction that the wire told, its action, in this order. */
export function deliveryOf(artefact: Artefact, submission: Submission): Delivery {
  if (submission.provide) return 'ITI-41';
  const { root } = xmlOf(artefact);
  const transaction = transactionTold(artefact, root);
  if (transaction === 'ITI-41' || transaction === 'ITI-42' || transaction === 'ITI-57') return transaction;
  return root.local === 'Envelope' ? 'ITI-42' : 'file';
}

/** The transaction that the wire told, or that the action of an envelope names. */
function transactionTold(artefact: Artefact, root: XmlElement): string | undefined {
  return artefact.about.transaction ?? transactionOfAction(actionOf(root))?.id;
}

/** The transaction that a response belongs to; undefined when nothing tells. */
export function transactionOfResponse(artefact: Artefact, root: XmlElement): string | undefined {
  const told = transactionTold(artefact, root);
  if (told !== undefined) return told;
  const { local } = payloadOf(root) ?? root;
  return (
    local === 'AdhocQueryResponse' ? 'ITI-18'
    : local === 'RetrieveDocumentSetResponse' ? 'ITI-43'
    : undefined
  );
}

/** The body of the request that a message answers, when it is at hand and can be read. */
export function questionOf({ about }: Artefact): XmlElement | undefined {
  return about.request && openSoap(about.request).bodyElement;
}

function actionOf(root: XmlElement): string | undefined {
  return root.element('Header')?.element('Action', WSA)?.text;
}

/** Does the action of this envelope announce a submission? */
export function promisesSubmission(artefact: Artefact): boolean {
  const action = actionOf(xmlOf(artefact).root)?.trim();
  const transaction = transactionOfAction(action);
  return transaction?.request === action && ['ITI-41', 'ITI-42', 'ITI-57'].includes(transaction?.id ?? '');
}
