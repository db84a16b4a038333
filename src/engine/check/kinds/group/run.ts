/** One check of a group: looks at the status of its members. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig, Status } from '../../../../contract/model/endpoint.ts';
import { failureOf } from '../../../base/failure.ts';
import type { CheckContext, KindOutcome, Member, Members } from '../../kind.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { groupFailure } from './failures.ts';
import { parseWeight, type GroupFields } from './fields.ts';

/** Failures name at most this many members. */
const NAMED = 10;
/** Details list at most this many. */
const SHOWN = 100;

/** A member and its weight. */
interface Weighed extends Member {
  readonly weight: number;
}

/** Runs one check. */
export function run(fields: GroupFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, (probe) => {
    probe.watch.enter('read');
    const failure = look(probe, fields, context.members);
    probe.watch.pause();
    return Promise.resolve(failure);
  });
}

function look(probe: Probe, fields: GroupFields, members: Members | undefined): Failure | null {
  if (members === undefined) return failureOf('local.engine', {}, { phase: 'read' });
  const circle = members.circle();
  if (circle !== null) return groupFailure('group.circle', { names: circle });
  const found = new Map<string, Weighed>();
  for (const reference of fields.members) {
    const meant = members.find(reference);
    if (meant.length === 0) return groupFailure('group.noMember', { name: reference });
    const weight = parseWeight(fields.weights[reference] ?? '1') ?? 1;
    for (const member of meant) {
      // A member of two references counts once, with the weight of the first.
      if (!found.has(member.id)) found.set(member.id, { ...member, weight });
    }
  }
  return judge(probe, fields, [...found.values()]);
}

function judge(probe: Probe, fields: GroupFields, all: readonly Weighed[]): Failure | null {
  const counting = all.filter(({ status }) => isUp(status) || status === 'down');
  const up = counting.filter(({ status }) => isUp(status));
  const down = counting.filter(({ status }) => status === 'down');
  note(probe, all, { counting, up, down });
  if (counting.length === 0) return groupFailure('local.members', {});
  if (!isEnough(fields, counting, up)) {
    return groupFailure('group.down', { up: up.length, total: counting.length, ...naming(down) });
  }
  const suffering = counting.filter(({ status }) => status !== 'up');
  if (fields.warn && suffering.length > 0) probe.warning = groupFailure('group.degraded', naming(suffering));
  return null;
}

function isUp(status: Status): boolean {
  return status === 'up' || status === 'degraded';
}

function isEnough(
  { rule, minUp, minPercent }: GroupFields,
  counting: readonly Weighed[],
  up: readonly Weighed[],
): boolean {
  switch (rule) {
    case 'all':
      return up.length === counting.length;
    case 'any':
      return up.length > 0;
    case 'atLeast':
      return up.length >= minUp;
    case 'weighted':
      return weightOf(up) * 100 >= weightOf(counting) * minPercent;
  }
}

function weightOf(members: readonly Weighed[]): number {
  return members.reduce((sum, { weight }) => sum + weight, 0);
}

function naming(members: readonly Member[]): { readonly names: readonly string[]; readonly more: number } {
  const names = members.slice(0, NAMED).map(({ name }) => name);
  return { names, more: members.length - names.length };
}

type Counted = Readonly<Record<'counting' | 'up' | 'down', readonly Weighed[]>>;

function note({ details, metrics, observed }: Probe, all: readonly Weighed[], { counting, up, down }: Counted): void {
  metrics['up'] = up.length;
  metrics['down'] = down.length;
  metrics['members'] = all.length;
  if (weightOf(counting) > 0) metrics['weight'] = (weightOf(up) / weightOf(counting)) * 100;
  // The worst first.
  const ordered = [...down, ...all.filter((member) => !down.includes(member))];
  details['members'] = ordered.slice(0, SHOWN).map(({ name, status }) => `${name}: ${status}`);
  observed['VALUE'] = up.length;
  observed['ROWS'] = ordered.slice(0, SHOWN).map(({ name, status, weight }) => ({ name, status, weight }));
}
