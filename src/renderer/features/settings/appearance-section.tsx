import type { Settings } from '../../../contract/model/settings.ts';
import { useSettings } from '../../live/hooks.ts';
import { ToggleGroup } from '../../components/toggle-group.tsx';
import css from './settings.module.css';
import { useChange } from './use-change.ts';

const THEMES = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const satisfies readonly { value: Settings['theme']; label: string }[];

export function AppearanceSection() {
  const { theme } = useSettings();
  const change = useChange();
  return (
    <div className={css.line}>
      <span className={css.label}>Theme</span>
      <ToggleGroup label="Theme" value={theme} options={THEMES} onChange={(theme) => void change({ theme })} />
    </div>
  );
}
