import { quoted, type Rule } from '../../src/model/index.js';
import { psIdNatProblem } from '../../src/protocols/identifiers/index.js';
import { AUTHN_CLASS, type Vihf } from '../../src/protocols/saml/index.js';
import { attributeOr, elementOr } from '../../src/protocols/xml/index.js';
import type { Judge, RuleFamily } from './judge.js';
import { CLOCK_SKEW_MS, isFuture, UTC_FORM, utcInstant } from './time.js';

const VIHF = 'CI-SIS, Transport synchrone pour client lourd, VIHF';
const SAML_CORE = 'SAML 2.0 Core';

/** SAML 2.0 Authentication Context, 3.4. */
const CLASSES: ReadonlySet<string> = new Set(
  [
    'InternetProtocol',
    'InternetProtocolPassword',
    'Kerberos',
    'MobileOneFactorUnregistered',
    'MobileTwoFactorUnregistered',
    'MobileOneFactorContract',
    'MobileTwoFactorContract',
    'Password',
    'PasswordProtectedTransport',
    'PreviousSession',
    'X509',
    'PGP',
    'SPKI',
    'XMLDSig',
    'Smartcard',
    'SmartcardPKI',
    'SoftwarePKI',
    'Telephony',
    'NomadTelephony',
    'PersonalTelephony',
    'AuthenticatedTelephony',
    'SecureRemotePassword',
    'TLSClient',
    'TimeSyncToken',
    'unspecified',
  ].map((name) => AUTHN_CLASS + name),
);

const SMARTCARD = `${AUTHN_CLASS}SmartcardPKI`;

