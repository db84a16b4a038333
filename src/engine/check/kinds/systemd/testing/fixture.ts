/** Test code: a scripted systemd, for the tests that all kinds share. */
import { tcpFixture, type KindFixture } from '../../../testing/kind-fixture.ts';
import { fakeSystemctl } from './fake-systemctl.ts';

export const fixture: KindFixture = {
  async start(behaviour, onAccepted) {
    let port = 0;
    const servers = tcpFixture(
      (given) => {
        port = given;
        return { kind: 'systemd', unit: 'test.service' };
      },
      {
        good: (socket) => socket.end('LoadState=loaded\nActiveState=active\nSubState=running\n'),
        garbage: (socket) => socket.end(Buffer.alloc(100_000, '\u00ff\u0000x=', 'latin1')),
      },
    );
    const server = await servers.start(behaviour, onAccepted);
    const program = await fakeSystemctl(port);
    return {
      input: server.input,
      get accepted() {
        return server.accepted;
      },
      untilAllClosed: () => server.untilAllClosed(),
      async dispose() {
        await server.dispose();
        await program.dispose();
      },
    };
  },
};
