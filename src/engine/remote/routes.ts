/**
 * Which sources each request is about, and how their answers are combined. A request that is not listed here is only
 * about this Lookout.
 */
import type { Answer, Args } from '../../contract/channels/index.ts';
import type { EndpointMatch } from '../../contract/model/match.ts';
import { LOCAL_SOURCE, type SourceId } from '../../contract/model/source.ts';
import type { Ms } from '../../contract/model/units.ts';
import { sourceOf } from '../../shared/endpoint-id.ts';
import { mergeReports, mergeStats } from './merge-reports.ts';
import type { RemoteChannel } from './remote-channels.ts';

/** A report is about thousands of checks and takes long, and people see its progress. */
const REPORT_MS: Ms = 20_000;

/** A request, and what a route needs to get it answered. */
export interface Asked<C extends RemoteChannel> {
  readonly args: Args<C>;
  /** Answers it in this Lookout. */
  readonly here: (args: Args<C>) => Promise<Answer<C>>;
  /** Sends it to one source. @throws RequestError */
  readonly ask: (source: SourceId, args: Args<C>) => Promise<Answer<C>>;
  /** Sends it to all connected sources. Default: answers within 3 s count. */
  readonly askAll: (args: Args<C>, ms?: Ms) => Promise<Answer<C>[]>;
}

/** @returns null: the request is only about this Lookout */
type Route<C extends RemoteChannel> = (asked: Asked<C>) => Promise<Answer<C>> | null;

/** The channels whose arguments have a type. */
type With<Wanted> = { [C in RemoteChannel]: Args<C> extends Wanted ? C : never }[RemoteChannel];
type Listed = { [C in RemoteChannel]: Answer<C> extends readonly unknown[] ? C : never }[RemoteChannel];

/** About one endpoint, or another object with an id. */
function byId<C extends With<{ id: string }>>({ args, ask }: Asked<C>): Promise<Answer<C>> | null {
  return toOne<C>(args.id, { args, ask });
}

function byEndpoint<C extends With<{ endpointId: string }>>({ args, ask }: Asked<C>): Promise<Answer<C>> | null {
  return toOne<C>(args.endpointId, { args, ask });
}

/** About the object with this id. */
function toOne<C extends RemoteChannel>(
  id: string | undefined,
  { args, ask }: Pick<Asked<C>, 'args' | 'ask'>,
): Promise<Answer<C>> | null {
  const source = sourceOf(id ?? '');
  return source === LOCAL_SOURCE ? null : ask(source, args);
}

/** About several objects with ids, whose answers are lists. */
function byIds<C extends With<{ ids: string[] }> & Listed>(asked: Asked<C>): Promise<Answer<C>> | null {
  return each(asked, asked.args.ids, (ids) => ({ ...asked.args, ids }))?.then(joined<C>) ?? null;
}

/** Asks each source about its own ids. @returns null: all of them belong to this Lookout */
function each<C extends RemoteChannel>(
  { here, ask }: Asked<C>,
  ids: readonly string[],
  withIds: (ids: string[]) => Args<C>,
): Promise<Answer<C>[]> | null {
  const bySource = Map.groupBy(ids, sourceOf);
  if ([...bySource.keys()].every((source) => source === LOCAL_SOURCE)) return null;
  return Promise.all(
    [...bySource].map(([source, own]) => (source === LOCAL_SOURCE ? here(withIds(own)) : ask(source, withIds(own)))),
  );
}

function joined<C extends Listed>(answers: readonly Answer<C>[]): Answer<C> {
  return (answers as readonly (readonly unknown[])[]).flat() as Answer<C>;
}

/** About all sources. @param ms how long the others may take */
async function everywhere<C extends RemoteChannel>({ args, here, askAll }: Asked<C>, ms?: Ms): Promise<Answer<C>[]> {
  const [own, others] = await Promise.all([here(args), askAll(args, ms)]);
  return [own, ...others];
}

/** The newest of all, as many as were requested. */
function newest<T>(lists: readonly (readonly T[])[], timeOf: (one: T) => number, limit = Infinity): T[] {
  return lists
    .flat()
    .toSorted((a, b) => timeOf(b) - timeOf(a))
    .slice(0, limit);
}

/** A request about chosen endpoints goes to their sources; any other one stays here. */
function byMatch<C extends RemoteChannel>(
  asked: Asked<C>,
  match: EndpointMatch | undefined,
  withMatch: (match: EndpointMatch) => Args<C>,
): Promise<Answer<C>> | null {
  const all = each(asked, match?.endpoints ?? [], (endpoints) => withMatch({ ...match, endpoints }));
  return all?.then(first) ?? null;
}

/** Combines several answers about one action of a person. */
function first<T>(answers: readonly T[]): T {
  const [one] = answers;
  if (one === undefined) throw new TypeError('There must be an answer');
  return one;
}

