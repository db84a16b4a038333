import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Report } from '../../contract/model/report.ts';
import { DATABASE_FILE } from '../../engine/store/data-folder.ts';
import { createSqliteStore } from '../../engine/store/sqlite-store.ts';
import { anEndpoint, anIncident, aResult, DAY_ONE } from '../../engine/store/testing/store-fixture.ts';
import type { ReportArguments } from '../arguments/arguments.ts';
import { parseArguments } from '../arguments/parse-arguments.ts';
import { report } from './report.ts';

const HOUR = 3_600_000;
const storeWorkerUrl = new URL('../../engine/store/sqlite-worker.ts', import.meta.url);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-report-test-'));
  const store = createSqliteStore({
    file: join(folder, DATABASE_FILE),
    workerUrl: storeWorkerUrl,
    log: () => undefined,
  });
  await store.open(DAY_ONE);
  const shop = anEndpoint('e1', {
    config: { ...anEndpoint('e1').config, name: '<Shop> & "Co"', group: 'Shop', objective: 99 },
  });
  await store.saveEndpoints([shop, anEndpoint('e2')]);
  for (let at = DAY_ONE; at < DAY_ONE + 10 * HOUR; at += HOUR / 4) store.recordResult(aResult('e1', at));
  const span = { endpointId: 'e1', from: DAY_ONE, to: DAY_ONE + 9 * HOUR };
  store.recordSpan({ ...span, status: 'up' });
  store.recordSpan({ ...span, status: 'down', from: DAY_ONE + 9 * HOUR, to: DAY_ONE + 10 * HOUR });
  store.recordIncident(anIncident('i1', 'e1', DAY_ONE + 9 * HOUR, { resolvedAt: DAY_ONE + 10 * HOUR, failures: 4 }));
  const status = { code: 'http.status', params: { status: 503, name: 'Service Unavailable', accepted: '200-299' } };
  store.recordIncident(anIncident('i0', 'e2', DAY_ONE + HOUR, { resolvedAt: DAY_ONE + 2 * HOUR, cause: status }));
  await store.close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

