import { expect, test } from '@jest/globals';
import { Artefact } from '../../src/model/index.js';
import { readHl7 } from '../../src/protocols/hl7v2/index.js';
import { validator } from '../../validators/hl7v2/index.js';
import { A, aContext, B, fed, HOSPITAL_A, HOSPITAL_B, NOW } from '../patient-demographics-supplier/fixtures/messages.js';
import { answerFeed } from './feed.js';
import { updateNotification } from './iti-10.js';

test('an update tells the identifiers of the domains of interest, without a name, and a manager understands it', async () => {
  const context = aContext();
  fed(context, `PID|||1^^^${A}^PI||ROUX^LÉA`, `PID|||2^^^${B}^PI||ROUX^LÉA`);
  const [a, b] = [HOSPITAL_A, HOSPITAL_B].map((authority, i) => ({ value: String(i + 1), authority }));
  context.store.link([a!], [b!]);
  const key = context.store.keyOf(a!)!;
  const told = (domains?: number[]): Uint8Array | undefined =>
    updateNotification(
      key,
      { application: 'DPI', facility: 'CHU', ...(domains && { domains }) },
      { ...context, sender: { application: 'PIX', facility: 'GRADES' } },
    );
  const bytes = told()!;
  const [msh, ...segments] = readHl7(bytes).segments.map(({ text }) => text);
  expect(msh).toMatch(/^MSH\|\^~\\&\|PIX\|GRADES\|DPI\|CHU\|20261120101500\+0000\|\|ADT\^A31\^ADT_A05\|/);
  expect(segments).toEqual(['EVN||20261120101500+0000', `PID|||1^^^${A}^PI~2^^^${B}^PI|| `, 'PV1||N']);
  const { findings } = await validator.validate(new Artefact('a31.hl7', bytes), {
    at: NOW,
    trust: { anchors: [], crls: [] },
    parameters: {},
  });
  expect(findings).toEqual([]);
  expect(answerFeed(readHl7(bytes), aContext()).code).toBe('AA');

  const inB = context.store.domain(HOSPITAL_B)!.number;
  expect(
    readHl7(told([inB])!)
      .first('PID')!
      .field(3).raw,
  ).toBe(`2^^^${B}^PI`);
  expect(told([999])).toBeUndefined();
});
