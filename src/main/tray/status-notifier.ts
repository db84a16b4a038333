/** Asks a Linux desktop over D-Bus whether it shows tray icons (StatusNotifierItem specification of freedesktop.org). */
import { execFile } from 'node:child_process';
import { isMissing } from '../../engine/base/run-program.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
/** Milliseconds for one question. A person waits for the answer when they close the window. */
const TIMEOUT_MS = 1000;

/** A method call on the session bus whose arguments are strings, and whose answer is true or false. */
export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly method: string;
  readonly args: readonly string[];
}

/** A program that sends such a call. Desktops have at least one of these. */
export interface BusTool {
  readonly program: string;
  readonly argsFor: (call: BusCall) => readonly string[];
}

export const BUS_TOOLS: readonly BusTool[] = [
  {
    program: 'gdbus',
    argsFor({ destination, path, interface: type, method, args }) {
      return [
        'call',
        '--session',
        '--dest',
        destination,
        '--object-path',
        path,
        '--method',
        `${type}.${method}`,
        ...args,
      ];
    },
  },
  {
    program: 'busctl',
    argsFor({ destination, path, interface: type, method, args }) {
      return ['--user', 'call', destination, path, type, method, 's'.repeat(args.length), ...args];
    },
  },
  {
    program: 'dbus-send',
    argsFor({ destination, path, interface: type, method, args }) {
      const strings = args.map((arg) => `string:${arg}`);
      return ['--session', '--print-reply', `--dest=${destination}`, path, `${type}.${method}`, ...strings];
    },
  },
];

const HAS_WATCHER: BusCall = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  method: 'NameHasOwner',
  args: [WATCHER],
};
const HAS_HOST: BusCall = {
  destination: WATCHER,
  path: '/StatusNotifierWatcher',
  interface: 'org.freedesktop.DBus.Properties',
  method: 'Get',
  args: [WATCHER, 'IsStatusNotifierHostRegistered'],
};

/** @returns null when the program is not installed; false also when the call fails */
export type AskBus = (tool: BusTool, call: BusCall) => Promise<boolean | null>;

/**
 * Whether there is a watcher and a host for tray icons. Electron never reports that there is none: it creates an icon that
 * nobody sees. False when nothing can be asked.
 */
export async function hasStatusNotifierHost(ask: AskBus = askBus): Promise<boolean> {
  for (const tool of BUS_TOOLS) {
    const hasWatcher = await ask(tool, HAS_WATCHER);
    // Asking a watcher that does not run could start it.
    if (hasWatcher === true) return (await ask(tool, HAS_HOST)) === true;
    if (hasWatcher === false) return false;
  }
  return false;
}

export const askBus: AskBus = (tool, call) =>
  new Promise((resolve) => {
    execFile(tool.program, [...tool.argsFor(call)], { timeout: TIMEOUT_MS }, (error, stdout) => {
      if (error !== null && isMissing(tool.program, error as NodeJS.ErrnoException)) resolve(null);
      // `(true,)`, `(<true>,)`, `b true`, `v b true` or `boolean true`.
      else resolve(error === null && /\btrue\b/u.test(stdout));
    });
  });
