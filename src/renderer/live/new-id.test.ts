import { afterEach, expect, test, vi } from 'vitest';
import { newId } from './new-id.ts';

afterEach(() => vi.unstubAllGlobals());

test('makes ids on a page over plain HTTP from another computer, too', () => {
  const { crypto } = globalThis;
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto), randomUUID: undefined });
  const [one, other] = [newId(), newId()];
  expect(one).toMatch(/^[0-9a-f]{32}$/u);
  expect(other).not.toBe(one);
});
