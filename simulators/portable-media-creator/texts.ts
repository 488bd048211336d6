import { toolVersion } from '../../src/model/index.js';
import { XDM } from '../../src/protocols/xdm/index.js';
import { xml } from '../../src/protocols/xml/index.js';
import type { Draft } from './draft.js';

const DOCTYPE = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML Basic 1.1//EN" "http://www.w3.org/TR/xhtml-basic/xhtml-basic11.dtd">';

/** INDEX.HTM: XHTML Basic, with a link to README.TXT and to every document. */
export function indexPage({ structure, patient, sets }: Draft, documents: readonly string[]): string {
  const titles = sets.flatMap(({ submission }) => submission.documentEntries.map(({ title }) => title));
  const links = documents.map(
    (path, i) => xml`      <li><a href="${path}">${titles[i] ?? path}</a></li>
`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
${DOCTYPE}
${
  xml`<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr">
  <head><title>Documents de santé</title></head>
  <body>
    <h1>Documents de santé</h1>
    <p>Émetteur\u00A0: ${structure.name}</p>
    <p>Patient\u00A0: ${patient.birthFamily} ${patient.given}</p>
    <ul>
${links}    </ul>
    <p><a href="${XDM.readme}">${XDM.readme}</a></p>
  </body>
</html>
`.markup
}`;
}

/** README.TXT: who sends, by what software, what is where, how to read it. */
export function readme({ structure, sets }: Draft): string {
  return [
    `Émetteur : ${structure.name} (${structure.id}), contact@cabinet-de-test.example`,
    `Logiciel : Addax ${toolVersion}, simulateur de tests de conformité`,
    '',
    `Pour lire les documents, ouvrir ${XDM.index} dans un navigateur.`,
    '',
    'Arborescence :',
    ...sets.flatMap(({ folder, documents }) => [
      `  ${XDM.folder}/${folder}/${XDM.metadata}  métadonnées XDS du lot`,
      ...documents.map(({ name }) => `  ${XDM.folder}/${folder}/${name}  document CDA R2`),
    ]),
    '',
    'Documents d’essai, sans valeur médicale.',
    '',
  ].join('\r\n');
}
