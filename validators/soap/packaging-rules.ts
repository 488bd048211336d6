import { quoted, type Rule } from '../../src/model/index.js';
import { inclusionsOf, carriedDocuments, type SoapProblem, type SoapProblemKind } from '../../src/protocols/soap/index.js';
import { attributeOr } from '../../src/protocols/xml/index.js';
import type { Judge, RuleFamily } from './judge.js';

const MTOM = 'SOAP Message Transmission Optimization Mechanism, 3.2';
const IHE = 'IHE ITI TF-2, annexe V.3';
const right = (value: string): string => `Content-Type: ${value}`;

const rules: readonly Rule[] = [
  {
    id: 'SOAP-02-HTTP',
    level: 'SHALL',
    title: { fr: 'Le message HTTP est complet et bien formé.', en: 'The HTTP message is complete and well-formed.' },
    message: { fr: 'Le message HTTP est incomplet ou mal formé.', en: 'The HTTP message is incomplete or malformed.' },
    why: {
      fr: 'Le récepteur attend des octets qui ne viennent pas, puis coupe la connexion.',
      en: 'The receiver waits for bytes that never come, then cuts the connection.',
    },
    hint: {
      fr: 'Annoncer dans Content-Length la taille exacte du corps, et le transmettre en entier.',
      en: 'Announce the exact size of the body in Content-Length, and send all of it.',
    },
    requirements: ['SOAP-02'],
    clause: 'RFC 9112, 6',
    example: { right: 'Content-Length: 5\r\n\r\nabcde', wrong: 'Content-Length: 50\r\n\r\nabcde' },
  },
  {
    id: 'SOAP-02-METHOD',
    level: 'SHALL',
    title: { fr: 'Une demande SOAP est une requête HTTP POST.', en: 'A SOAP request is an HTTP POST request.' },
    message: { fr: 'La requête HTTP n’est pas un POST.', en: 'The HTTP request is not a POST.' },
    why: { fr: 'Le service refuse la requête sans lire son contenu.', en: 'The service refuses the request without reading its content.' },
    hint: { fr: 'Envoyer le message par POST.', en: 'Send the message by POST.' },
    requirements: ['SOAP-02'],
    clause: 'SOAP 1.2 Part 2, 7.4',
    example: { right: 'POST /repository HTTP/1.1', wrong: 'PUT /repository HTTP/1.1' },
  },
  {
    id: 'SOAP-02-ENCODING',
    level: 'SHALL',
    title: {
      fr: 'Le corps HTTP est transmis sans compression : ni gzip, ni autre Content-Encoding.',
      en: 'The HTTP body is sent without compression: neither gzip nor another Content-Encoding.',
    },
    message: { fr: 'Le corps HTTP est compressé.', en: 'The HTTP body is compressed.' },
    why: {
      fr: 'Le service répond 415 sans lire le message, et rien d’autre n’y est vérifiable.',
      en: 'The service answers 415 without reading the message, and nothing else in it can be checked.',
    },
    hint: {
      fr: 'Désactiver la compression dans la pile HTTP et retirer l’en-tête Content-Encoding.',
      en: 'Turn compression off in the HTTP stack and remove the Content-Encoding header.',
    },
    requirements: ['SOAP-02'],
    clause: 'RFC 9110, 8.4 et 15.5.16',
    example: { right: 'Content-Type: application/soap+xml', wrong: 'Content-Type: application/soap+xml\r\nContent-Encoding: gzip' },
  },
  {
    id: 'SOAP-07-TYPE',
    level: 'SHALL',
    title: {
      fr: 'Content-Type vaut application/soap+xml pour un message SOAP 1.2 simple, multipart/related pour un message MTOM.',
      en: 'Content-Type is application/soap+xml for a simple SOAP 1.2 message, multipart/related for an MTOM message.',
    },
    message: { fr: 'Le Content-Type n’est pas celui d’un message SOAP 1.2.', en: 'The Content-Type is not that of a SOAP 1.2 message.' },
    hint: {
      fr: 'Écrire application/soap+xml; charset=UTF-8; action="…", ou multipart/related en MTOM.',
      en: 'Write application/soap+xml; charset=UTF-8; action="…", or multipart/related for MTOM.',
    },
    requirements: ['SOAP-07'],
    clause: 'SOAP 1.2 Part 2, 7.1.4 ; RFC 3902',
    example: { right: right('application/soap+xml; charset=UTF-8'), wrong: right('text/xml; charset=UTF-8') },
  },
  {
    id: 'SOAP-09-MTOM',
    level: 'SHALL',
    title: {
      fr: 'Les messages d’ITI-41 et d’ITI-43 sont transmis en MTOM/XOP.',
      en: 'ITI-41 and ITI-43 messages are sent as MTOM/XOP.',
    },
    message: {
      fr: 'Le message est en SOAP simple alors que la transaction impose MTOM/XOP.',
      en: 'The message is simple SOAP, but the transaction requires MTOM/XOP.',
    },
    why: {
      fr: 'Un entrepôt peut refuser le message, et le document grossit d’un tiers en base64.',
      en: 'A repository may refuse the message, and the document grows by a third as base64.',
    },
    hint: {
      fr: 'Activer MTOM dans la pile SOAP : multipart/related, enveloppe en première pièce, un xop:Include par document.',
      en: 'Turn MTOM on in the SOAP stack: multipart/related, the envelope as first part, one xop:Include per document.',
    },
    requirements: ['SOAP-09'],
    clause: 'IHE ITI TF-2, 3.41.4.1 et 3.43.4.1',
    example: { right: right('multipart/related; type="application/xop+xml"; …'), wrong: right('application/soap+xml; …') },
  },
  {
    id: 'SOAP-09-SIMPLE',
    level: 'SHOULD',
    title: {
      fr: 'Les messages d’ITI-18, d’ITI-42 et d’ITI-57 sont transmis en SOAP simple.',
      en: 'ITI-18, ITI-42 and ITI-57 messages are sent as simple SOAP.',
    },
    message: {
      fr: 'Le message est en MTOM/XOP alors que la transaction ne transporte aucun document.',
      en: 'The message is MTOM/XOP although the transaction carries no document.',
    },
    hint: { fr: 'Désactiver MTOM pour cette transaction.', en: 'Turn MTOM off for this transaction.' },
    requirements: ['SOAP-09'],
    clause: IHE,
    example: { right: right('application/soap+xml; …'), wrong: right('multipart/related; type="application/xop+xml"; …') },
  },
  {
    id: 'SOAP-10-BOUNDARY',
    level: 'SHALL',
    title: {
      fr: 'Le paramètre boundary est présent et délimite réellement les pièces.',
      en: 'The boundary parameter is present and really delimits the parts.',
    },
    message: { fr: 'La frontière annoncée ne délimite aucune pièce.', en: 'The announced boundary delimits no part.' },
    hint: {
      fr: 'Écrire dans boundary la chaîne qui suit « -- » au début de chaque pièce.',
      en: 'Write in boundary the string that follows “--” at the beginning of each part.',
    },
    requirements: ['SOAP-10'],
    clause: 'RFC 2046, 5.1.1',
    example: { right: 'boundary="abc" … --abc', wrong: 'boundary="abc" … --xyz' },
  },
  {
    id: 'SOAP-10-CLOSING',
    level: 'SHALL',
    title: { fr: 'La frontière de fin ferme le message.', en: 'The closing boundary ends the message.' },
    message: {
      fr: 'La frontière de fin manque : le message est tronqué.',
      en: 'The closing boundary is missing: the message is truncated.',
    },
    why: { fr: 'Un document tronqué peut être enregistré comme complet.', en: 'A truncated document may be registered as complete.' },
    hint: { fr: 'Terminer le corps par « --frontière-- ».', en: 'End the body with “--boundary--”.' },
    requirements: ['SOAP-10'],
    clause: 'RFC 2046, 5.1.1',
    example: { right: '--abc--', wrong: '--abc' },
  },
  {
    id: 'SOAP-10-HEADERS',
    level: 'SHALL',
    title: {
      fr: 'Les en-têtes de chaque pièce sont bien formés et son encodage est connu.',
      en: 'The header fields of each part are well-formed and its encoding is known.',
    },
    message: { fr: 'Les en-têtes d’une pièce ne se lisent pas.', en: 'The header fields of a part cannot be read.' },
    hint: {
      fr: 'Écrire un en-tête « Nom: valeur » par ligne, puis une ligne vide avant le contenu.',
      en: 'Write one “Name: value” field per line, then an empty line before the content.',
    },
    requirements: ['SOAP-10'],
    clause: 'RFC 2045, 3 et 6',
    example: { right: 'Content-Type: text/xml\r\n\r\n<a/>', wrong: 'Content-Type text/xml\r\n<a/>' },
  },
  {
    id: 'SOAP-10-CRLF',
    level: 'SHOULD',
    title: {
      fr: 'Les frontières et les en-têtes des pièces finissent par CRLF.',
      en: 'The delimiters and the header fields of the parts end in CRLF.',
    },
    message: { fr: 'Des lignes MIME finissent par LF seul.', en: 'MIME lines end in a bare LF.' },
    why: {
      fr: 'Un lecteur MIME strict ne trouve aucune pièce dans ce message.',
      en: 'A strict MIME reader finds no part in this message.',
    },
    hint: {
      fr: 'Écrire CR LF (\\r\\n) à la fin de chaque ligne de frontière et d’en-tête, sans toucher au contenu des pièces.',
      en: 'Write CR LF (\\r\\n) at the end of each delimiter and header line, without touching the content of the parts.',
    },
    requirements: ['SOAP-10'],
    clause: 'RFC 2046, 5.1.1',
    example: { right: '--abc\\r\\nContent-Type: text/xml\\r\\n', wrong: '--abc\\nContent-Type: text/xml\\n' },
  },
  {
    id: 'SOAP-10-TYPE',
    level: 'SHALL',
    title: {
      fr: 'Le paramètre type de multipart/related vaut application/xop+xml.',
      en: 'The type parameter of multipart/related is application/xop+xml.',
    },
    message: { fr: 'Le paramètre type n’annonce pas un paquet XOP.', en: 'The type parameter does not announce a XOP package.' },
    hint: { fr: 'Écrire type="application/xop+xml".', en: 'Write type="application/xop+xml".' },
    requirements: ['SOAP-10'],
    clause: MTOM,
    example: { right: 'type="application/xop+xml"', wrong: 'type="text/xml"' },
  },
  {
    id: 'SOAP-10-START',
    level: 'SHALL',
    title: {
      fr: 'Le paramètre start, quand il est présent, désigne la pièce racine par son Content-ID.',
      en: 'The start parameter, when present, names the root part by its Content-ID.',
    },
    message: { fr: 'Le paramètre start ne désigne aucune pièce.', en: 'The start parameter names no part.' },
    hint: {
      fr: 'Recopier dans start le Content-ID de l’enveloppe, chevrons compris.',
      en: 'Copy the Content-ID of the envelope into start, angle brackets included.',
    },
    requirements: ['SOAP-10'],
    clause: 'RFC 2387, 3.2',
    example: { right: 'start="<root@lps>"', wrong: 'start="<other@lps>"' },
  },
  {
    id: 'SOAP-10-STARTINFO',
    level: 'SHALL',
    title: {
      fr: 'Le paramètre start-info vaut application/soap+xml.',
      en: 'The start-info parameter is application/soap+xml.',
    },
    message: { fr: 'Le paramètre start-info n’annonce pas SOAP 1.2.', en: 'The start-info parameter does not announce SOAP 1.2.' },
    hint: { fr: 'Écrire start-info="application/soap+xml".', en: 'Write start-info="application/soap+xml".' },
    requirements: ['SOAP-10'],
    clause: MTOM,
    example: { right: 'start-info="application/soap+xml"', wrong: 'start-info="text/xml"' },
  },
  {
    id: 'SOAP-10-ROOT',
    level: 'SHALL',
    title: {
      fr: 'La pièce racine est de type application/xop+xml; type="application/soap+xml".',
      en: 'The root part is of type application/xop+xml; type="application/soap+xml".',
    },
    message: { fr: 'Le type de la pièce racine n’est pas celui de XOP.', en: 'The type of the root part is not that of XOP.' },
    hint: {
      fr: 'Écrire sur la pièce racine Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml".',
      en: 'Write on the root part Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml".',
    },
    requirements: ['SOAP-10'],
    clause: MTOM,
    example: {
      right: right('application/xop+xml; charset=UTF-8; type="application/soap+xml"'),
      wrong: right('application/soap+xml'),
    },
  },
  {
    id: 'SOAP-10-ENCODING',
    level: 'SHOULD',
    title: {
      fr: 'Chaque pièce annonce Content-Transfer-Encoding: binary (ou 8bit).',
      en: 'Each part announces Content-Transfer-Encoding: binary (or 8bit).',
    },
    message: { fr: 'Une pièce n’est pas transmise en binaire.', en: 'A part is not sent as binary.' },
    hint: { fr: 'Écrire Content-Transfer-Encoding: binary sur chaque pièce.', en: 'Write Content-Transfer-Encoding: binary on each part.' },
    requirements: ['SOAP-10'],
    clause: 'XOP, 4.1',
    example: { right: 'Content-Transfer-Encoding: binary', wrong: 'Content-Transfer-Encoding: base64' },
  },
  {
    id: 'SOAP-11-CID',
    level: 'SHALL',
    title: {
      fr: 'Chaque pièce porte un Content-ID entre chevrons, sans « cid: ».',
      en: 'Each part has a Content-ID in angle brackets, without “cid:”.',
    },
    message: { fr: 'Le Content-ID d’une pièce manque ou est mal écrit.', en: 'The Content-ID of a part is missing or badly written.' },
    hint: { fr: 'Écrire Content-ID: <identifiant@domaine>.', en: 'Write Content-ID: <identifier@domain>.' },
    requirements: ['SOAP-11'],
    clause: 'RFC 2045, 7 ; RFC 2392',
    example: { right: 'Content-ID: <doc1@lps>', wrong: 'Content-ID: cid:doc1@lps' },
  },
  {
    id: 'SOAP-11-UNIQUE',
    level: 'SHALL',
    title: { fr: 'Deux pièces n’ont pas le même Content-ID.', en: 'No two parts have the same Content-ID.' },
    message: { fr: 'Deux pièces ont le même Content-ID.', en: 'Two parts have the same Content-ID.' },
    why: {
      fr: 'Le récepteur peut rattacher au patient un autre document que celui que décrivent les métadonnées.',
      en: 'The receiver may attach another document to the patient than the one the metadata describe.',
    },
    hint: { fr: 'Donner à chaque pièce un Content-ID qui n’est qu’à elle.', en: 'Give each part a Content-ID of its own.' },
    requirements: ['SOAP-11'],
    clause: 'RFC 2045, 7',
    example: { right: '<a@lps>, <b@lps>', wrong: '<a@lps>, <a@lps>' },
  },
  {
    id: 'SOAP-11-INCLUDE',
    level: 'SHALL',
    title: {
      fr: 'Chaque xop:Include désigne par « cid: » une pièce du message.',
      en: 'Each xop:Include names a part of the message by “cid:”.',
    },
    message: { fr: 'xop:Include ne désigne aucune pièce du message.', en: 'xop:Include names no part of the message.' },
    why: { fr: 'Le document n’arrive pas.', en: 'The document does not arrive.' },
    hint: {
      fr: 'Écrire href="cid:" suivi du Content-ID de la pièce, sans chevrons, caractères réservés encodés en %.',
      en: 'Write href="cid:" followed by the Content-ID of the part, without angle brackets, reserved characters percent-encoded.',
    },
    requirements: ['SOAP-11'],
    clause: 'XOP, 2.1',
    example: {
      right: '<xop:Include href="cid:doc1@lps"/> … Content-ID: <doc1@lps>',
      wrong: '<xop:Include href="cid:doc2@lps"/> … Content-ID: <doc1@lps>',
    },
  },
  {
    id: 'SOAP-11-ALONE',
    level: 'SHALL',
    title: {
      fr: 'xop:Include est seul dans l’élément dont il remplace le contenu.',
      en: 'xop:Include stands alone in the element whose content it replaces.',
    },
    message: { fr: 'xop:Include est accompagné d’un autre contenu.', en: 'xop:Include stands beside other content.' },
    hint: { fr: 'Retirer le texte et les éléments voisins de xop:Include.', en: 'Remove the text and elements beside xop:Include.' },
    requirements: ['SOAP-11'],
    clause: 'XOP, 3.2',
    example: {
      right: '<xdsb:Document id="d1"><xop:Include href="cid:d1"/></xdsb:Document>',
      wrong: '<xdsb:Document id="d1">PENsaW5pY2Fs<xop:Include href="cid:d1"/></xdsb:Document>',
    },
  },
  {
    id: 'SOAP-11-REFERENCED',
    level: 'SHALL',
    title: {
      fr: 'Chaque pièce, sauf l’enveloppe, est désignée par un xop:Include.',
      en: 'Each part but the envelope is named by an xop:Include.',
    },
    message: { fr: 'Une pièce n’est désignée par aucun xop:Include.', en: 'A part is named by no xop:Include.' },
    why: {
      fr: 'Un contenu voyage sans que rien ne le décrive : il est perdu, ou pris pour un autre.',
      en: 'Content travels that nothing describes: it is lost, or taken for another.',
    },
    hint: {
      fr: 'Désigner la pièce par un xop:Include, ou la retirer du message.',
      en: 'Name the part by an xop:Include, or remove it from the message.',
    },
    requirements: ['SOAP-11'],
    clause: 'XOP, 4.1',
    example: {
      right: '<xop:Include href="cid:doc1@lps"/> … Content-ID: <doc1@lps>',
      wrong: '<xdsb:Document>…</xdsb:Document> … Content-ID: <doc1@lps>',
    },
  },
  {
    id: 'SOAP-12-BASE64',
    level: 'SHALL',
    title: { fr: 'Un document transmis dans l’enveloppe est en base64.', en: 'A document sent within the envelope is base64.' },
    message: { fr: 'Le contenu du document n’est pas du base64.', en: 'The content of the document is not base64.' },
    hint: {
      fr: 'Encoder le document en base64, ou le transmettre en pièce MTOM.',
      en: 'Encode the document as base64, or send it as an MTOM part.',
    },
    requirements: ['SOAP-12'],
    clause: 'XML Schema Part 2, 3.2.16',
    example: {
      right: '<xdsb:Document id="d1">PENsaW5pY2FsRG9jdW1lbnQvPg==</xdsb:Document>',
      wrong: '<xdsb:Document id="d1">&lt;ClinicalDocument/></xdsb:Document>',
    },
  },
];

