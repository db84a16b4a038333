import type { KindDescriptor } from '../contract/descriptor.ts';
import type { Settings } from '../contract/model/settings.ts';

/** The settings that replace defaults of new endpoints. */
export type DefaultSettings = Pick<Settings, 'defaultInterval' | 'defaultTimeout' | 'defaultRetries'>;

/** Returns the kind with the defaults that the settings give for new endpoints. */
export function withDefaultSettings(form: KindDescriptor, settings: DefaultSettings): KindDescriptor {
  const fields = form.fields.map((field) =>
    field.setting === undefined ? field : { ...field, default: settings[field.setting] },
  );
  return { ...form, fields };
}
