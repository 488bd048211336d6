import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { shorten } from '../../model/index.js';
import type { Probed } from '../../transport/index.js';
import { both, type Check, ill, well } from './check.js';
import type { Target } from './target.js';

/** Whether the name leads to an address. */
export async function nameIsKnown({ host }: Target, timeoutMs: number): Promise<Check> {
  const title = both(`Le nom ${host} désigne une adresse`, `The name ${host} leads to an address`);
  if (isIP(host) !== 0) return well('name', `${host} est une adresse IP`, `${host} is an IP address`);
  const late = Symbol('late');
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<typeof late>((done) => (timer = setTimeout(() => done(late), timeoutMs)));
  try {
    const found = await Promise.race([lookup(host, { all: true }), expiry]);
    if (found === late)
      return ill(
        'name',
        'configuration',
        title,
        both(`Le DNS ne répond pas en ${timeoutMs / 1000} s.`, `The DNS does not answer within ${timeoutMs / 1000} s.`),
        both('Vérifier le réseau et le serveur DNS de cette machine.', 'Check the network and the DNS server of this machine.'),
      );
    const addresses = found.map(({ address }) => address).join(', ');
    return well('name', `Le nom ${host} désigne ${addresses}`, `The name ${host} leads to ${addresses}`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return ill(
      'name',
      'configuration',
      title,
      both(`Le nom ${host} n’est pas connu du DNS (${code}).`, `The name ${host} is not known to the DNS (${code}).`),
      both('Vérifier l’orthographe du nom, le DNS et le fichier hosts.', 'Check the spelling of the name, the DNS and the hosts file.'),
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Whether somebody listens. */
export function portAnswers({ host, port }: Target, probed: Probed, timeoutMs: number): Check {
  const { failure } = probed;
  if (failure?.stage !== 'tcp') return well('port', `Le port ${port} est ouvert`, `Port ${port} is open`);
  const title = both(`Le port ${port} est ouvert`, `Port ${port} is open`);
  const at = `${host}:${port}`;
  const [explanation, remedy] =
    failure.code === 'ECONNREFUSED' ?
      [
        both(`Rien n’écoute sur ${at} : la connexion est refusée.`, `Nothing listens on ${at}: the connection is refused.`),
        both(
          'Démarrer le serveur, et vérifier son adresse d’écoute et le port.',
          'Start the server, and check the address and port it listens on.',
        ),
      ]
    : failure.code === 'TIMEOUT' || failure.code === 'ETIMEDOUT' ?
      [
        both(`${at} ne répond pas en ${timeoutMs / 1000} s.`, `${at} does not answer within ${timeoutMs / 1000} s.`),
        both('Ouvrir ce port dans les pare-feux, et vérifier l’adresse.', 'Open this port in the firewalls, and check the address.'),
      ]
    : failure.code === 'ECONNRESET' ?
      [
        both(`La connexion à ${at} est coupée aussitôt.`, `The connection to ${at} is cut at once.`),
        both(
          'Chercher un pare-feu ou un répartiteur qui n’admet pas l’adresse de cette machine.',
          'Look for a firewall or a load balancer that does not admit the address of this machine.',
        ),
      ]
    : [
        both(`${at} n’est pas joignable (${failure.code}).`, `${at} cannot be reached (${failure.code}).`),
        both('Vérifier la route et le réseau vers cette machine.', 'Check the route and the network to this machine.'),
      ];
  return ill('port', 'configuration', title, explanation, remedy);
}

/** What else than TLS a port speaks, by the first bytes that came; undefined when they are of TLS. */
export function otherProtocol({ port }: Target, probes: readonly Probed[], timeoutMs: number): Check | undefined {
  if (probes.some(({ flight, protocol }) => flight.version !== undefined || flight.alert !== undefined || protocol !== undefined))
    return undefined;
  const title = both(`Le port ${port} parle TLS`, `Port ${port} speaks TLS`);
  const heard = probes.find(({ received }) => received.length > 0);
  if (heard) {
    const text = Buffer.from(heard.received).toString('latin1');
    const known = PROTOCOLS.find(([shape]) => shape.test(text));
    if (known) {
      const [, name, remedy] = known;
      return ill('tls', 'failure', title, both(`Le port parle ${name}, pas TLS.`, `The port speaks ${name}, not TLS.`), remedy);
    }
    const endless = probes.some(({ failure }) => failure?.code === 'ENDLESS');
    const start = shorten(JSON.stringify(text.slice(0, 24)), 80);
    return ill(
      'tls',
      'failure',
      title,
      endless ?
        both(
          `Le port envoie sans fin autre chose que du TLS (${start}).`,
          `The port sends something other than TLS without end (${start}).`,
        )
      : both(`Le port répond autre chose que du TLS (${start}).`, `The port answers something other than TLS (${start}).`),
      both('Vérifier le numéro du port.', 'Check the number of the port.'),
    );
  }
  const silent = probes.some(({ failure }) => failure?.code === 'TIMEOUT');
  return ill(
    'tls',
    'failure',
    title,
    silent ?
      both(
        `Le serveur accepte la connexion mais ne répond rien en ${timeoutMs / 1000} s.`,
        `The server accepts the connection but answers nothing within ${timeoutMs / 1000} s.`,
      )
    : both(
        'Le serveur ferme la connexion sans répondre à la première proposition TLS.',
        'The server closes the connection without an answer to the first TLS offer.',
      ),
    both(
      'Vérifier que ce port est celui du service TLS, et qu’aucun équipement ne le filtre.',
      'Check that this port is that of the TLS service, and that no device filters it.',
    ),
  );
}

const USE_TLS_PORT = both(
  'Appeler le port TLS du service, ou activer TLS sur celui-ci.',
  'Call the TLS port of the service, or turn TLS on for this one.',
);
const OTHER_PORT = both('Appeler le port du service à tester.', 'Call the port of the service to test.');

const PROTOCOLS: readonly [shape: RegExp, name: string, remedy: Check['title']][] = [
  [/^HTTP\/|^\s{0,8}<(?:!doctype|html)/i, 'HTTP', USE_TLS_PORT],
  [/^SSH-/, 'SSH', OTHER_PORT],
  [/^220[ -]/, 'SMTP ou FTP', OTHER_PORT],
  [/^\* OK/, 'IMAP', OTHER_PORT],
  [/^\+OK/, 'POP3', OTHER_PORT],
];
