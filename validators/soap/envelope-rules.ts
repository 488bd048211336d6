import { quoted, type Rule } from '../../src/model/index.js';
import { SOAP_11, SOAP_12, WSSE } from '../../src/protocols/soap/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import type { Judge, RuleFamily } from './judge.js';

const rules: readonly Rule[] = [
  {
    id: 'SOAP-XML',
    level: 'SHALL',
    title: { fr: 'L’enveloppe est du XML bien formé, sans DOCTYPE.', en: 'The envelope is well-formed XML, without a DOCTYPE.' },
    message: { fr: 'Le XML de l’enveloppe ne se lit pas.', en: 'The XML of the envelope cannot be read.' },
    hint: { fr: 'Corriger le XML à l’endroit indiqué.', en: 'Correct the XML at the place shown.' },
    requirements: ['SOAP-01'],
    clause: 'SOAP 1.2 Part 1, 5',
    example: { right: '<soap:Envelope>…</soap:Envelope>', wrong: '<soap:Envelope>…' },
  },
  {
    id: 'SOAP-01',
    level: 'SHALL',
    title: {
      fr: 'L’élément racine est une enveloppe SOAP 1.2.',
      en: 'The root element is a SOAP 1.2 envelope.',
    },
    message: { fr: 'L’élément racine n’est pas une enveloppe SOAP 1.2.', en: 'The root element is not a SOAP 1.2 envelope.' },
    why: {
      fr: 'Le récepteur répond VersionMismatch sans lire le message.',
      en: 'The receiver answers VersionMismatch without reading the message.',
    },
    hint: { fr: `Déclarer l’espace de noms ${SOAP_12}.`, en: `Declare the namespace ${SOAP_12}.` },
    requirements: ['SOAP-01'],
    clause: 'SOAP 1.2 Part 1, 5.1 et 5.4.7',
    example: { right: `<soap:Envelope xmlns:soap="${SOAP_12}">`, wrong: `<soap:Envelope xmlns:soap="${SOAP_11}">` },
  },
  {
    id: 'SOAP-01-BODY',
    level: 'SHALL',
    title: {
      fr: 'L’enveloppe contient un Header au plus, puis un Body et rien d’autre.',
      en: 'The envelope holds at most one Header, then one Body and nothing else.',
    },
    message: { fr: 'L’enveloppe n’a pas la structure Header puis Body.', en: 'The envelope does not have the structure Header then Body.' },
    hint: { fr: 'Écrire dans l’enveloppe soap:Header puis soap:Body.', en: 'Write soap:Header then soap:Body in the envelope.' },
    requirements: ['SOAP-01'],
    clause: 'SOAP 1.2 Part 1, 5.1',
    example: {
      right: '<soap:Envelope><soap:Header/><soap:Body/></soap:Envelope>',
      wrong: '<soap:Envelope><soap:Header/></soap:Envelope>',
    },
  },
  {
    id: 'SOAP-06',
    level: 'SHOULD',
    title: {
      fr: 'L’attribut mustUnderstand est dans l’espace de noms de SOAP et vaut true, false, 1 ou 0.',
      en: 'The mustUnderstand attribute is in the SOAP namespace and is true, false, 1 or 0.',
    },
    message: {
      fr: 'mustUnderstand n’a pas d’effet : il n’est pas dans l’espace de noms de SOAP, ou n’est pas un booléen.',
      en: 'mustUnderstand has no effect: it is not in the SOAP namespace, or is not a boolean.',
    },
    hint: { fr: 'Écrire soap:mustUnderstand="true".', en: 'Write soap:mustUnderstand="true".' },
    requirements: ['SOAP-06'],
    clause: 'SOAP 1.2 Part 1, 5.2.3',
    example: { right: '<wsa:Action soap:mustUnderstand="true">', wrong: '<wsa:Action mustUnderstand="1">' },
  },
  {
    id: 'SOAP-08',
    level: 'SHALL',
    title: {
      fr: 'wsse:Security est un bloc d’en-tête SOAP, une fois au plus.',
      en: 'wsse:Security is a SOAP header block, at most once.',
    },
    message: {
      fr: 'wsse:Security n’est pas un bloc unique de l’en-tête SOAP.',
      en: 'wsse:Security is not a single block of the SOAP header.',
    },
    hint: {
      fr: 'Placer un seul wsse:Security comme enfant direct de soap:Header.',
      en: 'Put one wsse:Security as a direct child of soap:Header.',
    },
    requirements: ['SOAP-08'],
    clause: 'WS-Security 1.1, 5',
    example: {
      right: '<soap:Header>…<wsse:Security>…</wsse:Security></soap:Header>',
      wrong: '<soap:Body><wsse:Security>…</wsse:Security>…</soap:Body>',
    },
  },
];

