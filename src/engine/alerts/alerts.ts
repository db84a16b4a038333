import type { Alert, AlertMember } from '../../contract/model/alert.ts';
import type { AlertChannelView } from '../../contract/model/alert-channel.ts';
import type { AlertRule, AlertRuleView, RuleEvent, Silence } from '../../contract/model/alert-rule.ts';
import type { KindDescriptor } from '../../contract/descriptor.ts';
import type { Notice, Notification } from '../../contract/model/notices.ts';
import type { Sound } from '../../contract/model/sound.ts';
import type { EndpointMatch } from '../../contract/model/match.ts';
import type { EndpointId, EpochMs } from '../../contract/model/units.ts';
import { matches } from '../../shared/endpoint-match.ts';
import { RequestError } from '../base/request-error.ts';
import type { Ports } from '../ports.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import type { Store } from '../store/store.ts';
import { AlertCenter } from './alert-center.ts';
import { AlertConfig } from './alert-config.ts';
import { readAlert, ALERTS } from './alert-record.ts';
import { AlertSources } from './alert-sources.ts';
import { blockOf, type AlertedEndpoint, type Block } from './alerted-endpoint.ts';
import type { ChannelKind } from './channel-kind.ts';
import { maskedChannel, type UsableChannel } from './channel-list.ts';
import { Deliveries } from './deliveries.ts';
import { Flapping } from './flapping.ts';
import { Silences } from './silences.ts';
import { Sounds } from './sounds.ts';

export interface AlertsOptions {
  readonly ports: Pick<Ports, 'clock' | 'timers' | 'log' | 'preparePage'>;
  readonly store: Store;
  readonly vault: ConfigVault;
  /** All watched endpoints. */
  readonly endpoints: () => Iterable<AlertedEndpoint>;
  readonly find: (id: EndpointId) => AlertedEndpoint | undefined;
  readonly kinds: readonly KindDescriptor[];
  /** Alerts changed, or channels, rules or silences did. */
  readonly onChanged: (what: 'alerts' | 'alerting') => void;
  readonly setNotice: (notice: Notice) => void;
  /** Shows a notification, on this computer and in the open pages. */
  readonly notify: (notification: Notification) => void;
  /** Asks the open pages to play a sound. */
  readonly pushSound: (sound: Sound) => void;
  /** The name of a parent, or a parent's parent, that is down; null: there is none. */
  readonly behind: (id: EndpointId) => string | null;
  /** Default: those of the registry. */
  readonly channelKinds?: readonly ChannelKind[];
}

export interface AlertListQuery {
  readonly open?: boolean;
  readonly before?: EpochMs;
  readonly limit: number;
}

/** Alerting: connects rules, channels, open alerts and messages. */
export class Alerts {
  readonly #options: AlertsOptions;
  readonly config: AlertConfig;
  readonly silences: Silences;
  readonly deliveries: Deliveries;
  readonly sounds: Sounds;
  /** Receives events. */
  readonly sources: AlertSources;
  readonly flapping: Flapping;
  readonly #center: AlertCenter;
  /** The events that enabled rules react to. */
  #events: ReadonlySet<RuleEvent> = new Set();

