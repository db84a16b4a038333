import { Copy, EllipsisVertical, Pause, Pencil, Play, RefreshCw, Trash2 } from 'lucide-react';
import type { Endpoint } from '../../../contract/model.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { DropdownMenu } from '../../ui/menu.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

export interface DetailActionsProps {
  readonly endpoint: Endpoint;
  readonly actions: Readonly<Record<'edit' | 'clone' | 'pause' | 'check' | 'remove', () => void>>;
}

/** What can be done to the endpoint: the frequent as buttons, the rest in a menu. */
export function DetailActions({ endpoint, actions }: DetailActionsProps) {
  const { paused, source } = endpoint;
  const fromFile = source === 'file';
  return (
    <>
      <Tooltip content={paused ? 'Resume it first' : 'Check now'} shortcut={paused ? undefined : 'C'}>
        <Button icon={RefreshCw} size="sm" onClick={actions.check} disabled={paused}>
          Check now
        </Button>
      </Tooltip>
      <Tooltip content={paused ? 'Resume checking' : 'Stop checking until resumed'} shortcut="P">
        <Button icon={paused ? Play : Pause} size="sm" onClick={actions.pause}>
          {paused ? 'Resume' : 'Pause'}
        </Button>
      </Tooltip>
      <Tooltip content={fromFile ? 'It is changed in lookout.yaml' : 'Edit'} shortcut={fromFile ? undefined : 'E'}>
        <Button icon={Pencil} size="sm" onClick={actions.edit} disabled={fromFile}>
          Edit
        </Button>
      </Tooltip>
      <DropdownMenu
        entries={() => [
          { label: 'Clone', icon: Copy, onSelect: actions.clone },
          'separator',
          {
            label: fromFile ? 'Delete (in lookout.yaml)' : 'Delete',
            icon: Trash2,
            shortcut: 'Del',
            danger: true,
            disabled: fromFile,
            onSelect: actions.remove,
          },
        ]}
      >
        <IconButton label="More" icon={EllipsisVertical} tooltip={false} />
      </DropdownMenu>
    </>
  );
}
