import { describe, expect, it } from 'vitest';
import type { OfflineReason } from '../../contract/model/notices.ts';
import type { CheckOutcome } from '../../contract/model/check.ts';
import type { Gap } from './clock-gaps.ts';
import { isNetworkFailure } from '../check/net/probe/network-failures.ts';
import { findLocalCause } from './local-cause.ts';

const failed = (code: string, raw?: string, reason?: string): CheckOutcome => ({
  durationMs: 10,
  selfMs: 0,
  phases: {},
  metrics: {},
  failure: { code, ...(raw === undefined ? {} : { raw }), ...(reason === undefined ? {} : { params: { reason } }) },
  details: {},
});

const isNetwork = ({ failure }: CheckOutcome) => failure !== null && isNetworkFailure({ failures: [] }, failure.code);

async function ask(
  outcome: CheckOutcome,
  { gap = null, offline = null }: { gap?: Gap | null; offline?: OfflineReason | null } = {},
) {
  let asked = 0;
  const whyOffline = async () => {
    asked++;
    return offline;
  };
  const suspicion = { outcome, startedAt: 0, timeout: 10_000, host: 'example.org', network: isNetwork(outcome) };
  const cause = await findLocalCause(suspicion, { worstSince: () => gap }, { whyOffline, answered: () => undefined });
  const { code = null, params, raw } = cause?.failure ?? {};
  return { code, params, raw, offline: cause?.offline, asked };
}

describe('findLocalCause', () => {
  it('keeps a failure without a local cause', async () => {
    expect(await ask(failed('timeout'))).toMatchObject({ code: null, asked: 1 });
  });

  it('reports sleep, and keeps what the check found', async () => {
    const gap: Gap = { from: 0, to: 1, kind: 'asleep', ms: 60_000, noticedAt: 1 };
    expect(await ask(failed('http.status', '500'), { gap })).toEqual({
      code: 'local.asleep',
      raw: 'http.status: 500',
      offline: null,
      asked: 0,
    });
  });

  it('reports a late loop for time-outs only, and only when it was late enough to matter', async () => {
    const gap = (ms: number): Gap => ({ from: 0, to: 1, kind: 'late', ms, noticedAt: 1 });
    expect(await ask(failed('timeout'), { gap: gap(1500) })).toMatchObject({
      code: 'local.late',
      params: { lateMs: 1500 },
    });
    expect((await ask(failed('timeout'), { gap: gap(200) })).code).toBe(null);
    expect((await ask(failed('connect.refused'), { gap: gap(1500) })).code).toBe(null);
  });

  it('reads codes and never texts, which may quote a server', async () => {
    for (const code of ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL', 'ECONNRESET', 'local.offline']) {
      const raw = `Host: a.example. is not in the cert's altnames: DNS:${code}.attacker.example, ${code} `;
      expect(await ask(failed('tls.wrongHost', raw, code))).toMatchObject({ code: null });
      expect(await ask(failed('connect.failed', raw, code))).toMatchObject({ code: null });
    }
  });

  it('keeps a failure that is already local', async () => {
    const exhausted = failed('local.exhausted', 'connect EMFILE', 'EMFILE');
    expect(await ask(exhausted, { offline: 'noAddress' })).toMatchObject({ code: null, asked: 0 });
  });

  it('reports offline for failures that a missing network causes, and never for an answer', async () => {
    const offline = 'noAddress';
    expect(await ask(failed('dns.failed'), { offline })).toMatchObject({
      code: 'local.offline',
      params: { reason: offline },
      offline,
    });
    expect((await ask(failed('timeout'), { offline })).code).toBe('local.offline');
    expect(await ask(failed('http.status'), { offline })).toMatchObject({ code: null, asked: 0 });
    expect(await ask(failed('tls.expired'), { offline })).toMatchObject({ code: null, asked: 0 });
    expect(await ask(failed('connect.refused'), { offline })).toMatchObject({ code: null, asked: 0 });
  });

  it('does not ask about a successful check', async () => {
    expect(await ask({ ...failed('timeout'), failure: null })).toMatchObject({ code: null, asked: 0 });
  });
});
