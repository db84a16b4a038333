/** Sends requests to a running `lookout serve`, for commands that act on it. */
import type { Answer, Args, Channel } from '../../contract/channels/index.ts';
import type { RemoteArguments } from '../arguments/arguments.ts';
import type { Io } from '../base/io.ts';
import { readToken, TOKEN_VARIABLE } from '../access/token.ts';
import { createLog } from '../base/log.ts';
import { UsageError, usageProblem } from '../base/usage-error.ts';
import { isRecord } from '../../shared/is-record.ts';

/** How long an answer may take. Milliseconds. */
const TIMEOUT_MS = 60_000;

/** What is wrong with one field of a request. */
export interface RemoteIssue {
  /** The field, such as `endpoints[0].interval`; empty: the whole request. */
  readonly path: string;
  /** For people. */
  readonly message: string;
}

/** A running Lookout could not be reached, or refused the request. The message is for people. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  /** Everything that is wrong with the request. The message is that of the first one. */
  readonly issues: readonly RemoteIssue[];

  constructor(message: string, { issues = [], ...options }: ErrorOptions & { issues?: readonly RemoteIssue[] } = {}) {
    super(message, options);
    this.issues = issues;
  }
}

export type SendRequest = <C extends Channel>(channel: C, args: Args<C>) => Promise<Answer<C>>;

/** @throws UsageError when there is no token */
export async function connectTo(remote: RemoteArguments, io: Io, signal?: AbortSignal): Promise<SendRequest> {
  const { url } = remote;
  const hasToken = remote.token !== null || remote.tokenFile !== null || (io.env[TOKEN_VARIABLE] ?? '') !== '';
  if (!hasToken) throw new UsageError([usageProblem('usage.noRemoteToken')]);
  const token = await readToken(remote, io.env, createLog(io, 'error'));
  return async <C extends Channel>(channel: C, args: Args<C>) => {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(new URL(`/api/${channel}`, url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw new RemoteError(`Lookout does not answer at ${url}: ${reasonOf(error)}`, { cause: error });
    });
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return answer as Answer<C>;
    const message = messageOf(answer) ?? `Lookout at ${url} answered ${response.status}.`;
    throw new RemoteError(message, { issues: issuesOf(answer) });
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** The text of a refusal. */
function messageOf(answer: unknown): string | null {
  return isRecord(answer) && typeof answer['message'] === 'string' ? answer['message'] : null;
}

function issuesOf(answer: unknown): readonly RemoteIssue[] {
  if (!isRecord(answer) || !Array.isArray(answer['issues'])) return [];
  return answer['issues'].flatMap((issue: unknown) => {
    const { path, message } = isRecord(issue) ? issue : {};
    return typeof path === 'string' && typeof message === 'string' ? [{ path, message }] : [];
  });
}
