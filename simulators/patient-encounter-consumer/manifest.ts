import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'patient-encounter-consumer',
  title: { fr: 'Consommateur des venues et mouvements (Patient Encounter Consumer)', en: 'Patient Encounter Consumer' },
  transactions: [{ id: 'ITI-31', side: 'server' }],
  load: async () => {
    const { PatientEncounterConsumer } = await import('./index.js');
    return () => new PatientEncounterConsumer();
  },
};
