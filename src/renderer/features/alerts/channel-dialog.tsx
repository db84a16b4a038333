import { useMemo, useState } from 'react';
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
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
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

  function choose(kind: string): void {
    setKindName(kind);
    setRefused(null);
    setResult(null);
  }

  return (
    <FormDialog
      title={channel === null ? 'Add a channel' : `Edit ${channel.config.name}`}
      description={descriptor?.description}
      unsaved={Object.keys(entered).length > 0}
      submit={channel === null ? 'Add' : 'Save'}
      busy={busy === 'save'}
      disabled={busy !== null}
      onSubmit={() => void run('save')}
      onClose={onClose}
      error={problems.get('')}
      extra={
        <Button onClick={() => void run('test')} busy={busy === 'test'} disabled={busy !== null}>
          Send a test
        </Button>
      }
    >
      {channel === null ? <KindSelect kinds={kinds} value={kindName} onChange={choose} /> : null}
      <ChannelFields
        form={form}
        values={values}
        problems={problems}
        onChange={(change) => setEntered({ ...entered, ...change })}
      />
      {result === null ? null : <TestResult result={result} />}
    </FormDialog>
  );
}

interface KindSelectProps {
  readonly kinds: readonly ChannelDescriptor[];
  readonly value: string;
  readonly onChange: (kind: string) => void;
}

function KindSelect({ kinds, value, onChange }: KindSelectProps) {
  return (
    <Field label="Kind">
      {({ id }) => (
        <select id={id} className={css.select} value={value} onChange={(event) => onChange(event.target.value)}>
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
  );
}

interface ChannelFieldsProps {
  readonly form: KindForm;
  readonly values: FormValues;
  /** By field. */
  readonly problems: ReadonlyMap<string, string>;
  readonly onChange: (change: FormValues) => void;
}

/** The fields of a channel. The advanced ones are folded away, unless there is a problem with one of them. */
function ChannelFields({ form: { kind, fields }, values, problems, onChange }: ChannelFieldsProps) {
  const control = (field: FormField) => (
    <FormFieldControl
      key={field.name}
      field={field}
      value={values[field.name] ?? initialValue(field)}
      error={problems.get(field.name)}
      onChange={(value) => onChange({ [field.name]: value })}
    />
  );
  const advanced = fields.filter((field) => field.advanced === true);
  return (
    <>
      {fields.filter((field) => field.advanced !== true).map(control)}
      {advanced.length === 0 ? null : (
        <details key={kind} className={css.advanced} open={advanced.some(({ name }) => problems.has(name))}>
          <summary>More settings</summary>
          <div className={css.form}>{advanced.map(control)}</div>
        </details>
      )}
    </>
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
