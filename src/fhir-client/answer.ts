import { childrenOf, readFhirJson, readFhirXml, valueAt, type FhirNode } from '../protocols/fhir/index.js';
import type { Posted } from '../transport/index.js';

/** The longest text of a stranger that goes into later requests. */
const LONGEST = 16_000;

/** The resource that an answer is; undefined where it is none. */
export function rootOf({ headers, body }: Posted): FhirNode | undefined {
  if (!body || body.length === 0) return undefined;
  const read = (headers?.['content-type'] ?? '').includes('xml') ? readFhirXml : readFhirJson;
  return read(body).root;
}

/** The resources of a Bundle, or the resource itself. */
export function resourcesOf(root: FhirNode | undefined): FhirNode[] {
  if (root?.resourceType === 'Bundle') return childrenOf(root, 'entry').flatMap((entry) => childrenOf(entry, 'resource'));
  return root ? [root] : [];
}

/** What an answer says, for later steps: those values that it has. */
export function valuesOf(posted: Posted, root: FhirNode | undefined): Record<string, string> {
  const { status, headers } = posted;
  const { location, etag } = headers ?? {};
  const made = /\/([A-Za-z0-9.-]{1,64})(?:\/_history\/([A-Za-z0-9.-]{1,64}))?\/?$/.exec((location ?? '').slice(-300));
  const isResource = root !== undefined && root.resourceType !== 'Bundle' && root.resourceType !== 'OperationOutcome';
  const resource = isResource ? root : undefined;
  return known({
    status: status === undefined ? undefined : String(status),
    id: valueAt(resource, 'id') ?? made?.[1],
    versionId: valueAt(childrenOf(resource, 'meta')[0], 'versionId') ?? /^(?:W\/)?"([^"]{1,64})"$/.exec(etag ?? '')?.[1] ?? made?.[2],
    etag,
    location,
    resourceType: root?.resourceType,
    issue: valueAt(issueOf(root), 'code'),
    ...(root?.resourceType === 'Bundle' && valuesOfBundle(root)),
  });
}

function valuesOfBundle(bundle: FhirNode): Record<string, string | undefined> {
  const matches = childrenOf(bundle, 'entry').filter((entry) => {
    const mode = valueAt(childrenOf(entry, 'search')[0], 'mode');
    const [resource] = childrenOf(entry, 'resource');
    return mode === undefined ? resource?.resourceType !== 'OperationOutcome' : mode === 'match';
  });
  const [first] = matches;
  const next = childrenOf(bundle, 'link').find((link) => valueAt(link, 'relation') === 'next');
  return {
    total: valueAt(bundle, 'total'),
    entries: String(matches.length),
    first: valueAt(childrenOf(first, 'resource')[0], 'id'),
    next: valueAt(next, 'url'),
  };
}

/** The issue that an answer tells first, of entries of a batch too; one that refuses comes before what only informs. */
function issueOf(root: FhirNode | undefined): FhirNode | undefined {
  const resources = root?.resourceType === 'Bundle' ? childrenOf(root, 'entry').flatMap(outcomesOfEntry) : resourcesOf(root);
  const issues = resources.filter(({ resourceType }) => resourceType === 'OperationOutcome').flatMap((one) => childrenOf(one, 'issue'));
  return issues.find((issue) => /^(?:fatal|error)$/.test(valueAt(issue, 'severity') ?? '')) ?? issues[0];
}

const outcomesOfEntry = (entry: FhirNode): FhirNode[] => [
  ...childrenOf(entry, 'resource'),
  ...childrenOf(entry, 'response').flatMap((response) => childrenOf(response, 'outcome')),
];

/** Those values that are there, and that a request can carry. */
export const known = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => {
      const [, value] = entry;
      return value !== undefined && value !== '' && value.length <= LONGEST;
    }),
  );
