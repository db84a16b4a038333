/**
 * The whole engine, with the SQLite store in its thread and one client that takes the pushes as JSON: what `lookout
 * serve` runs, in a process that measures itself.
 */
import { join } from 'node:path';
import type { EndpointInput } from '../../src/contract/model/endpoint.ts';
import type { EndpointId } from '../../src/contract/model/units.ts';
import { readWholeSnapshot } from '../../src/shared/follow-engine.ts';
import { createResolver } from '../../src/engine/check/net/dns/resolve.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { limitGarbage } from '../../src/engine/machine/limit-garbage.ts';
import { createNodePorts } from '../../src/engine/node-ports.ts';
import { createSqliteStore } from '../../src/engine/store/sqlite-store.ts';
import type { Store } from '../../src/engine/store/store.ts';
import { answerCalls } from '../harness/calls.ts';
import { Meter, ownCpuMs, type Measured } from '../harness/meter.ts';
import { spread } from '../harness/stats.ts';
import { STORE_WORKER_URL } from '../harness/store-worker-url.ts';

const meter = new Meter();
let engine: Engine | undefined;
let pushBytes = 0;
/** Since the engine started. */
const checked = new Set<EndpointId>();
/** Since `begin`, by endpoint. */
const counts = new Map<EndpointId, number>();
/** Since `begin`, by failure code. */
const failures = new Map<string, number>();
let missedAtBegin = 0;
/** Null: results are not noted. */
let noted: NotedResult[] | null = null;
let urls = new Map<EndpointId, string>();

/** The engine's report of a check. */
export interface NotedResult {
  readonly url: string;
  readonly at: number;
  readonly durationMs: number;
  readonly selfMs: number;
  readonly disturbed: boolean;
  readonly failed: boolean;
}

export interface EngineMeasured extends Measured {
  readonly missedSlots: number;
  readonly pushBytes: number;
  /** Failures by code. */
  readonly failures: Readonly<Record<string, number>>;
  /** Checks per endpoint: minimum, median, maximum. Includes endpoints without a check. */
  readonly perEndpoint: { readonly min: number; readonly median: number; readonly max: number };
  /** Rows waiting to be written at the end, and the duration of the last batch. */
  readonly store: { readonly queued: number; readonly writeMs: number | null; readonly bytes: number };
}

/** Measures every result on its way to the store, because pushes do not contain lateness. */
function withMeter(store: Store): Store {
  return {
    ...store,
    recordResult(result, options) {
      const { endpointId, failure, lateMs, queuedMs } = result;
      meter.record(lateMs + queuedMs, failure === null);
      checked.add(endpointId);
      counts.set(endpointId, (counts.get(endpointId) ?? 0) + 1);
      if (failure !== null) failures.set(failure.code, (failures.get(failure.code) ?? 0) + 1);
      const { at, durationMs, selfMs, disturbed } = result;
      const url = urls.get(endpointId) ?? '';
      noted?.push({ url, at, durationMs, selfMs, disturbed, failed: failure !== null });
      store.recordResult(result, options);
    },
  };
}

function running(): Engine {
  if (engine === undefined) throw new Error('the engine was not started');
  return engine;
}

limitGarbage();

const methods = {
  async start({ dataDir }: { dataDir: string }): Promise<void> {
    const log = (level: string, message: string, facts?: unknown) => {
      if (level === 'error') console.error(message, facts);
    };
    const store = createSqliteStore({
      file: join(dataDir, 'lookout.db'),
      workerUrl: STORE_WORKER_URL,
      log,
    });
    engine = createEngine({
      ports: createNodePorts({ log, notifier: () => undefined }),
      store: withMeter(store),
      host: { kind: 'direct', version: '0', platform: process.platform, dataDir, configFile: null, features: [] },
      resolver: createResolver(),
    });
    engine.onPush((push) => {
      pushBytes += Buffer.byteLength(JSON.stringify(push));
    });
    await engine.start();
  },
  /** Checks only these targets. */
  async watch({ targets, intervalMs }: { targets: readonly string[]; intervalMs: number }): Promise<void> {
    const inputs = targets.map((url, index): EndpointInput => ({
      kind: 'http',
      name: `${intervalMs} ${index}`,
      url,
      interval: intervalMs,
      retries: 0,
    }));
    checked.clear();
    await running().syncFile(inputs);
    const { endpoints } = await readWholeSnapshot(running());
    urls = new Map(endpoints.map(({ endpoint }) => [endpoint.id, endpoint.target]));
  },
  /** Sends every alert to these webhooks. */
  async alertTo({ urls }: { urls: readonly string[] }): Promise<void> {
    const channels = urls.map((_, index) => `hook ${index}`);
    for (const [index, url] of urls.entries()) {
      await running().request('channels.save', { channel: { kind: 'webhook', name: channels[index], url } });
    }
    await running().request('rules.save', { rule: { name: 'Everything', channels } });
  },
  /** How many endpoints were checked since the last `watch`. */
  checked: (): number => checked.size,
  cpu: (): number => ownCpuMs(),
  /** Notes results from now on. */
  note(): void {
    noted = [];
  },
  /** Stops noting, and returns the results since `note`. */
  noted(): readonly NotedResult[] {
    const all = noted ?? [];
    noted = null;
    return all;
  },
  async begin(): Promise<void> {
    missedAtBegin = (await running().request('health.get', {})).missedSlots;
    pushBytes = 0;
    counts.clear();
    failures.clear();
    for (const id of checked) counts.set(id, 0);
    meter.begin();
  },
  async end(): Promise<EngineMeasured> {
    const measured = meter.end();
    const { missedSlots, store } = await running().request('health.get', {});
    const { min, median, max } = spread(counts.size === 0 ? [0] : [...counts.values()]);
    return {
      ...measured,
      missedSlots: missedSlots - missedAtBegin,
      pushBytes,
      failures: Object.fromEntries(failures),
      perEndpoint: { min, median, max },
      store: { queued: store.queued, writeMs: store.writeMs, bytes: store.bytes },
    };
  },
};

export type EngineHostMethods = typeof methods;
answerCalls(methods, async () => engine?.dispose());
