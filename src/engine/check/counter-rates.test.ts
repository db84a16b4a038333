import { describe, expect, it } from 'vitest';
import { CounterRates } from './counter-rates.ts';

describe('CounterRates', () => {
  it('gives the growth per second', () => {
    let now = 0;
    const rates = new CounterRates(() => now);
    expect(rates.next('a', 100)).toBeNull();
    now = 2_000;
    expect(rates.next('a', 300)).toBe(100);
    expect(rates.next('b', 300)).toBeNull();
    now = 3_000;
    rates.forget('a');
    expect(rates.next('a', 400)).toBeNull();
  });

  it('knows a reset from a counter that starts again', () => {
    let now = 0;
    const rates = new CounterRates(() => (now += 1_000));
    rates.next('a', 2 ** 32 - 10);
    expect(rates.next('a', 20, 2 ** 32)).toBe(30);
    expect(rates.next('a', 5)).toBeNull();
    rates.next('a', 2 ** 30);
    expect(rates.next('a', 0, 2 ** 32)).toBeNull();
  });
});
