import type { Rule } from '../../src/model/index.js';
import { SUITES_12, SUITES_13 } from '../../src/protocols/tls/index.js';

const IGC = 'CI-SIS, Transport synchrone pour client lourd, TLS';

/** TLS 1.2 suites of the field, then those of TLS 1.3. */
export const SUITES: readonly string[] = [...SUITES_12, ...SUITES_13];

export const rules: readonly Rule[] = [
  {
    id: 'TLS-01',
    level: 'SHALL',
    title: { fr: 'La connexion est en TLS 1.2 ou 1.3.', en: 'The connection is TLS 1.2 or 1.3.' },
    message: { fr: 'La connexion n’est pas en TLS 1.2 ou 1.3.', en: 'The connection is not TLS 1.2 or 1.3.' },
    why: {
      fr: 'Les données de santé circulent en clair ou sous une protection que l’on sait rompre.',
      en: 'Health data travel in clear text or under a protection known to be broken.',
    },
    hint: { fr: 'Appeler l’adresse https et activer TLS 1.2 ou 1.3.', en: 'Call the https address and turn on TLS 1.2 or 1.3.' },
    requirements: ['TLS-01', 'SOAP-02'],
    clause: IGC,
    example: { right: '"protocol": "TLSv1.3"', wrong: '"protocol": "TLSv1.1"' },
  },
  {
    id: 'TLS-02',
    level: 'SHALL',
    title: {
      fr: 'Le client présente un certificat valide qui remonte à une autorité de confiance.',
      en: 'The client shows a valid certificate that chains up to a trusted authority.',
    },
    message: {
      fr: 'Le client ne présente pas de certificat de confiance.',
      en: 'The client shows no trusted certificate.',
    },
    why: {
      fr: 'La plateforme ferme la connexion sans lire la demande.',
      en: 'The platform closes the connection without reading the request.',
    },
    hint: {
      fr: 'Configurer le certificat d’authentification client (ORG AUTH_CLI ou carte CPx), en cours de validité et de la bonne chaîne.',
      en: 'Configure the client authentication certificate (ORG AUTH_CLI or CPx card), currently valid and of the right chain.',
    },
    requirements: ['TLS-02'],
    clause: IGC,
    example: { right: '"authorized": true', wrong: '"authorized": false, "reason": "no-certificate"' },
  },
  {
    id: 'TLS-03',
    level: 'SHOULD',
    title: {
      fr: 'La suite cryptographique est une de celles que la plateforme nationale admet.',
      en: 'The cipher suite is one of those that the national platform allows.',
    },
    message: { fr: 'La suite cryptographique n’est pas dans la liste admise.', en: 'The cipher suite is not in the allowed list.' },
    hint: { fr: 'Proposer une des suites ECDHE-RSA admises, ou TLS 1.3.', en: 'Offer one of the allowed ECDHE-RSA suites, or TLS 1.3.' },
    requirements: ['TLS-03'],
    clause: 'GIE SESAM-Vitale, note PDT-INF-579',
    example: { right: '"cipher": "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"', wrong: '"cipher": "TLS_RSA_WITH_AES_128_CBC_SHA"' },
  },
  {
    id: 'TLS-04',
    level: 'SHALL',
    title: { fr: 'La négociation TLS aboutit.', en: 'The TLS handshake completes.' },
    message: { fr: 'La négociation TLS échoue.', en: 'The TLS handshake fails.' },
    hint: {
      fr: 'Vérifier l’adresse, les versions et suites proposées, et les autorités auxquelles le produit se fie.',
      en: 'Check the address, the versions and suites offered, and the authorities that the product trusts.',
    },
    requirements: ['TLS-04'],
    clause: 'RFC 8446, 4 ; RFC 5246, 7.3',
    example: { right: '"protocol": "TLSv1.3"', wrong: '"reason": "handshake-closed"' },
  },
  {
    id: 'TLS-05',
    level: 'SHALL',
    title: {
      fr: 'Le serveur présente un certificat valide, à son nom, qui remonte à une autorité de confiance.',
      en: 'The server shows a valid certificate, in its name, that chains up to a trusted authority.',
    },
    message: { fr: 'Le certificat du serveur n’est pas de confiance.', en: 'The certificate of the server is not trusted.' },
    why: {
      fr: 'Un client conforme refuse de parler à ce serveur.',
      en: 'A conforming client refuses to talk to this server.',
    },
    hint: {
      fr: 'Installer un certificat serveur en cours de validité, au nom de l’adresse appelée, avec sa chaîne.',
      en: 'Install a currently valid server certificate, in the name of the address called, with its chain.',
    },
    requirements: ['TLS-05'],
    clause: IGC,
    example: { right: '"authorized": true', wrong: '"authorized": false, "reason": "expired"' },
  },
];
