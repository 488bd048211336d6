import type { SimulatorManifest } from '../../src/model/index.js';

export const manifest: SimulatorManifest = {
  actor: 'appointment-declarant',
  title: { fr: 'Déclarant de rendez-vous (DéclarantRDV)', en: 'Declarant of appointments (DéclarantRDV)' },
  transactions: [
    { id: 'GAP-6a', side: 'client' },
    { id: 'GAP-6b', side: 'client' },
    { id: 'FHIR read Appointment', side: 'client' },
  ],
  load: async () => {
    const { appointmentDeclarant } = await import('./index.js');
    return appointmentDeclarant;
  },
};
