import type { SimulatorManifest } from '../../src/model/index.js';

/** The transactions are those of the X-Assertion Provider (vihf-issuer), asked from the other side. */
export const manifest: SimulatorManifest = {
  actor: 'x-service-user',
  title: { fr: 'Demandeur de VIHF (X-Service User)', en: 'VIHF requester (X-Service User)' },
  transactions: [
    { id: 'WST-1', side: 'client' },
    { id: 'SAMLP-1', side: 'client' },
  ],
  load: async () => {
    const { XServiceUser } = await import('./index.js');
    return () => new XServiceUser();
  },
};
