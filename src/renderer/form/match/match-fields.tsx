import { useId, useMemo } from 'react';
import { Field, TextArea } from '../../components/field.tsx';
import { Select } from '../../components/select.tsx';
import { useAllEndpoints } from '../../live/hooks.ts';
import { DraftField } from '../draft-field.tsx';
import type { MatchBy, MatchDraft } from './match-draft.ts';
import css from './match-fields.module.css';

const MATCHES: readonly { readonly value: MatchBy; readonly label: string }[] = [
  { value: 'all', label: 'All endpoints' },
  { value: 'endpoints', label: 'Some endpoints' },
  { value: 'group', label: 'A group' },
  { value: 'tag', label: 'A tag' },
  { value: 'name', label: 'A name pattern' },
];

export interface MatchFieldsProps {
  readonly draft: MatchDraft;
  readonly onChange: (change: Partial<MatchDraft>) => void;
  /** The error messages by field. */
  readonly errors: { readonly get: (field: keyof MatchDraft) => string | undefined };
}

/** Chooses endpoints: all, some by name, or those of a group, a tag or a name pattern. */
export function MatchFields({ draft, onChange, errors }: MatchFieldsProps) {
  const endpoints = useAllEndpoints();
  const { groups, tags } = useMemo(() => {
    const configs = [...endpoints.values()].map(({ endpoint }) => endpoint.config);
    const sorted = (words: readonly string[]) => [...new Set(words)].filter(Boolean).sort();
    return { groups: sorted(configs.map(({ group }) => group)), tags: sorted(configs.flatMap((one) => one.tags)) };
  }, [endpoints]);
  const groupList = useId();
  const tagList = useId();
  const field = (name: keyof MatchDraft) => ({ name, draft, onChange, errors });
  return (
    <div className={css.match}>
      <Field label="Endpoints">
        {({ id }) => (
          <Select
            id={id}
            value={draft.matchBy}
            options={MATCHES}
            onChange={(value) => onChange({ matchBy: MATCHES.find((one) => one.value === value)?.value ?? 'all' })}
          />
        )}
      </Field>
      {draft.matchBy === 'group' ? <DraftField {...field('group')} label="Group" list={groupList} /> : null}
      {draft.matchBy === 'tag' ? <DraftField {...field('tag')} label="Tag" list={tagList} /> : null}
      {draft.matchBy === 'name' ? (
        <DraftField {...field('pattern')} label="Name pattern" placeholder="db-*" help="* stands for any text." />
      ) : null}
      {draft.matchBy === 'endpoints' ? (
        <Field label="Names" help="One per line." error={errors.get('endpoints')}>
          {({ id, describedBy, invalid }) => (
            <TextArea
              id={id}
              aria-describedby={describedBy}
              invalid={invalid}
              value={draft.endpoints}
              onChange={(event) => onChange({ endpoints: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <datalist id={groupList}>
        {groups.map((group) => (
          <option key={group} value={group}>
            {group}
          </option>
        ))}
      </datalist>
      <datalist id={tagList}>
        {tags.map((tag) => (
          <option key={tag} value={tag}>
            {tag}
          </option>
        ))}
      </datalist>
    </div>
  );
}
