import { Command } from 'cmdk';
import { Plus } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useMemo, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { StatusDot } from '../../components/status.tsx';
import { useAllEndpoints } from '../../live/hooks.ts';
import css from './compare.module.css';

export interface AddEndpointProps {
  /** Ids of the endpoints that are already compared. */
  readonly taken: readonly string[];
  readonly onAdd: (id: string) => void;
}

/** The maximum number of results to show. */
const SHOWN = 50;

/** Finds an endpoint by a part of its name, its target or its group, and adds it to the comparison. */
export function AddEndpoint({ taken, onAdd }: AddEndpointProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button icon={Plus}>Add endpoint</Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={css.popover} align="end" sideOffset={4} collisionPadding={8}>
          <Finder
            taken={taken}
            onAdd={(id) => {
              setOpen(false);
              onAdd(id);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Finder({ taken, onAdd }: AddEndpointProps) {
  const all = useAllEndpoints();
  const [text, setText] = useState('');
  const found = useMemo(() => {
    const words = text.toLowerCase().split(/\s+/u);
    const excluded = new Set(taken);
    return [...all.values()]
      .filter(({ endpoint }) => {
        if (excluded.has(endpoint.id)) return false;
        const { name, group } = endpoint.config;
        const searched = `${name} ${endpoint.target} ${group}`.toLowerCase();
        return words.every((word) => searched.includes(word));
      })
      .slice(0, SHOWN);
  }, [all, taken, text]);
  return (
    <Command label="Add an endpoint" shouldFilter={false} loop>
      <Command.Input
        className={css.find}
        placeholder="Find an endpoint"
        // People open the popover to type into it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        value={text}
        onValueChange={setText}
      />
      <Command.List className={css.found}>
        <Command.Empty className={css.nothing}>No results</Command.Empty>
        {found.map(({ endpoint, state }) => (
          <Command.Item
            key={endpoint.id}
            value={endpoint.id}
            className={css.foundItem}
            onSelect={() => onAdd(endpoint.id)}
          >
            <StatusDot status={state.status} />
            <span title={endpoint.target}>{endpoint.config.name}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
