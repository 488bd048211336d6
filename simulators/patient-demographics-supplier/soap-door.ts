import { randomUUID } from 'node:crypto';
import type { Endpoint, SimulatorContext } from '../../src/model/index.js';
import { actionOf, type V3Context } from '../../src/protocols/hl7v3/index.js';
import type { SoapMessage } from '../../src/protocols/soap/index.js';
import { HttpServer, soapEndpoint, type HttpRequest, type Listening, type SoapAnswer } from '../../src/transport/index.js';
import { requestOf, refusedAsPlanned } from './answer-v3.js';
import { deviceOf, type V3Actor } from '../patient-demographics-consumer/v3-client.js';

/** An HL7 V3 transaction: the interactions it takes, and how it answers. */
export interface V3Transaction {
  id: string;
  takes: readonly string[];
  answer: (message: SoapMessage, request: HttpRequest, context: V3Context) => SoapAnswer;
}

/**
 * Opens the SOAP door of an actor, where a port is given for it.
 * @returns the door and the addresses of its transactions; undefined when it stays closed
 * @throws Error when the port is taken
 */
export async function openSoapDoor(
  actor: V3Actor,
  context: SimulatorContext,
  transactions: readonly V3Transaction[],
): Promise<{ listening: Listening; endpoints: Endpoint[] } | undefined> {
  const port = context.listen.doors?.soap;
  if (port === undefined) return undefined;
  const answering = (): V3Context => ({ now: context.now(), newId: randomUUID, device: deviceOf(actor, context) });
  const listening = await HttpServer.listen({
    actor,
    context: { ...context, listen: { host: context.listen.host, port } },
    path: `/${actor}`,
    ...soapEndpoint({
      // an action may be of two transactions: a notification (ITI-46) is written as a feed (ITI-44)
      ...(transactions.length === 1 && { transaction: transactions[0]!.id }),
      transactions: Object.fromEntries(
        transactions.flatMap(({ takes, answer }) =>
          takes.map((name) => [
            actionOf(name),
            (message: SoapMessage, request: HttpRequest) => {
              const planned = request.faults.take('hl7-ack');
              return Promise.resolve(
                planned === undefined ?
                  answer(message, request, answering())
                : refusedAsPlanned(planned, requestOf(message, takes), answering()),
              );
            },
          ]),
        ),
      ),
    }),
  });
  return { listening, endpoints: transactions.map(({ id }) => ({ actor, transaction: id, url: listening.url })) };
}
