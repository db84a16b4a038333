import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ExportConfigArguments, PlanArguments } from '../arguments/arguments.ts';
import { parseArguments } from '../arguments/parse-arguments.ts';
import { printConfig } from './export-config/export-config.ts';
import { planConfig } from './plan.ts';
import { createCollectingIo } from '../testing/collecting-io.ts';
import { ServeProcesses } from '../testing/serve-processes.ts';

const places = {
  configWorkerUrl: new URL('../../engine/importers/lookout-yaml/config-worker.ts', import.meta.url),
  storeWorkerUrl: new URL('../../engine/store/sqlite-worker.ts', import.meta.url),
};

let processes: ServeProcesses;
beforeEach(async () => {
  processes = await ServeProcesses.create();
});
afterEach(() => processes.dispose());

test('plans, applies and exports what a running Lookout watches', async () => {
  const host = await processes.startReady();
  const { origin, token } = host;
  const path = join(processes.folder, 'lookout.yaml');
  const env = { LOOKOUT_TOKEN: token, DB: 'geheim' };
  const run = async (command: 'plan' | 'apply', ...more: readonly string[]) => {
    const io = createCollectingIo('', env);
    const args = parseArguments([command, '--config', path, '--url', origin, ...more]) as PlanArguments;
    const code = await planConfig(args, io, places);
    return { code, out: io.out(), err: io.err() };
  };
  await host.request('endpoints.create', {
    endpoints: [
      { kind: 'tcp', name: 'Old', host: '127.0.0.1', port: 1 },
      { kind: 'tcp', name: 'Kept', host: '127.0.0.1', port: 2, interval: '1d' },
    ],
  });
  await host.request('rules.save', { rule: { name: 'Old rule', channels: [] } });
  const past = '{ name: Move, from: "2020-01-01 00:00", to: "2020-01-02 00:00" }';
  await writeFile(
    path,
    `endpoints:
  - { kind: tcp, name: Kept, host: 127.0.0.1, port: 2, interval: 12h }
  - { kind: postgres, name: DB, host: 127.0.0.1, port: 3, password: '\${DB}' }
maintenance: [{ name: Patch, weekdays: [sunday], at: '02:00', duration: 1h }, ${past}]
silences: [{ name: Nightly, match: { endpoints: [DB] }, cron: '0 2 * * *', duration: 1h }]
objectives: [{ name: All, target: 99 }]
channels: [{ kind: webhook, name: Ops, url: http://127.0.0.1:1/, secret: '\${DB}' }]
rules: [{ name: Down, channels: [Ops] }]
`,
  );
  const planned = await run('plan', '--remove');
  expect(planned.out).toBe(
    [
      'Endpoints',
      '  + DB  postgres  postgres://127.0.0.1:3/',
      '  ~ Kept  tcp  127.0.0.1:2  (interval)',
      '  - Old  tcp  127.0.0.1:1',
      'Maintenance windows',
      '  + Patch',
      'Silences',
      '  + Nightly',
      'Objectives',
      '  + All',
      'Channels',
      '  + Ops  webhook',
      'Rules',
      '  + Down',
      '  - Old rule',
      '6 to add, 1 to change, 2 to remove, 0 unchanged',
      '',
    ].join('\n'),
  );
  expect(planned.code).toBe(2);
  expect(planned.err).toBe(
    'Not in the file, so not changed: status pages.\n"Move" in maintenance is over, and is not applied.\n',
  );
  expect((await run('apply')).out).toMatch(/\n6 added, 1 changed, 0 removed, 0 unchanged\n$/u);
  expect(await run('plan')).toMatchObject({
    code: 0,
    out: '0 to add, 0 to change, 0 to remove, 7 unchanged\n',
    err: expect.stringMatching(/^2 not in the file: not changed\. "--remove" removes/u),
  });
  expect((await run('apply', '--remove')).out).toMatch(/\n0 added, 0 changed, 2 removed, 7 unchanged\n$/u);
  expect(await run('plan', '--remove')).toMatchObject({
    code: 0,
    out: '0 to add, 0 to change, 0 to remove, 7 unchanged\n',
  });

  const io = createCollectingIo('', env);
  const args = parseArguments(['export-config', '--url', origin]) as ExportConfigArguments;
  expect(await printConfig(args, io, places)).toBe(0);
  expect(io.out()).toContain('password: ${DB_PASSWORD}');
  expect(io.out()).toContain('interval: 12h');
  expect(io.out()).not.toContain('geheim');
  expect(io.err()).toContain('Set DB_PASSWORD to the secret password of "DB".');
  await writeFile(
    path,
    io
      .out()
      .replace('${OPS_URL}', 'http://127.0.0.1:1/')
      .replaceAll(/\$\{\w+\}/gu, () => '${DB}'),
  );
  expect(await run('plan', '--remove')).toMatchObject({
    code: 0,
    out: '0 to add, 0 to change, 0 to remove, 7 unchanged\n',
  });

  // A refusal says where, for each entry.
  await writeFile(
    path,
    `endpoints:
  - { kind: tcp, host: 127.0.0.1, port: 2 }
  - { kind: tcp, host: 127.0.0.1, port: 3, dependsOn: [Router] }
channels: []
rules:
  - name: Down
    channels: [Pager]
`,
  );
  const parents = `${path}:3:44 endpoints[1].dependsOn: Depends on must be names of endpoints, tag:NAME or group:NAME.`;
  for (const command of ['plan', 'apply'] as const) {
    expect(await run(command)).toEqual({
      code: 1,
      out: '',
      err: `${parents} There is no endpoint "Router". Got "Router".\n`,
    });
  }
  await writeFile(
    path,
    'endpoints: []\nrules:\n  - { name: Down, channels: [Ops] }\n  - name: Up\n    channels: [Pager]\n',
  );
  expect((await run('plan')).err).toBe(
    `${path}:5:5 rules[1].channels: There is no channel "Pager". The channels are Ops.\n`,
  );

  // The same from the data folder, once Lookout does not run.
  const fromFolder = async () => {
    const offline = createCollectingIo('', {});
    const given = parseArguments(['export-config', '--data-dir', processes.dataDir]) as ExportConfigArguments;
    return { code: await printConfig(given, offline, places), out: offline.out(), err: offline.err() };
  };
  expect(await fromFolder()).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('ask it without --data-dir'),
  });
  host.child.kill('SIGTERM');
  await host.exited;
  expect(await fromFolder()).toEqual({ code: 0, out: io.out(), err: io.err() });
});
