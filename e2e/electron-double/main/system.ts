/** The modules for the system. Calls are recorded, and specs emit the events. */
import { randomBytes, createCipheriv, createDecipheriv } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clipboard, GlobalShortcut, PowerMonitor, SafeStorage, Shell } from 'electron';
import { needReady, settings } from '../runtime.ts';
import { strictEmitter, strictObject } from '../strict.ts';
import { normalizeAccelerator } from './accelerators.ts';

/** What the app opened in other programs. */
export interface Opened {
  readonly type: 'external' | 'path';
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
} satisfies Pick<Shell, 'openExternal' | 'openPath'>);

type PowerPart = 'isOnBatteryPower' | 'onBatteryPower';
class PowerMonitorDouble extends strictEmitter('powerMonitor') implements Pick<PowerMonitor, PowerPart> {
  onBatteryPower = false;
  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }
}
export const powerMonitor = new PowerMonitorDouble();

/** Only its events. */
export const autoUpdater = new (strictEmitter('autoUpdater'))();

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
} satisfies Pick<GlobalShortcut, 'register' | 'unregister'>);

export const registeredShortcuts = (): string[] => [...shortcuts.keys()];

/** @throws Error when it is not registered */
export function pressShortcut(accelerator: string): void {
  const callback = shortcuts.get(normalizeAccelerator(accelerator));
  if (callback === undefined)
    throw new Error(`Expected ${accelerator} to be registered, got ${[...shortcuts.keys()].join(', ')}`);
  callback();
}

let clipboardText = '';
/** Main's clipboard. The pages use Chromium's. */
export const clipboard = strictObject('clipboard', {
  readText: () => Promise.resolve(clipboardText),
  async writeText(text) {
    clipboardText = text;
  },
} satisfies Pick<Clipboard, 'readText' | 'writeText'>);

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
  isAsyncEncryptionAvailable: () => Promise.resolve(vault.available),
  getSelectedStorageBackend: () => (vault.available ? 'gnome_libsecret' : 'basic_text'),
  encryptStringAsync: async (text) => seal(text),
  decryptStringAsync: async (sealed) => ({ result: open(sealed), shouldReEncrypt: false }),
} satisfies Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>);
