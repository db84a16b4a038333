import { useState } from 'react';
import type { AuditChange, AuditEntry, AuditItem } from '../../../contract/model/access.ts';
import type { Json } from '../../../contract/model/units.ts';
import { Button } from '../../components/button.tsx';
import items from '../../components/item-list.module.css';
import { Skeleton } from '../../components/spinner.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { formatCount, formatDateTime } from '../../format.ts';
import { useAnswer } from '../../live/use-answer.ts';
import css from './access.module.css';

const PAGE = 20;
/** The maximum number of entries per request. */
const MOST = 500;

/** Who has changed what, newest first, with the values before and after. */
export function AuditLog() {
  const [limit, setLimit] = useState(PAGE);
  const { answer: entries, trouble } = useAnswer('audit.list', { limit }, 'audit');
  return (
    <>
      <header className={items.header}>
        <h3 className={items.title}>Audit log</h3>
      </header>
      <Trouble>{trouble}</Trouble>
      {entries === null ? (
        trouble === null && <Skeleton height={40} />
      ) : entries.length === 0 ? (
        <p className={items.about}>No changes yet.</p>
      ) : (
        <ol className={items.list} aria-label="Audit log">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {entries !== null && entries.length === limit && limit < MOST ? (
        <Button size="sm" onClick={() => setLimit(Math.min(limit * 2, MOST))}>
          Show more
        </Button>
      ) : null}
    </>
  );
}

function Entry({ entry: { at, by, request, items: changed, more } }: { readonly entry: AuditEntry }) {
  const names = changed.map(({ id, name }) => (name === '' ? id : name));
  const rest = more === 0 ? '' : ` and ${formatCount(more)} more`;
  const hasChanges = changed.some(({ changes }) => changes.length > 0);
  return (
    <li className={css.entry}>
      <p className={items.facts}>
        {formatDateTime(at)} · {by ?? 'Owner'}
      </p>
      <p className={css.what}>
        <code>{request}</code> {names.join(', ')}
        {rest}
      </p>
      {hasChanges ? (
        <details>
          <summary>Changes</summary>
          {changed.map((item) => (
            <Changes key={item.id} item={item} />
          ))}
        </details>
      ) : null}
    </li>
  );
}

function Changes({ item: { id, name, changes } }: { readonly item: AuditItem }) {
  if (changes.length === 0) return null;
  return (
    <table className={css.changes}>
      <caption>{name === '' ? id : name}</caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <Change key={change.field ?? ''} change={change} />
        ))}
      </tbody>
    </table>
  );
}

function Change({ change: { field, before, after } }: { readonly change: AuditChange }) {
  return (
    <tr>
      <th scope="row">{field ?? 'Everything'}</th>
      <td>{textOf(before)}</td>
      <td>{textOf(after)}</td>
    </tr>
  );
}

function textOf(value: Json): string {
  if (value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
