import type { Bilingual } from '../../model/index.js';

/** An alert that a TLS peer sends, in words (RFC 8446, 6 and RFC 5246, 7.2). */
export interface TlsAlert {
  /** its name in the specification: `unknown_ca` */
  name: string;
  /** what the peer says by it, as the end of a sentence */
  meaning: Bilingual;
  /** what to do about it, in the infinitive */
  remedy: Bilingual;
}

const OWN_CERTIFICATE: Bilingual = {
  fr: 'Présenter un certificat client valide, émis pour l’authentification TLS par une autorité que l’autre côté connaît, avec sa chaîne.',
  en: 'Show a valid client certificate, issued for TLS authentication by an authority that the other side knows, with its chain.',
};
const OWN_AUTHORITY: Bilingual = {
  fr: 'Faire ajouter l’autorité de ce certificat au magasin de l’autre côté, ou présenter un certificat d’une autorité qu’il connaît, avec la chaîne entière.',
  en: 'Have the authority of this certificate added to the store of the other side, or show a certificate of an authority it knows, with the whole chain.',
};
const SUITES_AND_VERSIONS: Bilingual = {
  fr: 'Activer des deux côtés TLS 1.2 ou 1.3 et une suite ECDHE-RSA du CI-SIS.',
  en: 'Turn on, on both sides, TLS 1.2 or 1.3 and an ECDHE-RSA suite of the CI-SIS.',
};
const ITS_SOFTWARE: Bilingual = {
  fr: 'Lire le journal de l’autre côté : il y dit pourquoi.',
  en: 'Read the log of the other side: it says why.',
};
const BOTH_STACKS: Bilingual = {
  fr: 'Chercher entre les deux un équipement qui modifie la connexion, sinon mettre à jour la bibliothèque TLS.',
  en: 'Look for a device between the two that alters the connection, else update the TLS library.',
};

const alert = (name: string, fr: string, en: string, remedy: Bilingual): TlsAlert => ({ name, meaning: { fr, en }, remedy });

