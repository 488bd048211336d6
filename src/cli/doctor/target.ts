import { ConfigurationError } from '../../model/index.js';

/** What a handshake is tried with. */
export interface Target {
  /** without brackets */
  host: string;
  port: number;
  /** absent behind MLLP, where nobody speaks HTTP */
  path?: string;
  /** the address of clear text that was given: `http`, `mllp` */
  clear?: 'http' | 'mllp';
}

/** The port of each scheme where none is given; MLLP has none of its own. */
const PORTS = { 'http:': 80, 'https:': 443, 'mllp:': undefined, 'mllps:': undefined };

/**
 * Reads `https://host:port/path`, `mllps://host:port`, `host:port` or `[::1]:port`.
 * @throws ConfigurationError when it is none of them
 */
export function targetOf(given: string): Target {
  const address = given.includes('://') ? given : `https://${given}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const scheme = url?.protocol as keyof typeof PORTS;
  const port = url && (url.port || PORTS[scheme]);
  if (!url || port === undefined || url.hostname === '')
    throw new ConfigurationError(
      'TARGET',
      {
        fr: `${given} n’est ni une adresse, ni un hôte et un port, ni un fichier.`,
        en: `${given} is neither an address, nor a host and a port, nor a file.`,
      },
      {
        fr: 'Écrire par exemple https://plateforme.example:8443/depot, mllps://plateforme.example:2575, plateforme.example:8443, ou le nom d’une déclaration.',
        en: 'Write for example https://platform.example:8443/repository, mllps://platform.example:2575, platform.example:8443, or the name of a statement.',
      },
    );
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const place = { host, port: Number(port) };
  switch (scheme) {
    case 'https:':
      return { ...place, path: `${url.pathname}${url.search}` };
    case 'http:':
      return { ...place, clear: 'http' };
    case 'mllp:':
      return { ...place, clear: 'mllp' };
    case 'mllps:':
      return place;
  }
}
