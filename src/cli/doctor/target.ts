import { ConfigurationError } from '../../model/index.js';

/** What a handshake is tried with. */
export interface Target {
  /** without brackets */
  host: string;
  port: number;
  path: string;
  /** an http address was given */
  clear: boolean;
}

/**
 * Reads `https://host:port/path`, `host:port` or `[::1]:port`.
 * @throws ConfigurationError when it is neither
 */
export function targetOf(given: string): Target {
  const address = given.includes('://') ? given : `https://${given}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.hostname === '')
    throw new ConfigurationError(
      'TARGET',
      {
        fr: `${given} n’est ni une adresse, ni un hôte et un port, ni un fichier.`,
        en: `${given} is neither an address, nor a host and a port, nor a file.`,
      },
      {
        fr: 'Écrire par exemple https://plateforme.example:8443/depot, plateforme.example:8443, ou le nom d’une déclaration.',
        en: 'Write for example https://platform.example:8443/repository, platform.example:8443, or the name of a statement.',
      },
    );
  const clear = url.protocol === 'http:';
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || (clear ? 80 : 443)),
    path: `${url.pathname}${url.search}`,
    clear,
  };
}
