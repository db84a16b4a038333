import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PhaseDescriptor, PhaseRole } from '../../../contract/descriptor.ts';
import { phaseLooks, withUndeclared } from './phase-look.ts';

const PHASES: readonly PhaseDescriptor[] = [
  { name: 'greeting', label: 'Greeting', role: 'wait' },
  { name: 'login', label: 'Log in', role: 'authenticate' },
  { name: 'query', label: 'Query', role: 'wait' },
];

test('phases keep the order of their kind, and two with the same role look different', () => {
  const looks = phaseLooks(PHASES);
  expect(looks.map(({ name, label }) => [name, label])).toEqual([
    ['greeting', 'Greeting'],
    ['login', 'Log in'],
    ['query', 'Query'],
  ]);
  expect(new Set(looks.map(({ color }) => color)).size).toBe(3);
  expect(phaseLooks(PHASES)).toBe(looks);
});

test('a phase that the kind no longer declares is shown as words', () => {
  const looks = phaseLooks(PHASES);
  expect(withUndeclared(looks, ['query', 'greeting'])).toBe(looks);
  expect(withUndeclared(looks, ['readRows', 'login']).at(-1)).toEqual({
    name: 'readRows',
    label: 'Read rows',
    color: 'var(--phase-other)',
  });
});

test('every role has a color in light and in dark', () => {
  const roles = {
    resolve: true,
    connect: true,
    secure: true,
    authenticate: true,
    wait: true,
    transfer: true,
    other: true,
  } satisfies Record<PhaseRole, true>;
  const css = readFileSync(join(import.meta.dirname, '../../styles/tokens.css'), 'utf8');
  for (const role of Object.keys(roles)) {
    expect(css).toMatch(new RegExp(`--phase-${role}: light-dark\\(#[0-9a-f]{6}, #[0-9a-f]{6}\\);`));
  }
});
