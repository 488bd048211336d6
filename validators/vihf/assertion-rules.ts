import { quoted, shorten, type Rule } from '../../src/model/index.js';
import { SAML, WSSE, X509_SUBJECT_NAME, type FoundAssertions, type Vihf } from '../../src/protocols/saml/index.js';
import { parseName } from '../../src/protocols/x509/index.js';
import { attributeOr, elementOr, XmlElement, type Aside } from '../../src/protocols/xml/index.js';
import { elementsWithId } from '../../src/protocols/xmldsig/index.js';
import type { Judge, RuleFamily } from './judge.js';
import { isFuture, UTC_FORM, utcInstant } from './time.js';

const VIHF = 'CI-SIS, Transport synchrone pour client lourd, VIHF';
const SAML_CORE = 'SAML 2.0 Core';

/** Ten times what the VIHFs of the field take. */
const LARGEST_ASSERTION = 65_536;

export const assertionRules: readonly Rule[] = [
  {
    id: 'VIHF-XML',
    level: 'SHALL',
    title: { fr: 'Le message qui porte le VIHF est du XML bien formé.', en: 'The message that carries the VIHF is well-formed XML.' },
    message: { fr: 'Le XML ne se lit pas.', en: 'The XML cannot be read.' },
    hint: { fr: 'Corriger le XML à l’endroit indiqué.', en: 'Correct the XML at the place shown.' },
    requirements: ['VIHF-01'],
    clause: 'XML 1.0, 2.1',
    example: { right: '<saml:Assertion>…</saml:Assertion>', wrong: '<saml:Assertion>…' },
  },
  {
    id: 'VIHF-01',
    level: 'SHALL',
    title: {
      fr: 'L’en-tête wsse:Security contient directement une assertion SAML, et une seule.',
      en: 'The wsse:Security header directly contains one SAML assertion, and only one.',
    },
    message: {
      fr: 'wsse:Security ne contient pas exactement une assertion, directement.',
      en: 'wsse:Security does not contain exactly one assertion, directly.',
    },
    why: {
      fr: 'Sans VIHF, la plateforme ne sait pas qui demande l’accès : elle refuse le message.',
      en: 'Without a VIHF the platform does not know who asks for access: it refuses the message.',
    },
    hint: {
      fr: 'Placer l’Assertion comme enfant direct de wsse:Security, dans l’en-tête SOAP.',
      en: 'Put the Assertion as a direct child of wsse:Security, in the SOAP header.',
    },
    requirements: ['VIHF-01'],
    clause: `${VIHF}, structure`,
    example: { right: '<wsse:Security><saml:Assertion>…</saml:Assertion></wsse:Security>', wrong: '<wsse:Security/>' },
  },
  {
    id: 'VIHF-02',
    level: 'SHALL',
    title: { fr: 'L’assertion est dans l’espace de noms de SAML 2.0.', en: 'The assertion is in the SAML 2.0 namespace.' },
    message: { fr: 'L’assertion n’est pas dans l’espace de noms de SAML 2.0.', en: 'The assertion is not in the SAML 2.0 namespace.' },
    hint: { fr: `Déclarer l’espace de noms ${SAML}.`, en: `Declare the namespace ${SAML}.` },
    requirements: ['VIHF-02'],
    clause: `${VIHF}, Assertion/@xmlns`,
    example: { right: `xmlns:saml="${SAML}"`, wrong: 'xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion"' },
  },
  {
    id: 'VIHF-03',
    level: 'SHALL',
    title: { fr: 'Assertion/@Version vaut 2.0.', en: 'Assertion/@Version is 2.0.' },
    message: { fr: 'La version de l’assertion n’est pas 2.0.', en: 'The version of the assertion is not 2.0.' },
    hint: { fr: 'Écrire Version="2.0".', en: 'Write Version="2.0".' },
    requirements: ['VIHF-03'],
    clause: `${SAML_CORE}, 2.3.3`,
    example: { right: 'Version="2.0"', wrong: 'Version="1.1"' },
  },
  {
    id: 'VIHF-04',
    level: 'SHALL',
    title: {
      fr: 'Assertion/@ID est un identifiant XML, unique dans le message.',
      en: 'Assertion/@ID is an XML identifier, unique in the message.',
    },
    message: { fr: 'L’identifiant de l’assertion n’est pas valide.', en: 'The identifier of the assertion is not valid.' },
    why: {
      fr: 'La signature désigne l’assertion par cet identifiant.',
      en: 'The signature designates the assertion by this identifier.',
    },
    hint: {
      fr: 'Écrire « _ » suivi d’un UUID nouveau pour chaque assertion.',
      en: 'Write “_” followed by a new UUID for each assertion.',
    },
    requirements: ['VIHF-04'],
    clause: `${SAML_CORE}, 1.3.4`,
    example: { right: 'ID="_09cd372d-da9e-4d8c-a225-b7304defd6fb"', wrong: 'ID="09cd372d-da9e-4d8c-a225-b7304defd6fb"' },
  },
  {
    id: 'VIHF-04-REPLAY',
    level: 'SHALL',
    title: {
      fr: 'Une plateforme qui refuse les VIHF rejoués n’a pas encore reçu celui-ci.',
      en: 'A platform that refuses replayed VIHFs has not received this one before.',
    },
    message: {
      fr: 'Une assertion de même identifiant a déjà été reçue.',
      en: 'An assertion with the same identifier was received before.',
    },
    why: {
      fr: 'Qui a capté une assertion pourrait la présenter à son tour.',
      en: 'Whoever has captured an assertion could present it in turn.',
    },
    hint: {
      fr: 'Émettre un VIHF nouveau, d’identifiant nouveau, pour chaque appel.',
      en: 'Issue a new VIHF, with a new identifier, for each call.',
    },
    requirements: ['VIHF-04'],
    clause: 'SAML 2.0 Profiles, 4.1.4.5',
    example: { right: 'ID="_1", ID="_2"', wrong: 'ID="_1", ID="_1"' },
  },
  {
    id: 'VIHF-05',
    level: 'SHALL',
    title: { fr: 'Assertion/@IssueInstant est une date et heure UTC.', en: 'Assertion/@IssueInstant is a UTC date and time.' },
    message: { fr: 'La date d’émission n’est pas une date et heure UTC.', en: 'The issue instant is not a UTC date and time.' },
    hint: { fr: 'Écrire la date en UTC, avec le Z final.', en: 'Write the date in UTC, with the final Z.' },
    requirements: ['VIHF-05'],
    clause: `${SAML_CORE}, 1.3.3`,
    example: { right: 'IssueInstant="2026-11-20T10:00:00.000Z"', wrong: 'IssueInstant="2026-11-20T11:00:00+01:00"' },
  },
  {
    id: 'VIHF-05-TIME',
    level: 'SHALL',
    title: {
      fr: 'L’assertion n’est pas émise dans le futur (5 minutes d’écart d’horloge tolérées).',
      en: 'The assertion is not issued in the future (5 minutes of clock difference tolerated).',
    },
    message: { fr: 'La date d’émission est dans le futur.', en: 'The issue instant is in the future.' },
    hint: {
      fr: 'Mettre l’horloge du poste à l’heure et vérifier la conversion en UTC.',
      en: 'Set the clock of the machine and check the conversion to UTC.',
    },
    requirements: ['VIHF-05'],
    clause: `${SAML_CORE}, 2.3.3`,
    example: { right: 'IssueInstant="2026-11-20T10:00:00Z"', wrong: 'IssueInstant="2026-11-20T11:00:00Z"' },
  },
  {
    id: 'VIHF-06',
    level: 'SHALL',
    title: { fr: 'Issuer/@Format désigne un nom de sujet X.509.', en: 'Issuer/@Format stands for an X.509 subject name.' },
    message: { fr: 'Le format de l’émetteur n’est pas X509SubjectName.', en: 'The issuer format is not X509SubjectName.' },
    hint: { fr: `Écrire Format="${X509_SUBJECT_NAME}".`, en: `Write Format="${X509_SUBJECT_NAME}".` },
    requirements: ['VIHF-06'],
    clause: `${VIHF}, Issuer/@Format`,
    example: { right: `Format="${X509_SUBJECT_NAME}"`, wrong: 'Format="urn:oasis:names:tc:SAML:1.1:nameidformat:X509SubjectName"' },
  },
  {
    id: 'VIHF-07',
    level: 'SHALL',
    title: { fr: 'Issuer contient le nom distinctif (DN) du signataire.', en: 'Issuer holds the distinguished name (DN) of the signer.' },
    message: { fr: 'L’émetteur n’est pas un nom distinctif.', en: 'The issuer is not a distinguished name.' },
    hint: {
      fr: 'Copier le sujet du certificat signataire, au format RFC 2253.',
      en: 'Copy the subject of the signing certificate, in RFC 2253 form.',
    },
    requirements: ['VIHF-07'],
    clause: `${VIHF}, Issuer`,
    example: { right: 'CN=DMP SIGN,OU=10B0127189,O=CABINET,ST=Paris (75),C=FR', wrong: 'DMP SIGN' },
  },
  {
    id: 'VIHF-07-NAMES',
    level: 'SHOULD',
    title: {
      fr: 'Le DN de l’émetteur nomme le prénom GN et le département ST.',
      en: 'The DN of the issuer names the given name GN and the department ST.',
    },
    message: { fr: 'Le DN emploie G= ou S=.', en: 'The DN uses G= or S=.' },
    why: {
      fr: 'Un lecteur qui suit la RFC 2253 ne connaît pas ces abréviations.',
      en: 'A reader that follows RFC 2253 does not know these abbreviations.',
    },
    hint: { fr: 'Écrire GN= et ST=, ou l’OID de l’attribut.', en: 'Write GN= and ST=, or the OID of the attribute.' },
    requirements: ['VIHF-07'],
    clause: 'RFC 4514, 3',
    example: { right: 'CN=DMP SIGN,ST=Paris (75),C=FR', wrong: 'CN=DMP SIGN,S=Paris (75),C=FR' },
  },
  {
    id: 'VIHF-70',
    level: 'SHOULD',
    title: {
      fr: 'Aucun commentaire ni instruction ne coupe une valeur de l’assertion.',
      en: 'No comment or instruction cuts a value of the assertion.',
    },
    message: { fr: 'Un commentaire ou une instruction coupe une valeur.', en: 'A comment or an instruction cuts a value.' },
    why: {
      fr: 'La signature ne couvre pas les commentaires : un lecteur qui s’arrête au premier lit une autre valeur que celle qui est signée.',
      en: 'The signature does not cover comments: a reader that stops at the first one reads another value than the one signed.',
    },
    hint: { fr: 'Retirer le commentaire ou l’instruction.', en: 'Remove the comment or the instruction.' },
    requirements: ['VIHF-70'],
    clause: 'W3C Exclusive XML Canonicalization, 2',
    example: { right: '<saml:NameID>899900063480</saml:NameID>', wrong: '<saml:NameID>89990006348<!-- -->0</saml:NameID>' },
  },
  {
    id: 'VIHF-71',
    level: 'SHOULD',
    title: { fr: `L’assertion tient en ${LARGEST_ASSERTION} caractères.`, en: `The assertion holds in ${LARGEST_ASSERTION} characters.` },
    message: { fr: 'L’assertion est démesurée.', en: 'The assertion is oversized.' },
    why: {
      fr: 'La plateforme doit la lire et la canonicaliser avant de savoir qui l’envoie.',
      en: 'The platform has to read and canonicalise it before it knows who sends it.',
    },
    hint: { fr: 'N’écrire dans l’assertion que les attributs du VIHF.', en: 'Write only the attributes of the VIHF in the assertion.' },
    requirements: ['VIHF-71'],
    clause: 'OWASP SAML Security',
    example: { right: '<saml:Assertion>, 6 000 characters', wrong: '<saml:Assertion>, 200 000 characters' },
  },
];

