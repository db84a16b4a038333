import { expect, it } from 'vitest';
import type { FormField } from '../../contract/descriptor.ts';
import type { EndpointConfig } from '../../contract/model/endpoint.ts';
import { RequestError } from '../base/request-error.ts';
import { fakeKind } from '../check/testing/fake-kind.ts';
import { FailureError } from '../base/failure-error.ts';
import { SecretError } from '../secrets/secret-error.ts';
import { membersFor, refuseReferences, type Node } from './members.ts';
import type { Monitor } from './monitor.ts';

const members: FormField = { name: 'members', label: 'Members', type: 'list', section: 'target', holds: 'endpoints' };
const run = () => Promise.reject(new Error('is not run'));
const group = fakeKind({ kind: 'group', form: [members], run });

const nodeOf = (id: string, kind: Node['kind'], more: object = {}): Node => ({
  id,
  kind,
  config: { name: id, group: '', tags: [], ...more } as unknown as EndpointConfig,
});
const path = (of: string, index: number) => `${index}.${of}`;

it('reads no other endpoint when none of those that change depends on others, however many there are', () => {
  let read = 0;
  const plain = fakeKind({ run });
  const watched = (id: string): Node => ({
    id,
    kind: plain,
    get config() {
      read += 1;
      return nodeOf(id, plain).config;
    },
  });
  const many = Array.from({ length: 2000 }, (_, index) => watched(`e${index}`));
  refuseReferences([nodeOf('all', group, { members: ['e1', 'e2'] }), nodeOf('one', plain)], many, path);
  expect(read).toBe(0);
  refuseReferences(many, many, path);
  // Once to find references to unknown endpoints, and once to find circles.
  expect(read).toBe(4000);
});

it('looks for the circles of many endpoints behind one in time linear in their number', () => {
  const plain = fakeKind({ run });
  let read = 0;
  const behind = (id: string, parent: string): Node => {
    const { config } = nodeOf(id, plain);
    const node = {
      get dependsOn() {
        read += 1;
        return [parent];
      },
    };
    return { id, kind: plain, config: Object.assign(Object.create(node) as object, config) };
  };
  const many = Array.from({ length: 10_000 }, (_, index) => behind(`e${index}`, 'router'));
  const router = behind('router', 'modem');
  refuseReferences([...many, router], [nodeOf('modem', plain)], path);
  expect(read).toBeLessThan(10 * many.length);
  expect(() => refuseReferences([...many, router], [behind('modem', 'e9999')], path)).toThrow(RequestError);
});

it('refuses a circle over several groups', () => {
  const groups = ['a', 'b', 'c'].map((id, index, all) => nodeOf(id, group, { members: [all[(index + 1) % 3] ?? ''] }));
  expect(() => refuseReferences(groups.slice(0, 1), groups.slice(1), path)).toThrow(RequestError);
  expect(() => refuseReferences(groups.slice(0, 1), groups.slice(1, 2), path)).not.toThrow();
});

it('gives configs of the same kind with their secrets, or says which one cannot be read', async () => {
  const password: FormField = { name: 'password', label: 'Password', type: 'text', section: 'auth', secret: true };
  const kind = { ...fakeKind({ form: [password], run }), derivedSecrets: () => ['derived'] };
  const monitor = (id: string, of: Node['kind']): Monitor => {
    const { config } = nodeOf(id, of, { password: 'sealed' });
    return { kind: of, endpoint: { id, config }, stored: { id, config } } as unknown as Monitor;
  };
  const monitors = [monitor('a', kind), monitor('b', kind), monitor('b', group)];
  const options = {
    clock: { now: () => 0 },
    vault: { open: async ({ config }: Node) => ({ ...config, password: 'clear' }) },
  };
  const members = membersFor(nodeOf('a', kind), monitors, options as never);
  expect(await members.configs('b')).toEqual([
    { config: { name: 'b', group: '', tags: [], password: 'clear' }, secrets: ['clear', 'derived'] },
  ]);
  // Not itself.
  expect(await members.configs('a')).toEqual([]);
  const locked = {
    ...options,
    vault: { open: () => Promise.reject(new SecretError({ code: 'vault.locked' }, { field: 'password' })) },
  };
  await expect(membersFor(nodeOf('a', kind), monitors, locked as never).configs('b')).rejects.toThrow(FailureError);
});
