import { identifierOf, iiOf } from '../../src/identity/patient-v3.js';
import {
  readIi,
  repeated,
  transmissionTo,
  v3All,
  v3At,
  writeQueryAnswer,
  type AcknowledgementDetail,
  type Ii,
  type QueryAck,
} from '../../src/protocols/hl7v3/index.js';
import type { SoapMessage } from '../../src/protocols/soap/index.js';
import type { SoapAnswer } from '../../src/transport/index.js';
import { acknowledging, answered, error, ERROR, queryIdOf, requestOf } from '../patient-demographics-supplier/answer-v3.js';
import type { V3ManagerContext } from './iti-44.js';

const LIST = '//controlActProcess/queryByParameter/parameterList';
/** A message with more errors than this is told that many. */
const MOST_ERRORS = 50;

/**
 * Answers a query of ITI-45 (IHE ITI TF-2, 3.45): the identifiers of the person in one patient, without the one that was asked
 * with and without a name.
 * @throws SoapFaultError for a message that is no such query, or that nothing can answer
 */
export function serveIti45(message: SoapMessage, context: V3ManagerContext): SoapAnswer {
  const request = requestOf(message, ['PRPA_IN201309UV02']);
  const queryId = queryIdOf(request);
  const query = request.query!;
  const { store, device } = context;
  const answer = (code: QueryAck['code'], details: readonly AcknowledgementDetail[], ids: readonly Ii[] = []): SoapAnswer => {
    const patient = { ids, otherIds: [], names: [], telecoms: [], addresses: [], ...(ids[0] && { provider: { root: ids[0].root } }) };
    const body = writeQueryAnswer('PRPA_IN201310UV02', transmissionTo(request, context), {
      acknowledgement: acknowledging(request, details, 'A'),
      registrations: ids.length > 0 ? [{ patient, replaces: [], custodian: device.id }] : [],
      queryAck: { queryId, code, status: details.length > 0 ? 'aborted' : 'deliveredResponse' },
      query: repeated(query),
    });
    return answered('PRPA_IN201310UV02', body);
  };

  const list = v3At(query, 'parameterList');
  const asked = v3All(list, 'patientIdentifier', 'value');
  const id = readIi(asked[0]);
  const identifier = id && identifierOf(id);
  const place = `${LIST}/patientIdentifier/value`;
  if (asked.length !== 1 || !identifier)
    return answer('QE', [error(ERROR.missing, 'La demande donne un identifiant de patient et un seul, avec root et extension.', place)]);
  const domains: number[] = [];
  const unknown: AcknowledgementDetail[] = [];
  for (const [i, value] of v3All(list, 'dataSource', 'value').entries()) {
    const root = readIi(value)?.root;
    const domain = root === undefined ? undefined : store.domain({ namespace: '', oid: root });
    if (domain) domains.push(domain.number);
    else if (unknown.length < MOST_ERRORS)
      unknown.push(error(ERROR.unknownKey, `Domaine inconnu\u00A0: ${(root ?? '').slice(0, 100)}.`, `${LIST}/dataSource[${i + 1}]/value`));
  }
  if (unknown.length > 0) return answer('AE', unknown);
  const found = store.crossReferences(identifier, domains.length > 0 ? [...new Set(domains)] : undefined);
  if (!found.accepted)
    return answer(
      'AE',
      found.refusals.map(({ kind, text }) =>
        error(ERROR.unknownKey, text.fr, `${place}/@${kind === 'unknown-domain' ? 'root' : 'extension'}`),
      ),
    );
  const ids = found.identifiers.flatMap((one) => iiOf(one) ?? []);
  return answer(ids.length > 0 ? 'OK' : 'NF', [], ids);
}
