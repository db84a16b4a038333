/** Replays the stored statuses of endpoints through rules: with the same code that alerts people, in virtual time. */
import type { Alert, AlertTopic } from '../../../contract/model/alert.ts';
import type { AlertRule } from '../../../contract/model/alert-rule.ts';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import type { EndpointMaintenance } from '../../../contract/model/maintenance.ts';
import type { EndpointId, EpochMs, Ms } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { matches } from '../../../shared/endpoint-match.ts';
import { inTimeSlices } from '../../base/time-slices.ts';
import { AlertCenter } from '../alert-center.ts';
import { noTrouble, SLOWER_THAN_USUAL, troubleOf } from '../alert-conditions.ts';
import { ALERTS } from '../alert-record.ts';
import { blockOf, type AlertedEndpoint, type Condition } from '../alerted-endpoint.ts';
import { calmMs, Flapping } from '../flapping.ts';
import { DELIVERIES } from '../stored-delivery.ts';
import type { SilencedTime } from '../kept-silence.ts';
import type { StoredDocument } from '../../store/store.ts';
import { VirtualTime } from './virtual-time.ts';

/** A condition of an endpoint about another topic than its status, and when it began. */
export interface TimedCondition {
  readonly at: EpochMs;
  readonly condition: Condition;
}

/** An endpoint, and its statuses in the range, oldest first. */
export interface ReplayedEndpoint {
  readonly endpoint: Endpoint;
  readonly host: string;
  readonly spans: readonly StatusSpan[];
  /** The endpoints in the replay that it depends on. */
  readonly parents: readonly EndpointId[];
  /** About other topics than its status, oldest first. */
  readonly conditions: readonly TimedCondition[];
  /** When the spans began in which it was slower than usual. */
  readonly slowFrom: ReadonlySet<EpochMs>;
}

export interface ReplayOptions {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The silences that were active at some time in the range. */
  readonly silences: readonly SilencedTime[];
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly onProgress: (done: number) => void;
}

export interface ReplayedAlert {
  readonly alert: Alert;
  /** To all channels together. */
  readonly messages: number;
}

/**
 * The alerts of the rules, oldest first. Trouble begins at its first failed check, not after its retries. Nobody acknowledges
 * anything. Works in time slices.
 * @throws the reason of the signal
 */
export async function replayRules(
  rules: readonly AlertRule[],
  endpoints: readonly ReplayedEndpoint[],
  options: ReplayOptions,
): Promise<readonly ReplayedAlert[]> {
  const replay = new Replay(rules, endpoints, options);
  const { from, to, signal, onProgress } = options;
  const events = endpoints
    .flatMap(({ endpoint: { id }, spans, conditions }): readonly Event[] => [
      ...spans.map((span) => ({ id, what: span, at: Math.max(from, span.from) })),
      ...conditions.map(({ at, condition }) => ({ id, what: condition, at: Math.max(from, at) })),
    ])
    .filter(({ at }) => at < to)
    .toSorted((a, b) => a.at - b.at);
  // Steps are at most as far apart as timers and events, so that each of them is short.
  await inTimeSlices(
    steps(events, replay, to),
    (step) => {
      step();
      onProgress((replay.now - from) / (to - from));
    },
    signal,
  );
  return replay.result();
}

interface Event {
  readonly id: EndpointId;
  readonly what: StatusSpan | Condition;
  readonly at: EpochMs;
}

function* steps(events: readonly Event[], replay: Replay, to: EpochMs): Generator<() => void> {
  for (const event of events) {
    while (replay.nextAt < event.at) yield () => replay.goTo(replay.nextAt);
    yield () => replay.apply(event);
  }
  while (replay.nextAt < to) yield () => replay.goTo(replay.nextAt);
  yield () => replay.goTo(to);
}

/** An endpoint as alerts see it. */
interface Subject extends AlertedEndpoint {
  endpoint: Endpoint;
  maintenance: EndpointMaintenance | null;
  readonly spans: readonly StatusSpan[];
  readonly parents: readonly EndpointId[];
  readonly slowFrom: ReadonlySet<EpochMs>;
  /** The index of the span that began last; -1: none has. */
  span: number;
  /** The condition of its last status. */
  status: Condition | null;
  /** The last conditions about other topics. */
  readonly known: Map<AlertTopic, Condition>;
}

const HOUR_MS: Ms = 3_600_000;
/** While a parent is about to be found down, its children are held: a child that goes down has its parents checked. */
const SOON_MS = 15_000;

class Replay {
  readonly #time: VirtualTime;
  readonly #subjects: ReadonlyMap<EndpointId, Subject>;
  readonly #silences: readonly SilencedTime[];
  readonly #center: AlertCenter;
  readonly #flapping: Flapping;
  /** The alerts as they were last stored, by id. */
  readonly #alerts = new Map<string, { document: StoredDocument; messages: number }>();
  #created = 0;

