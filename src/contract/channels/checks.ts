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
    'Latency with percentiles, phases, metrics, and failures by code, over any time range, reduced to about the requested number of points.',
  'distribution.get':
    'How many checks had which latency over a time range, for about the requested number of points. Each bucket is 10 % wider than the one before it.',
  'baseline.get':
    'The usual latency of each hour of a time range (at most of its last 35 days): the median and the median absolute deviation, from the hours before it.',
  'shifts.list':
    'What changed in a time range, the most changed first: the latency, phases, metrics and failures of all endpoints that differ most from the time before, which is four times as long.',
  'changes.list':
    'Changes that the checks of an endpoint found, such as other answers of a DNS server, newest first, of at most 200 checks at a time.',
  'spans.get':
    'Status and incidents over a time range, with the reason where nothing was checked, reduced to about the requested number of points.',
} as const satisfies Record<keyof CheckRequests, string>;
