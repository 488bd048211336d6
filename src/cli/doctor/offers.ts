import { TlsVersion, type TlsSuite } from '../../model/index.js';
import { alertOf } from '../../protocols/tls/index.js';
import type { Probed } from '../../transport/index.js';
import { both, type Check, ill, well } from './check.js';

const named = (version: TlsVersion): string => version.replace('TLSv', 'TLS ').replace(/^TLS 1$/, 'TLS 1.0');
const OLD: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1'];

/** The versions that a server took, each offered alone. */
export const versionsTaken = (probes: ReadonlyMap<TlsVersion, Probed>): TlsVersion[] =>
  TlsVersion.options.filter((version) => {
    const { protocol, flight } = probes.get(version) ?? {};
    return protocol === version || flight?.version === version;
  });

/** Whether the server speaks the versions that the CI-SIS wants, and no older one. */
export function versionsAreRight(probes: ReadonlyMap<TlsVersion, Probed>): Check {
  const taken = versionsTaken(probes);
  const title = both('Le serveur accepte TLS 1.2 ou 1.3', 'The server accepts TLS 1.2 or 1.3');
  const remedy = both(
    'Activer TLS 1.2 et 1.3 sur le serveur, et y fermer TLS 1.0 et 1.1.',
    'Turn TLS 1.2 and 1.3 on in the server, and TLS 1.0 and 1.1 off.',
  );
  if (taken.length === 0) {
    const alert = [...probes.values()].findLast(({ failure }) => failure?.alert !== undefined)?.failure?.alert;
    const why = alert === undefined ? undefined : alertOf(alert);
    return ill(
      'versions',
      'failure',
      title,
      why ?
        both(
          `Le serveur n’accepte aucune version, de TLS 1.0 à 1.3 ; il répond ${why.name} (alerte ${alert}) : ${why.meaning.fr}.`,
          `The server accepts no version, from TLS 1.0 to 1.3; it answers ${why.name} (alert ${alert}): ${why.meaning.en}.`,
        )
      : both('Le serveur n’accepte aucune version, de TLS 1.0 à 1.3.', 'The server accepts no version, from TLS 1.0 to 1.3.'),
      why?.remedy ?? remedy,
    );
  }
  const list = taken.map(named).join(', ');
  const old = taken.filter((version) => OLD.includes(version)).map(named);
  if (old.length === 0) return well('versions', `Versions acceptées : ${list}`, `Versions accepted: ${list}`);
  if (old.length === taken.length)
    return ill(
      'versions',
      'failure',
      title,
      both(`Le serveur n’accepte que ${old.join(' et ')}.`, `The server accepts only ${old.join(' and ')}.`),
      remedy,
    );
  return ill(
    'versions',
    'warning',
    both(`Versions acceptées : ${list}`, `Versions accepted: ${list}`),
    both(`Le serveur accepte encore ${old.join(' et ')}.`, `The server still accepts ${old.join(' and ')}.`),
    remedy,
  );
}

/** Whether the server takes suites of the CI-SIS in TLS 1.2, and no others. */
export function suitesAreRight(allowed: ReadonlyMap<TlsSuite, Probed>, others: Probed): Check {
  const taken = [...allowed].filter(([, probed]) => probed.flight.version === 'TLSv1.2').map(([suite]) => suite);
  const other = others.cipher ?? (others.flight.version === 'TLSv1.2' ? '?' : undefined);
  const remedy = both(
    `N’admettre sur le serveur, en TLS 1.2, que : ${[...allowed.keys()].join(', ')}.`,
    `Admit in the server, for TLS 1.2, only: ${[...allowed.keys()].join(', ')}.`,
  );
  if (taken.length === 0)
    return ill(
      'suites',
      'failure',
      both('Le serveur accepte une suite du CI-SIS', 'The server accepts a suite of the CI-SIS'),
      other === undefined ?
        both('En TLS 1.2, le serveur n’accepte aucune suite.', 'In TLS 1.2, the server accepts no suite.')
      : both(
          `En TLS 1.2, le serveur n’accepte que d’autres suites, comme ${other}.`,
          `In TLS 1.2, the server accepts only other suites, such as ${other}.`,
        ),
      remedy,
    );
  const title = both(
    `Suites du CI-SIS acceptées en TLS 1.2 : ${taken.join(', ')}`,
    `Suites of the CI-SIS accepted in TLS 1.2: ${taken.join(', ')}`,
  );
  if (other === undefined) return { field: 'suites', title };
  return ill(
    'suites',
    'warning',
    title,
    both(
      `Le serveur accepte aussi une suite que le CI-SIS n’admet pas : ${other}.`,
      `The server also accepts a suite that the CI-SIS does not admit: ${other}.`,
    ),
    remedy,
  );
}
