import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'patient-demographics-supplier',
  title: { fr: 'Serveur d’identités (Patient Demographics Supplier)', en: 'Patient Demographics Supplier' },
  transactions: [
    { id: 'ITI-21', side: 'server' },
    { id: 'ITI-47', side: 'server' },
    { id: 'ITI-78', side: 'server' },
    { id: 'ITI-30', side: 'client' },
  ],
  options: ['store', 'seed-data'],
  load: async () => {
    const { PatientDemographicsSupplier } = await import('./index.js');
    return () => new PatientDemographicsSupplier();
  },
};
