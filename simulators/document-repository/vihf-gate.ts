import type { Finding, SimulatorContext } from '../../src/model/index.js';
import { findAssertion, readVihf, type Vihf } from '../../src/protocols/saml/index.js';
import { viewOf, type SoapMessage } from '../../src/protocols/soap/index.js';
import { SoapFaultError } from '../../src/transport/index.js';
import { validator } from '../../validators/vihf/index.js';
import { CLOCK_SKEW_MS } from '../../validators/vihf/time.js';

/**
 * Rules whose breach makes a VIHF worthless, by the fault code of WS-Security that says why. Every other finding is for
 * the report: a platform that refused over each of them would hide the later ones.
 */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  'wsse:InvalidSecurity': ['VIHF-XML', 'VIHF-01'],
  'wsse:FailedCheck': [
    ...['VIHF-08', 'VIHF-08-VALUE', 'VIHF-09', 'VIHF-10', 'VIHF-10-DIGEST', 'VIHF-11-SHA1'],
    ...['VIHF-04-REPLAY', 'VIHF-05-TIME', 'VIHF-15-TIME', 'VIHF-18', 'VIHF-18-ORDER', 'VIHF-38-PATIENT', 'VIHF-39-TARGET'],
  ],
  'wsse:InvalidSecurityToken': [
    ...['VIHF-02', 'VIHF-03', 'VIHF-04', 'VIHF-06', 'VIHF-07', 'VIHF-12', 'VIHF-13', 'VIHF-16-DIRECT', 'VIHF-19'],
    ...['VIHF-31', 'VIHF-32', 'VIHF-35', 'VIHF-36', 'VIHF-36-MODE', 'VIHF-38', 'VIHF-38-INS'],
    ...['VIHF-50', 'VIHF-51', 'VIHF-52', 'VIHF-53', 'VIHF-60', 'VIHF-61', 'VIHF-62', 'VIHF-63', 'VIHF-64', 'VIHF-64-CRL'],
    ...['XUA-01', 'XUA-02'],
  ],
};
const SUBCODES = new Map(Object.entries(REFUSED).flatMap(([subcode, rules]) => rules.map((rule): [string, string] => [rule, subcode])));

/** An assertion that sets no end is kept in mind for so long. */
const LIFETIME_MS = 86_400_000;
/** Beyond, the one that was used first is forgotten: the memory stays bounded, whatever is sent. */
const MOST_REMEMBERED = 10_000;

/** The assertions that one platform has let in: their ids, until they expire. */
class UsedAssertions {
  readonly #until = new Map<string, number>();

  has(id: string, now: Date): boolean {
    return (this.#until.get(id) ?? 0) > now.getTime();
  }

  add(id: string, { conditions }: Vihf, now: Date): void {
    const end = new Date(conditions?.attribute('NotOnOrAfter') ?? '').getTime();
    this.#until.delete(id);
    // as long again as clocks may differ
    this.#until.set(id, Number.isNaN(end) ? now.getTime() + LIFETIME_MS : end + CLOCK_SKEW_MS);
    const [oldest] = this.#until.keys();
    if (this.#until.size > MOST_REMEMBERED && oldest !== undefined) this.#until.delete(oldest);
  }
}

const used = new WeakMap<SimulatorContext, UsedAssertions>();
function usedBy(context: SimulatorContext): UsedAssertions {
  let ids = used.get(context);
  if (!ids) used.set(context, (ids = new UsedAssertions()));
  return ids;
}

/**
 * Lets a message pass whose VIHF is authentic, in time and made out for this patient. With the parameter
 * `vihf-replay: refused` it passes once: the CI-SIS does not say whether a VIHF may serve for several messages.
 * @param patient INS of the submission, where there is one
 * @throws SoapFaultError
 */
export async function checkVihf(message: SoapMessage, context: SimulatorContext, patient: string | undefined): Promise<void> {
  const { vihf } = context;
  if (!vihf?.required) return;
  const [security] = viewOf(message.artefact, 'security');
  if (!security) return;
  const now = context.now();
  const { patient: _expected, ...parameters } = context.parameters;
  const assertion = message.root && findAssertion(message.root);
  const id = parameters['vihf-replay'] === 'refused' ? assertion?.attribute('ID') : undefined;
  const { findings } = await validator.validate(security, {
    at: now,
    trust: vihf.trust,
    parameters: {
      ...parameters,
      ...(patient !== undefined && { patient }),
      ...(id !== undefined && { usedAssertions: usedBy(context).has(id, now) ? id : '' }),
    },
  });
  const blocking = findings.find((finding) => finding.severity === 'error' && SUBCODES.has(finding.rule));
  if (blocking)
    throw new SoapFaultError({
      code: 'Sender',
      subcode: SUBCODES.get(blocking.rule)!,
      reason: { fr: told(blocking, 'fr'), en: told(blocking, 'en') },
    });
  if (assertion && id !== undefined) usedBy(context).add(id, readVihf(assertion), now);
}

function told({ message, actual, rule }: Finding, language: 'fr' | 'en'): string {
  const found = actual?.[language] ?? '';
  const received =
    found === '' || found.length > 300 ? ''
    : language === 'fr' ? ` Reçu : ${found}.`
    : ` Received: ${found}.`;
  return `${message[language]}${received} (${rule})`;
}
