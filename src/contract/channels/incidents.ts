import type { EvidencePart } from '../model/evidence.ts';
import type { Incident } from '../model/incident.ts';
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
  'uptime.get': { args: { id: EndpointId }; answer: Uptime[] };
}

/** One sentence per request, for `docs/api.md`. */
export const INCIDENT_CHANNELS = {
  'incidents.list':
    'Incidents, newest first, of one endpoint or of all, at most 200 at a time. With `open` only open or only ended ones, with `endedAfter` those that were open at or after a time. To read the next page, set `before` and `beforeId` to the start and id of the last incident.',
  'incidents.evidence':
    'What an incident keeps of its first failed check: the request, the answer, the names that were looked up, the state of this machine, and the way to the host.',
  'uptime.get': 'Time-weighted uptime of the last 24 hours, 7 days and 30 days.',
} as const satisfies Record<keyof IncidentRequests, string>;
