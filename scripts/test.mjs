/** Prepares everything and runs the tests; arguments go to jest (`npm test -- src/model`). Exits as jest does. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { browser, build, checkNode, install, nativeSecondOpinion, root } from './prepare.mjs';

checkNode();
install();
build();
const chromium = browser();
nativeSecondOpinion();

const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const { status } = spawnSync(process.execPath, [jest, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    // jest runs ES modules through node:vm, which Node still calls experimental at each start
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim(),
    ...(chromium && { CHROMIUM_PATH: chromium }),
  },
});
process.exitCode = status ?? 1;
