import type { Artefact, Bilingual, PackIdentity, SimulatorManifest, ValidatorManifest } from '../model/index.js';

/** What the engine works with and knows nothing of: actors, formats, wire messages. The command line composes it. */
export interface Toolbox {
  simulators: readonly SimulatorManifest[];
  validators: readonly ValidatorManifest[];
  /** the packs in force, which validators may judge by */
  packs: readonly PackIdentity[];
  /** the artefact of a message as it crossed the wire: with the head of HTTP, or in its MLLP frame */
  openWireMessage(bytes: Uint8Array, about: { name: string; framing?: 'mllp'; transaction?: string; request?: Artefact }): Artefact;
  /** the pieces of a message: `message`, `security`, `metadata`, `documents` */
  viewOf(message: Artefact, view: string): Artefact[];
  /** what an answer says in a word or two: `Success`, `Fault Sender`; undefined when that cannot be told */
  tellAnswer(message: Artefact): Bilingual | undefined;
}

export const manifestOf = (toolbox: Toolbox, kind: string): ValidatorManifest | undefined =>
  toolbox.validators.find((v) => v.kind === kind);
