import { Command } from 'cmdk';
import { CornerDownLeft, Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useMemo, useState, type ReactNode } from 'react';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { Endpoint, Status } from '../../../contract/model/endpoint.ts';
import { useAllEndpoints } from '../../live/hooks.ts';
import { navigate, pathOf } from '../../navigation/route.ts';
import { formatCount } from '../../format.ts';
import { useHostWindow } from '../../live/host-window.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { StatusDot } from '../../components/status.tsx';
import { useEndpointCommands } from '../overview/use-endpoint-commands.ts';
import type { PaletteAction } from './actions.ts';
import css from './palette.module.css';
import { paletteOpen } from '../../navigation/palette-open.ts';
import { getRecent, remember } from './recent.ts';
import { search, type Searchable } from './search.ts';
import { usePaletteActions } from './use-palette-actions.ts';

/** Rows at most: who sees more types another letter. */
const SHOWN = 50;
/** Actions among them at most while something is typed, so that endpoints are seen as well. */
const SHOWN_ACTIONS = 12;
/** Before anything is typed. */
const SHOWN_RECENT = 5;
const SHOWN_BAD = 5;

/** Finds a command or an endpoint by a few letters. */
export function Palette() {
  return (
    <Dialog.Root open onOpenChange={paletteOpen.set}>
      <Dialog.Portal>
        <Dialog.Overlay className={css.overlay} />
        <Dialog.Content className={css.palette} aria-describedby={undefined}>
          <Dialog.Title className="sr-only">Commands and endpoints</Dialog.Title>
          <PaletteBody />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody() {
  const { main } = useHostWindow();
  const commands = useEndpointCommands();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState('');
  // With every letter, not a moment after it: Enter does what is marked, which must be of what was typed.
  const { recent, bad, actions, endpoints, total } = useFound(text);
  const order = [...recent, ...bad, ...actions, ...endpoints].map(({ id }) => id);
  const openEndpoint = (id: string) => {
    // A window of one endpoint stays that endpoint's.
    if (main) navigate(pathOf({ name: 'endpoint', id }));
    else void commands.openWindow(id);
  };
  const choose = (id: string, run: () => void) => {
    paletteOpen.set(false);
    remember(id);
    // What opens another dialog must find this one gone, or the focus would come back to it.
    queueMicrotask(run);
  };
  const row = (entry: Entry) =>
    entry.type === 'action' ? (
      <ActionRow key={entry.id} action={entry.action} onSelect={() => choose(entry.id, entry.action.run)} />
    ) : (
      <EndpointRow
        key={entry.id}
        entry={entry}
        onSelect={() => choose(entry.id, () => openEndpoint(entry.endpoint.id))}
      />
    );
  return (
    <Command
      label="Commands and endpoints"
      shouldFilter={false}
      // Its Ctrl+K would mean the row above.
      vimBindings={false}
      loop
      value={order.includes(chosen) ? chosen : (order[0] ?? '')}
      onValueChange={setChosen}
    >
      <div className={css.head}>
        <Search size={16} aria-hidden />
        <Command.Input
          className={css.input}
          placeholder="Find an endpoint or a command"
          value={text}
          onValueChange={(next) => {
            setText(next);
            setChosen('');
          }}
        />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List className={css.list}>
        <Command.Empty className={css.empty}>Nothing is found by “{text}”.</Command.Empty>
        <Group title="Recent">{recent.map(row)}</Group>
        <Group title="Need attention">{bad.map(row)}</Group>
        <Group title="Commands">{actions.map(row)}</Group>
        <Group title="Endpoints">{endpoints.map(row)}</Group>
      </Command.List>
      <footer className={css.foot}>
        <span>
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> choose
        </span>
        <span>
          <Kbd>
            <CornerDownLeft size={10} aria-label="Enter" />
          </Kbd>{' '}
          do it
        </span>
        <span className={css.total}>{total}</span>
      </footer>
    </Command>
  );
}

interface EndpointEntry extends Searchable {
  readonly type: 'endpoint';
  readonly endpoint: Endpoint;
  readonly status: Status;
}

interface ActionEntry extends Searchable {
  readonly type: 'action';
  readonly action: PaletteAction;
}

type Entry = EndpointEntry | ActionEntry;

function useFound(text: string) {
  const all = useAllEndpoints();
  const commands = usePaletteActions();
  // As it was when the palette opened: what is chosen now must not change places.
  const [used] = useState(getRecent);
  const actionEntries = useMemo(
    () => commands.map((action): ActionEntry => ({ ...action, type: 'action', action })),
    [commands],
  );
  const endpointEntries = useMemo(() => [...all.values()].map(entryOf), [all]);
  return useMemo(() => {
    if (text.trim() === '') {
      const byId = new Map<string, Entry>([...endpointEntries, ...actionEntries].map((entry) => [entry.id, entry]));
      const recent = used.flatMap((id) => byId.get(id) ?? []).slice(0, SHOWN_RECENT);
      const isRecent = new Set(recent.map(({ id }) => id));
      const others = actionEntries.filter(({ id }) => !isRecent.has(id) && !id.startsWith('settings-'));
      const isBad = (status: Status) => status === 'down' || status === 'degraded';
      const bad = endpointEntries.filter(({ id, status }) => isBad(status) && !isRecent.has(id));
      bad.sort((a, b) => Number(b.status === 'down') - Number(a.status === 'down'));
      const total = `${formatCount(all.size)} endpoints`;
      return { recent, bad: bad.slice(0, SHOWN_BAD), actions: others, endpoints: [], total };
    }
    const { best: actions } = search(actionEntries, text, used, SHOWN_ACTIONS);
    const { best: endpoints, total: found } = search(endpointEntries, text, used, SHOWN - actions.length);
    const total = found > endpoints.length ? `${formatCount(endpoints.length)} of ${formatCount(found)} endpoints` : '';
    return { recent: [], bad: [], actions, endpoints, total };
  }, [actionEntries, endpointEntries, used, text, all.size]);
}

/** Made once for each version of an endpoint and its status, so that its text to search in is as well. */
const entries = new WeakMap<Endpoint, EndpointEntry>();

function entryOf({ endpoint, state: { status } }: EndpointView): EndpointEntry {
  const known = entries.get(endpoint);
  if (known?.status === status) return known;
  const { name, group, tags, kind } = endpoint.config;
  const more = [endpoint.target, group, kind, ...tags].join(' ');
  const entry: EndpointEntry = { type: 'endpoint', id: `endpoint:${endpoint.id}`, label: name, more, endpoint, status };
  entries.set(endpoint, entry);
  return entry;
}

function Group({ title, children }: { readonly title: string; readonly children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <Command.Group heading={title} className={css.group}>
      {children}
    </Command.Group>
  );
}

interface RowProps {
  readonly onSelect: () => void;
}

function ActionRow({ action, onSelect }: RowProps & { readonly action: PaletteAction }) {
  const { id, label, icon: Icon, shortcut } = action;
  return (
    <Command.Item value={id} onSelect={onSelect} className={css.row}>
      <Icon size={15} aria-hidden />
      <span className={css.label}>{label}</span>
      {shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}
    </Command.Item>
  );
}

function EndpointRow({ entry, onSelect }: RowProps & { readonly entry: EndpointEntry }) {
  const { endpoint, status } = entry;
  const { name, group } = endpoint.config;
  return (
    <Command.Item value={entry.id} onSelect={onSelect} className={css.row}>
      <StatusDot status={status} />
      <span className={css.label}>{name}</span>
      <span className={css.target}>{group === '' ? endpoint.target : `${group} · ${endpoint.target}`}</span>
    </Command.Item>
  );
}
