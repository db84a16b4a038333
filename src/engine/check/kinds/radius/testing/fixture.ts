/** Test code: RADIUS servers for the tests that all kinds share. */
import { udpFixture } from '../../../testing/kind-fixture.ts';
import { CODES } from '../packet.ts';
import { makeAnswer } from './make-answer.ts';

export const fixture = udpFixture(
  (port) => ({ kind: 'radius', host: '127.0.0.1', port, secret: 'secret', method: 'status' }),
  {
    good: (socket, request, { port, address }) =>
      socket.send(makeAnswer(request, { code: CODES['Access-Accept'], secret: 'secret' }), port, address),
    garbage: (socket, _, { port, address }) => socket.send(Buffer.alloc(1_000, 0xff), port, address),
  },
);
