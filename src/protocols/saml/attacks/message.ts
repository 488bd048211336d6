import { DSIG, signAssertion } from '../../xmldsig/index.js';
import { xml } from '../../xml/index.js';
import { SAML } from '../names.js';
import { security, type AttackGroup } from './attack.js';
import { addAfter, append, at, fill, itself, markupOf, rootOf, set, signature, withoutSignature } from './edit.js';

const WRAPPING = 'W3C XML Signature Best Practices, 3';
const WSS_SAML = 'WSS SAML Token Profile 1.1, 3.4';

/** What an attacker who has one genuine assertion writes: the same, for another user. */
const forged = (assertion: string, id: 'same-id' | 'other-id'): string => {
  const other = fill(withoutSignature(assertion), at('Subject', 'NameID'), (user) =>
    user === '899900038839' ? '899900063480' : '899900038839',
  );
  return id === 'same-id' ? other : set(other, itself, 'ID', `${rootOf(assertion).attribute('ID')!}f`);
};
/** Signature wrapping: the forged assertion, with this right after its Issuer. */
const wrapped = (assertion: string, id: 'same-id' | 'other-id', afterIssuer: string): string =>
  addAfter(forged(assertion, id), at('Issuer'), afterIssuer);
/** Stands for a cipher text: a receiver that has no key for it cannot tell the difference. */
const CIPHER = Buffer.alloc(64, 0x5a).toString('base64');
/** The genuine signature, with this at its end. */
const signatureWith = (assertion: string, content: string): string => markupOf(append(assertion, signature, content), signature);

const wrapping = {
  clause: WRAPPING,
  level: 'error',
} as const;

