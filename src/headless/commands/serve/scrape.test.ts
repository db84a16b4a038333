/**
 * Compares `/probe` with the real blackbox_exporter, checks `/metrics` with the real promtool, and has the real
 * Prometheus scrape both.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BLACKBOX_PACKAGES, startBlackboxExporter, type BlackboxExporter } from '../../../../test/servers/blackbox.ts';
import {
  certificates as createCertificates,
  OPENSSL_PACKAGES,
  type Certificates,
} from '../../../../test/servers/certificates.ts';
import { available } from '../../../../test/servers/process.ts';
import { PROMETHEUS_PACKAGES, startPrometheus, type PrometheusServer } from '../../../../test/servers/prometheus.ts';
import { startDns, type DnsServer } from '../../../../test/servers/dns.ts';
import { documentedJob, expectPanels } from '../../testing/documented-panels.ts';
import { ServeProcesses, WAIT, type Ready } from '../../testing/serve-processes.ts';

const packages = { ...BLACKBOX_PACKAGES, ...PROMETHEUS_PACKAGES, ...OPENSSL_PACKAGES };
const { skip, reason } = available(packages);
const SCRAPE_TOKEN = 'a-token-for-prometheus';
const PASSWORD = 'hunter2-of-the-module';

describe.skipIf(skip)(`with the real programs${reason}`, () => {
  let processes: ServeProcesses;
  let lookout: Ready;
  let blackbox: BlackboxExporter;
  let certificates: Certificates;
  const servers: Server[] = [];
  let dns: DnsServer;
  let plain = '';
  let secure = '';
  let dnsServer = '';

  const listen = async (server: Server): Promise<string> => {
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  beforeAll(async () => {
    certificates = await createCertificates();
    const [cert, key] = await Promise.all([readFile(certificates.good.certificate), readFile(certificates.good.key)]);
    plain = await listen(createServer((_, response) => response.end('hello')));
    secure = `https://${await listen(createTlsServer({ cert, key }, (_, response) => response.end('hello')))}/`;
    dns = await startDns(() => ['192.0.2.1']);
    dnsServer = `127.0.0.1:${dns.port}`;
    processes = await ServeProcesses.create();
    const config = join(processes.folder, 'lookout.yaml');
    const modules = {
      https_any: { kind: 'http', verifyTls: false },
      signed_in: { kind: 'http', username: 'me', password: '${MODULE_PASSWORD}', keyword: 'absent' },
      dns_server: { kind: 'dns', domain: 'example.org' },
      with_place: { kind: 'http', url: 'http://{target}/of/{host}/{port}' },
      disk: { kind: 'disk', path: '{target}' },
    };
    const endpoints = [
      { kind: 'tcp', name: 'Plain', group: 'Shop', host: '127.0.0.1', port: Number(plain.split(':')[1]) },
    ];
    await writeFile(config, JSON.stringify({ endpoints, modules }));
    lookout = await processes.startReady(['--config', config, '--scrape-from', '127.0.0.1'], {
      LOOKOUT_SCRAPE_TOKEN: SCRAPE_TOKEN,
      MODULE_PASSWORD: PASSWORD,
    });
    blackbox = await startBlackboxExporter({
      modules: {
        http_2xx: { prober: 'http' },
        https_any: { prober: 'http', http: { tls_config: { insecure_skip_verify: true } } },
        tcp_connect: { prober: 'tcp' },
        icmp: { prober: 'icmp' },
        dns_server: { prober: 'dns', dns: { query_name: 'example.org', query_type: 'A' } },
      },
    });
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await Promise.all([blackbox?.dispose(), dns?.dispose(), certificates?.dispose(), processes?.dispose()]);
  });

  const ask = (origin: string, target: string, module: string, headers: Record<string, string> = {}) =>
    fetch(`${origin}/probe?${new URLSearchParams({ target, module }).toString()}`, { headers });
  const probe = async (target: string, module: string) => {
    const response = await ask(lookout.origin, target, module);
    expect(response.status).toBe(200);
    return await response.text();
  };

  /** The compared modules, each with its target. */
  const COMPARED_PROBES: (readonly [module: string, target: () => string])[] = [
    ['http_2xx', () => plain],
    ['http_2xx', () => '127.0.0.1:1'],
    ['https_any', () => secure],
    ['tcp_connect', () => plain],
    ['dns_server', () => dnsServer],
  ];
  // Only root may send echo requests without the ping of the system, as blackbox_exporter does.
  if (process.getuid?.() === 0) COMPARED_PROBES.push(['icmp', () => '127.0.0.1']);

  test.each(COMPARED_PROBES)('%s has every series of blackbox_exporter', async (module, target) => {
    const answers = await Promise.all([
      probe(target(), module),
      ask(`http://127.0.0.1:${blackbox.port}`, target(), module).then((response) => response.text()),
    ]);
    const [ours = [], theirs = []] = answers.map(seriesOf);
    expect(theirs).toContain('probe_success');
    expect(ours).toEqual(expect.arrayContaining(theirs.filter((series) => !MISSING.has(series))));
    const [own, other] = answers.map((text) => COMPARED.map((name) => valueOf(text, name)));
    expect(own).toEqual(other);
  });

  test('a module adds its fields, and its secret is in no answer', async () => {
    const text = await probe(plain, 'signed_in');
    expect(valueOf(text, 'probe_success')).toBe('0');
    expect(text).toContain('probe_failure_info{code="body.keywordMissing"');
    expect(valueOf(text, 'probe_failed_due_to_regex')).toBe('1');
    expect(text).not.toContain(PASSWORD);
  });

  test('a module defines which field the target fills', async () => {
    expect(valueOf(await probe(plain, 'with_place'), 'probe_success')).toBe('1');
    expect(await probe('/', 'disk')).toMatch(/^probe_disk_\w+ \d/mu);
  });

  test.each([
    ['unix:///var/run/docker.sock', 'tcp_connect', 400],
    ['', 'http_2xx', 400],
    ['127.0.0.1', 'nothing', 404],
    ['no target', 'tcp_connect', 400],
    ['x'.repeat(3_000), 'http_2xx', 400],
  ])('refuses the target %j of %s', async (target, module, status) => {
    const response = await ask(lookout.origin, target, module);
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain(PASSWORD);
  });

  test('ends before Prometheus gives up', async () => {
    const silent = await listen(createServer(() => undefined));
    const headers = { 'x-prometheus-scrape-timeout-seconds': '0.9' };
    const text = await (await ask(lookout.origin, silent, 'http_2xx', headers)).text();
    expect(text).toContain('probe_failure_info{code="timeout"');
    expect(Number(valueOf(text, 'probe_duration_seconds'))).toBeLessThan(5);
  });

  test('promtool finds nothing wrong with the metrics', async () => {
    await expect
      .poll(() => metrics(), WAIT)
      .toMatch(/^lookout_endpoint_up\{[^}]*name="Plain",kind="tcp",group="Shop"\} 1$/mu);
    expect(await promtool(await metrics())).toEqual({ code: 0, out: '' });
    const open = async () =>
      (await fetch(`${lookout.origin}/metrics`, { headers: { accept: 'application/openmetrics-text' } })).text();
    // The figures of Lookout itself come with its first look at them, after a second.
    await expect.poll(open, WAIT).toContain('# TYPE lookout_checks counter\n');
    expect(await open()).toMatch(/# EOF\n$/u);
  });

  test('Prometheus scrapes both, and has the same series for the same target', async () => {
    const authorization = { credentials: SCRAPE_TOKEN };
    const documented = `http://${plain}/documented`;
    const job = (name: string, address: string) => ({
      job_name: name,
      scrape_interval: '1s',
      metrics_path: '/probe',
      authorization,
      static_configs: [
        { targets: [address], labels: { __param_target: plain, __param_module: 'http_2xx', instance: plain } },
      ],
    });
    const document = await readFile(new URL('../../../../docs/prometheus.md', import.meta.url), 'utf8');
    const scrape = [
      { ...documentedJob(document, lookout.origin.replace('http://', ''), documented), authorization },
      job('lookout', lookout.origin.replace('http://', '')),
      job('blackbox', `127.0.0.1:${blackbox.port}`),
      {
        job_name: 'own',
        scrape_interval: '1s',
        static_configs: [{ targets: [lookout.origin.replace('http://', '')] }],
      },
    ];
    const prometheus = await startPrometheus(JSON.stringify(scrape));
    try {
      const query = (text: string) => queryOf(prometheus, text);
      // As dashboards for blackbox_exporter query it.
      await expect
        .poll(() => query(`probe_success{instance="${plain}"}`), WAIT)
        .toEqual({ blackbox: '1', lookout: '1' });
      await expect
        .poll(() => query('count by (job) (probe_http_duration_seconds)'), WAIT)
        .toEqual({
          blackbox: '5',
          documented: '5',
          lookout: '5',
        });
      expect(await query('probe_http_status_code')).toEqual({ blackbox: '200', documented: '200', lookout: '200' });
      await expect.poll(() => query('lookout_endpoint_up'), WAIT).toEqual({ own: '1' });
      expect(await query('up')).toEqual({ blackbox: '1', documented: '1', lookout: '1', own: '1' });
      await expectPanels(document, prometheus.port, documented);
    } finally {
      await prometheus.dispose();
    }
  });

  async function metrics(): Promise<string> {
    return await (await fetch(`${lookout.origin}/metrics`)).text();
  }
});

