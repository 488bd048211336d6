/** Makes the mutants of a resource and judges them. */
import { detected, saidIn } from './judge.mjs';
import { Known, mutantOf, openResource, written } from './resource.mjs';
import { asXml, xmlOf } from './xml-classes.mjs';

/** What sites of one kind have in common. */
export const kindOf = ({ kind, place }) => kind ?? place.kind;

/**
 * A resource open for mutation, in JSON and in XML, with what is said of it before anything is changed.
 * @returns undefined when it is no resource of FHIR R4
 */
export function opened(name, bytes, { definitions, judge }) {
  const resource = openResource(name, bytes, new Known(definitions));
  if (!resource) return undefined;
  const xml = asXml(resource);
  const original = { json: Buffer.from(written(resource.value)), xml: xmlOf(xml) };
  return { ...resource, xml, original, said: { json: saidIn(judge(original.json)), xml: saidIn(judge(original.xml)) } };
}

/** The verdict on the mutant of each site that changes something. */
export function* mutants(resource, { id, xml = false, warning }, sites, { judge }) {
  const format = xml ? 'xml' : 'json';
  for (const site of sites) {
    const bytes = xml ? xmlOf(resource.xml, site) : mutantOf(resource, site);
    // what is already as the mutation would have it is no mutant
    if (bytes.equals(resource.original[format])) continue;
    const { here, elsewhere } = detected(resource.said[format], judge(bytes), site, warning !== undefined);
    yield {
      class: id,
      kind: kindOf(site),
      path: site.at?.[0],
      rules: here,
      ...(site.note !== undefined && { note: site.note }),
      ...(site.equivalent !== undefined && { equivalent: site.equivalent }),
      ...(here.length === 0 && elsewhere.length > 0 && { elsewhere }),
    };
  }
}
