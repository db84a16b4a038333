/**
 * The commands of the palette, depending on the state of Lookout: only commands that would have an effect now. Pure.
 */
import type { LucideIcon } from 'lucide-react';
import {
  Activity,
  Bell,
  BellOff,
  BellRing,
  ChartSpline,
  Clock,
  Copy,
  FileDown,
  FolderDown,
  FileText,
  Globe,
  FlaskConical,
  FolderOpen,
  Keyboard,
  LayoutGrid,
  List,
  ListFilter,
  Moon,
  OctagonX,
  Pause,
  Play,
  Plus,
  RefreshCw,
  Rows2,
  Rows3,
  Settings as SettingsIcon,
  Siren,
  Sun,
  SunMoon,
  Trash2,
  Undo2,
  Wrench,
} from 'lucide-react';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import { capabilitiesOf, capabilitiesOfAll } from '../../../shared/endpoint-id.ts';
import { MOD } from '../../components/keys.ts';
import { formatCount } from '../../format.ts';
import { comparePath, pathOf, type Route } from '../../navigation/route.ts';
import { FIRST_WALL } from '../../navigation/wall-choice.ts';
import { SECTIONS } from '../settings/sections.ts';
import { endpointActions, type EndpointContext, type EndpointHands } from './endpoint-actions.ts';
import type { Searchable } from './search.ts';

export interface PaletteAction extends Searchable {
  readonly icon: LucideIcon;
  /** The keyboard shortcut of the command. */
  readonly shortcut?: string;
  readonly run: () => void;
}

/** The functions that carry out the commands. */
export interface PaletteHands extends EndpointHands {
  readonly add: (form: boolean) => void;
  readonly removeAll: (ids: readonly string[]) => void;
  readonly change: (settings: Partial<Settings>) => void;
  readonly importFile: () => void;
  readonly importFolder: () => void;
  readonly startDemo: () => void;
  readonly removeDemo: () => void;
  readonly filterDown: () => void;
  readonly clearFilters: () => void;
  readonly showKeys: () => void;
  readonly undo: () => void;
  readonly copyDiagnostics: () => void;
  readonly openLogs: () => void;
  readonly openDataFolder: () => void;
}

export interface PaletteState extends EndpointContext {
  readonly endpoints: readonly Endpoint[];
  /** The endpoint that is open. */
  readonly current: Endpoint | null;
  /** The endpoints that are selected in the overview, while it is shown. */
  readonly selected: readonly Endpoint[];
  readonly route: Route;
  readonly settings: Settings;
}

const HOUR_MS = 3_600_000;

export function paletteActions(state: PaletteState, hands: PaletteHands): readonly PaletteAction[] {
  const actions: PaletteAction[] = [];
  const add = (id: string, label: string, icon: LucideIcon, run: () => void, more = '', shortcut?: string) =>
    actions.push({ id, label, icon, run, more, ...(shortcut === undefined ? {} : { shortcut }) });

  addCurrent(state, hands, add);
  addSelected(state, hands, add);
  const can = capabilitiesOf(state.sources, '');
  if (can.edit) {
    add('add', 'Add endpoints', Plus, () => hands.add(false), 'new paste create', 'n');
    add('add-form', 'Add one endpoint with a form', Plus, () => hands.add(true), 'new create');
  }
  if (can.import) {
    add('import', 'Import files', FileDown, hands.importFile, 'add file yaml config');
    add('import-folder', 'Import a folder', FolderDown, hands.importFolder, 'add directory yaml config');
  }
  addDemo(state, hands, add);
  addAll(state, hands, add);
  if (state.main) addPlaces(state, hands, add);
  addSettings(state, hands, add);
  return actions;
}

type Add = (id: string, label: string, icon: LucideIcon, run: () => void, more?: string, shortcut?: string) => void;

function addCurrent(state: PaletteState, hands: PaletteHands, add: Add): void {
  const { current } = state;
  if (current === null) return;
  for (const { id, words, icon, label, shortcut, run } of endpointActions(current, state, hands)) {
    if (id === 'open') continue;
    add(`this-${id}`, label('this endpoint'), icon, run, `${words} ${current.config.name} this endpoint`, shortcut);
  }
}

