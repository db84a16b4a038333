import { expect, it } from 'vitest';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import type { CheckContext, KindOutcome } from '../check/kind.ts';
import { fakeKind } from '../check/testing/fake-kind.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { createFakePorts } from '../testing/fake-ports.ts';
import { tryCheck } from './try-check.ts';

const config = { timeout: 1_000, conditions: [], dialect: 'lookout', degradedAbove: 500 } as unknown as EndpointConfig;
const members = { find: () => [], circle: () => null, configs: async () => [] };

/** Tries a check with this outcome. Also returns what the check was asked for. */
async function tried(found: Partial<KindOutcome>) {
  const ports = createFakePorts();
  const at = ports.clock.now();
  let context: CheckContext | undefined;
  const kind = fakeKind({
    placeholders: [
      { name: 'STATUS', description: '', type: 'number' },
      { name: 'BODY', description: '', type: 'text', parts: [] },
    ] as unknown as ReturnType<typeof fakeKind>['placeholders'],
    run: async (_, given) => {
      context = given;
      ports.time.block(50);
      return { durationMs: 20, selfMs: 0, phases: {}, metrics: {}, failure: null, details: {}, ...found };
    },
  });
  const vault = { open: async () => config } as unknown as ConfigVault;
  const resolver = { resolve: async () => [] };
  const options = { ports, vault, resolver, queries: null, members, signal: new AbortController().signal };
  const result = await tryCheck({ kind, config }, options);
  return { result, at, wanted: [...(context?.wanted ?? [])], members: context?.members };
}

it('answers with the result of one check, with the values that conditions can use', async () => {
  const { result, at, wanted, members: given } = await tried({ observed: { STATUS: 200, BODY: 'hello' } });
  expect(result).toMatchObject({
    endpointId: '',
    at,
    verdict: 'up',
    durationMs: 20,
    queuedMs: 0,
    lateMs: 0,
    disturbed: false,
    swallowed: null,
    observed: { STATUS: 200, BODY: 'hello' },
  });
  // A wanted STATUS would replace the accepted status.
  expect(wanted).toEqual(['BODY']);
  expect(given).toBe(members);
});

it('judges it', async () => {
  expect((await tried({ durationMs: 501 })).result.verdict).toBe('degraded');
  expect((await tried({ failure: { code: 'timeout' } })).result).toMatchObject({ verdict: 'down' });
  expect((await tried({ selfMs: 100 })).result.disturbed).toBe(true);
});
