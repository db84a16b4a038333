/** The state of a recording, and what it could not record. */
import { Circle, Square, Undo2 } from 'lucide-react';
import type { LostStep } from '../../../contract/channels/recordings.ts';
import type { FormField } from '../../../contract/descriptor.ts';
import { Button } from '../../components/button.tsx';
import { useTexts } from '../../live/hooks.ts';
import { useFormContext } from '../form-context.ts';
import css from './recording.module.css';
import type { RecordingControl } from './use-recording.ts';

export function RecordButton({ control: { status, start } }: { readonly control: RecordingControl }) {
  return (
    <Button size="sm" icon={Circle} busy={status === 'starting'} disabled={status !== 'off'} onClick={start}>
      Record by clicking
    </Button>
  );
}

interface RecordingPanelProps {
  readonly field: FormField;
  readonly control: RecordingControl;
}

export function RecordingPanel({ field, control }: RecordingPanelProps) {
  const { status, recording, refused, stop, discard } = control;
  const isOn = status === 'on' || status === 'ending';
  const lost = recording?.lost ?? [];
  return (
    <>
      {isOn ? (
        <section className={css.panel} aria-label="Recording">
          <p className={css.title}>
            <span className={css.dot} aria-hidden />
            Recording in a window on the computer that runs Lookout
          </p>
          <p className={css.help}>
            Click and type in that window. Hold Alt and click an element to expect that it is there. Passwords are not
            recorded: enter them under Values.
          </p>
          <div className={css.buttons}>
            <Button size="sm" variant="primary" icon={Square} busy={status === 'ending'} onClick={stop}>
              Stop
            </Button>
            <Button size="sm" variant="ghost" icon={Undo2} disabled={status === 'ending'} onClick={discard}>
              Discard
            </Button>
          </div>
        </section>
      ) : null}
      <Refused field={field} control={control} />
      {refused === null && lost.length > 0 ? (
        <output className={css.lost}>
          <p>Not recorded:</p>
          <ul>
            {lost.map((step) => (
              <li key={`${step.reason} ${step.what}`}>{lostText(step)}</li>
            ))}
          </ul>
        </output>
      ) : null}
    </>
  );
}

/** Shows why nothing is recorded. Issues of other fields are shown with their labels. */
function Refused({ control: { refused, recording } }: RecordingPanelProps) {
  const texts = useTexts();
  const context = useFormContext();
  if (refused !== null) {
    const lines = refused.issues.length === 0 ? [texts.refusal(refused)] : refused.issues.map(texts.issueInFull);
    return (
      <p className={css.error} role="alert">
        {lines.join('\n')}
      </p>
    );
  }
  const failure = recording?.failure ?? null;
  return failure === null ? null : (
    <p className={css.error} role="alert">
      {texts.failure(failure, context?.form.kind)}
    </p>
  );
}

function lostText({ reason, what }: LostStep): string {
  switch (reason) {
    case 'unnamed':
      return `A click on “${what}”: it cannot be told apart from other elements. Give it a test id or a name.`;
    case 'frame':
      return `Actions in a frame (“${what}”).`;
    case 'control':
      return `“${what}”: Lookout cannot fill in this type of control.`;
    case 'window':
      return `Actions in another window (${what}).`;
    case 'secret':
      return `Parts of the address ${what} that may be secret. Enter them in the step if the page needs them.`;
    case 'full':
      return 'Further steps: the maximum is reached.';
    default:
      return reason satisfies never;
  }
}
