import type { EvidencePart } from '../model/evidence.ts';
import type {
  IncidentEventType,
  IncidentMarks,
  IncidentStats,
  Outage,
  TimelineEntry,
} from '../model/incident-event.ts';
import type { Incident } from '../model/incident.ts';
import type { EndpointMatch } from '../model/match.ts';
import type { EndpointId, EpochMs } from '../model/units.ts';
import type { Uptime } from '../model/uptime.ts';

/** Requests for incidents and uptime. */
export interface IncidentRequests {
  'incidents.list': {
    args: {
      id?: EndpointId;
      before?: EpochMs;
      beforeId?: string;
      /** Only incidents that ended at or after this time, and open ones. */
      endedAfter?: EpochMs;
      /** True: only open incidents; false: only ended ones. */
      open?: boolean;
      limit: number;
    };
    answer: Incident[];
  };
  'incidents.evidence': { args: { id: string }; answer: EvidencePart[] };
  'incidents.marks': { args: { ids: string[] }; answer: IncidentMarks[] };
  'incidents.remark': {
    args: { id: string; endpointId: EndpointId; type: IncidentEventType; by?: string; text?: string };
    answer: IncidentMarks;
  };
  'incidents.timeline': { args: { id: string; endpointId: EndpointId }; answer: TimelineEntry[] };
  'incidents.stats': {
    args: { from: EpochMs; to: EpochMs; ids?: EndpointId[]; match?: EndpointMatch };
    answer: IncidentStats;
  };
  'incidents.outages': { args: { from: EpochMs; to: EpochMs }; answer: Outage[] };
  'uptime.get': { args: { id: EndpointId }; answer: Uptime[] };
}

/** One sentence per request, for `docs/api.md`. */
export const INCIDENT_CHANNELS = {
  'incidents.list':
    'Incidents, newest first, of one endpoint or of all, at most 200 at a time. With `open`, only open (`true`) or only ended (`false`) ones; with `endedAfter`, those that were open at or after a time. To read the next page, set `before` and `beforeId` to the start and id of the last incident.',
  'incidents.evidence':
    'What an incident keeps of its first failed check: the request, the answer, the names that were looked up, the state of this machine, and the way to the host.',
  'incidents.marks':
    'Whether incidents are acknowledged or excluded, by whom and why, and how many comments they have.',
  'incidents.remark':
    'Acknowledges an incident (with a note), comments on it, or excludes its down time from uptime with a reason; `included` undoes that. Only an incident that has ended can be excluded.',
  'incidents.timeline':
    'Everything that happened in an incident, oldest first: failed checks with their evidence, remarks of people, annotations, what checks found changed in it or in the hour before it, and the recovery.',
  'incidents.stats':
    'Statistics of the incidents of a range: mean time to recovery, mean time between failures, the longest incident, and the down time by cause.',
  'incidents.outages':
    'Incidents of several endpoints that began together (within two intervals, or a minute), newest first, with the most specific thing that at least 80 % of them and few healthy endpoints have in common.',
  'uptime.get': 'Time-weighted uptime of the last 24 hours, 7 days and 30 days.',
} as const satisfies Record<keyof IncidentRequests, string>;
