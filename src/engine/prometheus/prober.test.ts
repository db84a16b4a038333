import { expect, test } from 'vitest';
import { z } from 'zod';
import type { CheckOutcome } from '../../contract/model/check.ts';
import { createConcurrencyGate } from '../base/concurrency-gate.ts';
import { fakeKind } from '../check/testing/fake-kind.ts';
import { createFakePorts } from '../testing/fake-ports.ts';
import { createProber } from './prober.ts';

/** A prober whose probes end with this outcome. @returns what it probes, and the hosts that have answered */
function setUp(outcome: Partial<CheckOutcome>) {
  const ports = createFakePorts();
  const answered: string[] = [];
  const kind = fakeKind<{ target: string }>({
    schema: z.object({ target: z.string() }),
    target: ({ target }) => target,
    host: ({ target }) => target,
    parse: (target) => ({ kind: 'fake', target }),
    run: async () => ({ durationMs: 10, selfMs: 0, phases: {}, metrics: {}, failure: null, details: {}, ...outcome }),
  });
  const whyOffline = (host: string) => ports.connectivity.whyOffline(host);
  const prober = createProber({
    ports: { ...ports, connectivity: { whyOffline, answered: (host) => void answered.push(host) } },
    kinds: [kind],
    resolver: { resolve: async () => [] },
    gate: createConcurrencyGate({ maxConcurrent: 1, maxPerHost: 1 }),
    gaps: { worstSince: () => null },
    queries: null,
    seal: null,
    signal: new AbortController().signal,
  });
  prober.setModules({ fake: { kind: 'fake' } });
  const { signal } = new AbortController();
  const probe = (target: string) => prober.probe({ endpoint: '', target, module: 'fake', waitMs: null, signal });
  return { ports, answered, probe };
}

test('an answer to a probe shows that there is a network, and one of this machine does not', async () => {
  const { answered, probe } = setUp({});
  await probe('a.example');
  await probe('127.0.0.1');
  expect(answered).toEqual(['a.example']);
  const named = setUp({ details: { remoteAddress: '127.0.0.1:80' } });
  await named.probe('a.example');
  expect(named.answered).toEqual([]);
});

test('a probe that failed without a network is unknown, and shows nothing', async () => {
  const { ports, answered, probe } = setUp({ failure: { code: 'dns.nxdomain' } });
  expect(await probe('a.example')).toMatchObject({ families: expect.any(Array) });
  ports.offline = 'noAddress';
  expect(await probe('a.example')).toMatchObject({ unknown: { code: 'local.offline' } });
  expect(answered).toEqual([]);
});