  constructor(rules: readonly AlertRule[], endpoints: readonly ReplayedEndpoint[], options: ReplayOptions) {
    this.#time = new VirtualTime(options.from);
    this.#flapping = new Flapping(this.#time.clock);
    this.#silences = options.silences;
    this.#subjects = new Map(
      endpoints.map(({ endpoint, host, spans, parents, slowFrom }): [EndpointId, Subject] => {
        const unknown = { maintenance: null, span: -1, status: null, known: new Map<AlertTopic, Condition>() };
        const own = { host, spans, parents, slowFrom };
        return [endpoint.id, { ...own, ...unknown, endpoint: { ...endpoint, paused: false } }];
      }),
    );
    this.#center = new AlertCenter({
      clock: this.#time.clock,
      timers: this.#time.timers,
      log: () => undefined,
      store: {
        recordDocument: (document) => this.#keep([document]),
        saveDocuments: async (documents) => this.#keep(documents),
        documents: async () => [],
      },
      rules: () => rules,
      // A message for each name is enough: it is not sent.
      channelId: (name) => name,
      channel: (name) => ({ name, keepsOpen: false }),
      find: (id) => this.#subjects.get(id),
      blockOf: (subject, now) =>
        blockOf(subject, now, {
          silenceOf: (endpoint) => this.#silenceOf(endpoint, now),
          behind: (id) => this.#behind(id, now, new Set([id])),
        }),
      deliver: () => undefined,
      onChange: () => undefined,
      newId: () => String((this.#created += 1)),
      // The clock of a replay is never set, and looking again would check each alert a thousand times every night.
      hoursLookMs: HOUR_MS,
    });
  }

  get now(): EpochMs {
    return this.#time.clock.now();
  }

  get nextAt(): EpochMs {
    return this.#time.nextAt;
  }

  goTo(at: EpochMs): void {
    this.#time.goTo(at);
  }

  apply({ id, what, at }: Event): void {
    const subject = this.#subjects.get(id);
    if (subject === undefined) return;
    this.#time.goTo(at);
    if ('about' in what) this.#learn(subject, what);
    else this.#enter(subject, what);
  }

  /** A condition about another topic than the status began. */
  #learn(subject: Subject, condition: Condition): void {
    subject.known.set(condition.about, condition);
    if (isLookedAt(subject)) this.#center.checked(subject, condition);
  }

  /** The endpoint has another status. */
  #enter(subject: Subject, span: StatusSpan): void {
    const { status, to } = span;
    const { id } = subject.endpoint;
    const wasLookedAt = isLookedAt(subject);
    const wasPaused = subject.endpoint.paused;
    subject.span = subject.spans.indexOf(span, Math.max(0, subject.span));
    subject.maintenance = status === 'maintenance' ? { name: '', windowId: '', until: to } : null;
    if (wasPaused !== (status === 'paused')) {
      subject.endpoint = { ...subject.endpoint, paused: !wasPaused };
      this.#flapping.forget(id);
      this.#center.forget(id);
    }
    const condition = conditionOf(span, subject.slowFrom);
    if (condition !== null) {
      subject.status = condition;
      this.#judge(subject);
    }
    if (!wasLookedAt && isLookedAt(subject))
      for (const condition of subject.known.values()) this.#center.checked(subject, condition);
    // A running Lookout finds with a later check that it is calm. A replay has no checks, so it needs a timer.
    const { interval } = subject.endpoint.config;
    if (this.#flapping.of(id) !== null) this.#time.timers.set(() => this.#judge(subject), calmMs(interval));
  }

  /** Looks at the status, as after a check. */
  #judge(subject: Subject): void {
    const { status, endpoint } = subject;
    if (status === null || endpoint.paused) return;
    const flapping = this.#flapping.checked(endpoint.id, status.severity === 'down', endpoint.config.interval);
    this.#center.checked(subject, { ...status, severity: flapping === null ? status.severity : 'down', flapping });
  }

  /** Includes alerts that are still open. */
  result(): readonly ReplayedAlert[] {
    this.#center.stop();
    return [...this.#alerts.values()]
      .map(({ document: { json }, messages }) => ({ alert: JSON.parse(json) as Alert, messages }))
      .toSorted((a, b) => a.alert.startedAt - b.alert.startedAt);
  }

  #silenceOf(endpoint: Endpoint, now: EpochMs): SilencedTime | undefined {
    return this.#silences.find(({ from, to, match }) => from <= now && now < to && matches(match, endpoint));
  }

  /** The name of a parent, or a parent's parent, that is down; null: there is none. */
  #behind(id: EndpointId, now: EpochMs, seen: Set<EndpointId>): string | null {
    for (const parentId of this.#subjects.get(id)?.parents ?? []) {
      const parent = this.#subjects.get(parentId);
      if (parent === undefined || seen.has(parentId)) continue;
      seen.add(parentId);
      const current = parent.spans[parent.span];
      const status = current !== undefined && now <= current.to ? current.status : 'unknown';
      const next = parent.spans[parent.span + 1];
      const isSoon = next?.status === 'down' && next.from - now < SOON_MS;
      if (status === 'down' || status === 'excluded' || isSoon) return parent.endpoint.config.name;
      // If the status of a parent says nothing, its own parents may say more.
      const further = status === 'up' || status === 'degraded' ? null : this.#behind(parentId, now, seen);
      if (further !== null) return further;
    }
    return null;
  }

  /** An alert is stored together with its messages. */
  #keep(documents: readonly StoredDocument[]): void {
    const document = documents.find(({ collection }) => collection === ALERTS);
    if (document === undefined) return;
    const before = this.#alerts.get(document.id)?.messages ?? 0;
    const messages = documents.filter(({ collection }) => collection === DELIVERIES).length;
    this.#alerts.set(document.id, { document, messages: before + messages });
  }
}

/** Alerts look at nothing but the status of an endpoint that is paused or in maintenance. */
function isLookedAt({ endpoint, maintenance }: Subject): boolean {
  return !endpoint.paused && maintenance === null;
}

/** The condition that a status means for alerts; null: nothing new. */
function conditionOf({ status, from }: StatusSpan, slowFrom: ReadonlySet<EpochMs>): Condition | null {
  switch (status) {
    case 'up':
      return noTrouble('status');
    case 'degraded':
      return troubleOf('status', from, slowFrom.has(from) ? { code: SLOWER_THAN_USUAL } : null);
    // Excluded from uptime later, but people were alerted.
    case 'down':
    case 'excluded':
      return { ...troubleOf('status', from), severity: 'down' };
    case 'unknown':
    case 'paused':
    case 'maintenance':
      return null;
  }
}
