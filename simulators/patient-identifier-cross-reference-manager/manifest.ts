import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'patient-identifier-cross-reference-manager',
  title: { fr: 'Rapprochement d’identités (Patient Identifier Cross-reference Manager)', en: 'Patient Identifier Cross-reference Manager' },
  transactions: [
    { id: 'ITI-8', side: 'server' },
    { id: 'ITI-9', side: 'server' },
    { id: 'ITI-30', side: 'server' },
    { id: 'ITI-44', side: 'server' },
    { id: 'ITI-45', side: 'server' },
    { id: 'ITI-10', side: 'client' },
    { id: 'ITI-46', side: 'client' },
  ],
  options: ['store', 'seed-data'],
  load: async () => {
    const { PatientIdentifierCrossReferenceManager } = await import('./index.js');
    return () => new PatientIdentifierCrossReferenceManager();
  },
};
