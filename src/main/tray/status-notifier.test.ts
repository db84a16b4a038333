import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { askBus, BUS_TOOLS, hasStatusNotifierHost, type BusCall, type BusTool } from './status-notifier.ts';

/** @param answers by method; `installed`: the programs that exist */
function bus(answers: Readonly<Record<string, boolean>>, installed: readonly string[]) {
  const calls: string[] = [];
  const ask = async ({ program }: BusTool, { method }: BusCall): Promise<boolean | null> => {
    calls.push(`${program} ${method}`);
    return installed.includes(program) ? (answers[method] ?? false) : null;
  };
  return { ask, calls };
}

describe('hasStatusNotifierHost', () => {
  it('is true when a watcher has a host', async () => {
    const { ask, calls } = bus({ NameHasOwner: true, Get: true }, ['gdbus']);
    expect(await hasStatusNotifierHost(ask)).toBe(true);
    expect(calls).toEqual(['gdbus NameHasOwner', 'gdbus Get']);
  });

  it('is false without a host, and without a watcher, which it then does not start', async () => {
    expect(await hasStatusNotifierHost(bus({ NameHasOwner: true }, ['gdbus']).ask)).toBe(false);
    const { ask, calls } = bus({ Get: true }, ['gdbus']);
    expect(await hasStatusNotifierHost(ask)).toBe(false);
    expect(calls).toEqual(['gdbus NameHasOwner']);
  });

  it('uses another program when one is not installed, and is false when none is', async () => {
    const { ask, calls } = bus({ NameHasOwner: true, Get: true }, ['dbus-send']);
    expect(await hasStatusNotifierHost(ask)).toBe(true);
    expect(calls.at(-1)).toBe('dbus-send Get');
    expect(await hasStatusNotifierHost(bus({}, []).ask)).toBe(false);
  });
});

/** The folders of the PATH that tools are looked for in. */
const isInstalled = (program: string): boolean => existsSync(`/usr/bin/${program}`);

describe.skipIf(!isInstalled('dbus-daemon'))('on a real session bus', () => {
  let stop = (): void => {};
  afterEach(() => {
    vi.unstubAllEnvs();
    stop();
  });

  async function startBus(): Promise<void> {
    const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    stop = () => void daemon.kill();
    for await (const line of createInterface({ input: daemon.stdout })) {
      vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', line);
      return;
    }
  }
  const hasOwner = (name: string): BusCall => ({
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    method: 'NameHasOwner',
    args: [name],
  });

  it.each(BUS_TOOLS.filter(({ program }) => isInstalled(program)))(
    '$program distinguishes true and false',
    async (tool) => {
      await startBus();
      expect(await askBus(tool, hasOwner('org.freedesktop.DBus'))).toBe(true);
      expect(await askBus(tool, hasOwner('org.example.Nobody'))).toBe(false);
    },
  );

  it('has no tray without a desktop', async () => {
    await startBus();
    expect(await hasStatusNotifierHost()).toBe(false);
  });
});

it('is false without a bus, and null without the program', async () => {
  vi.stubEnv('DBUS_SESSION_BUS_ADDRESS', 'unix:path=/nonexistent');
  expect(await hasStatusNotifierHost()).toBe(false);
  const missing: BusTool = { program: 'lookout-no-such-program', argsFor: () => [] };
  const call: BusCall = { destination: '', path: '', interface: '', method: '', args: [] };
  expect(await askBus(missing, call)).toBeNull();
  vi.unstubAllEnvs();
});
