/** One check of a path: resolve, and let `mtr`, `traceroute` or `tracert` find the routers on the way. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { Json } from '../../../../contract/model/units.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { toFamily } from '../../fields/family.ts';
import type { CheckContext, KindOutcome, TrackedBefore } from '../../kind.ts';
import { addressesOf } from '../../net/dns/addresses-of.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { programFailure } from '../../../base/run-program.ts';
import { runSystemProgram } from '../../net/run-system-program.ts';
import { pathFailure } from './failures.ts';
import type { PathFields } from './fields.ts';
import { createHostNames, type HostNames } from './host-names.ts';
import { traceCommands, type Command, type TraceOptions } from './trace-arguments.ts';
import { isForbidden, readMtr, readTraceroute, type Hop } from './trace-output.ts';

const hostNames = createHostNames();

type Fields = PathFields & Pick<CommonConfig, 'timeout'>;

/**
 * Runs one check. Its duration is the average round trip to the host, after the time of DNS: not how long the program ran,
 * which waits for routers that do not answer.
 */
export async function run(fields: Fields, context: CheckContext): Promise<KindOutcome> {
  const outcome = await conductCheck(context, fields.timeout, async (probe) => {
    const found = await addressesOf(probe, fields.host, toFamily(fields.family));
    const address = found.find(({ family }) => family === 4) ?? found[0];
    if (address === undefined) throw new FailureError(failureOf('dns.nodata', { name: fields.host, family: 'any' }));
    probe.details.remoteAddress = address.family === 6 ? `[${address.address}]` : address.address;
    probe.watch.enter('trace');
    const { method, port, count, maxHops } = fields;
    const isRoot = process.getuid?.() === 0;
    const hops = await trace(probe, { ...address, method, port, count, maxHops, isRoot });
    probe.watch.pause();
    return judge(probe, fields, { address: address.address, hops, tracked: context.tracked?.['route'] });
  });
  const { latency } = outcome.metrics;
  if (latency === undefined) return outcome;
  const phases = { ...outcome.phases, trace: latency };
  const durationMs = Object.values(phases).reduce((sum, ms) => sum + ms, 0);
  return { ...outcome, phases, durationMs, selfMs: 0 };
}

/** @throws FailureError `local.program` of the first program when none can be run; the signal's reason */
async function trace(probe: Probe, options: TraceOptions): Promise<readonly Hop[]> {
  let refused: FailureError | undefined;
  for (const command of traceCommands(options, process.platform)) {
    try {
      const hops = await runTrace(probe, command);
      probe.details['program'] = command.program;
      return hops;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      refused ??= error;
    }
  }
  throw refused ?? programFailure('traceroute', 'missing', 'No program for this system');
}

async function runTrace({ signal }: Probe, { program, args }: Command): Promise<readonly Hop[]> {
  const { stdout, stderr, exitCode } = await runSystemProgram(program, args, signal);
  const hops = program === 'mtr' ? readMtr(stdout) : readTraceroute(stdout);
  if (hops !== null && (hops.length > 0 || exitCode === 0)) return hops;
  const text = `${stdout}\n${stderr}`;
  if (isForbidden(text)) throw programFailure(program, 'forbidden', stderr.trim());
  throw new FailureError(failureOf('protocol.error', {}, { raw: text.trim().slice(0, 200) }));
}

async function judge(
  probe: Probe,
  fields: Fields,
  {
    address,
    hops,
    tracked,
  }: { readonly address: string; readonly hops: readonly Hop[]; readonly tracked: TrackedBefore | undefined },
): Promise<Failure | null> {
  const route = uptoLast(hops);
  const names = await hostNames.of(
    route.flatMap(({ addresses }) => addresses),
    probe.signal,
  );
  describe(probe, route, names, tracked?.usual);
  const last = route.at(-1);
  const extras = { phase: 'trace' };
  if (last === undefined || !last.addresses.includes(address)) {
    return pathFailure('path.unreached', { last: last?.addresses[0] ?? null, hops: last?.number ?? 0 }, extras);
  }
  const { metrics, details } = probe;
  metrics['hops'] = last.number;
  metrics['loss'] = last.loss;
  if (last.times !== null) metrics['latency'] = last.times.avg;
  details['route'] = routeOf(route, tracked?.last);
  if (last.number > fields.maxHops) return pathFailure('path.hops', { hops: last.number, max: fields.maxHops }, extras);
  return last.loss > fields.maxLoss
    ? pathFailure('path.loss', { lossPercent: last.loss, maxPercent: fields.maxLoss }, extras)
    : null;
}

/** The hops without the silent ones at the end. */
function uptoLast(hops: readonly Hop[]): readonly Hop[] {
  return hops.slice(0, hops.findLastIndex(({ addresses }) => addresses.length > 0) + 1);
}

function describe({ details, observed }: Probe, hops: readonly Hop[], names: HostNames, usual: Json | undefined): void {
  details['hops'] = hops.map((hop) => rowOf(hop, names, routerIn(usual, hop)));
  observed['ROUTE'] = hops.map(({ addresses }) => addresses[0] ?? '*');
  observed['HOPS'] = hops.map(({ number, addresses, sent, loss, times }): Json => ({
    number,
    addresses: [...addresses],
    sent,
    loss,
    avg: null,
    ...times,
  }));
}

/** A row of the table with the columns of the descriptor. */
function rowOf({ number, addresses, sent, loss, times }: Hop, names: HostNames, usual: string | null): Json {
  const found = addresses.flatMap((address) => names.get(address) ?? []);
  return {
    hop: number,
    ...(found.length === 0 ? {} : { host: [...new Set(found)].join(', ') }),
    address: addresses.length === 0 ? '*' : addresses.join(', '),
    loss,
    sent,
    ...times,
    ...(usual === null || addresses.length === 0 || addresses.includes(usual) ? {} : { usual }),
  };
}

/**
 * The routers on the route, for comparison with the previous one. A router that did not answer this time, or one of
 * several that share the load, is not a change of the route.
 */
function routeOf(hops: readonly Hop[], before: Json | undefined): readonly string[] {
  return hops.map((hop) => {
    const [own = '*'] = hop.addresses;
    const known = routerIn(before, hop);
    return known !== null && (own === '*' || hop.addresses.includes(known)) ? known : own;
  });
}

/** The router of a route at the place of this hop; null: none is known. */
function routerIn(route: Json | undefined, { number }: Hop): string | null {
  const router = Array.isArray(route) ? (route as readonly Json[])[number - 1] : undefined;
  return typeof router === 'string' && router !== '*' ? router : null;
}
