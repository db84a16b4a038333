/** Test code: what each kind gives the tests that hold for all kinds, as `kinds/NAME/testing/fixture.ts`. */
import type { Socket } from 'node:net';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import type { Disposable } from '../../../../test/servers/process.ts';
import { startRaw } from '../../../../test/servers/raw.ts';

/**
 * What a server does: it answers as it should (`good`), accepts and then says nothing (`hangs`), answers with what is not
 * the protocol (`garbage`), or accepts and closes at once (`closes`).
 */
export type Behaviour = 'good' | 'hangs' | 'garbage' | 'closes';

export interface FixtureServer extends Disposable {
  /** The least that makes an endpoint of the kind that watches this server. */
  readonly input: EndpointInput;
  /** How often a client came: connections for what connects, requests for what does not. */
  readonly accepted: number;
  /** Resolves when no client is connected. */
  readonly untilAllClosed: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

export interface KindFixture {
  /**
   * Starts a server on loopback.
   * @param onAccepted called for each client that comes
   */
  start(behaviour: Behaviour, onAccepted?: () => void): Promise<FixtureServer>;
}

/** A fixture for a kind over TCP: what it does to a connection in each case but `hangs`. */
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
