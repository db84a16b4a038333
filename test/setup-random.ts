/**
 * Random ids and numbers are the same in each run of a test. When an endpoint is first checked depends on its id, so that a test
 * could otherwise fail by chance, and not because of the change that is tested.
 */
import { createHash } from 'node:crypto';
import { join, relative } from 'node:path';
import { beforeEach, expect, inject } from 'vitest';
import { seededRandom } from '../src/shared/testing/seeded-random.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Selects the values: see `vitest.config.ts`. */
    readonly seed: number;
  }
}

const ROOT = join(import.meta.dirname, '..');

/** The values that belong to the test that runs, or to its file while no test runs. */
function valuesOfTest(): () => number {
  const { testPath = '', currentTestName = '' } = expect.getState();
  const name = `${inject('seed')} ${relative(ROOT, testPath)} ${currentTestName}`;
  return seededRandom(createHash('sha256').update(name).digest().readUInt32LE());
}

let next = valuesOfTest();

beforeEach(() => {
  next = valuesOfTest();
});

Math.random = () => next();

/** A UUID of version 4 (RFC 9562, section 5.4). */
crypto.randomUUID = () => {
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(next() * 16).toString(16)).join('');
  return `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`;
};
