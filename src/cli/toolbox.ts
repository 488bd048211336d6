import { readdirSync } from 'node:fs';
import type { Toolbox } from '../engine/index.js';
import type { PackIdentity, SimulatorManifest, ValidatorManifest } from '../model/index.js';
import { httpArtefact } from '../protocols/http/index.js';
import { openSoap, viewOf } from '../protocols/soap/index.js';

/** Composes everything there is: each folder of validators/ and simulators/ is found by its manifest. */
export async function openToolbox(packs: readonly PackIdentity[] = []): Promise<Toolbox> {
  const [validators, simulators] = await Promise.all([
    manifestsIn<ValidatorManifest>('validators'),
    manifestsIn<SimulatorManifest>('simulators'),
  ]);
  return {
    validators,
    simulators,
    packs,
    openWireMessage: (bytes, { name, ...about }) => httpArtefact(name, bytes, about),
    viewOf: (message, view) => viewOf(message, view as ValidatorManifest['view']),
    tellAnswer(message) {
      const { fault, bodyElement } = openSoap(message);
      const status = bodyElement && [bodyElement, ...bodyElement.elements()].map((e) => e.attribute('status')).find((s) => s !== undefined);
      const error = bodyElement && [...bodyElement.descendants('RegistryError')][0]?.attribute('errorCode');
      const told = fault ? `SOAP Fault ${fault.code}` : [status?.split(':').at(-1), error].filter(Boolean).join(', ');
      return told ? { fr: told, en: told } : undefined;
    },
  };
}

async function manifestsIn<T>(folder: 'validators' | 'simulators'): Promise<T[]> {
  const root = new URL(`../../${folder}/`, import.meta.url);
  const names = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(names.map(async (name) => ((await import(new URL(`${name}/manifest.js`, root).href)) as { manifest: T }).manifest));
}
