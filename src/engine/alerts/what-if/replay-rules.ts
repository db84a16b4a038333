/** Replays the stored statuses of endpoints through rules: with the same code that alerts people, in virtual time. */
import type { Alert } from '../../../contract/model/alert.ts';
import type { AlertRule, Silence } from '../../../contract/model/alert-rule.ts';
import type { Endpoint } from '../../../contract/model/endpoint.ts';
import type { EndpointMaintenance } from '../../../contract/model/maintenance.ts';
import type { EndpointId, EpochMs } from '../../../contract/model/units.ts';
import type { StatusSpan } from '../../../contract/model/uptime.ts';
import { matches } from '../../../shared/endpoint-match.ts';
import { inTimeSlices } from '../../base/time-slices.ts';
import { AlertCenter } from '../alert-center.ts';
import { ALERTS } from '../alert-record.ts';
import type { AlertedEndpoint, Block, Condition } from '../alerted-endpoint.ts';
import { DELIVERIES } from '../outbox.ts';
import type { StoredDocument } from '../../store/store.ts';
import { VirtualTime } from './virtual-time.ts';

/** An endpoint, and its statuses in the range, oldest first. */
export interface ReplayedEndpoint {
  readonly endpoint: Endpoint;
  readonly host: string;
  readonly spans: readonly StatusSpan[];
}

export interface ReplayOptions {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Those that were in force at some time in the range. */
  readonly silences: readonly Silence[];
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
    .flatMap(({ endpoint: { id }, spans }) => spans.map((span) => ({ id, span, at: Math.max(from, span.from) })))
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
  readonly span: StatusSpan;
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

/** What the alerts see of an endpoint. */
interface Subject extends AlertedEndpoint {
  endpoint: Endpoint;
  maintenance: EndpointMaintenance | null;
}

class Replay {
  readonly #time: VirtualTime;
  readonly #subjects: ReadonlyMap<EndpointId, Subject>;
  readonly #silences: readonly Silence[];
  readonly #center: AlertCenter;
  /** As they were stored last, by id. */
  readonly #alerts = new Map<string, { json: string; messages: number }>();
  #created = 0;

  constructor(rules: readonly AlertRule[], endpoints: readonly ReplayedEndpoint[], options: ReplayOptions) {
    this.#time = new VirtualTime(options.from);
    this.#silences = options.silences;
    this.#subjects = new Map(
      endpoints.map(({ endpoint, host }) => [
        endpoint.id,
        { endpoint: { ...endpoint, paused: false }, host, maintenance: null },
      ]),
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
      find: (id) => this.#subjects.get(id),
      blockOf: (subject, now) => this.#blockOf(subject, now),
      deliver: () => undefined,
      onChange: () => undefined,
      newId: () => String((this.#created += 1)),
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

  apply({ id, span, at }: Event): void {
    const subject = this.#subjects.get(id);
    if (subject === undefined) return;
    this.#time.goTo(at);
    const { status, from, to } = span;
    const wasPaused = subject.endpoint.paused;
    subject.maintenance = status === 'maintenance' ? { name: '', windowId: '', until: to } : null;
    if (wasPaused !== (status === 'paused')) {
      subject.endpoint = { ...subject.endpoint, paused: !wasPaused };
      this.#center.forget(id);
    }
    const condition = conditionOf(status, from);
    if (condition !== null) this.#center.checked(subject, condition);
  }

  /** Those that are still open, too. */
  result(): readonly ReplayedAlert[] {
    this.#center.stop();
    return [...this.#alerts.values()]
      .map(({ json, messages }) => ({ alert: JSON.parse(json) as Alert, messages }))
      .toSorted((a, b) => a.alert.startedAt - b.alert.startedAt);
  }

  #blockOf({ endpoint, maintenance }: AlertedEndpoint, now: EpochMs): Block | null {
    if (maintenance !== null) return { reason: 'maintenance', name: '', endsIn: Math.max(0, maintenance.until - now) };
    const silence = this.#silences.find(({ from, to, match }) => from <= now && now < to && matches(match, endpoint));
    return silence === undefined ? null : { reason: 'silence', name: silence.reason, endsIn: silence.to - now };
  }

  /** An alert is stored together with its messages. */
  #keep(documents: readonly StoredDocument[]): void {
    const alert = documents.find(({ collection }) => collection === ALERTS);
    if (alert === undefined) return;
    const before = this.#alerts.get(alert.id)?.messages ?? 0;
    const messages = documents.filter(({ collection }) => collection === DELIVERIES).length;
    this.#alerts.set(alert.id, { json: alert.json, messages: before + messages });
  }
}

/** What a status means for alerts; null: nothing new. */
function conditionOf(status: StatusSpan['status'], since: EpochMs): Condition | null {
  switch (status) {
    case 'up':
      return { severity: null, since, incident: null, warning: null };
    case 'degraded':
      return { severity: 'degraded', since, incident: null, warning: null };
    // Excluded from uptime later, but people were alerted.
    case 'down':
    case 'excluded':
      return { severity: 'down', since, incident: null, warning: null };
    case 'unknown':
    case 'paused':
    case 'maintenance':
      return null;
  }
}
