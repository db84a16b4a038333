/** What `/probe` promises of every kind, without a network. */
import { describe, expect, test } from 'vitest';
import type { CheckOutcome } from '../../contract/model/check.ts';
import { writeMetrics } from '../base/metrics-text.ts';
import { loadLibraries } from '../conditions/libraries.ts';
import { checkKinds, findKind, parseEndpoint } from '../check/registry.ts';
import type { CheckKind } from '../check/kind.ts';
import { findModule, inputOf, sampleOf } from './modules.ts';
import { probeMetrics } from './probe-metrics.ts';

const NOTHING: CheckOutcome = { durationMs: 0, selfMs: 0, phases: {}, metrics: {}, failure: null, details: {} };

async function write(kind: CheckKind, outcome: Partial<CheckOutcome>): Promise<string> {
  const exporter = (await kind.loadExporter?.()) ?? null;
  const check = { outcome: { ...NOTHING, ...outcome }, observed: {}, success: true, totalMs: 1500 };
  return writeMetrics(probeMetrics(kind, check, { exporter, fields: {} }), 'text');
}

function kindOf(name: string): CheckKind {
  const kind = findKind(name);
  if (kind === undefined) throw new Error(`There is no kind ${name}`);
  return kind;
}

describe.each(checkKinds.map((kind) => [kind.kind, kind] as const))('kind %s', (name, kind) => {
  test('has each of its metrics and phases once, as probe_KIND_METRIC', async () => {
    const metrics = Object.fromEntries(kind.metrics.map((metric, index) => [metric.name, index + 1]));
    const phases = Object.fromEntries(kind.phases.map((phase) => [phase.name, 1000]));
    const text = await write(kind, { metrics, phases });
    const types = text.split('\n').filter((line) => line.startsWith('# TYPE '));
    expect(new Set(types).size).toBe(types.length);
    for (const line of types) expect(line).toMatch(/^# TYPE probe_[a-z0-9_]+ gauge$/u);
    const own = text.split('\n').filter((line) => line.startsWith(`probe_${name.replaceAll('-', '_')}_`));
    expect(own.length).toBeGreaterThanOrEqual(kind.metrics.length);
    const total = [...text.matchAll(/_duration_seconds\{phase="[^"]+"\} (\d+)/gu)].reduce(
      (sum, [, value]) => sum + Number(value),
      0,
    );
    expect(total).toBe(kind.phases.length);
  });

  test('has a sample target for its modules', async () => {
    await loadLibraries();
    const { kind: _, ...fields } = kind.example;
    const parsed = parseEndpoint(sampleOf({ ...fields, kind: name }, checkKinds));
    expect(parsed.ok || parsed.issues).toBe(true);
  });
});

test.each([
  ['http_2xx', 'example.org/a', { kind: 'http', url: 'http://example.org/a' }],
  ['http_2xx', 'https://example.org', { kind: 'http', url: 'https://example.org' }],
  ['tcp_connect', '[::1]:22', { kind: 'tcp', host: '::1', port: 22 }],
  ['icmp', '2001:db8::1', { kind: 'icmp', host: '2001:db8::1', count: 1 }],
  ['icmp', 'icmp://router', { kind: 'icmp', host: 'router', count: 1 }],
  ['dns', 'example.org', { kind: 'dns', domain: 'example.org' }],
  [
    'dns',
    'dns://192.0.2.53/example.org?type=MX',
    { kind: 'dns', server: '192.0.2.53', domain: 'example.org', type: 'MX' },
  ],
  ['mine', '192.0.2.53:5353', { kind: 'dns', domain: 'a.example', server: '192.0.2.53', port: 5353 }],
  ['placed', 'web:81', { kind: 'http', url: 'http://web:81/of/web' }],
  ['tcp_connect', 'http://example.org', null],
])('%s reads the target %s', async (name, target, expected) => {
  const modules = {
    mine: { kind: 'dns', domain: 'a.example' },
    placed: { kind: 'http', url: 'http://{target}/of/{host}' },
  };
  const module = findModule(name, modules, checkKinds);
  expect(module).not.toBeNull();
  if (module === null) return;
  const kind = kindOf(module.kind);
  const readTarget = (await kind.loadExporter?.())?.readTarget;
  expect(inputOf(module, target, { kind, readTarget })).toEqual(expected);
});

test('a name of Object is no module', () => {
  expect(findModule('constructor', {}, checkKinds)).toBeNull();
});

test.each([
  ['203.0.113.7:443', 4],
  ['[2001:db8::1]:443', 6],
  ['[2001:db8:0:0:0:0:0:1]', 6],
] as const)('%s is IPv%i, and has one hash however it is written', async (remoteAddress, protocol) => {
  const text = await write(kindOf('tcp'), { details: { remoteAddress } });
  expect(text).toContain(`\nprobe_ip_protocol ${protocol}\n`);
  const hash = /\nprobe_ip_addr_hash (\d+)\n/u.exec(text)?.[1];
  expect(Number(hash)).toBe(
    protocol === 6 ? fnv([0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]) : fnv([203, 0, 113, 7]),
  );
});

/** FNV-1a by big integers. */
function fnv(bytes: readonly number[]): number {
  return Number(bytes.reduce((hash, byte) => ((hash ^ BigInt(byte)) * 0x01000193n) % 2n ** 32n, 0x811c9dc5n));
}

test('a certificate is given as blackbox_exporter does', async () => {
  const certificate = {
    subject: 'CN=a',
    issuer: 'CN=b',
    names: ['DNS:a.example', 'DNS:b.example'],
    validFrom: 0,
    validTo: 2_000_000_000_000,
    serial: 'AB',
    fingerprint: 'AA:BB',
  };
  const root = { ...certificate, validTo: 1_900_000_000_000 };
  const tls = { protocol: 'TLSv1.3', cipher: 'X', alpn: '', chain: [certificate, root], authorized: true };
  const text = await write(kindOf('tls'), { details: { tls } });
  expect(text).toContain('\nprobe_ssl_earliest_cert_expiry 1900000000\n');
  expect(text).toContain('\nprobe_tls_version_info{version="TLS 1.3"} 1\n');
  expect(text).toContain(
    'fingerprint_sha256="aabb",issuer="CN=b",serialnumber="ab",subject="CN=a",subjectalternative="a.example,b.example"',
  );
});