/** Adds the commands for the selected endpoints, which the list's keys also have. */
function addSelected({ selected, sources }: PaletteState, hands: PaletteHands, add: Add): void {
  const [first] = selected;
  if (first === undefined) return;
  const can = capabilitiesOfAll(
    sources,
    selected.map(({ id }) => id),
  );
  const those = selected.length === 1 ? first.config.name : `${formatCount(selected.length)} selected endpoints`;
  const running = selected.filter(({ paused }) => !paused).map(({ id }) => id);
  const paused = selected.filter((endpoint) => endpoint.paused).map(({ id }) => id);
  if (running.length > 0 && can.checkNow) {
    add('selected-check', `Check ${those} now`, RefreshCw, () => hands.check(running), 'test', 'c');
  }
  if (running.length > 0 && can.pause) {
    add('selected-pause', `Pause ${those}`, Pause, () => hands.pause(running), 'stop silence', 'p');
    const forAnHour = () => hands.pause(running, Date.now() + HOUR_MS);
    add('selected-hour', `Pause ${those} for 1 hour`, Clock, forAnHour, 'stop silence');
  }
  if (paused.length > 0 && can.pause) {
    add('selected-resume', `Resume ${those}`, Play, () => hands.resume(paused), 'unpause');
  }
  const chosenIds = selected.map(({ id }) => id);
  add(
    'selected-compare',
    selected.length === 1 ? `Compare ${those} with others` : `Compare ${those}`,
    ChartSpline,
    () => hands.go(comparePath(chosenIds)),
    'chart lines',
  );
  if (can.edit) {
    const ids = selected.map(({ id }) => id);
    add('selected-remove', `Delete ${those}`, Trash2, () => hands.removeAll(ids), 'remove', 'Del');
  }
}

function addDemo({ endpoints, sources }: PaletteState, hands: PaletteHands, add: Add): void {
  if (!capabilitiesOf(sources, '').edit) return;
  const exists = endpoints.some(({ source }) => source === 'demo');
  if (exists) add('demo-remove', 'Remove the demo', FlaskConical, hands.removeDemo, 'delete example endpoints');
  else if (endpoints.length === 0) add('demo', 'Try the demo', FlaskConical, hands.startDemo, 'example endpoints');
}

/** Adds the commands for all endpoints: those of sources that are connected and allow it. */
function addAll({ endpoints, sources }: PaletteState, hands: PaletteHands, add: Add): void {
  const those = (can: 'checkNow' | 'pause', isPaused: boolean) =>
    endpoints.filter(({ id, paused }) => paused === isPaused && capabilitiesOf(sources, id)[can]).map(({ id }) => id);
  const checked = those('checkNow', false);
  const running = those('pause', false);
  const paused = those('pause', true);
  if (checked.length > 0) add('check-all', 'Check all now', RefreshCw, () => hands.check(checked), 'every test');
  if (running.length > 0) {
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
  if (paused.length > 0) add('resume-all', 'Resume all', Play, () => hands.resume(paused), 'every unpause');
}

function addPlaces({ route, endpoints, sources }: PaletteState, hands: PaletteHands, add: Add): void {
  const place = (name: Route['name'], label: string, icon: LucideIcon, path: string, more: string) => {
    if (route.name !== name) add(`go-${name}`, `Go to ${label}`, icon, () => hands.go(path), more);
  };
  place('overview', 'Overview', List, '/', 'list home all endpoints');
  if (route.name !== 'wall' && endpoints.length > 0) {
    add('go-wall', 'Show the wall', LayoutGrid, () => hands.go('/wall'), 'tv screen tiles dashboard full', 'w');
    const byGroup = pathOf({ name: 'wall', choice: { ...FIRST_WALL, scope: 'groups' } });
    add('go-wall-groups', 'Show the wall, one group after the other', LayoutGrid, () => hands.go(byGroup), 'tv rotate');
    if (sources.length > 1) {
      const bySource = pathOf({ name: 'wall', choice: { ...FIRST_WALL, scope: 'sources' } });
      add('go-wall-sources', 'Show the wall, one source after the other', LayoutGrid, () => hands.go(bySource), 'tv');
    }
  }
  place('incidents', 'Incidents', Siren, '/incidents', 'outages history');
  place('alerts', 'Alerts', BellRing, '/alerts', 'rules channels silences notifications');
  place('maintenance', 'Maintenance', Wrench, '/maintenance', 'windows planned work');
  place('reports', 'Reports', FileText, '/reports', 'objectives uptime pdf csv export');
  if (sources.some(({ capabilities }) => capabilities.vantages)) {
    place('vantages', 'Vantage points', Globe, '/vantages', 'matrix sites regions prometheus');
  }
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
  theme('system', 'Use the system theme', SunMoon);
  const compact = settings.density === 'compact';
  add(
    'density',
    compact ? 'Use comfortable rows' : 'Use compact rows',
    compact ? Rows2 : Rows3,
    () => hands.change({ density: compact ? 'comfortable' : 'compact' }),
    'appearance density list height',
  );
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
  add('undo', 'Undo the last change', Undo2, hands.undo, 'restore back', `${MOD} Z`);
  add('keys', 'Show keyboard shortcuts', Keyboard, hands.showKeys, 'keys help', '?');
}

/** 8 o'clock in the morning of the next day, in the person's time zone. */
export function tomorrowMorning(now: number): number {
  const date = new Date(now);
  date.setDate(date.getDate() + 1);
  return date.setHours(8, 0, 0, 0);
}
