import { expect, it, vi } from 'vitest';
import { receiveMessage, type BrokerMessage } from './message.ts';
import { aProbe } from '../testing/probe.ts';

/** @param incoming messages of the broker, in order; afterwards it is silent */
function aBroker(...incoming: BrokerMessage[]) {
  return {
    publish: vi.fn<() => void>(),
    accept: vi.fn<(message: BrokerMessage) => void>(),
    receive: () => {
      const next = incoming.shift();
      return next === undefined ? Promise.reject(new Error('silent')) : Promise.resolve(next);
    },
  };
}

it('waits until the published message comes back, and notes how long that took', async () => {
  const probe = aProbe();
  const broker = aBroker({ text: 'ping', isOld: true }, { text: 'other' }, { text: 'ping', isOld: false });
  const came = await receiveMessage(probe, { message: 'ping', expect: '' }, broker);
  expect(came).toEqual({ text: 'ping', isOld: false });
  expect([broker.publish.mock.calls.length, broker.accept.mock.calls]).toEqual([1, [[came]]]);
  expect(probe.metrics['roundTrip']).toBeGreaterThanOrEqual(0);
  expect(probe.metrics['roundTrip']).toBeLessThan(5_000);
  expect(String(probe.metrics['roundTrip'])).toMatch(/^\d+(?:\.\d{1,3})?$/u);
  expect([probe.details['message'], probe.observed['BODY']]).toEqual(['ping', 'ping']);
});

it('measures the round trip in milliseconds, to the microsecond', async () => {
  const probe = aProbe();
  const now = vi.spyOn(performance, 'now').mockReturnValueOnce(1_000).mockReturnValueOnce(1_012.345_678);
  await receiveMessage(probe, { message: 'ping', expect: '' }, aBroker({ text: 'ping' }));
  now.mockRestore();
  expect(probe.metrics['roundTrip']).toBe(12.346);
});

it('waits for another message when its own one does not contain the expected text', async () => {
  const probe = aProbe();
  const broker = aBroker({ text: 'ping' }, { text: 'no' }, { text: 'it says pong' });
  expect(await receiveMessage(probe, { message: 'ping', expect: 'pong' }, broker)).toEqual({ text: 'it says pong' });
  expect(probe.details['message']).toBe('it says pong');
  const same = aBroker({ text: 'ping pong' });
  expect(await receiveMessage(aProbe(), { message: 'ping pong', expect: 'pong' }, same)).toEqual({ text: 'ping pong' });
});

it('takes the first message when it publishes nothing and expects nothing', async () => {
  const probe = aProbe();
  const broker = aBroker({ text: 'a\u0007', isOld: true });
  await receiveMessage(probe, { message: '', expect: '' }, broker);
  expect([broker.publish.mock.calls.length, probe.metrics, probe.underWay]).toEqual([0, {}, undefined]);
  expect([probe.details['message'], probe.observed['BODY']]).toEqual(['a·', 'a\u0007']);
});

it('says what it waits for, and how many bytes of other messages came', async () => {
  const probe = aProbe();
  const broker = aBroker({ text: 'ä' }, { text: 'xyz' });
  await expect(receiveMessage(probe, { message: '', expect: 'p'.repeat(100) }, broker)).rejects.toThrow('silent');
  expect(probe.underWay).toEqual({ readBytes: 5, expected: `${'p'.repeat(79)}…` });
  const own = aProbe();
  await expect(receiveMessage(own, { message: 'ping', expect: '' }, aBroker())).rejects.toThrow('silent');
  expect(own.underWay).toEqual({ readBytes: 0, expected: 'ping' });
});
