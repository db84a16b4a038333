/** `npm run pictures`: builds Lookout and takes the pictures of README and guide again, into docs/images/. Needs Chromium. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STEPS = [
  ['scripts/build.mjs'],
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'e2e', 'e2e/screens.spec.ts', 'e2e/chart-pictures.spec.ts'],
  ['e2e/setup-pictures.ts'],
];

for (const step of STEPS) {
  const env = { ...process.env, LOOKOUT_PICTURES: '1' };
  const { status } = spawnSync(process.execPath, step, { cwd: ROOT, env, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
