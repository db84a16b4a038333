import { Unplug } from 'lucide-react';
import { Banner } from '../../components/banner.tsx';
import { useTexts } from '../../live/hooks.ts';
import { lastContact } from '../../live/source-label.tsx';
import { staleSince } from '../../../shared/stale-sources.ts';
import { useRemoteSource } from '../../live/sources.ts';
import { pathOf } from '../../navigation/route.ts';
import css from './source-banner.module.css';

/** Says that the data of an endpoint is not up to date, or that the token for its source can only read. */
export function SourceBanner({ id }: { readonly id: string }) {
  const source = useRemoteSource(id);
  const texts = useTexts();
  if (source?.connection === undefined) return null;
  const { name = source.id, connection } = source;
  const stale = staleSince(source);
  if (stale === null) {
    return connection.scope === 'read' ? (
      <p className={css.note}>The token for {name} can only read, so nothing can be changed from here.</p>
    ) : null;
  }
  return (
    <Banner label="Source" status="unknown" icon={Unplug}>
      <a href={`#${pathOf({ name: 'settings', section: 'sources' })}`}>{name}</a> is not connected, {lastContact(stale)}
      . The data below is from then.
      {connection.problem === null ? null : ` ${texts.message(connection.problem)}`}
    </Banner>
  );
}
