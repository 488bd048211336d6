import { z } from 'zod';

/** A text of a dataset, empty or not; a number is what YAML makes of an unquoted one. */
export const AnyYamlText = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string());

/** A text of a dataset that says something. */
export const YamlText = AnyYamlText.pipe(z.string().min(1));
