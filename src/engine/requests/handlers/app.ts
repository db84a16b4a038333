import type { AppRequests } from '../../../contract/channels/app.ts';
import type { HealthReporter } from '../../publish/health-reporter.ts';
import type { Snapshots } from '../../publish/snapshot.ts';
import type { HandlersOf } from './handler.ts';

export interface AppHandlerParts {
  readonly snapshots: Snapshots;
  readonly health: Pick<HealthReporter, 'read' | 'history'>;
}

export function appHandlers({ snapshots, health }: AppHandlerParts): HandlersOf<keyof AppRequests> {
  return {
    'app.snapshot': () => snapshots.first(),
    'app.snapshotPage': ({ after }) => snapshots.after(after),
    'health.get': () => health.read(),
    'health.history': () => [...health.history()],
  };
}
