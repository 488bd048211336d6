import { z } from 'zod';

/** A text shown to a person: French first, English complete. */
export const Bilingual = z.strictObject({ fr: z.string().min(1), en: z.string().min(1) });
export type Bilingual = z.infer<typeof Bilingual>;

export const Language = z.enum(['fr', 'en']);
export type Language = z.infer<typeof Language>;
