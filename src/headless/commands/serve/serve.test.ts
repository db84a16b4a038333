import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../contract/channels/snapshot.ts';
import { ServeProcesses, WAIT } from '../../testing/serve-processes.ts';

// Each starts processes of its own, on a machine that may be busy.

let processes: ServeProcesses;
let target: Server;
let targetPort: number;

beforeEach(async () => {
  processes = await ServeProcesses.create();
  target = createServer((socket) => socket.on('error', () => undefined).end()).listen(0, '127.0.0.1');
  await once(target, 'listening');
  const address = target.address();
  targetPort = typeof address === 'object' && address !== null ? address.port : 0;
});

afterEach(async () => {
  await processes.dispose();
  await new Promise((resolve) => target.close(resolve));
});

function names(snapshot: Snapshot): string[] {
  return snapshot.endpoints.map(({ endpoint }) => endpoint.config.name).sort();
}

function yaml(...endpointNames: string[]): string {
  const entries = endpointNames.map(
    (name) => `  - { name: ${name}, kind: tcp, host: 127.0.0.1, port: ${targetPort} }\n`,
  );
  return `endpoints:${entries.length === 0 ? ' []' : `\n${entries.join('')}`}\n`;
}

describe('serve', () => {
  test('prints one line when the page can be opened, with a random token of 32 bytes', async () => {
    const host = await processes.startReady();
    expect(host.token).toMatch(/^[\w-]{43}$/);
    const health = await (await fetch(`${host.origin}/healthz`)).json();
    expect(health).toMatchObject({ status: 'ok', endpoints: 0 });
    expect((await fetch(host.origin)).headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await host.request('app.snapshot', {})).toMatchObject({
      host: { kind: 'headless', dataDir: processes.dataDir, configFile: null },
    });
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s: everything is written and the exit code is 0',
    async (signal) => {
      const first = await processes.startReady();
      const [endpoint] = await first.request('endpoints.create', {
        endpoints: [{ kind: 'tcp', host: '127.0.0.1', port: targetPort }],
      });
      const id = endpoint?.id ?? '';
      await expect.poll(() => first.request('checks.list', { id, limit: 10 }), WAIT).not.toHaveLength(0);
      const checks = await first.request('checks.list', { id, limit: 10 });
      await expect
        .poll(
          async () => ((await (await fetch(`${first.origin}/healthz`)).json()) as { endpoints: number }).endpoints,
          WAIT,
        )
        .toBe(1);
      first.child.kill(signal);
      expect(await first.exited).toEqual([0, null]);
      expect(first.err()).not.toContain('error');

      const second = await processes.startReady();
      expect(names(await second.request('app.snapshot', {}))).toEqual([`127.0.0.1:${targetPort}`]);
      expect(await second.request('checks.list', { id, limit: 200 })).toEqual(expect.arrayContaining(checks));
    },
  );

  test('stopping does not wait for a check that hangs', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const connected = once(silent, 'connection');
    const host = await processes.startReady();
    await host.request('endpoints.create', {
      endpoints: [{ kind: 'http', url: `http://127.0.0.1:${port}/`, timeout: '10m' }],
    });
    const [socket] = (await connected) as [Socket];
    socket.on('error', () => undefined);
    host.child.kill('SIGTERM');
    expect(await host.exited).toEqual([0, null]);
    socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });

  test('a second host on the same folder is refused with a message, and the first continues', async () => {
    const first = await processes.startReady();
    const second = processes.start(['--port', '0']);
    expect(await second.exited).toEqual([1, null]);
    expect(second.out()).toBe('');
    expect(second.err()).toContain(
      `Another Lookout (process ${first.child.pid}) uses the data folder ${processes.dataDir}`,
    );
    expect((await fetch(`${first.origin}/healthz`)).status).toBe(200);
  });

  test.skipIf(process.platform === 'win32')('refuses every change after its database was removed', async () => {
    const host = await processes.startReady();
    const { settings } = await host.request('app.snapshot', {});
    await rm(join(processes.dataDir, 'lookout.db'));
    const endpoints = [{ kind: 'tcp', host: '127.0.0.1', port: targetPort }];
    await expect(host.request('endpoints.create', { endpoints })).rejects.toThrow('The file was removed');
    await expect(host.request('settings.update', { settings: { maxConcurrent: 7 } })).rejects.toThrow('"unavailable"');
    expect(await host.request('app.snapshot', {})).toMatchObject({ endpoints: [], settings });
  });

  test('a given port that is taken is refused', async () => {
    const host = processes.start(['--port', String(targetPort)]);
    expect(await host.exited).toEqual([1, null]);
    expect(host.err()).toContain(`Lookout cannot listen on port ${targetPort} of 127.0.0.1: `);
    expect(host.err()).not.toContain('    at ');
  });
});

describe('serve --config', () => {
  let config: string;
  beforeEach(() => {
    config = join(processes.folder, 'lookout.yaml');
  });

  test('follows the file; a broken file changes nothing and is shown in a notice', async () => {
    await writeFile(config, yaml('one', 'two'));
    const host = await processes.startReady(['--config', config]);
    const snapshot = () => host.request('app.snapshot', {});
    expect(names(await snapshot())).toEqual(['one', 'two']);
    await host.request('endpoints.create', {
      endpoints: [{ kind: 'tcp', host: '127.0.0.1', port: targetPort, name: 'by hand' }],
    });

    await writeFile(config, 'endpoints: nonsense\n');
    await expect
      .poll(async () => (await snapshot()).notices, WAIT)
      .toEqual([
        expect.objectContaining({
          id: 'config-file',
          level: 'error',
          code: 'config.notFollowed',
          params: { problems: [expect.objectContaining({ file: config, position: { line: 1, column: 1 } })] },
        }),
      ]);
    expect(names(await snapshot())).toEqual(['by hand', 'one', 'two']);

    await writeFile(config, yaml('two', 'three'));
    await expect.poll(async () => names(await snapshot()), WAIT).toEqual(['by hand', 'three', 'two']);
    expect((await snapshot()).notices).toEqual([]);
  });

  test('an entry that is removed and added again has its id and history', async () => {
    await writeFile(config, yaml('one'));
    const host = await processes.startReady(['--config', config]);
    const snapshot = () => host.request('app.snapshot', {});
    const id = (await snapshot()).endpoints[0]?.endpoint.id ?? '';
    await expect.poll(() => host.request('checks.list', { id, limit: 10 }), WAIT).not.toHaveLength(0);
    await writeFile(config, yaml());
    await expect.poll(async () => names(await snapshot()), WAIT).toEqual([]);
    await writeFile(config, yaml('one'));
    await expect.poll(async () => names(await snapshot()), WAIT).toEqual(['one']);
    expect((await snapshot()).endpoints[0]?.endpoint.id).toBe(id);
    expect(await host.request('checks.list', { id, limit: 10 })).not.toHaveLength(0);
  });

  test('a file with errors at the start is refused with their lines, exit code 2', async () => {
    await writeFile(config, 'endpoints:\n  - { kind: tcp, host: a.example }\n  - { kind: none }\n');
    const host = processes.start(['--port', '0', '--config', config]);
    expect(await host.exited).toEqual([2, null]);
    expect(host.out()).toBe('');
    expect(host.err()).toMatch(/lookout\.yaml:2:\d+ endpoints\[0\]\.port: Port is required\./);
    expect(host.err()).toMatch(/lookout\.yaml:3:\d+ endpoints\[1\]\.kind: Kind must be /);
  });
});
