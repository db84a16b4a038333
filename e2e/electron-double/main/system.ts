/** The modules that stand for the machine: what is asked of it is recorded, what it tells a spec raises. */
import { randomBytes, createCipheriv, createDecipheriv } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Clipboard, GlobalShortcut, Net, PowerMonitor, PowerSaveBlocker, SafeStorage, Shell } from 'electron';
import { needReady, settings } from '../runtime.ts';
import { strictEmitter, strictObject } from '../strict.ts';
import { normalizeAccelerator } from './accelerators.ts';

/** What the app asked the desktop to open. */
export interface Opened {
  readonly type: 'external' | 'path' | 'folder';
  readonly target: string;
}
export const opened: Opened[] = [];

export const shell = strictObject('shell', {
  async openExternal(url) {
    if (URL.parse(url) === null) throw new Error('Invalid URL');
    opened.push({ type: 'external', target: url });
  },
  async openPath(path) {
    opened.push({ type: 'path', target: path });
    return '';
  },
  showItemInFolder: (path) => void opened.push({ type: 'folder', target: path }),
  beep: () => {},
} satisfies Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'>);

type PowerPart = 'isOnBatteryPower' | 'onBatteryPower' | 'getSystemIdleState' | 'getSystemIdleTime';
class PowerMonitorDouble extends strictEmitter('powerMonitor') implements Pick<PowerMonitor, PowerPart> {
  onBatteryPower = false;
  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }
  getSystemIdleState(): 'active' {
    return 'active';
  }
  getSystemIdleTime(): number {
    return 0;
  }
}
export const powerMonitor = new PowerMonitorDouble();

const blockers = new Set<number>();
let lastBlocker = 0;
export const powerSaveBlocker = strictObject('powerSaveBlocker', {
  start() {
    blockers.add(++lastBlocker);
    return lastBlocker;
  },
  stop: (id) => blockers.delete(id),
  isStarted: (id) => blockers.has(id),
} satisfies Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>);

const shortcuts = new Map<string, () => void>();
export const globalShortcut = strictObject('globalShortcut', {
  register(accelerator, callback) {
    needReady('globalShortcut cannot be used before the app is ready');
    const keys = normalizeAccelerator(accelerator);
    if (shortcuts.has(keys)) return false;
    shortcuts.set(keys, callback);
    return true;
  },
  unregister: (accelerator) => void shortcuts.delete(normalizeAccelerator(accelerator)),
  unregisterAll: () => shortcuts.clear(),
  isRegistered: (accelerator) => shortcuts.has(normalizeAccelerator(accelerator)),
} satisfies Pick<GlobalShortcut, 'register' | 'unregister' | 'unregisterAll' | 'isRegistered'>);

export const registeredShortcuts = (): string[] => [...shortcuts.keys()];

/** @throws when it is not registered */
export function pressShortcut(accelerator: string): void {
  const callback = shortcuts.get(normalizeAccelerator(accelerator));
  if (callback === undefined)
    throw new Error(`Expected ${accelerator} to be registered, got ${[...shortcuts.keys()].join(', ')}`);
  callback();
}

let clipboardText = '';
/** Main's own; the pages' clipboard is Chromium's. */
export const clipboard = strictObject('clipboard', {
  readText: () => Promise.resolve(clipboardText),
  async writeText(text) {
    clipboardText = text;
  },
  clear() {
    clipboardText = '';
  },
} satisfies Pick<Clipboard, 'readText' | 'writeText' | 'clear'>);

export const net = strictObject('net', {
  isOnline: () => Object.values(networkInterfaces()).some((list) => list?.some(({ internal }) => !internal) ?? false),
} satisfies Pick<Net, 'isOnline'>);

export const vault = { available: settings.vault !== false, userData: () => '' };

function key(): Buffer {
  const folder = join(vault.userData(), 'Chromium');
  const file = join(folder, 'double-vault-key');
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file);
}

function needVault(verb: 'encrypting' | 'decrypting'): void {
  needReady('safeStorage cannot be used before app is ready');
  if (!vault.available)
    throw new Error(`Error while ${verb} the text provided to safeStorage. Encryption is not available.`);
}

function seal(text: string): Buffer {
  needVault('encrypting');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key(), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from('v11'), nonce, cipher.getAuthTag(), sealed]);
}

function open(sealed: Buffer): string {
  needVault('decrypting');
  if (sealed.subarray(0, 3).toString() !== 'v11') {
    throw new Error(
      'Error while decrypting the ciphertext provided to safeStorage.decryptString. Ciphertext does not appear to be encrypted.',
    );
  }
  const decipher = createDecipheriv('aes-256-gcm', key(), sealed.subarray(3, 15));
  decipher.setAuthTag(sealed.subarray(15, 31));
  return decipher.update(sealed.subarray(31), undefined, 'utf8') + decipher.final('utf8');
}

export const safeStorage = strictObject('safeStorage', {
  isEncryptionAvailable: () => vault.available,
  isAsyncEncryptionAvailable: () => Promise.resolve(vault.available),
  getSelectedStorageBackend: () => (vault.available ? 'gnome_libsecret' : 'basic_text'),
  encryptString: seal,
  decryptString: open,
  encryptStringAsync: async (text) => seal(text),
  decryptStringAsync: async (sealed) => ({ result: open(sealed), shouldReEncrypt: false }),
} satisfies Pick<
  SafeStorage,
  | 'isEncryptionAvailable'
  | 'isAsyncEncryptionAvailable'
  | 'getSelectedStorageBackend'
  | 'encryptString'
  | 'decryptString'
  | 'encryptStringAsync'
  | 'decryptStringAsync'
>);
