import { WITHDRAWN } from './format.js';
import { streamRdfXml } from './rdf-xml.js';
import { Gathered, preferred, type Subject } from './skos.js';
import { baseName, isBlank, oidIn, type Reading } from './source.js';
import { streamTurtle } from './turtle.js';

const stream = (bytes: Uint8Array, turtle: boolean, done: (subject: Subject) => void): void =>
  (turtle ? streamTurtle : streamRdfXml)(bytes, new Gathered(done));

/**
 * Reads the codes of a terminology in RDF. Its code system is the one that the pack names, else the OID that names the
 * file, else the identifier of its scheme.
 */
export function readSkos({ path, bytes, writer, tell, system: given }: Reading): void {
  const turtle = /\.ttl$/i.test(path);
  let oid = given ?? oidIn(baseName(path));
  let name = '';
  if (oid === undefined)
    stream(bytes, turtle, ({ scheme, identifiers, notations, labels }) => {
      if (!scheme) return;
      oid ??= [...identifiers, ...notations].map(oidIn).find((found) => found !== undefined);
      name ||= preferred(labels)[0] ?? '';
    });

  let codes = 0;
  let unnamed = 0;
  let apart = 0;
  const first = new Map<number, string>();
  stream(bytes, turtle, ({ scheme, notations, labels, withdrawn, line }) => {
    const displays = preferred(labels);
    if (scheme) {
      name ||= displays[0] ?? '';
      return;
    }
    if (notations.length === 0 && displays.length > 0) apart++;
    for (const code of notations) {
      if (isBlank(code)) {
        tell.blank(path, line);
        continue;
      }
      codes++;
      if (displays.length === 0) unnamed++;
      if (oid === undefined) continue;
      const concept = writer.concept(writer.system(oid), code, displays, withdrawn ? WITHDRAWN : 0);
      const known = first.get(concept);
      if (known !== undefined && displays[0] !== undefined && known !== displays[0]) tell.twice(path, line, code, known, displays[0]);
      else if (displays[0] !== undefined && first.size < COMPARED) first.set(concept, displays[0]);
    }
  });
  if (oid !== undefined && codes > 0) writer.system(oid, name);
  if (codes > 0 && oid === undefined)
    tell.tell(path, 'no-oid', undefined, {
      fr: 'rien ne dit l’OID de cette terminologie\u00A0: elle n’est pas prise. L’écrire dans addax-pack.yaml (terminology.files), ou nommer le fichier par l’OID.',
      en: 'nothing says the OID of this terminology: it is not taken. Write it in addax-pack.yaml (terminology.files), or name the file by the OID.',
    });
  if (unnamed > 0 && apart >= unnamed)
    tell.tell(path, 'apart', undefined, {
      fr: `${unnamed} codes ont leurs libellés ailleurs dans le fichier\u00A0: ils sont pris sans libellé.`,
      en: `${unnamed} codes have their labels elsewhere in the file: they are taken without.`,
    });
}

/** codes whose first label is remembered, to find those that come again with another */
const COMPARED = 100_000;
