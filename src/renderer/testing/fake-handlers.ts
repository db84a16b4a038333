/** How the fake engine answers each request; only for tests and the dev page. */
import { createFakeAlerting } from './fake-alerts.ts';
import { CONTRACT_VERSION } from '../../contract/channels/app.ts';
import { NO_CAPABILITIES } from '../../contract/model/source.ts';
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { ImportPreview } from '../../contract/channels/imports.ts';
import type { Answer, AnyChannel, Args } from '../../contract/channels/index.ts';
import type { Change } from '../../contract/channels/snapshot.ts';
import type { Notification } from '../../contract/model/notices.ts';
import { seededRandom } from '../../shared/testing/seeded-random.ts';
import {
  fakeBaseline,
  fakeDistribution,
  fakeSeries,
  fakeShifts,
  fakeStatusHistory,
  parse,
  refuseBadInterval,
} from './fake-answers.ts';
import { fakeCheck, fakeHealth, fakeResult, fakeTrial } from './fake-data.ts';
import { fakeAnnotations } from './fake-annotations.ts';
import { fakeIncidentEvents } from './fake-incident-events.ts';
import { fakeDays, fakeWeek } from './fake-calendar.ts';
import { fakeAccess } from './fake-access.ts';
import { fakeExports } from './fake-exports.ts';
import { fakeBackups } from './fake-backups.ts';
import { fakeMaintenance } from './fake-maintenance.ts';
import { fakeVantages } from './fake-vantages.ts';
import { fakeWhatIf } from './fake-what-if.ts';
import { fakeStatusPages } from './fake-status-pages.ts';
import { fakeReportSchedules } from './fake-report-schedules.ts';
import { fakeSources } from './fake-sources.ts';
import { fakeObjectives } from './fake-objectives.ts';
import type { FakeEngine } from './fake-engine.ts';

export interface FakeHandlersOptions {
  /** True: a timer pushes checks and health, like a live engine. Default false: only `push` and `check` push. */
  readonly live?: boolean;
  /** True: the page is in a window that shows one endpoint. Default false. */
  readonly ownWindow?: boolean;
  /** The notifications of the last seconds, in each snapshot. Default: none. */
  readonly notifications?: readonly Notification[];
  /** The preview of a dropped file. */
  readonly dropped?: ImportPreview;
  /** The preview of a file that the app was opened with; answered only once. */
  readonly waiting?: ImportPreview;
}

export type FakeHandlers = { [C in AnyChannel]: (args: Args<C>) => Answer<C> | Promise<Answer<C>> };

const NOTHING_TO_IMPORT: ImportPreview = {
  id: '',
  formats: ['lookout'],
  fileName: '',
  entries: [],
  warnings: [],
  hasHistory: false,
  problems: [{ code: 'file.empty', path: '', file: 'lookout.yaml', position: null }],
};

