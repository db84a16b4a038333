/** Every request is accepted or refused with a sentence, and a refusal changes nothing. */
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANNELS, type Channel } from '../../src/contract/channels/index.ts';
import { REQUEST_ERROR_CODES } from '../../src/contract/errors.ts';
import { formatPath } from '../../src/engine/base/issues.ts';
import { checkKinds } from '../../src/engine/check/registry.ts';
import { FailureError } from '../../src/engine/base/failure-error.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { RequestError } from '../../src/engine/base/request-error.ts';
import { createMemoryStore } from '../../src/engine/store/memory-store.ts';
import { createFakePorts, type FakePorts } from '../../src/engine/testing/fake-ports.ts';

const ODD_TEXTS = ['', ' ', '\u0000', '\u202Ehtlaeh/', '<img src=x onerror=alert(1)>', '\ud800', 'y'.repeat(100_000)];
const ODD_NUMBERS = [0, -0, -1, 0.5, 1e308, -1e308, NaN, Infinity, 2 ** 53, 8.64e15, 1e21];
/** More than JSON can express, because Electron's IPC transports everything that can be cloned. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...ODD_TEXTS,
    ...ODD_NUMBERS,
    null,
    undefined,
    true,
    1n,
    [],
    {},
    [[]],
    new Map(),
    new Date(NaN),
  ),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, maxDepth: 3 }),
  fc.constant(null).map(() => {
    const circular: Record<string, unknown> = { kind: 'http' };
    circular['self'] = circular;
    return circular;
  }),
  fc.object({ key: fc.constantFrom('kind', '__proto__', 'constructor', 'ids', 'id', 'toString', 'name', 'headers') }),
);

const HTTP = { kind: 'http', name: 'n', url: 'http://127.0.0.1:1/', interval: '10s', headers: { a: 'b' }, tags: ['t'] };
const TCP = { kind: 'tcp', host: '127.0.0.1', port: 1, expect: 'a', retries: 1 };

function validArgs(id: string): { readonly [C in Channel]: unknown } {
  return {
    'app.about': {},
    'app.snapshot': {},
    'sources.list': {},
    'sources.save': { source: { name: 'Berlin', address: 'http://127.0.0.1:1', token: 'x' } },
    'sources.remove': { ids: ['x'] },
    'sources.test': { source: { address: 'http://127.0.0.1:1', token: 'x' } },
    'tokens.list': {},
    'tokens.create': { name: 'a', scope: 'read' },
    'tokens.revoke': { ids: ['a'] },
    'audit.list': { limit: 1 },
    'app.snapshotPage': { after: 0 },
    'imports.read': { files: [{ name: 'lookout.yaml', text: 'endpoints: []' }], from: 'lookout' },
    'imports.add': { id: 'i', entries: [0] },
    'config.export': { format: 'yaml' },
    'config.plan': { endpoints: [HTTP, TCP], rules: [{ name: 'r', match: { tag: 't' }, channels: [] }] },
    'config.apply': { endpoints: [HTTP, TCP], maintenance: [{ name: 'w', cron: '0 2 * * *', duration: '1h' }] },
    'imports.cancel': {},
    'imports.progress': {},
    'imports.undo': { id: 'i' },
    'endpoints.parse': { text: 'http://a.example/\nb.example:1\nnonsense here' },
    'endpoints.create': { endpoints: [HTTP, TCP] },
    'endpoints.update': { id, config: HTTP },
    'endpoints.test': { config: TCP },
    'conditions.check': { kind: 'http', dialect: 'lookout', conditions: ['[STATUS] == 200', '[BODY'] },
    'endpoints.remove': { ids: [id] },
    'endpoints.restore': { ids: [id] },
    'endpoints.pause': { ids: [id] },
    'endpoints.resume': { ids: [id] },
    'endpoints.checkNow': { ids: [id] },
    'checks.list': { id, limit: 10, before: 5 },
    'changes.list': { id, limit: 10, before: 5 },
    'series.get': { id, from: 0, to: 1_000_000, points: 100 },
    'distribution.get': { id, from: 0, to: 1_000_000, points: 100 },
    'baseline.get': { id, from: 0, to: 1_000_000 },
    'shifts.list': { from: 0, to: 1_000_000 },
    'spans.get': { id, from: 0, to: 1_000_000, points: 100 },
    'calendar.days': { id, days: 5, timeZone: 'Europe/Berlin' },
    'calendar.weekHours': { id, weeks: 2 },
    'incidents.list': { id, limit: 10, before: 5 },
    'incidents.evidence': { id },
    'uptime.get': { id },
    'backups.state': {},
    'backups.create': {},
    'backups.restore': { name: 'b' },
    'backups.remove': { name: 'b' },
    'backups.cancel': {},
    'data.sizes': {},
    'maintenance.list': {},
    'maintenance.planned': { from: 0, to: 5 },
    'maintenance.preview': { window: { name: 'w', cron: '0 2 * * SUN', duration: '2h', timezone: 'Europe/Berlin' } },
    'maintenance.save': { window: { name: 'w', weekdays: ['sun'], at: '02:00', duration: '2h', match: { tag: 't' } } },
    'maintenance.start': { ids: [id], minutes: 60 },
    'maintenance.end': { id: 'w' },
    'maintenance.remove': { ids: ['w'] },
    'alerts.list': { open: true, before: 5, limit: 10 },
    'alerts.acknowledge': { ids: ['a'], by: 'me', note: 'n' },
    'alerts.comment': { id: 'a', by: 'me', note: 'n' },
    'alerts.deliveries': { alertId: 'a', channelId: 'c', open: false, before: 5, limit: 10 },
    'alerts.deliver': { deliveryId: 'd' },
    'alerts.preview': { titleTemplate: 'a', bodyTemplate: 'b', incident: { id: 'a', endpointId: 'b' }, event: 'down' },
    'whatIf.rule': { run: 'r', rule: { name: 'r', match: { tag: 't' }, events: ['down'], channels: [] }, days: 7 },
    'whatIf.endpoint': { run: 'r', id: 'a', config: { retries: 1 }, days: 7 },
    'whatIf.progress': { run: 'r' },
    'whatIf.cancel': { run: 'r' },
    'vantages.states': { ids: [id] },
    'vantages.history': { id, from: 0, to: 1_000_000, points: 100 },
    'channels.kinds': {},
    'channels.list': {},
    'channels.save': { channel: { kind: 'webhook', name: 'hook', url: 'http://127.0.0.1:1/', headers: { a: 'b' } } },
    'channels.remove': { ids: ['c'] },
    'channels.test': { channel: { kind: 'desktop', name: 'here' } },
    'rules.list': {},
    'rules.save': {
      rule: {
        name: 'r',
        match: { tag: 't' },
        events: ['down'],
        channels: [],
        after: '1m',
        steps: [{ after: '5m', channels: [] }],
        hours: { days: ['mon'], from: '08:00', to: '18:00', timezone: 'UTC' },
      },
    },
    'rules.remove': { ids: ['r'] },
    'sounds.answer': { id: 's', outcome: 'failed', problem: 'p' },
    'sounds.file': { id: 's' },
    'silences.list': {},
    'silences.add': { match: { group: 'g', endpoints: ['e'] }, minutes: 5, reason: 'r' },
    'silences.save': { silence: { name: 'r', weekdays: ['mon'], at: '02:00', duration: '1h' } },
    'silences.preview': { silence: { cron: '0 2 * * *', duration: '1h' } },
    'silences.planned': { from: 0, to: 1 },
    'silences.end': { ids: ['s'] },
    'silences.remove': { ids: ['s'] },
    'incidents.marks': { ids: ['i'] },
    'incidents.remark': { id: 'i', endpointId: id, type: 'comment', by: 'me', text: 'Hm' },
    'incidents.timeline': { id: 'i', endpointId: id },
    'incidents.stats': { from: 0, to: 1_000_000, ids: [id], match: {} },
    'incidents.outages': { from: 0, to: 1_000_000 },
    'objectives.list': { id },
    'objectives.save': { objective: { name: 'o', match: { tag: 't' }, target: 99.9, window: '30d' } },
    'objectives.remove': { ids: ['o'] },
    'reports.build': { from: 0, to: 1_000_000, ids: [id], match: {}, mask: true, job: 'job' },
    'reports.pdf': { from: 0, to: 1_000_000, ids: [id], match: {}, mask: true, job: 'job', timezone: 'UTC' },
    'reports.progress': { job: 'job' },
    'reports.cancel': { job: 'job' },
    'results.export': { from: 0, to: 1_000_000, ids: [id], match: {}, format: 'csv' },
    'results.progress': { id: 'e' },
    'results.cancel': { id: 'e' },
    'statusPages.list': {},
    'statusPages.save': { page: { name: 'p', title: 'P', sections: [{ title: 's' }] } },
    'statusPages.remove': { ids: ['r'] },
    'statusPages.public': { name: 'p' },
    'statusPosts.list': {},
    'statusPosts.save': { post: { title: 't', text: 'x' } },
    'statusPosts.remove': { ids: ['r'] },
    'reportSchedules.list': {},
    'reportSchedules.save': { schedule: { name: 'r', every: 'week', folder: tmpdir() } },
    'reportSchedules.remove': { ids: ['r'] },
    'uptime.range': { from: 0, to: 1_000_000, ids: [id], match: {} },
    'annotations.list': { id, from: 0, to: 1_000_000, limit: 10 },
    'annotations.add': { text: 'Deploy', kind: 'deploy', at: 1, to: 2, match: { tag: 't' }, by: 'me' },
    'annotations.remove': { ids: ['a'] },
    // Of a kind that cannot be recorded: a window must not open.
    'recordings.start': { config: HTTP },
    'recordings.next': { id: 1, version: 0 },
    'recordings.stop': { id: 1 },
    'demo.start': {},
    'demo.remove': {},
    'settings.update': { settings: { theme: 'dark', maxConcurrent: 10, notifications: true } },
    'health.get': {},
    'health.history': {},
  };
}

type Path = readonly (string | number)[];

function pathsIn(value: unknown, here: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [here];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [here, ...keys.flatMap((key) => pathsIn(Reflect.get(value, key), [...here, key]))];
}

function withValue(root: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const copy: object = Array.isArray(root) ? [...(root as unknown[])] : { ...(root as object) };
  Reflect.set(copy, key, withValue(Reflect.get(copy, key), rest, value));
  return copy;
}

describe('requests', () => {
  let ports: FakePorts;
  let engine: Engine;
  let id: string;

  beforeAll(async () => {
    ports = createFakePorts();
    engine = createEngine({
      ports,
      store: createMemoryStore(),
      host: { kind: 'direct', version: '0', platform: 'test', dataDir: '', configFile: null, features: [] },
      resolver: {
        resolve: (host) => Promise.reject(new FailureError({ code: 'dns.nxdomain', params: { name: host } })),
      },
      // A config that happens to be valid must not contact anything.
      kinds: checkKinds.map((kind) => ({
        ...kind,
        run: async () => ({ durationMs: 1, selfMs: 0, phases: {}, metrics: {}, failure: null, details: {} }),
      })),
    });
    await engine.start();
    const [endpoint] = await engine.request('endpoints.create', { endpoints: [HTTP] });
    id = endpoint?.id ?? '';
  });
  afterAll(() => engine.dispose());

  /** Everything that a request can change. */
  async function state(): Promise<string> {
    const { endpoints, settings } = await engine.request('app.snapshot', {});
    const removed = await Promise.all(endpoints.map((view) => engine.request('uptime.get', { id: view.endpoint.id })));
    // An endpoint whose check is under way has no next check.
    return JSON.stringify([endpoints, settings, removed.length], (key, value: unknown) =>
      key === 'nextAt' ? undefined : value,
    );
  }

  /** Otherwise the next one would be refused because its name is taken. */
  async function removeNamed(): Promise<void> {
    const idsOf = (items: readonly { readonly id: string }[]) => items.map((item) => item.id);
    const pages = await engine.request('statusPages.list', {});
    if (pages.length > 0) await engine.request('statusPages.remove', { ids: idsOf(pages) });
    const rules = await engine.request('rules.list', {});
    if (rules.length > 0) await engine.request('rules.remove', { ids: idsOf(rules) });
    const windows = await engine.request('maintenance.list', {});
    if (windows.length > 0) await engine.request('maintenance.remove', { ids: idsOf(windows) });
    const schedules = await engine.request('reportSchedules.list', {});
    if (schedules.length > 0) await engine.request('reportSchedules.remove', { ids: idsOf(schedules) });
    const channels = await engine.request('channels.list', {});
    if (channels.length > 0) await engine.request('channels.remove', { ids: idsOf(channels) });
  }

  /** @returns the refusal; null: the request was carried out */
  async function refusalOf(channel: string, args: unknown): Promise<RequestError | null> {
    const before = await state();
    try {
      await engine.handle(channel, args);
      return null;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      expect(REQUEST_ERROR_CODES).toContain(error.code);
      expect(error.code).not.toBe('internal');
      expect(error.message).not.toBe('');
      expect(JSON.parse(JSON.stringify(error))).toMatchObject({ code: error.code });
      expect(await state()).toBe(before);
      return error;
    } finally {
      const created = await engine.request('app.snapshot', {});
      const others = created.endpoints.map((view) => view.endpoint.id).filter((other) => other !== id);
      if (others.length > 0) await engine.request('endpoints.remove', { ids: others });
      if (others.length === created.endpoints.length) await engine.request('endpoints.restore', { ids: [id] });
      await removeNamed();
    }
  }

  it.each(Object.keys(CHANNELS) as Channel[])('%s: refuses each field in turn', async (channel) => {
    const valid = validArgs(id)[channel];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...pathsIn(valid)), junk, async (path, value) => {
        const refusal = await refusalOf(channel, withValue(valid, path, value));
        if (refusal?.code !== 'invalid' || path.length === 0) return;
        const wrong = formatPath(path);
        const near = refusal.issues.filter(
          // `from` and `at` are invalid when they are not before `to`, and then the error names `to`. What has no time any more could have a
          // date, weekdays or cron.
          (issue) =>
            (issue.path !== '' && (issue.path.startsWith(wrong) || wrong.startsWith(issue.path))) ||
            ((wrong === 'from' || wrong === 'at') && issue.path === 'to') ||
            (value === undefined && issue.code === 'schedule'),
        );
        expect(near).not.toHaveLength(0);
      }),
      { numRuns: 40 },
    );
    expect(ports.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('with any name and any arguments', async () => {
    const channel = fc.oneof(
      fc.constantFrom(...Object.keys(CHANNELS), '__proto__', 'toString', 'constructor'),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(channel, junk, async (name, args) => {
        await refusalOf(name, args);
      }),
      { numRuns: 200 },
    );
    expect(ports.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('of the largest size get a short answer', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`field${i}`, i]));
    const refusal = await refusalOf('endpoints.create', { endpoints: [{ ...HTTP, ...unknown }] });
    expect(refusal?.issues.length).toBeLessThan(30);
    const lines = await engine.request('endpoints.parse', { text: 'a\n'.repeat(250_000) });
    expect(lines).toHaveLength(20_001);
    expect(lines.at(-1)?.problem).toMatchObject({ code: 'target.tooMany', params: { max: 20_000 } });
  });
});
