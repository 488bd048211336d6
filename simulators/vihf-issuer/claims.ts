import { shorten, type Bilingual } from '../../src/model/index.js';
import { SECRET_CONNECTION, VihfName } from '../../src/protocols/saml/index.js';
import type { VihfRequest } from './issue.js';
import { profileOfRole } from './profiles.js';

/** A claim that cannot be taken over: its name or its value. */
export class ClaimError extends Error {
  constructor(readonly text: Bilingual) {
    super(text.en);
  }
}

/** What a requester wants the VIHF to say: an attribute of the VIHF by its Name, and its value as text. */
export interface Claim {
  name: string;
  value: string;
}

type Taken = Partial<VihfRequest>;

const code = (value: string): string => value.split('^')[0]!;

/** How the attribute of a VIHF is asked for. */
const TAKE: Readonly<Record<string, (value: string) => Taken | undefined>> = {
  [VihfName.mode]: (mode) => ({ mode }),
  [VihfName.role]: (role) => {
    const profile = profileOfRole(role);
    return profile && { profile };
  },
  [VihfName.purposeOfUse]: (purpose) => ({ purpose: code(purpose) }),
  [VihfName.accessReason]: (reason) => ({ reason }),
  [VihfName.structure]: (structure) => ({ structure }),
  [VihfName.sector]: (sector) => ({ sector }),
  [VihfName.subjectId]: (name) => ({ 'subject-id': name }),
  [VihfName.resourceId]: (patient) => ({ patient }),
  [VihfName.resourceUrn]: (urn) => ({ 'resource-urn': urn }),
  [VihfName.confidentiality]: (value) => (value === SECRET_CONNECTION || value === code(SECRET_CONNECTION) ? { secret: true } : undefined),
  [VihfName.version]: (version) => ({ 'vihf-version': version }),
  [VihfName.softwareName]: (name) => ({ software: { name } }),
  [VihfName.softwareVersion]: (version) => ({ software: { version } }),
  [VihfName.softwareId]: (id) => ({ software: { id } }),
  [VihfName.homologation]: (homologation) => ({ software: { homologation } }),
};

/**
 * What claims ask for, put over what is issued without them.
 * @throws ClaimError for an attribute that a VIHF has not, one asked for twice, or a value that none has
 */
export function requestWith(base: VihfRequest, claims: readonly Claim[]): VihfRequest {
  const request: VihfRequest = { ...base };
  const seen = new Set<string>();
  for (const { name, value } of claims) {
    const take = Object.hasOwn(TAKE, name) ? TAKE[name] : undefined;
    if (!take)
      throw new ClaimError({
        fr: `«\u00A0${shorten(name)}\u00A0» n’est pas un attribut du VIHF.`,
        en: `“${shorten(name)}” is not an attribute of the VIHF.`,
      });
    if (seen.has(name)) throw new ClaimError({ fr: `${name} est demandé plusieurs fois.`, en: `${name} is asked for twice or more.` });
    seen.add(name);
    const taken = take(value.trim());
    if (!taken)
      throw new ClaimError({
        fr: `${name}\u00A0: la valeur «\u00A0${shorten(value)}\u00A0» n’est pas connue ici.`,
        en: `${name}: the value “${shorten(value)}” is not known here.`,
      });
    Object.assign(request, taken, taken.software && { software: { ...request.software, ...taken.software } });
  }
  return request;
}
