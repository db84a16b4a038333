import { expect, it } from 'vitest';
import { libraries } from '../conditions/libraries.ts';
import { loadLibrariesFor } from './expressions.ts';
import { checkKinds } from './registry.ts';

const udp = { kind: 'udp', host: '127.0.0.1', port: 9 };

it('loads the libraries of expressions only for endpoints that have some, whichever field has them', async () => {
  await loadLibrariesFor([udp, { ...udp, expect: '', conditions: [] }, { kind: 'unknown', steps: ['x'] }], checkKinds);
  await loadLibrariesFor([{ kind: 'tcp', host: 'a', port: 1, expect: '/x/' }], checkKinds);
  expect(libraries()).toBeNull();
  await loadLibrariesFor([udp, { ...udp, expect: '/v[0-9]/' }], checkKinds);
  expect(libraries()).not.toBeNull();
});