export const subjectRules: readonly Rule[] = [
  {
    id: 'VIHF-13',
    level: 'SHALL',
    title: {
      fr: 'Subject/NameID contient l’identifiant national (PS_IdNat) de l’utilisateur, ou de la personne responsable d’un automate.',
      en: 'Subject/NameID holds the national identifier (PS_IdNat) of the user, or of the person who answers for an automatic process.',
    },
    message: { fr: 'L’utilisateur n’est pas désigné par un PS_IdNat.', en: 'The user is not designated by a PS_IdNat.' },
    why: { fr: 'L’accès est tracé sous cet identifiant.', en: 'Access is logged under this identifier.' },
    hint: {
      fr: 'Écrire 8 suivi du numéro RPPS, ou le préfixe et le numéro de la structure, « / » et l’identifiant interne.',
      en: 'Write 8 followed by the RPPS number, or the prefix and number of the structure, “/” and the internal identifier.',
    },
    requirements: ['VIHF-13'],
    clause: `${VIHF}, Subject/NameID`,
    example: { right: '<saml:NameID>899900063480</saml:NameID>', wrong: '<saml:NameID>dr.libre</saml:NameID>' },
  },
  {
    id: 'VIHF-14',
    level: 'SHOULD',
    title: { fr: 'Subject ne contient pas de SubjectConfirmation.', en: 'Subject has no SubjectConfirmation.' },
    message: { fr: 'Subject contient une SubjectConfirmation.', en: 'Subject has a SubjectConfirmation.' },
    hint: { fr: 'Retirer SubjectConfirmation : le VIHF n’en prévoit pas.', en: 'Remove SubjectConfirmation: the VIHF has none.' },
    requirements: ['VIHF-14'],
    clause: `${VIHF}, Subject`,
    example: {
      right: '<saml:Subject><saml:NameID>…</saml:NameID></saml:Subject>',
      wrong: '<saml:Subject>…<saml:SubjectConfirmation Method="…"/></saml:Subject>',
    },
  },
  {
    id: 'VIHF-15',
    level: 'SHALL',
    title: {
      fr: 'AuthnStatement/@AuthnInstant est la date et heure UTC de connexion de l’utilisateur.',
      en: 'AuthnStatement/@AuthnInstant is the UTC date and time at which the user logged in.',
    },
    message: {
      fr: 'L’heure de connexion manque ou n’est pas une date et heure UTC.',
      en: 'The login time is missing or is not a UTC date and time.',
    },
    hint: {
      fr: 'Écrire l’heure de connexion au logiciel (et non celle de la signature), en UTC avec le Z final.',
      en: 'Write the time of login to the software (not that of the signature), in UTC with the final Z.',
    },
    requirements: ['VIHF-15'],
    clause: `${VIHF}, AuthnStatement/@AuthnInstant`,
    example: { right: 'AuthnInstant="2026-11-20T09:55:00Z"', wrong: 'AuthnInstant="20/11/2026 10:55"' },
  },
  {
    id: 'VIHF-15-TIME',
    level: 'SHALL',
    title: {
      fr: 'L’utilisateur ne s’est pas connecté dans le futur (5 minutes d’écart d’horloge tolérées).',
      en: 'The user did not log in in the future (5 minutes of clock difference tolerated).',
    },
    message: { fr: 'L’heure de connexion est dans le futur.', en: 'The login time is in the future.' },
    hint: {
      fr: 'Mettre l’horloge du poste à l’heure et vérifier la conversion en UTC.',
      en: 'Set the clock of the machine and check the conversion to UTC.',
    },
    requirements: ['VIHF-15'],
    clause: `${SAML_CORE}, 2.7.2`,
    example: { right: 'AuthnInstant="2026-11-20T09:55:00Z"', wrong: 'AuthnInstant="2026-11-20T10:55:00Z"' },
  },
  {
    id: 'VIHF-16',
    level: 'SHALL',
    title: {
      fr: 'AuthnContextClassRef est une classe d’authentification de SAML 2.0.',
      en: 'AuthnContextClassRef is an authentication class of SAML 2.0.',
    },
    message: {
      fr: 'La classe d’authentification n’est pas une de celles de SAML 2.0.',
      en: 'The authentication class is not one of SAML 2.0’s.',
    },
    hint: {
      fr: `Écrire la classe qui décrit la connexion locale : ${AUTHN_CLASS}Password, …SmartcardPKI, …unspecified pour un automate.`,
      en: `Write the class that describes the local login: ${AUTHN_CLASS}Password, …SmartcardPKI, …unspecified for an automatic process.`,
    },
    requirements: ['VIHF-16'],
    clause: 'SAML 2.0 Authentication Context, 3.4',
    example: { right: `${AUTHN_CLASS}Password`, wrong: `${AUTHN_CLASS}LoginPassword` },
  },
  {
    id: 'VIHF-16-DIRECT',
    level: 'SHALL',
    title: { fr: 'En authentification directe, la classe est SmartcardPKI.', en: 'In direct authentication, the class is SmartcardPKI.' },
    message: {
      fr: 'Le mode est DIRECTE, mais la classe n’est pas SmartcardPKI.',
      en: 'The mode is DIRECTE, but the class is not SmartcardPKI.',
    },
    hint: {
      fr: `Écrire ${SMARTCARD}, ou le mode qui correspond à la connexion.`,
      en: `Write ${SMARTCARD}, or the mode that fits the login.`,
    },
    requirements: ['VIHF-16'],
    clause: `${VIHF}, AuthnContextClassRef`,
    example: { right: `DIRECTE, ${SMARTCARD}`, wrong: `DIRECTE, ${AUTHN_CLASS}Password` },
  },
  {
    id: 'VIHF-17',
    level: 'SHOULD',
    title: {
      fr: 'AuthnContextDecl est présent en INDIRECTE_RENFORCEE, et seulement là.',
      en: 'AuthnContextDecl is present in INDIRECTE_RENFORCEE, and only there.',
    },
    message: {
      fr: 'La présence d’AuthnContextDecl ne suit pas le mode d’authentification.',
      en: 'The presence of AuthnContextDecl does not follow the authentication mode.',
    },
    hint: {
      fr: 'Ajouter AuthnContextDecl en INDIRECTE_RENFORCEE ; le retirer dans les autres modes.',
      en: 'Add AuthnContextDecl in INDIRECTE_RENFORCEE; remove it in the other modes.',
    },
    requirements: ['VIHF-17'],
    clause: `${VIHF}, AuthnContextDecl`,
    example: {
      right: 'INDIRECTE_RENFORCEE: <saml:AuthnContextDecl>…</saml:AuthnContextDecl>',
      wrong: 'INDIRECTE: <saml:AuthnContextDecl>…</saml:AuthnContextDecl>',
    },
  },
  {
    id: 'VIHF-18',
    level: 'SHALL',
    title: {
      fr: 'Quand Conditions borne la validité, le VIHF est reçu entre NotBefore et NotOnOrAfter (5 minutes d’écart d’horloge tolérées).',
      en: 'When Conditions bounds validity, the VIHF arrives between NotBefore and NotOnOrAfter (5 minutes of clock difference tolerated).',
    },
    message: { fr: 'Le VIHF n’est pas dans sa période de validité.', en: 'The VIHF is outside its period of validity.' },
    why: {
      fr: 'La plateforme refuse un VIHF périmé : l’utilisateur ne peut plus rien faire.',
      en: 'The platform refuses an expired VIHF: the user can do nothing more.',
    },
    hint: { fr: 'Émettre un VIHF nouveau pour chaque appel, avec des dates UTC.', en: 'Issue a new VIHF for each call, with UTC dates.' },
    requirements: ['VIHF-18'],
    clause: `${SAML_CORE}, 2.5.1`,
    example: { right: 'NotOnOrAfter="2026-11-20T11:00:00Z"', wrong: 'NotOnOrAfter="2026-11-20T08:00:00Z"' },
  },
  {
    id: 'VIHF-18-ORDER',
    level: 'SHALL',
    title: { fr: 'NotBefore précède NotOnOrAfter.', en: 'NotBefore is earlier than NotOnOrAfter.' },
    message: { fr: 'La période de validité est vide.', en: 'The period of validity is empty.' },
    why: { fr: 'Un tel VIHF n’est valide à aucun instant.', en: 'Such a VIHF is valid at no instant.' },
    hint: { fr: 'Écrire un NotOnOrAfter postérieur à NotBefore.', en: 'Write a NotOnOrAfter later than NotBefore.' },
    requirements: ['VIHF-18'],
    clause: `${SAML_CORE}, 2.5.1.2`,
    example: {
      right: 'NotBefore="2026-11-20T10:00:00Z" NotOnOrAfter="2026-11-20T11:00:00Z"',
      wrong: 'NotBefore="2026-11-20T10:00:00Z" NotOnOrAfter="2026-11-20T10:00:00Z"',
    },
  },
  {
    id: 'VIHF-19',
    level: 'SHALL',
    title: { fr: 'Conditions ne contient pas d’AudienceRestriction.', en: 'Conditions has no AudienceRestriction.' },
    message: { fr: 'Conditions contient une AudienceRestriction.', en: 'Conditions has an AudienceRestriction.' },
    hint: {
      fr: 'Retirer AudienceRestriction : XUA la demande, le VIHF l’interdit.',
      en: 'Remove AudienceRestriction: XUA requires it, the VIHF forbids it.',
    },
    requirements: ['VIHF-19'],
    clause: `${VIHF}, Conditions/AudienceRestriction`,
    example: { right: '<saml:Conditions NotOnOrAfter="…"/>', wrong: '<saml:Conditions><saml:AudienceRestriction>…' },
  },
];

