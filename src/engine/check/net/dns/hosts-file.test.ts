import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHostsFile, parseHostsFile } from './hosts-file.ts';

describe('parseHostsFile', () => {
  it('reads addresses with names and aliases, comments left out', () => {
    const names = parseHostsFile(
      '127.0.0.1\tlocalhost\n# comment\n  ::1 localhost Loop.Example. # alias\r\n10.0.0.1 loop.example\n10.0.0.1 loop.example\nnot-an-address x\n10.0.0.2\n',
    );
    expect(Object.fromEntries(names)).toEqual({
      localhost: [
        { address: '127.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ],
      'loop.example': [
        { address: '::1', family: 6 },
        { address: '10.0.0.1', family: 4 },
      ],
    });
  });
});

describe('createHostsFile', () => {
  let dir = '';

  afterEach(async () => {
    vi.restoreAllMocks();
    if (dir !== '') await rm(dir, { recursive: true });
  });

  it('sees changes, and does not look again within a second', async () => {
    dir = await mkdtemp(join(tmpdir(), 'lookout-hosts-'));
    const path = join(dir, 'hosts');
    let now = 10_000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const hosts = createHostsFile(path);
    expect(await hosts.find('a.example')).toEqual([]);

    await writeFile(path, '10.0.0.1 a.example');
    expect(await hosts.find('a.example')).toEqual([]);
    now += 1_001;
    expect(await hosts.find('a.example')).toEqual([{ address: '10.0.0.1', family: 4 }]);

    await writeFile(path, '10.0.0.2 a.example');
    await utimes(path, new Date(), new Date(1_700_000_000_000));
    now += 1_001;
    expect(await hosts.find('a.example')).toEqual([{ address: '10.0.0.2', family: 4 }]);

    await rm(path);
    now += 1_001;
    expect(await hosts.find('a.example')).toEqual([]);
  });
});
