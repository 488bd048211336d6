import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'patient-demographics-consumer',
  title: { fr: 'Consommateur d’identités (Patient Demographics Consumer)', en: 'Patient Demographics Consumer' },
  transactions: [
    { id: 'ITI-21', side: 'client' },
    { id: 'ITI-47', side: 'client' },
    { id: 'ITI-78', side: 'client' },
    { id: 'ITI-30', side: 'server' },
  ],
  load: async () => {
    const { PatientDemographicsConsumer } = await import('./index.js');
    return () => new PatientDemographicsConsumer();
  },
};
