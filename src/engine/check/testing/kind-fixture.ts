/** Test code: what each kind provides for the tests that all kinds share, as `kinds/NAME/testing/fixture.ts`. */
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { CheckContext } from '../kind.ts';
import type { Disposable } from '../../../../test/servers/process.ts';
import { startRaw } from '../../../../test/servers/raw.ts';

/**
 * The behavior of a server: it answers correctly (`good`), accepts and never answers (`hangs`), sends something that is
 * not the protocol (`garbage`), or accepts and closes at once (`closes`).
 */
export type Behaviour = 'good' | 'hangs' | 'garbage' | 'closes';

export interface FixtureServer extends Disposable {
  /** The smallest endpoint of the kind that watches this server. */
  readonly input: EndpointInput;
  /** The number of clients so far: connections where the protocol connects, otherwise requests. */
  readonly accepted: number;
  /** What the engine provides to checks besides the rest of `CheckContext`. Absent: nothing. */
  readonly context?: Partial<CheckContext>;
  /** Resolves when no client is connected. */
  readonly untilAllClosed: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

export interface KindFixture {
  /** False: the kind reads this machine, and there is no server that could hang, lie or close. Absent: true. */
  readonly hasServer?: false;
  /**
   * Starts a server on loopback.
   * @param onAccepted called for each client
   */
  start(behaviour: Behaviour, onAccepted?: () => void): Promise<FixtureServer>;
}

/** Makes a fixture for a kind that uses TCP. `serve` handles a connection in the cases `good` and `garbage`. */
export function tcpFixture(
  input: (port: number) => EndpointInput,
  serve: Readonly<Record<'good' | 'garbage', (socket: Socket) => void>>,
): KindFixture {
  return {
    async start(behaviour, onAccepted) {
      const server = await startRaw((socket) => {
        onAccepted?.();
        if (behaviour === 'closes') socket.destroy();
        else if (behaviour !== 'hangs') serve[behaviour](socket);
      });
      return {
        input: input(server.port),
        get accepted() {
          return server.accepted;
        },
        untilAllClosed: () => server.untilAllClosed(),
        dispose: () => server.dispose(),
      };
    },
  };
}

/**
 * Makes a fixture for a kind that uses UDP. There is nothing to close, so `closes` is a port that closes when a datagram comes:
 * the system then refuses further ones.
 */
export function udpFixture(
  input: (port: number) => EndpointInput,
  serve: Readonly<Record<'good' | 'garbage', (socket: UdpSocket, datagram: Buffer, from: RemoteInfo) => void>>,
): KindFixture {
  return {
    async start(behaviour, onAccepted) {
      const socket = createSocket('udp4');
      let accepted = 0;
      let isOpen = true;
      const close = () => {
        if (isOpen) socket.close();
        isOpen = false;
      };
      socket.on('message', (datagram, from) => {
        accepted += 1;
        onAccepted?.();
        if (behaviour === 'closes') close();
        else if (behaviour !== 'hangs') serve[behaviour](socket, datagram, from);
      });
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
      return {
        input: input(socket.address().port),
        get accepted() {
          return accepted;
        },
        untilAllClosed: () => Promise.resolve(),
        dispose: () => {
          close();
          return Promise.resolve();
        },
      };
    },
  };
}

/**
 * Makes a fixture for a kind that reads this machine instead of asking a server.
 * @param create makes what the smallest endpoint of the kind watches, and `dispose` removes it
 */
export function localFixture(
  create: () => Promise<Disposable & Pick<FixtureServer, 'input' | 'context'>>,
): KindFixture {
  return {
    hasServer: false,
    async start() {
      return { ...(await create()), accepted: 0, untilAllClosed: () => Promise.resolve() };
    },
  };
}
