/** The headless host continues when the reader of its log is gone. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Snapshot } from '../../src/contract/channels/snapshot.ts';
import { texts } from '../../src/engine/check/testing/texts.ts';

const PROGRAM = fileURLToPath(new URL('../../src/headless/testing/run-serve.ts', import.meta.url));
const WAIT = { timeout: 60_000, interval: 50 };

let folder: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-log-'));
  await mkdir(join(folder, 'page'));
  await writeFile(join(folder, 'page', 'index.html'), '<!doctype html><title>Lookout</title>');
});
afterEach(async () => {
  if (child !== undefined && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

it('and reports it on the page', async () => {
  const config = join(folder, 'lookout.yaml');
  await writeFile(config, 'endpoints: []\n');
  const args = [join(folder, 'page'), 'serve', '--port', '0', '--data-dir', join(folder, 'data'), '--config', config];
  const host = spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  child = host;
  let out = '';
  host.stdout.on('data', (part: Buffer) => {
    out += part.toString();
  });
  await expect.poll(() => out, WAIT).toContain('#token=');
  const [, origin = '', token = ''] = /(http:\/\/\S+?)\/#token=(\S+)/u.exec(out) ?? [];
  host.stdout.destroy();
  host.stderr.destroy();
  // A warning that is logged.
  await writeFile(config, 'endpoints: nonsense\n');
  const notices = async () => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const response = await fetch(`${origin}/api/app.snapshot`, { method: 'POST', headers, body: '{}' });
    return ((await response.json()) as Snapshot).notices
      .map((notice) => `${notice.id}: ${texts.notice(notice).body}`)
      .sort();
  };
  await expect
    .poll(notices, WAIT)
    .toEqual([
      expect.stringMatching(/^config-file: /u),
      expect.stringMatching(/^log: What Lookout writes to standard error is lost \(.*EPIPE.*\)\. Checks continue\.$/u),
    ]);
  expect(host.exitCode).toBeNull();
});
