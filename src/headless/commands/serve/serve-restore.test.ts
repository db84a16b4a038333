import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ServeProcesses, WAIT } from '../../testing/serve-processes.ts';

let processes: ServeProcesses;
beforeEach(async () => {
  processes = await ServeProcesses.create();
});
afterEach(() => processes.dispose());

const endpoint = (name: string) => ({ kind: 'tcp', name, host: '127.0.0.1', port: 1, interval: 86_400_000 });

test('a restore from the page restarts Lookout in its process, on the same port and with the same token', async () => {
  const lookout = await processes.startReady();
  const namesNow = async () =>
    (await lookout.request('app.snapshot', {})).endpoints.map((view) => view.endpoint.config.name);
  await lookout.request('endpoints.create', { endpoints: [endpoint('first')] });
  await lookout.request('backups.create', {});
  const state = () => lookout.request('backups.state', {});
  await vi.waitFor(
    async () => expect(await state()).toMatchObject({ work: null, backups: [{ reason: 'manual' }] }),
    WAIT,
  );
  await lookout.request('endpoints.create', { endpoints: [endpoint('second')] });
  expect(await namesNow()).toEqual(['first', 'second']);
  const [backup] = (await state()).backups;
  const { restarts } = await lookout.request('backups.restore', { name: backup?.name ?? '' });
  expect(restarts).toBe(true);
  // While it restarts, requests fail.
  await vi.waitFor(
    async () => expect(await state()).toMatchObject({ restored: { from: { name: backup?.name } } }),
    WAIT,
  );
  expect(await namesNow()).toEqual(['first']);
  expect((await state()).backups.map(({ reason }) => reason).toSorted()).toEqual(['manual', 'replaced']);
  // It is the same process, which still ends in order.
  expect(lookout.out().match(/Lookout is at/gu)).toHaveLength(1);
  lookout.child.kill('SIGTERM');
  expect(await lookout.exited).toEqual([0, null]);
});
