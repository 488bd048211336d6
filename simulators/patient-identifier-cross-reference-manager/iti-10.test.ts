import { expect, test } from '@jest/globals';
import { Artefact } from '../../src/model/index.js';
import { readHl7, writeHl7 } from '../../src/protocols/hl7v2/index.js';
import { validator } from '../../validators/hl7v2/index.js';
import { A, aContext, B, fed, HOSPITAL_A, HOSPITAL_B, NOW } from '../patient-demographics-supplier/fixtures/messages.js';
import { answerFeed } from './feed.js';
import { updateNotification } from './iti-10.js';

test('an update tells every identifier without a name, and a manager understands it', async () => {
  const context = aContext();
  fed(context, `PID|||1^^^${A}^PI||ROUX^LÉA`, `PID|||2^^^${B}^PI||ROUX^LÉA`);
  const [a, b] = [HOSPITAL_A, HOSPITAL_B].map((authority, i) => ({ value: String(i + 1), authority }));
  context.store.link([a!], [b!]);
  const { type, version, segments } = updateNotification(context.store.presented(context.store.keyOf(a!)!)!, NOW);
  const bytes = writeHl7([
    ['MSH', 'PIX', 'GRADES', 'DPI', 'CHU', '20261120101500+0000', '', type, '1', 'P', version, '', '', '', '', 'FRA', 'UNICODE UTF-8'],
    ...segments,
  ]);
  const [, ...told] = readHl7(bytes).segments.map(({ text }) => text);
  expect(told).toEqual(['EVN||20261120101500+0000', `PID|||1^^^${A}^PI~2^^^${B}^PI|| `, 'PV1||N']);
  const { findings } = await validator.validate(new Artefact('a31.hl7', bytes), {
    at: NOW,
    trust: { anchors: [], crls: [] },
    parameters: {},
  });
  expect(findings).toEqual([]);
  expect(answerFeed(readHl7(bytes), aContext()).code).toBe('AA');
});
