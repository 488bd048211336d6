import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Continuations, IdentityStore } from '../../src/identity/index.js';
import { Artefact } from '../../src/model/index.js';
import { actionOf, readV3, type V3Message } from '../../src/protocols/hl7v3/index.js';
import { openSoap, writeSoap, type SoapMessage } from '../../src/protocols/soap/index.js';
import { Raw } from '../../src/protocols/xml/index.js';
import { SoapFaultError, type SoapAnswer } from '../../src/transport/index.js';
import { validator } from '../../validators/hl7v3/index.js';
import { serveIti47 } from '../patient-demographics-supplier/iti-47.js';
import { serveIti44 } from './iti-44.js';
import { serveIti45 } from './iti-45.js';

const root = process.env['ADDAX_SAMPLES'];
const there = root !== undefined && existsSync(join(root, 'pdqv3')) && existsSync(join(root, 'pixv3'));

/** Domains that the samples speak of, which a store of theirs would know. */
const DOMAINS = [
  '1.3.6.1.4.1.21367.2005.1.1',
  '1.3.6.1.4.1.21367.2005.1.2',
  '2.16.840.1.113883.3.37.4.1.1.2.1.1',
  '1.2.3.4.5.1000',
  '1.2.3.4.666',
];

/** What each is answered, and what is to blame: of most of them, a domain or an identifier that is not known here. */
const ANSWERS: Readonly<Record<string, string>> = {
  'iti47_01_PDQQuery1.xml': 'AE AE 204 livingSubjectId[1]/value',
  'translation_PDQ.xml': 'AA NF',
  'translation_PDQ_ID_Query.xml': 'AE AE 204 livingSubjectId[1]/value',
  'translation_PDQ_Maximal_Query.xml': 'AA NF',
  'translation_PDQ_connectathon2011_namespaces_issue.xml': 'AA NF',
  'translation_PDQ_unused_global_namespace_issue.xml': 'AA NF',
  // an asterisk as given name: a warning
  'translation_PDQ_with_PID4.xml': 'AA NF 103 livingSubjectName[1]/value',
  'xcpd_iti55-sample-request-deferred.xml': 'AE AE 204 livingSubjectId[1]/value',
  'xcpd_iti55-sample-request.xml': 'AE AE 204 livingSubjectId[1]/value',
  // two domains
  'iti44_PIX_FEED_MERGE_Maximal_Request.xml': 'CE 204 priorRegisteredRole/id[1]',
  // an identifier without a root
  'iti44_PIX_FEED_REG_Maximal_Request.xml': 'CE 101 patient/id[3]',
  'iti44_PIX_FEED_REV_Maximal_Request.xml': 'CE 101 patient/id[3]',
  'iti44_ack_A01_Response.xml': 'CA',
  'iti44_ack_A01_with_BR_Response.xml': 'CA',
  'iti44_ack_A04_Response.xml': 'CA',
  'iti44_ack_A08_Response.xml': 'CA',
  'iti44_ack_A40_Response.xml': 'CA',
  'iti45_NistPixpdq_Mesa10501-04_Example_01.xml': 'AE AE 204 value/@extension',
  'iti45_NistPixpdq_Mesa10501-05_Example_01.xml': 'AE AE 204 value/@extension',
  'iti45_NistPixpdq_Mesa10502-03~UnknownId_Example_01.xml': 'AE AE 204 value/@extension',
  'iti45_NistPixpdq_Mesa10503-01~UnknownAssigningAuth_Example_01.xml': 'AE AE 204 value/@root',
  // two patients
  'validation_iti44-multipatient-request-1.xml': 'CE 101 controlActProcess/subject',
  'xsd_prpa-valid.xml': 'CE 204 patient/id[1]',
};

function answerOf(text: string): { answer: V3Message; judged: Artefact } | undefined {
  const bare = text.replace(/^\s*<\?xml[^>]*\?>/, '');
  const wrapped = (body: string, action: string): Artefact =>
    new Artefact('message', Buffer.concat(writeSoap({ action, messageId: 'urn:uuid:1', body: new Raw(body) }).body));
  const question = wrapped(bare, actionOf('PRPA_IN201305UV02'));
  const message = openSoap(question);
  const request = readV3(message.bodyElement);
  if (!request || (request.interaction.kind !== 'query' && request.interaction.kind !== 'feed')) return undefined;
  const store = new IdentityStore();
  for (const oid of DOMAINS) store.addDomain({ namespace: '', oid, type: 'ISO' });
  let ids = 0;
  const context = {
    ...{ store, continuations: new Continuations(), now: new Date('2026-11-20T10:15:00Z') },
    ...{ newId: () => `ID${++ids}`, device: { id: { root: '1.2.250.1.999.4' } } },
  };
  const serve: Record<string, (given: SoapMessage) => SoapAnswer> = {
    PRPA_IN201305UV02: (given) => serveIti47(given, context),
    PRPA_IN201309UV02: (given) => serveIti45(given, context),
  };
  const { body, action } = (serve[request.interaction.name] ?? ((given) => serveIti44(given, context)))(message);
  const written = wrapped(body.markup, action!);
  store.close();
  const judged = new Artefact('answer', written.bytes, { request: question });
  return { answer: readV3(openSoap(judged).bodyElement)!, judged };
}

/** The acknowledgement, what became of the query, the first error, and the end of its place. */
function summary({ acknowledgement, queryAck }: V3Message): string {
  const [detail] = acknowledgement!.details;
  const place = detail?.location?.split('/').slice(-2).join('/');
  return [acknowledgement!.code, queryAck?.code, detail?.code, place].filter((text) => text !== undefined).join(' ');
}

(there ? describe : describe.skip)('third-party messages (skipped without ADDAX_SAMPLES)', () => {
  test('are answered, by messages that nothing is wrong with', async () => {
    const found: Record<string, string> = {};
    for (const folder of ['pdqv3', 'pixv3'])
      for (const name of readdirSync(join(root!, folder)).toSorted()) {
        const text = readFileSync(join(root!, folder, name), 'utf8');
        if (name === 'xsd_prpa-invalid.xml') {
          expect(() => answerOf(text)).toThrow(SoapFaultError);
          continue;
        }
        const given = answerOf(text);
        if (!given) continue;
        found[name] = summary(given.answer);
        const { findings } = await validator.validate(given.judged, { at: new Date(), trust: { anchors: [], crls: [] }, parameters: {} });
        expect([name, findings.map(({ rule, place }) => `${rule} ${place.path}`)]).toEqual([name, []]);
      }
    expect(found).toEqual(ANSWERS);
  });
});
