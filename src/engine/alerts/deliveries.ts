import type { Delivery, SendResult } from '../../contract/model/alert.ts';
import type { TemplatePreview, TemplatePreviewInput, TemplateProblem } from '../../contract/model/alert-template.ts';
import type { KindDescriptor } from '../../contract/descriptor.ts';
import type { Notice, Notification } from '../../contract/model/notices.ts';
import type { EndpointId, EpochMs, Ms } from '../../contract/model/units.ts';
import type { Texts } from '../../i18n/texts.ts';
import { RequestError } from '../base/request-error.ts';
import type { Ports } from '../ports.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import type { Store } from '../store/store.ts';
import type { AlertConfig } from './alert-config.ts';
import { testAlert } from './alert-message.ts';
import type { AlertedEndpoint } from './alerted-endpoint.ts';
import { Outbox } from './outbox.ts';
import { DELIVERIES, newDelivery, publicOf, readDelivery, type StoredDelivery } from './stored-delivery.ts';
import { sendDelivery, type SendOptions } from './send-delivery.ts';
import type { Sounds } from './sounds.ts';
import { previewTemplates } from './template/preview.ts';

export interface DeliveriesOptions {
  readonly ports: Pick<Ports, 'clock' | 'timers' | 'log'>;
  readonly store: Store;
  readonly vault: ConfigVault;
  readonly config: AlertConfig;
  readonly kinds: readonly KindDescriptor[];
  readonly find: (id: EndpointId) => AlertedEndpoint | undefined;
  /** The state of a message changed. */
  readonly onChanged: () => void;
  readonly setNotice: (notice: Notice) => void;
  /** Shows a notification, on this computer and in the open pages. */
  readonly notify: (notification: Notification) => void;
  readonly sounds: Sounds;
}

/** After this many failed attempts in a row, a notice says that a channel does not work. */
const TELL_AFTER_TRIES = 3;
/** The most messages that are searched for those of a channel, newest first. */
const SEARCHED = 2_000;

export interface DeliveryQuery {
  readonly alertId?: string;
  readonly channelId?: string;
  readonly open?: boolean;
  readonly before?: EpochMs;
  readonly limit: number;
}

