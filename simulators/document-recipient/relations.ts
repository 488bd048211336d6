import { table } from '../../src/model/index.js';
import { ASSOCIATION, type RegistryErrorToWrite, type Submission } from '../../src/protocols/ebxml/index.js';

/** What a recipient without a registry does not follow, with the warning that says so (ITI TF-3, table 4.2.4.1-2). */
const NOT_PROCESSED: Readonly<Record<string, [code: string, what: string]>> = table({
  [ASSOCIATION.replaces]: ['PartialReplaceContentNotProcessed', 'le remplacement'],
  [ASSOCIATION.appends]: ['PartialAppendContentNotProcessed', 'l’ajout'],
  [ASSOCIATION.transforms]: ['PartialTransformNotProcessed', 'la transformation'],
  [ASSOCIATION.transformsAndReplaces]: ['PartialTransformReplaceNotProcessed', 'la transformation avec remplacement'],
});

/** Warnings for what of a submission goes beyond its documents: folders, and relations to documents sent before. */
export function notProcessed({ folders, associations }: Submission): RegistryErrorToWrite[] {
  const warning = (code: string, what: string, location: string): RegistryErrorToWrite => ({
    code,
    context: `Les documents sont reçus\u00A0; ${what} n’est pas traité par ce destinataire.`,
    severity: 'warning',
    location,
  });
  return [
    ...folders.map(({ element }) => warning('PartialFolderContentNotProcessed', 'le classeur', element.path)),
    ...associations.flatMap(({ type, element }) => {
      const relation = NOT_PROCESSED[type];
      return relation ? [warning(...relation, element.path)] : [];
    }),
  ];
}
