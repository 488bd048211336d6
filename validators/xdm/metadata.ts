import { createHash } from 'node:crypto';
import { ABSENT, asWritten, shorten } from '../../src/model/index.js';
import { IDENTIFIER, NS, type RegistryObject } from '../../src/protocols/ebxml/index.js';
import { parseCx } from '../../src/protocols/identifiers/index.js';
import { sameName, type PackagedDocument, type Subset } from '../../src/protocols/xdm/index.js';
import { placeOfError, xmlOf, XmlSyntaxError, type XmlElement } from '../../src/protocols/xml/index.js';
import { told, type Judge } from './judge.js';

/** The metadata of each submission set against the files beside it, and against the other sets. */
export function judgeMetadata(judge: Judge): void {
  for (const subset of judge.package.subsets) {
    judgeRoot(judge, subset);
    if (!subset.submission || !subset.artefact) continue;
    for (const document of subset.documents) judgeDocument(judge, subset, document);
    judgeFiles(judge, subset);
  }
  judgePatients(judge);
}

function judgeRoot(judge: Judge, { artefact, root }: Subset): void {
  if (!artefact) return;
  if (!root) {
    const error = problemOf(() => xmlOf(artefact));
    const place = { ...placeOfError(artefact, error), path: artefact.name };
    judge.expect('XDM-05-XML', false, place, () => ({ ...told(WELL_FORMED, error.explanation)(), message: error.explanation }));
    return;
  }
  judge.inside('XDM-05-XML', true, artefact, root);
  const holds = root.local === 'SubmitObjectsRequest' && root.namespace === NS.lcm;
  judge.inside(
    'XDM-05-ROOT',
    holds,
    artefact,
    root,
    told(`{${NS.lcm}}SubmitObjectsRequest`, asWritten(`{${root.namespace}}${root.local}`)),
  );
}

const WELL_FORMED = { fr: 'du XML bien formé, sans DOCTYPE', en: 'well-formed XML, without a DOCTYPE' };

function problemOf(read: () => unknown): XmlSyntaxError {
  try {
    read();
  } catch (error) {
    if (error instanceof XmlSyntaxError) return error;
    throw error;
  }
  throw new Error('xdm: metadata without a root that can be read');
}

/** Relative to the directory of METADATA.XML, and staying in it. */
const isRelative = (uri: string): boolean =>
  !/^\/|^[a-z][a-z0-9+.-]*:|[\\?#]/i.test(uri) && !uri.split('/').some((step) => step === '..' || step === '.');

function judgeDocument(judge: Judge, subset: Subset, { entry, uri, file }: PackagedDocument): void {
  const artefact = subset.artefact!;
  const slot = entry.slot('URI');
  const where =
    slot ? (slot.values[0]?.element ?? slot.element) : { in: entry.element, missing: `${prefixOf(entry.element)}Slot[@name='URI']` };
  if (
    !judge.inside(
      'XDM-05-URI',
      uri !== undefined && isRelative(uri),
      artefact,
      where,
      told('DOC00001.XML', uri === undefined ? ABSENT : asWritten(uri)),
    )
  )
    return;
  const values = slot?.values ?? [];
  judge.inside(
    'XDM-05-ONE',
    values.length === 1,
    artefact,
    values[1]?.element ?? where,
    told({ fr: 'une valeur', en: 'one value' }, { fr: `${values.length} valeurs`, en: `${values.length} values` }),
  );
  const other = file ?? subset.files.find(({ name }) => sameName(name, `${subset.path}/${uri}`));
  const expected = `${subset.path}/${uri}`;
  if (!judge.inside('XDM-05-FILE', file !== undefined, artefact, where, told(shorten(expected), other?.name ?? ABSENT)) || !file) return;
  const content = judge.package.archive!.content(file);
  if (!('bytes' in content)) return;
  const hash = entry.slot('hash')?.values[0];
  if (hash && /^[0-9a-f]{40}$/i.test(hash.text)) {
    const computed = createHash('sha1').update(content.bytes).digest('hex');
    judge.inside('XDM-07-HASH', hash.text.toLowerCase() === computed, artefact, hash.element, told(computed, hash.text));
  }
  const size = entry.slot('size')?.values[0];
  if (size && /^\d{1,15}$/.test(size.text))
    judge.inside(
      'XDM-07-SIZE',
      Number(size.text) === content.bytes.length,
      artefact,
      size.element,
      told(String(content.bytes.length), size.text),
    );
}

const prefixOf = ({ name }: XmlElement): string => name.slice(0, name.indexOf(':') + 1);

/** Files that no entry describes; a directory beside METADATA.XML is one document in several parts. */
function judgeFiles(judge: Judge, { path, files, documents, metadata }: Subset): void {
  // a file is no stranger while an entry does not say which file it describes
  if (documents.some(({ uri }) => uri === undefined || !isRelative(uri))) return;
  const described = new Set(documents.map(({ uri }) => `${path}/${uri}`.toUpperCase()));
  for (const file of files) {
    if (file === metadata || file.name.slice(path.length + 1).includes('/')) continue;
    judge.entry(
      'XDM-05-ENTRY',
      described.has(file.name.toUpperCase()),
      file,
      told({ fr: 'une fiche de cet URI', en: 'an entry of this URI' }, ABSENT),
    );
  }
}

/** The first submission set says who the patient is; another one is told once for each set. */
function judgePatients(judge: Judge): void {
  let first: string | undefined;
  for (const { artefact, submission } of judge.package.subsets) {
    if (!artefact || !submission) continue;
    const others = new Set<string>();
    const lists: [readonly RegistryObject[], string][] = [
      [submission.submissionSets, IDENTIFIER.setPatientId],
      [submission.documentEntries, IDENTIFIER.entryPatientId],
      [submission.folders, IDENTIFIER.folderPatientId],
    ];
    for (const [objects, scheme] of lists)
      for (const object of objects) {
        const identifier = object.externalIdentifier(scheme);
        if (!identifier?.identifierValue) continue;
        const { id, authority } = parseCx(identifier.identifierValue);
        const patient = `${id} (${authority.oid})`;
        first ??= patient;
        if (others.has(patient)) continue;
        if (patient !== first) others.add(patient);
        judge.inside('XDM-09', patient === first, artefact, identifier.element, told(first, asWritten(patient)));
      }
  }
}
