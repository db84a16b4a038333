import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { candidates, createDnsConfig, fixedDnsConfig, parseResolvConf, parseServer } from './config.ts';
import { createWindowsSuffixes, parseSuffixes } from './windows-suffixes.ts';

describe('parseResolvConf', () => {
  it('reads servers, search domains and options', () => {
    const text = [
      '# written by hand; nameserver 192.0.2.9',
      'nameserver 192.0.2.1 # first',
      'nameserver\t2001:db8::53',
      'nameserver fe80::1%eth0',
      'nameserver 192.0.2.4',
      'nameserver nonsense',
      'search Corp.Example. lab.example .',
      'options rotate ndots:2 timeout:3 attempts:4',
    ].join('\n');
    expect(parseResolvConf(text, 'host')).toEqual({
      servers: [
        { address: '192.0.2.1', port: 53 },
        { address: '2001:db8::53', port: 53 },
        { address: 'fe80::1%eth0', port: 53 },
      ],
      search: ['corp.example', 'lab.example'],
      ndots: 2,
      timeoutMs: 3_000,
      attempts: 4,
    });
  });

  it('has the defaults of the C library, and the domain of this machine', () => {
    expect(parseResolvConf('', 'host.corp.example')).toEqual({
      servers: [],
      search: ['corp.example'],
      ndots: 1,
      timeoutMs: 5_000,
      attempts: null,
    });
    expect(parseResolvConf('', 'host').search).toEqual([]);
    expect(parseResolvConf('', '.example').search).toEqual(['example']);
  });

  it('takes the last of search and domain', () => {
    expect(parseResolvConf('search a.example b.example\ndomain c.example', 'host').search).toEqual(['c.example']);
    expect(parseResolvConf('domain c.example d.example', 'host').search).toEqual(['c.example']);
    expect(parseResolvConf('sortlist a.example', 'host.b.example').search).toEqual(['b.example']);
    expect(parseResolvConf('  search\t a.example  b.example ;c', 'host').search).toEqual(['a.example', 'b.example']);
    expect(parseResolvConf('sortlist ndots:9 timeout:9', 'host')).toMatchObject({ ndots: 1, timeoutMs: 5_000 });
    expect(parseResolvConf('domain c.example\nsearch a.example b.example', 'host').search).toEqual([
      'a.example',
      'b.example',
    ]);
  });

  it('keeps options within the limits of the C library, and ignores invalid ones', () => {
    expect(parseResolvConf('options ndots:99 timeout:0 attempts:99', 'host')).toMatchObject({
      ndots: 15,
      timeoutMs: 1_000,
      attempts: 5,
    });
    expect(parseResolvConf('options timeout:99\noptions ndots:x attempts', 'host')).toMatchObject({
      ndots: 1,
      timeoutMs: 30_000,
      attempts: null,
    });
  });
});

describe('parseServer', () => {
  it.each([
    ['192.0.2.1', { address: '192.0.2.1', port: 53 }],
    ['192.0.2.1:5353', { address: '192.0.2.1', port: 5353 }],
    ['2001:db8::1', { address: '2001:db8::1', port: 53 }],
    ['[2001:db8::1]', { address: '2001:db8::1', port: 53 }],
    ['[2001:db8::1]:5353', { address: '2001:db8::1', port: 5353 }],
    ['[192.0.2.1', null],
    ['192.0.2.1:0', null],
    ['192.0.2.1:65535', { address: '192.0.2.1', port: 65_535 }],
    ['192.0.2.1:65536', null],
    ['192.0.2.1:70000', null],
    ['192.0.2.1:53 ', null],
    ['x[2001:db8::1]', null],
    ['[2001:db8::1]x', null],
    ['ns.example', null],
    ['', null],
  ])('%j', (text, server) => {
    expect(parseServer(text)).toEqual(server);
  });
});

describe('candidates', () => {
  const config = { search: ['corp.example', 'lab.example'], ndots: 1 };

  it.each([
    ['nas', 1, ['nas.corp.example', 'nas.lab.example', 'nas']],
    ['nas.', 1, ['nas']],
    ['nas.home', 1, ['nas.home']],
    ['nas.home', 2, ['nas.home.corp.example', 'nas.home.lab.example', 'nas.home']],
    ['a.b.c', 2, ['a.b.c']],
    ['nas', 0, ['nas']],
  ])('%j with ndots %i', (host, ndots, names) => {
    expect(candidates(host, { ...config, ndots })).toEqual(names);
  });
});

