import type { Baseline } from '../model/baseline.ts';
import type { EndpointChange } from '../model/change.ts';
import type { CheckResult } from '../model/check.ts';
import type { Distribution, Series } from '../model/series.ts';
import type { Shifts } from '../model/shift.ts';
import type { StatusHistory } from '../model/status-history.ts';
import type { EndpointId, EpochMs } from '../model/units.ts';

/** Requests for single checks, and for latency and status over time. */
export interface CheckRequests {
  'checks.list': { args: { id: EndpointId; before?: EpochMs; limit: number }; answer: CheckResult[] };
  'changes.list': { args: { id: EndpointId; before?: EpochMs; limit: number }; answer: EndpointChange[] };
  'series.get': { args: { id: EndpointId; from: EpochMs; to: EpochMs; points: number }; answer: Series };
  'distribution.get': {
    args: { id: EndpointId; from: EpochMs; to: EpochMs; points: number };
    answer: Distribution;
  };
  'baseline.get': { args: { id: EndpointId; from: EpochMs; to: EpochMs }; answer: Baseline };
  'shifts.list': { args: { from: EpochMs; to: EpochMs }; answer: Shifts };
  'spans.get': { args: { id: EndpointId; from: EpochMs; to: EpochMs; points: number }; answer: StatusHistory };
}

/** One sentence per request, for `docs/api.md`. */
export const CHECK_CHANNELS = {
  'checks.list': 'Single checks of an endpoint, newest first, at most 200 at a time.',
  'series.get':
    'Latency with its percentiles, phases, metrics and failures by code over any time range, reduced to about the requested number of points.',
  'distribution.get':
    'How many checks had which latency over a time range, in buckets that grow by a tenth, for about the requested number of points.',
  'baseline.get':
    'The usual latency of each hour of a time range, at most of its last 35 days: median and median absolute deviation, from the hours before it.',
  'shifts.list':
    'What changed in a time range: latency, phases, metrics and failures of all endpoints that differ most from the four times as long time before, the most changed first.',
  'changes.list':
    'What the checks of an endpoint found changed, such as the answers of a DNS server, newest first. At most 200 checks that found something changed at a time.',
  'spans.get':
    'Status and incidents over a time range, with the reason where nothing was checked, reduced to about the requested number of points.',
} as const satisfies Record<keyof CheckRequests, string>;