/** @returns the handlers, and `offer`, which makes a file wait for import */
export function createFakeHandlers(
  { random, now, state, push, viewOf, checked, setPaused, create, add }: FakeEngine,
  { live = false, ...options }: FakeHandlersOptions,
): { readonly handlers: FakeHandlers; readonly offer: (preview: ImportPreview) => void } {
  const removed = new Map<string, EndpointView>();
  let { waiting, dropped } = options;
  const check = (id: string): void => push(checked(id));

  const handlers: FakeHandlers = {
    ...createFakeAlerting(now, push).handlers,
    ...fakeWhatIf(now),
    ...fakeVantages(now),
    ...fakeSources({ now, state, push }),
    'app.about': () => ({
      version: state().host.version,
      contract: CONTRACT_VERSION,
      instance: 'fake',
      scope: 'admin',
      capabilities: state().sources[0]?.capabilities ?? NO_CAPABILITIES,
      endpoints: state().ids.length,
    }),
    'app.snapshot': () => ({
      ...state(),
      endpoints: [...state().endpoints.values()],
      notifications: options.notifications ?? [],
      next: null,
    }),
    'app.snapshotPage': () => ({ seq: state().seq, endpoints: [], incidents: [], next: null }),
    'endpoints.parse': ({ text }) =>
      parse(text, new Set([...state().endpoints.values()].map((v) => v.endpoint.target))),
    'endpoints.create': ({ endpoints }) => {
      endpoints.forEach((input, index) => refuseBadInterval(input, `endpoints[${index}].`));
      const added = endpoints.map((input) => create(input));
      if (live) for (const view of added) setTimeout(() => check(view.endpoint.id), 300 + random() * 700);
      return add(added);
    },
    'endpoints.update': ({ id, config }) => {
      refuseBadInterval(config, 'config.');
      const view = { ...viewOf(id), endpoint: { ...create(config, id).endpoint, paused: viewOf(id).endpoint.paused } };
      add([view]);
      return view.endpoint;
    },
    'endpoints.test': ({ config }) => {
      refuseBadInterval(config, 'config.');
      const { endpoint } = create(config, 'e0');
      return fakeTrial(endpoint, fakeCheck(endpoint, now(), random, endpoint.target.includes('bad')));
    },
    'conditions.check': ({ kind, conditions }) =>
      conditions.map((given, index) => {
        const column = given.indexOf('[STATSU]') + 1;
        if (column === 0) return null;
        const params = { reason: 'unknownPlaceholder', name: 'STATSU', nearest: 'STATUS', column };
        return { path: `conditions[${index}]`, kind, code: 'condition', params, given: JSON.stringify(given) };
      }),
    'endpoints.remove': ({ ids }) => {
      for (const id of ids) removed.set(id, viewOf(id));
      push(...ids.map((id): Change => ({ type: 'removed', id })));
      return ids;
    },
    'endpoints.restore': ({ ids }) => {
      const back = ids.flatMap((id) => removed.get(id) ?? []);
      return add(back);
    },
    'endpoints.pause': ({ ids, until }) => setPaused(ids, true, until),
    'endpoints.resume': ({ ids }) => setPaused(ids, false),
    'endpoints.checkNow': ({ ids }) => {
      for (const id of ids) if (!viewOf(id).endpoint.paused) check(id);
      return ids;
    },
    'checks.list': ({ id, before = Infinity, limit }) => {
      const { endpoint, recent } = viewOf(id);
      const results = recent.at.map((at, index) =>
        fakeResult(endpoint, { ...fakeCheck(endpoint, at, seededRandom(index), recent.verdict[index] === 'down') }),
      );
      return results
        .reverse()
        .filter((result) => result.at < before)
        .slice(0, limit);
    },
    'changes.list': () => [],
    'series.get': ({ id, from, to, points }) => fakeSeries(viewOf(id), from, to, points),
    'incidents.list': ({ id, before = Infinity, open, endedAfter = -Infinity, limit }) =>
      state()
        .incidents.filter((one) => (id === undefined || one.endpointId === id) && one.startedAt < before)
        .filter((one) => open === undefined || open === (one.resolvedAt === null))
        .filter((one) => (one.resolvedAt ?? Infinity) >= endedAfter)
        .slice(0, limit),
    'distribution.get': ({ from, to, points }) => fakeDistribution(from, to, points),
    'baseline.get': ({ from, to }) => fakeBaseline(from, to),
    'calendar.days': ({ days }) => fakeDays(now(), days),
    'calendar.weekHours': () => fakeWeek(now()),
    'shifts.list': ({ from, to }) => fakeShifts(from, to),
    'spans.get': ({ id, from, to, points }) => fakeStatusHistory(viewOf(id), from, to, points),
    'incidents.evidence': () => [
      { name: 'request', content: 'GET /health\nHost: shop.example.org\nAuthorization: •••', cut: false },
      { name: 'body', content: '{"status":"down"}', cut: false },
    ],
    ...fakeIncidentEvents(push, () => state().incidents),
    'uptime.get': () => [
      { window: '24h', ratio: 0.9998, upMs: 86_382_720, downMs: 17_280, watchedMs: 86_400_000, incidents: 1 },
      { window: '7d', ratio: 0.99991, upMs: 604_745_568, downMs: 54_432, watchedMs: 604_800_000, incidents: 2 },
      { window: '30d', ratio: null, upMs: 0, downMs: 0, watchedMs: 0, incidents: 0 },
    ],
    ...fakeMaintenance(push),
    ...fakeBackups(),
    ...fakeExports(),
    ...fakeAccess(now, push),
    ...fakeAnnotations(push),
    ...fakeReportSchedules(push),
    ...fakeStatusPages(now, push),
    'reports.progress': () => ({ done: 1, all: 6 }),
    'reports.cancel': () => null,
    'reports.pdf': () => ({ pdf: btoa('%PDF-1.7 of a report'), endpoints: 6 }),
    'reports.build': ({ from, to, mask = false }) => ({
      version: 1,
      from,
      to,
      createdAt: now(),
      masked: mask,
      endpoints: [],
      objectives: [],
      stats: {
        incidents: 0,
        open: 0,
        excluded: 0,
        began: 0,
        downMs: 0,
        upMs: 0,
        mttrMs: null,
        mtbfMs: null,
        longest: null,
        causes: [],
      },
      annotations: [],
    }),
    ...fakeObjectives(push, () => [...state().endpoints.values()]),
    'demo.start': () => {
      const added = ['Shop', 'Search', 'Payments', 'Partner API'].map((name, index) => {
        const view = create({ kind: 'http', url: `http://127.0.0.1:${4000 + index}/demo`, name, group: 'Demo' });
        return { ...view, endpoint: { ...view.endpoint, source: 'demo' as const } };
      });
      return add(added);
    },
    'sounds.answer': () => null,
    'sounds.file': () => ({ base64: '' }),
    'recordings.start': () => ({ id: 1, version: 1, ended: false, config: {}, lost: [], failure: null }),
    'recordings.next': ({ id, version }) => ({ id, version, ended: true, config: {}, lost: [], failure: null }),
    'recordings.stop': ({ id }) => ({ id, version: 2, ended: true, config: {}, lost: [], failure: null }),
    'demo.remove': () => {
      const demo = [...state().endpoints.values()].filter(({ endpoint }) => endpoint.source === 'demo');
      return handlers['endpoints.remove']({ ids: demo.map(({ endpoint }) => endpoint.id) });
    },
    'settings.update': ({ settings }) => {
      push({ type: 'settings', settings: { ...state().settings, ...settings } });
      return state().settings;
    },
    'host.openWindow': () => null,
    'host.window': () => ({ main: options.ownWindow !== true, alwaysOnTop: false }),
    'host.keepOnTop': ({ alwaysOnTop }) => ({ main: options.ownWindow !== true, alwaysOnTop }),
    'imports.read': ({ id = '', files }) => ({
      ...(dropped ?? NOTHING_TO_IMPORT),
      id,
      fileName: files[0]?.name ?? '',
    }),
    'config.export': ({ format }) => ({
      text: 'endpoints: []\n',
      fileName: `lookout.${format}`,
      secrets: [{ name: 'SHOP_PASSWORD', of: 'Shop', field: 'password' }],
      changes: [],
    }),
    'config.plan': () => ({ add: [], change: [], remove: [], unchanged: 0, kept: 0, skipped: [] }),
    'config.apply': () => ({ add: [], change: [], remove: [], unchanged: 0, kept: 0, skipped: [], failed: null }),
    'imports.cancel': () => null,
    'imports.undo': () => null,
    'host.waitingImport': () => {
      if (waiting === undefined) return null;
      dropped = waiting;
      waiting = undefined;
      return { fileName: dropped.fileName, text: 'endpoints: []' };
    },
    'imports.progress': () => null,
    'imports.add': ({ entries, history }) => {
      const added = entries.map((entry) => create({ kind: 'http', url: `https://imported-${entry}.example/` }));
      return { added: add(added), updated: [], pastChecks: history === true ? 1234 : null };
    },
    'host.openDataFolder': () => null,
    'host.moveDataFolder': () => null,
    'host.saveExport': () => ({ file: '/home/someone/Downloads/results.csv' }),
    'host.openLogs': () => null,
    'host.diagnostics': () => ({ text: 'Lookout 0.1.0' }),
    'host.checkForUpdates': () => ({ status: 'none', version: null }),
    'host.downloadUpdate': () => ({ status: 'none', version: null }),
    'host.installUpdate': () => null,
    'health.history': () =>
      Array.from({ length: 120 }, (_, index) => fakeHealth(now() - (120 - index) * 1000, random, state().ids.length)),
    'health.get': () => fakeHealth(now(), random, state().ids.length),
  };

  return {
    handlers,
    offer(preview) {
      waiting = preview;
    },
  };
}
