import type { SimulatorContext } from '../../src/model/index.js';
import { IDENTIFIER, NS, readSubmission, type RegistryErrorToWrite, type Submission } from '../../src/protocols/ebxml/index.js';
import { parseCx } from '../../src/protocols/identifiers/index.js';
import type { SoapMessage } from '../../src/protocols/soap/index.js';
import { plannedRegistryError, type HttpRequest } from '../../src/transport/index.js';
import { misplacedIn } from '../../validators/xds-metadata/rules/content.js';
import { delivered, type Delivered } from './delivery.js';
import type { DocumentStore } from './document-store.js';
import type { Refusal } from './refusal.js';
import { checkVihf } from './vihf-gate.js';

export const PROVIDE = 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b';

/** What arrived by ITI-41, or why it is refused. */
export type Received = { submission: Submission; documents: Delivered[] } | { refusals: readonly RegistryErrorToWrite[] };

/**
 * Receives ITI-41 as a Document Repository and a Document Recipient do: lets the VIHF pass, pairs entries and documents,
 * and compares them with the documents that are kept already.
 * @throws SoapFaultError when the VIHF is refused
 */
export async function receive(
  message: SoapMessage,
  context: SimulatorContext,
  request: HttpRequest,
  store: DocumentStore,
): Promise<Received> {
  const submission = message.root && readSubmission(message.root);
  await checkVihf(message, context, submission && patientOf(submission));
  const planned = plannedRegistryError(request.faults);
  if (planned) return { refusals: [planned] };
  const { provide, request: register } = submission ?? {};
  if (!submission || provide?.namespace !== NS.xdsb || register?.namespace !== NS.lcm)
    return {
      refusals: [
        {
          code: 'XDSRepositoryError',
          context:
            'Le corps du message ne contient pas de ProvideAndRegisterDocumentSetRequest avec son SubmitObjectsRequest, dans leurs espaces de noms.',
        },
      ],
    };
  // what is inside the SubmitObjectsRequest, whoever takes the metadata judges
  const misplaced = misplacedIn(provide);
  if (misplaced) {
    const what = misplaced.child ? `l’élément ${misplaced.child.local}${misplaced.repeated ? ' plusieurs fois' : ''}` : 'du texte';
    const location = (misplaced.child ?? provide).path;
    return {
      refusals: [{ code: 'XDSRepositoryMetadataError', context: `ProvideAndRegisterDocumentSetRequest contient ${what}.`, location }],
    };
  }
  const { documents, refusals } = delivered(message, submission);
  refusals.push(...changed(documents, store));
  return refusals.length > 0 ? { refusals } : { submission, documents };
}

/** INS of the submission set. */
function patientOf(submission: Submission): string | undefined {
  const cx = submission.submissionSets[0]?.identifier(IDENTIFIER.setPatientId);
  const id = cx === undefined ? undefined : parseCx(cx).id;
  return id === '' ? undefined : id;
}

/** A uniqueId names the same bytes for ever. */
function changed(documents: readonly Delivered[], store: DocumentStore): Refusal[] {
  return documents.flatMap(({ uniqueId, sha1, bytes, entry }): Refusal[] => {
    const known = store.known(uniqueId);
    if (!known || known.sha1 === sha1) return [];
    const sized = known.size !== bytes.length;
    return [
      {
        code: sized ? 'XDSNonIdenticalSize' : 'XDSNonIdenticalHash',
        context: `Un autre contenu est déjà enregistré sous l’uniqueId « ${uniqueId} ».`,
        location: entry.element.path,
      },
    ];
  });
}