/** The messages of alerts: sends them through channels, and reports channels and templates that do not work. */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #outbox: Outbox;
  /** The channels that a notice has reported as not working. */
  readonly #failing = new Set<string>();
  #texts: Promise<Texts> | null = null;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    const { ports, store, config } = options;
    const { clock, timers, log } = ports;
    this.#outbox = new Outbox({
      clock,
      timers,
      log,
      store,
      maxPerHour: (id) => {
        const most = config.channel(id)?.config['maxPerHour'];
        return typeof most === 'number' ? most : null;
      },
      hasChannel: (id) => config.channel(id) !== undefined,
      send: (delivery, signal) => this.#send(delivery, signal),
      onChange: (delivery) => this.#delivered(delivery),
    });
  }

  /** Reads the messages that waited when Lookout ended, and sends them. */
  load(): Promise<void> {
    return this.#outbox.load();
  }

  stop(): void {
    this.#outbox.stop();
  }

  /** Sends messages that are stored. */
  add(deliveries: readonly StoredDelivery[]): void {
    this.#outbox.add(deliveries);
  }

  /** How long a message has been due, or being sent beyond the time limit of an attempt; 0: none. */
  get lateMs(): Ms {
    return this.#outbox.lateMs;
  }

  /** The state of a channel; see `Outbox.state`. */
  stateOf(channelId: string): ReturnType<Outbox['state']> {
    return this.#outbox.state(channelId);
  }

  /** A channel was saved or removed. */
  channelChanged(id: string): void {
    this.#outbox.channelChanged(id);
    this.#setTrouble(id, '', null);
    this.#setTemplateProblem(id, null);
  }

  async list({ alertId, channelId, open, before, limit }: DeliveryQuery): Promise<Delivery[]> {
    const stored = await this.#options.store.documents({
      collection: DELIVERIES,
      ...(alertId === undefined ? {} : { owner: alertId }),
      ...(open === undefined ? {} : { open }),
      ...(before === undefined ? {} : { before }),
      limit: channelId === undefined ? limit : SEARCHED,
    });
    return stored
      .flatMap((document) => readDelivery(document, this.#options.ports.log) ?? [])
      .filter((one) => (channelId ?? one.channelId) === one.channelId)
      .slice(0, limit)
      .map(publicOf);
  }

  /** Sends a message again. */
  async again(id: string): Promise<void> {
    const [stored] = await this.#options.store.documents({ collection: DELIVERIES, id });
    const delivery = stored && readDelivery(stored, this.#options.ports.log);
    if (delivery === undefined) throw new RequestError('deliveryNotFound', {});
    this.#outbox.again(delivery);
  }

  /** Sends a test message through a channel as given, unsaved. @throws RequestError `invalid` */
  async test(input: unknown, id: string | undefined): Promise<SendResult> {
    const channel = this.#options.config.readChannel(input, id);
    const now = this.#options.ports.clock.now();
    const key = crypto.randomUUID();
    const delivery = newDelivery(testAlert(key, '', now), {
      id: key,
      channelId: id ?? '',
      channelName: channel.config.name,
      event: 'test',
      createdAt: now,
    });
    return sendDelivery(
      channel,
      delivery,
      new AbortController().signal,
      this.#sendOptions(() => undefined),
    );
  }

  /** Shows the messages that templates make from an incident. @throws RequestError `incidentNotFound` */
  async preview(input: TemplatePreviewInput): Promise<TemplatePreview> {
    const { store, find, ports } = this.#options;
    return previewTemplates(input, { store, find, texts: await this.#loadTexts(), now: ports.clock.now() });
  }

  #sendOptions(onTemplate: SendOptions['onTemplate']): SendOptions {
    const { ports, vault, config, notify, sounds } = this.#options;
    return {
      clock: ports.clock,
      vault,
      texts: () => this.#loadTexts(),
      notify,
      sounds,
      templatesOf: (ruleId) => config.rules.find(({ id }) => id === ruleId)?.config ?? null,
      onTemplate,
    };
  }

  async #send(delivery: StoredDelivery, signal: AbortSignal): Promise<SendResult> {
    const { channelId, channelName: name, alert } = delivery;
    const channel = this.#options.config.channel(channelId);
    if (channel === undefined) return { outcome: 'final', answer: 'The channel was removed' };
    const onTemplate = (problem: TemplateProblem | null): void =>
      this.#setTemplateProblem(channelId, problem && { ...problem, name, rule: alert.ruleName });
    return sendDelivery(channel, delivery, signal, this.#sendOptions(onTemplate));
  }

  /**
   * Shows a notice that a template failed, until the next message to the channel needs none or has one that works.
   * @param problem null: there is none
   */
  #setTemplateProblem(
    channelId: string,
    problem: (TemplateProblem & { readonly name: string; readonly rule: string }) | null,
  ): void {
    this.#options.setNotice({
      id: `alerts-template-${channelId}`,
      level: 'warning',
      code: 'alerts.template',
      ...(problem === null ? {} : { params: { ...problem } }),
      active: problem !== null,
    });
  }

  #loadTexts(): Promise<Texts> {
    this.#texts ??= import('../../i18n/texts.ts').then(({ createTexts }) => createTexts(this.#options.kinds));
    return this.#texts;
  }

  /** Shows a notice that a channel does not work, until it works again. */
  #delivered({ channelId, channelName, state, tries, tryCount }: Delivery): void {
    this.#options.onChanged();
    if (state === 'delivered') this.#setTrouble(channelId, channelName, null);
    const failed = state === 'failed' || (state === 'waiting' && tryCount >= TELL_AFTER_TRIES);
    if (failed) this.#setTrouble(channelId, channelName, tries.at(-1)?.answer ?? '');
  }

  /** @param problem null: there is none */
  #setTrouble(channelId: string, name: string, problem: string | null): void {
    if (problem === null ? !this.#failing.delete(channelId) : this.#failing.has(channelId)) return;
    if (problem !== null) this.#failing.add(channelId);
    const active = problem !== null;
    this.#options.setNotice({
      id: `alerts-failing-${channelId}`,
      level: 'error',
      code: 'alerts.failing',
      params: { name, problem: problem === '' ? null : problem },
      active,
    });
  }
}