export const ROUTES: { readonly [C in RemoteChannel]?: Route<C> } = {
  // A copy of an endpoint belongs to the same source.
  'endpoints.create': (asked) => toOne<'endpoints.create'>(asked.args.secretsOf, asked),
  'endpoints.test': (asked) => toOne<'endpoints.test'>(asked.args.secretsOf, asked),
  'endpoints.update': byId,
  'endpoints.remove': byIds,
  'endpoints.restore': byIds,
  'endpoints.pause': byIds,
  'endpoints.resume': byIds,
  'endpoints.checkNow': byIds,
  'checks.list': byId,
  'changes.list': byId,
  'series.get': byId,
  'distribution.get': byId,
  'baseline.get': byId,
  'spans.get': byId,
  'vantages.history': byId,
  'vantages.states': (asked) =>
    each(asked, asked.args.ids, (ids) => ({ ids }))?.then((all) => ({
      vantages: [...new Set(all.flatMap(({ vantages }) => vantages))],
      endpoints: all.flatMap(({ endpoints }) => endpoints),
    })) ?? null,
  'calendar.days': byId,
  'calendar.weekHours': byId,
  'uptime.get': byId,
  'incidents.evidence': byId,
  'incidents.timeline': byEndpoint,
  'incidents.remark': byEndpoint,
  'incidents.marks': byIds,
  'alerts.comment': byId,
  'maintenance.end': byId,
  'annotations.remove': (asked) => each(asked, asked.args.ids, (ids) => ({ ids }))?.then(() => null) ?? null,
  'maintenance.start': (asked) => each(asked, asked.args.ids, (ids) => ({ ...asked.args, ids }))?.then(first) ?? null,
  'alerts.deliver': (asked) => toOne<'alerts.deliver'>(asked.args.deliveryId, asked),
  'alerts.deliveries': (asked) => toOne<'alerts.deliveries'>(asked.args.alertId, asked),
  'objectives.list': (asked) => toOne<'objectives.list'>(asked.args.id, asked),
  'silences.add': (asked) =>
    toOne<'silences.add'>(asked.args.alertId, asked) ??
    byMatch(asked, asked.args.match, (match) => ({ ...asked.args, match })),
  'annotations.add': (asked) => byMatch(asked, asked.args.match, (match) => ({ ...asked.args, match })),
  'alerts.acknowledge': (asked) => {
    const { ids, endpoints, ...rest } = asked.args;
    const answers = [
      each(asked, ids ?? [], (own) => ({ ...rest, ids: own })),
      each(asked, endpoints ?? [], (own) => ({ ...rest, endpoints: own })),
    ];
    if (answers.every((answer) => answer === null)) return null;
    const own = [
      answers[0] === null && ids !== undefined ? asked.here({ ...rest, ids }) : [],
      answers[1] === null && endpoints !== undefined ? asked.here({ ...rest, endpoints }) : [],
    ];
    return Promise.all([...own, ...answers.map(async (answer) => ((await answer) ?? []).flat())]).then((all) =>
      all.flat(),
    );
  },
  'incidents.list': (asked) => {
    const { id, limit, beforeId, ...rest } = asked.args;
    if (id !== undefined) return toOne<'incidents.list'>(id, asked);
    // The other sources have no incident with this id; those of the same millisecond come in the page before.
    const others = { ...rest, limit };
    return Promise.all([
      sourceOf(beforeId ?? '') === LOCAL_SOURCE ? asked.here(asked.args) : asked.here(others),
      asked.askAll(beforeId === undefined ? asked.args : others),
    ]).then(([own, lists]) => newest([own, ...lists], ({ startedAt }) => startedAt, limit));
  },
  'alerts.list': (asked) =>
    everywhere(asked).then((lists) => newest(lists, ({ startedAt }) => startedAt, asked.args.limit)),
  'annotations.list': (asked) =>
    asked.args.id === undefined
      ? everywhere(asked).then((lists) => newest(lists, ({ at }) => at, asked.args.limit))
      : toOne<'annotations.list'>(asked.args.id, asked),
  'incidents.outages': (asked) => everywhere(asked).then((lists) => newest(lists, ({ from }) => from)),
  'shifts.list': (asked) =>
    everywhere(asked).then((all) => ({
      ...first(all),
      compared: all.reduce((sum, { compared }) => sum + compared, 0),
      endpoints: all.reduce((sum, { endpoints }) => sum + endpoints, 0),
      shifts: all
        .flatMap(({ shifts }) => shifts)
        .toSorted((a, b) => b.score - a.score)
        .slice(0, Math.max(...all.map(({ shifts }) => shifts.length))),
    })),
  'uptime.range': (asked) => {
    const { ids } = asked.args;
    if (ids !== undefined)
      return each(asked, ids, (own) => ({ ...asked.args, ids: own }))?.then(joined<'uptime.range'>) ?? null;
    return everywhere(asked).then(joined<'uptime.range'>);
  },
  'incidents.stats': (asked) => everywhere(asked).then(mergeStats),
  'reports.build': (asked) => {
    const { ids } = asked.args;
    const all =
      ids === undefined ? everywhere(asked, REPORT_MS) : each(asked, ids, (own) => ({ ...asked.args, ids: own }));
    return all?.then(mergeReports) ?? null;
  },
};
