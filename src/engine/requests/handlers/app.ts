import type { AppRequests } from '../../../contract/channels/app.ts';
import type { Health } from '../../../contract/model/health.ts';
import type { Snapshots } from '../../publish/snapshot.ts';
import type { HandlersOf } from './handler.ts';

export interface AppHandlerParts {
  readonly snapshots: Snapshots;
  readonly health: () => Health;
}

export function appHandlers({ snapshots, health }: AppHandlerParts): HandlersOf<keyof AppRequests> {
  return {
    'app.snapshot': () => snapshots.first(),
    'app.snapshotPage': ({ after }) => snapshots.after(after),
    'health.get': health,
  };
}