/** Judges that the assertion stands where it should. */
export function judgeWrapping(judge: Judge, root: XmlElement, { holders, assertions, misplaced }: FoundAssertions): void {
  if (root.local === 'Assertion') return;
  const [first, second] = assertions;
  const header = root.local === 'Envelope' ? (root.element('Header') ?? root) : root;
  const foreign = first?.parent?.namespace !== WSSE ? first?.parent : undefined;
  const expected = { fr: 'une Assertion, enfant direct de wsse:Security', en: 'one Assertion, direct child of wsse:Security' };
  if (foreign)
    judge.expect('VIHF-01', false, foreign, () => ({
      expected: `{${WSSE}}Security`,
      actual: shorten(`{${foreign.namespace}}${foreign.local}`),
      message: { fr: 'Security n’est pas dans l’espace de noms de WS-Security.', en: 'Security is not in the WS-Security namespace.' },
      hint: { fr: `Déclarer l’espace de noms ${WSSE}.`, en: `Declare the namespace ${WSSE}.` },
    }));
  else if (second)
    judge.expect('VIHF-01', false, second, () => ({
      expected,
      actual: { fr: `${assertions.length} assertions`, en: `${assertions.length} assertions` },
    }));
  else if (first) judge.expect('VIHF-01', true, first);
  else {
    const [elsewhere] = misplaced;
    const [container] = holders;
    const place = elsewhere ?? (container ? { in: container, missing: 'saml:Assertion' } : { in: header, missing: 'wsse:Security' });
    judge.expect('VIHF-01', false, place, () => ({
      expected,
      actual:
        elsewhere ? { fr: 'une Assertion ailleurs', en: 'an Assertion elsewhere' }
        : container ? { fr: 'aucune Assertion', en: 'no Assertion' }
        : { fr: 'aucun wsse:Security', en: 'no wsse:Security' },
    }));
  }
}

