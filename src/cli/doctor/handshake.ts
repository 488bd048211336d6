import type { SimulatorContext, TlsVersion } from '../../model/index.js';
import { openSslSuites, SUITES_12, SUITES_13 } from '../../protocols/tls/index.js';
import { certificateFacts, readPkcs12, revocationList } from '../../protocols/x509/index.js';
import { fetchCrl, probeTls, type Probed, type ProbeOptions } from '../../transport/index.js';
import { certificateIsRight, chainFacts, type Trusted } from './certificate.js';
import { both, type Check, ill } from './check.js';
import { anonymousIsRefused, certificateIsAskedFor, oursIsAccepted } from './client.js';
import { suitesAreRight, versionsAreRight, versionsTaken } from './offers.js';
import { nameIsKnown, otherProtocol, portAnswers } from './reach.js';
import type { Target } from './target.js';

type Tls = NonNullable<SimulatorContext['tls']>;

/** Everything that OpenSSL can do, what has certificates first: what a server takes of it is what it lets in. */
const ANYTHING = 'DEFAULT:ALL:eNULL:@SECLEVEL=0';
const OURS = openSslSuites([...SUITES_13, ...SUITES_12]);
/** Everything but what the CI-SIS admits. */
const NOT_OURS = `DEFAULT:ALL:eNULL:${SUITES_12.map((suite) => `!${openSslSuites([suite])}`).join(':')}:@SECLEVEL=0`;
/** Revocation lists fetched for one server. */
const MOST_LISTS = 4;

/**
 * Tries a TLS server step by step, and says what is wrong, where, and what to change. Whatever the server does, it ends:
 * each attempt has `timeoutMs`, and those that do not depend on each other go together.
 */
export async function diagnose(target: Target, tls: Tls, now: Date, timeoutMs: number): Promise<Check[]> {
  const named = await nameIsKnown(target, timeoutMs);
  if (named.problem) return [named];
  const { host, port, path } = target;
  const attempt = (versions: [TlsVersion, TlsVersion], ciphers: string, more: Partial<ProbeOptions> = {}): Promise<Probed> =>
    probeTls({ host, port, timeoutMs, minVersion: versions[0], maxVersion: versions[1], ciphers, ...more });
  const identity = tls.client;

  const first = await attempt(['TLSv1.2', 'TLSv1.3'], OURS, { identity });
  const reached = [named, portAnswers(target, first, timeoutMs)];
  if (reached[1]!.problem) return reached;
  if (target.clear) return [...reached, clearText(target, target.clear)];
  const versions = new Map(
    await Promise.all(
      (['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const).map(
        async (version) => [version, await attempt([version, version], ANYTHING, { identity })] as const,
      ),
    ),
  );
  const other = otherProtocol(target, [first, ...versions.values()], timeoutMs);
  if (other) return [...reached, other];

  const taken = versionsTaken(versions);
  const checks = [...reached, versionsAreRight(versions)];
  if (taken.includes('TLSv1.2')) checks.push(await suites(attempt, identity));
  const shown = [first, ...[...versions.values()].toReversed()].find(({ chain }) => chain.length > 0);
  if (shown) checks.push(...certificateIsRight(host, shown.chain, await trustedFor(shown, tls, timeoutMs), now));
  const own = ownCertificate(tls);
  checks.push(...certificateIsAskedFor(versions.get('TLSv1.2'), own));
  // a server that speaks nothing of ours cannot be asked for more
  if (first.flight.version !== undefined) {
    const afterwards = path === undefined ? 'wait' : { path };
    const [anonymous, ours] = await Promise.all([
      attempt(['TLSv1.2', 'TLSv1.3'], OURS, { afterwards }),
      attempt(['TLSv1.2', 'TLSv1.3'], OURS, { afterwards, identity }),
    ]);
    checks.push(anonymousIsRefused(anonymous), oursIsAccepted(ours, (own && certificateFacts(own)?.subjectText) ?? '?'));
  }
  return checks;
}

async function suites(
  attempt: (versions: [TlsVersion, TlsVersion], ciphers: string, more?: Partial<ProbeOptions>) => Promise<Probed>,
  identity: ProbeOptions['identity'],
): Promise<Check> {
  const alone = (ciphers: string): Promise<Probed> => attempt(['TLSv1.2', 'TLSv1.2'], ciphers, identity && { identity });
  const [others, ...allowed] = await Promise.all([
    alone(NOT_OURS),
    ...SUITES_12.map(async (suite) => [suite, await alone(openSslSuites([suite]))] as const),
  ]);
  return suitesAreRight(new Map(allowed), others);
}

/** The store of the user, and the revocation lists that the certificates themselves name. */
async function trustedFor({ chain }: Probed, tls: Tls, timeoutMs: number): Promise<Trusted> {
  const urls = [...new Set(chainFacts(chain).flatMap(({ crlUrls }) => crlUrls))].slice(0, MOST_LISTS);
  const unreachable: { url: string; why: string }[] = [];
  const fetched = await Promise.all(
    urls.map(async (url) => {
      try {
        const list = await fetchCrl(url, timeoutMs);
        if (revocationList(list)) return [pemOf(list)];
        unreachable.push({ url, why: 'no CRL' });
      } catch (error) {
        unreachable.push({ url, why: (error as Error).message });
      }
      return [];
    }),
  );
  return { authorities: tls.authorities, crls: [...tls.crls, ...fetched.flat()], unreachable };
}

const pemOf = (list: Uint8Array): string => `-----BEGIN X509 CRL-----\n${Buffer.from(list).toString('base64')}\n-----END X509 CRL-----\n`;

function ownCertificate({ client }: Tls): string | undefined {
  if (!client.pkcs12) return client.certificate;
  return readPkcs12(client.pkcs12, client.passphrase ?? '').certificate;
}

const clearText = ({ host, port }: Target, scheme: 'http' | 'mllp'): Check =>
  ill(
    'tls',
    'failure',
    both(`L’adresse est en ${scheme}s`, `The address is ${scheme}s`),
    both(
      `${scheme}://${host}:${port} est en clair : tout ce qui y passe se lit.`,
      `${scheme}://${host}:${port} is clear text: whatever goes there can be read.`,
    ),
    both(`Donner l’adresse ${scheme}s du service.`, `Give the ${scheme}s address of the service.`),
  );
