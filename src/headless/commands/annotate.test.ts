import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { Readable, Writable } from 'node:stream';
import { annotate } from './annotate.ts';
import type { AnnotateArguments } from '../arguments/arguments.ts';
import { parseArguments } from '../arguments/parse-arguments.ts';
import { ServeProcesses } from '../testing/serve-processes.ts';
import { UsageError } from '../base/usage-error.ts';

let processes: ServeProcesses;
beforeEach(async () => {
  processes = await ServeProcesses.create();
});
afterEach(() => processes.dispose());

class Text extends Writable {
  text = '';
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function run(argv: readonly string[], env: Record<string, string> = {}) {
  const [stdout, stderr] = [new Text(), new Text()];
  const args = parseArguments(['annotate', ...argv]) as AnnotateArguments;
  const code = await annotate(args, { stdin: Readable.from([]), stdout, stderr, env });
  return { code, out: stdout.text, err: stderr.text };
}

test('marks a deploy in a running Lookout', async () => {
  const host = await processes.startReady();
  const env = { LOOKOUT_TOKEN: host.token };
  const where = ['--url', host.origin];
  expect(await run([...where, '--tag', 'prod', '--by', 'ci', 'Deploy', '4.2'], env)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^deploy: Deploy 4\.2 \(/u) as string,
    // There are no endpoints yet.
    err: expect.stringMatching(/^No endpoint matches/u) as string,
  });
  const at = new Date(2026, 9, 1, 14, 30).getTime();
  await host.request('endpoints.create', { endpoints: [{ kind: 'tcp', host: '127.0.0.1', port: 9, name: 'Discard' }] });
  expect((await run([...where, '--endpoint', 'Discrad', 'A typing error'], env)).err).toMatch(/^No endpoint matches/u);
  expect(await run([...where, '--endpoint', 'Discard', 'Restarted'], env)).toMatchObject({ code: 0, err: '' });
  await run([...where, '--kind', 'note', '--at', '2026-10-01 14:30', '--to', '2026-10-01 15:00', 'Load test'], env);
  const found = await host.request('annotations.list', { from: 0, to: Date.now() + 1000 });
  expect(found.filter(({ text }) => text === 'Deploy 4.2' || text === 'Load test')).toMatchObject([
    { kind: 'deploy', text: 'Deploy 4.2', by: 'ci', match: { tag: 'prod' }, to: null },
    { kind: 'note', text: 'Load test', at, to: at + 1_800_000, match: {} },
  ]);
  expect(await run([...where, 'x'], { LOOKOUT_TOKEN: 'wrong-token-wrong-token' })).toMatchObject({
    code: 1,
    err: expect.stringContaining('must have the token') as string,
  });
  expect(await run([...where, '--at', '2026-10-02', '--to', '2026-10-01', 'x'], env)).toMatchObject({
    code: 1,
    err: expect.stringContaining('to must be later than at') as string,
  });
});

test('succeeds when the note was added, even if Lookout then refuses to say which endpoints match', async () => {
  const server = createServer((request, response) => {
    const added = request.url === '/api/annotations.add';
    response.writeHead(added ? 200 : 503).end(JSON.stringify({ kind: 'deploy', text: 'Deploy 4.2', at: 0 }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const where = ['--url', `http://127.0.0.1:${port}`, '--tag', 'prod'];
  expect(await run([...where, 'Deploy', '4.2'], { LOOKOUT_TOKEN: 'some-token-some-token' })).toEqual({
    code: 0,
    out: 'deploy: Deploy 4.2 (1970-01-01T00:00:00.000Z)\n',
    err: '',
  });
});

test('reports when Lookout does not answer, or no token is given', async () => {
  const env = { LOOKOUT_TOKEN: 'some-token-some-token' };
  const { code, err } = await run(['--url', 'http://127.0.0.1:9', 'x'], env);
  expect(code).toBe(1);
  expect(err).toMatch(/^Lookout does not answer at http:\/\/127\.0\.0\.1:9: /u);
  await expect(run(['x'])).rejects.toBeInstanceOf(UsageError);
});

test.each([
  [[], 'usage.noText'],
  [['--kind', 'party', 'x'], 'usage.oneOf'],
  [['--at', 'yesterday', 'x'], 'usage.time'],
  [['--url', 'localhost:4477', 'x'], 'usage.url'],
])('refuses %j', (argv, code) => {
  expect(() => parseArguments(['annotate', ...argv])).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ code })] }) as Error,
  );
});
