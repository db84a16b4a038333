import type { Settings } from '../../../contract/model/settings.ts';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import { useSettings } from '../../live/hooks.ts';
import css from './settings.module.css';
import { useChange } from './use-change.ts';

const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const satisfies readonly { value: Settings['theme']; label: string }[];

const DENSITIES = [
  { value: 'comfortable', label: 'Comfortable' },
  { value: 'compact', label: 'Compact' },
] as const satisfies readonly { value: Settings['density']; label: string }[];

export function AppearanceSection() {
  const { theme, density } = useSettings();
  const change = useChange();
  return (
    <>
      <div className={css.line}>
        <span className={css.label}>Theme</span>
        <ToggleGroup label="Theme" value={theme} options={THEMES} onChange={(next) => void change({ theme: next })} />
      </div>
      <div className={css.line}>
        <span className={css.label}>Density of the list</span>
        <ToggleGroup
          label="Density of the list"
          value={density}
          options={DENSITIES}
          onChange={(next) => void change({ density: next })}
        />
      </div>
    </>
  );
}
