import { Check, CircleSlash, MessageSquare, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { IncidentEventType, IncidentMarks } from '../../../contract/model/incident-event.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import { Button } from '../../components/button.tsx';
import { Field, TextArea, TextInput } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useCapabilities } from '../../live/hooks.ts';
import { useCommand } from '../../live/use-command.ts';
import { formatWhen } from '../check/when.ts';
import css from './incident-remarks.module.css';

/** The texts of the dialogs. */
const DIALOGS = {
  acknowledged: {
    title: 'Acknowledge the incident',
    text: 'Note',
    help: 'Optional.',
    button: 'Acknowledge',
  },
  comment: { title: 'Comment on the incident', text: 'Comment', help: undefined, button: 'Add comment' },
  excluded: {
    title: 'Exclude the incident from uptime',
    text: 'Reason',
    help: 'Its down time will count as neither up nor down. The incident stays on the list, with this reason.',
    button: 'Exclude',
  },
} as const;

export interface IncidentRemarksProps {
  readonly incident: Incident;
  /** Null: not loaded yet. */
  readonly marks: IncidentMarks | null;
}

/** Shows whether an incident is acknowledged or excluded, with buttons to change that. */
export function IncidentRemarks({ incident, marks }: IncidentRemarksProps) {
  const { id, endpointId, resolvedAt } = incident;
  const { respond } = useCapabilities(endpointId);
  const command = useCommand();
  const [asked, setAsked] = useState<keyof typeof DIALOGS | null>(null);
  const acknowledged = marks?.acknowledged ?? null;
  const excluded = marks?.excluded ?? null;
  return (
    <div className={css.remarks}>
      {acknowledged === null ? null : (
        <p className={css.mark}>
          <Check size={14} aria-hidden /> Acknowledged {formatWhen(acknowledged.at)}
          {acknowledged.by === '' ? null : ` by ${acknowledged.by}`}
          {acknowledged.text === '' ? null : `: ${acknowledged.text}`}
        </p>
      )}
      {excluded === null ? null : (
        <p className={css.mark}>
          <CircleSlash size={14} aria-hidden /> Excluded from uptime
          {excluded.by === '' ? null : ` by ${excluded.by}`}: {excluded.text}
        </p>
      )}
      {respond ? (
        <div className={css.actions}>
          {acknowledged === null ? (
            <Button size="sm" icon={Check} onClick={() => setAsked('acknowledged')}>
              Acknowledge
            </Button>
          ) : null}
          <Button size="sm" icon={MessageSquare} onClick={() => setAsked('comment')}>
            Comment
          </Button>
          {excluded !== null ? (
            <Button
              size="sm"
              icon={Undo2}
              onClick={() =>
                void command('Could not include the incident', 'incidents.remark', { id, endpointId, type: 'included' })
              }
            >
              Include in uptime
            </Button>
          ) : resolvedAt === null ? null : (
            <Button size="sm" icon={CircleSlash} onClick={() => setAsked('excluded')}>
              Exclude from uptime
            </Button>
          )}
        </div>
      ) : null}
      {asked === null ? null : <RemarkDialog incident={incident} type={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

interface RemarkDialogProps {
  readonly incident: Incident;
  readonly type: Exclude<IncidentEventType, 'included'>;
  readonly onClose: () => void;
}

function RemarkDialog({ incident: { id, endpointId }, type, onClose }: RemarkDialogProps) {
  const command = useCommand();
  const [by, setBy] = useState('');
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const { title, text: label, help, button } = DIALOGS[type];

  async function send(): Promise<void> {
    if (text.trim() === '' && type !== 'acknowledged') {
      setMissing(true);
      return;
    }
    setBusy(true);
    const done = await command('Could not save', 'incidents.remark', { id, endpointId, type, by: by.trim(), text });
    if (done === undefined) setBusy(false);
    else onClose();
  }

  return (
    <FormDialog
      title={title}
      unsaved={text !== ''}
      width={460}
      submit={button}
      busy={busy}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <Field
        label={label}
        help={help}
        required={type !== 'acknowledged'}
        error={missing && text.trim() === '' ? `${label} is required.` : undefined}
      >
        {({ id: input, describedBy, invalid }) => (
          <TextArea
            id={input}
            aria-describedby={describedBy}
            invalid={invalid}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Field label="Your name" help="Shown with the entry.">
        {({ id: input, describedBy }) => (
          <TextInput
            id={input}
            aria-describedby={describedBy}
            value={by}
            onChange={(event) => setBy(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}
