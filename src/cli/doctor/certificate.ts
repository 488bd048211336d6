import type { X509Certificate } from 'node:crypto';
import { checkServerIdentity } from 'node:tls';
import { shorten } from '../../model/index.js';
import { certificateFacts, type CertificateFacts, chainTo } from '../../protocols/x509/index.js';
import { both, type Check, ill, well } from './check.js';

const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
const DAY = 86_400_000;
/** A certificate that ends sooner is told. */
const SOON = 30 * DAY;

const day = (at: Date): string => at.toISOString().slice(0, 10);
const days = (from: Date, to: Date): number => Math.floor((to.getTime() - from.getTime()) / DAY);
const inDays = (count: number): { fr: string; en: string } => ({
  fr: count < 1 ? 'moins d’un jour' : `${count} jour${count > 1 ? 's' : ''}`,
  en: count < 1 ? 'less than a day' : `${count} day${count > 1 ? 's' : ''}`,
});

export interface Trusted {
  /** PEM */
  authorities: readonly string[];
  /** PEM */
  crls: readonly string[];
  /** what could not be fetched, and why */
  unreachable: readonly { url: string; why: string }[];
}

/** The certificates that can be read of those that a server showed, leaf first. */
export const chainFacts = (chain: readonly X509Certificate[]): CertificateFacts[] =>
  chain.flatMap((certificate) => certificateFacts(certificate.raw) ?? []);

/** What is right and wrong with the certificate of a server, each thing on its own: one fault does not hide another. */
export function certificateIsRight(host: string, chain: readonly X509Certificate[], trusted: Trusted, now: Date): Check[] {
  const [leaf, ...others] = chainFacts(chain);
  const presented = chain[0];
  if (!leaf || !presented)
    return [
      ill(
        'certificate',
        'failure',
        both('Le serveur présente un certificat', 'The server shows a certificate'),
        both('Le serveur ne présente aucun certificat lisible.', 'The server shows no readable certificate.'),
        both('Installer un certificat X.509 sur le serveur.', 'Install an X.509 certificate in the server.'),
      ),
    ];
  return [
    well(
      'certificate',
      `Certificat « ${shorten(leaf.subjectText)} », émis par « ${shorten(leaf.issuerText)} »`,
      `Certificate “${shorten(leaf.subjectText)}”, issued by “${shorten(leaf.issuerText)}”`,
    ),
    datesAreRight([leaf, ...others], now),
    nameIsRight(host, presented),
    useIsRight(presented),
    authorityIsKnown(leaf, others, trusted, now),
    ...notRevoked(leaf, others, trusted, now),
  ];
}

function datesAreRight(chain: readonly CertificateFacts[], now: Date): Check {
  const field = 'certificate.dates';
  const title = both('Les certificats sont en cours de validité', 'The certificates are within their period of validity');
  for (const [i, { notBefore, notAfter, subjectText }] of chain.entries()) {
    const which = both(
      i === 0 ? 'Le certificat' : `Le certificat de l’autorité « ${shorten(subjectText)} »`,
      i === 0 ? 'The certificate' : `The certificate of the authority “${shorten(subjectText)}”`,
    );
    if (now > notAfter) {
      const since = inDays(days(notAfter, now));
      return ill(
        field,
        'failure',
        title,
        both(`${which.fr} est expiré depuis ${since.fr} (${day(notAfter)}).`, `${which.en} expired ${since.en} ago (${day(notAfter)}).`),
        both('Renouveler ce certificat sur le serveur.', 'Renew this certificate in the server.'),
      );
    }
    if (now < notBefore) {
      const until = inDays(days(now, notBefore));
      return ill(
        field,
        'failure',
        title,
        both(
          `${which.fr} ne sera valable que dans ${until.fr} (${day(notBefore)}).`,
          `${which.en} will only be valid in ${until.en} (${day(notBefore)}).`,
        ),
        both('Attendre cette date, ou mettre les deux machines à l’heure.', 'Wait for that date, or set the time of both machines.'),
      );
    }
  }
  const end = chain[0]!.notAfter;
  const left = inDays(days(now, end));
  if (end.getTime() - now.getTime() < SOON)
    return ill(
      field,
      'warning',
      title,
      both(`Le certificat expire dans ${left.fr} (${day(end)}).`, `The certificate expires in ${left.en} (${day(end)}).`),
      both('Préparer son renouvellement.', 'Prepare its renewal.'),
    );
  return well(field, `Valable jusqu’au ${day(end)}, encore ${left.fr}`, `Valid until ${day(end)}, ${left.en} more`);
}

function nameIsRight(host: string, presented: X509Certificate): Check {
  const field = 'certificate.name';
  if (!checkServerIdentity(host, presented.toLegacyObject()))
    return well(field, `Il est au nom de ${host}`, `It is in the name of ${host}`);
  const names = shorten(presented.subjectAltName ?? presented.subject, 300);
  return ill(
    field,
    'failure',
    both(`Il est au nom de ${host}`, `It is in the name of ${host}`),
    both(
      `Le nom demandé ${host} n’est pas parmi ceux du certificat : ${names}.`,
      `The name asked for, ${host}, is not among those of the certificate: ${names}.`,
    ),
    both(
      'Appeler le serveur par un de ces noms, ou lui donner un certificat dont subjectAltName porte ce nom.',
      'Call the server by one of these names, or give it a certificate whose subjectAltName holds this name.',
    ),
  );
}

