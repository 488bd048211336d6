import { WITHDRAWN } from './format.js';
import { foldLabel } from './nearest.js';
import { baseName, dayIn, isBlank, oidIn, type Reading } from './source.js';
import { streamXml, type StreamedElement } from './xml-stream.js';

/** Elements that hold a value set: IHE SVS (one, several) and ART-DECOR. */
const SETS = new Set(['ValueSet', 'DescribedValueSet', 'valueSet']);

/**
 * Reads value sets as IHE SVS has them (`RetrieveValueSetResponse`, `RetrieveMultipleValueSetsResponse`) or ART-DECOR
 * (`valueSets`).
 */
export function readSvs({ path, bytes, writer, tell }: Reading): void {
  let set: number | undefined;
  let labels = new Map<string, string>();

  const concept = (element: StreamedElement): void => {
    if (set === undefined) return;
    const { attributes, line } = element;
    const code = attributes.get('code') ?? '';
    const system = oidIn(attributes.get('codeSystem'));
    // ART-DECOR: a heading that groups codes
    if (attributes.get('type') === 'A' || !attributes.has('code')) return;
    if (isBlank(code)) {
      tell.blank(path, line);
      return;
    }
    if (system === undefined) {
      tell.tell(path, 'no-system', line, {
        fr: `le code ${code} n’a pas de codeSystem qui soit un OID\u00A0: il n’est pas pris.`,
        en: `the code ${code} has no codeSystem that is an OID: it is not taken.`,
      });
      return;
    }
    const display = attributes.get('displayName')?.trim() || undefined;
    const others = ['longDesignation', 'shortDesignation'].flatMap((name) => attributes.get(name)?.trim() || []);
    const until = attributes.get('type') === 'D' ? WITHDRAWN : dayIn(attributes.get('dateFin'));
    const key = `${system} ${code}`;
    const known = labels.get(key);
    if (known !== undefined && display !== undefined && foldLabel(known) !== foldLabel(display))
      tell.twice(path, line, `${code} (${system})`, known, display);
    if (known === undefined) labels.set(key, display ?? '');
    const found = writer.concept(writer.system(system), code, [...(display === undefined ? [] : [display]), ...others]);
    if (found !== -1) writer.member(set, found, display, until);
  };

  streamXml(bytes, {
    open(element) {
      const { local, attributes, line } = element;
      if (SETS.has(local)) {
        const id = attributes.get('id') ?? attributes.get('ref');
        const oid = oidIn(id);
        // ART-DECOR: a reference to a value set that is elsewhere
        set =
          oid === undefined || !attributes.has('id') ?
            undefined
          : writer.set(oid, [attributes.get('displayName')?.replace(/\.tabs$/, '') ?? '', attributes.get('name') ?? '', baseName(path)]);
        labels = new Map();
        if (oid === undefined)
          tell.tell(path, 'no-oid', line, {
            fr: 'ce jeu de valeurs n’a pas d’id qui soit un OID\u00A0: il n’est pas pris.',
            en: 'this value set has no id that is an OID: it is not taken.',
          });
      } else if (local === 'conceptList' || local === 'ConceptList') labels = new Map();
      else if (local === 'Concept' || local === 'concept') concept(element);
      else if (local === 'sourceCodeSystem') {
        const oid = oidIn(attributes.get('id'));
        if (oid !== undefined) writer.system(oid, attributes.get('identifierName'));
      }
    },
  });
}
