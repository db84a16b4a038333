import type { EndpointView } from '../../../../contract/channels/endpoints.ts';
import type { FormField } from '../../../../contract/descriptor.ts';
import type { Json } from '../../../../contract/model/units.ts';
import { isSecretSet } from '../../../../contract/model/secret.ts';
import { formatSetDuration } from '../../../format.ts';
import { useHost, useKinds } from '../../../live/hooks.ts';
import css from './config-panel.module.css';
import { Facts, type Fact } from '../../check/facts.tsx';
import { formatWhen } from '../../check/when.ts';

/**
 * The config of an endpoint, in the order of the form's fields; fields with their default value are listed separately.
 */
export function ConfigPanel({ endpoint }: { readonly endpoint: EndpointView['endpoint'] }) {
  const kinds = useKinds();
  const { configFile } = useHost();
  const form = kinds.find((kind) => kind.kind === endpoint.config.kind);
  const fields = (form?.fields ?? []).filter((field) => field.name !== 'name');
  const isDefault = (field: FormField) =>
    JSON.stringify(endpoint.config[field.name] ?? null) === JSON.stringify(field.default ?? null);
  const factOf = (field: FormField): Fact => [field.label, fieldText(field, endpoint.config[field.name] ?? null)];
  const schedule = fields.filter((field) => field.section === 'schedule');
  const set = fields.filter((field) => field.section !== 'schedule' && !isDefault(field));
  const rest = fields.filter((field) => field.section !== 'schedule' && isDefault(field));
  return (
    <div className={css.panel}>
      <Facts facts={[['Kind', form?.title ?? endpoint.config.kind], ...set.map(factOf)]} />
      <Facts facts={schedule.map(factOf)} />
      {rest.length === 0 ? null : (
        <details className={css.rest}>
          <summary>Default settings</summary>
          <Facts facts={rest.map(factOf)} />
        </details>
      )}
      <p className={css.source}>
        {endpoint.source === 'file'
          ? `It comes from ${configFile ?? 'lookout.yaml'}. Edit it there.`
          : endpoint.source === 'demo'
            ? 'It is part of the demo, which Lookout serves itself.'
            : `Added by hand, ${formatWhen(endpoint.createdAt)}.`}
      </p>
    </div>
  );
}

/** Formats a field's value for people; `–` if it is empty. */
export function fieldText(field: Pick<FormField, 'type' | 'options'>, value: Json): string {
  if (value === null || value === '') return '–';
  if (field.type === 'duration' && typeof value === 'number') return formatSetDuration(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(plain).join(', ');
  if (isSecretSet(value)) return 'set, not shown';
  if (typeof value === 'object') {
    const pairs = Object.entries(value);
    return pairs.length === 0 ? '–' : pairs.map(([name, one]) => `${name}: ${plain(one ?? null)}`).join(', ');
  }
  return field.options?.find((option) => option.value === value)?.label ?? plain(value);
}

function plain(value: Json): string {
  if (isSecretSet(value)) return 'set, not shown';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