  constructor(options: AlertsOptions) {
    this.#options = options;
    const { ports, store, vault, find, channelKinds } = options;
    const { clock, timers, log } = ports;
    this.config = new AlertConfig({
      clock,
      log,
      store,
      vault,
      ...(channelKinds === undefined ? {} : { kinds: channelKinds }),
      onChannel: (id) => this.deliveries.channelChanged(id),
      onRules: () => this.#rulesChanged(),
    });
    this.silences = new Silences({
      clock,
      timers,
      log,
      store,
      countMatching: (match) => this.#countMatching(match),
      onChange: () => this.#rulesChanged(),
    });
    this.sounds = new Sounds({ timers, log, push: options.pushSound, preparePage: ports.preparePage });
    this.deliveries = new Deliveries({
      ports,
      store,
      vault,
      config: this.config,
      kinds: options.kinds,
      find,
      onChanged: () => options.onChanged('alerts'),
      setNotice: options.setNotice,
      notify: options.notify,
      sounds: this.sounds,
    });
    this.#center = new AlertCenter({
      clock,
      timers,
      log,
      store,
      find,
      rules: () => this.config.rules.filter(({ config }) => config.enabled),
      channelId: (name) => this.config.channelId(name),
      channel: (id) => {
        const found = this.config.channel(id);
        return found === undefined ? undefined : { name: found.config.name, keepsOpen: found.kind.keepsOpen === true };
      },
      blockOf: (subject, now) => this.blockOf(subject, now),
      deliver: (deliveries) => this.deliveries.add(deliveries),
      onChange: () => options.onChanged('alerts'),
    });
    this.flapping = new Flapping(clock);
    const events = (): ReadonlySet<RuleEvent> => this.#events;
    this.sources = new AlertSources({ clock, center: this.#center, flapping: this.flapping, find, events });
  }

  /** Reads channels, rules, silences, open alerts and waiting messages. */
  async start(): Promise<void> {
    await Promise.all([this.config.load(), this.silences.load()]);
    await this.#center.load();
    this.#readEvents();
    this.sources.restore(this.#center.flapping());
    this.#center.rulesChanged();
    await this.deliveries.load();
  }

  stop(): void {
    this.silences.stop();
    this.#center.stop();
    this.deliveries.stop();
  }

  /** An endpoint was added, changed, paused, resumed or removed. */
  endpointChanged(id: EndpointId): void {
    this.flapping.forget(id);
    this.#center.forget(id);
  }

  /** Whether a rule reacts to an event. */
  reactsTo(event: RuleEvent): boolean {
    return this.#events.has(event);
  }

  /** Why nobody is to be alerted about an endpoint now; null: nothing stops it. */
  blockOf(subject: AlertedEndpoint, now: EpochMs): Block | null {
    const { behind } = this.#options;
    return blockOf(subject, now, { silenceOf: (endpoint) => this.silences.of(endpoint, now), behind });
  }

  async list({ open, before, limit }: AlertListQuery): Promise<Alert[]> {
    const current =
      open === false
        ? []
        : this.#center
            .list()
            .filter(({ startedAt }) => startedAt < (before ?? Infinity))
            .map((alert) => this.#withHolds(alert));
    const ended = open === true ? [] : await this.#ended(before, limit);
    return [...current, ...ended].toSorted((a, b) => b.startedAt - a.startedAt).slice(0, limit);
  }

  /** Adds to each member in trouble why alerts about it are held. */
  #withHolds(alert: Alert): Alert {
    const now = this.#options.ports.clock.now();
    const members = alert.members.map((member): AlertMember => {
      const subject = member.endedAt === null ? this.#options.find(member.endpointId) : undefined;
      const block = subject === undefined ? null : this.blockOf(subject, now);
      return block === null ? member : { ...member, held: { reason: block.reason, name: block.name } };
    });
    return { ...alert, members };
  }

  /** Silences all endpoints of an alert that are in trouble now. */
  silenceAlert(id: string, minutes: number, reason: string): Promise<Silence> {
    const endpoints = this.#center.endpointsOf(id);
    if (endpoints.length === 0) throw new RequestError('alertNotFound', {});
    return this.silences.add({ endpoints }, minutes, reason);
  }

  /** The ids of the open alerts in which one of these endpoints is in trouble. */
  openAbout(endpoints: readonly EndpointId[]): readonly string[] {
    const wanted = new Set(endpoints);
    const alerts = this.#center.list((active) => active.some(({ endpointId }) => wanted.has(endpointId)));
    return alerts.map(({ id }) => id);
  }

  /** @param until when it ends; null: with the alert */
  acknowledge(ids: readonly string[], by = '', note = '', until: EpochMs | null = null): Promise<Alert[]> {
    return this.#center.acknowledge(ids, { by, note, until });
  }

  /** The incidents of the endpoints of an open alert that are in trouble. */
  openIncidentsOf(id: string): readonly { readonly endpointId: EndpointId; readonly incidentId: string }[] {
    return this.#center.incidentsOf(id);
  }

  /** The open alerts about an incident. */
  openAboutIncident(incidentId: string): readonly Alert[] {
    return this.#center.list((active) => active.some((member) => member.incidentId === incidentId));
  }

  async comment(id: string, by = '', note = ''): Promise<Alert> {
    const alert = await this.#center.comment(id, by, note);
    if (alert === undefined) throw new RequestError('alertNotFound', {});
    return alert;
  }

  channels(): AlertChannelView[] {
    return this.config.channels.map((channel) => this.channelView(channel)).toSorted(byName);
  }

  channelView(channel: UsableChannel): AlertChannelView {
    return { ...maskedChannel(channel), ...this.deliveries.stateOf(channel.id) };
  }

  rules(): AlertRuleView[] {
    return this.config.rules.map((rule) => this.ruleView(rule)).toSorted(byName);
  }

  ruleView(rule: AlertRule): AlertRuleView {
    return { ...rule, endpoints: this.#countMatching(rule.config.match) };
  }

  #countMatching(match: EndpointMatch): number {
    let count = 0;
    for (const { endpoint } of this.#options.endpoints()) if (matches(match, endpoint)) count += 1;
    return count;
  }

  async #ended(before: EpochMs | undefined, limit: number): Promise<Alert[]> {
    const query = { collection: ALERTS, open: false, limit, ...(before === undefined ? {} : { before }) };
    const stored = await this.#options.store.documents(query);
    return stored.flatMap((document) => readAlert(document, this.#options.ports.log) ?? []);
  }

  #readEvents(): void {
    const rules = this.config.rules.filter(({ config }) => config.enabled);
    this.#events = new Set(rules.flatMap(({ config }) => config.events));
  }

  #rulesChanged(): void {
    this.#readEvents();
    this.#center.rulesChanged();
    this.#options.onChanged('alerting');
  }
}

function byName(a: { readonly config: { readonly name: string } }, b: typeof a): number {
  return a.config.name.localeCompare(b.config.name);
}
