/** Which documents are measured: examples of different volets, and one that is made to grow. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examples, generalProfiles, voletProfiles } from '../../scripts/differential/pack.mjs';
import { clinicalDocumentText, localName, readText } from '../../scripts/differential/xml-text.mjs';

/** The examples of a pack that a volet schematron judges, smallest first, unwrapped and written to a folder. */
function withVolet(pack, folder) {
  const general = generalProfiles(pack);
  return examples(pack)
    .map(({ name, file }) => {
      const original = readFileSync(file, 'utf8');
      const [volet] = voletProfiles(pack, original);
      return { name, text: clinicalDocumentText(original), volet, profiles: [...general, volet], file: join(folder, name) };
    })
    .filter(({ volet }) => volet)
    .sort((a, b) => a.text.length - b.text.length)
    .map((document) => {
      writeFileSync(document.file, document.text);
      return { ...document, size: Buffer.byteLength(document.text) };
    });
}

/** `count` documents of different volets, spread over the sizes that the examples have. */
export function chosen(pack, folder, count) {
  const family = (volet) => volet.replace(/^.*CI-SIS_/, '').split('-')[0];
  const seen = new Set();
  const one = withVolet(pack, folder).filter(({ volet }) => !seen.has(family(volet)) && seen.add(family(volet)));
  const step = Math.max(1, (one.length - 1) / (count - 1));
  return Array.from({ length: Math.min(count, one.length) }, (_, i) => one[Math.round(i * step)]);
}

/** One small document, grown to each size by repeating the entries of its sections. */
export function grown(pack, folder, sizes) {
  const base = withVolet(pack, folder).find(({ text }) => entriesOf(text).length > 0);
  return sizes.map((size) => {
    const text = grow(base.text, size);
    const file = join(folder, `grown-${size}.xml`);
    writeFileSync(file, text);
    return { name: base.name, profiles: base.profiles, file, size: Buffer.byteLength(text) };
  });
}

function entriesOf(text) {
  const found = [];
  const visit = (element) => {
    for (const child of element.children)
      if (child.kind === 'element') {
        if (localName(element.name) === 'section' && localName(child.name) === 'entry') found.push(child);
        else visit(child);
      }
  };
  visit(readText(text).root);
  return found;
}

/** The text with its entries repeated in turn, each next to its like, until it has the size. */
function grow(text, size) {
  const entries = entriesOf(text);
  const copies = entries.map(() => 0);
  for (let length = text.length, i = 0; length < size; i = (i + 1) % entries.length) {
    copies[i] += 1;
    length += entries[i].end - entries[i].start;
  }
  let [grownText, from] = ['', 0];
  entries.forEach(({ start, end }, i) => {
    grownText += text.slice(from, end) + text.slice(start, end).repeat(copies[i]);
    from = end;
  });
  return grownText + text.slice(from);
}
