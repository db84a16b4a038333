import { FilePen, MoonStar, Plus, Rocket, StickyNote, Trash2, WifiOff, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import type { Args } from '../../../contract/channels/index.ts';
import type { Annotation, AnnotationKind } from '../../../contract/model/annotation.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Skeleton } from '../../components/spinner.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { useCapabilities, useNow, useTexts } from '../../live/hooks.ts';
import { useRemoval } from '../../live/use-removal.ts';
import css from './annotation-list.module.css';
import { annotationText, annotationTime } from './annotation-text.ts';
import { AnnotationDialog } from './annotation-dialog.tsx';
import { useAnnotations } from './use-annotations.ts';

const LOOKS: Readonly<Record<AnnotationKind, { readonly icon: LucideIcon; readonly word: string }>> = {
  deploy: { icon: Rocket, word: 'Deploy' },
  note: { icon: StickyNote, word: 'Note' },
  edit: { icon: FilePen, word: 'Edit' },
  asleep: { icon: MoonStar, word: 'Sleep' },
  offline: { icon: WifiOff, word: 'Network' },
};

/** How far back the list goes, in milliseconds. */
const REACH_MS = 90 * 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * The annotations of the last 90 days, newest first, with a button to add one. @param id only those of this endpoint;
 * null: all
 */
export function AnnotationList({ id, name }: { readonly id: string | null; readonly name: string }) {
  const now = useNow(HOUR_MS);
  const { answer, trouble } = useAnnotations(id, now - REACH_MS, now + HOUR_MS);
  const { edit } = useCapabilities();
  const [adding, setAdding] = useState(false);
  return (
    <div className={css.panel}>
      {edit ? (
        <Button size="sm" icon={Plus} className={css.add} onClick={() => setAdding(true)}>
          Add a deploy or note
        </Button>
      ) : null}
      <Trouble>{trouble}</Trouble>
      {answer === null ? (
        trouble === null ? (
          <Skeleton width="60%" />
        ) : null
      ) : answer.length === 0 ? (
        <p className={css.none}>
          Nothing in the last 90 days. Deploys, notes, edits, sleep and network changes appear here and on the chart.
        </p>
      ) : (
        <ul className={css.list}>
          {answer.map((annotation) => (
            <Item key={annotation.id} annotation={annotation} canEdit={edit} />
          ))}
        </ul>
      )}
      {adding ? <AnnotationDialog id={id} name={name} onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

function Item({ annotation, canEdit }: { readonly annotation: Annotation; readonly canEdit: boolean }) {
  const { id, kind, by, message } = annotation;
  const texts = useTexts();
  const remove = useRemoval();
  const { icon: Icon, word } = LOOKS[kind];
  const text = annotationText(annotation, texts);
  return (
    <li className={css.item}>
      <Icon size={15} aria-label={word} className={css.icon} />
      <div className={css.main}>
        <p>{text}</p>
        <p className={css.facts}>
          {annotationTime(annotation)}
          {by === '' ? null : ` · ${by}`}
        </p>
      </div>
      {message === undefined && canEdit ? (
        <IconButton
          label={`Remove “${text}”`}
          icon={Trash2}
          size="sm"
          tooltip={false}
          onClick={() =>
            void remove({
              name: `“${text}”`,
              channel: 'annotations.remove',
              id,
              undo: 'annotations.add',
              undoArgs: againOf(annotation),
            })
          }
        />
      ) : null}
    </li>
  );
}

/** The request that adds an annotation again. */
function againOf({ kind, at, to, text, by, match }: Annotation): Args<'annotations.add'> {
  return { kind: kind === 'deploy' ? 'deploy' : 'note', at, ...(to === null ? {} : { to }), text, by, match };
}
