/** What the palette can do, by the state of things: only what would do something now is offered. Pure. */
import type { LucideIcon } from 'lucide-react';
import {
  Activity,
  AppWindow,
  Bell,
  BellOff,
  Clock,
  Copy,
  FileDown,
  FileText,
  FolderOpen,
  Keyboard,
  List,
  ListFilter,
  Moon,
  OctagonX,
  Pause,
  Pencil,
  Play,
  Plus,
  RefreshCw,
  Settings as SettingsIcon,
  Siren,
  Sun,
  SunMoon,
  Trash2,
} from 'lucide-react';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import type { HostInfo } from '../../../contract/model/host.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import type { Source } from '../../../contract/model/source.ts';
import { capabilitiesOf } from '../../../shared/endpoint-id.ts';
import type { Route } from '../../navigation/route.ts';
import { SECTIONS } from '../settings/sections.ts';
import type { Searchable } from './search.ts';

export interface PaletteAction extends Searchable {
  readonly icon: LucideIcon;
  /** The keys that do the same, where there are some. */
  readonly shortcut?: string;
  readonly run: () => void;
}

/** What the actions are carried out with. */
export interface PaletteHands {
  readonly go: (path: string) => void;
  readonly add: (form: boolean) => void;
  readonly edit: (id: string) => void;
  readonly clone: (id: string) => void;
  readonly remove: (id: string) => void;
  readonly openWindow: (id: string) => void;
  readonly check: (ids: readonly string[]) => void;
  readonly pause: (ids: readonly string[], until?: number) => void;
  readonly resume: (ids: readonly string[]) => void;
  readonly change: (settings: Partial<Settings>) => void;
  readonly importFile: () => void;
  readonly filterDown: () => void;
  readonly clearFilters: () => void;
  readonly showKeys: () => void;
  readonly copyDiagnostics: () => void;
  readonly openLogs: () => void;
  readonly openDataFolder: () => void;
}

export interface PaletteState {
  readonly endpoints: readonly Endpoint[];
  /** The one that is open. */
  readonly current: Endpoint | null;
  readonly route: Route;
  readonly settings: Settings;
  readonly host: HostInfo;
  /** Of the engine that the page talks to; the first source. */
  readonly sources: readonly Source[];
  /** False: a window that shows one endpoint, and has no other views. */
  readonly main: boolean;
}

const HOUR_MS = 3_600_000;

export function paletteActions(state: PaletteState, hands: PaletteHands): readonly PaletteAction[] {
  const actions: PaletteAction[] = [];
  const add = (id: string, label: string, icon: LucideIcon, run: () => void, more = '', shortcut?: string) =>
    actions.push({ id, label, icon, run, more, ...(shortcut === undefined ? {} : { shortcut }) });

  addCurrent(state, hands, add);
  const can = capabilitiesOf(state.sources, '');
  if (can.edit) {
    add('add', 'Add endpoints', Plus, () => hands.add(false), 'new paste create', 'n');
    add('add-form', 'Add one endpoint by form', Plus, () => hands.add(true), 'new create');
  }
  if (can.import) {
    add('import', 'Import a lookout.yaml', FileDown, hands.importFile, 'add file yaml config');
  }
  addAll(state, hands, add);
  if (state.main) addPlaces(state, hands, add);
  addSettings(state, hands, add);
  return actions;
}

type Add = (id: string, label: string, icon: LucideIcon, run: () => void, more?: string, shortcut?: string) => void;

function addCurrent({ current, host, main, sources }: PaletteState, hands: PaletteHands, add: Add): void {
  if (current === null) return;
  const { id, paused, source } = current;
  const can = capabilitiesOf(sources, id);
  const editable = source === 'hand' && can.edit;
  const more = `${current.config.name} this endpoint`;
  if (!paused && can.checkNow)
    add('this-check', 'Check this endpoint now', RefreshCw, () => hands.check([id]), more, 'c');
  if (paused && can.pause) add('this-resume', 'Resume this endpoint', Play, () => hands.resume([id]), more, 'p');
  if (!paused && can.pause) {
    add('this-pause', 'Pause this endpoint', Pause, () => hands.pause([id]), more, 'p');
    add('this-hour', 'Pause this endpoint for 1 hour', Clock, () => hands.pause([id], Date.now() + HOUR_MS), more);
  }
  if (editable) add('this-edit', 'Edit this endpoint', Pencil, () => hands.edit(id), `${more} change`, 'e');
  if (main && host.features.includes('windows')) {
    add('this-window', 'Open this endpoint in its own window', AppWindow, () => hands.openWindow(id), more);
  }
  if (can.edit) add('this-clone', 'Clone this endpoint', Copy, () => hands.clone(id), `${more} duplicate copy`);
  if (editable) add('this-remove', 'Delete this endpoint', Trash2, () => hands.remove(id), more, 'Del');
}