const RULE_OF: Partial<Record<SoapProblemKind, string>> = {
  http: 'SOAP-02-HTTP',
  'content-type': 'SOAP-07-TYPE',
  'content-encoding': 'SOAP-02-ENCODING',
  boundary: 'SOAP-10-BOUNDARY',
  'closing-boundary': 'SOAP-10-CLOSING',
  'part-headers': 'SOAP-10-HEADERS',
  'bare-line-feed': 'SOAP-10-CRLF',
  'transfer-encoding': 'SOAP-10-HEADERS',
  'root-part': 'SOAP-10-START',
  'content-id-missing': 'SOAP-11-CID',
  'content-id-duplicate': 'SOAP-11-UNIQUE',
};

function judgePackaging(judge: Judge): void {
  const { message } = judge;
  if (message.head === 'http') judge.expect('SOAP-02-HTTP', true, undefined);
  if (message.method !== undefined)
    judge.expect('SOAP-02-METHOD', message.method === 'POST', undefined, () => ({ expected: 'POST', actual: quoted(message.method) }));
  const isCoded = message.problems.some(({ kind }) => kind === 'content-encoding');
  if (!isCoded && (message.head === 'http' || judge.artefact.about.headers)) judge.expect('SOAP-02-ENCODING', true, undefined);
  judgeContentType(judge);
  judgeChoice(judge);
  if (message.packaging === 'mtom' && !isCoded) {
    judgeParts(judge);
    judgeInclusions(judge);
  }
  judgeInlined(judge);
  for (const problem of message.problems) {
    const rule = RULE_OF[problem.kind];
    if (rule !== undefined) tellProblem(judge, rule, problem);
  }
}

