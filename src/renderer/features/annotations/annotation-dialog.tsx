import { useState, type FormEvent } from 'react';
import type { RequestFailure } from '../../../contract/errors.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field, TextInput } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import css from './annotation-list.module.css';

const FORM = 'annotation';
const KINDS = [
  { value: 'deploy', label: 'Deploy' },
  { value: 'note', label: 'Note' },
] as const;

export interface AnnotationDialogProps {
  /** The endpoint that it is about; null: it is about all. */
  readonly id: string | null;
  /** The name of the endpoint. */
  readonly name: string;
  readonly onClose: () => void;
}

/** Adds a deploy or a note, now or at another time. */
export function AnnotationDialog({ id, name, onClose }: AnnotationDialogProps) {
  const request = useRequest();
  const texts = useTexts();
  const [kind, setKind] = useState<'deploy' | 'note'>('deploy');
  const [text, setText] = useState('');
  const [at, setAt] = useState('');
  const [to, setTo] = useState('');
  const [about, setAbout] = useState(id === null ? 'all' : 'this');
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const errorOf = (path: string) => {
    const issue = refused?.issues.find((one) => one.path === path);
    return issue === undefined ? undefined : texts.issue(issue);
  };

  async function add(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      await request('annotations.add', {
        kind,
        text,
        at: at === '' ? Date.now() : new Date(at).getTime(),
        ...(to === '' ? {} : { to: new Date(to).getTime() }),
        ...(id === null || about === 'all' ? {} : { match: { endpoints: [id] } }),
      });
      onClose();
    } catch (error) {
      setRefused(toRequestFailure(error));
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Add a deploy or note"
      description="It is marked on the charts and in reports."
      unsaved={text !== ''}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={FORM} busy={busy}>
            Add
          </Button>
        </>
      }
    >
      <form id={FORM} className={css.form} onSubmit={(event) => void add(event)} noValidate>
        <ToggleGroup label="Kind" value={kind} onChange={setKind} options={KINDS} />
        <Field label="Text" required error={errorOf('text')}>
          {({ id: input, describedBy, invalid }) => (
            <TextInput
              id={input}
              aria-describedby={describedBy}
              invalid={invalid}
              value={text}
              placeholder="Deploy 4.2"
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {id === null ? null : (
          <Field label="Endpoints">
            {({ id: input }) => (
              <Select
                id={input}
                value={about}
                onChange={setAbout}
                options={[
                  { value: 'this', label: name },
                  { value: 'all', label: 'All endpoints' },
                ]}
              />
            )}
          </Field>
        )}
        <div className={css.pair}>
          <Field label="Time" help="If empty, now." error={errorOf('at')}>
            {({ id: input, describedBy }) => (
              <TextInput
                id={input}
                type="datetime-local"
                aria-describedby={describedBy}
                value={at}
                onChange={(event) => setAt(event.target.value)}
              />
            )}
          </Field>
          <Field label="End" help="Only if it took some time." error={errorOf('to')}>
            {({ id: input, describedBy, invalid }) => (
              <TextInput
                id={input}
                type="datetime-local"
                aria-describedby={describedBy}
                invalid={invalid}
                value={to}
                onChange={(event) => setTo(event.target.value)}
              />
            )}
          </Field>
        </div>
      </form>
    </Dialog>
  );
}
