import type { MaintenanceRequests } from '../../../contract/channels/maintenance.ts';
import type { MaintenanceWindows } from '../../endpoints/maintenance-windows.ts';
import type { HandlersOf } from './handler.ts';

export interface MaintenanceHandlerParts {
  readonly maintenance: MaintenanceWindows;
}

export function maintenanceHandlers({ maintenance }: MaintenanceHandlerParts): HandlersOf<keyof MaintenanceRequests> {
  return {
    'maintenance.list': () => maintenance.list(),
    'maintenance.planned': ({ from, to }) => maintenance.planned(from, to),
    'maintenance.preview': ({ window }) => maintenance.preview(window),
    'maintenance.save': ({ id, window }) => maintenance.save(id ?? null, window),
    'maintenance.start': ({ ids, minutes }) => maintenance.start(ids, minutes),
    'maintenance.end': async ({ id }) => {
      await maintenance.end(id);
      return null;
    },
    'maintenance.remove': async ({ ids }) => {
      await maintenance.remove(ids);
      return null;
    },
  };
}
