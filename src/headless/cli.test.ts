import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(argv: string[], onStart: (pid: number) => void = () => undefined): Promise<Ended> {
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (err += part));
  if (child.pid !== undefined) onStart(child.pid);
  return once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
}

test('--version and --help go to standard output, exit code 0', async () => {
  expect(await run([CLI, '--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
  const help = await run([CLI, '--help']);
  expect(help).toMatchObject({ code: 0, err: '' });
  for (const word of ['lookout serve', 'lookout check', '--config', '--concurrency']) expect(help.out).toContain(word);
});

test('wrong usage goes to standard error, exit code 2', async () => {
  const ended = await run([CLI, 'check', '--jsn', 'a.example']);
  expect(ended).toMatchObject({ code: 2, out: '' });
  expect(ended.err).toContain('Unknown option \'--jsn\'. The options of "check" are --help, --json,');
});

test('the process ends after a check, with its exit code', async () => {
  const ended = await run([CLI, 'check', '--json', '127.0.0.1:1']);
  expect(ended).toMatchObject({ code: 1, err: '' });
  expect(JSON.parse(ended.out)).toMatchObject([{ kind: 'tcp', status: 'down' }]);
});

test('the process does not end before the results of a check are written', async () => {
  // More than fits into a pipe.
  const many = Array.from({ length: 1_000 }, () => '127.0.0.1:1');
  const { out } = await run([CLI, 'check', '--json', ...many]);
  expect(out.length).toBeGreaterThan(300_000);
  expect(JSON.parse(out)).toHaveLength(many.length);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s cancels a check: exit code %i, nothing on standard output', async (signal, code) => {
  const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const connected = once(silent, 'connection') as Promise<[Socket]>;
  let pid = 0;
  const ended = run([CLI, 'check', '--json', '--timeout', '10m', `http://127.0.0.1:${port}/`], (id) => {
    pid = id;
  });
  const [socket] = await connected;
  process.kill(pid, signal);
  expect(await ended).toEqual({ code, out: '', err: 'Interrupted; nothing was found out.\n' });
  socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
});

test('a second signal ends the process at once, exit code 1', async () => {
  const script = `
    const { takeInterrupts } = await import(${JSON.stringify(new URL('./base/interrupt.ts', import.meta.url).href)});
    const { signal } = takeInterrupts();
    signal.addEventListener('abort', () => { console.log('stopping'); process.kill(process.pid, 'SIGINT'); });
    setInterval(() => {}, 60_000);
    process.kill(process.pid, 'SIGTERM');
  `;
  expect(await run(['--input-type=module', '--eval', script])).toEqual({ code: 1, out: 'stopping\n', err: '' });
});
