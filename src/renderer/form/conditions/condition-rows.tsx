/** The editor of an endpoint's conditions: one row per condition, in the order in which they are judged and shown. */
import { ArrowDown, ArrowUp, CircleAlert, CircleCheck, CircleX, Plus, X } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { ConditionResult, ObservedValues } from '../../../contract/model/condition.ts';
import type { Issue } from '../../../contract/model/issue.ts';
import { readFieldPath } from '../../../i18n/field-path.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { useTexts } from '../../live/hooks.ts';
import { useConditionAid } from './aid.ts';
import { ConditionInput } from './condition-input.tsx';
import css from './condition-rows.module.css';
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
  // Rows have no identity of their own. These keys keep the focus in its row when rows move.
  const [keys, setKeys] = useState(() => rows.map((_, index) => index));
  const inputs = useRef(new Map<number, HTMLElement>());
  /** The row to focus after it has been rendered. */
  const focusKey = useRef<number | null>(null);
  const keyed = rows.map((text, index) => ({ text, key: keys[index] ?? -1 - index }));

  useEffect(() => {
    if (focusKey.current === null) return;
    inputs.current.get(focusKey.current)?.focus();
    focusKey.current = null;
  });

  const put = (next: readonly { readonly text: string; readonly key: number }[], focus: number | null) => {
    setKeys(next.map(({ key }) => key));
    onChange(next.map(({ text }) => text));
    focusKey.current = focus;
  };
  const add = (at: number) => {
    const key = Math.max(-1, ...keys) + 1;
    put(keyed.toSpliced(at, 0, { text: '', key }), key);
  };
  const remove = (at: number) => {
    const next = keyed.toSpliced(at, 1);
    put(next, next[Math.min(at, next.length - 1)]?.key ?? null);
  };
  const move = (at: number, to: number) => {
    const row = keyed[at];
    if (row === undefined || to < 0 || to >= keyed.length) return;
    put(keyed.toSpliced(at, 1).toSpliced(to, 0, row), row.key);
  };
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
      {keyed.map(({ text, key }, index) => {
        const known = live.get(text.trim());
        const issue = known === undefined ? issueOf(aid?.issues ?? [], name, rows, index) : known;
        const noteId = `${id}-note-${key}`;
        return (
          <div key={key} className={css.row}>
            <ConditionInput
              {...(index === 0 ? { id } : {})}
              ref={(element) => {
                if (element === null) inputs.current.delete(key);
                else inputs.current.set(key, element);
              }}
              label={`Condition ${index + 1}`}
              value={text}
              invalid={issue !== null && !isUnfinished(text, issue)}
              placeholder={placeholder}
              describedBy={[noteId, describedBy].filter((one) => one !== undefined).join(' ')}
              onChange={(value) => onChange(rows.with(index, value))}
              onKeyDown={(event) => onKeyDown(event, index)}
            />
            <IconButton
              label={`Move condition ${index + 1} up`}
              icon={ArrowUp}
              tooltip={false}
              disabled={index === 0}
              onClick={() => move(index, index - 1)}
            />
            <IconButton
              label={`Move condition ${index + 1} down`}
              icon={ArrowDown}
              tooltip={false}
              disabled={index === rows.length - 1}
              onClick={() => move(index, index + 1)}
            />
            <IconButton
              label={`Remove condition ${index + 1}`}
              icon={X}
              tooltip={false}
              onClick={() => remove(index)}
            />
            <div id={noteId} className={css.note}>
              {issue === null ? (
                <Found
                  text={text}
                  observed={aid?.observed ?? {}}
                  result={aid?.results.find(({ condition }) => condition === text.trim())}
                />
              ) : (
                <Problem text={text} issue={issue} />
              )}
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

interface FoundProps {
  readonly text: string;
  readonly observed: ObservedValues;
  /** The result of exactly this condition in the last check or test. */
  readonly result: ConditionResult | undefined;
}

/** Shows whether the condition held last, and the values of its placeholders. */
function Found({ text, observed, result }: FoundProps) {
  const known = knownValues(text, observed);
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
