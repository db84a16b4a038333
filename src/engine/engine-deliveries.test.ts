/** The log of messages to channels, through the whole engine. */
import { expect, test } from 'vitest';
import { testAlert } from './alerts/alert-message.ts';
import { deliveryDocument, newDelivery } from './alerts/stored-delivery.ts';
import { setUpEngine } from './testing/engine-setup.ts';

test('a message is found by its alert, and sent again, however many there are', async () => {
  const { engine, store, time } = await setUpEngine();
  const { id: channelId } = await engine.request('channels.save', { channel: { kind: 'desktop', name: 'desk' } });
  const messages = Array.from({ length: 2_500 }, (_, index) => {
    const about = { id: `m${index}`, channelId, channelName: 'desk', event: 'down', createdAt: index } as const;
    return { ...newDelivery(testAlert(index === 0 ? 'first' : 'others', 'r', 0), about), state: 'failed' as const };
  });
  await store.saveDocuments(messages.map(deliveryDocument));
  expect(await engine.request('alerts.deliveries', { alertId: 'first', limit: 10 })).toMatchObject([{ id: 'm0' }]);
  await engine.request('alerts.deliver', { deliveryId: 'm0' });
  await expect
    .poll(() => time.advance(1).then(() => engine.request('alerts.deliveries', { alertId: 'first', limit: 10 })))
    .toMatchObject([{ id: 'm0', state: 'delivered', tryCount: 1 }]);
  await expect(engine.request('alerts.deliver', { deliveryId: 'nobody' })).rejects.toMatchObject({
    reason: 'deliveryNotFound',
  });
});
