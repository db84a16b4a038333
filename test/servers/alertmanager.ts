/** Debian's Alertmanager of Prometheus for tests. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireFile, startOnFreePorts, startProgram, type Disposable } from './process.ts';

const ALERTMANAGER = '/usr/bin/prometheus-alertmanager';
export const ALERTMANAGER_PACKAGES = { [ALERTMANAGER]: 'prometheus-alertmanager' } as const;

export interface Alertmanager extends Disposable {
  /** Such as `http://127.0.0.1:9093`. */
  readonly url: string;
}

/** Starts it and waits until it answers. @throws Error with the name of the Debian package when it is missing */
export async function startAlertmanager(): Promise<Alertmanager> {
  requireFile(ALERTMANAGER, 'prometheus-alertmanager');
  const dir = await mkdtemp(join(tmpdir(), 'lookout-alertmanager-'));
  const config = join(dir, 'alertmanager.yml');
  await writeFile(config, 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
  return startOnFreePorts(
    1,
    async ([port = 0]) => {
      const program = await startProgram(
        ALERTMANAGER,
        [
          `--config.file=${config}`,
          `--storage.path=${dir}`,
          `--web.listen-address=127.0.0.1:${port}`,
          // Alone: it looks for no others.
          '--cluster.listen-address=',
        ],
        [port],
      );
      return { url: `http://127.0.0.1:${port}`, dispose: () => program.dispose() };
    },
    () => rm(dir, { recursive: true, force: true }),
  );
}
