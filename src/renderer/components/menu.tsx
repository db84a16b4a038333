import { clsx } from 'clsx';
import type { LucideIcon } from 'lucide-react';
import { ContextMenu as Context, DropdownMenu as Dropdown } from 'radix-ui';
import { useState, type ReactElement, type ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import css from './menu.module.css';

export type MenuEntry =
  | {
      readonly label: string;
      readonly icon?: LucideIcon;
      readonly shortcut?: string;
      readonly onSelect: () => void;
      readonly danger?: boolean;
      readonly disabled?: boolean;
    }
  | 'separator';

interface MenuProps {
  /** Called when the menu opens; what it returns stays while the menu is open. */
  readonly entries: () => readonly MenuEntry[];
  readonly children: ReactElement;
}

/** A menu that opens below its button. */
export function DropdownMenu({ entries, children }: MenuProps) {
  return (
    <Dropdown.Root modal={false}>
      <Dropdown.Trigger asChild>{children}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content className={css.menu} align="end" sideOffset={4} collisionPadding={8}>
          <Entries entries={entries} item={Dropdown.Item} separator={Dropdown.Separator} />
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  );
}

interface ContextMenuProps extends MenuProps {
  /**
   * Called when the menu opens. Returns what the menu acts on, such as the name of a row, which is shown above the
   * entries.
   */
  readonly title: () => string;
  readonly onOpenChange?: (open: boolean) => void;
}

/** A menu at the pointer, for a right click. */
export function ContextMenu({ entries, title, onOpenChange, children }: ContextMenuProps) {
  // A right click elsewhere closes and reopens the menu at once: a new key makes it a new menu.
  const [times, setTimes] = useState(0);
  return (
    <Context.Root
      modal={false}
      onOpenChange={(open) => {
        if (open) setTimes((before) => before + 1);
        onOpenChange?.(open);
      }}
    >
      <Context.Trigger asChild>{children}</Context.Trigger>
      <Context.Portal>
        <OpenContextMenu key={times} entries={entries} title={title} />
      </Context.Portal>
    </Context.Root>
  );
}

function OpenContextMenu({ entries, title }: Pick<ContextMenuProps, 'entries' | 'title'>) {
  const [heading] = useState(title);
  return (
    <Context.Content className={css.menu} collisionPadding={8} aria-label={heading}>
      <Context.Label className={css.title} title={heading}>
        {heading}
      </Context.Label>
      <Entries entries={entries} item={Context.Item} separator={Context.Separator} />
    </Context.Content>
  );
}

interface EntriesProps {
  readonly entries: () => readonly MenuEntry[];
  readonly item: typeof Dropdown.Item | typeof Context.Item;
  readonly separator: typeof Dropdown.Separator | typeof Context.Separator;
}

function Entries({ entries, item: Item, separator: Separator }: EntriesProps): ReactNode {
  const [list] = useState(entries);
  let section = 0;
  return list.map((entry) => {
    if (entry === 'separator') return <Separator key={`separator ${section++}`} className={css.separator} />;
    const { label, icon: Icon, shortcut, onSelect, danger = false, disabled = false } = entry;
    return (
      <Item key={label} className={clsx(css.item, danger && css.danger)} disabled={disabled} onSelect={onSelect}>
        {Icon ? <Icon size={15} aria-hidden /> : <span className={css.noIcon} />}
        <span className={css.label}>{label}</span>
        {shortcut === undefined ? null : <Kbd>{shortcut}</Kbd>}
      </Item>
    );
  });
}
