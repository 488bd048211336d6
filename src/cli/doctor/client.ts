import { shorten } from '../../model/index.js';
import { alertOf } from '../../protocols/tls/index.js';
import { certificateFacts, nameFromDer, sameName, writeName } from '../../protocols/x509/index.js';
import type { Probed } from '../../transport/index.js';
import { both, type Check, ill, well } from './check.js';

/** HTTP statuses that say that a client certificate is missing or not wanted. */
const HTTP_REFUSALS = new Set([400, 401, 403, 495, 496]);
/** Authorities that are told by name. */
const MOST_NAMES = 5;

/** Whether the server asks for a client certificate, and of whom. */
export function certificateIsAskedFor(tls12: Probed | undefined, ourCertificate: string | undefined): Check[] {
  const { flight } = tls12 ?? {};
  // TLS 1.3 asks under encryption: what it does without and with a certificate tells
  if (flight?.version !== 'TLSv1.2') return [];
  const field = 'client.asked';
  const title = both('Le serveur demande un certificat client', 'The server asks for a client certificate');
  if (!flight.certificateRequest)
    return [
      ill(
        field,
        'failure',
        title,
        both('Le serveur ne demande aucun certificat client.', 'The server asks for no client certificate.'),
        both('Activer l’authentification mutuelle sur le serveur.', 'Turn mutual authentication on in the server.'),
      ),
    ];
  const names = flight.certificateRequest.authorities.map(nameFromDer).filter((name) => name !== undefined);
  if (names.length === 0) return [well(field, `${title.fr}, sans nommer d’autorité`, `${title.en}, without naming an authority`)];
  const shown = names.slice(0, MOST_NAMES).map((name) => shorten(writeName(name)));
  const more = names.length > MOST_NAMES ? ` (+${names.length - MOST_NAMES})` : '';
  const told = well(
    field,
    `${title.fr}, de : ${shown.map((name) => `« ${name} »`).join(', ')}${more}`,
    `${title.en}, of: ${shown.map((name) => `“${name}”`).join(', ')}${more}`,
  );
  const issuer = ourCertificate === undefined ? undefined : certificateFacts(ourCertificate)?.issuer;
  if (!issuer || names.some((name) => sameName(name, issuer))) return [told];
  return [
    told,
    ill(
      'client.authority',
      'warning',
      both('Le serveur nomme l’autorité de notre certificat', 'The server names the authority of our certificate'),
      both(
        `Notre certificat client vient de « ${shorten(writeName(issuer))} », que le serveur ne nomme pas.`,
        `Our client certificate comes from “${shorten(writeName(issuer))}”, which the server does not name.`,
      ),
      both(
        'Présenter un certificat d’une de ces autorités, ou ajouter la nôtre au magasin du serveur.',
        'Show a certificate of one of these authorities, or add ours to the store of the server.',
      ),
    ),
  ];
}

/** What the server does with a client that has no certificate. */
export function anonymousIsRefused({ failure, status, stayed }: Probed): Check {
  const field = 'client.none';
  const title = both('Sans certificat client, le serveur refuse', 'Without a client certificate, the server refuses');
  const remedy = both('Exiger le certificat client sur le serveur.', 'Require the client certificate in the server.');
  if (stayed)
    return ill(
      field,
      'warning',
      title,
      both(
        'Le serveur laisse ouverte une connexion sans certificat client.',
        'The server leaves a connection without a client certificate open.',
      ),
      remedy,
    );
  if (status === undefined || HTTP_REFUSALS.has(status)) {
    const how = status === undefined ? reason(failure) : both(`HTTP ${status}`, `HTTP ${status}`);
    if (failure?.code === 'TIMEOUT') return silence(field, 'Sans certificat client', 'Without a client certificate');
    return well(
      field,
      `Sans certificat client, le serveur refuse : ${how.fr}`,
      `Without a client certificate, the server refuses: ${how.en}`,
    );
  }
  return ill(
    field,
    'warning',
    title,
    both(
      `Le serveur lit une requête sans certificat client (HTTP ${status}).`,
      `The server reads a request without a client certificate (HTTP ${status}).`,
    ),
    remedy,
  );
}

/** What the server does with our certificate. */
export function oursIsAccepted({ failure, status, stayed, protocol, cipher }: Probed, ourName: string): Check {
  const field = 'client.ours';
  const shown = shorten(ourName);
  if (failure?.code === 'TIMEOUT') return silence(field, 'Avec notre certificat', 'With our certificate');
  if (status === undefined && !stayed && failure?.code !== 'NOT_HTTP') {
    const title = both(`Le serveur accepte notre certificat « ${shown} »`, `The server accepts our certificate “${shown}”`);
    const how = reason(failure);
    if (failure?.alert === undefined)
      return ill(
        field,
        'failure',
        title,
        both(
          `Le serveur n’a pas répondu à notre requête : ${how.fr}. Il refuse notre certificat « ${shown} », ou ne parle pas HTTP.`,
          `The server did not answer our request: ${how.en}. It refuses our certificate “${shown}”, or does not speak HTTP.`,
        ),
        both(
          'Faire ajouter l’autorité de ce certificat au magasin du serveur, sinon lire son journal.',
          'Have the authority of this certificate added to the store of the server, else read its log.',
        ),
      );
    return ill(
      field,
      'failure',
      title,
      both(`Le serveur refuse notre certificat « ${shown} » : ${how.fr}.`, `The server refuses our certificate “${shown}”: ${how.en}.`),
      alertOf(failure.alert).remedy,
    );
  }
  const by = `${protocol ?? ''}, ${cipher ?? ''}`;
  return well(field, `Le serveur accepte notre certificat « ${shown} » (${by})`, `The server accepts our certificate “${shown}” (${by})`);
}

const silence = (field: string, fr: string, en: string): Check =>
  ill(
    field,
    'failure',
    both(`${fr}, il répond`, `${en}, it answers`),
    both(`${fr}, le serveur ne répond plus après la négociation.`, `${en}, the server no longer answers after the handshake.`),
    both('Lire le journal du serveur.', 'Read the log of the server.'),
  );

function reason(failure: Probed['failure']): { fr: string; en: string } {
  if (failure?.alert !== undefined) {
    const { name, meaning } = alertOf(failure.alert);
    return { fr: `${name} (alerte ${failure.alert}), ${meaning.fr}`, en: `${name} (alert ${failure.alert}), ${meaning.en}` };
  }
  if (failure?.code === 'CLOSED' || failure?.code === 'ECONNRESET' || failure?.code === 'EPIPE')
    return { fr: 'il ferme la connexion sans dire pourquoi', en: 'it closes the connection without saying why' };
  const code = failure?.code ?? '?';
  return { fr: code, en: code };
}
