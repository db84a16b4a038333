/** One check of a heartbeat: looks at the signals that the watched job has sent. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import type { CheckContext, KindOutcome, Signals } from '../../kind.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import type { PushFields } from './fields.ts';
import { dueAt, judge, readHeartbeat } from './heartbeat.ts';

/** Runs one check. */
export function run(fields: PushFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, (probe) => {
    probe.watch.enter('read');
    const { signals } = context;
    const failure =
      signals === undefined ? failureOf('local.engine', {}, { phase: 'read' }) : look(probe, fields, signals);
    probe.watch.pause();
    return Promise.resolve(failure);
  });
}

function look({ details, metrics, observed }: Probe, fields: PushFields, signals: Signals): Failure | null {
  const now = signals.now();
  const heartbeat = readHeartbeat(signals);
  const { end, startedAt, waitingSince, log } = heartbeat;
  details['address'] = `/push/${signals.key}`;
  details['waitingSince'] = waitingSince;
  if (startedAt !== null) details['startedAt'] = startedAt;
  if (log !== '') details['log'] = log;
  const due = dueAt(fields, heartbeat);
  if (due !== null) details['dueAt'] = due;
  metrics['age'] = Math.max(0, (now - waitingSince) / 1_000);
  if (end !== null) {
    details['signal'] = end.type;
    details['signalAt'] = end.at;
    if (end.message !== '') details['message'] = end.message;
    if (end.run !== '') details['run'] = end.run;
    if (end.isNew && end.ms !== null) metrics['duration'] = end.ms;
    observed['STATUS'] = end.type;
    observed['VALUE'] = end.message;
  }
  return judge(fields, heartbeat, now);
}
