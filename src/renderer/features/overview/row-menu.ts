/** The menus of an endpoint, of several selected endpoints, of a group and of a source: titles and entries. */
import {
  AppWindow,
  BellOff,
  Check,
  CheckCheck,
  ChartSpline,
  Clock,
  Copy,
  FlaskConical,
  Link2,
  ListChecks,
  ListFilter,
  Pause,
  Pencil,
  Play,
  SquareArrowOutUpRight,
  Trash2,
  Unplug,
  Wrench,
} from 'lucide-react';
import type { Status } from '../../../contract/model/endpoint.ts';
import { LOCAL_SOURCE } from '../../../contract/model/source.ts';
import { capabilitiesOf, capabilitiesOfAll } from '../../../shared/endpoint-id.ts';
import type { MenuEntry } from '../../components/menu.tsx';
import { formatCount, formatCounted } from '../../format.ts';
import { copyText } from '../../live/copy-text.ts';
import type { LiveStore } from '../../live/live-store.ts';
import { openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { comparePath, navigate, pathOf } from '../../navigation/route.ts';
import { groupName } from './group-name.ts';
import { groupKey, type GroupHeader } from './list-rows.ts';
import { getListState, setListState } from './list-state.ts';
import { pausedAmong, type EndpointCommands } from './use-endpoint-commands.ts';

const HOUR_MS = 3_600_000;

export interface RowMenuParts {
  readonly store: LiveStore;
  readonly commands: EndpointCommands;
}

/**
 * The endpoints that the menu of an endpoint's row acts on: all selected endpoints if it is one of them, otherwise only
 * itself.
 */
export function menuTargets(id: string): readonly string[] {
  const { selection } = getListState();
  return selection.ids.has(id) ? [...selection.ids] : [id];
}

export function endpointTitle(store: LiveStore, ids: readonly string[]): string {
  const [id = ''] = ids;
  return ids.length === 1
    ? (store.getState()?.endpoints.get(id)?.endpoint.config.name ?? '')
    : `${formatCount(ids.length)} selected endpoints`;
}

/** @param ids the endpoints to act on; more than one: the selected endpoints */
export function endpointEntries(ids: readonly string[], parts: RowMenuParts): readonly MenuEntry[] {
  const { store, commands } = parts;
  const [id = ''] = ids;
  if (ids.length > 1) {
    return [
      ...stateEntries(ids, parts),
      'separator',
      { label: 'Delete', icon: Trash2, shortcut: 'Del', danger: true, onSelect: () => void commands.remove(ids) },
    ];
  }
  const state = store.getState();
  const endpoint = state?.endpoints.get(id)?.endpoint;
  if (state === null || endpoint === undefined) return [];
  const { source, target } = endpoint;
  const can = capabilitiesOf(state.sources, id);
  const fromFile = source === 'file';
  const isDemo = source === 'demo';
  const open = () => navigate(pathOf({ name: 'endpoint', id }));
  return [
    { label: 'Open', icon: SquareArrowOutUpRight, shortcut: 'Enter', onSelect: open },
    ...(state.host.features.includes('windows')
      ? [{ label: 'Open in its own window', icon: AppWindow, onSelect: () => void commands.openWindow(id) }]
      : []),
    ...stateEntries(ids, parts),
    {
      label: ids.length === 1 ? 'Compare with others' : `Compare ${formatCount(ids.length)} endpoints`,
      icon: ChartSpline,
      onSelect: () => navigate(comparePath(ids)),
    },
    'separator',
    {
      label: fromFile ? 'Edit (in lookout.yaml)' : isDemo ? 'Edit (not in the demo)' : 'Edit',
      icon: Pencil,
      shortcut: 'e',
      disabled: fromFile || isDemo || !can.edit,
      onSelect: () => openEndpointDialog({ mode: 'edit', id }),
    },
    {
      label: 'Clone',
      icon: Copy,
      disabled: isDemo || !can.edit,
      onSelect: () => openEndpointDialog({ mode: 'clone', id }),
    },
    { label: 'Copy target', icon: Link2, onSelect: () => void copyText(target, 'Target copied') },
    'separator',
    {
      label: fromFile ? 'Delete (in lookout.yaml)' : 'Delete',
      icon: Trash2,
      shortcut: 'Del',
      danger: true,
      disabled: fromFile || !can.edit,
      onSelect: () => void commands.remove(ids),
    },
  ];
}

function isInTrouble(status: Status | undefined): boolean {
  return status === 'down' || status === 'degraded';
}

/** Check now, pause and resume: each for the endpoints that it would change. */
function stateEntries(ids: readonly string[], { store, commands }: RowMenuParts): readonly MenuEntry[] {
  const { paused, running } = pausedAmong(store, ids);
  const can = capabilitiesOfAll(store.getState()?.sources ?? [], ids);
  const mixed = paused.length > 0 && running.length > 0;
  const of = (some: readonly string[]) => (mixed ? ` ${formatCount(some.length)}` : '');
  const entries: MenuEntry[] = [
    {
      label: 'Check now',
      icon: FlaskConical,
      shortcut: 'c',
      disabled: !can.checkNow || running.length === 0,
      onSelect: () => void commands.checkNow(running),
    },
  ];
  if (running.length > 0) {
    entries.push(
      {
        label: `Pause${of(running)}`,
        icon: Pause,
        ...(mixed ? {} : { shortcut: 'p' }),
        disabled: !can.pause,
        onSelect: () => void commands.pause(running),
      },
      {
        label: `Pause${of(running)} for 1 hour`,
        icon: Clock,
        disabled: !can.pause,
        onSelect: () => void commands.pause(running, Date.now() + HOUR_MS),
      },
    );
  }
  if (running.length > 0) {
    entries.push({
      label: 'Start maintenance for 1 hour',
      icon: Wrench,
      disabled: !can.respond,
      onSelect: () => void commands.startMaintenance(ids, 60),
    });
    const inTrouble = running.filter((id) => isInTrouble(store.getState()?.endpoints.get(id)?.state.status));
    if (inTrouble.length > 0) {
      entries.push({
        label: 'Acknowledge',
        icon: Check,
        disabled: !can.respond,
        onSelect: () => void commands.acknowledge(inTrouble),
      });
      entries.push({
        label: 'Acknowledge until…',
        icon: CheckCheck,
        disabled: !can.respond,
        onSelect: () => commands.acknowledgeUntil(inTrouble),
      });
    }
    entries.push({
      label: 'Silence alerts for 1 hour',
      icon: BellOff,
      disabled: !can.respond,
      onSelect: () => void commands.silence(ids, 60),
    });
  }
  if (paused.length > 0) {
    entries.push({
      label: `Resume${of(paused)}`,
      icon: Play,
      ...(mixed ? {} : { shortcut: 'p' }),
      disabled: !can.pause,
      onSelect: () => void commands.resume(paused),
    });
  }
  return entries;
}

/** What is below a header that a menu acts on. */
export interface MenuGroup extends Pick<GroupHeader, 'by' | 'group'> {
  /** The endpoints that match the filter, whether the group is collapsed or not. */
  readonly ids: readonly string[];
}

export function groupTitle({ by, group, ids }: MenuGroup, { store }: Pick<RowMenuParts, 'store'>): string {
  return `${groupName(by, group, store.getState()?.sources ?? [])}: ${formatCounted(ids.length, 'endpoint')}`;
}

export function groupEntries({ by, group, ids }: MenuGroup, parts: RowMenuParts): readonly MenuEntry[] {
  const { collapsed, selection } = getListState();
  const key = groupKey(by, group);
  const isCollapsed = collapsed.has(key);
  const toggleFold = () => {
    const next = new Set(collapsed);
    if (!next.delete(key)) next.add(key);
    setListState({ collapsed: next });
  };
  const selectAll = {
    label: `Select all in ${by}`,
    icon: ListChecks,
    disabled: ids.length === 0,
    onSelect: () => setListState({ selection: { ids: new Set([...selection.ids, ...ids]), anchor: null } }),
  };
  const fold = { label: isCollapsed ? 'Expand' : 'Collapse', shortcut: isCollapsed ? '→' : '←', onSelect: toggleFold };
  if (by === 'source') {
    return [
      ...stateEntries(ids, parts),
      'separator',
      selectAll,
      { label: 'Show only this source', icon: ListFilter, onSelect: () => setListState({ source: group }) },
      fold,
      'separator',
      {
        label: 'Show the connection in Settings',
        icon: Unplug,
        disabled: group === LOCAL_SOURCE,
        onSelect: () => navigate(pathOf({ name: 'settings', section: 'sources' })),
      },
    ];
  }
  return [
    ...stateEntries(ids, parts),
    { label: 'Compare', icon: ChartSpline, onSelect: () => navigate(comparePath([], { group })) },
    'separator',
    selectAll,
    { label: 'Show only this group', icon: ListFilter, onSelect: () => setListState({ group }) },
    fold,
    'separator',
    {
      label: 'Delete all in group',
      icon: Trash2,
      danger: true,
      onSelect: () => void parts.commands.remove(ids),
    },
  ];
}
