import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCda } from './cda.mjs';
import { software, user } from './identity.mjs';
import { associationsOf, entryOf, submissionSetOf, writeMetadata } from './metadata.mjs';
import { newDocument } from './publish.mjs';
import { identifier, slot } from './search.mjs';
import { all, parseXml, xml } from '../wire/xml.mjs';
import { readZip, writeZip } from '../wire/zip.mjs';

const SUBSET = 'IHE_XDM/SUBSET01';
const PATIENT = '58a6f841-87b3-4a3e-92fd-a8ffeff98427';

/** Writes documents about the patient as IHE_XDM.ZIP (ITI-32), and says where. */
export async function createMedia(session) {
  const kinds = session.input.documents === 2 ? ['cr-bio', 'cr-consultation'] : ['cr-bio'];
  const documents = kinds.map((kind, i) => {
    const document = newDocument({ ...session, input: { ...session.input, document: kind } });
    const bytes = Buffer.from(writeCda(document, session.structure));
    const entry = entryOf(document, bytes, session.structure);
    const name = `DOC0000${i + 1}.XML`;
    return { document, bytes, name, entry: session.breaks('mediaEntry', { ...entry, slots: { ...entry.slots, URI: [name] } }) };
  });
  const set = submissionSetOf(documents[0].document, new Date(), session.structure);
  const metadata = writeMetadata({
    entries: documents.map(({ entry }) => entry),
    set,
    associations: documents.flatMap(({ document }) => associationsOf(document, set)),
  });
  const files = session.breaks('media', [
    { name: 'INDEX.HTM', bytes: Buffer.from(indexOf(documents)) },
    { name: 'README.TXT', bytes: Buffer.from(readme(session)) },
    { name: `${SUBSET}/METADATA.XML`, bytes: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${metadata}`) },
    ...documents.map(({ name, bytes }) => ({ name: `${SUBSET}/${name}`, bytes })),
  ]);
  const file = join(session.folder, 'IHE_XDM.ZIP');
  writeFileSync(file, writeZip(files));
  return { failed: false, shown: `${documents.length} document(s) dans ${file}.`, sent: 0, file };
}

const indexOf = (documents) =>
  xml`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML Basic 1.1//EN" "http://www.w3.org/TR/xhtml-basic/xhtml-basic11.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr">
<head><title>Documents de santé</title></head>
<body>
<h1>Documents de santé</h1>
<p><a href="README.TXT">README.TXT</a></p>
<ul>${documents.map(({ name, document }) => xml`<li><a href="${SUBSET}/${name}">${document.type.title}</a></li>`)}</ul>
</body>
</html>`.text;

const readme = ({ structure }) =>
  [
    `Émetteur : ${structure.organisation}, Dr ${user.given} ${user.family}`,
    'Contact : contact@temoin.example',
    `Logiciel : ${software.name} ${software.version}, Témoin`,
    '',
    'INDEX.HTM mène aux documents ; un navigateur suffit à les lire.',
    'IHE_XDM/SUBSET01 contient les documents et METADATA.XML, qui les décrit.',
    '',
    'Ces documents sont couverts par le secret médical.',
    '',
  ].join('\r\n');

/**
 * Takes in a package (ITI-32), or refuses it as a whole: what it describes must be there and be what it says, for one patient.
 * The testimony answers both questions that a scenario may ask.
 */
export async function importMedia(session) {
  const problem = await session
    .breaks(
      'imports',
      problemOf,
    )(session.input.media)
    .catch((error) => error.message);
  const text = problem ? `Lot refusé : ${problem}.` : 'Lot importé.';
  return {
    failed: Boolean(problem),
    shown: text,
    sent: 0,
    testimony: { imported: { answer: !problem, text }, refused: { answer: Boolean(problem), text } },
  };
}

async function problemOf(file) {
  const files = await readZip(file);
  const subsets = [...files.keys()].filter((name) => /^IHE_XDM\/[^/]+\/METADATA\.XML$/.test(name));
  if (subsets.length === 0) return 'METADATA.XML manque';
  const patients = new Set();
  for (const name of subsets) {
    const root = parseXml(files.get(name).toString('utf8')).documentElement;
    if (root.localName !== 'SubmitObjectsRequest') return `${name} ne contient pas une soumission`;
    for (const entry of all(root, 'rim:ExtrinsicObject')) {
      const uri = slot(entry, 'URI');
      const bytes = uri && files.get(name.replace('METADATA.XML', uri));
      if (!bytes) return `le document ${uri ?? 'sans URI'} manque`;
      if (createHash('sha1').update(bytes).digest('hex') !== slot(entry, 'hash')?.toLowerCase())
        return `${uri} n’a pas l’empreinte annoncée`;
      patients.add(identifier(entry, PATIENT)?.split('^')[0]);
    }
  }
  return patients.size > 1 ? 'il concerne plusieurs patients' : undefined;
}
