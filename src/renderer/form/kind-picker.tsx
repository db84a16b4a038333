/** Chooses the kind of an endpoint among forty: grouped by what they check, found by a few letters. */
import { Command } from 'cmdk';
import { Check, ChevronsUpDown, Search } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import type { KindDescriptor } from '../../contract/descriptor.ts';
import css from './kind-picker.module.css';
import { groupKinds } from './kind-groups.ts';

export interface KindPickerProps {
  readonly id: string;
  readonly kinds: readonly KindDescriptor[];
  /** The current kind. */
  readonly kind: KindDescriptor;
  readonly onChange: (kind: string) => void;
}

export function KindPicker({ id, kinds, kind, onChange }: KindPickerProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={css.trigger} id={id} aria-describedby={`${id}-kind`}>
        <span className={css.title}>{kind.title}</span>
        <span className={css.description} id={`${id}-kind`}>
          {kind.description}
        </span>
        <ChevronsUpDown size={14} className={css.icon} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={css.content} align="start" sideOffset={4} collisionPadding={8} aria-label="Kinds">
          <Kinds
            kinds={kinds}
            present={kind.kind}
            onChoose={(chosen) => {
              setOpen(false);
              if (chosen !== kind.kind) onChange(chosen);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface KindsProps {
  readonly kinds: readonly KindDescriptor[];
  readonly present: string;
  readonly onChoose: (kind: string) => void;
}

function Kinds({ kinds, present, onChoose }: KindsProps) {
  const [text, setText] = useState('');
  // While nothing is typed, the keyboard starts at the current kind; then at the best match.
  const [marked, setMarked] = useState(present);
  const groups = groupKinds(kinds, text);
  const listed = groups.flatMap((group) => group.kinds);
  const current = listed.find(({ kind }) => kind === marked) ?? listed[0];
  return (
    <Command
      label="Kinds"
      shouldFilter={false}
      vimBindings={false}
      loop
      value={current?.kind ?? ''}
      onValueChange={setMarked}
    >
      <div className={css.search}>
        <Search size={14} aria-hidden />
        <Command.Input
          className={css.input}
          placeholder="Find a kind, such as a protocol or a product"
          value={text}
          onValueChange={(next) => {
            setText(next);
            setMarked(next === '' ? present : '');
          }}
        />
      </div>
      <Command.List className={css.list}>
        <Command.Empty className={css.empty}>No kind matches “{text}”</Command.Empty>
        {groups.map((group) => (
          <Command.Group key={group.title} heading={group.title} className={css.group}>
            {group.kinds.map(({ kind, title, description }) => (
              <Command.Item key={kind} value={kind} className={css.item} onSelect={() => onChoose(kind)}>
                <span className={css.name}>
                  {title}
                  {kind === present ? <Check size={13} aria-label="selected" /> : null}
                </span>
                <span className={css.about}>{description}</span>
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
