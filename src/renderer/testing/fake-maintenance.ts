/** How the fake engine answers requests for maintenance windows; only for tests and the dev page. */
import type { MaintenanceRequests } from '../../contract/channels/maintenance.ts';
import type { Change } from '../../contract/channels/snapshot.ts';
import type { MaintenanceInput, MaintenanceView } from '../../contract/model/maintenance.ts';
import { parseDuration } from '../../shared/duration.ts';
import { RequestFailed } from '../live/request-failed.ts';

const HOUR = 3_600_000;

type Handlers = {
  [C in keyof MaintenanceRequests]: (args: MaintenanceRequests[C]['args']) => MaintenanceRequests[C]['answer'];
};

/** Fake maintenance windows, stored as sent. A window without a name is refused. */
export function fakeMaintenance(push: (...changes: Change[]) => void): Handlers {
  const windows = new Map<string, MaintenanceView>();
  let nextId = 0;
  const changed = () => push({ type: 'changed', what: 'maintenance' });
  const occurrence = () => ({ from: Date.now() + HOUR, to: Date.now() + 3 * HOUR });
  const refuseNameless = ({ name = '' }: MaintenanceInput) => {
    if (name !== '') return;
    throw new RequestFailed({
      code: 'invalid',
      reason: 'invalid',
      issues: [{ code: 'textBetween', path: 'window.name', params: { min: 1, max: 200 } }],
    });
  };
  const add = (id: string, window: MaintenanceInput, active: boolean): MaintenanceView => {
    const view: MaintenanceView = {
      id,
      // The page's input already has the shape of the engine's answer.
      config: {
        timezone: '',
        match: {},
        ...window,
        ...(window.duration === undefined ? {} : { duration: parseDuration(window.duration) ?? 0 }),
      } as MaintenanceView['config'],
      source: 'hand',
      createdAt: Date.now(),
      endedAt: null,
      next: active ? [{ from: Date.now(), to: Date.now() + HOUR }] : [occurrence()],
      active,
      endpoints: 2,
    };
    windows.set(id, view);
    changed();
    return view;
  };
  return {
    'maintenance.list': () => [...windows.values()],
    'maintenance.planned': ({ from, to }) =>
      [...windows.values()].flatMap(({ id, next }) =>
        next.filter((one) => one.to > from && one.from < to).map((one) => ({ ...one, windowId: id })),
      ),
    'maintenance.preview': ({ window }) => {
      refuseNameless(window);
      return { next: [occurrence()], endpoints: 2 };
    },
    'maintenance.save': ({ id = `w${nextId++}`, window }) => {
      refuseNameless(window);
      return add(id, window, false);
    },
    'maintenance.start': ({ ids }) => add(`w${nextId++}`, { name: ids.join(', '), match: { endpoints: ids } }, true),
    'maintenance.end': ({ id }) => {
      const window = windows.get(id);
      if (window !== undefined) windows.set(id, { ...window, active: false, next: [] });
      changed();
      return null;
    },
    'maintenance.remove': ({ ids }) => {
      for (const id of ids) windows.delete(id);
      changed();
      return null;
    },
  };
}
