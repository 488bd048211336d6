import { readdirSync } from 'node:fs';
import type { Toolbox } from '../engine/index.js';
import { same, type Artefact, type Bilingual, type PackIdentity, type SimulatorManifest, type ValidatorManifest } from '../model/index.js';
import { childrenOf, readFhirJson, readFhirXml, valueAt } from '../protocols/fhir/index.js';
import { httpArtefact } from '../protocols/http/index.js';
import { isHl7, mllpArtefact, openHl7, type Hl7Message } from '../protocols/hl7v2/index.js';
import { readV3 } from '../protocols/hl7v3/index.js';
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
    openWireMessage: (bytes, { name, framing, ...about }) => (framing ? mllpArtefact : httpArtefact)(name, bytes, about),
    // a message of HL7 v2 is judged in one piece, and so is a resource of FHIR
    viewOf: (message, view) =>
      !isHl7(message) && !isFhirMedia(message.about.mediaType) ? viewOf(message, view as ValidatorManifest['view'])
      : view === 'message' ? [message]
      : [],
    tellAnswer(message) {
      if (isHl7(message)) return tellAcknowledgement(openHl7(message));
      if (isFhirMedia(message.about.mediaType)) return tellResource(message);
      const { fault, bodyElement } = openSoap(message);
      const status = bodyElement && [bodyElement, ...bodyElement.elements()].map((e) => e.attribute('status')).find((s) => s !== undefined);
      const error = bodyElement && [...bodyElement.descendants('RegistryError')][0]?.attribute('errorCode');
      const v3 = readV3(bodyElement);
      const answered = [v3?.acknowledgement?.code, v3?.queryAck?.code, v3?.acknowledgement?.details[0]?.code];
      const told = fault ? `SOAP Fault ${fault.code}` : [status?.split(':').at(-1), error, ...answered].filter(Boolean).join(', ');
      return told ? { fr: told, en: told } : undefined;
    },
  };
}

/** `AE 204`: the acknowledgement, the result of the query where there is one, and the condition of its errors. */
function tellAcknowledgement(message: Hl7Message): Bilingual | undefined {
  const value = (segment: string, field: number): string => message.first(segment)?.field(field).repetition().value ?? '';
  const told = [value('MSA', 1), value('QAK', 2), value('ERR', 3)].filter((word) => word !== '').join(' ');
  return told ? same(told) : undefined;
}

const isFhirMedia = (mediaType = ''): boolean => /^application\/(?:fhir|json-patch)\+/i.test(mediaType);

/** `404 not-found`, `200 Bundle (3)`: the status, with the first issue of an OperationOutcome or what came. */
function tellResource({ about: { status, mediaType = '' }, bytes }: Artefact): Bilingual | undefined {
  const root = bytes.length === 0 ? undefined : (/xml/i.test(mediaType) ? readFhirXml : readFhirJson)(bytes).root;
  const said =
    root?.resourceType === 'OperationOutcome' ? valueAt(root, 'issue', 'code')
    : root?.resourceType === 'Bundle' ? `Bundle (${childrenOf(root, 'entry').length})`
    : root?.resourceType;
  const told = [status, said].filter((word) => word !== undefined).join(' ');
  return told === '' ? undefined : same(told);
}

async function manifestsIn<T>(folder: 'validators' | 'simulators'): Promise<T[]> {
  const root = new URL(`../../${folder}/`, import.meta.url);
  const names = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(names.map(async (name) => ((await import(new URL(`${name}/manifest.js`, root).href)) as { manifest: T }).manifest));
}
