import type { SimulatorManifest } from '../../src/model/index.js';

/** IHE XUA leaves how an X-User Assertion is obtained to other standards, and gives it no number: these names are ours. */
export const manifest: SimulatorManifest = {
  actor: 'vihf-issuer',
  title: { fr: 'Émetteur de VIHF (X-Assertion Provider)', en: 'VIHF issuer (X-Assertion Provider)' },
  transactions: [
    // WS-Trust 1.3, Issue
    { id: 'WST-1', side: 'server' },
    // SAML 2.0, Authentication Request Protocol, SOAP binding
    { id: 'SAMLP-1', side: 'server' },
  ],
  load: async () => {
    const { XAssertionProvider } = await import('./index.js');
    return () => new XAssertionProvider();
  },
};
