import { expect, it } from 'vitest';
import { createHostNames } from './host-names.ts';

const { signal } = new AbortController();

it('finds the name of this computer with the system', async () => {
  const names = await createHostNames().of(['127.0.0.1'], signal);
  expect(names.get('127.0.0.1')).toMatch(/\w/u);
});

it('asks once an hour, also for addresses without a name', async () => {
  const asked: string[] = [];
  let now = 0;
  const reverse = async (address: string) => {
    asked.push(address);
    if (address === '192.0.2.2') throw new Error('ENOTFOUND');
    return [`name-of-${address}`, 'another'];
  };
  const names = createHostNames({ reverse, now: () => now });
  const expected = new Map([['192.0.2.1', 'name-of-192.0.2.1']]);
  expect(await names.of(['192.0.2.1', '192.0.2.2', '192.0.2.1'], signal)).toEqual(expected);
  now = 3_599_000;
  expect(await names.of(['192.0.2.1', '192.0.2.2'], signal)).toEqual(expected);
  expect(asked).toEqual(['192.0.2.1', '192.0.2.2']);
  now = 3_601_000;
  await names.of(['192.0.2.1'], signal);
  expect(asked).toHaveLength(3);
});

it('waits no longer than the check, and asks again next time', async () => {
  const stop = new AbortController();
  let asked = 0;
  const reverse = (_address: string, given: AbortSignal) => {
    asked += 1;
    return new Promise<readonly string[]>((_resolve, reject) => {
      given.addEventListener('abort', () => reject(new Error('cancelled')));
      stop.abort();
    });
  };
  const names = createHostNames({ reverse });
  expect(await names.of(['192.0.2.1'], stop.signal)).toEqual(new Map());
  expect(await names.of(['192.0.2.1'], stop.signal)).toEqual(new Map());
  expect(asked).toBe(1);
});
