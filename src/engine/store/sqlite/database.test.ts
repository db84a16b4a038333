import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { problemOf } from '../../base/problem-error.ts';
import { StoreError } from '../store.ts';
import { explain, isCorrupt, isDamage, isTransient, transaction, unlessDamaged } from './database.ts';
import { MovedFileError } from './database-file.ts';

const sqliteError = (errcode: number) => Object.assign(new Error(`SQLite said ${errcode}`), { errcode });
const systemError = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES', syscall: 'open' });
const known = new StoreError(problemOf('store.threadStopped', {}));

describe('a transaction', () => {
  let database: DatabaseSync;
  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE t (n)');
  });
  afterEach(() => database.close());
  const count = () => database.prepare('SELECT count(*) AS n FROM t').get()?.['n'];

  test('is committed, and returns what the work returns', () => {
    expect(transaction(database, (one) => one.exec('INSERT INTO t VALUES (1)'))).toBeUndefined();
    expect(transaction(database, () => 7)).toBe(7);
    expect([count(), database.isTransaction]).toEqual([1, false]);
  });

  test('is rolled back when the work throws, also when SQLite has done so already', () => {
    const failing = (sql: string) => () => {
      database.exec(sql);
      throw known;
    };
    expect(() => transaction(database, failing('INSERT INTO t VALUES (1)'))).toThrow(known);
    expect(() => transaction(database, failing('INSERT INTO t VALUES (1); ROLLBACK'))).toThrow(known);
    expect([count(), database.isTransaction]).toEqual([0, false]);
  });
});

describe('an error', () => {
  const reasonOf = (error: unknown, doing: 'open' | 'use') => {
    const explained = explain(error, '/f', doing);
    return explained instanceof StoreError ? explained.problem.params?.['reason'] : explained;
  };

  test('of SQLite has a reason that people know', () => {
    const reasons = [5, 6, 8, 10, 11, 13, 14, 26].map((code) => reasonOf(sqliteError(code + 256), 'use'));
    expect(reasons).toEqual(['locked', 'locked', 'readOnly', 'io', 'damaged', 'full', 'cannotOpen', 'notDatabase']);
    expect(explain(sqliteError(13), '/f', 'use')).toMatchObject({
      cause: { errcode: 13 },
      problem: { params: { doing: 'use', reason: 'full', problem: 'SQLite said 13', file: '/f' } },
    });
  });

  test('of another kind is explained when the file is opened, and a bug stays what it is', () => {
    const other = sqliteError(1);
    expect(reasonOf(other, 'open')).toBe('other');
    expect(reasonOf(other, 'use')).toBe(other);
    expect([reasonOf(systemError, 'open'), reasonOf(systemError, 'use')]).toEqual(['other', 'other']);
    const bug = new TypeError('a bug');
    expect([explain(bug, '/f', 'open'), explain(known, '/f', 'open'), explain('text', '/f', 'open')]).toEqual([
      bug,
      known,
      'text',
    ]);
  });

  test('passes by itself, or means that the file is damaged', () => {
    const errors = [5, 6, 7, 8, 10, 13, 14, 11, 26, 1].map(sqliteError);
    const wrapped = errors.map((error) => explain(error, '/f', 'open'));
    for (const list of [errors, wrapped]) {
      expect(list.map(isTransient)).toEqual([...Array.from({ length: 7 }, () => true), false, false, false]);
      expect(list.map(isCorrupt)).toEqual([...Array.from({ length: 7 }, () => false), true, true, false]);
    }
    for (const error of [known, systemError, 'text', null, Object.assign(new Error('x'), { errcode: '5' })]) {
      expect([isTransient(error), isCorrupt(error)]).toEqual([false, false]);
    }
    expect(isTransient(new MovedFileError('/f', 'replaced'))).toBe(true);
  });

  test('of decoding means damaged data, those of SQLite and the store do not', () => {
    expect([new RangeError('x'), systemError].map(isDamage)).toEqual([true, true]);
    expect([sqliteError(5), known, 'text'].map(isDamage)).toEqual([false, false, false]);
    const fails = (error: Error) => () =>
      unlessDamaged(() => {
        throw error;
      });
    expect(unlessDamaged(() => 5)).toBe(5);
    expect(fails(new RangeError('x'))()).toBeUndefined();
    expect(fails(known)).toThrow(known);
  });
});
