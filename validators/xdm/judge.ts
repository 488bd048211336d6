import { Checklist, fingerprint, same, type Artefact, type Complaint, type Finding, type Place } from '../../src/model/index.js';
import { visible } from '../../src/packs/shown.js';
import { openPackage, type XdmPackage } from '../../src/protocols/xdm/index.js';
import { placeAt, placeOf, placeOfMissing, type XmlElement } from '../../src/protocols/xml/index.js';
import type { ZipEntry } from '../../src/protocols/zip/index.js';
import { rules } from './rules.js';

/** The path of a place in a file of the package: `IHE_XDM/SUBSET01/METADATA.XML!/lcm:SubmitObjectsRequest`. */
const pathIn = (entry: string, path: string): string => (path === '/' ? entry : `${entry}!${path}`);

/** A finding on a file of the package, told as one on the package: two documents have the same paths. */
export function inside(entry: string, finding: Finding): Finding {
  const path = pathIn(entry, finding.place.path);
  return { ...finding, place: { ...finding.place, path }, fingerprint: fingerprint(finding.rule, path) };
}

/** One package under judgement. */
export class Judge extends Checklist {
  readonly package: XdmPackage;

  constructor(readonly artefact: Artefact) {
    super(rules);
    this.package = openPackage(artefact);
  }

  /** The package as a whole, or a name that is or should be in it. */
  at(path = '/'): Place {
    return { ...placeAt(this.artefact), path: visible(path) };
  }

  /** Judges an entry of the archive. */
  entry(rule: string, holds: boolean, { name }: Pick<ZipEntry, 'name'>, complaint?: () => Complaint): boolean {
    return this.expect(rule, holds, () => this.at(name), complaint);
  }

  /** Judges something inside an XML file of the package: an element, or a child that it lacks. */
  inside(
    rule: string,
    holds: boolean,
    file: Artefact,
    where: XmlElement | { in: XmlElement; missing: string },
    complaint?: () => Complaint,
  ): boolean {
    const place = (): Place => {
      const found = 'missing' in where ? placeOfMissing(file, where.in, where.missing) : placeOf(file, where);
      return { ...found, path: pathIn(file.name, found.path) };
    };
    return this.expect(rule, holds, place, complaint);
  }
}

/** What is expected and found, each the same in both languages. */
export const told =
  (expected: string | Complaint['expected'], actual: string | Complaint['actual']): (() => Complaint) =>
  () => ({
    ...(expected !== undefined && { expected: typeof expected === 'string' ? same(expected) : expected }),
    ...(actual !== undefined && { actual: typeof actual === 'string' ? same(actual) : actual }),
  });
