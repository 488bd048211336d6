import { quoted, shorten, type Rule } from '../../src/model/index.js';
import { issuersAnswer, readVihf, SAML_STATUS, SAMLP, type FoundAssertions, type Vihf } from '../../src/protocols/saml/index.js';
import { WST } from '../../src/protocols/soap/index.js';
import { attributeOr, elementOr, type XmlElement } from '../../src/protocols/xml/index.js';
import type { Judge } from './judge.js';
import { UTC_FORM, utcInstant } from './time.js';
import { tokenRequestOf, valueOf, type TokenRequest } from './token-request.js';

const TRUST = 'WS-Trust 1.3';
const SAML_CORE = 'SAML 2.0 Core';
const SUCCESS = `${SAML_STATUS}Success`;
const TOP_STATUS: readonly string[] = ['Success', 'Requester', 'Responder', 'VersionMismatch'].map((name) => SAML_STATUS + name);

/** What the answer of an X-Assertion Provider shall be, whatever is in the assertion. */
export const issuedRules: readonly Rule[] = [
  {
    id: 'XUA-21',
    level: 'SHALL',
    title: {
      fr: 'L’émetteur rend une assertion et une seule, à sa place, et aucune avec un refus.',
      en: 'The issuer returns one assertion and only one, in its place, and none with a refusal.',
    },
    message: {
      fr: 'La réponse de l’émetteur n’apporte pas exactement une assertion.',
      en: 'The answer of the issuer does not bring exactly one assertion.',
    },
    why: {
      fr: 'Le logiciel ne sait pas quelle assertion présenter, ou en présente une qui lui a été refusée.',
      en: 'The software does not know which assertion to present, or presents one that was refused to it.',
    },
    hint: {
      fr: 'Écrire l’Assertion dans wst:RequestedSecurityToken, ou dans samlp:Response de statut Success.',
      en: 'Write the Assertion in wst:RequestedSecurityToken, or in a samlp:Response of status Success.',
    },
    requirements: ['XUA-21'],
    clause: `${TRUST}, 4.4 ; ${SAML_CORE}, 3.4.1.4`,
    example: {
      right: '<wst:RequestedSecurityToken><saml:Assertion/></wst:RequestedSecurityToken>',
      wrong: '<wst:RequestedSecurityToken/>',
    },
  },
  {
    id: 'XUA-22',
    level: 'SHALL',
    title: {
      fr: 'La réponse a la forme de son protocole\u00A0: RequestSecurityTokenResponseCollection, ou Response complète.',
      en: 'The answer has the form of its protocol: RequestSecurityTokenResponseCollection, or a complete Response.',
    },
    message: {
      fr: 'La réponse de l’émetteur n’a pas la forme que le protocole définit.',
      en: 'The answer of the issuer does not have the form that the protocol defines.',
    },
    hint: {
      fr: 'WS-Trust\u00A0: une RequestSecurityTokenResponse dans une RequestSecurityTokenResponseCollection\u00A0; SAML\u00A0: ID, Version 2.0, IssueInstant et Status.',
      en: 'WS-Trust: one RequestSecurityTokenResponse in a RequestSecurityTokenResponseCollection; SAML: ID, Version 2.0, IssueInstant and Status.',
    },
    requirements: ['XUA-22'],
    clause: `${TRUST}, 4.3 ; ${SAML_CORE}, 3.2.2`,
    example: {
      right: '<wst:RequestSecurityTokenResponseCollection><wst:RequestSecurityTokenResponse/></wst:RequestSecurityTokenResponseCollection>',
      wrong: '<wst:RequestSecurityTokenResponse/>',
    },
  },
  {
    id: 'XUA-23',
    level: 'SHALL',
    title: {
      fr: 'La réponse désigne sa demande\u00A0: Context est rendu tel quel, InResponseTo est l’ID de l’AuthnRequest.',
      en: 'The answer names its request: Context is given back as it is, InResponseTo is the ID of the AuthnRequest.',
    },
    message: { fr: 'La réponse ne désigne pas la demande.', en: 'The answer does not name the request.' },
    why: {
      fr: 'Une réponse faite à quelqu’un d’autre passerait pour la bonne.',
      en: 'An answer made to somebody else would pass for the right one.',
    },
    hint: { fr: 'Recopier le Context, ou l’ID, de la demande.', en: 'Copy the Context, or the ID, of the request.' },
    requirements: ['XUA-23'],
    clause: `${TRUST}, 3.2 ; ${SAML_CORE}, 3.2.2`,
    example: { right: '<samlp:Response InResponseTo="_q1"/>', wrong: '<samlp:Response/>' },
  },
  {
    id: 'XUA-24',
    level: 'SHALL',
    title: {
      fr: 'L’assertion est celle de l’utilisateur que nomme la demande.',
      en: 'The assertion is that of the user named by the request.',
    },
    message: { fr: 'L’assertion est celle d’un autre utilisateur.', en: 'The assertion is that of another user.' },
    why: {
      fr: 'Les accès d’une personne seraient tracés sous le nom d’une autre, avec ses droits.',
      en: 'The accesses of one person would be logged under the name of another, with that person’s rights.',
    },
    hint: {
      fr: 'Émettre l’assertion pour cet utilisateur, ou refuser.',
      en: 'Issue the assertion for this user, or refuse.',
    },
    requirements: ['XUA-24'],
    clause: `${SAML_CORE}, 3.4.1.4 ; ${TRUST}, 9.1`,
    example: { right: '<saml:NameID>899900063480</saml:NameID>', wrong: '<saml:NameID>899900001035</saml:NameID>' },
  },
  {
    id: 'XUA-25',
    level: 'SHALL',
    title: {
      fr: 'L’assertion dit ce que les Claims de la demande WS-Trust exigent.',
      en: 'The assertion says what the Claims of the WS-Trust request require.',
    },
    message: { fr: 'L’assertion ne dit pas ce qui est demandé.', en: 'The assertion does not say what is asked for.' },
    why: {
      fr: 'La plateforme jugera l’accès sur autre chose que ce que fait l’utilisateur.',
      en: 'The platform will judge the access by something else than what the user does.',
    },
    hint: { fr: 'Écrire cette valeur dans le VIHF, ou refuser.', en: 'Write this value in the VIHF, or refuse.' },
    requirements: ['XUA-25'],
    clause: `${TRUST}, 4.1 ; WS-Federation 1.2, 9.3`,
    example: {
      right: '<saml:Attribute Name="Ressource_URN"><saml:AttributeValue>urn:dmp</saml:AttributeValue></saml:Attribute>',
      wrong: '<saml:Attribute Name="Ressource_URN"><saml:AttributeValue>urn:autre</saml:AttributeValue></saml:Attribute>',
    },
  },
  {
    id: 'XUA-26',
    level: 'SHOULD',
    title: {
      fr: 'L’assertion dit ce que les attributs demandés par l’AuthnRequest portent.',
      en: 'The assertion says what the attributes requested by the AuthnRequest hold.',
    },
    message: { fr: 'L’assertion ne dit pas ce qui est demandé.', en: 'The assertion does not say what is asked for.' },
    hint: {
      fr: 'Écrire cette valeur dans le VIHF, ou refuser par InvalidAttrNameOrValue.',
      en: 'Write this value in the VIHF, or refuse with InvalidAttrNameOrValue.',
    },
    requirements: ['XUA-26'],
    clause: 'SAML V2.0 Protocol Extension for Requesting Attributes per Request 1.0, 2.2',
    example: {
      right: '<saml:Attribute Name="Ressource_URN"><saml:AttributeValue>urn:dmp</saml:AttributeValue></saml:Attribute>',
      wrong: '<saml:AttributeStatement/>',
    },
  },
  {
    id: 'XUA-27',
    level: 'SHOULD',
    title: {
      fr: 'wst:Lifetime et les Conditions de l’assertion donnent la même fin de validité.',
      en: 'wst:Lifetime and the Conditions of the assertion give the same end of validity.',
    },
    message: {
      fr: 'La réponse et l’assertion n’expirent pas au même instant.',
      en: 'The answer and the assertion do not expire at the same instant.',
    },
    why: {
      fr: 'Le logiciel emploierait une assertion expirée, ou en redemanderait une trop tôt.',
      en: 'The software would use an expired assertion, or ask for another too early.',
    },
    hint: {
      fr: 'Écrire dans wsu:Expires l’instant de Conditions/@NotOnOrAfter.',
      en: 'Write the instant of Conditions/@NotOnOrAfter in wsu:Expires.',
    },
    requirements: ['XUA-27'],
    clause: `${TRUST}, 4.4`,
    example: {
      right: '<wsu:Expires>2026-11-20T11:00:00Z</wsu:Expires> … NotOnOrAfter="2026-11-20T11:00:00Z"',
      wrong: '<wsu:Expires>2026-11-20T12:00:00Z</wsu:Expires> … NotOnOrAfter="2026-11-20T11:00:00Z"',
    },
  },
];

