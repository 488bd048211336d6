import { Bundle } from '../../src/evidence/index.js';
import type { RecordOf } from '../../src/model/index.js';
import { httpArtefact } from '../../src/protocols/http/index.js';
import { validator } from '../../validators/fhir-rest/index.js';

const CONTEXT = { at: new Date(0), trust: { anchors: [], crls: [] }, parameters: {} };

/** How many answers of a server are in its evidence, and what FHIR has against them as answers, and against their requests where that is asked. */
export async function judgeExchanges(directory: string, withRequests = false): Promise<{ judged: number; told: string[] }> {
  const bundle = new Bundle(directory);
  const told: string[] = [];
  const exchanges = bundle.events.filter((event): event is RecordOf<'exchange'> => event.kind === 'exchange');
  let judged = 0;
  for (const { request: asked, answer: answered } of exchanges) {
    if (!asked || !answered) continue;
    const request = httpArtefact('request', bundle.blob(asked.blob)!);
    const answer = httpArtefact('answer', bundle.blob(answered.blob)!, { request });
    judged += 1;
    for (const artefact of withRequests ? [request, answer] : [answer]) {
      const { findings } = await validator.validate(artefact, CONTEXT);
      for (const { rule, place, actual } of findings)
        told.push(`${request.about.method} ${request.about.target} ${answer.about.status}: ${rule} ${place.path} ${actual?.en}`);
    }
  }
  return { judged, told };
}
