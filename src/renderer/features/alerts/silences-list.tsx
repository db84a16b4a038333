import { BellOff, Pencil, Trash2, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Silence } from '../../../contract/model/alert-rule.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import items from '../../components/item-list.module.css';
import { formatDateTime, formatIn } from '../../format.ts';
import { useNow } from '../../live/hooks.ts';
import { useCommand } from '../../live/use-command.ts';
import { useRemoval } from '../../live/use-removal.ts';
import { useEndpointNames } from '../../live/use-endpoint-names.ts';
import { occurrenceText, scheduleText } from '../maintenance/window-text.ts';
import css from './alerts.module.css';
import { SilenceDialog } from './silence-dialog.tsx';
import { silenceText } from './silence-text.ts';

export interface SilencesListProps {
  readonly silences: readonly Silence[];
  readonly canEdit: boolean;
  /** The button that adds a silence. */
  readonly add: ReactNode;
}

export function SilencesList({ silences, canEdit, add }: SilencesListProps) {
  const [edited, setEdited] = useState<Silence | null>(null);
  if (silences.length === 0) {
    return (
      <EmptyState icon={BellOff} title="No silences" action={add}>
        <p>
          While endpoints are silenced, nobody is alerted about them, on this computer or elsewhere. Silence endpoints
          from their menu or from an alert, or add a silence that repeats, such as for a nightly backup.
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={items.list}>
        {silences.map((silence) => (
          <SilenceItem key={silence.id} silence={silence} canEdit={canEdit} onEdit={() => setEdited(silence)} />
        ))}
      </ul>
      {edited === null ? null : <SilenceDialog silence={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

interface SilenceItemProps {
  readonly silence: Silence;
  readonly canEdit: boolean;
  readonly onEdit: () => void;
}

function SilenceItem({ silence, canEdit, onEdit }: SilenceItemProps) {
  const { id, config, source, active, from, to, next } = silence;
  const command = useCommand();
  const remove = useRemoval();
  const nameOf = useEndpointNames();
  const now = useNow(10_000);
  const title = silenceText(config.match, nameOf);
  const repeats = config.from === undefined;
  const when = active ? `Ends ${formatIn(to, now)}, ${formatDateTime(to)}` : `Begins ${formatIn(from, now)}`;
  return (
    <li className={items.item}>
      <div className={css.main}>
        <p className={items.name}>
          {title}
          {active ? null : <span className={items.badge}>Planned</span>}
          {source === 'file' ? <span className={items.badge}>lookout.yaml</span> : null}
        </p>
        {repeats ? <p className={items.facts}>{scheduleText(config)}</p> : null}
        <p className={items.facts} title={next.map(occurrenceText).join('\n')}>
          {when}
          {active ? '' : `, ${occurrenceText({ from, to })}`}
          {config.name === '' ? '' : ` · ${config.name}`}
        </p>
      </div>
      <div className={css.actions}>
        {active ? (
          <Button
            size="sm"
            icon={X}
            onClick={() => void command('Could not end the silence', 'silences.end', { ids: [id] })}
          >
            End now
          </Button>
        ) : null}
        {source === 'file' || !canEdit ? null : (
          <>
            <IconButton label={`Edit the silence of ${title}`} icon={Pencil} size="sm" onClick={onEdit} />
            <IconButton
              label={`Remove the silence of ${title}`}
              icon={Trash2}
              size="sm"
              onClick={() =>
                void remove({
                  name: `The silence of ${title}`,
                  channel: 'silences.remove',
                  id,
                  undo: 'silences.save',
                  undoArgs: { silence: config },
                })
              }
            />
          </>
        )}
      </div>
    </li>
  );
}
