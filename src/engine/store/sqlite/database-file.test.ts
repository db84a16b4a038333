import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseFile, MovedFileError } from './database-file.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lookout-file-'));
  path = join(folder, 'data', 'lookout.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const modeOf = (file: string) => statSync(file).mode & 0o777;

test('is created where it is missing, and left alone where it is', () => {
  DatabaseFile.prepare(path, null);
  expect(statSync(path).size).toBe(0);
  writeFileSync(path, 'content');
  expect(DatabaseFile.prepare(path, null).bytes).toBe(7);
  writeFileSync(`${path}-wal`, 'log');
  expect(DatabaseFile.prepare(path, null).bytes).toBe(10);
});

describe.runIf(process.platform !== 'win32')('its files', () => {
  test('are readable only by their owner, and so is their folder', () => {
    const file = DatabaseFile.prepare(path, null);
    expect([modeOf(path), modeOf(join(folder, 'data'))]).toEqual([0o600, 0o700]);
    for (const suffix of ['', '-wal', '-shm']) {
      writeFileSync(path + suffix, '');
      chmodSync(path + suffix, 0o644);
    }
    file.noteOpened();
    for (const suffix of ['', '-wal', '-shm']) expect(modeOf(path + suffix)).toBe(0o600);
  });

  test('keep a mode that is stricter already', () => {
    const file = DatabaseFile.prepare(path, null);
    chmodSync(path, 0o400);
    file.noteOpened();
    expect(modeOf(path)).toBe(0o400);
  });
});

describe('the open file', () => {
  test('has an identity once it is open', () => {
    const file = DatabaseFile.prepare(path, null);
    expect(() => file.identity).toThrow('to be open');
    file.noteOpened();
    expect(DatabaseFile.prepare(path, file.identity).identity).toBe(file.identity);
  });

  const reasonOf = (work: () => unknown) => {
    try {
      work();
      return null;
    } catch (error) {
      return error instanceof MovedFileError ? error.problem.params : error;
    }
  };

  test('is missed when it was removed or replaced, and so is its log', () => {
    writeFileSync(join(folder, 'other'), '');
    const file = DatabaseFile.prepare(path, null);
    writeFileSync(`${path}-wal`, '');
    file.noteOpened();
    expect(reasonOf(() => file.requireInPlace())).toBeNull();
    renameSync(path, join(folder, 'aside'));
    expect(reasonOf(() => file.requireInPlace())).toEqual({ file: path, reason: 'removed' });
    expect(reasonOf(() => DatabaseFile.prepare(path, file.identity))).toEqual({ file: path, reason: 'removed' });
    expect(existsSync(path)).toBe(false);
    renameSync(join(folder, 'other'), path);
    expect(reasonOf(() => file.requireInPlace())).toEqual({ file: path, reason: 'replaced' });
    expect(reasonOf(() => DatabaseFile.prepare(path, file.identity))).toEqual({ file: path, reason: 'replaced' });
    renameSync(join(folder, 'aside'), path);
    expect(reasonOf(() => file.requireInPlace())).toBeNull();
    rmSync(`${path}-wal`);
    expect(reasonOf(() => file.requireInPlace())).toEqual({ file: `${path}-wal`, reason: 'removed' });
  });
});
