import type { ReactNode } from 'react';
import { Field } from '../../components/field.tsx';
import { Switch } from '../../components/switch.tsx';

export interface SwitchSettingProps {
  readonly label: string;
  readonly help?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function SwitchSetting({ label, help, checked, onChange }: SwitchSettingProps) {
  return (
    <Field inline label={label} help={help}>
      {({ id, describedBy }) => <Switch id={id} describedBy={describedBy} checked={checked} onChange={onChange} />}
    </Field>
  );
}
