import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'patient-identifier-cross-reference-consumer',
  title: {
    fr: 'Consommateur d’identités rapprochées (Patient Identifier Cross-reference Consumer)',
    en: 'Patient Identifier Cross-reference Consumer',
  },
  transactions: [
    { id: 'ITI-9', side: 'client' },
    { id: 'ITI-45', side: 'client' },
    { id: 'ITI-10', side: 'server' },
    { id: 'ITI-46', side: 'server' },
  ],
  load: async () => {
    const { PatientIdentifierCrossReferenceConsumer } = await import('./index.js');
    return () => new PatientIdentifierCrossReferenceConsumer();
  },
};
