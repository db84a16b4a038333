import { Fragment } from 'react';
import { pathOf, type Route } from '../navigation/route.ts';
import { useCapabilities, useSources } from './hooks.ts';
import css from './remote-note.module.css';
import { useAnswer } from './use-answer.ts';

export interface RemoteNoteProps {
  /** What the other Lookouts have, such as `rules`. */
  readonly what: string;
  /** The view of their pages that shows it. */
  readonly route: Route;
}

/**
 * Says where the rules, channels and so on of the other Lookouts are: only they know and use them, so this page does not show them. Renders
 * nothing without other Lookouts.
 */
export function RemoteNote({ what, route }: RemoteNoteProps) {
  const remote = useSources().filter(({ connection }) => connection !== undefined);
  const { changeSettings } = useCapabilities();
  // Only those who may change the sources get their addresses.
  const asks = changeSettings && remote.length > 0;
  const { answer } = useAnswer('sources.list', asks ? {} : null, 'sources');
  if (remote.length === 0) return null;
  return (
    <p className={css.note}>
      Only {what} of this Lookout are shown here. Those of other Lookouts are on their own pages:{' '}
      {remote.map(({ id, name = id }, index) => {
        const address = answer?.find((view) => view.id === id)?.config.address;
        return (
          <Fragment key={id}>
            {index === 0 ? '' : ', '}
            {address === undefined ? (
              name
            ) : (
              <a href={`${address}#${pathOf(route)}`} target="_blank" rel="noreferrer">
                {name}
              </a>
            )}
          </Fragment>
        );
      })}
      .
    </p>
  );
}
