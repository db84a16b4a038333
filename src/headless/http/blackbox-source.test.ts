/** A Lookout beside the real Prometheus, with a real blackbox_exporter and a Lookout as vantage points. */
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BLACKBOX_PACKAGES, startBlackboxExporter, type BlackboxExporter } from '../../../test/servers/blackbox.ts';
import { certificates, OPENSSL_PACKAGES, type Certificates } from '../../../test/servers/certificates.ts';
import { startDns, type DnsServer } from '../../../test/servers/dns.ts';
import { available, freePorts, type Disposable } from '../../../test/servers/process.ts';
import { PROMETHEUS_PACKAGES, startPrometheus, type PrometheusServer } from '../../../test/servers/prometheus.ts';
import { serverFolder } from '../../../test/servers/server-folder.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import { createSelfSigned } from '../../engine/check/net/tls/self-signed.ts';
import type { Engine } from '../../engine/engine.ts';
import { startEngine, startVantage, type VantageLookout } from '../testing/vantage-lookout.ts';

/** Prometheus takes up to five seconds to follow its targets. */
const WAIT = { timeout: 60_000, interval: 100 };
const SCRAPE_TOKEN = 'a-token-for-prometheus';
const KEY = 'a-key-that-the-vantage-points-share-with-each-other';
const PASSWORD = 'hunter2-of-the-endpoint';
const { skip, reason } = available({ ...PROMETHEUS_PACKAGES, ...BLACKBOX_PACKAGES, ...OPENSSL_PACKAGES });

