import type { Finding, SimulatorContext } from '../../src/model/index.js';
import { viewOf, type SoapMessage } from '../../src/protocols/soap/index.js';
import { SoapFaultError } from '../../src/transport/index.js';
import { validator } from '../../validators/vihf/index.js';

/**
 * Rules whose breach makes a VIHF worthless, with the fault code of WS-Security that says why. Every other finding is
 * for the report: a platform that refused over each of them would hide the later ones.
 */
const SUBCODES: Readonly<Record<string, string>> = {
  'VIHF-XML': 'wsse:InvalidSecurity',
  'VIHF-01': 'wsse:InvalidSecurity',
  'VIHF-02': 'wsse:InvalidSecurityToken',
  'VIHF-08': 'wsse:FailedCheck',
  'VIHF-08-VALUE': 'wsse:FailedCheck',
  'VIHF-10': 'wsse:FailedCheck',
  'VIHF-10-DIGEST': 'wsse:FailedCheck',
  'VIHF-12': 'wsse:InvalidSecurityToken',
  'VIHF-64': 'wsse:InvalidSecurityToken',
  'VIHF-64-CRL': 'wsse:InvalidSecurityToken',
  'VIHF-18': 'wsse:FailedCheck',
  'VIHF-38-PATIENT': 'wsse:FailedCheck',
};

/**
 * Lets a message pass whose VIHF is authentic, in time and made out for this patient.
 * @param patient INS of the submission, where there is one
 * @throws SoapFaultError
 */
export async function checkVihf(message: SoapMessage, context: SimulatorContext, patient: string | undefined): Promise<void> {
  const { vihf } = context;
  if (!vihf?.required) return;
  const [security] = viewOf(message.artefact, 'security');
  if (!security) return;
  const { patient: _expected, ...parameters } = context.parameters;
  const { findings } = await validator.validate(security, {
    at: context.now(),
    trust: vihf.trust,
    parameters: { ...parameters, ...(patient !== undefined && { patient }) },
  });
  const blocking = findings.find((finding) => finding.severity === 'error' && finding.rule in SUBCODES);
  if (blocking)
    throw new SoapFaultError({
      code: 'Sender',
      subcode: SUBCODES[blocking.rule]!,
      reason: { fr: told(blocking, 'fr'), en: told(blocking, 'en') },
    });
}

function told({ message, actual, rule }: Finding, language: 'fr' | 'en'): string {
  const found = actual?.[language] ?? '';
  const received =
    found === '' || found.length > 300 ? ''
    : language === 'fr' ? ` Reçu : ${found}.`
    : ` Received: ${found}.`;
  return `${message[language]}${received} (${rule})`;
}
