/**
 * A process for tests that kill it: an outbox with the real store and a webhook. Stores some messages every few
 * milliseconds, and prints their keys when they are stored: from then on they must arrive, whatever happens to the
 * process. With a fourth argument, it only sends waiting messages, and then ends.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { testAlert } from '../../src/engine/alerts/alert-message.ts';
import { webhook } from '../../src/engine/alerts/channels/webhook/descriptor.ts';
import { Outbox } from '../../src/engine/alerts/outbox.ts';
import { deliveryDocument, newDelivery, type StoredDelivery } from '../../src/engine/alerts/stored-delivery.ts';
import { sendDelivery } from '../../src/engine/alerts/send-delivery.ts';
import { systemClock, systemTimers } from '../../src/engine/node-ports.ts';
import { createConfigVault } from '../../src/engine/secrets/config-vault.ts';
import { createTemporarySecrets } from '../../src/engine/secrets/key-secrets.ts';
import { DATABASE_FILE } from '../../src/engine/store/data-folder.ts';
import { createSqliteStore } from '../../src/engine/store/sqlite-store.ts';
import { createTexts } from '../../src/i18n/texts.ts';

/** The number of messages stored in one transaction, as for an alert with that many channels. */
const AT_ONCE = 5;
const [dir = '', workerUrl = '', url = '', only = ''] = process.argv.slice(2);
const log = (level: string, message: string, facts?: Readonly<Record<string, unknown>>): void => {
  writeSync(2, `${level} ${message} ${String(facts?.['error'])}\n`);
};
const store = createSqliteStore({ file: join(dir, DATABASE_FILE), workerUrl: new URL(workerUrl), log });
await store.open(Date.now());
const texts = createTexts([]);
const channel = {
  kind: webhook,
  config: { kind: 'webhook', name: 'hook', url, method: 'POST', headers: {}, payload: '', secret: '' },
};
const outbox = new Outbox({
  clock: systemClock,
  timers: systemTimers,
  store,
  log,
  hasChannel: () => true,
  onChange: () => undefined,
  send: (delivery, signal) =>
    sendDelivery(channel, delivery, signal, {
      clock: systemClock,
      vault: createConfigVault(createTemporarySecrets(), () => 'keep'),
      texts: async () => texts,
      notify: () => undefined,
      sounds: { play: async () => ({ outcome: 'nobody', problem: '' }) },
      templatesOf: () => null,
      onTemplate: () => undefined,
    }),
});
await outbox.load();
writeSync(1, 'ready\n');
for (let rounds = only === '' ? Infinity : 0; rounds > 0; rounds -= 1) {
  const deliveries = Array.from({ length: AT_ONCE }, aDelivery);
  await store.saveDocuments(deliveries.map(deliveryDocument));
  writeSync(1, deliveries.map(({ id }) => `${id}\n`).join(''));
  outbox.add(deliveries);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
while (outbox.state('hook').waiting > 0) await new Promise((resolve) => setTimeout(resolve, 5));
outbox.stop();
await store.close();

function aDelivery(): StoredDelivery {
  const now = Date.now();
  const id = crypto.randomUUID();
  const about = { id, channelId: 'hook', channelName: 'hook', event: 'down', createdAt: now } as const;
  return newDelivery(testAlert(id, '', now), about);
}
