/** Test code: a folder for the tests that all kinds share. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localFixture } from '../../../testing/kind-fixture.ts';

export const fixture = localFixture(async () => {
  const path = await mkdtemp(join(tmpdir(), 'lookout-disk-'));
  return {
    // Works however full the disk of the test machine is.
    input: { kind: 'disk', path, minFree: '', minFreeInodes: '' },
    dispose: () => rm(path, { recursive: true, force: true }),
  };
});
