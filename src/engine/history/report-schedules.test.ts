import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Report, ReportOptions } from '../../contract/model/report.ts';
import { problemOf, ProblemError } from '../base/problem-error.ts';
import { RequestError } from '../base/request-error.ts';
import type { Log } from '../ports.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import { ReportSchedules, type RenderReport } from './report-schedules.ts';

const DAY = 86_400_000;
/** In Berlin, it is already the first of November. */
const NOW = Date.UTC(2026, 9, 31, 23, 30);
const berlin = (text: string) => Date.parse(text);

let folder: string;
let now: number;
let store: ReturnType<typeof createMemoryStore>;
let asked: ReportOptions[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-schedules-'));
  now = NOW;
  asked = [];
  store = createMemoryStore();
  await store.open(now);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

async function start() {
  const log = vi.fn<Log>();
  const render = vi.fn<RenderReport>(async (_, { format }) => `a report as ${format}`);
  const schedules = new ReportSchedules({
    clock: { now: () => now, mono: () => now },
    log,
    store,
    build: async (options) => {
      asked.push(options);
      return {} as Report;
    },
    render,
    onChanged: () => undefined,
  });
  await schedules.load();
  return { schedules, log, render };
}

test('a PDF is written as it was printed, and why it could not be printed is kept as a code', async () => {
  const { schedules, render } = await start();
  render.mockRejectedValueOnce(new ProblemError(problemOf('pdf.noBrowser', {})));
  const { id } = await schedules.save(null, { name: 'Shop', every: 'week', format: 'pdf', timezone: 'UTC', folder });
  now += 7 * DAY;
  await schedules.run();
  expect(schedules.list()).toMatchObject([{ id, problem: { code: 'pdf.noBrowser' }, last: null }]);
  const again = await start();
  expect(again.schedules.list()).toMatchObject([{ problem: { code: 'pdf.noBrowser' } }]);
  again.render.mockResolvedValueOnce(Uint8Array.of(0x25, 0x50, 0x44, 0x46, 0xff));
  await again.schedules.run();
  const [view] = again.schedules.list();
  expect(view).toMatchObject({ problem: null, last: { file: expect.stringMatching(/\.pdf$/u) as string } });
  expect([...(await readFile(view?.last?.file ?? ''))]).toEqual([0x25, 0x50, 0x44, 0x46, 0xff]);
});

test('a month is written when it is over in its time zone, and only once', async () => {
  const { schedules } = await start();
  const input = { name: 'Shop: all', timezone: 'Europe/Berlin', folder: join(folder, 'new'), match: { group: 'Shop' } };
  const saved = await schedules.save(null, input);
  expect(saved).toMatchObject({ nextAt: berlin('2026-12-01T00:00:00+01:00'), last: null, problem: null });
  now = berlin('2026-11-30T23:59:59+01:00');
  await schedules.run();
  expect(asked).toEqual([]);
  now += 1000;
  await schedules.run();
  await schedules.run();
  expect(asked).toEqual([
    {
      from: berlin('2026-11-01T00:00:00+01:00'),
      to: berlin('2026-12-01T00:00:00+01:00'),
      match: { group: 'Shop' },
      mask: false,
    },
  ]);
  const name = 'Shop- all 2026-11-01 to 2026-12-01.html';
  expect(await readdir(join(folder, 'new'))).toEqual([name]);
  expect(await readFile(join(folder, 'new', name), 'utf8')).toBe('a report as html');
  expect(schedules.list()).toMatchObject([
    { last: { at: now, file: join(folder, 'new', name) }, nextAt: berlin('2027-01-01T00:00:00+01:00') },
  ]);
});

test('weeks that ended while Lookout did not run are caught up, at most the last twelve', async () => {
  const first = await start();
  await first.schedules.save(null, { name: 'Weekly', every: 'week', timezone: 'UTC', format: 'csv', folder });
  // A Monday.
  now = Date.UTC(2026, 10, 16, 8);
  const second = await start();
  await second.schedules.run();
  expect((await readdir(folder)).toSorted()).toEqual([
    'Weekly 2026-10-26 to 2026-11-02.csv',
    'Weekly 2026-11-02 to 2026-11-09.csv',
    'Weekly 2026-11-09 to 2026-11-16.csv',
  ]);
  now += 52 * 7 * DAY;
  await (await start()).schedules.run();
  expect(await readdir(folder)).toHaveLength(3 + 12);
});

test('a folder that can no longer be written is reported, and tried again later', async () => {
  const { schedules, log } = await start();
  const parent = join(folder, 'a file');
  const { id, config } = await schedules.save(null, { name: 'R', timezone: 'UTC', folder: join(parent, 'x') });
  await writeFile(parent, '');
  now = Date.UTC(2026, 11, 1, 0, 1);
  await schedules.run();
  expect(schedules.list()).toMatchObject([{ last: null, problem: expect.stringContaining('ENOTDIR') as string }]);
  expect(log).toHaveBeenCalledWith('error', 'A scheduled report cannot be written', expect.anything());
  now += 60_000;
  await schedules.run();
  expect(asked).toHaveLength(1);
  now += 10 * 60_000;
  await schedules.run();
  expect(asked).toHaveLength(2);
  // A correction is used at once, also for what is due.
  await schedules.save(id, { ...config, folder });
  await schedules.run();
  expect(schedules.list()).toMatchObject([{ problem: null, last: { at: now } }]);
});

test('a folder that cannot be written is refused, and nothing is left behind', async () => {
  const { schedules } = await start();
  await writeFile(join(folder, 'file'), '');
  const reasonFor = async (wanted: string) => {
    const error: unknown = await schedules.save(null, { name: 'R', folder: wanted }).catch((reason: unknown) => reason);
    if (!(error instanceof RequestError)) throw new Error('Expected a refusal');
    return error.issues.map(({ path, code, params }) => `${path} ${code} ${JSON.stringify(params)}`).join();
  };
  expect(await reasonFor(join(folder, 'file'))).toMatch(/^schedule\.folder folderUnusable .*E(?:NOTDIR|NOENT)/u);
  expect(await reasonFor(join(folder, 'file', 'x', 'y'))).toMatch(/folderUnusable .*E(?:NOTDIR|NOENT)/u);
  // A name that is too long, after a folder that can be made.
  expect(await reasonFor(join(folder, 'made', 'x'.repeat(300)))).toMatch(/folderUnusable .*E(?:NAMETOOLONG|NOENT)/u);
  expect(await readdir(folder)).toEqual(['file']);
  // A folder that is not there yet is made when a report is due.
  await schedules.save(null, { name: 'R', timezone: 'UTC', folder: join(folder, 'a', 'b') });
  expect(await readdir(folder)).toEqual(['file']);
  now = Date.UTC(2026, 11, 1, 0, 1);
  await schedules.run();
  expect(await readdir(join(folder, 'a', 'b'))).toHaveLength(2);
});

test.runIf(process.platform === 'linux')('a folder that nobody can make is refused', async () => {
  const { schedules } = await start();
  const refused = schedules.save(null, { name: 'R', folder: '/proc/lookout/reports' });
  await expect(refused).rejects.toMatchObject({ issues: [{ code: 'folderUnusable', path: 'schedule.folder' }] });
});

test('what cannot be a schedule is refused with the field, and removed ones write nothing', async () => {
  const { schedules } = await start();
  const refused = (input: object) =>
    schedules.save(null, input).then(
      () => [],
      ({ issues }: { issues: { path: string; code: string }[] }) => issues.map(({ path, code }) => `${path} ${code}`),
    );
  expect(await refused({ name: 'R', folder: 'relative' })).toEqual(['schedule.folder folder']);
  expect(await refused({ name: '', folder })).toEqual(['schedule.name textBetween']);
  expect(await refused({ name: 'R', folder, every: 'day' })).toEqual(['schedule.every oneOf']);
  expect(await refused({ name: 'R', folder, timezone: 'Mars/Base' })).toEqual(['schedule.timezone timezone']);
  const file = join(folder, 'a file');
  await writeFile(file, '');
  for (const unusable of [file, join(file, 'x')]) {
    expect(await refused({ name: 'R', folder: unusable })).toEqual(['schedule.folder folderUnusable']);
  }
  const { id, config } = await schedules.save(null, { name: 'R', folder: join(folder, 'new', 'deep') });
  // It is made with the first report.
  expect(await readdir(folder)).toEqual(['a file']);
  // Its files would have the same names. In another format, folder or period, they have not.
  expect(await refused(config)).toEqual(['schedule.name sameReport']);
  expect(await schedules.save(id, { ...config, mask: true })).toMatchObject({ config: { mask: true } });
  const other = await schedules.save(null, { ...config, every: 'week' });
  await schedules.remove([other.id]);
  await schedules.remove([id]);
  now += 60 * DAY;
  await schedules.run();
  expect(asked).toEqual([]);
  await expect(schedules.remove([id])).rejects.toMatchObject({ code: 'notFound' });
});
