import type { CheckResult } from '../model/check.ts';
import type { Dialect, ObservedValues } from '../model/condition.ts';
import type { Issue } from '../model/issue.ts';
import type { Endpoint, EndpointInput, EndpointState, RecentChecks } from '../model/endpoint.ts';
import type { EndpointId, EpochMs } from '../model/units.ts';

/** Requests that add, change, pause and check endpoints. */
export interface EndpointRequests {
  'endpoints.parse': { args: { text: string }; answer: ParsedTarget[] };
  'endpoints.create': { args: { endpoints: EndpointInput[]; secretsOf?: EndpointId }; answer: Endpoint[] };
  'endpoints.update': { args: { id: EndpointId; config: EndpointInput }; answer: Endpoint };
  'endpoints.test': { args: { config: EndpointInput; secretsOf?: EndpointId }; answer: TriedCheck };
  'conditions.check': {
    args: { kind: string; dialect: Dialect; conditions: string[] };
    answer: (Issue | null)[];
  };
  'endpoints.remove': { args: { ids: EndpointId[] }; answer: EndpointId[] };
  'endpoints.restore': { args: { ids: EndpointId[] }; answer: Endpoint[] };
  'endpoints.pause': { args: { ids: EndpointId[]; until?: EpochMs }; answer: EndpointId[] };
  'endpoints.resume': { args: { ids: EndpointId[] }; answer: EndpointId[] };
  'endpoints.checkNow': { args: { ids: EndpointId[] }; answer: EndpointId[] };
}

/** One sentence per request, for `docs/api.md`. */
export const ENDPOINT_CHANNELS = {
  'endpoints.parse':
    'Reads pasted text and adds nothing. Answers, for each line, with the endpoint that it describes or with the reason why it describes none.',
  'endpoints.create':
    'Adds endpoints and checks them at once. Adds all of them or none. `{"$secret":true}` in place of a secret copies the secret of the endpoint `secretsOf`.',
  'endpoints.update':
    'Replaces the config of an endpoint. Its id and history stay. `{"$secret":true}` in place of a secret keeps the stored one.',
  'endpoints.test':
    'Checks a config once without adding it. Answers with the result, and with the values that conditions can use. `{"$secret":true}` in place of a secret means the secret of the endpoint `secretsOf`.',
  'conditions.check':
    'Checks conditions for an endpoint of this kind, for a form while somebody types. Answers, for each condition, with what is wrong and where; null: nothing.',
  'endpoints.remove': 'Removes endpoints. For seven days, they can be restored with their history.',
  'endpoints.restore': 'Undoes `endpoints.remove`, for those of the endpoints that can be restored.',
  'endpoints.pause':
    'Stops checking until the endpoints are resumed, or until the time `until`. Checks in flight are cancelled and leave no result.',
  'endpoints.resume': 'Resumes checking. The first check starts at once.',
  'endpoints.checkNow':
    'Checks at once, in addition to the schedule. Skips endpoints that are paused or that have a check in flight.',
} as const satisfies Record<keyof EndpointRequests, string>;

/** One line of pasted text. It has either an `endpoint` or a `problem`. */
export interface ParsedTarget {
  /** The first line is 1. */
  readonly line: number;
  readonly text: string;
  /** Ready for `endpoints.create`. */
  readonly endpoint?: EndpointInput;
  /** The target as the page shows it. */
  readonly target?: string;
  readonly problem?: Issue;
  /** True: an endpoint with the same target exists already. */
  readonly duplicate?: boolean;
}

/** The result of a config that was tried. */
export interface TriedCheck extends CheckResult {
  /**
   * The values of all placeholders, without secrets, whether or not a condition uses them. A body is cut after
   * `OBSERVED_CHARACTERS`. A value whose JSON is longer is that JSON as a text, cut as well.
   */
  readonly observed: ObservedValues;
}

export interface EndpointView {
  readonly endpoint: Endpoint;
  readonly state: EndpointState;
  readonly recent: RecentChecks;
}
