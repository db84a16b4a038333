/** Test code: runs one check of an endpoint as written, under its deadline, as the engine would. */
import type { CheckOutcome } from '../../../contract/model/check.ts';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { DeadlineError, type Resolver } from '../kind.ts';
import { createResolver } from '../net/resolve.ts';
import { findKind, parseEndpoint } from '../registry.ts';
import { loadRunner } from '../runner.ts';
import { expectDeclared } from './undeclared.ts';

const systemResolver = createResolver();

export interface CheckOnceOptions {
  /** Stops the check as the engine does when it is no longer wanted. */
  readonly stop?: AbortSignal;
  readonly resolver?: Resolver;
}

/** @throws Error when the endpoint is not valid or the kind gives what it does not declare; the reason of `stop` when that is aborted */
export async function checkOnce(
  input: EndpointInput,
  { stop, resolver = systemResolver }: CheckOnceOptions = {},
): Promise<CheckOutcome> {
  const parsed = parseEndpoint(input);
  if (!parsed.ok) throw new Error(parsed.issues.map((issue) => issue.message).join('\n'));
  const { config } = parsed;
  const kind = findKind(config.kind);
  if (kind === undefined) throw new Error(`Expected ${config.kind} to be in the registry`);
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new DeadlineError(config.timeout)), config.timeout);
  const signal = stop === undefined ? deadline.signal : AbortSignal.any([stop, deadline.signal]);
  try {
    const runner = await loadRunner(kind);
    return expectDeclared(kind, await runner.run(config, { signal, resolver }));
  } finally {
    clearTimeout(timer);
  }
}