function tellProblem(judge: Judge, rule: string, { place, text }: SoapProblem): void {
  judge.expect(rule, false, place, () => ({ message: text, actual: text }));
}

/** Of an envelope alone in a file, nothing tells how it travelled. */
const travels = ({ message, isAnswer, artefact }: Judge): boolean =>
  message.contentType !== undefined
  || message.packaging === 'mtom'
  || message.head !== undefined
  || artefact.about.headers !== undefined
  || (isAnswer && message.status !== undefined);

function judgeContentType(judge: Judge): void {
  const { message } = judge;
  const { contentType, packaging, version } = message;
  // SOAP 1.1 has another type: SOAP-01 says what is wrong
  if (!contentType || version === '1.1' || message.problems.some(({ kind }) => kind === 'content-type')) return;
  const expected = packaging === 'mtom' ? 'multipart/related' : 'application/soap+xml';
  judge.expect('SOAP-07-TYPE', contentType.type === expected, undefined, () => ({ expected, actual: contentType.type }));
}

function judgeChoice(judge: Judge): void {
  const { message, transaction } = judge;
  if (!transaction?.packaging || message.fault || !message.bodyElement || !travels(judge)) return;
  const said = message.packaging === 'mtom' ? 'multipart/related' : (message.contentType?.type ?? { fr: 'SOAP simple', en: 'simple SOAP' });
  if (transaction.packaging === 'mtom')
    judge.expect('SOAP-09-MTOM', message.packaging === 'mtom', message.root, () => ({
      expected: `multipart/related; type="application/xop+xml" (${transaction.id})`,
      actual: said,
    }));
  else
    judge.expect('SOAP-09-SIMPLE', message.packaging === 'simple', undefined, () => ({
      expected: `application/soap+xml (${transaction.id})`,
      actual: said,
    }));
}

