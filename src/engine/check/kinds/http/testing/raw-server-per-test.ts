import type { Socket } from 'node:net';
import { afterEach } from 'vitest';
import { startRaw, type RawServer } from '../../../../../../test/servers/raw.ts';
import type { EndpointInput } from '../../../../../contract/model/endpoint.ts';
import { checkOnce } from '../../../testing/check-once.ts';
import { idleConnections } from '../../../http/send.ts';

/** A whole response. */
export const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';

type OnConnection = (socket: Socket, index: number) => void;

export interface RawServerPerTest {
  /** Undefined before `start` and `checkAgainst`. */
  readonly server: RawServer | undefined;
  readonly start: (onConnection: OnConnection) => Promise<RawServer>;
  /** Starts the server, and checks it once. */
  readonly checkAgainst: (
    onConnection: OnConnection,
    fields?: Omit<EndpointInput, 'kind'>,
  ) => ReturnType<typeof checkOnce>;
}

/** A server for each test that writes bytes as the test decides. Also closes idle connections after each test. */
export function rawServerPerTest(): RawServerPerTest {
  let server: RawServer | undefined;
  afterEach(async () => {
    idleConnections.dispose();
    await server?.dispose();
    server = undefined;
  });
  async function start(onConnection: OnConnection): Promise<RawServer> {
    server = await startRaw(onConnection);
    return server;
  }
  return {
    get server() {
      return server;
    },
    start,
    async checkAgainst(onConnection, fields = {}) {
      const { port } = await start(onConnection);
      return checkOnce({ kind: 'http', url: `http://127.0.0.1:${port}/`, ...fields });
    },
  };
}