/** Judges the answer of an X-Assertion Provider by itself and against its request; does nothing with another message. */
export function judgeIssued(judge: Judge, root: XmlElement, found: FoundAssertions): void {
  const answer = issuersAnswer(root);
  if (!answer) return;
  const saml = answer.namespace === SAMLP;
  judgePresence(judge, answer, found);
  if (saml) judgeResponse(judge, answer);
  else judgeCollection(judge, answer);
  const asked = tokenRequestOf(judge.artefact);
  if (asked) judgeReference(judge, answer, asked);
  const [assertion] = found.assertions;
  if (!assertion) return;
  const vihf = readVihf(assertion);
  if (asked) judgeAgainst(judge, vihf, asked);
  if (!saml) judgeLifetime(judge, answer, vihf);
}

const statusOf = (response: XmlElement): string | undefined => response.at('Status', 'StatusCode')?.attribute('Value');

/** Does an issuer's answer say that it refuses? A fault says so before anybody asks here. */
export const isRefusal = (answer: XmlElement): boolean => answer.namespace === SAMLP && statusOf(answer) !== SUCCESS;

function judgePresence(judge: Judge, answer: XmlElement, { assertions, misplaced }: FoundAssertions): void {
  const expected = isRefusal(answer) ? 0 : 1;
  const [elsewhere] = misplaced;
  judge.expect('XUA-21', assertions.length === expected && !elsewhere, elsewhere ?? assertions[expected] ?? answer, () => ({
    expected:
      expected === 0 ?
        { fr: 'aucune assertion, la demande étant refusée', en: 'no assertion, since the request is refused' }
      : { fr: 'une assertion', en: 'one assertion' },
    actual:
      elsewhere ?
        { fr: 'une assertion ailleurs', en: 'an assertion elsewhere' }
      : { fr: `${assertions.length} assertion(s)`, en: `${assertions.length} assertion(s)` },
  }));
}

