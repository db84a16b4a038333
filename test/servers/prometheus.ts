/** Debian's Prometheus for tests. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts, requireFile, startProgram, type Disposable } from './process.ts';
import { serverFolder } from './server-folder.ts';

export const PROMETHEUS = '/usr/bin/prometheus';
export const PROMETHEUS_PACKAGES = { [PROMETHEUS]: 'prometheus' } as const;

export interface PrometheusServer extends Disposable {
  /** On 127.0.0.1. It requires no password. Its paths begin with `/metrics-of-all`. */
  readonly port: number;
}

/**
 * Starts Prometheus and waits until it accepts connections.
 * @param scrape `scrape_configs` as YAML or JSON. Default: it scrapes nothing
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startPrometheus(scrape = '[]'): Promise<PrometheusServer> {
  requireFile(PROMETHEUS, 'prometheus');
  const dir = await serverFolder('prometheus');
  await mkdir(join(dir, 'data'));
  const [port = 0] = await freePorts(1);
  const rules = `groups: [{ name: test, rules: [{ record: test:answer, expr: vector(42) }], interval: 1s }]\n`;
  await writeFile(join(dir, 'rules.yml'), rules);
  await writeFile(join(dir, 'prometheus.yml'), `rule_files: [rules.yml]\nscrape_configs: ${scrape}\n`);
  const program = await startProgram(
    PROMETHEUS,
    [
      `--config.file=${dir}/prometheus.yml`,
      `--storage.tsdb.path=${dir}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.external-url=http://127.0.0.1/metrics-of-all',
      '--log.level=warn',
    ],
    [port],
  );
  return {
    port,
    async dispose() {
      await program.dispose();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
