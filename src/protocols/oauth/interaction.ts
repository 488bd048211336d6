/** A request of FHIR as its method and address tell it (FHIR R4, 3.1.0). */
export interface RestInteraction {
  interaction: string;
  type: string;
}

const TYPE = /^[A-Z][A-Za-z]{1,63}$/;
const ON_TYPE: Readonly<Record<string, string>> = {
  GET: 'search-type',
  HEAD: 'search-type',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};
const ON_INSTANCE: Readonly<Record<string, string>> = { GET: 'read', HEAD: 'read', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

/** What a request asks for, wherever the base of the server is; undefined for what no scope is for, as `/metadata` and Bundles of requests. */
export function restInteraction(method: string, target: string): RestInteraction | undefined {
  const path = target
    .slice(0, 32_000)
    .replace(/^https?:\/\/[^/]*/, '')
    .split(/[?#]/, 1)[0]!
    .split('/');
  const at = path.findIndex((part) => TYPE.test(part));
  const type = path[at];
  if (type === undefined) return undefined;
  const [id, third, version] = path.slice(at + 1).filter((part) => part !== '');
  const interaction = interactionOf(method, id, third, version);
  return interaction === undefined ? undefined : { interaction, type };
}

function interactionOf(method: string, id?: string, third?: string, version?: string): string | undefined {
  if (id === undefined) return ON_TYPE[method];
  if (id === '_search') return 'search-type';
  if (id === '_history') return 'history-type';
  // operations have no letter of their own
  if (id.startsWith('$') || third?.startsWith('$') === true) return undefined;
  if (third === '_history') return version === undefined ? 'history-instance' : 'vread';
  return ON_INSTANCE[method];
}
