import type { FormField } from '../../../contract/descriptor.ts';
import {
  CHANNEL_CATEGORIES,
  type ChannelCategory,
  type ChannelDescriptor,
} from '../../../contract/model/alert-channel.ts';
import type { AlertTemplates } from '../../../contract/model/alert-template.ts';
import type { SendResult } from '../../../contract/model/alert.ts';
import { createTexts, type Texts } from '../../../i18n/texts.ts';
import { Field } from '../../components/field.tsx';
import { useInSight } from '../../components/use-in-sight.ts';
import { FormFieldControl } from '../../form/field-control.tsx';
import { applies, initialValue, type FormValues, type KindForm } from '../../form/form-model.ts';
import css from './alerts.module.css';
import { TemplateFields } from './template-fields.tsx';

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
  help: 'Rules use this name.',
};

/** The fields that `TemplateFields` shows. */
const TEMPLATES: readonly FormField[] = [
  { name: 'titleTemplate', label: 'Title template', type: 'text', section: 'about' },
  { name: 'bodyTemplate', label: 'Body template', type: 'multiline', section: 'about' },
];
const TEMPLATE_NAMES = new Set(TEMPLATES.map(({ name }) => name));

/** The form of a kind of channel: the fields of every channel, and those of the kind. */
export function channelForm(kind: string, descriptor: ChannelDescriptor | undefined): KindForm {
  return { kind, fields: [NAME, ...(descriptor?.fields ?? []), ...TEMPLATES] };
}

/** Texts that know the labels of channels. */
export function channelTexts(kinds: readonly ChannelDescriptor[]): Texts {
  return createTexts(
    kinds.map(({ kind, fields }) => ({
      kind: `channel.${kind}`,
      fields: [NAME, ...fields, ...TEMPLATES],
      failures: [],
      issues: [],
      phases: [],
    })),
  );
}

interface KindSelectProps {
  readonly kinds: readonly ChannelDescriptor[];
  readonly value: string;
  readonly onChange: (kind: string) => void;
}

export function KindSelect({ kinds, value, onChange }: KindSelectProps) {
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
  /** The problems by field name. */
  readonly problems: ReadonlyMap<string, string>;
  readonly onChange: (change: FormValues) => void;
}

/** The fields of a channel. The advanced ones are folded away, unless there is a problem with one of them. */
export function ChannelFields({ form, values, problems, onChange }: ChannelFieldsProps) {
  const control = (field: FormField) => (
    <FormFieldControl
      key={field.name}
      field={field}
      value={values[field.name] ?? initialValue(field)}
      error={problems.get(field.name)}
      onChange={(value) => onChange({ [field.name]: value })}
    />
  );
  const { kind, fields } = form;
  const own = fields.filter(
    (field) => !TEMPLATE_NAMES.has(field.name) && (applies(form, field, values) || problems.has(field.name)),
  );
  const advanced = own.filter((field) => field.advanced === true);
  return (
    <>
      {own.filter((field) => field.advanced !== true).map(control)}
      {advanced.length === 0 ? null : (
        <details key={kind} className={css.advanced} open={advanced.some(({ name }) => problems.has(name))}>
          <summary>More settings</summary>
          <div className={css.form}>{advanced.map(control)}</div>
        </details>
      )}
      <TemplateFields
        titleTemplate={textOf(values, 'titleTemplate')}
        bodyTemplate={textOf(values, 'bodyTemplate')}
        about={{ channel: textOf(values, 'name') }}
        empty="If empty, Lookout writes the title. The templates of a rule replace these."
        errors={problems}
        onChange={(change) => onChange({ ...change })}
      />
    </>
  );
}

function textOf(values: FormValues, name: keyof AlertTemplates | 'name'): string {
  const value = values[name];
  return typeof value === 'string' ? value : '';
}

/** Shows the result of a test message. */
export function TestResult({ result: { outcome, answer } }: { readonly result: SendResult }) {
  const delivered = outcome === 'delivered';
  const inSight = useInSight<HTMLOutputElement>();
  return (
    // The form is long, and the result is at its end.
    <output ref={inSight} className={delivered ? css.good : css.bad}>
      <strong>{delivered ? 'Delivered' : outcome === 'final' ? 'Refused' : 'Not delivered'}</strong>
      {answer === '' ? null : <code className={css.answer}>{answer}</code>}
    </output>
  );
}
