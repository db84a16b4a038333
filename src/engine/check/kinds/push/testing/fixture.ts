/** Test code: signals for the tests that all kinds share. */
import { localFixture } from '../../../testing/kind-fixture.ts';

export const fixture = localFixture(() => {
  const success = { type: 'success', at: Date.now(), message: 'done', run: '', ms: 5 } as const;
  return Promise.resolve({
    input: { kind: 'push', every: '1h' },
    context: { signals: { key: 'key', now: () => Date.now(), last: { success }, previous: null } },
    dispose: () => Promise.resolve(),
  });
});