function judgeSubject(judge: Judge, vihf: Vihf): void {
  const { assertion, nameId, subject, conditions, authnStatement, authnInstant, classRef, authnDecl, mode } = vihf;
  const { at } = judge.context;

  const id = nameId?.text.trim();
  const problem = id ? psIdNatProblem(id) : undefined;
  judge.expect('VIHF-13', Boolean(id) && !problem, elementOr(nameId, subject ?? assertion, 'saml:NameID'), () => ({
    expected: { fr: 'un PS_IdNat, par exemple 8 et le numéro RPPS', en: 'a PS_IdNat, for example 8 and the RPPS number' },
    actual: quoted(id),
    ...(problem && { message: problem }),
  }));
  const confirmation = subject?.element('SubjectConfirmation');
  judge.expect('VIHF-14', confirmation === undefined, confirmation, () => ({
    expected: { fr: 'pas de SubjectConfirmation', en: 'no SubjectConfirmation' },
    actual: { fr: 'une SubjectConfirmation', en: 'a SubjectConfirmation' },
  }));

  const login = utcInstant(authnInstant);
  const loginPlace = authnStatement ? attributeOr(authnStatement, 'AuthnInstant') : { in: assertion, missing: 'saml:AuthnStatement' };
  judge.expect('VIHF-15', login !== undefined, loginPlace, () => ({ expected: UTC_FORM, actual: quoted(authnInstant) }));
  if (login)
    judge.expect('VIHF-15-TIME', !isFuture(login, at), loginPlace, () => ({
      expected: { fr: `au plus tard ${at.toISOString()}`, en: `${at.toISOString()} at the latest` },
      actual: quoted(authnInstant),
    }));

  const authnClass = classRef?.text.trim();
  judge.expect(
    'VIHF-16',
    authnClass !== undefined && CLASSES.has(authnClass),
    elementOr(classRef, authnStatement ?? assertion, 'saml:AuthnContext/saml:AuthnContextClassRef'),
    () => ({ expected: { fr: `une classe ${AUTHN_CLASS}…`, en: `a class ${AUTHN_CLASS}…` }, actual: quoted(authnClass) }),
  );
  if (mode?.text === 'DIRECTE' && classRef)
    judge.expect('VIHF-16-DIRECT', authnClass === SMARTCARD, classRef, () => ({ expected: SMARTCARD, actual: quoted(authnClass) }));
  if (mode && authnStatement) {
    const strong = mode.text === 'INDIRECTE_RENFORCEE';
    judge.expect(
      'VIHF-17',
      (authnDecl !== undefined) === strong,
      elementOr(authnDecl, authnStatement, 'saml:AuthnContext/saml:AuthnContextDecl'),
      () => ({
        expected:
          strong ? { fr: 'un AuthnContextDecl', en: 'an AuthnContextDecl' } : { fr: 'pas d’AuthnContextDecl', en: 'no AuthnContextDecl' },
        actual: strong ? { fr: 'aucun', en: 'none' } : quoted(authnDecl?.text),
      }),
    );
  }

  const bounds = [conditions?.attribute('NotBefore'), conditions?.attribute('NotOnOrAfter')];
  if (conditions && bounds.some((bound) => bound !== undefined)) judgeValidity(judge, conditions, at);
  const audience = conditions?.element('AudienceRestriction');
  judge.expect('VIHF-19', audience === undefined, audience, () => ({
    expected: { fr: 'pas d’AudienceRestriction', en: 'no AudienceRestriction' },
    actual: quoted(audience?.text.trim()),
  }));
}

