/** Test code: a systemd of the user that runs the tests, with units of its own, apart from the system's. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Disposable } from '../../../../../../test/servers/process.ts';

const SYSTEMD = '/lib/systemd/systemd';
/** It exists where systemd is the first process. Elsewhere systemd refuses to run for a user too. */
const BOOTED = '/run/systemd/system';

const UNITS = {
  'lookout-good.service': '[Unit]\nDescription=Good one\n[Service]\nExecStart=/bin/sleep 1000\n',
  'lookout-bad.service': '[Service]\nExecStart=/bin/sh -c "exit 3"\n',
  'lookout-done.service': '[Service]\nType=oneshot\nExecStart=/bin/true\n',
};

export interface UserSystemd extends Disposable {
  /** The environment for `systemctl --user`. */
  readonly env: Readonly<Record<string, string>>;
}

/** @returns null where systemd cannot run, such as in most containers */
export async function startUserSystemd(): Promise<UserSystemd | null> {
  if (!existsSync(SYSTEMD) || !existsSync(BOOTED)) return null;
  const folder = await mkdtemp(join(tmpdir(), 'lookout-systemd-'));
  const env = { XDG_RUNTIME_DIR: join(folder, 'run'), XDG_CONFIG_HOME: join(folder, 'config') };
  await mkdir(env.XDG_RUNTIME_DIR, { mode: 0o700 });
  await mkdir(join(env.XDG_CONFIG_HOME, 'systemd', 'user'), { recursive: true });
  for (const [name, text] of Object.entries(UNITS)) {
    await writeFile(join(env.XDG_CONFIG_HOME, 'systemd', 'user', name), text);
  }
  const child = spawn(SYSTEMD, ['--user'], { stdio: 'ignore', env: { ...process.env, ...env } });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const dispose = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  while (!existsSync(join(env.XDG_RUNTIME_DIR, 'systemd', 'private'))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      await dispose();
      return null;
    }
    // The pause between two looks. The condition is the socket.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    env,
    dispose: async () => {
      await stopUnits(env);
      await dispose();
    },
  };
}

/** Its services would outlive a killed systemd. */
async function stopUnits(env: UserSystemd['env']): Promise<void> {
  await systemctl(env, 'stop', ...Object.keys(UNITS));
}

/** Runs `systemctl --user` and waits for it, whatever its result. */
export async function systemctl(env: UserSystemd['env'], ...args: readonly string[]): Promise<void> {
  const child = spawn('systemctl', ['--user', ...args], { stdio: 'ignore', env: { ...process.env, ...env } });
  await new Promise((resolve) => child.once('close', resolve));
}
