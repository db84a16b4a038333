/** Debian's blackbox_exporter for tests. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts, requireFile, startProgram, type Disposable } from './process.ts';
import { serverFolder } from './server-folder.ts';

export const BLACKBOX = '/usr/bin/prometheus-blackbox-exporter';
export const BLACKBOX_PACKAGES = { [BLACKBOX]: 'prometheus-blackbox-exporter' } as const;

export interface BlackboxExporter extends Disposable {
  /** On 127.0.0.1. */
  readonly port: number;
}

/**
 * Starts blackbox_exporter and waits until it accepts connections.
 * @param config the whole of its config file, or the path of one
 * @throws Error with the name of the Debian package when it is missing
 */
export async function startBlackboxExporter(config: object | string): Promise<BlackboxExporter> {
  requireFile(BLACKBOX, 'prometheus-blackbox-exporter');
  const dir = await serverFolder('blackbox');
  const [port = 0] = await freePorts(1);
  const file = typeof config === 'string' ? config : join(dir, 'blackbox.yml');
  // JSON is YAML.
  if (typeof config !== 'string') await writeFile(file, JSON.stringify(config));
  const args = [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${port}`];
  const program = await startProgram(BLACKBOX, args, [port]);
  return {
    port,
    async dispose() {
      await program.dispose();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