function judgeEnvelope(judge: Judge): void {
  const { message } = judge;
  const { root, problems } = message;
  if (!message.envelope) return;
  const xml = problems.find(({ kind }) => kind === 'not-xml');
  judge.expect('SOAP-XML', !xml, xml?.place, () => ({
    expected: { fr: 'du XML bien formé, sans DOCTYPE', en: 'well-formed XML, without a DOCTYPE' },
    actual: xml!.text,
    message: xml!.text,
  }));
  if (xml) return;
  const other = problems.find(({ kind }) => kind === 'not-envelope');
  const holds = !other && message.version === '1.2';
  judge.expect('SOAP-01', holds, other?.place ?? (root && namespaceOf(root)), () => ({
    expected: `{${SOAP_12}}Envelope`,
    actual: other?.text ?? `{${root?.namespace ?? ''}}Envelope`,
  }));
  if (!root) return;
  judgeStructure(judge, root);
  judgeMustUnderstand(judge, root);
  judgeSecurity(judge, root);
}

/** The declaration of the prefix, where it stands on the element itself. */
function namespaceOf(element: XmlElement): XmlElement | readonly [XmlElement, string] {
  const colon = element.name.indexOf(':');
  const name = colon === -1 ? 'xmlns' : `xmlns:${element.name.slice(0, colon)}`;
  return element.attributes.some((attribute) => attribute.name === name) ? [element, name] : element;
}

function judgeStructure(judge: Judge, root: XmlElement): void {
  const children = root.elements();
  const names = children.map((child) => (child.namespace === root.namespace ? child.local : `{${child.namespace}}${child.local}`));
  const holds = ['Body', 'Header,Body'].includes(names.join(','));
  const wrong = children.find((_, i) => !['Header', 'Body'].includes(names[i]!) || names.indexOf(names[i]!) !== i);
  judge.expect('SOAP-01-BODY', holds, wrong ?? { in: root, missing: 'soap:Body' }, () => ({
    expected: 'Header, Body',
    actual: quoted(names.join(', ') || undefined),
  }));
}

function judgeMustUnderstand(judge: Judge, root: XmlElement): void {
  for (const block of judge.message.header?.elements() ?? [])
    for (const attribute of block.attributes.filter(({ local }) => local === 'mustUnderstand')) {
      const holds = attribute.namespace === root.namespace && ['true', 'false', '1', '0'].includes(attribute.value.trim());
      judge.expect('SOAP-06', holds, [block, attribute.name], () => ({
        expected: `{${root.namespace}}mustUnderstand="true"`,
        actual: `${attribute.namespace === '' ? '' : `{${attribute.namespace}}`}mustUnderstand="${attribute.value}"`,
      }));
    }
}

function judgeSecurity(judge: Judge, root: XmlElement): void {
  const blocks = [...root.descendants('Security', WSSE)];
  const [first, second] = blocks;
  if (!first) return;
  const misplaced = blocks.find((block) => block.parent !== judge.message.header);
  judge.expect('SOAP-08', !misplaced && !second, misplaced ?? second, () => ({
    expected: { fr: 'un wsse:Security, enfant de soap:Header', en: 'one wsse:Security, child of soap:Header' },
    actual:
      misplaced ?
        { fr: `wsse:Security dans ${misplaced.parent?.name ?? ''}`, en: `wsse:Security in ${misplaced.parent?.name ?? ''}` }
      : `${blocks.length} wsse:Security`,
  }));
}

export const envelopeFamily: RuleFamily = { rules, judge: judgeEnvelope };
