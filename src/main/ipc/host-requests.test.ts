import { describe, expect, it } from 'vitest';
import { createHostDispatcher, openFolder } from './host-requests.ts';
import type { HostHandlers } from './host-requests.ts';

const refuse = (): never => {
  throw new Error('Not expected here');
};
const handlers = new Proxy({}, { get: () => refuse }) as HostHandlers;

describe('the host dispatcher', () => {
  it('passes on valid arguments and the page that asks', async () => {
    const asked: unknown[] = [];
    const openLogs: HostHandlers['host.openLogs'] = (args, from) => {
      asked.push(args, from);
      return null;
    };
    const dispatcher = createHostDispatcher({ ...handlers, 'host.openLogs': openLogs });
    await expect(dispatcher.handle('host.openLogs', {}, 7)).resolves.toBeNull();
    expect(asked).toEqual([{}, 7]);
  });

  it('refuses arguments that the channel does not have', async () => {
    const dispatcher = createHostDispatcher(handlers);
    await expect(dispatcher.handle('host.openLogs', { path: '/etc' }, 7)).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ path: 'path' }],
    });
  });
});

it('says why a folder could not be opened', async () => {
  await expect(openFolder({ openPath: async () => '' }, '/data')).resolves.toBeNull();
  await expect(openFolder({ openPath: async () => 'No application found' }, '/data')).rejects.toMatchObject({
    reason: 'folderNotOpened',
    params: { folder: '/data', problem: 'No application found' },
  });
});
