import { Wrench } from 'lucide-react';
import type { EndpointMaintenance } from '../../../contract/model/maintenance.ts';
import { Button } from '../../components/button.tsx';
import { formatIn, formatTimeRange } from '../../format.ts';
import { useCapabilities, useNow } from '../../live/hooks.ts';
import { useCommand } from '../../live/use-command.ts';
import { pathOf } from '../../navigation/route.ts';
import css from './maintenance-banner.module.css';

interface MaintenanceBannerProps {
  readonly maintenance: EndpointMaintenance;
  /** When it began. */
  readonly since: number;
}

/** Shows in which maintenance an endpoint is, and until when. */
export function MaintenanceBanner({ maintenance: { name, until, windowId }, since }: MaintenanceBannerProps) {
  const now = useNow(10_000);
  const { respond } = useCapabilities(windowId);
  const command = useCommand();
  return (
    <aside className={css.banner} aria-label="Maintenance">
      <Wrench size={15} aria-hidden />
      <p className={css.text}>
        <a href={`#${pathOf({ name: 'maintenance' })}`}>{name}</a>: in maintenance {formatTimeRange(since, until)}, ends{' '}
        {formatIn(until, now)}. Failures open no incident.
      </p>
      {respond ? (
        <Button
          size="sm"
          onClick={() => void command('Could not end the maintenance', 'maintenance.end', { id: windowId })}
        >
          End now
        </Button>
      ) : null}
    </aside>
  );
}
