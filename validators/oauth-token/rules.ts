import { rule, type Rule } from '../../src/model/index.js';
import type { TokenCheck } from '../../src/protocols/oauth/index.js';

/** What an OAuth access token shall be, and how a request shows it. */
export const rules: readonly Rule[] = [
  rule({
    id: 'OAUTH-01',
    level: 'SHALL',
    title: {
      fr: 'La requête montre un seul jeton, dans un en-tête Authorization de schéma Bearer.',
      en: 'The request shows one token, in one header Authorization of the scheme Bearer.',
    },
    message: { fr: 'La requête ne montre pas un jeton comme il se doit.', en: 'The request does not show one token as it should.' },
    why: {
      fr: 'Un jeton ailleurs finit dans les journaux\u00A0; deux jetons laissent chacun choisir le sien.',
      en: 'A token elsewhere ends in logs; with two tokens, everybody chooses another.',
    },
    hint: {
      fr: 'Envoyer Authorization: Bearer suivi du jeton, une fois, et rien dans l’adresse ni le formulaire.',
      en: 'Send Authorization: Bearer followed by the token, once, and nothing in the address or the form.',
    },
    clause: 'RFC 6750, 2.1 ; IHE IUA, ITI-72',
    example: { right: 'Authorization: Bearer eyJhbGciOi…', wrong: 'GET /Slot?access_token=eyJhbGciOi…' },
  }),
  rule({
    id: 'OAUTH-02',
    level: 'SHALL',
    title: {
      fr: 'Le jeton est un JWT signé, en trois parties, dont le type est celui d’un jeton d’accès.',
      en: 'The token is a signed JWT of three parts, whose type is that of an access token.',
    },
    message: {
      fr: 'Le jeton n’est pas un JWT signé qui serait un jeton d’accès.',
      en: 'The token is no signed JWT that would be an access token.',
    },
    hint: {
      fr: 'Envoyer le jeton d’accès (access_token) tel que le serveur d’autorisation l’a rendu, et non un jeton d’identité.',
      en: 'Send the access token (access_token) as the authorization server returned it, not an ID token.',
    },
    clause: 'RFC 9068, 2 et 4 ; RFC 7519, 7.2',
    example: { right: 'eyJhbGciOi….eyJpc3MiOi….c2lnbmF0dXJl', wrong: 'eyJpc3MiOi…' },
  }),
  rule({
    id: 'OAUTH-03',
    level: 'SHALL',
    title: {
      fr: 'Le jeton est signé par un algorithme asymétrique connu, jamais none.',
      en: 'The token is signed by a known asymmetric algorithm, never none.',
    },
    message: { fr: 'L’algorithme de signature n’est pas admis.', en: 'The signature algorithm is not allowed.' },
    why: {
      fr: 'Sans signature, ou avec un secret que tous connaissent, chacun écrit le jeton qu’il veut.',
      en: 'Without a signature, or with a secret that all know, anybody writes the token he wants.',
    },
    hint: {
      fr: 'Signer en RS256, ES256, ou un autre algorithme à clé privée.',
      en: 'Sign by RS256, ES256, or another algorithm with a private key.',
    },
    clause: 'RFC 8725, 3.1 ; RFC 9068, 2.1',
    example: { right: '"alg": "RS256"', wrong: '"alg": "none"' },
  }),
  rule({
    id: 'OAUTH-04',
    level: 'SHALL',
    title: { fr: 'Le jeton est signé par une clé que son émetteur publie.', en: 'The token is signed by a key that its issuer publishes.' },
    message: { fr: 'La clé du jeton n’est pas une clé de l’émetteur.', en: 'The key of the token is not a key of the issuer.' },
    hint: {
      fr: 'Publier la clé dans le JWKS de l’émetteur sous le nom (kid) que dit le jeton.',
      en: 'Publish the key in the JWKS of the issuer under the name (kid) that the token says.',
    },
    clause: 'RFC 9068, 4 ; RFC 7515, 4.1.4',
    example: { right: '"kid": "cle-2026"', wrong: '"kid": "inconnue"' },
  }),
  rule({
    id: 'OAUTH-05',
    level: 'SHALL',
    title: { fr: 'La signature du jeton est juste.', en: 'The signature of the token is right.' },
    message: { fr: 'La signature du jeton est fausse.', en: 'The signature of the token is wrong.' },
    why: {
      fr: 'Le jeton a été modifié, ou un autre que l’émetteur l’a écrit.',
      en: 'The token was altered, or somebody else than the issuer wrote it.',
    },
    hint: {
      fr: 'Envoyer le jeton sans y toucher\u00A0; vérifier que la clé publiée est celle qui signe.',
      en: 'Send the token untouched; check that the key published is the one that signs.',
    },
    clause: 'RFC 9068, 4 ; RFC 7515, 5.2',
    example: { right: 'eyJhbGciOi….eyJpc3MiOi….Xm9…', wrong: 'eyJhbGciOi….eyJpc3MiOi….AAA…' },
  }),
  rule({
    id: 'OAUTH-06',
    level: 'SHALL',
    title: { fr: 'Le jeton est de l’émetteur attendu.', en: 'The token is of the issuer that is expected.' },
    message: { fr: 'Le jeton est d’un autre émetteur.', en: 'The token is of another issuer.' },
    hint: {
      fr: 'Demander le jeton au serveur d’autorisation auquel le serveur se fie\u00A0; iss lui est égal au caractère près.',
      en: 'Ask for the token at the authorization server that the server trusts; iss is equal to it to the character.',
    },
    clause: 'RFC 9068, 4',
    example: { right: '"iss": "https://autorisation.example"', wrong: '"iss": "https://autorisation.example/"' },
  }),
  rule({
    id: 'OAUTH-07',
    level: 'SHALL',
    title: { fr: 'Le jeton est pour le serveur à qui il est montré.', en: 'The token is for the server that it is shown to.' },
    message: { fr: 'Le jeton est pour un autre serveur.', en: 'The token is for another server.' },
    why: { fr: 'Un jeton pris par un serveur en ouvrirait un autre.', en: 'A token taken by one server would open another.' },
    hint: {
      fr: 'Demander le jeton avec resource (RFC 8707) égal à l’adresse du serveur.',
      en: 'Ask for the token with resource (RFC 8707) equal to the address of the server.',
    },
    clause: 'RFC 9068, 4 ; RFC 8707, 2',
    example: { right: '"aud": "https://agenda.example/fhir"', wrong: '"aud": "https://autre.example"' },
  }),
  rule({
    id: 'OAUTH-08',
    level: 'SHALL',
    title: { fr: 'Le jeton a une fin, qui n’est pas passée.', en: 'The token has an end, which is not over.' },
    message: { fr: 'Le jeton a expiré, ou n’a pas de fin.', en: 'The token has expired, or has no end.' },
    hint: {
      fr: 'Demander un autre jeton avant la fin du premier (expires_in).',
      en: 'Ask for another token before the end of the first one (expires_in).',
    },
    clause: 'RFC 9068, 2.2 et 4 ; RFC 7519, 4.1.4',
    example: { right: '"exp": 1795262400', wrong: '"exp": 1000000000' },
  }),
  rule({
    id: 'OAUTH-09',
    level: 'SHALL',
    title: { fr: 'Le jeton n’est pas d’un temps à venir (nbf, iat).', en: 'The token is not of a time to come (nbf, iat).' },
    message: { fr: 'Le jeton n’est pas encore valable.', en: 'The token is not yet valid.' },
    hint: { fr: 'Mettre les horloges à l’heure (NTP).', en: 'Set the clocks (NTP).' },
    clause: 'RFC 7519, 4.1.5 et 4.1.6',
    example: { right: '"nbf": 1795258800', wrong: '"nbf": 4000000000' },
  }),
  rule({
    id: 'OAUTH-10',
    level: 'SHALL',
    title: {
      fr: 'Les portées du jeton permettent l’interaction demandée.',
      en: 'The scopes of the token allow the interaction that is asked for.',
    },
    message: {
      fr: 'Les portées du jeton ne permettent pas cette interaction.',
      en: 'The scopes of the token do not allow this interaction.',
    },
    hint: {
      fr: 'Demander la portée de l’interaction\u00A0: system/Type. suivi de c, r, u, d, s (ou read, write).',
      en: 'Ask for the scope of the interaction: system/Type. followed by c, r, u, d, s (or read, write).',
    },
    clause: 'RFC 6750, 3.1 ; SMART App Launch 2, Scopes',
    example: { right: '"scope": "system/Slot.rs"', wrong: '"scope": "openid"' },
  }),
  rule({
    id: 'OAUTH-11',
    level: 'SHALL',
    title: {
      fr: 'Le jeton dit iss, exp, aud, sub, client_id, iat et jti.',
      en: 'The token says iss, exp, aud, sub, client_id, iat and jti.',
    },
    message: { fr: 'Il manque au jeton ce qu’un jeton d’accès doit dire.', en: 'The token lacks what an access token must say.' },
    why: {
      fr: 'Sans client_id ni jti, on ne sait ni qui a demandé ni de quel jeton il s’agit.',
      en: 'Without client_id and jti nobody knows who asked, or which token it was.',
    },
    hint: { fr: 'Ajouter ce qui manque, sous forme de texte.', en: 'Add what is missing, as text.' },
    clause: 'RFC 9068, 2.2 ; IHE IUA, JWT Token',
    example: { right: '"jti": "b2f1…", "client_id": "lps"', wrong: '{"iss": "…", "exp": 1795262400}' },
  }),
  rule({
    id: 'OAUTH-12',
    level: 'SHALL',
    title: {
      fr: 'Un jeton lié à un certificat est montré par le porteur de ce certificat.',
      en: 'A token that is bound to a certificate is shown by the holder of that certificate.',
    },
    message: { fr: 'Le jeton est lié au certificat d’un autre client.', en: 'The token is bound to the certificate of another client.' },
    why: { fr: 'Un jeton volé servirait à qui l’a pris.', en: 'A stolen token would serve who took it.' },
    hint: {
      fr: 'Montrer le même certificat TLS au serveur d’autorisation et au serveur.',
      en: 'Show the same TLS certificate to the authorization server and to the server.',
    },
    clause: 'RFC 8705, 3',
    example: { right: '"cnf": {"x5t#S256": "empreinte du certificat montré"}', wrong: '"cnf": {"x5t#S256": "empreinte d’un autre"}' },
  }),
  rule({
    id: 'OAUTH-13',
    level: 'SHOULD',
    title: { fr: 'Le jeton ne vaut pas plus d’une heure.', en: 'The token is not valid for more than an hour.' },
    message: { fr: 'Le jeton vaut trop longtemps.', en: 'The token is valid for too long.' },
    why: { fr: 'Un jeton perdu ouvre jusqu’à sa fin.', en: 'A token that is lost opens until its end.' },
    hint: {
      fr: 'Donner des jetons de quelques minutes (SMART recommande 300 s).',
      en: 'Give tokens of a few minutes (SMART recommends 300 s).',
    },
    clause: 'RFC 6750, 5.3',
    example: { right: '"iat": 1795258800, "exp": 1795259100', wrong: '"iat": 1795258800, "exp": 1826794800' },
  }),
  rule({
    id: 'OAUTH-14',
    level: 'SHOULD',
    title: { fr: 'Le type du jeton (typ) est at+jwt.', en: 'The type of the token (typ) is at+jwt.' },
    message: { fr: 'Le type du jeton n’est pas at+jwt.', en: 'The type of the token is not at+jwt.' },
    why: {
      fr: 'Un jeton d’identité du même émetteur pourrait passer pour un jeton d’accès.',
      en: 'An ID token of the same issuer could pass for an access token.',
    },
    hint: { fr: 'Écrire typ: at+jwt dans l’en-tête du jeton.', en: 'Write typ: at+jwt in the header of the token.' },
    clause: 'RFC 9068, 2.1',
    example: { right: '"typ": "at+jwt"', wrong: '"typ": "JWT"' },
  }),
];

/** The rule that a check of a token is. */
export const RULE_OF: Readonly<Record<TokenCheck, string>> = {
  form: 'OAUTH-02',
  algorithm: 'OAUTH-03',
  key: 'OAUTH-04',
  signature: 'OAUTH-05',
  issuer: 'OAUTH-06',
  audience: 'OAUTH-07',
  expiry: 'OAUTH-08',
  'not-before': 'OAUTH-09',
  claims: 'OAUTH-11',
  binding: 'OAUTH-12',
  lifetime: 'OAUTH-13',
  type: 'OAUTH-14',
};
