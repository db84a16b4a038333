/** The editor of an endpoint's conditions: one row per condition, in the order in which they are judged and shown. */
import { ArrowDown, ArrowUp, CircleAlert, CircleCheck, CircleX, Plus, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { ConditionResult } from '../../../contract/model/condition.ts';
import type { Issue } from '../../../contract/model/issue.ts';
import { readFieldPath } from '../../../i18n/field-path.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { useTexts } from '../../live/hooks.ts';
import { useConditionAid, type ConditionAid } from './aid.ts';
import { ConditionInput } from './condition-input.tsx';
import css from './condition-rows.module.css';
import { useKeyedRows, type KeyedRows } from './use-keyed-rows.ts';
import { useLiveIssues } from './use-live-issues.ts';
import { knownValues, placeholdersIn } from './values.ts';

export interface ConditionRowsProps {
  readonly id: string;
  /** The name of the field. */
  readonly name: string;
  readonly rows: readonly string[];
  readonly placeholder: string | undefined;
  readonly describedBy: string | undefined;
  readonly onChange: (rows: readonly string[]) => void;
}

export function ConditionRows({ id, name, rows, placeholder, describedBy, onChange }: ConditionRowsProps) {
  const aid = useConditionAid();
  const live = useLiveIssues(aid?.kind, aid?.dialect ?? 'lookout', rows);
  const keyed = useKeyedRows(rows, onChange);
  const { add, remove, move } = keyed;

  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      move(index, event.key === 'ArrowUp' ? index - 1 : index + 1);
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing) {
      if (rows[index]?.trim() !== '') add(index + 1);
    } else if (event.key === 'Backspace' && rows[index] === '') {
      remove(index);
    } else {
      return;
    }
    event.preventDefault();
  };

  return (
    <div className={css.rows}>
      {keyed.rows.map(({ text, key }, index) => {
        const known = live.get(text.trim());
        const issue = known === undefined ? issueOf(aid?.issues ?? [], name, rows, index) : known;
        const noteId = `${id}-note-${key}`;
        return (
          <div key={key} className={css.row}>
            <ConditionInput
              {...(index === 0 ? { id } : {})}
              ref={(element) => keyed.register(key, element)}
              label={`Condition ${index + 1}`}
              value={text}
              invalid={issue !== null && !isUnfinished(text, issue)}
              placeholder={placeholder}
              describedBy={[noteId, describedBy].filter((one) => one !== undefined).join(' ')}
              onChange={(value) => onChange(rows.with(index, value))}
              onKeyDown={(event) => onKeyDown(event, index)}
            />
            <RowButtons index={index} count={rows.length} keyed={keyed} />
            <div id={noteId} className={css.note}>
              {issue === null ? <Found text={text} aid={aid} /> : <Problem text={text} issue={issue} />}
            </div>
          </div>
        );
      })}
      <Button
        {...(rows.length === 0 ? { id } : {})}
        size="sm"
        icon={Plus}
        className={css.add}
        aria-label="Add condition"
        aria-describedby={rows.length === 0 ? describedBy : undefined}
        onClick={() => add(rows.length)}
      >
        Add condition
      </Button>
    </div>
  );
}

interface RowButtonsProps {
  readonly index: number;
  /** How many rows there are. */
  readonly count: number;
  readonly keyed: KeyedRows;
}

function RowButtons({ index, count, keyed: { move, remove } }: RowButtonsProps) {
  const row = `condition ${index + 1}`;
  const up = () => move(index, index - 1);
  const down = () => move(index, index + 1);
  return (
    <>
      <IconButton label={`Move ${row} up`} icon={ArrowUp} tooltip={false} disabled={index === 0} onClick={up} />
      <IconButton
        label={`Move ${row} down`}
        icon={ArrowDown}
        tooltip={false}
        disabled={index === count - 1}
        onClick={down}
      />
      <IconButton label={`Remove ${row}`} icon={X} tooltip={false} onClick={() => remove(index)} />
    </>
  );
}

/**
 * The issue of a row; issues count only rows that are not empty. Null: there is none, or the text has changed since.
 */
function issueOf(issues: readonly Issue[], name: string, rows: readonly string[], index: number): Issue | null {
  const text = rows[index]?.trim() ?? '';
  if (text === '') return null;
  const entry = rows.slice(0, index + 1).filter((row) => row.trim() !== '').length;
  const issue = issues.find(({ path }) => {
    const place = readFieldPath(path);
    return place.name === name && place.part === entry;
  });
  if (issue === undefined) return null;
  const { given } = issue;
  const isOther = given !== undefined && given.endsWith('"') && given !== JSON.stringify(text);
  return isOther ? null : issue;
}

/** Whether the issue is something missing at the end of the text, which the person may be about to type. */
function isUnfinished(text: string, { params }: Issue): boolean {
  const column = params?.['column'];
  return typeof column === 'number' && column > text.trim().length;
}

/** Shows what is wrong and where: the text with the position marked. */
function Problem({ text, issue }: { readonly text: string; readonly issue: Issue }) {
  const texts = useTexts();
  const trimmed = text.trim();
  const column = issue.params?.['column'];
  const from = typeof column === 'number' ? column - 1 : null;
  const length = from === null ? 0 : (/^\S*/u.exec(trimmed.slice(from))?.[0].length ?? 0);
  return (
    <div className={css.problem} data-unfinished={isUnfinished(text, issue) || undefined}>
      {from === null ? null : (
        <code className={css.place} aria-hidden>
          {trimmed.slice(0, from)}
          <mark>{length === 0 ? ' ' : trimmed.slice(from, from + length)}</mark>
          {trimmed.slice(from + length)}
        </code>
      )}
      <p>{texts.issue(issue)}</p>
    </div>
  );
}

/** Shows whether the condition held in the last check or test, and the values of its placeholders. */
function Found({ text, aid }: { readonly text: string; readonly aid: ConditionAid | null }) {
  const result = aid?.results.find(({ condition }) => condition === text.trim());
  const known = knownValues(text, aid?.observed ?? {});
  // A stored check contains values only in the texts of its conditions.
  const shown = result !== undefined && known.length < placeholdersIn(text) && result.shown !== text.trim();
  if (result === undefined && known.length === 0) return null;
  return (
    <p className={css.found}>
      {result === undefined ? null : <Verdict result={result} />}
      {shown ? <code className={css.value}>{result.shown}</code> : null}
      {(shown ? [] : known).map(({ source, value }) => (
        <span key={source} className={css.known}>
          <code>{source}</code> was <code className={css.value}>{value === '' ? 'empty' : value}</code>
        </span>
      ))}
    </p>
  );
}

function Verdict({ result: { holds, severity } }: { readonly result: ConditionResult }) {
  const Icon = holds ? CircleCheck : severity === 'warn' ? CircleAlert : CircleX;
  return (
    <span className={css.verdict} data-look={holds ? 'holds' : severity}>
      <Icon size={13} aria-hidden />
      {holds ? 'held' : 'did not hold'}
    </span>
  );
}
