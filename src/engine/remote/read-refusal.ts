/** Reads why a remote Lookout refused a request. Like its answers, that may be hostile. */
import { REFUSALS, type RefusalReason } from '../../contract/errors.ts';
import type { Issue } from '../../contract/model/issue.ts';
import type { Param, Params } from '../../contract/model/text.ts';
import { isRecord } from '../../shared/is-record.ts';
import { problemOf } from '../base/problem-error.ts';
import { RequestError } from '../base/request-error.ts';
import { RemoteError } from './remote-error.ts';

/** A longer refusal, in characters of JSON, is not from an honest Lookout. */
const MAX_CHARACTERS = 20_000;

/**
 * @param status any but 200
 * @param body parsed JSON; undefined: the body is not JSON
 * @returns a RemoteError when the answer is not a refusal of the contract, or when the token is no longer valid
 */
export function readRefusal(status: number, body: unknown): RequestError | RemoteError {
  const { reason, params, issues } = isRecord(body) ? body : {};
  // With a revoked token, no request works.
  if (status === 401) return new RemoteError(problemOf('remote.token', {}), { isFinal: true });
  if (typeof reason !== 'string' || !isReason(reason) || JSON.stringify(body).length > MAX_CHARACTERS) {
    return new RemoteError(problemOf('remote.status', { status }));
  }
  return new RequestError(reason, textsOf(params), issuesOf(issues));
}

function isReason(reason: string): reason is RefusalReason {
  return Object.hasOwn(REFUSALS, reason);
}

/** The parameters of a refusal. Only short texts, lists of texts, numbers, booleans and messages are kept. */
function textsOf(params: unknown, depth = 0): Params {
  if (!isRecord(params)) return {};
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]): [string, Param][] => {
      if (typeof value === 'string') return [[name, value.slice(0, 500)]];
      if (Array.isArray(value)) return [[name, value.filter((one) => typeof one === 'string').slice(0, 20)]];
      if (isRecord(value) && typeof value['code'] === 'string' && depth < 2) {
        return [[name, { code: value['code'].slice(0, 100), params: textsOf(value['params'], depth + 1) }]];
      }
      return typeof value === 'number' || typeof value === 'boolean' ? [[name, value]] : [];
    }),
  );
}

function issuesOf(issues: unknown): Issue[] {
  if (!Array.isArray(issues)) return [];
  return issues.slice(0, 50).flatMap((issue: unknown): Issue[] => {
    if (!isRecord(issue)) return [];
    const { code, path, kind, params, given } = issue;
    if (typeof code !== 'string' || typeof path !== 'string') return [];
    return [
      {
        code,
        path,
        ...(typeof kind === 'string' ? { kind } : {}),
        ...(isRecord(params) ? { params: textsOf(params) } : {}),
        ...(typeof given === 'string' ? { given: given.slice(0, 200) } : {}),
      },
    ];
  });
}
