import { useMemo, useState, type FormEvent } from 'react';
import type { RequestFailure } from '../../../contract/errors.ts';
import type { FormField } from '../../../contract/descriptor.ts';
import {
  CHANNEL_CATEGORIES,
  type AlertChannelView,
  type ChannelCategory,
  type ChannelDescriptor,
} from '../../../contract/model/alert-channel.ts';
import type { SendResult } from '../../../contract/model/alert.ts';
import type { Json } from '../../../contract/model/units.ts';
import { createTexts } from '../../../i18n/texts.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FormFieldControl } from '../../form/field-control.tsx';
import {
  initialValue,
  problemsByField,
  toInput,
  valuesFrom,
  type FormValues,
  type KindForm,
} from '../../form/form-model.ts';
import { useRequest } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import css from './alerts.module.css';

const FORM = 'alert-channel';

const CATEGORIES: Readonly<Record<ChannelCategory, string>> = {
  direct: 'Direct',
  chat: 'Chat',
  push: 'Push',
  onCall: 'On-call',
  issues: 'Issues',
  system: 'Programs and systems',
};

const NAME: FormField = {
  name: 'name',
  label: 'Name',
  type: 'text',
  section: 'about',
  required: true,
  help: 'Rules refer to it.',
};

export interface ChannelDialogProps {
  readonly kinds: readonly ChannelDescriptor[];
  /** Null: a new one. */
  readonly channel: AlertChannelView | null;
  readonly onClose: () => void;
}

/** Adds or changes a channel, and sends a test. */
export function ChannelDialog({ kinds, channel, onClose }: ChannelDialogProps) {
  const request = useRequest();
  const [kindName, setKindName] = useState(channel?.config.kind ?? kinds[0]?.kind ?? '');
  const descriptor = kinds.find(({ kind }) => kind === kindName);
  const form = useMemo(
    (): KindForm => ({ kind: kindName, fields: [NAME, ...(descriptor?.fields ?? [])] }),
    [kindName, descriptor],
  );
  const first = useMemo(() => (channel === null ? {} : valuesFrom(form, channel.config)), [channel, form]);
  const [entered, setEntered] = useState<FormValues>({});
  const values = { ...first, ...entered };
  const [refused, setRefused] = useState<RequestFailure | null>(null);
  const [result, setResult] = useState<SendResult | null>(null);
  const [busy, setBusy] = useState<'save' | 'test' | null>(null);
  const texts = useMemo(() => textsOf(kinds), [kinds]);
  const problems = refused === null ? new Map<string, string>() : problemsByField(form, refused, texts);
  const general = problems.get('');

  const input = (): Record<string, Json | undefined> => ({ ...toInput(form, values) });
  const about = channel === null ? {} : { id: channel.id };

  async function run(what: 'save' | 'test'): Promise<void> {
    setBusy(what);
    setRefused(null);
    setResult(null);
    try {
      if (what === 'save') {
        await request('channels.save', { ...about, channel: input() });
        onClose();
        return;
      }
      setResult(await request('channels.test', { ...about, channel: input() }));
    } catch (error) {
      setRefused(toRequestFailure(error));
    }
    setBusy(null);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={channel === null ? 'Add a channel' : `Edit ${channel.config.name}`}
      description={descriptor?.description}
      unsaved={Object.keys(entered).length > 0}
      footer={
        <>
          <Button onClick={() => void run('test')} busy={busy === 'test'} disabled={busy !== null}>
            Send a test
          </Button>
          <span className={css.grow} />
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={FORM} busy={busy === 'save'} disabled={busy !== null}>
            {channel === null ? 'Add' : 'Save'}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className={css.form}
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void run('save');
        }}
      >
        {channel === null ? (
          <Field label="Kind">
            {({ id }) => (
              <select
                id={id}
                className={css.select}
                value={kindName}
                onChange={(event) => {
                  setKindName(event.target.value);
                  setRefused(null);
                  setResult(null);
                }}
              >
                {CHANNEL_CATEGORIES.map((category) => (
                  <optgroup key={category} label={CATEGORIES[category]}>
                    {kinds
                      .filter((one) => one.category === category)
                      .map(({ kind, title }) => (
                        <option key={kind} value={kind}>
                          {title}
                        </option>
                      ))}
                  </optgroup>
                ))}
              </select>
            )}
          </Field>
        ) : null}
        {form.fields
          .filter(({ advanced }) => advanced !== true)
          .map((field) => (
            <FormFieldControl
              key={field.name}
              field={field}
              value={values[field.name] ?? initialValue(field)}
              error={problems.get(field.name)}
              onChange={(value) => setEntered({ ...entered, [field.name]: value })}
            />
          ))}
        <Advanced
          key={kindName}
          fields={form.fields.filter(({ advanced }) => advanced === true)}
          open={form.fields.some(({ name, advanced }) => advanced === true && problems.has(name))}
          render={(field) => (
            <FormFieldControl
              key={field.name}
              field={field}
              value={values[field.name] ?? initialValue(field)}
              error={problems.get(field.name)}
              onChange={(value) => setEntered({ ...entered, [field.name]: value })}
            />
          )}
        />
        {general === undefined ? null : (
          <p className={css.error} role="alert">
            {general}
          </p>
        )}
        {result === null ? null : <TestResult result={result} />}
      </form>
    </Dialog>
  );
}

interface AdvancedProps {
  readonly fields: readonly FormField[];
  readonly open: boolean;
  readonly render: (field: FormField) => React.ReactNode;
}

function Advanced({ fields, open, render }: AdvancedProps) {
  if (fields.length === 0) return null;
  return (
    <details className={css.advanced} open={open}>
      <summary>More settings</summary>
      <div className={css.form}>{fields.map(render)}</div>
    </details>
  );
}

function TestResult({ result: { outcome, answer } }: { readonly result: SendResult }) {
  const delivered = outcome === 'delivered';
  return (
    <output className={delivered ? css.good : css.bad}>
      <strong>{delivered ? 'Delivered' : outcome === 'final' ? 'Refused' : 'Not delivered'}</strong>
      {answer === '' ? null : <code className={css.answer}>{answer}</code>}
    </output>
  );
}

/** Texts that know the labels of channels. */
function textsOf(kinds: readonly ChannelDescriptor[]) {
  return createTexts(
    kinds.map(({ kind, fields }) => ({
      kind: `channel.${kind}`,
      fields: [NAME, ...fields],
      failures: [],
      issues: [],
      phases: [],
    })),
  );
}