/** By number. */
const ALERTS: Readonly<Record<number, TlsAlert>> = {
  0: alert('close_notify', 'la connexion est terminée', 'the connection is over', ITS_SOFTWARE),
  10: alert('unexpected_message', 'un message est arrivé hors de son tour', 'a message came out of turn', BOTH_STACKS),
  20: alert('bad_record_mac', 'un message chiffré est altéré', 'an encrypted message is altered', BOTH_STACKS),
  21: alert('decryption_failed', 'un message chiffré est illisible', 'an encrypted message cannot be read', BOTH_STACKS),
  22: alert('record_overflow', 'un enregistrement TLS est trop grand', 'a TLS record is too large', BOTH_STACKS),
  30: alert('decompression_failure', 'un message compressé est illisible', 'a compressed message cannot be read', BOTH_STACKS),
  40: alert(
    'handshake_failure',
    'aucun réglage commun : suite, courbe, signature, ou certificat client exigé',
    'no setting in common: suite, curve, signature, or a client certificate required',
    SUITES_AND_VERSIONS,
  ),
  41: alert('no_certificate', 'un certificat client est exigé', 'a client certificate is required', OWN_CERTIFICATE),
  42: alert('bad_certificate', 'le certificat reçu est abîmé ou refusé', 'the certificate received is damaged or refused', OWN_CERTIFICATE),
  43: alert(
    'unsupported_certificate',
    'le certificat reçu n’est pas d’une sorte ou d’un usage admis',
    'the certificate received is not of a kind or use that is allowed',
    OWN_CERTIFICATE,
  ),
  44: alert('certificate_revoked', 'le certificat reçu est révoqué', 'the certificate received is revoked', {
    fr: 'Remplacer le certificat révoqué.',
    en: 'Replace the revoked certificate.',
  }),
  45: alert(
    'certificate_expired',
    'le certificat reçu a expiré ou n’est pas encore valable',
    'the certificate received has expired or is not valid yet',
    {
      fr: 'Renouveler le certificat, et vérifier l’heure des deux machines.',
      en: 'Renew the certificate, and check the time of both machines.',
    },
  ),
  46: alert(
    'certificate_unknown',
    'le certificat reçu est refusé, pour une raison non dite',
    'the certificate received is refused, for a reason not told',
    ITS_SOFTWARE,
  ),
  47: alert('illegal_parameter', 'une valeur de la négociation est impossible', 'a value of the handshake is impossible', BOTH_STACKS),
  48: alert(
    'unknown_ca',
    'l’autorité du certificat reçu n’est pas connue',
    'the authority of the certificate received is not known',
    OWN_AUTHORITY,
  ),
  49: alert('access_denied', 'le certificat reçu est valide mais n’a pas accès', 'the certificate received is valid but has no access', {
    fr: 'Faire déclarer ce certificat auprès de la plateforme.',
    en: 'Have this certificate registered with the platform.',
  }),
  50: alert('decode_error', 'un message de la négociation est mal formé', 'a message of the handshake is malformed', BOTH_STACKS),
  51: alert(
    'decrypt_error',
    'une signature de la négociation est fausse : la clé n’est peut-être pas celle du certificat',
    'a signature of the handshake is wrong: the key may not be that of the certificate',
    { fr: 'Vérifier que la clé et le certificat vont ensemble.', en: 'Check that key and certificate belong together.' },
  ),
  60: alert('export_restriction', 'une suite d’exportation est demandée', 'an export suite is asked for', SUITES_AND_VERSIONS),
  70: alert('protocol_version', 'aucune version de TLS en commun', 'no TLS version in common', SUITES_AND_VERSIONS),
  71: alert('insufficient_security', 'les suites proposées sont trop faibles', 'the suites offered are too weak', SUITES_AND_VERSIONS),
  80: alert('internal_error', 'une erreur interne de l’autre côté', 'an internal error of the other side', ITS_SOFTWARE),
  86: alert('inappropriate_fallback', 'un repli sur une version plus ancienne est refusé', 'falling back to an older version is refused', {
    fr: 'Proposer d’emblée TLS 1.3 ou 1.2.',
    en: 'Offer TLS 1.3 or 1.2 at once.',
  }),
  90: alert('user_canceled', 'la négociation est abandonnée', 'the handshake is given up', ITS_SOFTWARE),
  100: alert('no_renegotiation', 'la renégociation est refusée', 'renegotiation is refused', {
    fr: 'Demander le certificat client dès la première négociation.',
    en: 'Ask for the client certificate in the first handshake.',
  }),
  109: alert('missing_extension', 'une extension obligatoire manque', 'a mandatory extension is missing', BOTH_STACKS),
  110: alert('unsupported_extension', 'une extension n’a pas été demandée', 'an extension was not asked for', BOTH_STACKS),
  111: alert(
    'certificate_unobtainable',
    'le certificat n’a pas pu être obtenu à l’adresse donnée',
    'the certificate could not be obtained at the address given',
    OWN_CERTIFICATE,
  ),
  112: alert('unrecognized_name', 'le nom de serveur demandé (SNI) n’est pas connu', 'the server name asked for (SNI) is not known', {
    fr: 'Appeler le serveur par le nom que sa configuration déclare.',
    en: 'Call the server by the name that its configuration declares.',
  }),
  113: alert(
    'bad_certificate_status_response',
    'la preuve de non-révocation (OCSP) est invalide',
    'the proof of non-revocation (OCSP) is invalid',
    { fr: 'Renouveler la réponse OCSP jointe.', en: 'Renew the stapled OCSP answer.' },
  ),
  114: alert(
    'bad_certificate_hash_value',
    'l’empreinte du certificat ne correspond pas',
    'the hash of the certificate does not match',
    OWN_CERTIFICATE,
  ),
  115: alert('unknown_psk_identity', 'la clé partagée n’est pas connue', 'the shared key is not known', {
    fr: 'S’authentifier par certificat.',
    en: 'Authenticate with a certificate.',
  }),
  116: alert('certificate_required', 'un certificat client est exigé', 'a client certificate is required', OWN_CERTIFICATE),
  120: alert('no_application_protocol', 'aucun protocole applicatif commun (ALPN)', 'no application protocol in common (ALPN)', {
    fr: 'Activer HTTP/1.1 sur le serveur.',
    en: 'Turn on HTTP/1.1 on the server.',
  }),
};

/** An alert by its number, in words; one that no specification names is told as such. */
export const alertOf = (number: number): TlsAlert =>
  ALERTS[number] ?? alert(String(number), 'une alerte qu’aucune norme ne définit', 'an alert that no standard defines', ITS_SOFTWARE);
