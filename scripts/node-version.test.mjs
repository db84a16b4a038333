import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { isNewEnough, nodeTooOld } from './node-version.mjs';

it.each([
  ['v24.9.0', true],
  ['v26.1.0\n', true],
  ['24.21.0', true],
  ['v24.8.9', false],
  ['v22.22.0', false],
  ['v9.9.9', false],
  ['', false],
])('%j is new enough: %s', (version, expected) => expect(isNewEnough(version)).toBe(expected));

it('explains what to do', () =>
  expect(nodeTooOld('v20.1.0')).toContain('needs Node 24.9 or newer, and this is Node v20.1.0'));

it('ends a script on an old Node, but not on a new one', () => {
  const url = JSON.stringify(new URL('./require-node.mjs', import.meta.url).href);
  const run = (version) =>
    spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `Object.defineProperty(process, 'version', { value: '${version}' }); await import(${url}); console.log('on')`,
      ],
      { encoding: 'utf8' },
    );
  expect(run('v20.1.0')).toMatchObject({ status: 1, stdout: '', stderr: `${nodeTooOld('v20.1.0')}\n` });
  expect(run('v24.9.0')).toMatchObject({ status: 0, stdout: 'on\n' });
});
