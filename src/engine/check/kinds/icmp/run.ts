/** One check of an ICMP endpoint: resolve, and let the system's `ping`, or else `fping`, send echo requests. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { toFamily } from '../../fields/family.ts';
import type { Address, CheckContext, KindOutcome } from '../../kind.ts';
import { addressesOf } from '../../net/dns/addresses-of.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { programFailure } from '../../../base/run-program.ts';
import { runSystemProgram } from '../../net/run-system-program.ts';
import { icmpFailure } from './failures.ts';
import type { IcmpFields } from './fields.ts';
import { fpingCommand, pingCommand, type PingOptions } from './ping-arguments.ts';
import { readFping, readPing, type Replies } from './ping-output.ts';

/** How long to wait for the last answer, in milliseconds. Every host on earth answers sooner. */
const PATIENCE_MS = 2_000;
const MIN_PATIENCE_MS = 1_000;

type Fields = IcmpFields & Pick<CommonConfig, 'timeout'>;

/**
 * Runs one check. Its duration is the average round trip, after the time of DNS: not how long the program ran, which
 * depends on how many requests it sends.
 */
export async function run(fields: Fields, context: CheckContext): Promise<KindOutcome> {
  const outcome = await conductCheck(context, fields.timeout, async (probe) => {
    const address = await resolve(probe, fields);
    probe.details.remoteAddress = bracketed(address);
    probe.watch.enter('echo');
    const replies = await ping(probe, optionsOf(fields, address));
    probe.watch.pause();
    return judge(probe, fields, address, replies);
  });
  const { avg } = outcome.metrics;
  if (avg === undefined || outcome.failure?.code === 'timeout') return outcome;
  const phases = { ...outcome.phases, echo: avg };
  const durationMs = Object.values(phases).reduce((sum, ms) => sum + ms, 0);
  // The kernel of this machine and the other end measured it.
  return { ...outcome, phases, durationMs, selfMs: 0 };
}

async function resolve(probe: Probe, { host, family }: Fields): Promise<Address> {
  const wanted = toFamily(family);
  const addresses = await addressesOf(probe, host, wanted);
  // One run is for one address. A machine without IPv6 is more common than one without IPv4.
  const address = addresses.find((one) => one.family === 4) ?? addresses[0];
  if (address === undefined)
    throw new FailureError(failureOf('dns.nodata', { name: host, family: wanted === 0 ? 'any' : String(wanted) }));
  return address;
}

/** IPv6 in brackets, as everywhere. */
function bracketed({ address, family }: Address): string {
  return family === 6 ? `[${address}]` : address;
}

function optionsOf({ count, pace, size, timeout }: Fields, { address, family }: Address): PingOptions {
  const left = timeout - (count - 1) * pace;
  const patience = left > 2 * PATIENCE_MS ? PATIENCE_MS : MIN_PATIENCE_MS;
  return { address, family, count, pace, size, patience };
}

async function ping(probe: Probe, options: PingOptions): Promise<Replies> {
  const { program, args } = pingCommand(options, process.platform);
  let refused: FailureError;
  try {
    const { stdout, stderr } = await runSystemProgram(program, args, probe.signal);
    const replies = readPing(`${stdout}\n${stderr}`, options.count);
    probe.details['program'] = program;
    if (replies.problem !== 'forbidden' || replies.times.length > 0) return replies;
    refused = programFailure(program, 'forbidden', stderr.trim());
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    refused = error;
  }
  return fping(probe, options, refused);
}

/** @param refused what to fail with if there is no `fping` either */
async function fping(probe: Probe, options: PingOptions, refused: FailureError): Promise<Replies> {
  const { program, args } = fpingCommand(options);
  try {
    const { stdout, stderr } = await runSystemProgram(program, args, probe.signal);
    const replies = readFping(`${stdout}\n${stderr}`, options.count);
    probe.details['program'] = program;
    if (replies.problem !== 'forbidden' || replies.times.length > 0) return replies;
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
  }
  throw refused;
}

function judge(
  { metrics, details }: Probe,
  { count, maxLoss }: Fields,
  address: Address,
  { times, problem }: Replies,
): Failure | null {
  const loss = Math.round((1 - times.length / count) * 1000) / 10;
  Object.assign(metrics, { loss, ...figuresOf(times) });
  details['received'] = `${times.length} / ${count}`;
  const extras = { phase: 'echo' };
  if (times.length === 0 && problem !== null && problem !== 'forbidden') {
    const reason = problem === 'unreachableHost' ? 'EHOSTUNREACH' : 'ENETUNREACH';
    return failureOf('connect.unreachable', { reason, addresses: [address.address] }, extras);
  }
  if (times.length === 0) return icmpFailure('icmp.noAnswer', { sent: count }, extras);
  return loss > maxLoss ? icmpFailure('icmp.loss', { lossPercent: loss, maxPercent: maxLoss }, extras) : null;
}

/** In milliseconds. The jitter is the mean difference of each round trip from the one before. */
function figuresOf(times: readonly number[]): Readonly<Record<string, number>> {
  if (times.length === 0) return {};
  const changes = times.slice(1).map((time, index) => Math.abs(time - (times[index] ?? time)));
  const mean = (values: readonly number[]) => round(values.reduce((sum, value) => sum + value, 0) / values.length);
  return {
    min: Math.min(...times),
    avg: mean(times),
    max: Math.max(...times),
    ...(changes.length > 0 ? { jitter: mean(changes) } : {}),
  };
}

/** To microseconds. */
function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
