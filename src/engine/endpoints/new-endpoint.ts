import type { KindDescriptor } from '../../contract/descriptor.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import { withDefaultSettings, type DefaultSettings } from '../../shared/default-settings.ts';

/**
 * Fills in the settings for new endpoints where the input of a person or a script has no value. Not for lookout.yaml:
 * the meaning of a file must not depend on the machine that reads it.
 * @param forms of all kinds; an input of another kind stays unchanged
 */
export function completeInput(
  input: EndpointInput,
  forms: readonly KindDescriptor[],
  settings: DefaultSettings,
): EndpointInput {
  const form = forms.find(({ kind }) => kind === input.kind);
  if (form === undefined) return input;
  const filled = withDefaultSettings(form, settings).fields.flatMap(({ name, setting, default: preset }) =>
    setting === undefined || input[name] !== undefined ? [] : [[name, preset] as const],
  );
  return filled.length === 0 ? input : { ...input, ...Object.fromEntries(filled) };
}
