/**
 * Podman for tests: a container engine that speaks Docker's API on a Unix socket, with containers of one program
 * (BusyBox), whose image is built here. Only root may run it, and all of its data is in its own folder.
 */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { startProgram, requireFile, type Disposable } from './process.ts';

const run = promisify(execFile);

export const PODMAN = '/usr/bin/podman';
const BUSYBOX = '/usr/bin/busybox';
export const PODMAN_PACKAGES = { [PODMAN]: 'podman', [BUSYBOX]: 'busybox', '/usr/sbin/runc': 'runc' } as const;

const IMAGE = 'localhost/lookout-test';

export interface Podman extends Disposable {
  /** The path of the socket. */
  readonly socket: string;
  /** Runs a `podman` command, and returns its output. */
  podman(...args: readonly string[]): Promise<string>;
  /** Runs a container that does nothing for an hour. @param healthCommand of BusyBox, such as `true` */
  start(name: string, healthCommand?: string): Promise<void>;
}

/** @throws Error with the name of the Debian package when something is missing */
export async function startPodman(): Promise<Podman> {
  for (const [file, name] of Object.entries(PODMAN_PACKAGES)) requireFile(file, name);
  // A path that is longer cannot be a socket.
  const folder = await mkdtemp(join(tmpdir(), 'lookout-pod-'));
  const socket = join(folder, 'p.sock');
  const options = [
    `--root=${join(folder, 'root')}`,
    `--runroot=${join(folder, 'run')}`,
    `--tmpdir=${join(folder, 'tmp')}`,
    // These need neither a special file system, nor systemd, nor a certain version of control groups.
    '--storage-driver=vfs',
    '--cgroup-manager=cgroupfs',
    '--events-backend=file',
    '--runtime=runc',
  ];
  const podman = async (...args: readonly string[]) => (await run(PODMAN, [...options, ...args])).stdout;
  await importImage(folder, podman);
  const service = await startProgram(PODMAN, [...options, 'system', 'service', '--time', '0', `unix://${socket}`], []);
  return {
    socket,
    podman,
    async start(name, healthCommand) {
      // As a list: the image has no shell.
      const command = JSON.stringify([BUSYBOX, healthCommand]);
      const health = healthCommand === undefined ? [] : ['--health-cmd', command];
      const limits = ['--ulimit', 'nofile=1024:1024', '--ulimit', 'nproc=1024:1024'];
      // Only tests run the health check.
      const quiet = ['--detach', '--network', 'none', '--health-interval', 'disable'];
      await podman('run', '--name', name, ...limits, ...quiet, ...health, IMAGE, BUSYBOX, 'sleep', '3600');
    },
    async dispose() {
      await podman('rm', '--all', '--force', '--time', '0').catch(() => '');
      await service.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Builds an image of BusyBox and the libraries that it needs. */
async function importImage(folder: string, podman: Podman['podman']): Promise<void> {
  const { stdout } = await run('ldd', [BUSYBOX]).catch(() => ({ stdout: '' }));
  const files = [BUSYBOX, ...(stdout.match(/\/\S+/gu) ?? [])];
  for (const file of files) {
    const copy = join(folder, 'image', file);
    await mkdir(dirname(copy), { recursive: true });
    await copyFile(file, copy);
  }
  const archive = join(folder, 'image.tar');
  await run('tar', ['-C', join(folder, 'image'), '-cf', archive, '.']);
  await podman('import', archive, IMAGE);
}
