import { clsx } from 'clsx';
import { formatMoment } from '../format.ts';
import { staleSince } from '../../shared/stale-sources.ts';
import { useRemoteSource } from './sources.ts';
import css from './source-label.module.css';

/**
 * The name of the remote Lookout of an endpoint or an alert, with the time of the last contact if it is not connected.
 */
export function SourceLabel({ id }: { readonly id: string }) {
  const source = useRemoteSource(id);
  if (source === undefined) return null;
  const stale = staleSince(source);
  const name = source.name ?? source.id;
  return (
    <span
      className={clsx(css.label, stale !== null && css.stale)}
      title={stale === null ? `Watched by ${name}` : `${name} is not connected`}
    >
      {name}
      {stale === null ? null : ` · ${lastContact(stale)}`}
    </span>
  );
}

/** For example `last contact 14:02:11`. @param at 0: never */
export function lastContact(at: number): string {
  return at === 0 ? 'no contact yet' : `last contact ${formatMoment(at)}`;
}

/** For example `No contact since 14:02:11`. @param at 0: there was none */
export function noContact(at: number): string {
  return at === 0 ? 'No contact yet' : `No contact since ${formatMoment(at)}`;
}
