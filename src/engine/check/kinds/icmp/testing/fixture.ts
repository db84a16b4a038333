/** Test code: a scripted `ping`, because there is no server whose answers a test could change. */
import { programFixture } from '../../../testing/scripted-program.ts';

export const fixture = programFixture(
  ['ping', 'fping'],
  { kind: 'icmp', host: '127.0.0.1', count: 1 },
  {
    good: 'echo "64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.045 ms"',
    gone: 'echo "ping: connect: Network is unreachable" >&2; exit 2',
  },
);