/** The genuine assertion and its signature are in the message; what is read is another one, or another message. */
export const messageAttacks: AttackGroup = [
  // signature wrapping (XSW1 to XSW8), with wsse:Security for samlp:Response
  {
    ...wrapping,
    id: 'xsw1',
    title: { fr: 'XSW1 : original dans la signature, même ID', en: 'XSW1: original in the signature, same ID' },
    wrong: {
      fr: 'L’assertion contrefaite, de même ID, porte la signature, qui contient l’originale.',
      en: 'The forged assertion, with the same ID, bears the signature, which contains the original.',
    },
    rule: 'VIHF-10',
    blocks: (assertion) => security(wrapped(assertion, 'same-id', signatureWith(assertion, withoutSignature(assertion)))),
  },
  {
    ...wrapping,
    id: 'xsw2',
    title: { fr: 'XSW2 : original avant la signature, même ID', en: 'XSW2: original before the signature, same ID' },
    wrong: {
      fr: 'L’assertion contrefaite, de même ID, contient l’originale puis sa signature.',
      en: 'The forged assertion, with the same ID, contains the original, then its signature.',
    },
    rule: 'VIHF-10',
    blocks: (assertion) => security(wrapped(assertion, 'same-id', withoutSignature(assertion) + markupOf(assertion, signature))),
  },
  {
    ...wrapping,
    id: 'xsw3',
    title: { fr: 'XSW3 : contrefaite avant l’originale', en: 'XSW3: forged one before the original' },
    wrong: {
      fr: 'Une assertion contrefaite, non signée, précède l’originale.',
      en: 'A forged assertion, unsigned, comes before the original.',
    },
    rule: 'VIHF-01',
    blocks: (assertion) => security(forged(assertion, 'other-id') + assertion),
  },
  {
    ...wrapping,
    id: 'xsw4',
    title: { fr: 'XSW4 : originale dans la contrefaite', en: 'XSW4: original within the forged one' },
    wrong: {
      fr: 'L’assertion contrefaite, non signée, contient l’originale signée.',
      en: 'The forged assertion, unsigned, contains the signed original.',
    },
    rule: 'VIHF-08',
    blocks: (assertion) => security(append(forged(assertion, 'other-id'), itself, assertion)),
  },
  {
    ...wrapping,
    id: 'xsw5',
    title: { fr: 'XSW5 : originale après la contrefaite', en: 'XSW5: original after the forged one' },
    wrong: {
      fr: 'L’assertion contrefaite porte la signature ; l’originale, sans signature, la suit.',
      en: 'The forged assertion bears the signature; the original, without it, follows.',
    },
    rule: 'VIHF-10',
    blocks: (assertion) => security(wrapped(assertion, 'other-id', markupOf(assertion, signature)) + withoutSignature(assertion)),
  },
  {
    ...wrapping,
    id: 'xsw6',
    title: { fr: 'XSW6 : original dans la signature, autre ID', en: 'XSW6: original in the signature, another ID' },
    wrong: {
      fr: 'L’assertion contrefaite, d’un autre ID, porte la signature, qui contient l’originale.',
      en: 'The forged assertion, with another ID, bears the signature, which contains the original.',
    },
    rule: 'VIHF-10',
    blocks: (assertion) => security(wrapped(assertion, 'other-id', signatureWith(assertion, withoutSignature(assertion)))),
  },
  {
    ...wrapping,
    id: 'xsw7',
    title: { fr: 'XSW7 : contrefaite dans Extensions', en: 'XSW7: forged one in Extensions' },
    wrong: {
      fr: 'Extensions, lu avant l’originale, contient une assertion de même ID.',
      en: 'Extensions, read before the original, contains an assertion with the same ID.',
    },
    rule: 'VIHF-04',
    blocks: (assertion) =>
      security(
        `<samlp:Extensions xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">${forged(assertion, 'same-id')}</samlp:Extensions>${assertion}`,
      ),
  },
  {
    ...wrapping,
    id: 'xsw8',
    title: { fr: 'XSW8 : original dans ds:Object', en: 'XSW8: original in ds:Object' },
    wrong: {
      fr: 'L’assertion contrefaite porte la signature, dont un Object contient l’originale.',
      en: 'The forged assertion bears the signature, an Object of which contains the original.',
    },
    rule: 'VIHF-10',
    blocks: (assertion) =>
      security(wrapped(assertion, 'other-id', signatureWith(assertion, `<ds:Object>${withoutSignature(assertion)}</ds:Object>`))),
  },
  {
    ...wrapping,
    id: 'xsw-other-header',
    title: { fr: 'original dans un autre en-tête', en: 'original in another header' },
    wrong: {
      fr: 'L’assertion contrefaite porte la signature ; l’originale est dans un autre en-tête SOAP.',
      en: 'The forged assertion bears the signature; the original is in another SOAP header.',
    },
    rule: 'VIHF-10',
    blocks: (assertion) =>
      security(wrapped(assertion, 'other-id', markupOf(assertion, signature)))
      + `<a:Aside xmlns:a="urn:addax:aside">${withoutSignature(assertion)}</a:Aside>`,
  },
  // where the assertion stands
  {
    id: 'two-assertions',
    title: { fr: 'deux assertions', en: 'two assertions' },
    wrong: { fr: 'Security contient deux assertions, signées toutes deux.', en: 'Security contains two assertions, both signed.' },
    clause: 'CI-SIS, Transport synchrone pour client lourd, VIHF, structure',
    level: 'error',
    rule: 'VIHF-01',
    blocks: (assertion, { signer }) => security(assertion + signAssertion(forged(assertion, 'other-id'), signer)),
  },
  {
    id: 'no-assertion',
    title: { fr: 'aucune assertion', en: 'no assertion' },
    wrong: { fr: 'Security est vide.', en: 'Security is empty.' },
    clause: 'CI-SIS, Transport synchrone pour client lourd, VIHF, structure',
    level: 'error',
    rule: 'VIHF-01',
    blocks: () => security(''),
  },
  {
    id: 'outside-security',
    title: { fr: 'assertion hors de Security', en: 'assertion outside Security' },
    wrong: { fr: 'L’assertion est un en-tête SOAP, à côté de Security.', en: 'The assertion is a SOAP header, beside Security.' },
    clause: WSS_SAML,
    level: 'error',
    rule: 'VIHF-01',
    blocks: (assertion) => security('') + assertion,
  },
  {
    id: 'encrypted-assertion',
    title: { fr: 'assertion chiffrée', en: 'encrypted assertion' },
    wrong: {
      fr: 'Security contient une EncryptedAssertion au lieu de l’assertion.',
      en: 'Security contains an EncryptedAssertion instead of the assertion.',
    },
    clause: 'CI-SIS, Transport synchrone pour client lourd, VIHF, structure',
    level: 'error',
    rule: 'VIHF-01',
    blocks: () =>
      security(
        xml`<saml:EncryptedAssertion xmlns:saml="${SAML}"><xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element"><xenc:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#aes256-gcm"/><ds:KeyInfo xmlns:ds="${DSIG}"><ds:KeyName>addax</ds:KeyName></ds:KeyInfo><xenc:CipherData><xenc:CipherValue>${CIPHER}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:EncryptedAssertion>`
          .markup,
      ),
  },
  {
    id: 'duplicate-id',
    title: { fr: 'identifiant porté deux fois', en: 'identifier borne twice' },
    wrong: {
      fr: 'Un autre élément du message porte l’ID de l’assertion.',
      en: 'Another element of the message bears the ID of the assertion.',
    },
    clause: 'XML 1.0, 3.3.1',
    level: 'error',
    rule: 'VIHF-04',
    blocks: (assertion) => `<a:Aside xmlns:a="urn:addax:aside" ID="${rootOf(assertion).attribute('ID')!}"/>${security(assertion)}`,
  },
  {
    id: 'entity',
    title: { fr: 'entité XML', en: 'XML entity' },
    wrong: { fr: 'Le message déclare un DOCTYPE et une entité.', en: 'The message declares a DOCTYPE and an entity.' },
    clause: 'SOAP 1.2 Part 1, 5',
    level: 'error',
    rule: 'VIHF-XML',
    envelope: (envelope) =>
      envelope
        .replace(/^(<\?xml[^>]*\?>)?\s*/, '$1<!DOCTYPE x [<!ENTITY user "899900038839">]>')
        .replace(/(<saml:NameID>)[^<]*/, '$1&user;'),
  },
];