function useIsRight(presented: X509Certificate): Check {
  const field = 'certificate.use';
  const uses = presented.keyUsage as string[] | undefined;
  const title = both('Il est prévu pour authentifier un serveur', 'It is meant for server authentication');
  if (!uses || uses.length === 0 || uses.includes(SERVER_AUTHENTICATION)) return { field, title };
  return ill(
    field,
    'failure',
    title,
    both(
      `Le certificat n’est pas prévu pour authentifier un serveur (usages : ${uses.join(', ')}).`,
      `The certificate is not meant for server authentication (uses: ${uses.join(', ')}).`,
    ),
    both(
      'Installer un certificat dont extKeyUsage contient serverAuth (ORG AUTH_SRV).',
      'Install a certificate whose extKeyUsage holds serverAuth (ORG AUTH_SRV).',
    ),
  );
}

/** An instant at which a certificate was valid: what is wrong with its dates is told elsewhere. */
const within = ({ notBefore, notAfter }: CertificateFacts, now: Date): Date =>
  new Date(Math.min(Math.max(now.getTime(), notBefore.getTime()), notAfter.getTime()));

function authorityIsKnown(leaf: CertificateFacts, others: readonly CertificateFacts[], { authorities }: Trusted, now: Date): Check {
  const field = 'certificate.authority';
  const judged = chainTo(leaf, others, authorities, [], within(leaf, now));
  if (judged.ok) {
    const root = shorten(judged.chain.at(-1)!.subjectText);
    return well(field, `Il remonte à « ${root} », de votre magasin`, `It chains up to “${root}”, of your store`);
  }
  const title = both('Il remonte à une autorité de votre magasin', 'It chains up to an authority of your store');
  const { certificate, reason, text } = judged;
  const issuer = shorten(certificate.issuerText);
  const self = certificate.subjectText === certificate.issuerText;
  if (reason !== 'unknown-authority')
    return ill(
      field,
      'failure',
      title,
      text,
      both('Corriger la chaîne de certificats que le serveur envoie.', 'Correct the chain of certificates that the server sends.'),
    );
  if (self && certificate === leaf)
    return ill(
      field,
      'failure',
      title,
      both(
        `Le certificat est auto-signé : aucune autorité ne s’en porte garante.`,
        `The certificate is self-signed: no authority vouches for it.`,
      ),
      both(
        'Installer un certificat émis par une autorité reconnue (IGC-Santé).',
        'Install a certificate issued by a recognised authority (IGC-Santé).',
      ),
    );
  return ill(
    field,
    'failure',
    title,
    both(`L’autorité « ${issuer} » n’est pas dans votre magasin.`, `The authority “${issuer}” is not in your store.`),
    self ?
      both(
        'Ajouter son certificat à tls.authorities (--statement), après l’avoir vérifié.',
        'Add its certificate to tls.authorities (--statement), once it is verified.',
      )
    : both(
        'Si c’est une autorité intermédiaire, faire envoyer son certificat par le serveur ; sinon l’ajouter à tls.authorities (--statement), après l’avoir vérifié.',
        'If it is an intermediate authority, have the server send its certificate; else add it to tls.authorities (--statement), once it is verified.',
      ),
  );
}

function notRevoked(leaf: CertificateFacts, others: readonly CertificateFacts[], trusted: Trusted, now: Date): Check[] {
  const field = 'certificate.revocation';
  const title = both('Il n’est pas révoqué', 'It is not revoked');
  const unreachable = trusted.unreachable.map(({ url, why }) =>
    ill(
      field,
      'warning',
      title,
      both(
        `La liste de révocation ${shorten(url)} ne se lit pas (${why}).`,
        `The revocation list ${shorten(url)} cannot be read (${why}).`,
      ),
      both(
        'Ouvrir cette adresse depuis cette machine, ou donner la liste dans tls.crls (--statement).',
        'Open this address to this machine, or give the list in tls.crls (--statement).',
      ),
    ),
  );
  const judged = chainTo(leaf, others, trusted.authorities, [...trusted.crls, ''], within(leaf, now));
  const { reason } = judged.ok ? {} : judged;
  if (!judged.ok && (reason === 'revoked' || reason === 'crl-expired'))
    return [
      ...unreachable,
      ill(
        field,
        reason === 'revoked' ? 'failure' : 'warning',
        title,
        judged.text,
        reason === 'revoked' ?
          both('Remplacer ce certificat sur le serveur.', 'Replace this certificate in the server.')
        : both('Donner la liste de révocation du jour.', 'Give the revocation list of the day.'),
      ),
    ];
  if (judged.ok) return [...unreachable, { field, title }];
  // without a known authority nobody could have signed a list
  if (reason !== 'crl-missing' || unreachable.length > 0) return unreachable;
  return [
    ill(
      field,
      'warning',
      title,
      judged.text,
      both('Donner la liste dans tls.crls (--statement).', 'Give the list in tls.crls (--statement).'),
    ),
  ];
}
