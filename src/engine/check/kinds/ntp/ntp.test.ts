/** The kind against Debian's chrony, and against answers of every sort. */
import { createSocket, type Socket } from 'node:dgram';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { CHRONY_PACKAGES, startChrony } from '../../../../../test/servers/chrony.ts';
import { available, type Disposable } from '../../../../../test/servers/process.ts';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { judge } from '../../../verdict/judge.ts';
import { parseTarget } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { decodeAnswer, encodeRequest } from './packet.ts';
import { answerNtp, type NtpAnswerOptions } from './testing/answer.ts';

const { skip, reason } = available(CHRONY_PACKAGES);

describe.skipIf(skip)(`chrony${reason}`, () => {
  let chrony: Disposable & { readonly port: number };

  beforeAll(async () => {
    chrony = await startChrony();
    const input = { kind: 'ntp', host: '127.0.0.1', port: chrony.port, timeout: '500ms' };
    await vi.waitUntil(async () => (await checkOnce(input)).failure === null, 60_000);
  });
  afterAll(() => chrony?.dispose());

  it('reports its stratum and its offset, which is small on one machine', async () => {
    const { failure, metrics, details, observed, phases } = await checkOnce({
      kind: 'ntp',
      host: 'localhost',
      port: chrony.port,
      family: '4',
    });
    expect(failure).toBeNull();
    expect(Object.keys(phases)).toEqual(['dns', 'wait']);
    expect(metrics['stratum']).toBe(8);
    expect(Math.abs(metrics['offset'] ?? Infinity)).toBeLessThan(1_000);
    expect(metrics['delay']).toBeLessThan(5_000);
    expect(details).toMatchObject({ reference: '127.127.1.1', leap: 'none' });
    expect(observed).toMatchObject({ STRATUM: 8, LEAP: 'none' });
  });

  it('is too far from a primary source', async () => {
    const { failure } = await checkOnce({ kind: 'ntp', host: '127.0.0.1', port: chrony.port, maxStratum: 4 });
    expect(failure?.message).toBe('The stratum of the server is 8; at most 4 is accepted.');
  });
});

describe('ntp', () => {
  let server: Socket | undefined;
  afterEach(() => {
    server?.close();
    server = undefined;
  });

  async function check(answer: (request: Buffer) => Buffer | null, fields: Omit<EndpointInput, 'kind'> = {}) {
    const socket = createSocket('udp4');
    server = socket;
    socket.on('message', (request, from) => {
      const bytes = answer(request);
      if (bytes !== null) socket.send(bytes, from.port, from.address);
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return checkOnce({ kind: 'ntp', host: '127.0.0.1', port: socket.address().port, ...fields });
  }
  const checkWith = (options: NtpAnswerOptions, fields: Omit<EndpointInput, 'kind'> = {}) =>
    check((request) => answerNtp(request, options), fields);

  // A busy machine may deliver the request late, which NTP takes for half of that as an offset.
  it.each([500_000, -500_000])('measures a clock that is %d ms ahead', async (aheadMs) => {
    const { failure, metrics } = await checkWith({ aheadMs });
    expect(failure).toMatchObject({ code: 'ntp.offset', params: { maxMs: 1_000 } });
    expect(metrics['offset']).toBeGreaterThan(aheadMs - 10_000);
    expect(metrics['offset']).toBeLessThan(aheadMs + 10_000);
    expect(metrics).toMatchObject({ rootDelay: 500, rootDispersion: 1_000 });
    expect((await checkWith({ aheadMs }, { maxOffset: null })).failure).toBeNull();
  });

  it('is degraded when the clock is somewhat wrong', async () => {
    const outcome = await checkWith({ aheadMs: 80_000 }, { warnOffset: '50s', maxOffset: '100s' });
    expect(outcome).toMatchObject({ failure: null, warning: { code: 'ntp.offset', params: { maxMs: 50_000 } } });
    expect(judge(outcome, { degradedAbove: null })).toBe('degraded');
  });

  it.each<[NtpAnswerOptions, string]>([
    [{ leap: 3 }, 'The server has no source for its own clock: it is not synchronized.'],
    [{ stratum: 16 }, 'The server has no source for its own clock: it is not synchronized.'],
    [{ stratum: 0, reference: 'RATE' }, 'The server refused to say the time (RATE).'],
  ])('judges %j', async (options, message) => {
    expect((await checkWith(options)).failure?.message).toBe(message);
  });

  it('ignores an answer to another client, and refuses packets that are not NTP', async () => {
    const forged = (request: Buffer) => {
      const packet = answerNtp(request);
      packet[24] = (packet[24] ?? 0) ^ 1;
      return packet;
    };
    expect((await check(forged, { timeout: '100ms' })).failure).toMatchObject({ code: 'timeout' });
    server?.close();
    expect((await check((request) => request)).failure).toMatchObject({ code: 'protocol.error' });
  });
});

describe('a packet', () => {
  it('reads a time in the next era, which begins in 2036', () => {
    const now = Date.UTC(2040, 0, 1);
    vi.useFakeTimers({ now, toFake: ['Date'] });
    try {
      const nonce = Buffer.from('12345678');
      const answer = decodeAnswer(answerNtp(encodeRequest(nonce), { reference: 'GPS', stratum: 1 }), nonce, now);
      expect(answer).toMatchObject({ stratum: 1, reference: 'GPS', leap: 'none' });
      if (answer === null || answer === 'invalid') throw new Error('No answer');
      expect(Math.abs(answer.receivedAt - now)).toBeLessThan(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('does not contain this computer’s time', () => {
    const packet = encodeRequest(Buffer.alloc(8, 1));
    expect([packet.length, packet[0], packet.subarray(1, 40).equals(Buffer.alloc(39))]).toEqual([48, 0x23, true]);
  });
});

it('is read from a URL', () => {
  expect(parseTarget('ntp://time.example.org')).toMatchObject([{ target: 'ntp://time.example.org:123' }]);
  expect(parseTarget('sntp://[2001:db8::7]:1123')).toMatchObject([{ target: 'ntp://[2001:db8::7]:1123' }]);
});
