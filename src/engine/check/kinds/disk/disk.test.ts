/** The disk kind against file systems of this machine. */
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { DeadlineError } from '../../kind.ts';
import { conductCheck } from '../../net/probe/probe.ts';
import { parseEndpoint } from '../../registry.ts';
import { checkOnce } from '../../testing/check-once.ts';
import { texts } from '../../testing/texts.ts';
import { parseAmount } from './amount.ts';
import { diskSchema } from './fields.ts';
import { FileSystems, type FileSystem } from './file-system.ts';
import { checkDisk } from './run.ts';

const GB = 1e9;
const path = tmpdir();

function check(fields: Omit<EndpointInput, 'kind'> = {}) {
  return checkOnce({ kind: 'disk', path, minFree: '', minFreeInodes: '', ...fields });
}

describe('a disk', () => {
  it('is measured as the system does', async () => {
    const { failure, metrics, details, observed } = await check();
    const { bsize, blocks, bavail } = await statfs(path);
    expect(failure).toBeNull();
    expect(details['total']).toBe(bsize * blocks);
    // Other programs write meanwhile.
    expect(Math.abs((metrics['free'] ?? 0) - bsize * bavail)).toBeLessThan(5 * GB);
    expect(observed?.['VALUE']).toBe(metrics['freePercent']);
  });

  it('of Linux can have a folder without a size and without inodes', async () => {
    const { failure, metrics } = await check({ path: '/proc', minFree: '50%', minFreeInodes: '50%' });
    expect(failure).toBeNull();
    expect(metrics).not.toHaveProperty('freeInodes');
  });

  it('is too full', async () => {
    expect((await check({ minFree: '999 TB' })).failure).toMatchObject({
      code: 'disk.space',
      message: expect.stringMatching(/^Only .* of .* \([\d.]+%\) are free; at least 999 TB must be\.$/u),
    });
    expect((await check({ minFreeInodes: '999999999999' })).failure).toMatchObject({ code: 'disk.inodes' });
  });

  it('is not there', async () => {
    expect((await check({ path: '/no/such/folder' })).failure).toMatchObject({
      code: 'disk.path',
      message: 'There is no folder or file /no/such/folder.',
      phase: 'read',
    });
  });
});

describe('the limits of a disk', () => {
  const system: FileSystem = {
    totalBytes: 100 * GB,
    usedBytes: 85 * GB,
    freeBytes: 10 * GB,
    inodes: 1_000,
    freeInodes: 30,
  };
  const judge = async (fields: object, found = system) => {
    const context = {
      signal: new AbortController().signal,
      wanted: new Set<string>(),
      resolver: { resolve: () => Promise.resolve([]) },
    };
    const systems = new FileSystems(() => Promise.resolve(found));
    const outcome = await conductCheck(context, 1_000, (probe) =>
      checkDisk(probe, diskSchema.parse({ path, ...fields }), systems),
    );
    return outcome.failure?.code ?? null;
  };

  it.each([
    // Of 95 GB that ordinary users can fill, 10.5 % are free.
    [{ minFree: '10%', minFreeInodes: '' }, null],
    [{ minFree: '11%', minFreeInodes: '' }, 'disk.space'],
    [{ minFree: '10 GB', minFreeInodes: '' }, null],
    [{ minFree: '10 GiB', minFreeInodes: '' }, 'disk.space'],
    [{ minFree: '', minFreeInodes: '3%' }, null],
    [{ minFree: '', minFreeInodes: '4%' }, 'disk.inodes'],
    [{ minFree: '', minFreeInodes: '31' }, 'disk.inodes'],
  ])('%j: %s', async (fields, code) => expect(await judge(fields)).toBe(code));

  it('are not those of a file system without inodes', async () => {
    expect(await judge({ minFree: '' }, { ...system, inodes: 0, freeInodes: 0 })).toBeNull();
  });
});

describe('a file system that never answers', () => {
  it('costs one thread, however often it is checked', async () => {
    let asked = 0;
    const answer = Promise.withResolvers<FileSystem>();
    const systems = new FileSystems(() => {
      asked += 1;
      return answer.promise;
    });
    const deadline = new AbortController();
    const reason = new DeadlineError(10);
    const looks = [1, 2, 3].map(() => systems.look('/mnt/dead', deadline.signal));
    deadline.abort(reason);
    expect(await Promise.allSettled(looks)).toEqual(looks.map(() => ({ status: 'rejected', reason })));
    expect(asked).toBe(1);
    const next = systems.look('/mnt/dead', new AbortController().signal);
    answer.reject(new Error('stale file handle'));
    await expect(next).rejects.toThrow('stale file handle');
    await expect(systems.look('/mnt/dead', new AbortController().signal)).rejects.toThrow('stale file handle');
    expect(asked).toBe(2);
  });
});

describe('an amount', () => {
  it.each([
    ['10%', { percent: 10 }],
    ['2.5 GB', { number: 2.5e9 }],
    ['1gib', { number: 2 ** 30 }],
    ['500000', { number: 500_000 }],
    ['', null],
    ['101%', null],
    ['-1', null],
    ['5 XB', null],
    ['GB', null],
  ])('%j', (text, amount) => expect(parseAmount(text)).toEqual(amount));
});

describe('the fields of a disk', () => {
  it.each([
    [{ path: 'var' }, 'the absolute path'],
    [{ minFree: '5 apples' }, 'a percentage such as 10%'],
    [{ minFreeInodes: '5 GB' }, 'a percentage such as 5%'],
  ])('are refused: %j', (fields, message) => {
    const parsed = parseEndpoint({ kind: 'disk', path: '/var', ...fields });
    expect(parsed.ok ? [] : parsed.issues.map(texts.issueInFull)).toEqual([expect.stringContaining(message)]);
  });
});
