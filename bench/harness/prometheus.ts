/**
 * Debian's Prometheus with its blackbox_exporter: well-known programs that do the same job. Their CPU time is read from
 * /proc. SIGSTOP pauses both between their turns, as it pauses the other sides.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TestBed } from './test-bed.ts';

const PROMETHEUS = '/usr/bin/prometheus';
const BLACKBOX = '/usr/bin/prometheus-blackbox-exporter';
/** The unit of `utime` and `stime` in /proc/<pid>/stat (proc(5)): USER_HZ, 100 on Linux. */
const TICK_MS = 10;

/** Why Prometheus cannot be measured here; empty: it can. */
export function whyNoPrometheus(): string {
  const missing = [PROMETHEUS, BLACKBOX].filter((path) => !existsSync(path));
  if (missing.length === 0) return '';
  return `${missing.join(' and ')} missing (Debian: apt-get install prometheus prometheus-blackbox-exporter)`;
}

interface Measured {
  /** User and system time of the processes since they started. */
  cpuMs(): number;
  rssBytes(): number;
  stop(): Promise<void>;
}

/** Prometheus with blackbox_exporter. */
export interface ProbingPrometheus extends Measured {
  pause(): void;
  resume(): void;
}

/** Starts both, and resolves when Prometheus is ready. Its first probes are spread over the first interval. */
export async function startPrometheus(
  bed: TestBed,
  options: { readonly targets: readonly string[]; readonly intervalMs: number },
): Promise<ProbingPrometheus> {
  const dir = await bed.newDir('prometheus');
  const [port, blackboxPort] = [await freePort(), await freePort()];
  const file = (name: string) => join(dir, name);
  await writeFile(file('blackbox.yml'), blackboxConfig(bed.certificates?.authority));
  await writeFile(file('targets.json'), JSON.stringify([{ targets: options.targets }]));
  await writeFile(file('prometheus.yml'), prometheusConfig(options.intervalMs, blackboxPort, file('targets.json')));
  const children = [
    startProgram(BLACKBOX, [
      `--config.file=${file('blackbox.yml')}`,
      `--web.listen-address=127.0.0.1:${blackboxPort}`,
      '--log.level=error',
    ]),
    startProgram(PROMETHEUS, [
      `--config.file=${file('prometheus.yml')}`,
      `--storage.tsdb.path=${file('data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ]),
  ];
  const stop = async () => {
    for (const child of children) child.kill('SIGCONT');
    await Promise.all(children.map(stopProgram));
  };
  bed.defer(stop);
  await ready(`http://127.0.0.1:${port}/-/ready`, children);
  return {
    ...measured(children),
    pause: () => children.forEach((child) => void child.kill('SIGSTOP')),
    resume: () => children.forEach((child) => void child.kill('SIGCONT')),
    stop,
  };
}

export interface Prometheus extends Measured {
  readonly url: string;
}

/**
 * Starts Prometheus alone, with targets that another program writes.
 * @param targets a glob of files for `file_sd_configs`
 */
export async function startFollowing(bed: TestBed, targets: string): Promise<Prometheus> {
  const dir = await bed.newDir('prometheus');
  const port = await freePort();
  const job = { job_name: 'lookout', file_sd_configs: [{ files: [targets] }] };
  await writeFile(join(dir, 'prometheus.yml'), JSON.stringify({ scrape_configs: [job] }));
  const children = [
    startProgram(PROMETHEUS, [
      `--config.file=${join(dir, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(dir, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ]),
  ];
  const stop = async () => {
    await Promise.all(children.map(stopProgram));
  };
  bed.defer(stop);
  const url = `http://127.0.0.1:${port}`;
  await ready(`${url}/-/ready`, children);
  return { url, ...measured(children), stop };
}

function measured(children: readonly ChildProcess[]): Pick<Measured, 'cpuMs' | 'rssBytes'> {
  return {
    cpuMs: () => children.reduce((sum, { pid }) => sum + processCpuMs(pid ?? 0), 0),
    rssBytes: () => children.reduce((sum, { pid }) => sum + processRssBytes(pid ?? 0), 0),
  };
}

function blackboxConfig(authority: string | undefined): string {
  const tls = authority === undefined ? '' : `\n      tls_config: { ca_file: ${JSON.stringify(authority)} }`;
  return `modules:\n  http_2xx:\n    prober: http\n    timeout: 10s\n    http:\n      preferred_ip_protocol: ip4${tls}\n`;
}

/** Targets come from a file, as for real users with thousands of targets. */
function prometheusConfig(intervalMs: number, blackboxPort: number, targets: string): string {
  return `global: { scrape_interval: ${intervalMs}ms, scrape_timeout: ${intervalMs}ms }
scrape_configs:
  - job_name: probe
    metrics_path: /probe
    params: { module: [http_2xx] }
    file_sd_configs: [{ files: [${JSON.stringify(targets)}] }]
    relabel_configs:
      - { source_labels: [__address__], target_label: __param_target }
      - { source_labels: [__param_target], target_label: instance }
      - { target_label: __address__, replacement: "127.0.0.1:${blackboxPort}" }
`;
}

/** Starts a program that logs only errors. */
export function startProgram(program: string, args: readonly string[]): ChildProcess {
  return spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Stops it, or kills it after 5 s. */
export async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(late);
}

/** Waits until the address answers. @throws Error when a program has ended, or after 30 s */
export async function ready(url: string, children: readonly ChildProcess[]): Promise<void> {
  const until = performance.now() + 30_000;
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok === true) return;
    const ended = children.some((child) => child.exitCode !== null);
    if (ended || performance.now() > until) throw new Error('Prometheus did not get ready');
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** User and system time of a process and its threads, accurate to 10 ms. */
export function processCpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Skips the name in parentheses, which may contain spaces. The rest begins at field 3; utime and stime are 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

export function processRssBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
