import { useState } from 'react';
import {
  POST_STATES,
  type PostState,
  type StatusPageView,
  type StatusPost,
} from '../../../contract/model/status-page.ts';
import { POST_LABELS } from '../../../i18n/status-page/status-text.ts';
import { Field, TextArea } from '../../components/field.tsx';
import { FieldPair } from '../../components/field-group.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Select } from '../../components/select.tsx';
import { DraftField } from '../../form/draft-field.tsx';
import { useSave } from '../../form/use-save.ts';
import { wallTime } from '../../form/wall-time.ts';
import { useRequest } from '../../live/hooks.ts';

interface PostDraft {
  readonly page: string;
  readonly title: string;
  /** Local times, as fields of a form have them; empty: now, or no end. */
  readonly from: string;
  readonly to: string;
  readonly state: PostState;
  readonly text: string;
}

const STATES = POST_STATES.map((value) => ({ value, label: POST_LABELS[value] }));

export interface PostDialogProps {
  /** Null: a new one; otherwise this adds an update. */
  readonly post: StatusPost | null;
  readonly pages: readonly StatusPageView[];
  readonly onClose: () => void;
}

/** Publishes a post on status pages, or an update of one. */
export function PostDialog({ post, pages, onClose }: PostDialogProps) {
  const request = useRequest();
  const [first] = useState(() => draftOf(post));
  const [draft, setDraft] = useState(first);
  const { busy, errors, save } = useSave(fieldOf, onClose);
  const change = (next: Partial<PostDraft>) => setDraft({ ...draft, ...next });
  const field = (name: keyof PostDraft) => ({ name, draft, onChange: change, errors });
  const id = post === null ? {} : { id: post.id };
  const isPlanned = draft.state === 'planned';
  return (
    <FormDialog
      title={post === null ? 'Write a post' : `Update “${post.title}”`}
      description="The readers of the status page see it at once."
      unsaved={draft !== first}
      submit={post === null ? 'Publish' : 'Publish update'}
      busy={busy}
      onSubmit={() => void save(() => request('statusPosts.save', { ...id, post: inputOf(draft) }))}
      onClose={onClose}
      error={errors.get(null)}
    >
      <DraftField {...field('title')} label="Title" required placeholder="Payments fail" />
      <FieldPair>
        <Field label="State" error={errors.get('state')}>
          {({ id: control }) => (
            <Select
              id={control}
              value={draft.state}
              options={STATES}
              onChange={(value) => change({ state: POST_STATES.find((one) => one === value) ?? 'note' })}
            />
          )}
        </Field>
        <Field label="Status page" error={errors.get('page')}>
          {({ id: control }) => (
            <Select
              id={control}
              value={draft.page}
              options={[
                { value: '', label: 'All status pages' },
                ...pages.map(({ config }) => ({ value: config.name, label: config.title })),
              ]}
              onChange={(page) => change({ page })}
            />
          )}
        </Field>
      </FieldPair>
      <Field label="Text" required error={errors.get('text')}>
        {({ id: control, describedBy, invalid }) => (
          <TextArea
            id={control}
            aria-describedby={describedBy}
            invalid={invalid}
            rows={4}
            value={draft.text}
            onChange={(event) => change({ text: event.target.value })}
          />
        )}
      </Field>
      <FieldPair>
        <DraftField
          {...field('from')}
          label={isPlanned ? 'Begins' : 'Began'}
          type="datetime-local"
          help={post === null ? 'Empty: now.' : 'Empty: as before.'}
        />
        <DraftField {...field('to')} label={isPlanned ? 'Ends' : 'Ended'} type="datetime-local" />
      </FieldPair>
    </FormDialog>
  );
}

function draftOf(post: StatusPost | null): PostDraft {
  if (post === null) return { page: '', title: '', from: '', to: '', state: 'investigating', text: '' };
  const { page, title, from, to, updates } = post;
  return {
    page,
    title,
    from: wallTime(from),
    to: to === null ? '' : wallTime(to),
    state: updates.at(-1)?.state ?? 'note',
    text: '',
  };
}

function inputOf({ from, to, ...draft }: PostDraft) {
  return {
    ...draft,
    ...(from === '' ? {} : { from: new Date(from).getTime() }),
    ...(to === '' ? {} : { to: new Date(to).getTime() }),
  };
}

function fieldOf(path: string): keyof PostDraft | null {
  const name = path.replace(/^post\.?/u, '');
  return (['page', 'title', 'from', 'to', 'state', 'text'] as const).find((one) => one === name) ?? null;
}
