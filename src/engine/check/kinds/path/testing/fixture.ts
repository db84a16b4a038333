/** Test code: a scripted `mtr`, because there is no server whose answers a test could change. */
import { programFixture } from '../../../testing/scripted-program.ts';

const HUB =
  '{"count": 1, "host": "127.0.0.1", "Loss%": 0.0, "Snt": 3, "Last": 0.1, "Avg": 0.2, "Best": 0.1, "Wrst": 0.3, "StDev": 0.0}';

export const fixture = programFixture(
  ['mtr', 'traceroute'],
  { kind: 'path', host: '127.0.0.1' },
  {
    good: `echo '{"report": {"mtr": {"dst": "127.0.0.1"}, "hubs": [${HUB}]}}'`,
    gone: `echo '{"report": {"hubs": []}}'`,
  },
);
