import {
  AppWindow,
  BellOff,
  CheckCheck,
  Copy,
  EllipsisVertical,
  FileDown,
  Pause,
  Pencil,
  Pin,
  PinOff,
  Play,
  RefreshCw,
  Trash2,
  Wrench,
} from 'lucide-react';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import { isIdInSource } from '../../../shared/endpoint-id.ts';
import { useCapabilities, useHost } from '../../live/hooks.ts';
import { useHostWindow } from '../../live/host-window.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { DropdownMenu } from '../../components/menu.tsx';
import { Tooltip } from '../../components/tooltip.tsx';

export interface DetailActionsProps {
  readonly endpoint: Endpoint;
  readonly actions: Readonly<
    Record<
      | 'edit'
      | 'clone'
      | 'exportResults'
      | 'maintenance'
      | 'acknowledge'
      | 'silence'
      | 'pause'
      | 'check'
      | 'remove'
      | 'openWindow',
      () => void
    >
  >;
}

/** The actions on the endpoint: frequent ones as buttons, the others in a menu. */
export function DetailActions({ endpoint, actions }: DetailActionsProps) {
  const { id, paused, source } = endpoint;
  const can = useCapabilities(id);
  const fromFile = source === 'file';
  const isDemo = source === 'demo';
  const { main, alwaysOnTop, keepOnTop } = useHostWindow();
  const ownWindow = useHost().features.includes('windows') && main;
  return (
    <>
      <Tooltip content={paused ? 'Resume it first' : 'Check now'} shortcut={paused ? undefined : 'C'}>
        <Button icon={RefreshCw} size="sm" onClick={actions.check} disabled={paused || !can.checkNow}>
          Check now
        </Button>
      </Tooltip>
      <Tooltip content={paused ? 'Resume checking' : 'Stop checking until resumed'} shortcut="P">
        <Button icon={paused ? Play : Pause} size="sm" onClick={actions.pause} disabled={!can.pause}>
          {paused ? 'Resume' : 'Pause'}
        </Button>
      </Tooltip>
      <Tooltip
        content={fromFile ? 'Edit it in lookout.yaml' : isDemo ? 'The demo cannot be edited' : 'Edit'}
        shortcut={fromFile || isDemo ? undefined : 'E'}
      >
        <Button icon={Pencil} size="sm" onClick={actions.edit} disabled={fromFile || isDemo || !can.edit}>
          Edit
        </Button>
      </Tooltip>
      {main ? null : (
        <IconButton
          label={alwaysOnTop ? 'No longer keep on top' : 'Keep on top of other windows'}
          icon={alwaysOnTop ? PinOff : Pin}
          aria-pressed={alwaysOnTop}
          onClick={() => void keepOnTop(!alwaysOnTop)}
        />
      )}
      <DropdownMenu
        entries={() => [
          ...(ownWindow
            ? [{ label: 'Open in its own window', icon: AppWindow, onSelect: actions.openWindow } as const]
            : []),
          {
            label: 'Start maintenance for 1 hour',
            icon: Wrench,
            disabled: paused || !can.respond,
            onSelect: actions.maintenance,
          },
          {
            label: 'Acknowledge…',
            icon: CheckCheck,
            disabled: paused || !can.edit,
            onSelect: actions.acknowledge,
          },
          {
            label: 'Silence alerts for 1 hour',
            icon: BellOff,
            disabled: paused || !can.respond,
            onSelect: actions.silence,
          },
          {
            label: 'Export results…',
            icon: FileDown,
            // The results are where the endpoint is watched.
            disabled: isIdInSource(id),
            onSelect: actions.exportResults,
          },
          { label: 'Clone', icon: Copy, disabled: isDemo || !can.edit, onSelect: actions.clone },
          'separator',
          {
            label: fromFile ? 'Delete (in lookout.yaml)' : 'Delete',
            icon: Trash2,
            shortcut: 'Del',
            danger: true,
            disabled: fromFile || !can.edit,
            onSelect: actions.remove,
          },
        ]}
      >
        <IconButton label="More" icon={EllipsisVertical} tooltip={false} />
      </DropdownMenu>
    </>
  );
}
