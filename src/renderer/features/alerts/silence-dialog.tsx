import type { Silence } from '../../../contract/model/alert-rule.ts';
import { useRequest } from '../../live/hooks.ts';
import { PlannedDialog } from '../maintenance/planned-dialog.tsx';

export interface SilenceDialogProps {
  /** Null: a new one. */
  readonly silence: Silence | null;
  readonly onClose: () => void;
}

/** Adds or changes a silence, which may repeat. */
export function SilenceDialog({ silence, onClose }: SilenceDialogProps) {
  const request = useRequest();
  const id = silence === null ? {} : { id: silence.id };
  return (
    <PlannedDialog
      what="silence"
      title={silence === null ? 'Add a silence' : 'Edit the silence'}
      description="Nobody is alerted. Checks go on, incidents begin, and down time counts. What still fails afterwards is alerted."
      name={{ label: 'Reason', required: false, placeholder: 'Nightly backup' }}
      config={silence?.config ?? null}
      onSave={(input) => request('silences.save', { ...id, silence: input })}
      onClose={onClose}
    />
  );
}
