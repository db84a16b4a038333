import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeTime, settle } from '../../engine/testing/fake-ports.ts';
import { createElectronBattery, createLinuxBattery } from './battery.ts';
import { readLinuxBattery } from './linux-battery.ts';

it('follows Electron’s events', () => {
  const state = { battery: false };
  const powerMonitor = Object.assign(new EventEmitter(), { isOnBatteryPower: () => state.battery });
  const seen: boolean[] = [];
  const battery = createElectronBattery({ powerMonitor, onChange: () => void seen.push(battery.isInUse()) });
  state.battery = true;
  powerMonitor.emit('on-battery');
  state.battery = false;
  powerMonitor.emit('on-ac');
  expect(seen).toEqual([true, false]);
  battery.dispose();
  expect(powerMonitor.eventNames()).toEqual([]);
});

it('asks the kernel every minute on Linux, and on refresh', async () => {
  const time = createFakeTime();
  const state = { battery: true };
  const seen: boolean[] = [];
  const battery = createLinuxBattery({
    timers: time.timers,
    onChange: () => void seen.push(battery.isInUse()),
    log: () => {},
    read: async () => state.battery,
  });
  await settle();
  expect(seen).toEqual([true]);
  state.battery = false;
  await time.advance(59_000);
  expect(seen).toEqual([true]);
  await time.advance(1000);
  expect(seen).toEqual([true, false]);
  state.battery = true;
  battery.refresh();
  await settle();
  expect(seen).toEqual([true, false, true]);
  battery.dispose();
  expect(time.pending).toBe(0);
});

describe('readLinuxBattery', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lookout-power-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  async function add(name: string, files: Readonly<Record<string, string>>): Promise<void> {
    await mkdir(join(folder, name), { recursive: true });
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, name, file), `${text}\n`);
  }

  it('is true while a battery discharges and nothing is plugged in', async () => {
    await add('BAT0', { type: 'Battery', status: 'Discharging' });
    await add('AC', { type: 'Mains', online: '0' });
    expect(await readLinuxBattery(folder)).toBe(true);
    await add('AC', { type: 'Mains', online: '1' });
    expect(await readLinuxBattery(folder)).toBe(false);
  });

  it('is false without a battery, while it charges, and for the battery of a mouse', async () => {
    expect(await readLinuxBattery(join(folder, 'none'))).toBe(false);
    expect(await readLinuxBattery(folder)).toBe(false);
    await add('BAT0', { type: 'Battery', status: 'Charging' });
    await add('mouse', { type: 'Battery', status: 'Discharging', scope: 'Device' });
    expect(await readLinuxBattery(folder)).toBe(false);
  });
});