function judgeParts(judge: Judge): void {
  const { message } = judge;
  const { contentType, parts, rootPart, problems } = message;
  const has = (kind: SoapProblemKind): boolean => problems.some((problem) => problem.kind === kind);
  if (!has('boundary')) judge.expect('SOAP-10-BOUNDARY', true, undefined);
  if (parts.length === 0) return;
  if (!has('closing-boundary')) judge.expect('SOAP-10-CLOSING', true, undefined);
  if (!has('part-headers') && !has('transfer-encoding')) judge.expect('SOAP-10-HEADERS', true, undefined);
  if (!has('bare-line-feed')) judge.expect('SOAP-10-CRLF', true, undefined);
  if (!has('content-id-duplicate')) judge.expect('SOAP-11-UNIQUE', true, undefined);
  const old = message.version === '1.1';
  if (contentType?.type === 'multipart/related') {
    const { type, start, 'start-info': startInfo } = contentType.parameters;
    judge.expect('SOAP-10-TYPE', type?.toLowerCase() === 'application/xop+xml', undefined, () => ({
      expected: 'type="application/xop+xml"',
      actual: quoted(type),
    }));
    if (start !== undefined && !has('root-part')) judge.expect('SOAP-10-START', true, undefined);
    const media = startInfo?.split(';', 1)[0]?.trim().toLowerCase();
    if (!old)
      judge.expect('SOAP-10-STARTINFO', media === 'application/soap+xml', undefined, () => ({
        expected: 'start-info="application/soap+xml"',
        actual: quoted(startInfo),
      }));
  }
  for (const part of parts) {
    const where = judge.headersOf(part);
    const encoding = part.headers['content-transfer-encoding'];
    judge.expect('SOAP-10-ENCODING', encoding !== undefined && ['binary', '8bit'].includes(encoding.trim().toLowerCase()), where, () => ({
      expected: 'Content-Transfer-Encoding: binary',
      actual: quoted(encoding),
    }));
    const written = part.headers['content-id'];
    if (written !== undefined)
      judge.expect('SOAP-11-CID', /^<[^<>\s]+>$/.test(written.trim()) && !/^<cid:/i.test(written.trim()), where, () => ({
        expected: `Content-ID: <${(part.contentId ?? '').replace(/^cid:/i, '')}>`,
        actual: quoted(written),
      }));
  }
  if (rootPart && !old) {
    const { mediaType } = rootPart;
    const inner = mediaType?.parameters['type']?.split(';', 1)[0]?.trim().toLowerCase();
    judge.expect(
      'SOAP-10-ROOT',
      mediaType?.type === 'application/xop+xml' && inner === 'application/soap+xml',
      judge.headersOf(rootPart),
      () => ({
        expected: 'application/xop+xml; charset=UTF-8; type="application/soap+xml"',
        actual: quoted(rootPart.headers['content-type']),
      }),
    );
  }
}

