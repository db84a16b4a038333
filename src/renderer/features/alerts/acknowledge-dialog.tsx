import { useState } from 'react';
import { Field, TextArea, TextInput } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { toast } from '../../components/toast.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { formatShortTime, formatWeekday } from '../../format.ts';
import { useNow } from '../../live/hooks.ts';
import { useCommand } from '../../live/use-command.ts';
import { acknowledging, type Acknowledging } from '../../navigation/acknowledging.ts';
import css from './acknowledge-dialog.module.css';
import { nextHour, UNTIL_CHOICES, untilOf, type UntilChoice } from './until-choice.ts';

/** Acknowledges alerts with a note, and until a time. Open while `acknowledging` is set. */
export function AcknowledgeDialog() {
  const what = acknowledging.use();
  if (what === null) return null;
  return <OpenDialog what={what} onClose={() => acknowledging.set(null)} />;
}

function OpenDialog({ what, onClose }: { readonly what: Acknowledging; readonly onClose: () => void }) {
  const { title, ids, endpoints, by: before = '', note: noted = '' } = what;
  const command = useCommand();
  const now = useNow(10_000);
  const [by, setBy] = useState(before);
  const [note, setNote] = useState(noted);
  const [choice, setChoice] = useState<UntilChoice>('end');
  const [date, setDate] = useState(() => nextHour(Date.now()));
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const until = untilOf(choice, date, now);

  async function send(): Promise<void> {
    const end = untilOf(choice, date, Date.now());
    setTried(true);
    if (end === undefined) return;
    setBusy(true);
    const done = await command('Could not acknowledge', 'alerts.acknowledge', {
      ...(ids === undefined ? {} : { ids: [...ids] }),
      ...(endpoints === undefined ? {} : { endpoints: [...endpoints] }),
      ...(by.trim() === '' ? {} : { by: by.trim() }),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
      ...(end === null ? {} : { until: end }),
    });
    setBusy(false);
    if (done === undefined) return;
    toast({ title: end === null ? 'Acknowledged' : `Acknowledged until ${endText(end)}` });
    onClose();
  }

  return (
    <FormDialog
      title={`Acknowledge ${title}`}
      description="Says that somebody takes care of it: alerts are not repeated, and nobody else is alerted."
      unsaved={by !== before || note !== noted}
      width={500}
      submit="Acknowledge"
      busy={busy}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <Field label="Note" help="Optional. Shown with the alert.">
        {({ id, describedBy }) => (
          <TextArea
            id={id}
            aria-describedby={describedBy}
            value={note}
            maxLength={2_000}
            onChange={({ target }) => setNote(target.value)}
          />
        )}
      </Field>
      <Field label="Your name" help="Optional.">
        {({ id, describedBy }) => (
          <TextInput
            id={id}
            aria-describedby={describedBy}
            value={by}
            maxLength={100}
            onChange={({ target }) => setBy(target.value)}
          />
        )}
      </Field>
      <div className={css.until}>
        <span className={css.label}>Until</span>
        <ToggleGroup label="Until" value={choice} onChange={setChoice} options={UNTIL_CHOICES} />
      </div>
      {choice === 'date' ? (
        <Field
          label="Date and time"
          error={tried && until === undefined ? 'The date and time must be in the future.' : undefined}
        >
          {({ id, describedBy, invalid }) => (
            <TextInput
              id={id}
              type="datetime-local"
              aria-describedby={describedBy}
              invalid={invalid}
              value={date}
              onChange={({ target }) => setDate(target.value)}
            />
          )}
        </Field>
      ) : null}
      <p className={css.effect} aria-live="polite">
        {until === null
          ? 'It stays acknowledged until it is over.'
          : until === undefined
            ? ''
            : `If it still lasts then, people are alerted again: ${endText(until)}.`}
      </p>
    </FormDialog>
  );
}

/** A time that people choose has no seconds. */
function endText(at: number): string {
  return `${formatWeekday(at, Date.now())}, ${formatShortTime(at)}`;
}