function judgeValidity(judge: Judge, conditions: NonNullable<Vihf['conditions']>, at: Date): void {
  const bound = (name: 'NotBefore' | 'NotOnOrAfter', holds: (instant: Date) => boolean, message: { fr: string; en: string }): void => {
    const text = conditions.attribute(name);
    if (text === undefined) return;
    const instant = utcInstant(text);
    judge.expect('VIHF-18', instant !== undefined && holds(instant), attributeOr(conditions, name), () =>
      instant ?
        {
          expected:
            name === 'NotBefore' ?
              { fr: `au plus tard ${at.toISOString()}, heure de réception`, en: `${at.toISOString()}, the time of arrival, at the latest` }
            : { fr: `après ${at.toISOString()}, heure de réception`, en: `after ${at.toISOString()}, the time of arrival` },
          actual: text,
          message,
        }
      : { expected: UTC_FORM, actual: quoted(text) },
    );
  };
  bound('NotBefore', (instant) => !isFuture(instant, at), { fr: 'Le VIHF n’est pas encore valide.', en: 'The VIHF is not valid yet.' });
  bound('NotOnOrAfter', (instant) => at.getTime() - CLOCK_SKEW_MS < instant.getTime(), {
    fr: 'Le VIHF a expiré.',
    en: 'The VIHF has expired.',
  });
  const [start, end] = [utcInstant(conditions.attribute('NotBefore')), utcInstant(conditions.attribute('NotOnOrAfter'))];
  if (start && end)
    judge.expect('VIHF-18-ORDER', start < end, [conditions, 'NotOnOrAfter'], () => ({
      expected: { fr: `après ${start.toISOString()}`, en: `after ${start.toISOString()}` },
      actual: end.toISOString(),
    }));
}

export const subjectFamily: RuleFamily = { rules: subjectRules, judge: judgeSubject };
