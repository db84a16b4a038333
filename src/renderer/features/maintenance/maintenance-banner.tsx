import { Wrench } from 'lucide-react';
import type { EndpointMaintenance } from '../../../contract/model/maintenance.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { formatIn, formatTimeRange } from '../../format.ts';
import { useCapabilities, useNow } from '../../live/hooks.ts';
import { useCommand } from '../../live/use-command.ts';
import { pathOf } from '../../navigation/route.ts';

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
    <Banner
      label="Maintenance"
      status="maintenance"
      icon={Wrench}
      action={
        respond ? (
          <Button
            size="sm"
            onClick={() => void command('Could not end the maintenance', 'maintenance.end', { id: windowId })}
          >
            End now
          </Button>
        ) : null
      }
    >
      <a href={`#${pathOf({ name: 'maintenance' })}`}>{name}</a>: in maintenance {formatTimeRange(since, until)}, ends{' '}
      {formatIn(until, now)}. Failures open no incident.
    </Banner>
  );
}
