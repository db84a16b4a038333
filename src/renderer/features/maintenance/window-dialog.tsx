import type { MaintenanceView } from '../../../contract/model/maintenance.ts';
import { useRequest } from '../../live/hooks.ts';
import { PlannedDialog } from './planned-dialog.tsx';

export interface WindowDialogProps {
  /** Null: a new one. */
  readonly window: MaintenanceView | null;
  /** When a new one begins. Default: at the next full hour. */
  readonly startsAt?: number;
  readonly onClose: () => void;
}

/** Adds or changes a maintenance window. */
export function WindowDialog({ window, startsAt, onClose }: WindowDialogProps) {
  const request = useRequest();
  const id = window === null ? {} : { id: window.id };
  return (
    <PlannedDialog
      what="window"
      title={window === null ? 'Add a maintenance window' : 'Edit the maintenance window'}
      description="Checks go on. Failures open no incident, and the time is not part of uptime."
      name={{ label: 'Name', required: true, placeholder: 'Patch night' }}
      config={window?.config ?? null}
      {...(startsAt === undefined ? {} : { startsAt })}
      onSave={(input) => request('maintenance.save', { ...id, window: input })}
      onClose={onClose}
    />
  );
}
