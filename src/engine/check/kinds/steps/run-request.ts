/** One HTTP request of a journey. */
import { STATUS_CODES } from '../../../base/node-http.ts';
import type { StepResult } from '../../../../contract/model/check.ts';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { Json, Ms } from '../../../../contract/model/units.ts';
import { parseAcceptedStatus } from '../../fields/accepted-status.ts';
import { headerText, textOf, type Answer } from '../../http/exchange.ts';
import { sendAndFollow } from '../../http/send.ts';
import { toSnippet, type Probe } from '../../net/probe/probe.ts';
import { stepsFailure } from './failures.ts';
import { judgeAnswer, namesStatus } from './judge-answer.ts';
import type { Journey } from './journey.ts';
import { requestOf } from './request-of.ts';
import type { RequestStep } from './step.ts';

/** A body is held in memory until the step ends. */
const MAX_BYTES = 1_000_000;
const MAX_REDIRECTS = 10;

/** A step under way. */
export interface StepUnderWay {
  readonly probe: Probe;
  readonly journey: Journey;
  readonly result: StepResult;
  /** How long the step has taken so far. */
  readonly spentMs: () => Ms;
}

/** @returns why the step failed; null: it did not. @throws what prevents an answer */
export async function runRequest(
  step: RequestStep,
  { probe, journey, result, spentMs }: StepUnderWay,
): Promise<Failure | null> {
  const request = requestOf(step, journey);
  const inner: Probe = { ...probe, details: {}, metrics: {}, observed: {} };
  const { fields, cookies, own } = journey;
  const answer = await sendAndFollow(inner, request, {
    ...fields,
    keepAlive: false,
    maxBytes: MAX_BYTES,
    whole: true,
    followRedirects: step.followRedirects,
    maxRedirects: MAX_REDIRECTS,
    secretHeaders: step.headers.map(([name]) => name),
    cookies,
    ...(own === undefined ? {} : { own }),
  });
  noteStatus(result, answer.status);
  const body = await textOf(answer, probe.signal);
  probe.observed['STATUS'] = answer.status;
  if (probe.wanted.has('BODY')) probe.observed['BODY'] = body;
  const observed = observe({ inner, journey, answer, body, url: request.url });
  const failure =
    statusFailure(step, answer) ??
    (await judgeAnswer(step, { journey, signal: probe.signal, observed, body, spentMs: spentMs() }));
  if (failure !== null && !step.mayFail && body !== '') probe.details['snippet'] = toSnippet(body);
  return failure;
}

/** Adds the status of an answer to the result of the step. */
export function noteStatus(result: StepResult, status: number): void {
  const noted: { -readonly [Key in keyof StepResult]: StepResult[Key] } = result;
  noted.status = status;
}

function statusFailure(step: RequestStep, { status }: Answer): Failure | null {
  if (namesStatus(step) || parseAcceptedStatus(step.acceptedStatus)?.(status) === true) return null;
  return stepsFailure('http.status', { status, name: STATUS_CODES[status] ?? null, accepted: step.acceptedStatus });
}

interface Answered {
  /** The probe of this request alone. */
  readonly inner: Probe;
  readonly journey: Journey;
  readonly answer: Answer;
  readonly body: string;
  readonly url: URL;
}

function observe({ inner, answer, body, journey, url }: Answered): Readonly<Record<string, Json>> {
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, headerText(value)] as const);
  const { httpVersion } = inner.details;
  const cookies = journey.cookies
    .headerFor(url)
    .split('; ')
    .filter((pair) => pair !== '')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  return {
    STATUS: answer.status,
    BODY: body,
    SIZE: answer.body.bytes,
    HEADER: Object.fromEntries(headers),
    COOKIE: Object.fromEntries(cookies),
    ...(typeof httpVersion === 'string' ? { HTTP_VERSION: httpVersion } : {}),
    ...addressOf(inner),
  };
}

/** The placeholder `IP`; nothing where the address is not known. */
export function addressOf({ details: { remoteAddress } }: Probe): { readonly IP?: string } {
  return remoteAddress === undefined ? {} : { IP: remoteAddress.replace(/:\d+$/u, '').replace(/^\[(.*)\]$/u, '$1') };
}