function judgeInclusions(judge: Judge): void {
  const { message } = judge;
  if (!message.root) return;
  const inclusions = inclusionsOf(message);
  const ids = message.parts
    .flatMap(({ contentId }) => (contentId === undefined ? [] : [contentId]))
    .filter((id) => id !== message.rootPart?.contentId);
  for (const { element, href, part } of inclusions) {
    judge.expect('SOAP-11-INCLUDE', part !== undefined, attributeOr(element, 'href'), () => ({
      expected:
        ids.length > 0 ?
          ids
            .map((id) => `cid:${id}`)
            .slice(0, 3)
            .join(', ')
        : { fr: 'le Content-ID d’une pièce du message', en: 'the Content-ID of a part of the message' },
      actual: quoted(href),
    }));
    const parent = element.parent!;
    const alone = parent.children.every((child) => child === element || (!('local' in child) && child.text.trim() === ''));
    judge.expect('SOAP-11-ALONE', alone, element, () => ({
      expected: { fr: 'aucun autre contenu', en: 'no other content' },
      actual: { fr: `${parent.name} a d’autres contenus`, en: `${parent.name} has other content` },
    }));
  }
  const reached = new Set(inclusions.flatMap(({ contentId }) => contentId ?? []));
  for (const part of message.parts) {
    if (part === message.rootPart) continue;
    // a second part of the same name is told by SOAP-11-UNIQUE
    judge.expect('SOAP-11-REFERENCED', part.contentId !== undefined && reached.has(part.contentId), judge.headersOf(part), () => ({
      expected: `<xop:Include href="cid:${part.contentId ?? '…'}"/>`,
      actual: { fr: `aucun xop:Include ne désigne la pièce ${part.index + 1}`, en: `no xop:Include names part ${part.index + 1}` },
    }));
  }
}

function judgeInlined(judge: Judge): void {
  if (!judge.message.bodyElement) return;
  for (const { element, inclusion } of carriedDocuments(judge.message)) {
    if (inclusion) continue;
    const bad = element.elements()[0];
    const compact = element.text.replace(/[\s]+/g, '');
    const holds = !bad && compact.length % 4 === 0 && compact !== '' && /^[A-Za-z0-9+/]*={0,2}$/.test(compact);
    judge.expect('SOAP-12-BASE64', holds, bad ?? element, () => ({
      expected: { fr: 'du base64', en: 'base64' },
      actual: bad ? `<${bad.name}>` : quoted(element.text.slice(0, 60)),
    }));
  }
}

export const packagingFamily: RuleFamily = { rules, judge: judgePackaging };
