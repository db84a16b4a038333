import type { EndpointMatch } from '../model/match.ts';
import type { ObjectiveInput, ObjectiveView } from '../model/objective.ts';
import type { RangeUptime } from '../model/uptime.ts';
import type { EndpointId, EpochMs } from '../model/units.ts';

/** Requests for objectives, and for the uptime of any range. */
export interface ObjectiveRequests {
  'objectives.list': { args: { id?: EndpointId }; answer: ObjectiveView[] };
  'objectives.save': { args: { id?: string; objective: ObjectiveInput }; answer: ObjectiveView };
  'objectives.remove': { args: { ids: string[] }; answer: null };
  'uptime.range': {
    args: { from: EpochMs; to: EpochMs; ids?: EndpointId[]; match?: EndpointMatch };
    answer: RangeUptime[];
  };
}

/** One sentence per request, for `docs/api.md`. */
export const OBJECTIVE_CHANNELS = {
  'objectives.list':
    'All objectives, those of endpoints and of lookout.yaml included, with what is left of their budgets, how fast they are used up, and when nothing will be left. With `id`, only those that this endpoint counts toward.',
  'objectives.save': 'Adds an objective of several endpoints, or changes the one with the `id`.',
  'objectives.remove': 'Removes objectives. That of an endpoint is removed with its field `objective`.',
  'uptime.range':
    'Time-weighted uptime of endpoints over any range up to now, with how much of it is known, and why the rest is not.',
} as const satisfies Record<keyof ObjectiveRequests, string>;
