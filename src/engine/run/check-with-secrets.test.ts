import { describe, expect, it } from 'vitest';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import { fakeKind } from '../check/testing/fake-kind.ts';
import type { Confidential, ConfigVault } from '../secrets/config-vault.ts';
import { problemOf } from '../base/problem-error.ts';
import { SecretError } from '../secrets/secret-error.ts';
import { createFakePorts } from '../testing/fake-ports.ts';
import { checkWithSecrets } from './check-with-secrets.ts';

const sealed = { timeout: 1_000, conditions: [], password: { $sealed: 'x' } } as unknown as EndpointConfig;
const clear = { timeout: 1_000, conditions: [], password: 'hunter22' } as unknown as EndpointConfig;

function check(open: (confidential: Confidential) => Promise<EndpointConfig>) {
  const seen: unknown[] = [];
  const kind = fakeKind({
    run: async (fields) => {
      seen.push(fields);
      return { durationMs: 1, selfMs: 0, phases: {}, metrics: {}, failure: null, details: {} };
    },
  });
  const ports = createFakePorts();
  const vault = { open } as unknown as ConfigVault;
  const options = { ports, resolver: { resolve: async () => [] }, signal: new AbortController().signal };
  return { outcome: checkWithSecrets({ kind, config: sealed }, vault, options), seen };
}

describe('checkWithSecrets', () => {
  it('runs the check with the secrets in clear', async () => {
    const { outcome, seen } = check(async ({ config }) => (config === sealed ? clear : sealed));
    expect(await outcome).toMatchObject({ durationMs: 1, failure: null });
    expect(seen).toEqual([clear]);
  });

  it('sends nothing when a secret cannot be read, and blames this machine', async () => {
    const { outcome, seen } = check(() =>
      Promise.reject(new SecretError(problemOf('secret.keyGone', { file: '/key' })).in('password')),
    );
    expect(await outcome).toEqual({
      durationMs: 0,
      phases: {},
      metrics: {},
      failure: {
        code: 'local.secret',
        params: { field: 'password', problem: { code: 'secret.keyGone', params: { file: '/key' } } },
      },
      details: {},
      selfMs: 0,
    });
    expect(seen).toEqual([]);
  });

  it('passes bugs on', async () => {
    const bug = new TypeError('a bug');
    await expect(check(() => Promise.reject(bug)).outcome).rejects.toBe(bug);
  });
});
