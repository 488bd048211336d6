import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'patient-identity-source',
  title: { fr: 'Source d’identités (Patient Identity Source)', en: 'Patient Identity Source' },
  transactions: [
    { id: 'ITI-8', side: 'client' },
    { id: 'ITI-30', side: 'client' },
    { id: 'ITI-44', side: 'client' },
  ],
  load: async () => {
    const { PatientIdentitySource } = await import('./index.js');
    return () => new PatientIdentitySource();
  },
};
