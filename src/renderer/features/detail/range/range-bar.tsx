import { Undo2 } from 'lucide-react';
import { memo, useId, useState, type KeyboardEvent } from 'react';
import { parseTimeRange, type TimeRangeProblem } from '../../../../shared/time-range.ts';
import { isSameView, type TimeView } from '../../../../shared/time-view.ts';
import { Button, IconButton } from '../../../components/button.tsx';
import { TextInput } from '../../../components/field.tsx';
import { ToggleGroup } from '../../../components/toggle-group.tsx';
import { rangeProblemText } from '../../../form/range/typed-range.ts';
import { formatDateTimeRange, formatSetDuration } from '../../../format.ts';
import css from './range-bar.module.css';
import { showPreviousView, type PageViewport } from './use-viewport.ts';
import { PRESETS, presetOf } from './views.ts';

const OPTIONS = PRESETS.map(({ label }) => ({ value: label, label }));

export interface RangeBarProps {
  readonly page: PageViewport;
  readonly view: TimeView;
}

/** Chooses the time that all charts of the page show. */
export const RangeBar = memo(function RangeBar({ page, view }: RangeBarProps) {
  const { viewport, canGoBack } = page;
  return (
    <fieldset className={css.bar} aria-label="Time range">
      <ToggleGroup
        value={presetOf(view)?.label ?? ''}
        onChange={(label) => {
          const preset = PRESETS.find((one) => one.label === label);
          if (preset !== undefined) viewport.go({ type: 'last', ms: preset.ms });
        }}
        options={OPTIONS}
        label="Range"
      />
      <RangeInput key={viewText(view)} view={view} onChange={(next) => viewport.go(next)} />
      <IconButton
        label="Previous range"
        icon={Undo2}
        shortcut="Backspace"
        size="sm"
        disabled={!canGoBack}
        onClick={showPreviousView}
      />
      {view.type === 'last' ? null : (
        <Button size="sm" onClick={() => viewport.go({ type: 'last', ms: view.to - view.from })}>
          To now
        </Button>
      )}
    </fieldset>
  );
});

const MINUTE = 60_000;

const viewTexts = new WeakMap<TimeView, string>();

/** `Last 36 h`, `Nov 28, 14:02:00 – 15:10:00`. */
export function viewText(view: TimeView): string {
  // Each chart of a page shows it in each redraw of a gesture, and formatting a range takes a tenth of a millisecond.
  const known = viewTexts.get(view);
  if (known !== undefined) return known;
  const text = newViewText(view);
  viewTexts.set(view, text);
  return text;
}

function newViewText(view: TimeView): string {
  if (view.type === 'fixed') return formatDateTimeRange(view.from, view.to);
  const preset = PRESETS.find(({ ms }) => ms === view.ms && ms > MINUTE * 5);
  return `Last ${preset?.label ?? formatSetDuration(rounded(view.ms))}`;
}

/** Rounds a duration, because a zoom produces milliseconds that nobody needs to read. */
function rounded(ms: number): number {
  const unit = ms > 7_200_000 ? 60_000 : ms > 60_000 ? 1000 : 100;
  return Math.round(ms / unit) * unit;
}

interface RangeInputProps {
  readonly view: TimeView;
  readonly onChange: (view: TimeView) => void;
}

function RangeInput({ view, onChange }: RangeInputProps) {
  const shown = viewText(view);
  const [text, setText] = useState(shown);
  const [problem, setProblem] = useState<TimeRangeProblem | null>(null);
  const id = useId();
  const reset = () => {
    setText(shown);
    setProblem(null);
  };
  const apply = () => {
    if (text.trim() === shown) return;
    const parsed = parseTimeRange(text, Date.now());
    if (!parsed.ok) {
      setProblem(parsed.problem);
      return;
    }
    if (isSameView(parsed.view, view)) reset();
    else onChange(parsed.view);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') apply();
    if (event.key !== 'Escape' || text === shown) return;
    // Esc would also leave the page.
    event.preventDefault();
    reset();
  };
  return (
    <span className={css.input}>
      <TextInput
        value={text}
        aria-label="Range as text"
        placeholder="last 36 h, yesterday 9-17"
        title="Such as: last 36 h, yesterday 9-17, 2026-11-01 to 2026-11-08"
        invalid={problem !== null}
        aria-describedby={problem === null ? undefined : id}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(null);
        }}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={reset}
        onKeyDown={onKeyDown}
      />
      {problem === null ? null : (
        <span id={id} className={css.problem} role="alert">
          {rangeProblemText(problem)}
        </span>
      )}
    </span>
  );
}
