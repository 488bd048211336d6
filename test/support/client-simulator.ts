import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleWriter } from '../../src/evidence/index.js';
import {
  Artefact,
  packageRoot,
  type Finding,
  type RecordOf,
  type Simulator,
  type SimulatorContext,
  type ValidatorManifest,
  type WireMessage,
} from '../../src/model/index.js';
import { parseHttpMessage } from '../../src/protocols/http/index.js';
import { viewOf } from '../../src/protocols/soap/index.js';
import { type TestPki } from '../../src/protocols/x509/index.js';
import { startServer } from './addax.js';
import { pkiOfNow } from './pki.js';

/** A folder with a test PKI, in which simulators that are clients are tried out. */
export class ClientBench {
  private constructor(
    readonly folder: string,
    readonly pki: Readonly<TestPki>,
  ) {}

  static async open(): Promise<ClientBench> {
    const folder = mkdtempSync(join(tmpdir(), 'addax-clients-'));
    const pki = await pkiOfNow();
    for (const [name, content] of Object.entries(pki)) writeFileSync(join(folder, name), content);
    return new ClientBench(folder, pki);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Calls back with the addresses of the reference platform, started with a defect or healthy. */
  async withPlatform<T>(defect: string | undefined, use: (peers: Record<string, string>) => Promise<T>): Promise<T> {
    const program = join(packageRoot, 'examples/platform/platform.mjs');
    const server = await startServer([program, '--pki', this.folder, '--port', '0', ...(defect === undefined ? [] : ['--defect', defect])]);
    try {
      return await use(server.ready);
    } finally {
      await server.stop();
    }
  }

  identity(name: string): { key: string; certificate: string } {
    return { key: this.pki[`${name}.key`]!, certificate: this.pki[`${name}.pem`]! };
  }

  context(more: Partial<SimulatorContext> = {}): SimulatorContext & { recorder: BundleWriter } {
    const trust = { anchors: [this.pki['authority.pem']!], crls: [this.pki['crl.pem']!] };
    return {
      listen: { host: '127.0.0.1', port: 0 },
      tls: {
        server: this.identity('platform'),
        client: this.identity('lps-auth'),
        authorities: trust.anchors,
        crls: trust.crls,
        requireClientCertificate: true,
      },
      vihf: { signer: this.identity('lps-sign'), trust, required: true },
      faults: [],
      peers: {},
      parameters: {},
      now: () => new Date(),
      ...more,
      recorder: new BundleWriter(mkdtempSync(join(this.folder, 'bundle-'))),
    };
  }

  /** A simulator that is started, with what it leaves as evidence. */
  async start<T extends Simulator>(simulator: T, more: Partial<SimulatorContext> = {}): Promise<Started<T>> {
    const context = this.context(more);
    await simulator.start(context);
    return new Started(this, simulator, context);
  }

  /** Everything our validators find in a message, and the rules that had something to judge. */
  async judge(message: Artefact, parameters: Record<string, string> = {}): Promise<{ findings: Finding[]; evaluated: string[] }> {
    const findings: Finding[] = [];
    const evaluated: string[] = [];
    const folder = join(packageRoot, 'validators');
    // these judge connections, media and the messages of other wires
    const others = ['tls', 'xdm', 'hl7v2', 'fhir', 'fhir-rest', 'oauth-token'];
    for (const kind of readdirSync(folder).filter((name) => !others.includes(name) && existsSync(join(folder, name, 'manifest.ts')))) {
      const { manifest } = (await import(`../../validators/${kind}/manifest.js`)) as { manifest: ValidatorManifest };
      const validator = await manifest.load();
      for (const artefact of viewOf(message, manifest.view)) {
        const outcome = await validator.validate(artefact, {
          at: new Date(),
          trust: { anchors: [this.pki['authority.pem']!], crls: [this.pki['crl.pem']!] },
          parameters,
        });
        evaluated.push(...outcome.evaluated);
        findings.push(...outcome.findings);
      }
    }
    return { findings, evaluated };
  }
}

export class Started<T extends Simulator> {
  constructor(
    readonly bench: ClientBench,
    readonly simulator: T,
    readonly context: SimulatorContext & { recorder: BundleWriter },
  ) {}

  async perform(transaction: string, input: Record<string, unknown>) {
    const { exchange, values } = await this.simulator.perform(transaction, input);
    const { recorder } = this.context;
    const record = recorder.events.find((e): e is RecordOf<'exchange'> => e.kind === 'exchange' && e.id === exchange)!;
    const faults = recorder.events.filter((e): e is RecordOf<'fault'> => e.kind === 'fault' && e.exchange === exchange);
    const open = (wire: WireMessage | undefined, request?: Artefact): Artefact | undefined => {
      if (!wire) return undefined;
      const { headers, body, status } = parseHttpMessage(recorder.read(wire.blob)!);
      return new Artefact(exchange, body, {
        headers,
        ...(headers['content-type'] !== undefined && { mediaType: headers['content-type'] }),
        ...(record.transaction !== undefined && { transaction: record.transaction }),
        ...(status !== undefined && { status }),
        ...(request && { request }),
      });
    };
    const request = open(record.request)!;
    return { values, exchange: record, faults, request, answer: open(record.answer, request) };
  }
}
