import { useState } from 'react';
import { FieldPair } from '../../components/field-group.tsx';
import { Field, TextInput } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Select } from '../../components/select.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { useSave } from '../../form/use-save.ts';
import { useRequest } from '../../live/hooks.ts';

const KINDS = [
  { value: 'deploy', label: 'Deploy' },
  { value: 'note', label: 'Note' },
] as const;
const FIELDS = ['text', 'at', 'to'] as const;

const fieldOf = (path: string) => FIELDS.find((field) => field === path) ?? null;

export interface AnnotationDialogProps {
  /** The endpoint of the annotation; null: all endpoints. */
  readonly id: string | null;
  /** The name of the endpoint. */
  readonly name: string;
  readonly onClose: () => void;
}

/** Adds a deploy or a note, now or at another time. */
export function AnnotationDialog({ id, name, onClose }: AnnotationDialogProps) {
  const request = useRequest();
  const [kind, setKind] = useState<'deploy' | 'note'>('deploy');
  const [text, setText] = useState('');
  const [at, setAt] = useState('');
  const [to, setTo] = useState('');
  const [about, setAbout] = useState(id === null ? 'all' : 'this');
  const { busy, errors, save } = useSave(fieldOf, onClose);

  const add = () =>
    request('annotations.add', {
      kind,
      text,
      at: at === '' ? Date.now() : new Date(at).getTime(),
      ...(to === '' ? {} : { to: new Date(to).getTime() }),
      ...(id === null || about === 'all' ? {} : { match: { endpoints: [id] } }),
    });

  return (
    <FormDialog
      title="Add a deploy or note"
      description="It is marked on the charts and in reports."
      unsaved={text !== ''}
      submit="Add"
      busy={busy}
      onSubmit={() => void save(add)}
      onClose={onClose}
      error={errors.get(null)}
    >
      <ToggleGroup label="Kind" value={kind} onChange={setKind} options={KINDS} />
      <Field label="Text" required error={errors.get('text')}>
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
      <FieldPair>
        <Field label="Time" help="If empty, now." error={errors.get('at')}>
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
        <Field
          label="End"
          help="Only if it lasted some time."
          error={errors.has('to') ? 'The end must be later than the start.' : undefined}
        >
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
      </FieldPair>
    </FormDialog>
  );
}
