import type { Artefact, NamedProfile, PackIdentity, Validation, ValidationContext, Validator } from '../../src/model/index.js';
import { fhirDefinitions, isLoadedPack } from '../../src/packs/index.js';
import type { DefinitionSet } from '../../src/protocols/fhir/index.js';
import { checks, identifiers } from './checks.js';
import { looksLikeFhir } from './detect.js';
import { judgeResource } from './judge-resource.js';
import { manifest } from './manifest.js';
import { rules } from './rules.js';

export { rules };

const known = new Map<string, DefinitionSet>();

/** The definitions of the packs in force: the same as long as they are the same, so that profiles are compiled once. */
function definitionsOf(packs: readonly PackIdentity[]): DefinitionSet {
  const key = packs.map(({ coordinate, sha256 }) => `${coordinate} ${sha256}`).join('\n');
  let definitions = known.get(key);
  if (!definitions) known.set(key, (definitions = fhirDefinitions(packs.filter(isLoadedPack))));
  return definitions;
}

/**
 * Judges one FHIR R4 resource, in JSON or XML: against its type, the profiles that it declares in meta.profile, and those
 * of `--param profile=CANONICAL` (several: separated by spaces), by the base definitions and the packs in force. With
 * `--param mustSupport=report`, elements marked mustSupport that are not there are told too. The INS
 * of each Patient is judged as in every format; `insAuthority` (`test`, `production`) says whose are expected.
 */
function validate(artefact: Artefact, { at, packs = [], parameters }: ValidationContext): Promise<Validation> {
  return Promise.resolve(
    judgeResource(
      artefact,
      definitionsOf(packs),
      {
        profiles: (parameters['profile'] ?? '').split(/\s+/).filter((canonical) => canonical !== ''),
        mustSupport: parameters['mustSupport'] === 'report',
      },
      { at, insAuthority: parameters['insAuthority'] },
    ),
  );
}

/** The profiles of resources of the packs in force, and those that ship where no pack has them, with what each comes from. */
const profiles = (packs: readonly PackIdentity[]): NamedProfile[] =>
  definitionsOf(packs)
    .profiles()
    .map(({ url, version, name, title = name, frenchTitle = title, type, source }) => ({
      id: version === undefined ? url : `${url}|${version}`,
      title: { fr: frenchTitle, en: title },
      clause: source,
      messages: [type],
    }));

export const validator: Validator = {
  kind: manifest.kind,
  title: manifest.title,
  rules,
  detect: looksLikeFhir,
  validate,
  checks,
  identifiers,
  profiles,
};