/** Series that Lookout does not measure, or that Debian's version gives for a chain that was not verified. */
const MISSING = new Set([
  'probe_icmp_reply_hop_limit',
  'probe_dns_additional_rrs',
  'probe_icmp_duration_seconds{phase="setup"}',
  'probe_ssl_last_chain_expiry_timestamp_seconds',
]);
/** Their values must be equal. */
const COMPARED = [
  'probe_success',
  'probe_ip_protocol',
  'probe_ip_addr_hash',
  'probe_http_status_code',
  'probe_http_ssl',
  'probe_http_version',
  'probe_http_redirects',
  'probe_http_content_length',
  'probe_http_uncompressed_body_length',
  'probe_failed_due_to_regex',
  'probe_ssl_earliest_cert_expiry',
  'probe_dns_answer_rrs',
  'probe_dns_query_succeeded',
];

/**
 * The names of all series with their labels, without the values of labels about a certificate, a cipher or a version.
 */
function seriesOf(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const names = lines.map((line) => line.replace(/ \S+$/u, '').replaceAll(/(?<!phase=)"[^"]*"/gu, '""'));
  // Newer versions of blackbox_exporter than Debian's have the label.
  return names.map((name) => name.replace('serialnumber="",', ''));
}

function valueOf(text: string, name: string): string | undefined {
  const value = new RegExp(`^${name} (?<value>\\S+)$`, 'mu').exec(text)?.groups?.['value'];
  // Go writes large numbers as 1.5e+09.
  return value === undefined ? undefined : String(Number(value));
}

async function queryOf({ port }: PrometheusServer, query: string): Promise<Record<string, string>> {
  const url = `http://127.0.0.1:${port}/metrics-of-all/api/v1/query?${new URLSearchParams({ query }).toString()}`;
  const { data } = (await (await fetch(url)).json()) as {
    data: { result: { metric: { job: string }; value: [number, string] }[] };
  };
  const entries = data.result.map(({ metric, value }) => [metric.job, value[1]] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b)));
}

function promtool(text: string): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const child = execFile('/usr/bin/promtool', ['check', 'metrics'], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr });
    });
    child.stdin?.end(text);
  });
}
