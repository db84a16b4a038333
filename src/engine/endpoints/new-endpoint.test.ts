import { describe, expect, it } from 'vitest';
import { checkKinds, kindDescriptors } from '../check/registry.ts';
import { completeInput } from './new-endpoint.ts';

const settings = { defaultInterval: 60_000, defaultTimeout: 5_000, defaultRetries: 0 };

describe('completeInput', () => {
  it('fills in missing fields and keeps given ones', () => {
    const input = { kind: 'http', url: 'http://localhost/', interval: '5s' };
    expect(completeInput(input, kindDescriptors(), settings)).toEqual({ ...input, timeout: 5_000, retries: 0 });
  });

  it("keeps a kind's own default", () => {
    const slow = checkKinds.map((kind) => ({ ...kind, defaults: { interval: 3_600_000 } }));
    const filled = completeInput({ kind: 'tcp' }, kindDescriptors(slow), settings);
    expect(filled).toEqual({ kind: 'tcp', timeout: 5_000, retries: 0 });
  });

  it('does not change an input of an unknown kind', () => {
    const input = { kind: 'gopher' };
    expect(completeInput(input, kindDescriptors(), settings)).toBe(input);
  });
});
