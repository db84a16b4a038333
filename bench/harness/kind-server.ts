/**
 * A process with the server that a kind's tests use: `node kind-server.ts KIND`. It sends the config of an endpoint
 * that checks it.
 */
import type { KindFixture } from '../../src/engine/check/testing/kind-fixture.ts';

const [kind = ''] = process.argv.slice(2);
const module = (await import(`../../src/engine/check/kinds/${kind}/testing/fixture.ts`)) as {
  readonly fixture: KindFixture;
};
const server = await module.fixture.start('good');
process.send?.(server.input);
process.once('disconnect', () => {
  void server.dispose().finally(() => process.exit(0));
});
