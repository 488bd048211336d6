import { asWritten, rule, same, type Rule } from '../../src/model/index.js';
import type { FhirNode } from '../../src/protocols/fhir/node.js';
import { judgeNationalNumber } from '../../src/protocols/identifiers/index.js';
import type { Judge } from './judge.js';
import { named } from './values.js';

export const nationalNumber: Rule = rule({
  id: 'FHIR-120',
  level: 'SHOULD',
  title: {
    fr: 'Le numéro national d’un professionnel ou d’une structure (RPPS, ADELI, FINESS, SIREN, SIRET, IdNat) a la forme et la clé de son système.',
    en: 'The national number of a professional or of a structure (RPPS, ADELI, FINESS, SIREN, SIRET, IdNat) has the form and the key of its system.',
  },
  message: {
    fr: 'Ce numéro national n’a pas la forme ou la clé de son système.',
    en: 'This national number does not have the form or the key of its system.',
  },
  hint: {
    fr: 'Reprendre le numéro de l’annuaire, ou écrire le system qui lui correspond.',
    en: 'Copy the number from the directory, or write the system that it belongs to.',
  },
  clause: 'CI-SIS, identifiants nationaux des professionnels et des structures ; fr-core 2.1.0, fr-core-practitioner, fr-core-organization',
  example: {
    right: '"system": "https://rpps.esante.gouv.fr", "value": "99900063480"',
    wrong: '"system": "https://rpps.esante.gouv.fr", "value": "99900063481"',
  },
});

const HOLDERS = new Set(['Practitioner', 'Organization']);

/** Judges the identifiers of each Practitioner and Organization of a resource: itself, those of its entries, those that it contains. */
export function judgeNationalNumbers(judge: Judge, root: FhirNode): void {
  const look = (node: FhirNode): void => {
    if (HOLDERS.has(node.resourceType ?? '')) named(node, 'identifier').forEach((identifier) => judgeIdentifier(judge, identifier));
    node.children.forEach(look);
  };
  look(root);
}

function judgeIdentifier(judge: Judge, identifier: FhirNode): void {
  const [system, value] = ['system', 'value'].map((name) => named(identifier, name)[0]);
  // an empty value is told as such
  if (!system?.value || !value?.value) return;
  const told = judgeNationalNumber(system.value, value.value);
  if (told) judge.expect(nationalNumber.id, told.holds, value, () => ({ expected: told.expected, actual: same(asWritten(value.value!)) }));
}
