/**
 * Checks on the syntax tree which rooms and layers may import which. Type-only imports count too, because they also
 * couple rooms.
 */
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path/posix';
import { parseSync } from 'vite';
import { importOf, walk } from './syntax.ts';

export const ROOMS = {
  contract: [],
  shared: ['contract'],
  i18n: ['contract', 'shared'],
  preload: ['contract'],
  renderer: ['contract', 'shared', 'i18n'],
  // The engine says everything as a code with parameters. Only alerts leave it as text; see `TEXTS`.
  engine: ['contract', 'shared', 'i18n'],
  headless: ['contract', 'shared', 'i18n', 'engine'],
  main: ['contract', 'shared', 'i18n', 'engine'],
} as const satisfies Record<string, readonly string[]>;
type Room = keyof typeof ROOMS;

/**
 * The layers inside a folder, from bottom to top: folders and single files. A module may import its own layer and the
 * layers below it, so folders cannot form cycles. Files directly in the folder that are not listed are above all layers.
 */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'src/engine': [
    'ports.ts',
    'base',
    'conditions',
    'check',
    'verdict',
    'machine',
    'schedule',
    'store',
    'settings',
    'secrets',
    'endpoints',
    'demo',
    'run',
    'history',
    'status-pages',
    'alerts',
    'publish',
    'prometheus',
    'importers',
    'config',
    'access',
    'remote',
    'requests',
  ],
  'src/engine/check': [
    'service-url.ts',
    'counter-rates.ts',
    'secret-fields.ts',
    'exporter-metrics.ts',
    'kind-exporter.ts',
    'kind-recorder.ts',
    'kind.ts',
    'common.ts',
    'common-fields.ts',
    'net',
    'blackbox-options.ts',
    'fields',
    'grpc',
    'http',
    'kinds',
    'first-kind.ts',
    'runner.ts',
    'parse-endpoint.ts',
    'parse-target.ts',
    'json-schema.ts',
    'registry.ts',
    'expressions.ts',
    'paste',
  ],
  'src/engine/check/net': ['probe', 'address', 'dns', 'tls', 'connect', 'services', 'starttls', 'mail'],
  'src/headless': ['base', 'arguments', 'access', 'data', 'http', 'commands'],
  'src/main': ['system', 'ipc', 'windows', 'tray', 'updates', 'app'],
  'src/renderer': [
    'format.ts',
    'words.ts',
    'texts.ts',
    'styles',
    'components',
    'navigation',
    'live',
    'charts',
    'form',
    'features/check',
    'features/annotations',
    'features/incidents',
    'features/maintenance',
    'features/alerts',
    'features/exports',
    'features/objectives',
    'features/import',
    'features/add',
    'features/health',
    'features/keys',
    'features/status-pages',
    'features/settings',
    'features/overview',
    'features/detail',
    'features/compare',
    'features/wall',
    'features/vantages',
    'features/reports',
    'features/palette',
    'shell',
  ],
  'src/renderer/features/detail': ['range', 'series', 'sections', 'checks', 'side'],
  'src/renderer/charts': ['scale', 'data', 'frame', 'layers', 'section', 'latency', 'timeline', 'compare', 'calendar'],
};

/** The only part of the engine that makes texts: a message to a chat has no page that could make them. */
const TEXTS = 'src/engine/alerts/';

/** Folders whose subfolders and files never import each other, and which only these registries may import. */
const PLUGINS: readonly { readonly folder: string; readonly registries: readonly string[] }[] = [
  { folder: 'src/engine/check/kinds/', registries: ['src/engine/check/registry.ts', 'src/engine/check/first-kind.ts'] },
  { folder: 'src/engine/alerts/channels/', registries: ['src/engine/alerts/channel-registry.ts'] },
  { folder: 'src/headless/commands/', registries: ['src/headless/cli.ts'] },
];

/**
 * Packages that only some rooms may use. All other packages are allowed everywhere except in the contract, which uses
 * none.
 */
const PACKAGES: readonly {
  readonly name: string;
  readonly is: (specifier: string) => boolean;
  readonly rooms: readonly Room[];
}[] = [
  { name: 'electron', is: (specifier) => isPackage(specifier, 'electron'), rooms: ['main', 'preload'] },
  { name: 'Node', is: isBuiltin, rooms: ['engine', 'main', 'headless'] },
  { name: 'intl-messageformat', is: (specifier) => isPackage(specifier, 'intl-messageformat'), rooms: ['i18n'] },
  { name: 'zod', is: (specifier) => isPackage(specifier, 'zod'), rooms: ['engine', 'headless'] },
];

/** Identifiers that only one file may use. */
const CONFINED: ReadonlyMap<string, string> = new Map([
  ['ipcMain', 'src/main/ipc/ipc.ts'],
  ['ipcRenderer', 'src/preload/index.ts'],
]);

