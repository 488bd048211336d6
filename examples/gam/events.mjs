/** What the GAM does, and the event it then sends: its structure, what it says of the movement, and who else it is about. */
export const EVENTS = {
  // identities (ITI-30)
  'create-identity': { event: 'A28', structure: 'ADT_A05' },
  'update-identity': { event: 'A31', structure: 'ADT_A05' },
  'merge-identities': { event: 'A40', structure: 'ADT_A39', other: 'MRG' },
  'change-identifier': { event: 'A47', structure: 'ADT_A30', other: 'MRG' },
  'link-identities': { event: 'A24', structure: 'ADT_A24', other: 'PID' },
  'unlink-identities': { event: 'A37', structure: 'ADT_A37', other: 'PID' },
  // stays and movements (ITI-31)
  preadmit: { event: 'A05', structure: 'ADT_A05', action: 'INSERT', nature: 'HMS' },
  admit: { event: 'A01', structure: 'ADT_A01', action: 'INSERT', nature: 'HMS' },
  'register-outpatient': { event: 'A04', structure: 'ADT_A01', action: 'INSERT', nature: 'M', class: 'O' },
  transfer: { event: 'A02', structure: 'ADT_A02', action: 'INSERT', nature: 'HMS' },
  discharge: { event: 'A03', structure: 'ADT_A03', action: 'INSERT', nature: 'D' },
  'make-inpatient': { event: 'A06', structure: 'ADT_A06', action: 'INSERT', nature: 'HMS' },
  'make-outpatient': { event: 'A07', structure: 'ADT_A06', action: 'INSERT', nature: 'M', class: 'O' },
  'leave-on-pass': { event: 'A21', structure: 'ADT_A21', action: 'INSERT', nature: 'S' },
  'return-from-pass': { event: 'A22', structure: 'ADT_A21', action: 'INSERT', nature: 'S' },
  'change-doctor': { event: 'A54', structure: 'ADT_A54', action: 'INSERT', nature: 'M' },
  'correct-movement': { event: 'Z99', structure: 'ADT_A01', action: 'UPDATE', original: 'A02', historic: true, nature: 'HMS' },
  'cancel-preadmission': { event: 'A38', structure: 'ADT_A38', action: 'CANCEL', original: 'A05', nature: 'HMS' },
  'cancel-admission': { event: 'A11', structure: 'ADT_A09', action: 'CANCEL', original: 'A01', nature: 'HMS' },
  'cancel-transfer': { event: 'A12', structure: 'ADT_A12', action: 'CANCEL', original: 'A02', nature: 'HMS' },
  'cancel-discharge': { event: 'A13', structure: 'ADT_A01', action: 'CANCEL', original: 'A03', nature: 'D' },
};
