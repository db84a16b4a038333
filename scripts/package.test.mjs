import { expect, it } from 'vitest';
import { builderOptions } from './package.mjs';

it('packages for this machine, and publishes nothing', () => {
  const options = builderOptions({});
  expect(options).toMatchObject({ publish: 'never', config: { asar: true } });
  for (const name of ['x64', 'arm64', 'dir']) expect(options).not.toHaveProperty(name);
});

it('packages a release for both architectures in one run, so that updates find both in one file', () => {
  expect(builderOptions({ allArchs: true, publish: true })).toMatchObject({
    x64: true,
    arm64: true,
    publish: 'always',
  });
});