class Text extends Writable {
  text = '';
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

async function run(argv: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) {
  const [stdout, stderr] = [new Text(), new Text()];
  const day = (at: number) => new Date(at).toISOString();
  const range = ['--from', day(DAY_ONE), '--to', day(DAY_ONE + 10 * HOUR)];
  const args = parseArguments(['report', '--data-dir', folder, ...range, ...argv]) as ReportArguments;
  const code = await report(args, { stdin: Readable.from([]), stdout, stderr, env }, { storeWorkerUrl });
  return { code, out: stdout.text, err: stderr.text };
}

test('JSON contains uptime, objectives, incidents, latency and the chart', async () => {
  const { code, out } = await run(['--format', 'json', '--group', 'Shop']);
  expect(code).toBe(0);
  const read = JSON.parse(out) as Report;
  expect(read).toMatchObject({
    masked: false,
    stats: { incidents: 1, downMs: HOUR, mttrMs: HOUR, mtbfMs: 9 * HOUR },
    endpoints: [
      {
        name: '<Shop> & "Co"',
        uptime: { ratio: 0.9, coverage: 1, incidents: 1 },
        objective: { target: 99, met: false },
        incidents: [{ id: 'i1', failures: 4, cause: { code: 'connect.refused' }, excluded: null }],
        latency: { checks: 40 },
      },
    ],
  });
  expect(read.endpoints[0]?.chart.at.length).toBeGreaterThan(10);
});

test('HTML is one file without scripts, and shows names as they are', async () => {
  const out = join(folder, 'report.html');
  const { code, err } = await run(['--out', out]);
  expect([code, err]).toEqual([0, `Wrote ${out} (2 endpoints).\n`]);
  const html = await readFile(out, 'utf8');
  expect(html).toContain('&lt;Shop&gt; &amp; &quot;Co&quot;');
  expect(html).not.toMatch(/<script|<Shop>|src=|href="http/u);
  expect(html).toContain('<svg');
  expect(html).toContain('90 %');
  expect(html).toContain('Missed');
  expect(html).toContain('https://e1.example/');
  expect(html).toContain('<td class="text">Status not accepted <code>http.status</code></td>');
});

test('--mask leaves out targets, addresses, hosts and authors everywhere', async () => {
  const store = createSqliteStore({
    file: join(folder, DATABASE_FILE),
    workerUrl: storeWorkerUrl,
    log: () => undefined,
  });
  await store.open(DAY_ONE);
  const at = DAY_ONE + HOUR;
  const note = {
    id: 'a1',
    kind: 'note',
    at,
    to: null,
    open: false,
    text: 'Moved to fd00::5',
    by: 'ann@corp.example',
    match: {},
  };
  const event = { incidentId: 'i1', endpointId: 'e1', at, text: 'db1.corp.example was moved', by: 'ann@corp.example' };
  await store.saveDocuments([
    { collection: 'annotation', id: 'a1', at, open: false, json: JSON.stringify(note) },
    ...(['excluded', 'acknowledged'] as const).map((type) => ({
      collection: 'incidentEvent',
      id: type,
      at,
      open: false,
      json: JSON.stringify({ ...event, id: type, type }),
    })),
  ]);
  const cause = { code: 'dns.nxdomain', params: { name: 'e1-host' } };
  store.recordIncident(anIncident('i2', 'e1', at, { resolvedAt: at + 1000, cause }));
  await store.close();
  const open = (await run(['--format', 'html'])).out;
  expect(open).toMatch(/e1\.example.*fd00::5/su);
  for (const format of ['html', 'json', 'csv']) {
    const { out } = await run(['--format', format, '--mask']);
    expect(out).not.toMatch(/e1\.example|192\.0\.2\.1|fd00::5|corp\.example|e1-host|ann@/u);
    if (format !== 'csv') expect(out).toContain('Moved to •••');
  }
});

test('an objective without any data is neither met nor missed', async () => {
  const range = ['--from', new Date(DAY_ONE - 10 * HOUR).toISOString(), '--to', new Date(DAY_ONE - HOUR).toISOString()];
  const json = JSON.parse((await run([...range, '--format', 'json', '--group', 'Shop'])).out) as Report;
  expect(json.endpoints[0]?.objective).toMatchObject({ met: null, ratio: null });
  const html = (await run(range)).out;
  expect(html).toContain('<td>No data</td>');
  expect(html).not.toContain('Met</td>');
});

test('reports which time latency covers when it is more than the range', async () => {
  const store = createSqliteStore({
    file: join(folder, DATABASE_FILE),
    workerUrl: storeWorkerUrl,
    log: () => undefined,
  });
  await store.open(DAY_ONE);
  for (let at = DAY_ONE; at < DAY_ONE + 10 * HOUR; at += HOUR / 60) store.recordResult(aResult('e2', at));
  const [from, to] = [DAY_ONE + HOUR + 60_000, DAY_ONE + 9 * HOUR + 60_000];
  const range = ['--from', new Date(from).toISOString(), '--to', new Date(to).toISOString()];
  const latencies = async () => {
    const { endpoints } = JSON.parse((await run([...range, '--format', 'json'])).out) as Report;
    return endpoints.map(({ latency, chart }) => ({ ...latency, step: chart.step }));
  };
  await store.close();
  // Points of the chart are wider than the rest of the range, but the figures are of single checks.
  const [few, many] = await latencies();
  expect(few).toMatchObject({ from, to });
  expect(many).toMatchObject({ from, to, checks: 480 });
  expect(many?.step).toBeGreaterThan(60_000);
  expect((await run(range)).out).not.toContain('Latency and checks cover');

  // Only figures per hour are kept.
  const before = DAY_ONE + 10 * HOUR;
  const thinned = createSqliteStore({
    file: join(folder, DATABASE_FILE),
    workerUrl: storeWorkerUrl,
    log: () => undefined,
  });
  await thinned.open(before);
  await thinned.prune({ resultsBefore: before, failuresBefore: before, historyBefore: 0, removedBefore: 0 });
  await thinned.close();
  const [, whole] = await latencies();
  expect(whole).toMatchObject({ from: DAY_ONE + HOUR, to: DAY_ONE + 10 * HOUR, checks: 540 });
  expect((await run(range)).out.match(/Latency and checks cover/gu)).toHaveLength(2);
});

test('a report of chosen endpoints has only the notes about them and about all', async () => {
  const store = createSqliteStore({
    file: join(folder, DATABASE_FILE),
    workerUrl: storeWorkerUrl,
    log: () => undefined,
  });
  await store.open(DAY_ONE);
  const matches = { all: {}, shop: { group: 'Shop' }, other: { endpoints: ['e2'] }, gone: { endpoints: ['e3'] } };
  await store.saveDocuments(
    Object.entries(matches).map(([id, match], index) => {
      const at = DAY_ONE + index;
      const note = { id, kind: 'note', at, to: null, open: false, text: id, by: '', match };
      return { collection: 'annotation', id, at, open: false, json: JSON.stringify(note) };
    }),
  );
  await store.close();
  const notes = async (...argv: readonly string[]) =>
    (JSON.parse((await run(['--format', 'json', ...argv])).out) as Report).annotations.map(({ text }) => text);
  expect(await notes('--group', 'Shop')).toEqual(['all', 'shop']);
  expect(await notes()).toEqual(['all', 'shop', 'other', 'gone']);
  expect((await run(['--group', 'Shpo'])).err).toMatch(/\(0 endpoints\)\.\nNo endpoint matches/u);
});

test('refuses a folder without data, and leaves it as it is', async () => {
  const missing = join(folder, 'missing');
  await expect(run(['--data-dir', missing])).rejects.toMatchObject({
    problems: [{ code: 'usage.noData', params: { folder: missing } }],
  });
  expect(existsSync(missing)).toBe(false);
});

test('neither restores nor updates the data', async () => {
  const file = join(folder, DATABASE_FILE);
  await writeFile(`${file}-restore`, 'a prepared backup');
  await expect(run([])).rejects.toMatchObject({ problems: [{ code: 'usage.dataToRestore' }] });
  expect(await readFile(`${file}-restore`, 'utf8')).toBe('a prepared backup');
  await rm(`${file}-restore`);
  const database = new DatabaseSync(file);
  database.exec('DELETE FROM migration WHERE version = (SELECT max(version) FROM migration)');
  database.close();
  await expect(run([])).rejects.toMatchObject({ problems: [{ code: 'usage.dataToUpdate' }] });
});

test('does not replace damaged data by a backup', async () => {
  const file = join(folder, DATABASE_FILE);
  await mkdir(join(folder, 'backups'), { recursive: true });
  await writeFile(file, 'no database');
  expect((await run([])).code).toBe(1);
  expect(await readFile(file, 'utf8')).toBe('no database');
});

test('ends the line of its progress on a terminal before it prints the report', async () => {
  const terminal = new Text();
  const [from, to] = [DAY_ONE, DAY_ONE + 10 * HOUR].map((at) => new Date(at).toISOString());
  const argv = ['report', '--data-dir', folder, '--format', 'csv', '--from', from ?? '', '--to', to ?? ''];
  const args = parseArguments(argv) as ReportArguments;
  const io = { stdin: Readable.from([]), stdout: Object.assign(terminal, { isTTY: true }), stderr: terminal, env: {} };
  expect(await report(args, io, { storeWorkerUrl })).toBe(0);
  expect(terminal.text).toMatch(/^\r.*\r2 of 2 endpoints\n\w/u);
});

test('CSV has a line for each endpoint', async () => {
  const { out } = await run(['--format', 'csv']);
  const [head, first, second, rest] = out.split('\r\n');
  expect(head).toMatch(/^endpoint,kind,target,group,uptime,/u);
  expect(first).toMatch(/^"<Shop> & ""Co""",http,https:\/\/e1\.example\/,Shop,0\.9,1,/u);
  expect([second?.split(',')[4], rest]).toEqual(['', '']);
});

test('reports that no browser can print a PDF, and that the folder is in use', async () => {
  const pdf = await run(['--format', 'pdf', '--out', join(folder, 'r.pdf')], { PATH: folder });
  expect(pdf).toMatchObject({
    code: 1,
    err: expect.stringContaining('A PDF needs Chromium, Chrome or Edge on the computer that runs Lookout') as string,
  });
});

test('prints a PDF with the browser of LOOKOUT_BROWSER', async () => {
  const browser = join(folder, 'browser');
  await writeFile(
    browser,
    '#!/bin/sh\nfor a in "$@"; do case "$a" in --print-to-pdf=*) cp "${0%/*}/lookout.db" "${a#--print-to-pdf=}";; esac; done\n',
    { mode: 0o700 },
  );
  const out = join(folder, 'r.pdf');
  const { code } = await run(['--format', 'pdf', '--out', out], {
    LOOKOUT_BROWSER: browser,
    PATH: process.env['PATH'],
  });
  expect(code).toBe(0);
  expect((await readFile(out)).length).toBeGreaterThan(0);
});

test.each([
  [['--from', '2026-10-01'], 'usage.missing'],
  [['--from', '2026-10-02', '--to', '2026-10-01'], 'usage.notAfter'],
  [['--from', '2026-10-01', '--to', '2026-10-02', '--format', 'docx'], 'usage.oneOf'],
  [['--from', '2026-10-01', '--to', '2026-10-02', '--format', 'pdf'], 'usage.missing'],
  [['--from', 'October', '--to', '2026-10-02'], 'usage.time'],
])('refuses %j', (argv, code) => {
  expect(() => parseArguments(['report', ...argv])).toThrow(
    expect.objectContaining({
      problems: expect.arrayContaining([expect.objectContaining({ code })]) as unknown,
    }) as Error,
  );
});
