import type { KindDescriptor } from '../contract/descriptor.ts';
import type { Settings } from '../contract/model/settings.ts';

/** The settings that stand in for defaults of new endpoints. */
export type DefaultSettings = Pick<Settings, 'defaultInterval' | 'defaultTimeout' | 'defaultRetries'>;

/** The form of a kind whose fields begin with what the settings say about new endpoints. */
export function withDefaultSettings(form: KindDescriptor, settings: DefaultSettings): KindDescriptor {
  const fields = form.fields.map((field) =>
    field.setting === undefined ? field : { ...field, default: settings[field.setting] },
  );
  return { ...form, fields };
}
