import { openAnswer } from './answer.mjs';
import { software } from './identity.mjs';
import { post } from './post.mjs';
import { failure } from './send.mjs';
import { writeEnvelope } from './soap.mjs';
import { hl7Local, newUuid } from '../wire/identifiers.mjs';
import { children, first, NS, raw, textOf, xml } from '../wire/xml.mjs';

/** Code system of the interactions of HL7 V3 and of what triggers them. */
const INTERACTIONS = '2.16.840.1.113883.1.6';

/** The applications that this LPS was told to speak to. */
const SERVERS = { supplier: '1.2.250.1.999.100.1', manager: '1.2.250.1.999.100.4' };

const triggerOf = (interaction) => interaction.replace('_IN', '_TE');

const device = (party, typeCode, root) => xml`
<${raw(party)} typeCode="${typeCode}"><device classCode="DEV" determinerCode="INSTANCE"><id root="${root}"/></device></${raw(party)}>`;

/** A message: its wrapper around what it is about. `continues`: the id of the answer that it goes on from. */
function writeMessage({ id, root, interaction, trigger, server, continues, act }) {
  return xml`<${raw(root)} xmlns="${NS.hl7}" xmlns:xsi="${NS.xsi}" ITSVersion="XML_1.0">
<id root="${id}"/>
<creationTime value="${hl7Local(new Date())}"/>
<interactionId root="${INTERACTIONS}" extension="${interaction}"/>
<processingCode code="T"/>
<processingModeCode code="T"/>
<acceptAckCode code="AL"/>${device('receiver', 'RCV', SERVERS[server])}${device('sender', 'SND', software.id)}${
    continues
    && xml`
<acknowledgement><typeCode code="AA"/><targetMessage><id root="${continues.root}" extension="${continues.extension}"/></targetMessage></acknowledgement>`
  }
<controlActProcess classCode="CACT" moodCode="EVN">
<code code="${trigger}" codeSystem="${INTERACTIONS}"/>
${act}
</controlActProcess>
</${raw(root)}>`;
}

/**
 * Sends an HL7 V3 message over SOAP and reads the answer to it. What is sent is made anew for each attempt; a healthy LPS makes one.
 * @param {{to: string, server: 'supplier' | 'manager', name: string, act: object, interaction?: string, trigger?: string, action?: string, continues?: {root: string, extension: string}}} request
 *   `name`: the interaction, as the root is called; `interaction`, `trigger`, `action`: where they are not made from it
 * @returns {Promise<{outcome: 'accepted' | 'refused' | 'stranger' | 'silent', reason?: string, message?: Element, sent: number}>}
 *   `stranger`: what came is the answer to another message
 */
export async function askV3(session, request) {
  const { attempts, timeoutMs } = session.patience;
  for (let sent = 1; ; sent += 1) {
    const answer = await askOnce(session, request, session.input.timeoutMs ?? timeoutMs);
    const stubborn = answer.outcome !== 'accepted' && sent < attempts;
    const twice = answer.outcome === 'accepted' && sent < session.breaks('copies', 1);
    if (!stubborn && !twice) return { ...answer, sent };
  }
}

async function askOnce(
  session,
  { to, server, name, act, interaction = name, trigger = triggerOf(name), action = name, continues },
  timeoutMs,
) {
  const id = session.breaks('v3MessageId', newUuid().slice('urn:uuid:'.length));
  const body = writeMessage({ id, root: name, interaction, trigger, server, continues, act });
  const written = session.breaks('envelope', { soap: NS.soap, action: `${NS.hl7}:${action}`, messageId: newUuid(), to, body });
  const message = {
    contentType: `application/soap+xml; charset=UTF-8; action="${written.action}"`,
    body: Buffer.from(session.breaks('soap', writeEnvelope(written)), session.breaks('hl7Encoding', 'utf8')),
  };
  let opened;
  try {
    const received = await post(to, message, session.tls, { timeoutMs });
    const charset = session.breaks('readsCharset', () => 'utf8')('');
    opened = openAnswer(
      { ...received, body: Buffer.from(received.body.toString(charset)) },
      { messageId: written.messageId, breaks: session.breaks },
    );
  } catch (error) {
    return { outcome: 'silent', reason: failure(error) };
  }
  if (!opened.content)
    return {
      outcome:
        opened.outcome === 'refused' ? 'refused'
        : opened.stranger ? 'stranger'
        : 'silent',
      reason: opened.reason,
    };
  return readV3(session, opened.content, id);
}

/** What an answer says of the message that it answers: by its acknowledgement, and for a query by its queryAck. */
function readV3(session, message, id) {
  const acknowledgement = children(message, 'hl7:acknowledgement')[0];
  if (message.namespaceURI !== NS.hl7 || !acknowledgement) return { outcome: 'silent', reason: 'la réponse n’est pas un message HL7 V3' };
  const target = first(first(acknowledgement, 'hl7:targetMessage'), 'hl7:id');
  if (target?.getAttribute('root') !== id && session.breaks('checksControlId', true))
    return { outcome: 'stranger', reason: 'la réponse reçue est celle d’un autre message' };
  const code = first(acknowledgement, 'hl7:typeCode')?.getAttribute('code') ?? '';
  const found = first(first(message, 'hl7:queryAck'), 'hl7:queryResponseCode')?.getAttribute('code') ?? 'OK';
  if (/^[AC]A$/.test(code) && ['OK', 'NF'].includes(found)) return { outcome: 'accepted', message };
  const detail = first(acknowledgement, 'hl7:acknowledgementDetail');
  const reason = [textOf(detail, 'hl7:text'), first(detail, 'hl7:code')?.getAttribute('code')].filter(Boolean).join(' ; code ');
  return { outcome: 'refused', reason: reason || 'refus sans motif' };
}
