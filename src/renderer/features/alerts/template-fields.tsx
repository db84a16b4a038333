import { useState } from 'react';
import type { AlertTemplates, TemplatePreview, TemplateProblem } from '../../../contract/model/alert-template.ts';
import { Field, TextArea, TextInput } from '../../components/field.tsx';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { useAllEndpoints, useIncidents, useTexts } from '../../live/hooks.ts';
import { usePreview } from '../../live/use-preview.ts';
import { formatWhen } from '../check/when.ts';
import css from './alerts.module.css';

/** The most incidents that can be chosen for the preview. */
const INCIDENTS = 20;
const EVENTS = [
  { value: 'down', label: 'Down' },
  { value: 'up', label: 'Up again' },
] as const;
const TITLE_HELP = 'In Liquid, such as {{ endpoint.name }} is {{ endpoint.status }}.';
const BODY_HELP =
  'With title, text, cause, endpoint, endpoints, startedAt and others, which the guide to alerts lists.';

export interface TemplateFieldsProps extends AlertTemplates {
  /** The name of the rule or of the channel, which the preview uses. */
  readonly about: { readonly rule: string } | { readonly channel: string };
  /** What an empty template means. */
  readonly empty: string;
  readonly errors: { readonly get: (field: keyof AlertTemplates) => string | undefined };
  readonly onChange: (change: Partial<AlertTemplates>) => void;
}

/** The templates of a rule or of a channel, with a preview for an incident. */
export function TemplateFields({ titleTemplate, bodyTemplate, about, empty, errors, onChange }: TemplateFieldsProps) {
  const isUsed = titleTemplate !== '' || bodyTemplate !== '';
  const hasErrors = errors.get('titleTemplate') !== undefined || errors.get('bodyTemplate') !== undefined;
  // It stays open when the last letter is deleted.
  const [opened, setOpened] = useState(isUsed);
  const [event, setEvent] = useState<'down' | 'up'>('down');
  const [chosen, setChosen] = useState<string | null>(null);
  const incidents = useChoices();
  const incident = incidents.find(({ id }) => id === (chosen ?? incidents[0]?.id));
  const templates = { titleTemplate, bodyTemplate };
  const isOpen = opened || hasErrors;
  const of = incident === undefined ? {} : { incident: { id: incident.id, endpointId: incident.endpointId } };
  const { answer: preview } = usePreview('alerts.preview', isOpen ? { ...templates, ...about, ...of, event } : null);
  const problemText = useProblemText();
  const errorOf = (field: keyof AlertTemplates): string | undefined =>
    errors.get(field) ?? problemText(field, templates[field] === '' ? null : (preview?.problems[field] ?? null));

  return (
    <details
      className={css.advanced}
      open={isOpen}
      // Also called when React sets `open`.
      onToggle={({ currentTarget }) => setOpened(currentTarget.open)}
    >
      <summary>Message templates</summary>
      <div className={css.form}>
        <Field label="Title template" help={`${TITLE_HELP} ${empty}`} error={errorOf('titleTemplate')}>
          {({ id, describedBy, invalid }) => (
            <TextInput
              id={id}
              mono
              invalid={invalid}
              aria-describedby={describedBy}
              value={titleTemplate}
              onChange={({ target }) => onChange({ titleTemplate: target.value })}
            />
          )}
        </Field>
        <Field label="Body template" help={BODY_HELP} error={errorOf('bodyTemplate')}>
          {({ id, describedBy, invalid }) => (
            <TextArea
              id={id}
              mono
              rows={4}
              invalid={invalid}
              aria-describedby={describedBy}
              value={bodyTemplate}
              onChange={({ target }) => onChange({ bodyTemplate: target.value })}
            />
          )}
        </Field>
        <section className={css.preview} aria-label="Preview of the message">
          <div className={css.previewChoices}>
            <select
              className={css.select}
              aria-label="Preview with"
              value={incident?.id ?? ''}
              onChange={({ target }) => setChosen(target.value)}
            >
              {incidents.map(({ id, label }) => (
                <option key={id} value={id}>
                  {label}
                </option>
              ))}
              <option value="">An example</option>
            </select>
            <ToggleGroup label="Event" value={event} onChange={setEvent} options={EVENTS} />
          </div>
          <PreviewText preview={preview} />
        </section>
      </div>
    </details>
  );
}

function PreviewText({ preview }: { readonly preview: TemplatePreview | null }) {
  if (preview === null) return <p className={css.previewText}>The message appears here.</p>;
  return (
    <output className={css.previewText}>
      <strong>{preview.title}</strong>
      <span>{preview.text}</span>
    </output>
  );
}

interface Choice {
  readonly id: string;
  readonly endpointId: string;
  readonly label: string;
}

/** The last incidents of endpoints that still exist. */
function useChoices(): readonly Choice[] {
  const endpoints = useAllEndpoints();
  return useIncidents()
    .flatMap(({ id, endpointId, startedAt }) => {
      const view = endpoints.get(endpointId);
      return view === undefined
        ? []
        : [{ id, endpointId, label: `${view.endpoint.config.name}, ${formatWhen(startedAt)}` }];
    })
    .slice(0, INCIDENTS);
}

/** Returns a function that describes the problem of a template. */
function useProblemText(): (field: keyof AlertTemplates, problem: TemplateProblem | null) => string | undefined {
  const texts = useTexts();
  return (field, problem) =>
    problem === null ? undefined : texts.issue({ code: 'template', path: `rule.${field}`, params: { ...problem } });
}
