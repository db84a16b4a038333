/** How the fake engine answers requests about what people do with incidents; only for tests and the dev page. */
import type { IncidentRequests } from '../../contract/channels/incidents.ts';
import type { Change } from '../../contract/channels/snapshot.ts';
import type { IncidentEvent, IncidentMarks } from '../../contract/model/incident-event.ts';
import type { Incident } from '../../contract/model/incident.ts';

type Channels = `incidents.${'marks' | 'remark' | 'timeline' | 'stats' | 'outages'}`;
type Handlers = { [C in Channels]: (args: IncidentRequests[C]['args']) => IncidentRequests[C]['answer'] };

export function fakeIncidentEvents(
  push: (...changes: Change[]) => void,
  incidents: () => readonly Incident[],
): Handlers {
  let events: readonly IncidentEvent[] = [];
  const marksOf = (incidentId: string): IncidentMarks => {
    const of = events.filter((event) => event.incidentId === incidentId);
    const exclusion = of.findLast(({ type }) => type === 'excluded' || type === 'included');
    return {
      incidentId,
      acknowledged: of.findLast(({ type }) => type === 'acknowledged') ?? null,
      excluded: exclusion?.type === 'excluded' ? exclusion : null,
      comments: of.filter(({ type }) => type === 'comment').length,
    };
  };
  return {
    'incidents.marks': ({ ids }) => ids.map(marksOf),
    'incidents.remark': ({ id, endpointId, type, by = '', text = '' }) => {
      events = [...events, { id: `v${events.length}`, incidentId: id, endpointId, type, at: Date.now(), by, text }];
      push({ type: 'changed', what: 'incidentEvents' });
      return marksOf(id);
    },
    'incidents.timeline': ({ id }) => {
      const incident = incidents().find((one) => one.id === id);
      if (incident === undefined) return [];
      const { startedAt: at, cause: failure, evidence: check } = incident;
      return [
        { type: 'failed', at, failure, check },
        ...events
          .filter((event) => event.incidentId === id)
          .map((event) => ({ type: 'event' as const, at: event.at, event })),
      ];
    },
    'incidents.stats': () => ({
      incidents: 3,
      open: 1,
      excluded: 0,
      began: 3,
      downMs: 600_000,
      upMs: 21_600_000,
      mttrMs: 240_000,
      mtbfMs: 7_200_000,
      longest: null,
      causes: [{ code: 'connect.refused', incidents: 3, downMs: 600_000 }],
    }),
    'incidents.outages': () => [],
  };
}
