/** Debian's VictoriaMetrics for tests: it scrapes, stores and answers queries as Prometheus does. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { requireFile, startOnFreePorts, startProgram, type Disposable } from './process.ts';
import { serverFolder } from './server-folder.ts';

export const VICTORIA_METRICS = '/usr/bin/victoria-metrics';
export const VICTORIA_METRICS_PACKAGES = { [VICTORIA_METRICS]: 'victoria-metrics' } as const;

export interface VictoriaMetricsServer extends Disposable {
  /** On 127.0.0.1. */
  readonly port: number;
}

/**
 * Starts VictoriaMetrics and waits until it accepts connections.
 * @param scrape `scrape_configs` as YAML or JSON
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startVictoriaMetrics(scrape: string): Promise<VictoriaMetricsServer> {
  requireFile(VICTORIA_METRICS, 'victoria-metrics');
  const dir = await serverFolder('victoria-metrics');
  await mkdir(join(dir, 'data'));
  await writeFile(join(dir, 'prometheus.yml'), `scrape_configs: ${scrape}\n`);
  return await startOnFreePorts(
    1,
    async ([port = 0]) => {
      const args = [
        `-promscrape.config=${dir}/prometheus.yml`,
        // The default is a minute.
        '-promscrape.fileSDCheckInterval=1s',
        // By default, queries see samples only after half a minute.
        '-search.latencyOffset=1s',
        `-storageDataPath=${dir}/data`,
        `-httpListenAddr=127.0.0.1:${port}`,
        '-loggerLevel=ERROR',
      ];
      return { port, ...(await startProgram(VICTORIA_METRICS, args, [port])) };
    },
    () => rm(dir, { recursive: true, force: true }),
  );
}
