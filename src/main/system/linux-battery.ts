import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const POWER_SUPPLIES = '/sys/class/power_supply';

/**
 * Whether this machine runs on battery: a battery is discharging, and no external supply is connected. The files are
 * documented in the kernel's `Documentation/ABI/testing/sysfs-class-power`.
 * @param folder another folder in tests
 * @returns false on a machine without a battery
 */
export async function readLinuxBattery(folder = POWER_SUPPLIES): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  const supplies = await Promise.all(names.map((name) => readSupply(join(folder, name))));
  return supplies.includes('discharging') && !supplies.includes('external');
}

async function readSupply(folder: string): Promise<'discharging' | 'external' | 'other'> {
  const read = (name: string): Promise<string> =>
    readFile(join(folder, name), 'utf8').then(
      (text) => text.trim(),
      () => '',
    );
  const [type, scope, status, online] = await Promise.all(['type', 'scope', 'status', 'online'].map(read));
  // It is the battery of a mouse or a headset.
  if (scope === 'Device') return 'other';
  if (type === 'Battery') return status === 'Discharging' ? 'discharging' : 'other';
  return online === '1' ? 'external' : 'other';
}