describe('createDnsConfig', () => {
  let folder = '';
  afterEach(async () => {
    vi.restoreAllMocks();
    if (folder !== '') await rm(folder, { recursive: true });
    folder = '';
  });

  it('sees changes of the file within a second', async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-dns-'));
    const path = join(folder, 'resolv.conf');
    let now = 10_000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    await writeFile(path, 'nameserver 192.0.2.1\n');
    const source = createDnsConfig(path);
    expect((await source.read()).servers).toEqual([{ address: '192.0.2.1', port: 53 }]);
    await writeFile(path, 'nameserver 192.0.2.22\nsearch a.example\n');
    now += 1_001;
    expect(await source.read()).toMatchObject({ servers: [{ address: '192.0.2.22' }], search: ['a.example'] });
  });

  it('asks the system every five seconds where there is no file, and has a server of this machine otherwise', async () => {
    let now = 10_000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    let servers = ['192.0.2.1:5353', 'nonsense'];
    const source = createDnsConfig('/nonexistent/resolv.conf', { suffixes: null, listServers: () => servers });
    const defaults = { search: [], ndots: 1, timeoutMs: 5_000, attempts: null };
    expect(await source.read()).toEqual({ ...defaults, servers: [{ address: '192.0.2.1', port: 5353 }] });
    servers = [];
    now += 5_000;
    expect((await source.read()).servers).toEqual([{ address: '192.0.2.1', port: 5353 }]);
    now += 1;
    expect((await source.read()).servers).toEqual([{ address: '127.0.0.1', port: 53 }]);
  });

  it('takes the options and domains of a file without servers, and the suffixes of Windows before those', async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-dns-'));
    const path = join(folder, 'resolv.conf');
    await writeFile(path, 'search a.example\noptions ndots:2\n');
    const listServers = () => ['192.0.2.1'];
    expect(await createDnsConfig(path, { suffixes: null, listServers }).read()).toMatchObject({
      servers: [{ address: '192.0.2.1' }],
      search: ['a.example'],
      ndots: 2,
    });
    const suffixes = { read: () => Promise.resolve(['corp.example']) };
    expect((await createDnsConfig(path, { suffixes, listServers }).read()).search).toEqual(['corp.example']);
  });

  it('asks the system where there is no file, and always has a server', async () => {
    const { servers, search } = await createDnsConfig('/nonexistent/resolv.conf').read();
    expect(servers.length).toBeGreaterThan(0);
    expect(search).toEqual([]);
  });
});

describe('fixedDnsConfig', () => {
  it('has the given servers, in their order', async () => {
    const { servers, search } = await fixedDnsConfig(['192.0.2.2:99', 'nonsense', '192.0.2.1']).read();
    expect(servers).toEqual([
      { address: '192.0.2.2', port: 99 },
      { address: '192.0.2.1', port: 53 },
    ]);
    expect(search).toEqual([]);
  });
});

describe('the suffixes of Windows', () => {
  const key = String.raw`HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters`;
  const lines = (...values: readonly string[]) => [key, ...values, ''].join('\r\n');

  it('are the search list', () => {
    const text = lines(
      '    SearchList    REG_SZ    Corp.Example, lab.example',
      '    Domain    REG_SZ    other.example',
    );
    expect(parseSuffixes(text)).toEqual(['corp.example', 'lab.example']);
  });

  it('are the domains of the machine and its interfaces when there is no list', () => {
    const text = lines(
      '    SearchList    REG_SZ    ',
      '    Domain    REG_SZ    corp.example',
      '    NV Domain    REG_SZ    corp.example',
      '    DhcpNameServer    REG_SZ    192.0.2.1',
      String.raw`${key}\Interfaces\{b}`,
      '    DhcpDomain    REG_SZ    home.example',
    );
    expect(parseSuffixes(text)).toEqual(['corp.example', 'home.example']);
  });

  it('are not other values of the registry', () => {
    const text = ['    SearchList    REG_SZ    b.example,, ,', 'x    SearchList    REG_SZ    a.example'];
    expect(parseSuffixes(text.join('\n'))).toEqual(['b.example']);
  });

  it.skipIf(process.platform === 'win32')('are asked of the program of Windows', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lookout-registry-'));
    const program = join(folder, 'reg.exe');
    vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
    await writeFile(program, `#!/bin/sh\necho "    SearchList    REG_SZ    $1,$#,$3"\necho "$2" >&2\n`, {
      mode: 0o755,
    });
    expect(await createWindowsSuffixes().read()).toEqual(['query', '3', '/s']);
    await writeFile(program, '#!/bin/sh\necho "    SearchList    REG_SZ    a.example"\nexit 1\n');
    expect(await createWindowsSuffixes().read()).toEqual([]);
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  it('are read once a minute, and are none when the registry cannot be read', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    let text: Promise<string> = Promise.resolve('    Domain    REG_SZ    a.example');
    const suffixes = createWindowsSuffixes(() => text);
    expect(await suffixes.read()).toEqual(['a.example']);
    text = Promise.reject(new Error('no registry'));
    text.catch(() => undefined);
    now += 60_000;
    expect(await suffixes.read()).toEqual(['a.example']);
    now += 1;
    expect(await suffixes.read()).toEqual([]);
    vi.restoreAllMocks();
  });
});
