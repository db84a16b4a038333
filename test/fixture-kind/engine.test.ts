/**
 * A kind that no other code knows works everywhere, from its descriptor alone. This half follows it from the config
 * file through a check and the store to the command line and the documentation; `page.test.tsx` follows it through the
 * page.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { configSchema } from '../../scripts/documents/config-schema.ts';
import { checksDocument } from '../../scripts/documents/checks.ts';
import { parseTargets } from '../../src/engine/check/paste/paste.ts';
import { checkKinds, kindDescriptors, parseEndpoint } from '../../src/engine/check/registry.ts';
import { loadConfigText } from '../../src/engine/importers/lookout-yaml/load.ts';
import { DATABASE_FILE } from '../../src/engine/store/data-folder.ts';
import { createSqliteStore } from '../../src/engine/store/sqlite-store.ts';
import { checkOnce } from '../../src/headless/commands/check/check-once.ts';
import { formatTable } from '../../src/headless/commands/check/check-table.ts';
import { readableFailure } from '../../src/headless/base/texts.ts';
import { createTexts } from '../../src/i18n/texts.ts';
import { startWatch, type Watch } from '../hostile/watch.ts';
import { startGauge, tide, type Gauge } from './tide.ts';

const WAIT = { timeout: 60_000, interval: 20 };
const workerUrl = new URL('../../src/engine/store/sqlite-worker.ts', import.meta.url);
const kinds = [...checkKinds, tide];
const descriptors = kindDescriptors(kinds);
const texts = createTexts(descriptors);

let folder: string;
let gauge: Gauge;
let watch: Watch | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lookout-tide-'));
  gauge = await startGauge(3.2);
  watch = undefined;
});

afterEach(async () => {
  await watch?.engine.dispose();
  await gauge.dispose();
  await rm(folder, { recursive: true });
});

async function start(): Promise<Watch> {
  const store = createSqliteStore({ file: join(folder, DATABASE_FILE), workerUrl, log: () => undefined });
  watch = await startWatch({ store, kinds });
  return watch;
}

it('is read from lookout.yaml, and errors name the line, the label of the field and what it accepts', () => {
  const read = (text: string) => loadConfigText(text, 'lookout.yaml', { kinds });
  expect(read('endpoints:\n  - { kind: tide, gauge: harbour-1, port: 7001 }\n')).toMatchObject({
    ok: true,
    endpoints: [{ kind: 'tide', gauge: 'harbour-1', port: 7001 }],
  });
  const wrong = read('endpoints:\n  - kind: tide\n    gauge: Harbour\n    draught: 21\n');
  expect(wrong.ok ? [] : wrong.errors.map(texts.fileIssue)).toEqual([
    'lookout.yaml:2:5 endpoints[0].port: Gauge port is required.',
    'lookout.yaml:3:5 endpoints[0].gauge: Gauge name must be the name of a gauge, such as harbour-1. Got "Harbour".',
    'lookout.yaml:4:5 endpoints[0].draught: Draught must be a whole number from 0 to 20. Got 21.',
  ]);
});

it('is in the JSON Schema, with the help of its fields', () => {
  const schema = configSchema(kinds);
  const accepts = z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema);
  expect(accepts.safeParse({ defaults: { draught: 4 }, endpoints: [tide.example] }).error).toBeUndefined();
  expect(accepts.safeParse({ endpoints: [{ ...tide.example, port: 0 }] }).success).toBe(false);
  expect(accepts.safeParse({ endpoints: [{ ...tide.example, depth: 3 }] }).success).toBe(false);
  expect(JSON.stringify(schema)).toContain('How many metres of water the ship needs.');
});

it('is found in pasted text', () => {
  expect(parseTargets('the harbour, tide:harbour-1:7001', kinds)).toMatchObject([
    { target: 'tide:harbour-1:7001', endpoint: { kind: 'tide', gauge: 'harbour-1', port: 7001 } },
  ]);
  const [wrong] = parseTargets('tide:Harbour:7001', kinds);
  expect(wrong?.problem && texts.issueInFull(wrong.problem)).toBe(
    'Gauge name must be the name of a gauge, such as harbour-1. Got "Harbour".',
  );
});

it('is checked, stored, read back after a restart, and has a series, uptime and an incident', async () => {
  const first = await start();
  const input = { kind: 'tide', name: 'Harbour', gauge: 'harbour-1', port: gauge.port, interval: 500, retries: 0 };
  const { id } = await first.add(input);
  await expect.poll(() => first.results.length, WAIT).toBeGreaterThanOrEqual(2);
  gauge.level = 1.5;
  await expect.poll(() => first.results.at(-1)?.verdict, WAIT).toBe('down');
  const before = await first.engine.request('checks.list', { id, limit: 200 });
  await first.engine.dispose();

  const second = await start();
  const { endpoints, incidents, kinds: known } = await second.engine.request('app.snapshot', {});
  expect(known).toEqual(descriptors);
  expect(endpoints.map(({ endpoint }) => [endpoint.target, endpoint.config['draught']])).toEqual([
    ['tide:harbour-1:' + gauge.port, 2],
  ]);
  const checks = await second.engine.request('checks.list', { id, limit: 200, before: (before[0]?.at ?? 0) + 1 });
  expect(checks).toEqual(before);
  expect(checks.at(-1)).toMatchObject({
    verdict: 'up',
    failure: null,
    metrics: { level: 3.2 },
    details: { keeper: 'Ada Byron', heard: 27 },
  });
  expect(Object.keys(checks.at(-1)?.phases ?? {})).toEqual(['hail', 'sounding']);
  const failed = checks.find(({ verdict }) => verdict === 'down');
  expect(failed?.failure).toEqual({ code: 'tide.low', params: { level: 1.5, missing: 0.5 }, phase: 'sounding' });
  const sentence = 'The water is at 1.5 m, 0.5 m below what the ship needs.';
  expect(failed?.failure && texts.failure(failed.failure, 'tide')).toBe(sentence);

  expect(incidents).toMatchObject([{ endpointId: id, resolvedAt: null, cause: { code: 'tide.low' } }]);
  const range = { from: (checks.at(-1)?.at ?? 0) - 1, to: Date.now() + 1, points: 1000 };
  const series = await second.engine.request('series.get', { id, ...range });
  expect(Object.keys(series.phases)).toEqual(['hail', 'sounding']);
  expect(series.metrics['level']?.summary).toMatchObject({ min: 1.5, max: 3.2 });
  expect(series.metrics['level']?.summary.p99).toBeCloseTo(3.2, 1);
  expect(series.failure.some((failure) => failure?.code === 'tide.low')).toBe(true);
  const [uptime] = await second.engine.request('uptime.get', { id });
  expect(uptime).toMatchObject({ window: '24h', incidents: 1 });
  expect(uptime?.upMs).toBeGreaterThan(0);
  expect(uptime?.downMs).toBeGreaterThan(0);
});

it('is in the table and the results of the command line', async () => {
  const prepared = (draught: number) => {
    const parsed = parseEndpoint({ ...tide.example, port: gauge.port, draught, name: `Draught ${draught}` }, kinds);
    if (!parsed.ok) throw new Error(parsed.issues.map(texts.issueInFull).join('\n'));
    return { kind: tide, config: parsed.config, target: parsed.target };
  };
  const { signal } = new AbortController();
  const results = await checkOnce([prepared(3), prepared(4)], {
    concurrency: 2,
    signal,
    log: () => undefined,
    queryWorkerUrl: new URL('../../src/engine/conditions/query-worker.ts', import.meta.url),
  });
  const readable = results.map((result) => {
    const failure = result.failure === null ? null : readableFailure(result.failure, 'tide', texts);
    // On a busy machine, the table adds that Lookout was busy.
    return { ...result, failure, warning: null, disturbed: false };
  });
  const table = formatTable(readable, 1, { colors: false, kinds: descriptors });
  expect(table).toMatch(/^up .* Lighthouse keeper Ada Byron, Signal heard 27 bytes$/mu);
  expect(table).toMatch(/^down .* The water is at 3\.2 m, 0\.8 m below what the ship needs\.$/mu);
  expect(results.map(({ metrics }) => metrics)).toEqual([{ level: 3.2 }, { level: 3.2 }]);
  expect(readable[1]?.failure).toMatchObject({ code: 'tide.low', message: expect.stringMatching(/^The water is at/u) });
});

it('is documented with everything that it declares', () => {
  const document = checksDocument(descriptors, new Map([['tide', 'a gauge']]));
  const part = document.slice(document.indexOf('## Tide gauge'), document.indexOf('## Fields of every kind'));
  const declared = [
    tide.description,
    'gauge: harbour-1',
    ...tide.pasteExamples,
    ...tide.form.flatMap(({ name, label, help = '' }) => [`\`${name}\``, label, help]),
    ...tide.phases.flatMap(({ name, label }) => [`\`${name}\``, label]),
    ...tide.metrics.flatMap(({ name, label }) => [`\`${name}\``, label]),
    ...tide.details.flatMap(({ name, label }) => [`\`${name}\``, label]),
    '`tide.low`',
    'The water is at {level} m, {missing} m below what the ship needs.',
    'the level in metres',
    '`tide.gauge`',
    '{field} must be the name of a gauge, such as harbour-1.',
  ];
  for (const text of declared) expect(part).toContain(text);
  expect(document).toMatch(/^\| \[`tide`\].*\| a gauge +\|$/mu);
  // Interval and the other fields of every kind are described once, with the defaults that most kinds have.
  expect(document.slice(document.indexOf('## Fields of every kind')).split('| `interval`')).toHaveLength(2);
  expect(part).not.toContain('| `interval`');
});
