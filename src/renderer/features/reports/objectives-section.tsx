import { clsx } from 'clsx';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ObjectiveView } from '../../../contract/model/objective.ts';
import { Button, IconButton } from '../../components/button.tsx';
import items from '../../components/item-list.module.css';
import { Skeleton } from '../../components/spinner.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { matchText } from '../../form/match/match-text.ts';
import { useCapabilities, useNow } from '../../live/hooks.ts';
import { RemoteNote } from '../../live/remote-note.tsx';
import { useAnswer } from '../../live/use-answer.ts';
import { useRemoval } from '../../live/use-removal.ts';
import { useEndpointNames } from '../../live/use-endpoint-names.ts';
import { pathOf } from '../../navigation/route.ts';
import { ObjectiveItem } from '../objectives/objective-item.tsx';
import { ObjectiveDialog } from './objective-dialog.tsx';
import css from './reports-view.module.css';

const MINUTE = 60_000;

/** All objectives: those of several endpoints first, which can be added and changed here. */
export function ObjectivesSection() {
  const minute = useNow(MINUTE);
  const { answer, trouble } = useAnswer('objectives.list', {}, 'objectives', minute);
  const { edit } = useCapabilities();
  /** `new`: the dialog is open for a new objective; null: it is closed. */
  const [edited, setEdited] = useState<ObjectiveView | 'new' | null>(null);
  return (
    <section className={clsx(items.section, css.section)} aria-labelledby="objectives-title">
      <header className={items.header}>
        <h2 id="objectives-title" className={items.title}>
          Objectives
        </h2>
        {edit ? (
          <Button icon={Plus} size="sm" onClick={() => setEdited('new')}>
            Add objective
          </Button>
        ) : null}
      </header>
      <Trouble>{trouble}</Trouble>
      {answer === null ? (
        <Skeleton height={80} />
      ) : answer.length === 0 ? (
        <p className={items.about}>
          No objectives. An objective says how much of the time endpoints should be up, such as 99.9 % over 30 days, and
          shows how much downtime that leaves.
        </p>
      ) : (
        <div className={css.objectives}>
          {answer.toSorted(severalFirst).map((objective) => (
            <Item key={objective.id} objective={objective} canEdit={edit} onEdit={() => setEdited(objective)} />
          ))}
        </div>
      )}
      <RemoteNote what="objectives" route={{ name: 'reports' }} />
      {edited === null ? null : (
        <ObjectiveDialog objective={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </section>
  );
}

function severalFirst(a: ObjectiveView, b: ObjectiveView): number {
  const isOwn = ({ source }: ObjectiveView) => (source === 'endpoint' ? 1 : 0);
  return isOwn(a) - isOwn(b) || a.config.name.localeCompare(b.config.name);
}

interface ItemProps {
  readonly objective: ObjectiveView;
  readonly canEdit: boolean;
  readonly onEdit: () => void;
}

function Item({ objective, canEdit, onEdit }: ItemProps) {
  const { id, source, config, endpoints } = objective;
  const nameOf = useEndpointNames();
  const remove = useRemoval();
  if (source === 'endpoint') {
    return (
      <ObjectiveItem objective={objective} title={<a href={`#${pathOf({ name: 'endpoint', id })}`}>{config.name}</a>} />
    );
  }
  const about = `${matchText(config.match, endpoints.length, nameOf)}${source === 'file' ? ' · lookout.yaml' : ''}`;
  return (
    <ObjectiveItem
      objective={objective}
      title={
        <>
          {config.name} <span className={items.about}>{about}</span>
        </>
      }
      actions={
        source === 'file' || !canEdit ? undefined : (
          <span className={items.buttons}>
            <IconButton label={`Edit ${config.name}`} icon={Pencil} size="sm" onClick={onEdit} />
            <IconButton
              label={`Remove ${config.name}`}
              icon={Trash2}
              size="sm"
              onClick={() =>
                void remove({
                  name: config.name,
                  channel: 'objectives.remove',
                  id,
                  undo: 'objectives.save',
                  undoArgs: { objective: config },
                })
              }
            />
          </span>
        )
      }
    />
  );
}
