/** Test code: makes a fixture for a kind that uses UDP, where nobody connects. */
import { createSocket } from 'node:dgram';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { KindFixture } from './kind-fixture.ts';

/**
 * `closes` is a port that closes when the first datagram comes, so that later ones are refused.
 * @param answer what a datagram is answered with
 */
export function udpFixture(
  input: (port: number) => EndpointInput,
  answer: Readonly<Record<'good' | 'garbage', (datagram: Buffer) => Buffer>>,
): KindFixture {
  return {
    async start(behaviour, onAccepted) {
      const socket = createSocket('udp4');
      let accepted = 0;
      let isOpen = true;
      const close = () =>
        new Promise<void>((resolve) => {
          if (!isOpen) resolve();
          else socket.close(() => resolve());
          isOpen = false;
        });
      socket.on('message', (datagram, from) => {
        accepted++;
        onAccepted?.();
        if (behaviour === 'closes') void close();
        else if (behaviour !== 'hangs') socket.send(answer[behaviour](datagram), from.port, from.address);
      });
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.bind(0, '127.0.0.1', resolve);
      });
      return {
        input: input(socket.address().port),
        get accepted() {
          return accepted;
        },
        // A datagram leaves nothing open on this side.
        untilAllClosed: () => Promise.resolve(),
        dispose: close,
      };
    },
  };
}
