/** Test code: a member for the tests that all kinds share. */
import { localFixture } from '../../../testing/kind-fixture.ts';

export const fixture = localFixture(() =>
  Promise.resolve({
    input: { kind: 'group', members: ['shop'] },
    context: {
      members: {
        find: () => [{ id: '1', name: 'shop', status: 'up' as const }],
        circle: () => null,
        configs: () => Promise.resolve([]),
      },
    },
    dispose: () => Promise.resolve(),
  }),
);
