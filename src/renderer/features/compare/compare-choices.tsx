import { memo } from 'react';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import type { ComparedValue, CompareLayout, Comparison, Ghost } from '../../navigation/comparison.ts';
import css from './compare.module.css';
import { GHOSTS } from './ghost-time.ts';

const LAYOUTS: readonly { readonly value: CompareLayout; readonly label: string }[] = [
  { value: 'one', label: 'One chart' },
  { value: 'multiples', label: 'Small charts' },
];
const VALUES: readonly { readonly value: ComparedValue; readonly label: string }[] = [
  { value: 'absolute', label: 'Absolute' },
  { value: 'relative', label: 'Relative to median' },
];

export interface CompareChoicesProps {
  readonly value: ComparedValue;
  readonly ghost: Ghost;
  readonly layout: CompareLayout;
  /** More endpoints than one chart can show. */
  readonly tooMany: boolean;
  readonly onChange: (patch: Partial<Comparison>) => void;
}

/** The options of the comparison. They are stored in the address, so that a link shows the same. */
export const CompareChoices = memo(function CompareChoices(props: CompareChoicesProps) {
  const { value, ghost, layout, tooMany, onChange } = props;
  return (
    <div className={css.choices}>
      {tooMany ? (
        <span className={css.hint}>One chart shows up to 8 endpoints</span>
      ) : (
        <ToggleGroup
          value={layout}
          onChange={(next) => onChange({ layout: next })}
          options={LAYOUTS}
          label="Arrangement"
        />
      )}
      <ToggleGroup value={value} onChange={(next) => onChange({ value: next })} options={VALUES} label="Values" />
      <ToggleGroup value={ghost} onChange={(next) => onChange({ ghost: next })} options={GHOSTS} label="Earlier time" />
    </div>
  );
});