function judgeCollection(judge: Judge, answer: XmlElement): void {
  const responses = answer.elements('RequestSecurityTokenResponse', WST);
  judge.expect(
    'XUA-22',
    answer.local === 'RequestSecurityTokenResponseCollection' && responses.length === 1,
    responses[1] ?? answer,
    () => ({
      expected: 'wst:RequestSecurityTokenResponseCollection/wst:RequestSecurityTokenResponse',
      actual:
        answer.local === 'RequestSecurityTokenResponseCollection' ?
          { fr: `${responses.length} RequestSecurityTokenResponse`, en: `${responses.length} RequestSecurityTokenResponse` }
        : answer.name,
    }),
  );
}

function judgeResponse(judge: Judge, answer: XmlElement): void {
  const id = answer.attribute('ID');
  judge.expect('XUA-22', id !== undefined && /^[\p{L}_][\p{L}\p{N}._-]*$/u.test(id), attributeOr(answer, 'ID'), () => ({
    expected: { fr: 'un identifiant XML', en: 'an XML identifier' },
    actual: quoted(id),
  }));
  const version = answer.attribute('Version');
  judge.expect('XUA-22', version === '2.0', attributeOr(answer, 'Version'), () => ({ expected: '2.0', actual: quoted(version) }));
  const instant = answer.attribute('IssueInstant');
  judge.expect('XUA-22', utcInstant(instant) !== undefined, attributeOr(answer, 'IssueInstant'), () => ({
    expected: UTC_FORM,
    actual: quoted(instant),
  }));
  const status = statusOf(answer);
  judge.expect(
    'XUA-22',
    status !== undefined && TOP_STATUS.includes(status),
    elementOr(answer.at('Status', 'StatusCode'), answer, 'samlp:Status/samlp:StatusCode'),
    () => ({ expected: TOP_STATUS.join(' | '), actual: quoted(status) }),
  );
}

function judgeReference(judge: Judge, answer: XmlElement, { protocol, reference }: TokenRequest): void {
  if (reference === undefined) return;
  const bearer = protocol === 'SAML' ? answer : (answer.element('RequestSecurityTokenResponse', WST) ?? answer);
  const name = protocol === 'SAML' ? 'InResponseTo' : 'Context';
  const given = bearer.attribute(name);
  judge.expect('XUA-23', given === reference, attributeOr(bearer, name), () => ({ expected: shorten(reference), actual: quoted(given) }));
}

function judgeAgainst(judge: Judge, vihf: Vihf, { protocol, user, claims }: TokenRequest): void {
  if (user !== undefined) {
    const named = vihf.nameId?.text.trim();
    judge.expect('XUA-24', named === user, elementOr(vihf.nameId, vihf.assertion, 'saml:Subject/saml:NameID'), () => ({
      expected: shorten(user),
      actual: quoted(named),
    }));
  }
  const rule = protocol === 'SAML' ? 'XUA-26' : 'XUA-25';
  for (const [name, wanted] of claims) {
    const attribute = vihf.attribute(name);
    const said = (attribute?.values ?? []).map(valueOf);
    // a code may be asked for without its nomenclature, a patient without the authority that gives the identifier
    const holds = said.some((value) => value === wanted || value.split('^')[0] === wanted);
    judge.expect(rule, holds, elementOr(attribute?.element, vihf.assertion, 'saml:AttributeStatement/saml:Attribute'), () => ({
      expected: shorten(`${name}: ${wanted}`),
      actual: quoted(attribute && said.join(', ')),
    }));
  }
}

function judgeLifetime(judge: Judge, answer: XmlElement, { conditions }: Vihf): void {
  const expires = answer.element('RequestSecurityTokenResponse', WST)?.element('Lifetime', WST)?.element('Expires');
  const [told, stated] = [utcInstant(expires?.text), utcInstant(conditions?.attribute('NotOnOrAfter'))];
  if (!told || !stated) return;
  judge.expect('XUA-27', told.getTime() === stated.getTime(), expires, () => ({
    expected: stated.toISOString(),
    actual: told.toISOString(),
  }));
}
