import { z } from 'zod';
import { Patient } from '../document-source/input.js';
import { PACKAGE_FAULTS, type PackageFaultName } from './faults.js';

/** Of a name of 8 characters, `DOC00001.XML`, and of what a mail carries. */
const MOST_DOCUMENTS = 99;

/** Input of ITI-32 for the side that creates. */
export const CreateInput = z.object({
  patient: Patient,
  documents: z.coerce.number().int().min(1).max(MOST_DOCUMENTS).default(1),
  /** folder to write IHE_XDM.ZIP to; absent: the parameter `media`, else a folder that goes when the simulator stops */
  media: z.string().min(1).optional(),
  fault: z.enum(Object.keys(PACKAGE_FAULTS) as [PackageFaultName, ...PackageFaultName[]]).optional(),
});
