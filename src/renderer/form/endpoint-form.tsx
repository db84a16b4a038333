import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { RequestFailure } from '../../contract/errors.ts';
import type { FormField, KindDescriptor } from '../../contract/descriptor.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { DIALECTS, type Dialect } from '../../contract/model/condition.ts';
import { Button } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { useCapabilities, useTexts } from '../live/hooks.ts';
import { conditionAid, ConditionAidContext, type Seen } from './conditions/aid.ts';
import { FormFieldControl } from './field-control.tsx';
import css from './form.module.css';
import { FormContext } from './form-context.ts';
import { KindPicker } from './kind-picker.tsx';
import { initialValue, problemsByField, sectionsOf, toInput, type FieldValue, type FormValues } from './form-model.ts';

const SECTION_TITLES: Readonly<Record<FormField['section'], string>> = {
  target: 'Target',
  request: 'Request',
  auth: 'Authentication',
  tls: 'TLS',
  connection: 'Connection',
  expect: 'Expected response',
  schedule: 'Schedule',
  about: 'About',
};

const NONE: readonly Issue[] = [];

export interface EndpointFormProps {
  /** The id of the form, for a submit button outside it. */
  readonly id: string;
  readonly kinds: readonly KindDescriptor[];
  readonly kind: string;
  readonly values: FormValues;
  /** False: the kind cannot be changed, for example when editing. */
  readonly kindChangeable: boolean;
  /** Why the engine refused the input; null: it did not. Each issue is shown at its field, and the first one gets the focus. */
  readonly refused: RequestFailure | null;
  /** The values that the last check or test observed, for conditions. */
  readonly seen: Seen;
  readonly onChange: (kind: string, values: FormValues) => void;
  readonly onSubmit: (input: EndpointInput) => void;
}

/** Renders the form of any kind from its descriptor. It validates nothing: the engine does, and reports `refused`. */
export function EndpointForm(props: EndpointFormProps) {
  const { id, kinds, kind, values, kindChangeable, refused, seen, onChange, onSubmit } = props;
  const form = kinds.find((one) => one.kind === kind);
  const [wantsAdvanced, setWantsAdvanced] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const texts = useTexts();
  const capabilities = useCapabilities();
  const byField =
    form === undefined || refused === null ? new Map<string, string>() : problemsByField(form, refused, texts);
  const hidden =
    form?.fields.filter(
      ({ advanced: isAdvanced, needs }) => isAdvanced === true && (needs === undefined || capabilities[needs]),
    ) ?? [];
  // A problem in a hidden field must be visible.
  const advanced = wantsAdvanced || hidden.some((field) => byField.has(field.name));

  useEffect(() => {
    if (refused === null) return;
    const first = element.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    first?.focus();
    first?.scrollIntoView({ block: 'center' });
  }, [refused]);

  if (form === undefined) return <p className={css.problem}>This version of Lookout has no check kind {kind}.</p>;
  const aid = conditionAid(form, dialectOf(values), seen, refused?.issues ?? []);
  const general = byField.get('');
  const change = (name: string, value: FieldValue) => onChange(kind, { ...values, [name]: value });
  return (
    <form
      id={id}
      ref={element}
      className={css.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(toInput(form, values));
      }}
    >
      {general === undefined ? null : (
        <p className={css.problem} role="alert">
          {general}
        </p>
      )}
      {kindChangeable ? (
        <Field label="Kind">
          {({ id: fieldId }) => (
            <KindPicker id={fieldId} kinds={kinds} kind={form} onChange={(chosen) => onChange(chosen, values)} />
          )}
        </Field>
      ) : null}
      <FormContext
        value={{
          form,
          values,
          issues: refused?.issues ?? NONE,
          change: (changed) => onChange(kind, { ...values, ...changed }),
        }}
      >
        <ConditionAidContext value={aid}>
          {sectionsOf(form, { advanced, values, capabilities, problems: new Set(byField.keys()) }).map(
            ({ section, fields }) => (
              <fieldset key={section} className={css.section}>
                <legend className={css.legend}>{SECTION_TITLES[section]}</legend>
                <div className={css.fields}>
                  {fields.map((field) => (
                    <FormFieldControl
                      key={field.name}
                      field={field}
                      value={values[field.name] ?? initialValue(field)}
                      error={byField.get(field.name)}
                      onChange={(value) => change(field.name, value)}
                    />
                  ))}
                </div>
              </fieldset>
            ),
          )}
        </ConditionAidContext>
      </FormContext>
      {hidden.length === 0 ? null : (
        <Button
          variant="ghost"
          size="sm"
          className={css.more}
          icon={advanced ? ChevronDown : ChevronRight}
          aria-expanded={advanced}
          onClick={() => setWantsAdvanced(!advanced)}
        >
          {advanced ? 'Fewer options' : moreOptions(hidden)}
        </Button>
      )}
    </form>
  );
}

/** The language of the conditions. */
export function dialectOf({ dialect }: FormValues): Dialect {
  return DIALECTS.find((one) => one === dialect) ?? 'lookout';
}

/** The maximum number of labels on the button that shows the advanced fields. */
const NAMED = 5;

function moreOptions(hidden: readonly FormField[]): string {
  const names = hidden.slice(0, NAMED).map(({ label }) => (/^[A-Z]{2}/u.test(label) ? label : label.toLowerCase()));
  const more = hidden.length - names.length;
  return `More options: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
