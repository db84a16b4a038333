/**
 * Prepares the page's own world before its first script: the other side of the context bridge, a `window.open` that asks
 * main, and the functions for which Electron asks main's permission handlers. Its source text runs in the page.
 */
import type { createBridgeSide } from './bridge.ts';
import type { WorldNames } from './isolated-world.ts';

/** The script's name in Chromium's debugger, so that only its own pauses are handled. */
export const MAIN_WORLD_URL = 'electron-double://main-world.js';

export function installMainWorld(names: WorldNames, createSide: typeof createBridgeSide): void {
  const world = globalThis as unknown as Record<string, unknown>;

  /**
   * Main decides while the page waits: it halts in the debugger, where main reads `_question` and then resumes it.
   * `null` is what a page gets for a window that is denied.
   */
  const halt = (_question: string): void => {
    // oxlint-disable-next-line no-debugger -- this pauses the page until main answers
    debugger;
  };
  world['open'] = function open(url: unknown = '', name: unknown = '', features: unknown = ''): null {
    const href = url === '' ? 'about:blank' : (URL.parse(String(url), document.baseURI)?.href ?? String(url));
    halt(JSON.stringify({ url: href, frameName: String(name), features: String(features) }));
    return null;
  };
  if (window.top !== window || location.protocol === 'chrome-error:') return;

  let ask: (permission: string, query: boolean) => Promise<boolean> = () => Promise.resolve(false);
  createSide(names.page, names.isolated, (name, value) => {
    if (name === 'ask') {
      ask = value as typeof ask;
      return;
    }
    const key = name.slice('expose:'.length);
    if (key in world) throw new Error('Cannot bind an API on top of an existing property on the window object');
    Object.defineProperty(world, key, { value, enumerable: true, writable: false, configurable: false });
  });

  type Method = (this: unknown, ...args: unknown[]) => unknown;
  /** Makes a method ask main first. Main then tells Chromium whether to allow it. */
  function gate(owner: object | undefined, method: string, permission: string, refused?: () => unknown): void {
    const target = owner as Record<string, Method> | undefined;
    const real = target?.[method];
    if (target === undefined || real === undefined) return;
    Object.defineProperty(target, method, {
      configurable: true,
      writable: true,
      async value(this: unknown, ...args: unknown[]) {
        const granted = await ask(permission, false);
        return granted || refused === undefined ? real.apply(this, args) : refused();
      },
    });
  }
  const denied = (): never => {
    throw new DOMException('Permission denied', 'NotAllowedError');
  };
  gate(globalThis.Notification, 'requestPermission', 'notifications');
  gate(globalThis.Geolocation?.prototype, 'getCurrentPosition', 'geolocation');
  gate(globalThis.Geolocation?.prototype, 'watchPosition', 'geolocation');
  gate(globalThis.MediaDevices?.prototype, 'getUserMedia', 'media', denied);
  gate(globalThis.MediaDevices?.prototype, 'getDisplayMedia', 'display-capture', denied);
  gate(globalThis.Clipboard?.prototype, 'read', 'clipboard-read', denied);
  gate(globalThis.Clipboard?.prototype, 'readText', 'clipboard-read', denied);
  gate(globalThis.Clipboard?.prototype, 'write', 'clipboard-sanitized-write', denied);
  gate(globalThis.Clipboard?.prototype, 'writeText', 'clipboard-sanitized-write', denied);
  gate(globalThis.Navigator?.prototype, 'requestMIDIAccess', 'midi', denied);
  gate(globalThis.Element.prototype, 'requestFullscreen', 'fullscreen', () => {
    throw new TypeError('Permissions check failed');
  });
  gate(globalThis.Element.prototype, 'requestPointerLock', 'pointerLock', denied);

  const CHECKED: Readonly<Record<string, string>> = {
    notifications: 'notifications',
    geolocation: 'geolocation',
    camera: 'media',
    microphone: 'media',
    'clipboard-read': 'clipboard-read',
    'clipboard-write': 'clipboard-sanitized-write',
    midi: 'midi',
  };
  const permissions = globalThis.Permissions?.prototype as unknown as { query: Method } | undefined;
  if (permissions === undefined) return;
  const { query } = permissions;
  permissions.query = async function gatedQuery(...args) {
    const permission = CHECKED[String((args[0] as { name?: unknown } | undefined)?.name)];
    if (permission !== undefined) await ask(permission, true);
    return query.apply(this, args);
  };
}
