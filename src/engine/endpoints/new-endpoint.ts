import type { KindDescriptor } from '../../contract/descriptor.ts';
import type { EndpointInput } from '../../contract/model/endpoint.ts';
import { withDefaultSettings, type DefaultSettings } from '../../shared/default-settings.ts';

/**
 * An endpoint that a person or a script gives, with the settings for new endpoints where it says nothing. Not for
 * lookout.yaml: what a file means must not depend on the machine that reads it.
 * @param forms of all kinds; an input of a kind that is not among them stays as it is
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
