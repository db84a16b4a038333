/** Sends requests to a running `lookout serve`, for commands that act on it. */
import type { Answer, Args, Channel } from '../contract/channels/index.ts';
import type { RemoteArguments } from './arguments.ts';
import type { Io } from './io.ts';
import { readToken, TOKEN_VARIABLE } from './token.ts';
import { createLog } from './log.ts';
import { UsageError, usageProblem } from './usage-error.ts';

/** How long an answer may take. Milliseconds. */
const TIMEOUT_MS = 60_000;

/** A running Lookout could not be reached, or refused the request. The message is for people. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
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
    throw new RemoteError(messageOf(answer) ?? `Lookout at ${url} answered ${response.status}.`);
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** The text of a refusal. */
function messageOf(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('message' in answer)) return null;
  return typeof answer.message === 'string' ? answer.message : null;
}
