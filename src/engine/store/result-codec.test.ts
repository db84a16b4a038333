import { describe, expect, test } from 'vitest';
import { createResultEncoder, decodeFinding, decodeMeasured, decodeResult } from './result-codec.ts';
import { aResult, DAY_ONE } from './testing/store-fixture.ts';

const swallowed = { slots: 3, interval: 500 };
const measured = { metrics: { loss: 12.5, hops: 7, offset: -0.25 }, selfMs: 45.3, swallowed };

describe('a finding', () => {
  test('names what is among the figures, so that a result is read without its kind', () => {
    const result = aResult('a', DAY_ONE, { ...measured, phases: { bind: 3.5, search: 1 } });
    const { finding, figures } = createResultEncoder()(result, {
      charted: ['offset', 'rtt'],
      durations: ['offset', 'rtt'],
    });
    const found = decodeFinding(finding);
    expect(found.layout).toEqual({
      phases: ['bind', 'search'],
      metrics: ['loss', 'hops', 'offset'],
      charted: ['offset'],
      durations: ['offset'],
    });
    expect(decodeResult('a', DAY_ONE, found, figures)).toEqual(result);
    expect(decodeMeasured(found, figures)).toEqual({
      duration: 42_100,
      layout: found.layout,
      phases: [3500, 1000],
      metrics: [12.5, 7, -0.25],
      disturbed: true,
      swallowed,
    });
  });

  test('is the same from check to check while only figures differ', () => {
    const encode = createResultEncoder();
    const texts = Array.from({ length: 200 }, (_, n) => {
      const details = { status: n % 10 === 0 ? 503 : 200, bytes: 5000 + n, remoteAddress: '192.0.2.1:443' };
      const slots = n % 3 === 0 ? null : { slots: n, interval: 1000 };
      const changes = { durationMs: 50 + n, selfMs: n, swallowed: slots, metrics: { rtt: n / 7 }, details };
      return encode(aResult('a', DAY_ONE + n, changes)).finding;
    });
    // Until it is known that sizes vary, each has a finding of its own.
    expect(new Set(texts.slice(0, 16)).size).toBe(16);
    expect(new Set(texts.slice(16)).size).toBe(2);
    // The encoder does not start again for another endpoint.
    expect(decodeFinding(encode(aResult('b', DAY_ONE, { details: { bytes: 1 } })).finding).numbers).toEqual(['bytes']);
  });

  test('leaves numbers that JSON does not have to the figures', () => {
    const result = aResult('a', DAY_ONE, { details: { nan: NaN, far: -Infinity, zero: -0 } });
    const { finding, figures } = createResultEncoder()(result);
    expect(decodeResult('a', DAY_ONE, decodeFinding(finding), figures).details).toEqual(result.details);
  });
});

describe('figures', () => {
  test('are few', () => {
    const { figures } = createResultEncoder()(aResult('a', DAY_ONE));
    expect(figures.length).toBeLessThanOrEqual(17);
  });

  test('hold phases that are more or less than the duration', () => {
    for (const durationMs of [0, 5, 60]) {
      const result = aResult('a', DAY_ONE, { durationMs, phases: { dns: 20, connect: 0.1 } });
      const { finding, figures } = createResultEncoder()(result);
      expect(decodeResult('a', DAY_ONE, decodeFinding(finding), figures)).toEqual(result);
    }
  });

  test('refuse values that are not measurements', () => {
    const encode = createResultEncoder();
    for (const wrong of [NaN, Infinity]) {
      expect(() => encode(aResult('a', DAY_ONE, { metrics: { loss: wrong } }))).toThrow(/metric loss to be a finite/);
    }
    for (const wrong of [NaN, -1]) {
      expect(() => encode(aResult('a', DAY_ONE, { phases: { dns: wrong } }))).toThrow(RangeError);
      expect(() => encode(aResult('a', DAY_ONE, { durationMs: wrong }))).toThrow(RangeError);
      expect(() => encode(aResult('a', DAY_ONE, { selfMs: wrong }))).toThrow(RangeError);
    }
  });

  test('of the first format are read: the mask of five phases is among them', () => {
    const found = decodeFinding('{"verdict":"up","failure":null,"details":{"status":200},"numbers":["bytes"]}');
    // 5 ms: dns 1 ms and wait 4 ms; not queued, 2 µs late; 21 bytes.
    const figures = Uint8Array.of(136, 39, 1 | 8, 232, 7, 160, 31, 0, 4, 42);
    expect(decodeResult('a', DAY_ONE, found, figures)).toEqual(
      aResult('a', DAY_ONE, {
        durationMs: 5,
        phases: { dns: 1, wait: 4 },
        queuedMs: 0,
        lateMs: 0.002,
        selfMs: 0,
        details: { status: 200, bytes: 21 },
      }),
    );
  });
});