function addAll({ endpoints }: PaletteState, hands: PaletteHands, add: Add): void {
  const running = endpoints.filter(({ paused }) => !paused).map(({ id }) => id);
  const paused = endpoints.filter(({ paused }) => paused).map(({ id }) => id);
  if (running.length > 0) {
    add('check-all', 'Check all now', RefreshCw, () => hands.check(running), 'every test');
    add('pause-all', 'Pause all', Pause, () => hands.pause(running), 'every stop silence');
    add(
      'pause-hour',
      'Pause all for 1 hour',
      Clock,
      () => hands.pause(running, Date.now() + HOUR_MS),
      'every stop silence',
    );
    const untilTomorrow = () => hands.pause(running, tomorrowMorning(Date.now()));
    add('pause-tomorrow', 'Pause all until tomorrow', Clock, untilTomorrow, 'every stop silence');
  }
  if (paused.length > 0) add('resume-all', 'Resume all', Play, () => hands.resume(paused), 'every unpause go on');
}

function addPlaces({ route, endpoints }: PaletteState, hands: PaletteHands, add: Add): void {
  const place = (name: Route['name'], label: string, icon: LucideIcon, path: string, more: string) => {
    if (route.name !== name) add(`go-${name}`, `Go to ${label}`, icon, () => hands.go(path), more);
  };
  place('overview', 'Overview', List, '/', 'list home all endpoints');
  place('incidents', 'Incidents', Siren, '/incidents', 'outages history');
  place('health', 'Health', Activity, '/health', 'event loop figures lookout itself');
  place('settings', 'Settings', SettingsIcon, '/settings', 'preferences options');
  if (endpoints.length > 0) {
    add('filter-down', 'Show only what is down', OctagonX, hands.filterDown, 'filter failing broken');
    add('filter-none', 'Show all endpoints', ListFilter, hands.clearFilters, 'clear reset filters');
  }
}

function addSettings({ settings, host, main }: PaletteState, hands: PaletteHands, add: Add): void {
  const theme = (value: Settings['theme'], label: string, icon: LucideIcon) => {
    if (settings.theme === value) return;
    add(`theme-${value}`, label, icon, () => hands.change({ theme: value }), 'appearance colours mode theme');
  };
  theme('light', 'Use the light theme', Sun);
  theme('dark', 'Use the dark theme', Moon);
  theme('system', 'Use the system’s theme', SunMoon);
  const bell = settings.notifications;
  add(
    'notifications',
    bell ? 'Turn notifications off' : 'Turn notifications on',
    bell ? BellOff : Bell,
    () => hands.change({ notifications: !bell }),
    'alerts quiet mute',
  );
  for (const { id, title, words, shown } of SECTIONS) {
    if (!main || !shown(host)) continue;
    add(`settings-${id}`, `Settings: ${title}`, SettingsIcon, () => hands.go(`/settings/${id}`), words);
  }
  const { features } = host;
  if (features.includes('dataFolder')) add('data-folder', 'Open the data folder', FolderOpen, hands.openDataFolder);
  if (features.includes('logs')) add('logs', 'Open the log folder', FileText, hands.openLogs, 'logs files');
  if (features.includes('diagnostics')) {
    add('diagnostics', 'Copy diagnostics', Copy, hands.copyDiagnostics, 'export bug report support');
  }
  add('keys', 'Show the keys', Keyboard, hands.showKeys, 'shortcuts keyboard help', '?');
}

/** 8 in the morning of the next day, where the person is. */
export function tomorrowMorning(now: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + 1);
  return date.setHours(8, 0, 0, 0);
}
