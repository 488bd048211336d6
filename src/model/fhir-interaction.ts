import type { Bilingual } from './bilingual.js';
import { same } from './wording.js';

/** What FHIR R4 calls interactions (3.1.0), as people say them; those of one type name it. */
const INTERACTIONS: ReadonlyMap<string, (type: string) => Bilingual> = new Map<string, (type: string) => Bilingual>([
  ['read', (type) => ({ fr: `lecture d’une ressource ${type}`, en: `read of a resource ${type}` })],
  ['vread', (type) => ({ fr: `lecture d’une version d’une ressource ${type}`, en: `read of a version of a resource ${type}` })],
  ['update', (type) => ({ fr: `mise à jour d’une ressource ${type}`, en: `update of a resource ${type}` })],
  ['patch', (type) => ({ fr: `modification partielle d’une ressource ${type}`, en: `patch of a resource ${type}` })],
  ['delete', (type) => ({ fr: `suppression d’une ressource ${type}`, en: `delete of a resource ${type}` })],
  ['create', (type) => ({ fr: `création d’une ressource ${type}`, en: `create of a resource ${type}` })],
  ['search-type', (type) => ({ fr: `recherche de ressources ${type}`, en: `search of resources ${type}` })],
  ['search-system', () => ({ fr: 'recherche dans tous les types', en: 'search of all types' })],
  ['history-instance', (type) => ({ fr: `historique d’une ressource ${type}`, en: `history of a resource ${type}` })],
  ['history-type', (type) => ({ fr: `historique des ressources ${type}`, en: `history of resources ${type}` })],
  ['history-system', () => ({ fr: 'historique du serveur', en: 'history of the server' })],
  ['capabilities', () => ({ fr: 'capacités du serveur (metadata)', en: 'capabilities of the server (metadata)' })],
  ['transaction', () => same('transaction')],
  ['batch', () => ({ fr: 'lot (batch)', en: 'batch' })],
]);

/** Names a FHIR interaction that is no transaction of a volet or profile, as an exchange is recorded: `FHIR read Slot`. */
export const fhirInteraction = (interaction: string, type: string): string | undefined =>
  INTERACTIONS.has(interaction) ? `FHIR ${interaction} ${type}`.trimEnd() : undefined;

/** What people read for the transaction of an exchange: its name, a FHIR interaction in words. */
export function transactionWords(transaction: string): Bilingual {
  const [protocol, interaction = '', type = ''] = transaction.split(' ');
  const words = protocol === 'FHIR' ? INTERACTIONS.get(interaction)?.(type) : undefined;
  return words ? { fr: `FHIR\u00A0: ${words.fr}`, en: `FHIR: ${words.en}` } : same(transaction);
}
