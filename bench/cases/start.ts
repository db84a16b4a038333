/** Start times: all endpoints checked once, the first paint, one check from the command line. */
import type { Browser, BrowserContext } from 'playwright-core';
import type { BenchCase, CaseOptions, Report, Row } from '../case.ts';
import { readWholeSnapshot } from '../../src/shared/follow-engine.ts';
import { row } from '../case.ts';
import { firstPaints, launchBrowser, newProfile, openMeasuredPageIn, whyNoBrowser } from '../harness/browser.ts';
import { copyDataSet, dataSet, ENDPOINTS, prepareHistory, retarget } from '../harness/data-set.ts';
import { startLookout } from '../harness/lookout-server.ts';
import { CLI, runNode } from '../harness/program.ts';
import { formatNumber, formatSpread, ratios, spread, type Spread } from '../harness/stats.ts';

const TURNS = 3;
const ALL = 1000;

/** `lookout serve` on a folder with 1,000 endpoints, from the start of the process until each has a new result. */
async function allChecked({ bed, say }: CaseOptions): Promise<Row> {
  const dataDir = await bed.newDir('start');
  await prepareHistory(dataDir, bed.urls('http', ALL), 30_000);
  const took: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const server = await startLookout(bed, dataDir);
    const checked = new Set<string>();
    const done = Promise.withResolvers<number>();
    const note = (id: string) => {
      checked.add(id);
      if (checked.size === ALL) done.resolve(Date.now() - server.startedAt);
    };
    const end = await server.onPush(({ changes }) => {
      for (const change of changes) if (change.type === 'checked') note(change.id);
    });
    // Results from before the WebSocket was open.
    const { endpoints } = await readWholeSnapshot(server);
    for (const { endpoint, state } of endpoints) if ((state.last?.at ?? 0) > server.startedAt) note(endpoint.id);
    took.push(await done.promise);
    end();
    await server.stop();
    say(`all of ${ALL} checked once after ${formatNumber((took.at(-1) ?? 0) / 1000)} s`);
  }
  const all = spread(took);
  return row(`${formatNumber(ALL)} endpoints all checked once`, formatSpread(all, 'ms'), {
    aim: '< 5,000 ms',
    reached: all.median < 5000,
  });
}

/** Milliseconds from the start of `lookout serve`. */
interface Visit {
  readonly ready: number;
  readonly content: number;
  readonly row: number;
}

function firstRow(what: string, took: Spread, aimMs: number): Row {
  const aim = { aim: `< ${formatNumber(aimMs)} ms`, reached: took.median < aimMs };
  return row(what, formatSpread(took, 'ms'), aim);
}

/** From the request for the page to its first row. */
async function openWhileRunning(
  { bed }: CaseOptions,
  profile: BrowserContext,
  dataDir: string,
  port: number,
): Promise<Spread> {
  const server = await startLookout(bed, dataDir, port);
  await readWholeSnapshot(server);
  const took: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const page = await openMeasuredPageIn(profile);
    const began = Date.now();
    await page.goto(server.address);
    took.push((await firstPaints(page)).rowAt - began);
    await page.close();
  }
  await server.stop();
  return spread(took);
}

async function firstPaint(options: CaseOptions, browser: Browser): Promise<{ rows: Row[]; how: string }> {
  const { bed, long, say } = options;
  const set = await dataSet(long, say);
  const dataDir = await bed.newDir('first-paint');
  const file = await copyDataSet(set, dataDir);
  await retarget(file, set.now, bed.urls('http', ENDPOINTS));
  const visit = async (profile: BrowserContext, port = 0) => {
    const page = await openMeasuredPageIn(profile);
    const server = await startLookout(bed, dataDir, port);
    await page.goto(server.address);
    const { contentAt, rowAt } = await firstPaints(page);
    await page.close();
    await server.stop();
    const since = (at: number) => at - server.startedAt;
    say(`first row drawn after ${formatNumber(since(rowAt))} ms`);
    const times = { ready: since(server.readyAt), content: since(contentAt), row: since(rowAt) };
    return { ...times, port: Number(new URL(server.address).port) };
  };
  const cold: Visit[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const profile = await newProfile(browser);
    cold.push(await visit(profile));
    await profile.close();
  }
  const profile = await newProfile(browser);
  let { port } = await visit(profile);
  // The browser keeps compiled code after the second visit.
  ({ port } = await visit(profile, port));
  const warm: Visit[] = [];
  for (let turn = 0; turn < TURNS; turn++) warm.push(await visit(profile, port));
  const opened = await openWhileRunning(options, profile, dataDir, port);
  await profile.close();
  const of = (visits: readonly Visit[], read: (visit: Visit) => number) => spread(visits.map(read));
  const what = `${ENDPOINTS} endpoints, ${formatNumber(set.rows)} results`;
  return {
    rows: [
      row(
        `${what}: the page can be opened`,
        formatSpread(
          of(cold, ({ ready }) => ready),
          'ms',
        ),
      ),
      row(
        `${what}: first contentful paint`,
        formatSpread(
          of(cold, ({ content }) => content),
          'ms',
        ),
      ),
      firstRow(
        `${what}: first row of data drawn`,
        of(cold, ({ row }) => row),
        1500,
      ),
      firstRow(
        `${what}: the same, in a browser that knows the page`,
        of(warm, ({ row }) => row),
        700,
      ),
      firstRow('the page opened while Lookout runs, until the first row of data is drawn', opened, 700),
    ],
    how:
      'First paint starts with `lookout serve` on a copy of the generated history. A browser that is already open loads ' +
      `the address as soon as it is printed. The last two rows are with a profile that visited the same address twice before: at a start, and while Lookout runs, as when a window is opened from the tray. The database has ${formatNumber(set.bytes / 2 ** 20)} MB and is in the page cache.`,
  };
}

async function oneCheck({ bed, long }: CaseOptions): Promise<Row> {
  const [url = ''] = bed.urls('http', 1);
  const bare: number[] = [];
  const ours: number[] = [];
  for (let turn = 0; turn < (long ? 20 : 10); turn++) {
    bare.push((await runNode(['-e', '0'])).tookMs);
    const checked = await runNode([CLI, 'check', '--json', url], { env: bed.env });
    if (checked.code !== 0) throw new Error(`lookout check ended with ${checked.code}: ${checked.output}`);
    ours.push(checked.tookMs);
  }
  return row('`lookout check` of one endpoint, start to exit', formatSpread(spread(ours), 'ms'), {
    baseline: `${formatSpread(spread(bare), 'ms')} (\`node -e 0\`)`,
    ratio: formatSpread(spread(ratios(ours, bare))),
  });
}

async function run(options: CaseOptions): Promise<Report> {
  const rows = [await oneCheck(options), await allChecked(options)];
  const how = [
    '`check` and `node -e 0` take turns. “All checked” is measured from the start of `lookout serve` on a folder with endpoints and history.',
  ];
  const why = whyNoBrowser();
  if (why === '') {
    const browser = await launchBrowser();
    options.bed.defer(() => browser.close());
    const painted = await firstPaint(options, browser);
    rows.push(...painted.rows);
    how.push(painted.how);
  }
  return { rows, how, leftOut: why === '' ? [] : [why] };
}

export const start: BenchCase = { name: 'start', title: 'Start', run };
