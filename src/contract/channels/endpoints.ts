import type { CheckResult } from '../model/check.ts';
import type { Endpoint, EndpointInput, EndpointState, RecentChecks } from '../model/endpoint.ts';
import type { EndpointId, EpochMs } from '../model/units.ts';

/** Requests that add, change, pause and check endpoints. */
export interface EndpointRequests {
  'endpoints.parse': { args: { text: string }; answer: ParsedTarget[] };
  'endpoints.create': { args: { endpoints: EndpointInput[]; secretsOf?: EndpointId }; answer: Endpoint[] };
  'endpoints.update': { args: { id: EndpointId; config: EndpointInput }; answer: Endpoint };
  'endpoints.test': { args: { config: EndpointInput; secretsOf?: EndpointId }; answer: CheckResult };
  'endpoints.remove': { args: { ids: EndpointId[] }; answer: EndpointId[] };
  'endpoints.restore': { args: { ids: EndpointId[] }; answer: Endpoint[] };
  'endpoints.pause': { args: { ids: EndpointId[]; until?: EpochMs }; answer: EndpointId[] };
  'endpoints.resume': { args: { ids: EndpointId[] }; answer: EndpointId[] };
  'endpoints.checkNow': { args: { ids: EndpointId[] }; answer: EndpointId[] };
}

/** One sentence a request, for `docs/api.md`. */
export const ENDPOINT_CHANNELS = {
  'endpoints.parse': 'What a pasted text would add: a line each, with the endpoint it means or why it means none.',
  'endpoints.create':
    'Adds endpoints and checks them at once. All are added, or none. `{"$secret":true}` in the place of a secret copies the one of the endpoint `secretsOf`.',
  'endpoints.update':
    'Replaces the config of an endpoint. Its id and history stay. `{"$secret":true}` in the place of a secret keeps it.',
  'endpoints.test':
    'Checks a config once without adding it. `{"$secret":true}` in the place of a secret stands for the one of the endpoint `secretsOf`.',
  'endpoints.remove': 'Takes endpoints off the list. They can be restored, history included, for seven days.',
  'endpoints.restore': 'Undoes `endpoints.remove`.',
  'endpoints.pause':
    'Stops checking until resumed, or until a time. A check in flight is cancelled and leaves no result.',
  'endpoints.resume': 'Goes on checking, beginning at once.',
  'endpoints.checkNow': 'Checks at once, beside the schedule. Endpoints that are paused or in flight are passed over.',
} as const satisfies Record<keyof EndpointRequests, string>;

/** A line of pasted text. Exactly one of `endpoint` and `problem` is there. */
export interface ParsedTarget {
  /** 1-based, as the person counts. */
  readonly line: number;
  readonly text: string;
  /** Ready for `endpoints.create`. */
  readonly endpoint?: EndpointInput;
  /** The target as it will be shown. */
  readonly target?: string;
  readonly problem?: string;
  /** An endpoint with the same target is there already. */
  readonly duplicate?: boolean;
}

export interface EndpointView {
  readonly endpoint: Endpoint;
  readonly state: EndpointState;
  readonly recent: RecentChecks;
}
