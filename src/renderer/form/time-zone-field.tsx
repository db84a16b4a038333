import { useId } from 'react';
import { DraftField, type DraftFieldProps } from './draft-field.tsx';

/** The name of a time zone, such as `Europe/Berlin`, chosen from the known ones or typed. */
export function TimeZoneField<Draft>(props: Omit<DraftFieldProps<Draft>, 'label' | 'list'>) {
  const zones = useId();
  return (
    <>
      <DraftField {...props} label="Time zone" list={zones} />
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone}>
            {zone}
          </option>
        ))}
      </datalist>
    </>
  );
}
