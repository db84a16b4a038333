import { afterAll, beforeAll, expect, test } from 'vitest';
import { manageTokens } from './manage-tokens.ts';
import { parseArguments } from '../arguments/parse-arguments.ts';
import { createCollectingIo } from '../testing/collecting-io.ts';
import { TOKEN, TestServer } from '../testing/test-server.ts';
import { usageText } from '../testing/usage-text.ts';

let host: TestServer;
beforeAll(async () => {
  host = await TestServer.start();
});
afterAll(() => host.dispose());

async function run(line: string): Promise<{ code: number; out: string; err: string }> {
  const io = createCollectingIo('', { LOOKOUT_TOKEN: TOKEN });
  const args = parseArguments([...line.split(' '), '--url', `http://127.0.0.1:${host.port}`]);
  if (args.command !== 'token') throw new TypeError('Expected the command token');
  return { code: await manageTokens(args, io), out: io.out(), err: io.err() };
}

test('creates, lists and revokes tokens', async () => {
  const view = { id: 't1', name: 'CI', scope: 'operate', createdAt: 0, lastUsedAt: null };
  const answers: Record<string, unknown> = {
    'tokens.create': { token: 'lookout_x', view },
    'tokens.list': [view],
    'tokens.revoke': null,
  };
  host.answer = (channel) => Promise.resolve(answers[channel]);
  expect(await run('token create CI --scope operate')).toEqual({ code: 0, out: 'lookout_x\n', err: '' });
  expect(await run('token list')).toEqual({ code: 0, out: 'CI  operate  never used\n', err: '' });
  expect(await run('token revoke CI')).toEqual({ code: 0, out: 'Revoked CI.\n', err: '' });
  expect(await run('token revoke other')).toEqual({ code: 1, out: '', err: 'There is no token "other".\n' });
  expect(host.asked).toContainEqual({ channel: 'tokens.create', args: { name: 'CI', scope: 'operate' } });
  expect(host.asked).toContainEqual({ channel: 'tokens.revoke', args: { ids: ['t1'] } });
});

test.each([
  ['token', 'The action must be list, create, or revoke.'],
  ['token create', 'NAME is required.'],
  ['token create a --scope all', '--scope must be read, operate, or admin. Got "all".'],
  ['token list a', 'This command takes only options.'],
])('%s is refused', async (line, message) => {
  expect(await usageText(() => parseArguments(line.split(' ')))).toContain(message);
});
