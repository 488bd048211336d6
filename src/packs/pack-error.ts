import { ConfigurationError } from '../model/index.js';

/** A pack that cannot be added, found or trusted; the field is the source, file or coordinate that it is about. */
export class PackError extends ConfigurationError {}
