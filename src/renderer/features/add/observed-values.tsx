/** The values that a test of a config observed, by placeholder. A click on a value creates a condition. */
import { useState, type KeyboardEvent } from 'react';
import type { PlaceholderDescriptor } from '../../../contract/descriptor.ts';
import { OBSERVED_CHARACTERS, type Dialect, type ObservedValues } from '../../../contract/model/condition.ts';
import type { Json } from '../../../contract/model/units.ts';
import { noteClickedFocus } from '../../components/clicked-focus.ts';
import { Button } from '../../components/button.tsx';
import { conditionFor, parsed, shownValue, writePlaceholder, type Step } from '../../form/conditions/values.ts';
import { formatCount } from '../../format.ts';
import { jsonLines, type JsonLine } from './json-lines.ts';
import css from './observed-values.module.css';

export interface ObservedValuesProps {
  readonly placeholders: readonly PlaceholderDescriptor[];
  readonly observed: ObservedValues;
  readonly dialect: Dialect;
  readonly onCondition: (condition: string) => void;
}

export function ObservedValuesList({ placeholders, observed, dialect, onCondition }: ObservedValuesProps) {
  const choose = (name: string, steps: readonly Step[], value: Json) => {
    const condition = conditionFor(name, steps, value, dialect);
    if (condition !== null) onCondition(condition);
  };
  const known = placeholders.flatMap((placeholder) => {
    const value = observed[placeholder.name];
    return value === undefined || isNothing(value) ? [] : [{ ...placeholder, value }];
  });
  const short = known.filter(({ value }) => !isLarge(value) && !isNamed(value));
  const named = known.filter(({ value }) => isNamed(value));
  const large = known.filter(({ value }) => isLarge(value) && !isNamed(value));
  return (
    <div className={css.values}>
      {short.length === 0 ? null : (
        <Rows
          title="Values"
          rows={short.map(({ name, value }) => ({ label: `[${name}]`, value, choose: () => choose(name, [], value) }))}
        />
      )}
      {named.map(({ name, value }) => (
        <Rows
          key={name}
          title={`[${name}]`}
          rows={Object.entries(value ?? {}).map(([key, one]: [string, Json]) => ({
            label: writePlaceholder(name, [key]).slice(name.length + 3),
            value: one,
            choose: () => choose(name, [key], one),
          }))}
        />
      ))}
      {large.map(({ name, value }) => (
        <Large key={name} name={name} value={value} onChoose={(steps, one) => choose(name, steps, one)} />
      ))}
    </div>
  );
}

/** The metrics of a kind without metrics. */
function isNothing(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Headers, phases, metrics: short values by name. */
function isNamed(value: Json): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length > 0 &&
    Object.values(value).every((one) => typeof one !== 'object')
  );
}

const SHORT_CHARACTERS = 60;

function isLarge(value: Json): boolean {
  return typeof value === 'string'
    ? value.length > SHORT_CHARACTERS || value.includes('\n') || typeof parsed(value) === 'object'
    : typeof value === 'object' && value !== null;
}

interface RowsProps {
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly value: Json; readonly choose: () => void }[];
}

function Rows({ title, rows }: RowsProps) {
  return (
    <section className={css.section}>
      <h4 className={css.title}>{title}</h4>
      {/* The arrows move between the buttons in it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul className={css.rows} onKeyDown={moveBetweenValues}>
        {rows.map(({ label, value, choose }, index) => (
          <li key={label}>
            <button
              type="button"
              className={css.row}
              tabIndex={index === 0 ? 0 : -1}
              title="Make a condition from it"
              onClick={choose}
            >
              <code className={css.label}>{label}</code>
              <code className={css.value}>{value === '' ? '(empty)' : shownValue(value)}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** More lines would make the page slow; there is a button for the rest. */
const FIRST_LINES = 300;

interface LargeProps {
  readonly name: string;
  readonly value: Json;
  readonly onChoose: (steps: readonly Step[], value: Json) => void;
}

function Large({ name, value, onChoose }: LargeProps) {
  const [all, setAll] = useState(false);
  const json = typeof value === 'string' ? parsed(value) : value;
  const isCut = typeof value === 'string' && value.length >= OBSERVED_CHARACTERS;
  if (typeof json !== 'object' || json === null) {
    return (
      <section className={css.section}>
        <h4 className={css.title}>
          [{name}]{isCut ? ', the first 64 KB' : ''}
          <Button size="sm" variant="ghost" onClick={() => onChoose([], value)}>
            Make a condition
          </Button>
        </h4>
        {/* The keyboard must be able to scroll it. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre className={css.block} tabIndex={0} ref={noteClickedFocus}>
          {typeof value === 'string' ? value : JSON.stringify(value)}
        </pre>
      </section>
    );
  }
  const lines = jsonLines(json);
  const shown = all ? lines : lines.slice(0, FIRST_LINES);
  return (
    <section className={css.section}>
      <h4 className={css.title}>[{name}]</h4>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul className={css.block} aria-label={`[${name}] as JSON`} onKeyDown={moveBetweenValues}>
        {shown.map((line, index) => (
          // Lines never move.
          // oxlint-disable-next-line react/no-array-index-key
          <Line key={index} line={line} isFirst={index === 0} onChoose={onChoose} />
        ))}
      </ul>
      {lines.length > shown.length ? (
        <Button size="sm" variant="ghost" onClick={() => setAll(true)}>
          Show all {formatCount(lines.length)} lines
        </Button>
      ) : null}
    </section>
  );
}

interface LineProps {
  readonly line: JsonLine;
  readonly isFirst: boolean;
  readonly onChoose: LargeProps['onChoose'];
}

function Line({ line: { depth, label, text, comma, steps, value }, isFirst, onChoose }: LineProps) {
  return (
    <li style={{ paddingLeft: `${depth * 2}ch` }}>
      {label === '' ? null : <span className={css.key}>{label}</span>}
      {value === undefined ? (
        text
      ) : (
        <button
          type="button"
          className={css.part}
          tabIndex={isFirst ? 0 : -1}
          title="Make a condition from it"
          onClick={() => onChoose(steps, value)}
        >
          {text}
        </button>
      )}
      {comma}
    </li>
  );
}

/** One stop for Tab in each list; the arrows move between its values. */
function moveBetweenValues(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const next = buttons[at + step];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
}
