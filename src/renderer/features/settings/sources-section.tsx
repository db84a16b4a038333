import { ExternalLink, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Source, SourceView } from '../../../contract/model/source.ts';
import { Button } from '../../components/button.tsx';
import { STATUS_LOOK } from '../../components/status.tsx';
import { Trouble } from '../../components/trouble.tsx';
import { formatCounted, formatMoment } from '../../format.ts';
import { useAllEndpoints, useCapabilities, useSources, useTexts } from '../../live/hooks.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useCommand } from '../../live/use-command.ts';
import { sourceOf } from '../../../shared/endpoint-id.ts';
import { connectionText, scopeText, SOURCE_STATES } from '../../live/source-words.ts';
import { SourceDialog } from './source-dialog.tsx';
import css from './settings.module.css';

/** The remote Lookouts whose endpoints are shown, with the state of each connection and its actions. */
export function SourcesSection() {
  const { changeSettings } = useCapabilities();
  const sources = useSources();
  const texts = useTexts();
  const { answer, trouble } = useAnswer('sources.list', changeSettings ? {} : null, 'sources');
  const [edited, setEdited] = useState<SourceView | 'new' | null>(null);
  const remote = sources.filter(({ connection }) => connection !== undefined);
  return (
    <>
      <div className={css.line}>
        <p className={css.note}>
          {remote.length === 0
            ? 'Show the endpoints of other Lookouts beside your own, such as those that “lookout serve” watches from another site.'
            : 'The endpoints of these Lookouts are shown beside your own. They are checked there, and their alerts are sent from there.'}
        </p>
        {changeSettings ? (
          <Button size="sm" icon={Plus} onClick={() => setEdited('new')}>
            Add a source
          </Button>
        ) : null}
      </div>
      <Trouble>{trouble}</Trouble>
      {remote.map((source) => (
        <SourceItem
          key={source.id}
          source={source}
          view={answer?.find(({ id }) => id === source.id) ?? null}
          connectionText={source.connection === undefined ? '' : connectionText(source.connection, texts)}
          onEdit={setEdited}
        />
      ))}
      {edited === null ? null : (
        <SourceDialog source={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </>
  );
}

interface SourceItemProps {
  readonly source: Source;
  /** Null: the person may not change it. */
  readonly view: SourceView | null;
  readonly connectionText: string;
  readonly onEdit: (view: SourceView) => void;
}

function SourceItem({ source: { id, name = id, connection }, view, connectionText: text, onEdit }: SourceItemProps) {
  const command = useCommand();
  const count = useCountOf(id);
  const [asks, setAsks] = useState(false);
  if (connection === undefined) return null;
  const { state, version, scope, lastContact } = connection;
  const { icon: Icon, color } = STATUS_LOOK[SOURCE_STATES[state].status];
  const facts = [
    formatCounted(count, 'endpoint'),
    ...(version === null ? [] : [`Lookout ${version}`]),
    ...(view === null ? [] : [view.config.notifications ? 'Notifications on' : 'Notifications off']),
    ...(state === 'connected' || lastContact === null ? [] : [`Last contact ${formatMoment(lastContact)}`]),
  ];
  return (
    <section className={css.source} aria-label={name}>
      <Icon className={css.sourceState} size={16} strokeWidth={2.25} style={{ color }} aria-hidden />
      <div className={css.sourceMain}>
        <p className={css.label}>{name}</p>
        {view === null ? null : <p className={css.address}>{view.config.address}</p>}
        <p className={css.note} data-state={state}>
          {text}
        </p>
        {state === 'connected' && scope !== null && scope !== 'admin' ? (
          <p className={css.note}>{scopeText(scope)}</p>
        ) : null}
        <p className={css.note}>{facts.join(' · ')}</p>
      </div>
      {view === null ? null : (
        <span className={css.actions}>
          {asks ? (
            <>
              <Button
                size="sm"
                variant="danger"
                onClick={() => void command('Could not remove the source', 'sources.remove', { ids: [id] })}
              >
                Remove {name}
              </Button>
              <Button size="sm" onClick={() => setAsks(false)}>
                Cancel
              </Button>
            </>
          ) : (
            <>
              <a
                className={css.open}
                href={view.config.address}
                target="_blank"
                rel="noreferrer"
                aria-label={`Open the page of ${name}`}
              >
                <ExternalLink size={14} aria-hidden />
              </a>
              <Button size="sm" aria-label={`Edit ${name}`} onClick={() => onEdit(view)}>
                Edit
              </Button>
              <Button size="sm" aria-label={`Remove ${name}…`} onClick={() => setAsks(true)}>
                Remove
              </Button>
            </>
          )}
        </span>
      )}
    </section>
  );
}

/** How many endpoints of a source are shown. */
function useCountOf(source: string): number {
  let count = 0;
  for (const id of useAllEndpoints().keys()) if (sourceOf(id) === source) count += 1;
  return count;
}
