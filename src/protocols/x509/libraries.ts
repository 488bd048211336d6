import { createRequire } from 'node:module';
import type * as Schema from '@peculiar/asn1-schema';
import type * as Types from '@peculiar/asn1-x509';
import type * as Issuing from '@peculiar/x509';
import type * as Forge from 'node-forge';

// Loaded at first use and not before: each takes a while, and telling what kind a file is loads every validator.
const require = createRequire(import.meta.url);

/** Reads and writes DER by the schemas of RFC 5280. */
export function asn1(): { AsnConvert: typeof Schema.AsnConvert; types: typeof Types } {
  const { AsnConvert } = require('@peculiar/asn1-schema') as typeof Schema;
  return { AsnConvert, types: require('@peculiar/asn1-x509') as typeof Types };
}

/** Issues certificates and revocation lists. */
export async function issuing(): Promise<typeof Issuing> {
  // the library injects its parts through this package and refuses to load before it
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

/** PKCS#12, and DER without schemas. */
export const forge = (): typeof Forge => require('node-forge') as typeof Forge;
