/**
 * Test code: a process in which an endpoint goes down, and that kills itself while its alert is being sent. Arguments:
 * `FILE WORKER URL ROUND WHEN`. It first delivers the messages that waited when the previous process was killed. Its clock runs
 * a hundred times as fast.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createSqliteStore } from '../../store/sqlite-store.ts';
import { anEndpoint } from '../../store/testing/store-fixture.ts';
import type { Store } from '../../store/store.ts';
import { AlertCenter } from '../alert-center.ts';
import { troubleOf } from '../alert-conditions.ts';
import { Outbox } from '../outbox.ts';
import { readRule } from '../rule-schema.ts';
import { DELIVERIES } from '../stored-delivery.ts';

/** When the process dies: after the alert is stored and before it is sent, after it is sent and before that is stored, or never. */
export type KilledWhen = 'unsent' | 'unmarked' | 'never';

const [file = '', worker = '', url = '', round = '', when = 'never'] = process.argv.slice(2);
const SPEED = 100;
const began = Date.now();
const clock = { now: () => began + Math.round(performance.now() * SPEED), mono: () => performance.now() * SPEED };
const timers = {
  set: (callback: () => void, ms: number) => setTimeout(callback, ms / SPEED) as never,
  clear: (timer: never) => clearTimeout(timer),
};
const log = () => undefined;

const store = createSqliteStore({ file, workerUrl: pathToFileURL(worker), log });
await store.open(clock.now());

/** The message of this round; null: it is not stored yet. */
let own: string | null = null;
const die = () => process.kill(process.pid, 'SIGKILL');

const storing = (after: (ids: readonly string[]) => void, before: (ids: readonly string[]) => void): Store =>
  new Proxy(store, {
    get: (target, key) =>
      key === 'saveDocuments'
        ? async (...args: Parameters<Store['saveDocuments']>) => {
            const ids = args[0].filter(({ collection }) => collection === DELIVERIES).map(({ id }) => id);
            before(ids);
            await target.saveDocuments(...args);
            after(ids);
          }
        : (Reflect.get(target, key, target) as unknown),
  });

const outbox = new Outbox({
  clock,
  timers,
  log,
  store: storing(
    () => undefined,
    (ids) => {
      if (when === 'unmarked' && own !== null && ids.includes(own)) die();
    },
  ),
  hasChannel: () => true,
  onChange: () => undefined,
  send: async ({ dedupKey, alert }, signal) => {
    const body = JSON.stringify({ names: alert.members.map(({ name }) => name) });
    await fetch(url, { method: 'POST', body, headers: { 'idempotency-key': dedupKey }, signal });
    return { outcome: 'delivered', answer: 'ok' };
  },
});

const plain = anEndpoint(`round ${round}`);
const endpoint = { ...plain, config: { ...plain.config, name: `Round ${round}` } };
const read = readRule({ name: 'r', channels: ['hook'], match: { name: endpoint.config.name } });
if (!read.ok) throw new Error('Expected a rule');
const rule = { id: `rule ${round}`, source: 'hand' as const, config: read.config };
const center = new AlertCenter({
  clock,
  timers,
  log,
  store: storing(
    (ids) => {
      [own = null] = ids;
      if (when === 'unsent' && own !== null) die();
    },
    () => undefined,
  ),
  find: (id) => (id === endpoint.id ? { endpoint, host: '', maintenance: null } : undefined),
  rules: () => [rule],
  channelId: (name) => name,
  channel: (name) => ({ name, keepsOpen: false }),
  blockOf: () => null,
  deliver: (deliveries) => outbox.add(deliveries),
  onChange: () => undefined,
});

await center.load();
await outbox.load();
// Waits for the messages of the previous process: their answers arrive in real time, and the outbox does not report when
// its queue is empty.
while (outbox.state('hook').waiting > 0) await sleep(1);
if (when === 'never') {
  center.stop();
  outbox.stop();
  await store.close();
} else {
  const since = clock.now();
  center.checked({ endpoint, host: '', maintenance: null }, { ...troubleOf('status', since), severity: 'down' });
}
