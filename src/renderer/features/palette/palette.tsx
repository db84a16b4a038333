import { Command } from 'cmdk';
import { ChevronRight, CornerDownLeft, Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useEffect, useState, type KeyboardEvent, type MouseEvent } from 'react';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import { Kbd } from '../../components/kbd.tsx';
import { useReturnFocus } from '../../components/return-focus.ts';
import { StatusDot } from '../../components/status.tsx';
import { paletteOpen, typedAhead } from '../../navigation/palette-open.ts';
import type { PaletteAction } from './actions.ts';
import type { EndpointEntry, Entry } from './entries.ts';
import css from './palette.module.css';
import { remember } from './recent.ts';
import { useFound } from './use-found.ts';
import { usePaletteActions } from './use-palette-actions.ts';

/** Finds commands, endpoints and actions on endpoints by a few letters. */
export function Palette() {
  return (
    <Dialog.Root open onOpenChange={paletteOpen.set}>
      <Dialog.Portal>
        <Dialog.Overlay className={css.overlay} />
        <PaletteContent />
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteContent() {
  /** The endpoint whose actions are listed; null: commands and endpoints. */
  const [of, setOf] = useState<Endpoint | null>(null);
  const onCloseAutoFocus = useReturnFocus();
  return (
    <Dialog.Content
      className={css.palette}
      aria-describedby={undefined}
      onCloseAutoFocus={onCloseAutoFocus}
      onEscapeKeyDown={(event) => {
        if (of === null) return;
        event.preventDefault();
        setOf(null);
      }}
    >
      <Dialog.Title className="sr-only">Commands and endpoints</Dialog.Title>
      <PaletteBody key={of?.id ?? ''} of={of} onOf={setOf} />
    </Dialog.Content>
  );
}

interface PaletteBodyProps {
  readonly of: Endpoint | null;
  readonly onOf: (endpoint: Endpoint | null) => void;
}

function PaletteBody({ of, onOf }: PaletteBodyProps) {
  const actions = usePaletteActions();
  const [text, setText] = useState(typedAhead.get);
  useEffect(() => typedAhead.set(''), []);
  const [chosen, setChosen] = useState('');
  // Updated with every letter, without a delay: Enter runs the marked row, which must match the typed text.
  const { groups, total } = useFound(text, of, actions);
  const order = groups.flatMap(({ entries }) => entries);
  const marked = order.find(({ id }) => id === chosen) ?? order[0];

  const choose = (entry: Entry) => {
    paletteOpen.set(false);
    remember(entry.type === 'action' ? (entry.usedId ?? entry.id) : entry.id);
    // If the action opens another dialog, this one must be closed first, or the focus would return to it.
    queueMicrotask(() => (entry.type === 'action' ? entry.action.run() : actions.open(entry.endpoint.id)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Tab' && !event.shiftKey && marked?.type === 'endpoint') onOf(marked.endpoint);
    else if (event.key === 'Backspace' && text === '' && of !== null) onOf(null);
    else return;
    event.preventDefault();
  };
  return (
    <Command
      label="Commands and endpoints"
      shouldFilter={false}
      // With these bindings, Ctrl+K would move to the row above.
      vimBindings={false}
      loop
      value={marked?.id ?? ''}
      onValueChange={setChosen}
      onKeyDown={onKeyDown}
    >
      <div className={css.head}>
        <Search size={16} aria-hidden />
        {of === null ? null : <span className={css.of}>{of.config.name}</span>}
        <Command.Input
          className={css.input}
          placeholder={of === null ? 'Find an endpoint or a command' : 'Find an action'}
          // People open the palette to type into it.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={text}
          onValueChange={(next) => {
            setText(next);
            setChosen('');
          }}
        />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List className={css.list}>
        <Command.Empty className={css.empty}>No results for “{text}”</Command.Empty>
        {groups.map(({ title, entries }) =>
          entries.length === 0 ? null : (
            <Command.Group key={title} heading={title} className={css.group}>
              {entries.map((entry) =>
                entry.type === 'action' ? (
                  <ActionRow key={entry.id} action={entry.action} onSelect={() => choose(entry)} />
                ) : (
                  <EndpointRow
                    key={entry.id}
                    entry={entry}
                    onSelect={() => choose(entry)}
                    onActions={() => onOf(entry.endpoint)}
                  />
                ),
              )}
            </Command.Group>
          ),
        )}
      </Command.List>
      <footer className={css.foot}>
        <span>
          <Kbd>↑</Kbd> <Kbd>↓</Kbd> select
        </span>
        <span>
          <Kbd>
            <CornerDownLeft size={10} aria-label="Enter" />
          </Kbd>{' '}
          {marked?.type === 'endpoint' ? 'open' : 'run'}
        </span>
        {marked?.type === 'endpoint' ? (
          <span>
            <Kbd>Tab</Kbd> actions
          </span>
        ) : null}
        <span className={css.total}>{total}</span>
      </footer>
    </Command>
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

interface EndpointRowProps extends RowProps {
  readonly entry: EndpointEntry;
  readonly onActions: () => void;
}

function EndpointRow({ entry, onSelect, onActions }: EndpointRowProps) {
  const { endpoint, status } = entry;
  const { name, group } = endpoint.config;
  return (
    <Command.Item value={entry.id} onSelect={onSelect} className={css.row}>
      <StatusDot status={status} />
      <span className={css.label}>{name}</span>
      <span className={css.target}>{group === '' ? endpoint.target : `${group} · ${endpoint.target}`}</span>
      {/* For the mouse; the keyboard has Tab. */}
      <span
        className={css.more}
        title="Actions"
        aria-hidden
        onClick={(event: MouseEvent) => {
          event.stopPropagation();
          onActions();
        }}
      >
        <ChevronRight size={15} />
      </span>
    </Command.Item>
  );
}
