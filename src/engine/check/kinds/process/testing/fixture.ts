/** Test code: processes for the tests that all kinds share. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localFixture } from '../../../testing/kind-fixture.ts';

export const fixture = localFixture(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lookout-process-'));
  const path = join(folder, 'test.pid');
  await writeFile(path, `${process.pid}\n`);
  return {
    input: { kind: 'process', process: path, match: 'pidFile' },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
});
