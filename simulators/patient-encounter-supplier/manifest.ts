import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'patient-encounter-supplier',
  title: { fr: 'Source des venues et mouvements (Patient Encounter Supplier)', en: 'Patient Encounter Supplier' },
  transactions: [{ id: 'ITI-31', side: 'client' }],
  load: async () => {
    const { PatientEncounterSupplier } = await import('./index.js');
    return () => new PatientEncounterSupplier();
  },
};
