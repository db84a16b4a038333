/** One check of a unit: asks systemd with `systemctl show`. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { runProgram } from '../../../base/run-program.ts';
import { CounterRates } from '../../counter-rates.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { cut } from '../../../base/cut.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { systemdFailure } from './failures.ts';
import type { SystemdFields } from './fields.ts';
import { parseUnit, PROPERTIES, type Unit } from './unit.ts';

const MAX_BYTES = 65_536;

const cpuTimes = new CounterRates();

/** Forgets the processor times of the last checks. */
export function dispose(): void {
  cpuTimes.clear();
}

/** Runs one check. */
export function run(
  fields: SystemdFields & Pick<CommonConfig, 'timeout'>,
  context: CheckContext,
): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    probe.watch.enter('wait');
    const unit = await ask(fields, probe.signal);
    probe.watch.pause();
    note(probe, fields, unit);
    return judge(fields, unit);
  });
}

async function ask({ unit, manager }: SystemdFields, signal: AbortSignal): Promise<Unit> {
  const args = [`--${manager}`, 'show', '--no-pager', `--property=${PROPERTIES.join(',')}`, '--', unit];
  const { exitCode, stdout, stderr } = await runProgram('systemctl', args, {
    signal,
    maxBytes: MAX_BYTES,
    env: { TZ: 'UTC' },
  });
  const found = exitCode === 0 ? parseUnit(stdout) : null;
  if (found !== null) return found;
  const problem = stderr.trim() === '' ? `systemctl ended with ${exitCode ?? 'a signal'}` : stderr.trim();
  throw new FailureError(systemdFailure('systemd.unavailable', { problem: cut(problem, 500) }, { phase: 'wait' }));
}

function note({ details, metrics, observed }: Probe, { unit: name, manager }: SystemdFields, unit: Unit): void {
  observed['STATUS'] = unit.activeState;
  observed['VALUE'] = unit.subState;
  if (unit.loadState !== 'loaded') return;
  details['state'] = `${unit.activeState} (${unit.subState})`;
  details['description'] = unit.description;
  if (unit.pid !== null) details['pid'] = unit.pid;
  const isActive = unit.activeState === 'active';
  const since = isActive ? unit.activeSince : unit.inactiveSince;
  if (since !== null) details['since'] = since;
  if (isActive && since !== null) metrics['uptime'] = Math.max(0, (Date.now() - since) / 1_000);
  if (unit.memory !== null) metrics['memory'] = unit.memory;
  const cpu = cpuUse(`${manager} ${name}`, unit.cpuNs);
  if (cpu !== null) metrics['cpu'] = cpu;
  if (unit.tasks !== null) metrics['tasks'] = unit.tasks;
  if (unit.restarts !== null) metrics['restarts'] = unit.restarts;
}

/** Percent of one processor since the last check; null: it is the first one, or the unit was started again. */
function cpuUse(key: string, cpuNs: number | null): number | null {
  if (cpuNs === null) {
    cpuTimes.forget(key);
    return null;
  }
  const perSecond = cpuTimes.next(key, cpuNs);
  return perSecond === null ? null : perSecond / 1e7;
}

function judge({ unit: name, state: wanted }: SystemdFields, unit: Unit): Failure | null {
  if (unit.loadState !== 'loaded') {
    return systemdFailure('systemd.notFound', { unit: name, state: unit.loadState }, { phase: 'wait' });
  }
  // A unit that reloads its configuration continues to work.
  const isActive = unit.activeState === 'active' || unit.activeState === 'reloading';
  const hasFailed = unit.activeState === 'failed';
  if (wanted === 'active' ? isActive : !hasFailed) return null;
  const isBad = unit.result !== '' && unit.result !== 'success';
  return systemdFailure('systemd.state', {
    unit: name,
    state: unit.activeState,
    subState: unit.subState,
    result: isBad ? unit.result : null,
    exitStatus: unit.exitStatus,
  });
}
