/**
 * The reference systems that listen, many of them in one process. Told by messages `{ id, product, defect, pki }` of its
 * parent (`lastingServers` in reference-systems.ts) it opens one, and answers with its addresses; told `{ id, closes }`, it
 * closes it.
 */
import { breaksOf } from '../../examples/gam/defects.mjs';
import { serve } from '../../examples/gam/serve.mjs';
import { open } from '../../examples/platform/open.mjs';

const OPENERS = {
  platform: open,
  gam: ({ pki, defect }) => serve({ pki, breaks: breaksOf(defect) }),
};

const listening = new Map();
process.on('message', async ({ id, closes, product, ...options }) => {
  if (closes) {
    listening.get(id).close();
    listening.delete(id);
    return;
  }
  try {
    const server = await OPENERS[product](options);
    listening.set(id, server);
    process.send({ id, ready: server.ready });
  } catch (error) {
    process.send({ id, error: error.message });
  }
});
