import type { KindForm } from '../../contract/form.ts';
import type { EndpointInput, Settings } from '../../contract/model.ts';

/**
 * An endpoint that a person or a script gives, with the settings for new endpoints where it says nothing. Not for
 * lookout.yaml: what a file means must not depend on the machine that reads it.
 * @param forms of all kinds; an input of a kind that is not among them stays as it is
 */
export function withSettings(
  input: EndpointInput,
  forms: readonly KindForm[],
  settings: Pick<Settings, 'defaultInterval' | 'defaultTimeout' | 'defaultRetries'>,
): EndpointInput {
  const fields = forms.find(({ kind }) => kind === input.kind)?.fields ?? [];
  const filled = fields.flatMap(({ name, setting }) =>
    setting === undefined || input[name] !== undefined ? [] : [[name, settings[setting]] as const],
  );
  return filled.length === 0 ? input : { ...input, ...Object.fromEntries(filled) };
}
