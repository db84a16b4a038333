import { describe, expect, it } from 'vitest';
import { OwnWork } from './own-work.ts';

const MINUTE = 60_000;

describe('own work', () => {
  it('is the shortest time that a phase took', () => {
    const own = new OwnWork();
    expect(own.beyond('tls', 3, 0)).toBe(0);
    expect(own.beyond('tls', 2, 1)).toBe(0);
    expect(own.beyond('tls', 45, 2)).toBeCloseTo(43, 1);
    expect(own.beyond('tls', 2.5, 3)).toBeCloseTo(0.5, 1);
  });

  it('is apart for each phase', () => {
    const own = new OwnWork();
    own.beyond('tls', 4, 0);
    own.beyond('connect', 0.1, 0);
    expect(own.beyond('tls', 4, 1)).toBeCloseTo(0, 1);
    expect(own.beyond('connect', 4, 1)).toBeCloseTo(3.9, 1);
  });

  it('grows with a machine that gets slower, within minutes', () => {
    const own = new OwnWork();
    own.beyond('tls', 1, 0);
    const beyond = Array.from({ length: 12 }, (_, index) => own.beyond('tls', 4, ((index + 1) * MINUTE) / 2));
    expect(beyond[0]).toBeCloseTo(2.5);
    expect(beyond.at(-1)).toBe(0);
  });

  it('is never more than a handshake takes, even before anything is known', () => {
    const own = new OwnWork();
    expect(own.beyond('tls', 45, 0)).toBe(35);
    expect(own.beyond('tls', 45, 100 * MINUTE)).toBe(35);
  });

  it('is not raised by many disturbed checks at once', () => {
    const own = new OwnWork();
    own.beyond('wait', 0.2, 0);
    for (let index = 0; index < 10_000; index += 1) own.beyond('wait', 30, index);
    expect(own.beyond('wait', 30, 10_000)).toBeGreaterThan(29.5);
  });
});
