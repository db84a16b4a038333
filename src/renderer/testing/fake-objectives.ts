/** How the fake engine answers requests for objectives and uptime; only for tests and the dev page. */
import type { EndpointView } from '../../contract/channels/endpoints.ts';
import type { ObjectiveRequests } from '../../contract/channels/objectives.ts';
import type { Change } from '../../contract/channels/snapshot.ts';
import type { ObjectiveStatus, ObjectiveView } from '../../contract/model/objective.ts';
import { parseDuration } from '../../shared/duration.ts';

type Handlers = {
  [C in keyof ObjectiveRequests]: (args: ObjectiveRequests[C]['args']) => ObjectiveRequests[C]['answer'];
};

const DAY = 86_400_000;

/** An objective of 99.9 % over 30 days, with a fifth of its budget used up. */
export const FAKE_STATUS: ObjectiveStatus = {
  ratio: 0.9998,
  coverage: 0.97,
  budgetMs: 2_592_000,
  downMs: 518_400,
  leftMs: 2_073_600,
  burn: { '5m': 0, '1h': 0, '6h': 0.5, '3d': 1.2 },
  level: null,
  forecast: 'rate',
  exhaustedAt: null,
};

export function fakeObjectives(push: (...changes: Change[]) => void, views: () => readonly EndpointView[]): Handlers {
  const objectives = new Map<string, ObjectiveView>();
  const changed = () => push({ type: 'changed', what: 'objectives' });
  return {
    'objectives.list': ({ id }) => [
      ...views().flatMap(({ endpoint }): ObjectiveView[] => {
        const { objective: target = null, name } = endpoint.config;
        if (target === null || (id !== undefined && id !== endpoint.id)) return [];
        const config = { name, match: { endpoints: [endpoint.id] }, target, window: 30 * DAY };
        return [{ id: endpoint.id, source: 'endpoint', config, endpoints: [endpoint.id], ...FAKE_STATUS }];
      }),
      ...objectives.values(),
    ],
    'objectives.save': ({ id = `o${objectives.size}`, objective }) => {
      const { name = '', match = {}, target = 99.9, window = '30d' } = objective;
      const config = { name, match, target, window: parseDuration(window) ?? 0 };
      const endpoints = views().map(({ endpoint }) => endpoint.id);
      const view: ObjectiveView = { id, source: 'hand', config, endpoints, ...FAKE_STATUS };
      objectives.set(id, view);
      changed();
      return view;
    },
    'objectives.remove': ({ ids }) => {
      for (const id of ids) objectives.delete(id);
      changed();
      return null;
    },
    'uptime.range': ({ from, to, ids }) =>
      views()
        .filter(({ endpoint }) => ids === undefined || ids.includes(endpoint.id))
        .map(({ endpoint }) => ({
          endpointId: endpoint.id,
          from,
          to,
          ratio: 0.9998,
          coverage: 0.97,
          upMs: 0.97 * (to - from),
          downMs: 0.0002 * (to - from),
          unknownMs: 0,
          pausedMs: 0,
          maintenanceMs: 0,
          excludedMs: 0,
          incidents: 1,
        })),
  };
}
