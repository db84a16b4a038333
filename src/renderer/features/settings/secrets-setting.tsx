import type { Settings } from '../../../contract/model/settings.ts';
import { useSettings } from '../../live/hooks.ts';
import { Field } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { useChange } from './use-change.ts';

const ANSWERS = [
  { value: 'ask', label: 'Ask me' },
  { value: 'keep', label: 'Keep them' },
  { value: 'refuse', label: 'Do not keep them' },
] as const satisfies readonly { value: Settings['secretsWithoutVault']; label: string }[];

/** Shows the answer to the engine's question about secrets, with a way to change it. */
export function SecretsSetting() {
  const { secretsWithoutVault } = useSettings();
  const change = useChange();
  return (
    <Field
      inline
      label="Secrets where the system has no vault"
      help="Passwords and tokens are sealed by the system’s vault. Without one, a key in a file beside the data seals them. This protects copies of the data, but not against other programs that you run."
    >
      {({ id, describedBy }) => (
        <Select
          id={id}
          describedBy={describedBy}
          value={secretsWithoutVault}
          options={ANSWERS}
          onChange={(chosen) => {
            const answer = ANSWERS.find(({ value }) => value === chosen);
            if (answer) void change({ secretsWithoutVault: answer.value });
          }}
        />
      )}
    </Field>
  );
}
