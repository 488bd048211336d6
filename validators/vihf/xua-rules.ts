import { quoted, type Rule } from '../../src/model/index.js';
import type { Vihf } from '../../src/protocols/saml/index.js';
import { elementOr } from '../../src/protocols/xml/index.js';
import type { Judge, RuleFamily } from './judge.js';

const XUA = 'IHE ITI TF-2, 3.40.4.1.2';

const audience = (uri: string): string =>
  `<saml:Conditions><saml:AudienceRestriction><saml:Audience>${uri}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`;

export const xuaRules: readonly Rule[] = [
  {
    id: 'XUA-01',
    level: 'SHALL',
    title: {
      fr: 'En profil XUA, Conditions/AudienceRestriction nomme au moins une Audience.',
      en: 'In the XUA profile, Conditions/AudienceRestriction names at least one Audience.',
    },
    message: { fr: 'L’assertion ne dit pas à qui elle est destinée.', en: 'The assertion does not say whom it is for.' },
    why: {
      fr: 'Un service qui la reçoit pourrait la présenter à un autre.',
      en: 'A service that receives it could present it to another.',
    },
    hint: {
      fr: 'Écrire dans Audience l’URI du X-Service Provider (le VIHF, lui, n’a pas d’AudienceRestriction).',
      en: 'Write the URI of the X-Service Provider in Audience (the VIHF, for its part, has no AudienceRestriction).',
    },
    requirements: ['XUA-01'],
    clause: XUA,
    example: { right: audience('https://registry.example/xds'), wrong: '<saml:Conditions/>' },
  },
  {
    id: 'XUA-02',
    level: 'SHALL',
    title: {
      fr: 'En profil XUA, chaque AudienceRestriction nomme le service appelé.',
      en: 'In the XUA profile, each AudienceRestriction names the service called.',
    },
    message: { fr: 'L’assertion est destinée à un autre service.', en: 'The assertion is for another service.' },
    why: {
      fr: 'Le service refuse une assertion dont il n’est pas le destinataire.',
      en: 'The service refuses an assertion that is not for it.',
    },
    hint: { fr: 'Demander une assertion pour le service appelé.', en: 'Ask for an assertion for the service called.' },
    requirements: ['XUA-02'],
    clause: 'SAML 2.0 Core, 2.5.1.4',
    example: { right: audience('https://registry.example/xds'), wrong: audience('https://elsewhere.example/') },
  },
];

function judgeAudience(judge: Judge, { assertion, conditions }: Vihf): void {
  const restrictions = conditions?.elements('AudienceRestriction') ?? [];
  const audiencesOf = (restriction: (typeof restrictions)[number]): string[] =>
    restriction.elements('Audience').map(({ text }) => text.trim());
  const empty = restrictions.find((restriction) => audiencesOf(restriction).every((uri) => uri === ''));
  const stated = judge.expect(
    'XUA-01',
    restrictions.length > 0 && !empty,
    elementOr(empty ?? conditions, assertion, 'saml:Conditions/saml:AudienceRestriction'),
    () => ({ expected: { fr: 'une Audience', en: 'an Audience' }, actual: { fr: 'aucune', en: 'none' } }),
  );
  const wanted = judge.context.parameters['audience'];
  if (!stated || wanted === undefined) return;
  // every restriction has to hold, one audience of each is enough (SAML core, 2.5.1.4)
  const foreign = restrictions.find((restriction) => !audiencesOf(restriction).includes(wanted));
  judge.expect('XUA-02', foreign === undefined, foreign, () => ({
    expected: wanted,
    actual: quoted(foreign && audiencesOf(foreign).join(', ')),
  }));
}

export const xuaFamily: RuleFamily = { rules: xuaRules, judge: judgeAudience };