describe.skipIf(skip)(`with blackbox_exporter as a vantage point${reason}`, () => {
  let folder = '';
  let prometheus: PrometheusServer;
  let blackbox: BlackboxExporter;
  let vantage: VantageLookout;
  let lookout: Engine;
  let dns: DnsServer;
  let tls: Certificates;
  /** It expires in three days. */
  const expiring = createSelfSigned({
    name: 'localhost',
    validFrom: Date.now() - 86_400_000,
    validTo: Date.now() + 3 * 86_400_000,
  });
  const servers: Server[] = [];
  let endpoints: readonly EndpointInput[] = [];

  const listen = async (server: Server): Promise<number> => {
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const follow = () =>
    lookout.syncFile(endpoints, {
      vantages: [
        { name: 'lab', address: `127.0.0.1:${blackbox.port}`, exporter: 'blackbox' },
        { name: 'site-a', address: vantage.address },
      ],
    });
  const views = async () => (await lookout.request('app.snapshot', {})).endpoints;
  /** What each vantage point found, by endpoint. */
  const found = async (): Promise<Record<string, Record<string, string>>> => {
    const all = await views();
    const ids = all.map(({ endpoint }) => endpoint.id);
    const { endpoints: states } = await lookout.request('vantages.states', { ids });
    const name = new Map(all.map(({ endpoint }) => [endpoint.id, endpoint.config.name]));
    return Object.fromEntries(
      states.map((one) => [
        name.get(one.id) ?? '',
        Object.fromEntries([
          ...one.states.map(({ vantage: by, verdict, failure }) => [by, failure ?? verdict]),
          ...(one.limits ?? []).map(({ vantage: by, issue }) => [by, `${JSON.stringify(issue.params)} ${issue.path}`]),
        ]),
      ]),
    );
  };
  const notices = async () => (await lookout.request('app.snapshot', {})).notices.map(({ params }) => params);

  beforeAll(async () => {
    folder = await serverFolder('targets');
    await mkdir(join(folder, 'blackbox'));
    const modules = join(folder, 'blackbox', 'modules.yml');
    await writeFile(modules, '{"modules": {}}');
    tls = await certificates();
    const [cert, key] = await Promise.all([readFile(tls.good.certificate), readFile(tls.good.key)]);
    const web = await listen(
      createServer(({ url }, response) => {
        if (url !== '/slow') response.writeHead(url === '/500' ? 500 : 200).end('hello, world');
      }),
    );
    const secure = await listen(createTlsServer({ cert, key }, (_, response) => response.end()));
    const renew = await listen(createTlsServer(expiring, (_, response) => response.end()));
    const tcp = await listen(createTcpServer());
    const [closed = 0] = await freePorts(1);
    dns = await startDns((_, name) => (name === 'gone.example' ? 'nxdomain' : ['192.0.2.1']));
    vantage = await startVantage(KEY, SCRAPE_TOKEN);
    blackbox = await startBlackboxExporter(modules);
    const jobs = [
      {
        job_name: 'lookout',
        authorization: { credentials: SCRAPE_TOKEN },
        file_sd_configs: [{ files: [`${folder}/*.json`] }],
      },
      { job_name: 'lookout-blackbox', file_sd_configs: [{ files: [`${folder}/blackbox/*.json`] }] },
    ];
    prometheus = await startPrometheus(JSON.stringify(jobs));
    const url = `http://127.0.0.1:${prometheus.port}/metrics-of-all`;
    lookout = await startEngine({ prometheus: { url, targetsFile: join(folder, 'lookout.json'), vantageKey: KEY } });
    const page = (path: string, more = {}): EndpointInput => ({
      kind: 'http',
      url: `http://127.0.0.1:${web}${path}`,
      ...more,
    });
    const byName: Readonly<Record<string, EndpointInput>> = {
      web: page('/', { keyword: 'hello, world' }),
      error: page('/500'),
      keyword: page('/', { keyword: 'goodbye' }),
      forbidden: page('/', { keywordAbsent: 'world' }),
      slow: page('/slow'),
      refused: { kind: 'http', url: `http://127.0.0.1:${closed}/` },
      nowhere: { kind: 'http', url: 'http://nowhere.invalid/' },
      untrusted: { kind: 'http', url: `https://127.0.0.1:${secure}/` },
      renew: { kind: 'http', url: `https://127.0.0.1:${renew}/`, verifyTls: false },
      'renew from a': { kind: 'http', url: `https://127.0.0.1:${renew}/`, verifyTls: false, vantages: ['site-a'] },
      port: { kind: 'tcp', host: '127.0.0.1', port: tcp },
      closed: { kind: 'tcp', host: '127.0.0.1', port: closed },
      expiring: { kind: 'tls', host: '127.0.0.1', port: secure, verifyTls: false, warnBefore: '36500d' },
      name: { kind: 'dns', domain: 'here.example', server: '127.0.0.1', port: dns.port },
      gone: { kind: 'dns', domain: 'gone.example', server: '127.0.0.1', port: dns.port },
      // Only root may send echo requests without the ping of the system.
      ...(process.getuid?.() === 0 ? { ping: { kind: 'icmp', host: '127.0.0.1', count: 1 } } : {}),
      nobody: { kind: 'grpc', host: '127.0.0.1', port: closed },
      secret: page('/', { password: PASSWORD, username: 'me', vantages: ['lab', 'site-a'] }),
    };
    endpoints = Object.entries(byName).map(([name, config]) => ({
      name,
      interval: '2s',
      timeout: '1s',
      retries: 0,
      vantages: ['lab'],
      ...config,
    }));
    await follow();
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    const started: readonly (Disposable | undefined)[] = [prometheus, lookout, vantage, blackbox, dns, tls];
    await Promise.all(started.map(async (one) => one?.dispose()));
    await rm(folder, { recursive: true, force: true });
  });

  test('its metrics say what it found, and what it cannot check is said', async () => {
    await expect.poll(found, WAIT).toEqual({
      web: { lab: 'up' },
      error: { lab: 'http.status' },
      keyword: { lab: 'body.keywordMissing' },
      forbidden: { lab: 'body.keywordPresent' },
      slow: { lab: 'timeout' },
      refused: { lab: 'connect.failed' },
      nowhere: { lab: 'dns.failed' },
      untrusted: { lab: 'probe.failed' },
      renew: { lab: 'up' },
      'renew from a': { 'site-a': 'up' },
      port: { lab: 'up' },
      closed: { lab: 'connect.failed' },
      expiring: { lab: 'up' },
      name: { lab: 'up' },
      gone: { lab: 'dns.answers' },
      ...(process.getuid?.() === 0 ? { ping: { lab: 'up' } } : {}),
      nobody: { lab: '{"reason":"kind"} ' },
      secret: { lab: '{"reason":"secret"} password', 'site-a': 'up' },
    });
    const status = async () =>
      Object.fromEntries((await views()).map(({ endpoint, state }) => [endpoint.config.name, state.status]));
    await expect
      .poll(status, WAIT)
      .toMatchObject({ web: 'up', error: 'down', expiring: 'degraded', nobody: 'pending', secret: 'up' });
    const web = (await views()).find(({ endpoint }) => endpoint.config.name === 'web');
    expect(web?.state.last?.phases).toMatchObject({ connect: expect.any(Number), wait: expect.any(Number) });
    expect(await notices()).toEqual([
      expect.objectContaining({ reason: 'unchecked', problem: '1', names: ['nobody'], more: 0 }),
    ]);
  });

  test('no file has the secret, and it is not among the targets of the Lookouts, whose token it must not get', async () => {
    const files = ['lookout.json', 'blackbox/targets.json', 'blackbox/modules.yml'];
    for (const file of files) expect(await readFile(join(folder, file), 'utf8')).not.toContain(PASSWORD);
    const targets = JSON.parse(await readFile(join(folder, 'lookout.json'), 'utf8')) as unknown[];
    const labels = { vantage: 'site-a' };
    expect(targets).toMatchObject([{ labels }, { labels }]);
  });

  test('the certificate that it and a Lookout find is in the details, and alerts say when it expires', async () => {
    await lookout.request('rules.save', {
      rule: { name: 'Certificates', events: ['certificate'], channels: [], expiresWithin: [7] },
    });
    const names = ['renew', 'renew from a'];
    const alerted = async () => {
      const alerts = await lookout.request('alerts.list', { open: true, limit: 10 });
      return alerts.flatMap(({ about, members }) => members.map(({ name }) => `${about} ${name}`)).toSorted();
    };
    await expect.poll(alerted, WAIT).toEqual(names.map((name) => `certificate ${name}`));
    const { fingerprint256, serialNumber } = new X509Certificate(expiring.cert);
    for (const { endpoint } of (await views()).filter(({ endpoint: { config } }) => names.includes(config.name))) {
      const [check] = await lookout.request('checks.list', { id: endpoint.id, limit: 1 });
      expect(check?.details.tls).toMatchObject({
        protocol: 'TLSv1.3',
        authorized: false,
        chain: [{ fingerprint: fingerprint256, names: ['DNS:localhost'], validFrom: null }],
      });
      // An older blackbox_exporter does not report it.
      expect(['', serialNumber]).toContain(check?.details.tls?.chain[0]?.serial);
      const end = check?.details.tls?.chain[0]?.validTo ?? 0;
      expect(Math.abs(end - Date.now() - 3 * 86_400_000)).toBeLessThan(300_000);
    }
  });

  test('an edit reaches it as a new module', async () => {
    endpoints = endpoints.map((one) => (one['name'] === 'keyword' ? { ...one, keyword: 'world' } : one));
    await follow();
    await expect.poll(async () => (await found())['keyword'], WAIT).toEqual({ lab: 'up' });
  });

  test('one that does not load its modules is a notice, and unknown when it does not answer', async () => {
    await blackbox.dispose();
    endpoints = endpoints.map((one) => (one['name'] === 'web' ? { ...one, keyword: 'hello' } : one));
    await follow();
    await expect
      .poll(notices, WAIT)
      .toContainEqual(
        expect.objectContaining({ reason: 'notLoaded', problem: expect.stringMatching(/^lab: .*ECONNREFUSED/u) }),
      );
    await expect.poll(async () => (await found())['port'], WAIT).toEqual({ lab: 'local.vantage' });
  });
});
