import { Plus, X } from 'lucide-react';
import { RULE_EVENTS } from '../../../contract/model/alert-rule.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { FieldGroup, FieldPair } from '../../components/field-group.tsx';
import { Field, TextInput } from '../../components/field.tsx';
import { Switch } from '../../components/switch.tsx';
import { Choice } from '../../form/choice.tsx';
import { DraftField } from '../../form/draft-field.tsx';
import { MatchFields } from '../../form/match/match-fields.tsx';
import { TimeZoneField } from '../../form/time-zone-field.tsx';
import { shortDayName, WEEK } from '../../form/week.ts';
import css from './alerts.module.css';
import type { RuleDraft, StepDraft } from './rule-draft.ts';
import { eventLabel } from './rule-text.ts';
import { TemplateFields } from './template-fields.tsx';

const EVENTS = RULE_EVENTS.map((value) => ({ value, label: eventLabel(value) }));
const DAYS = WEEK.map((value) => ({ value, label: shortDayName(value) }));

export interface RuleFormProps {
  readonly draft: RuleDraft;
  readonly onChange: (change: Partial<RuleDraft>) => void;
  readonly errors: ReadonlyMap<keyof RuleDraft | null, string>;
  /** The names of the existing channels. */
  readonly channels: readonly string[];
}

export function RuleForm({ draft, onChange, errors, channels }: RuleFormProps) {
  const options = channels.map((name) => ({ value: name, label: name }));
  const field = (name: keyof RuleDraft) => ({ name, draft, onChange, errors });
  return (
    <>
      <DraftField {...field('name')} label="Name" required placeholder="Production" />
      <MatchFields draft={draft} onChange={onChange} errors={errors} />
      <Choice
        label="Alert when"
        options={EVENTS}
        chosen={draft.events}
        onChange={(events) => onChange({ events })}
        error={errors.get('events')}
      />
      <EventFields {...{ draft, onChange, errors }} />
      <Choice
        label="Channels"
        options={options}
        chosen={draft.channels}
        onChange={(chosen) => onChange({ channels: chosen })}
        error={errors.get('channels')}
        none="There are no channels yet. Add one on the tab Channels."
      />
      <FieldPair>
        <DraftField
          {...field('after')}
          label="Wait before alerting"
          help="If the problem ends earlier, nobody is alerted."
        />
        <DraftField
          {...field('repeat')}
          label="Repeat every"
          help="Until the alert is acknowledged. If empty, it is not repeated."
          placeholder="1h"
        />
      </FieldPair>
      <Steps draft={draft} onChange={onChange} errors={errors} channels={channels} />
      <Field
        label="Only in certain hours"
        inline
        help="Problems at other times are sent in one message when the hours begin, also those that are over by then."
      >
        {({ id, describedBy }) => (
          <Switch
            id={id}
            describedBy={describedBy}
            checked={draft.limited}
            onChange={(limited) => onChange({ limited })}
          />
        )}
      </Field>
      {draft.limited ? (
        <>
          <Choice
            label="Days"
            options={DAYS}
            chosen={draft.days}
            onChange={(days) => onChange({ days })}
            error={errors.get('days')}
          />
          <FieldPair>
            <DraftField {...field('from')} label="From" type="time" />
            <DraftField {...field('to')} label="To" type="time" help="Before “From”: on the next day." />
          </FieldPair>
          <TimeZoneField {...field('timezone')} />
        </>
      ) : null}
      <TemplateFields
        titleTemplate={draft.titleTemplate}
        bodyTemplate={draft.bodyTemplate}
        about={{ rule: draft.name }}
        empty="If empty, the title is that of the channel, or Lookout writes it."
        errors={errors}
        onChange={onChange}
      />
    </>
  );
}

/** The fields that only some events need. */
function EventFields({ draft, onChange, errors }: Omit<RuleFormProps, 'channels'>) {
  const field = (name: keyof RuleDraft) => ({ name, draft, onChange, errors });
  const { events } = draft;
  return (
    <>
      {events.includes('certificate') || events.includes('domain') ? (
        <DraftField
          {...field('expiresWithin')}
          label="Days before it expires"
          help="Each of these alerts once per certificate or domain."
        />
      ) : null}
      {events.includes('pattern') ? (
        <DraftField
          {...field('pattern')}
          label="Pattern"
          placeholder="3 of 5"
          help="3 of 5: at least 3 of the last 5 checks failed. <10,<10,>100: what the last checks took, in ms, oldest first."
        />
      ) : null}
    </>
  );
}

function Steps({ draft, onChange, errors, channels }: RuleFormProps) {
  const { steps } = draft;
  const change = (index: number, step: StepDraft | null): void =>
    onChange({ steps: steps.flatMap((one, at) => (at === index ? (step ?? []) : one)) });
  return (
    <FieldGroup
      label="Escalation"
      help="Who else is alerted while nobody has acknowledged the alert."
      error={errors.get('steps')}
    >
      {steps.map((step, index) => (
        // Steps have no identity besides their place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={css.step}>
          <Field label={`Step ${index + 1}: after`}>
            {({ id }) => (
              <TextInput
                id={id}
                value={step.after}
                placeholder="15m"
                onChange={(event) => change(index, { ...step, after: event.target.value })}
              />
            )}
          </Field>
          <Choice
            label="Also alert"
            options={channels.map((name) => ({ value: name, label: name }))}
            chosen={step.channels}
            onChange={(chosen) => change(index, { ...step, channels: chosen })}
            none="There are no channels yet."
          />
          <IconButton label={`Remove step ${index + 1}`} icon={X} size="sm" onClick={() => change(index, null)} />
        </div>
      ))}
      <Button
        size="sm"
        icon={Plus}
        type="button"
        onClick={() => onChange({ steps: [...steps, { after: `${15 * (steps.length + 1)}m`, channels: [] }] })}
      >
        Add step
      </Button>
    </FieldGroup>
  );
}