/** VIHF-02 to VIHF-07, VIHF-70 and VIHF-71. */
function judgeAssertion(judge: Judge, { assertion, issuer }: Vihf): void {
  const version = assertion.attribute('Version');
  const id = assertion.attribute('ID');
  const issueInstant = assertion.attribute('IssueInstant');
  judge.expect('VIHF-02', assertion.namespace === SAML, assertion, () => ({ expected: SAML, actual: quoted(assertion.namespace) }));
  judge.expect('VIHF-03', version === '2.0', attributeOr(assertion, 'Version'), () => ({ expected: '2.0', actual: quoted(version) }));

  const isName = id !== undefined && /^[\p{L}_][\p{L}\p{N}._-]*$/u.test(id);
  const twins = isName ? elementsWithId(assertion.document.root, id).length : 0;
  judge.expect('VIHF-04', isName && twins === 1, attributeOr(assertion, 'ID'), () =>
    isName ?
      {
        expected: { fr: 'un identifiant porté par un seul élément', en: 'an identifier that one element bears' },
        actual: { fr: `${shorten(id)}, porté par ${twins} éléments`, en: `${shorten(id)}, borne by ${twins} elements` },
        message: {
          fr: 'Plusieurs éléments du message portent l’identifiant de l’assertion.',
          en: 'Several elements of the message bear the identifier of the assertion.',
        },
      }
    : {
        expected: { fr: 'une lettre ou _, puis lettres, chiffres, - _ .', en: 'a letter or _, then letters, digits, - _ .' },
        actual: quoted(id),
      },
  );

  const used = judge.context.parameters['usedAssertions'];
  if (used !== undefined && isName)
    judge.expect('VIHF-04-REPLAY', !used.split(' ').includes(id), [assertion, 'ID'], () => ({
      expected: { fr: 'un identifiant nouveau', en: 'a new identifier' },
      actual: shorten(id),
    }));

  const issued = utcInstant(issueInstant);
  judge.expect('VIHF-05', issued !== undefined, attributeOr(assertion, 'IssueInstant'), () => ({
    expected: UTC_FORM,
    actual: quoted(issueInstant),
  }));
  if (issued)
    judge.expect('VIHF-05-TIME', !isFuture(issued, judge.context.at), attributeOr(assertion, 'IssueInstant'), () => ({
      expected: { fr: `au plus tard ${judge.context.at.toISOString()}`, en: `${judge.context.at.toISOString()} at the latest` },
      actual: quoted(issueInstant),
    }));

  const format = issuer?.attribute('Format');
  if (issuer)
    judge.expect('VIHF-06', format === X509_SUBJECT_NAME, attributeOr(issuer, 'Format'), () => ({
      expected: X509_SUBJECT_NAME,
      actual: quoted(format),
    }));
  const name = issuer && parseName(issuer.text);
  const known = judge.expect('VIHF-07', name !== undefined, elementOr(issuer, assertion, 'saml:Issuer'), () => ({
    expected: { fr: 'un nom distinctif : CN=…,OU=…,O=…,C=FR', en: 'a distinguished name: CN=…,OU=…,O=…,C=FR' },
    actual: quoted(issuer?.text),
  }));
  if (known && issuer) {
    const short = /(?:^|[,;+])\s*([GS])\s*=/i.exec(issuer.text)?.[1];
    judge.expect('VIHF-07-NAMES', short === undefined, issuer, () => ({
      expected: short?.toUpperCase() === 'G' ? 'GN=' : 'ST=',
      actual: `${short}=`,
    }));
  }

  const cut = asideInValue(assertion);
  judge.expect('VIHF-70', cut === undefined, cut?.parent, () => ({
    expected: { fr: 'une valeur sans commentaire ni instruction', en: 'a value without comment or instruction' },
    actual: shorten(cut?.target === undefined ? `<!--${cut?.text}-->` : `<?${cut.target} ${cut.text}?>`),
  }));
  const size = assertion.end - assertion.start;
  judge.expect('VIHF-71', size <= LARGEST_ASSERTION, assertion, () => ({
    expected: { fr: `au plus ${LARGEST_ASSERTION} caractères`, en: `${LARGEST_ASSERTION} characters at most` },
    actual: { fr: `${size} caractères`, en: `${size} characters` },
  }));
}

/** The first comment or instruction that stands in an element of the assertion beside text. */
function asideInValue(assertion: XmlElement): Aside | undefined {
  const seen = new Set<XmlElement>();
  return assertion.document.asides.find(({ start, parent }) => {
    if (start < assertion.start || start > assertion.end || !parent || seen.has(parent)) return false;
    seen.add(parent);
    return parent.children.some((child) => !(child instanceof XmlElement) && child.text.trim() !== '');
  });
}

export const assertionFamily: RuleFamily = { rules: assertionRules, judge: judgeAssertion };