/** The only file outside the rooms that may be imported: it contains the version. */
const OUTSIDE = new Set(['package.json']);

export interface Violation {
  readonly file: string;
  /** The first line is 1. */
  readonly line: number;
  /** What is wrong, and what is allowed. */
  readonly message: string;
}

/**
 * @param file path from the root of the repository, with `/`, such as `src/engine/engine.ts`
 * @param source the text of the file
 */
export function checkModule(file: string, source: string): Violation[] {
  const room = roomOf(file);
  if (room === null) {
    return [{ file, line: 1, message: `is in no room; the rooms of src/ are ${list(Object.keys(ROOMS))}` }];
  }
  const { program, errors } = parseSync(file, source);
  if (errors[0] !== undefined) return [{ file, line: 1, message: `cannot be parsed: ${errors[0].message}` }];

  const violations: Violation[] = [];
  const add = (at: number, message: string | null): void => {
    if (message !== null) violations.push({ file, line: source.slice(0, at).split('\n').length, message });
  };
  walk(program, (node) => {
    const imported = importOf(node);
    if (imported !== null) add(node.start, judge(file, room, imported));
    const confined = node.type === 'Identifier' && typeof node['name'] === 'string' ? node['name'] : '';
    const home = CONFINED.get(confined);
    if (home !== undefined && home !== file) add(node.start, `uses ${confined}, which is allowed in ${home} only`);
  });
  return violations;
}

/** @param imported the specifier; undefined: it is computed at run time */
function judge(file: string, room: Room, imported: string | undefined): string | null {
  if (imported === undefined) return 'has an import whose specifier is not a literal';
  const allowed: readonly string[] = ROOMS[room];
  if (imported.startsWith('.')) {
    const target = join(dirname(file), imported);
    if (OUTSIDE.has(target)) return null;
    if (target.includes('/testing/')) return `imports ${target}, which is for tests only`;
    const to = roomOf(target);
    if (to === null) return `imports ${target}, which is in no room of src/`;
    if (to === room) return judgePlugin(file, target) ?? judgeLayer(file, target);
    if (to === 'i18n' && room === 'engine' && !file.startsWith(TEXTS)) {
      return `imports ${target}; in the engine, only ${TEXTS} makes texts`;
    }
    if (allowed.includes(to)) return judgePlugin(file, target);
    return `imports ${target}; ${room} may import ${allowed.length === 0 ? 'no other room' : list(allowed)}`;
  }
  for (const { name, is, rooms } of PACKAGES) {
    if (is(imported)) return rooms.includes(room) ? null : `imports ${imported}; ${name} is for ${list(rooms)} only`;
  }
  return room === 'contract' ? `imports ${imported}; the contract depends on no package` : null;
}

function judgeLayer(file: string, target: string): string | null {
  for (const [folder, layers] of Object.entries(LAYERS)) {
    if (!file.startsWith(`${folder}/`) || !target.startsWith(`${folder}/`)) continue;
    const [from, to] = [layerOf(file, folder), layerOf(target, folder)];
    if (from === null || to === null) return `is not in a layer of ${folder}; the layers are ${list(layers)}`;
    if (to <= from) continue;
    const below = layers.slice(0, from);
    const own = layers[from] ?? 'it';
    return `imports ${target}; ${own} may import ${below.length === 0 ? 'no other layer' : list(below)}`;
  }
  return null;
}

/**
 * The position of a file's layer, counted from the bottom; above all layers for an unlisted file directly in the folder;
 * null: in no layer.
 */
function layerOf(file: string, folder: string): number | null {
  const layers = LAYERS[folder] ?? [];
  const inside = file.slice(folder.length + 1).split('/');
  const index = layers.findIndex((layer) => {
    const parts = layer.split('/');
    return parts.every((part, at) => inside[at] === part);
  });
  if (index >= 0) return index;
  return inside.length === 1 ? layers.length : null;
}

function judgePlugin(file: string, target: string): string | null {
  for (const { folder, registries } of PLUGINS) {
    if (!target.startsWith(folder)) continue;
    const own = target.slice(folder.length).split('/')[0] ?? '';
    if (file.startsWith(`${folder}${own}/`) || registries.includes(file)) return null;
    return `imports ${target}, which only ${list(registries)} and its own folder may import`;
  }
  return null;
}

function roomOf(file: string): Room | null {
  const [src, room, rest] = file.split('/');
  return src === 'src' && rest !== undefined && room !== undefined && isRoom(room) ? room : null;
}

function isRoom(name: string): name is Room {
  return Object.hasOwn(ROOMS, name);
}

function isPackage(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`);
}

function list(names: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
}
