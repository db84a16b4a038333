import type { SendResult } from '../../contract/model/alert.ts';
import type { AlertTemplates, TemplateProblem } from '../../contract/model/alert-template.ts';
import type { ChannelConfig } from '../../contract/model/alert-channel.ts';
import type { Notification } from '../../contract/model/notices.ts';
import type { Texts } from '../../i18n/texts.ts';
import { cut } from '../base/cut.ts';
import { untilAborted } from '../base/until-aborted.ts';
import { mapSecrets } from '../check/secret-fields.ts';
import type { Clock } from '../ports.ts';
import type { ConfigVault } from '../secrets/config-vault.ts';
import { createRedact } from '../secrets/redact.ts';
import type { ReadChannel } from './channel-list.ts';
import { messageOf } from './alert-message.ts';
import type { ChannelKind, ChannelSender, SendContext } from './channel-kind.ts';
import { TRY_LIMIT_MS } from './outbox.ts';
import type { Sounds } from './sounds.ts';
import type { StoredDelivery } from './stored-delivery.ts';
import { applyTemplates } from './template/apply.ts';
import { contextOf } from './template/context.ts';
import { channelTemplates, loadTemplates } from './template/templates.ts';

/** The most characters of an answer. */
const ANSWER_LENGTH = 500;
/** Shorter parts of an address are ordinary words. */
const LONG_PART = 8;

export interface SendOptions {
  readonly clock: Clock;
  readonly vault: ConfigVault;
  /** Loaded with the first message. */
  readonly texts: () => Promise<Pick<Texts, 'say' | 'failure' | 'cause' | 'message'>>;
  readonly notify: (notification: Notification) => void;
  readonly sounds: Pick<Sounds, 'play'>;
  /** The templates of the rule of an alert; null: there is no such rule. */
  readonly templatesOf: (ruleId: string) => AlertTemplates | null;
  /** Called with the problem of a template that failed, so that Lookout's text was used; null: none failed. */
  readonly onTemplate: (problem: TemplateProblem | null) => void;
  /** How long an attempt may take. Default: `TRY_LIMIT_MS`. */
  readonly limitMs?: number;
}

const senders = new WeakMap<ChannelKind, Promise<ChannelSender>>();

function senderOf(kind: ChannelKind): Promise<ChannelSender> {
  let sender = senders.get(kind);
  if (sender === undefined) {
    sender = kind.load();
    senders.set(kind, sender);
  }
  return sender;
}

/**
 * Makes one attempt to send a message through a channel. Never rejects, and settles at the deadline even if the channel does not.
 * The secrets of the channel are in clear only here, and not in the answer.
 */
export async function sendDelivery(
  channel: ReadChannel,
  delivery: StoredDelivery,
  stop: AbortSignal,
  options: SendOptions,
): Promise<SendResult> {
  const { clock, vault, texts, notify, sounds, templatesOf, onTemplate, limitMs = TRY_LIMIT_MS } = options;
  const deadline = AbortSignal.timeout(limitMs);
  const signal = AbortSignal.any([stop, deadline]);
  let problem: TemplateProblem | null = null;
  let redact: (text: string) => string = (text) => text;
  try {
    const [sender, said, config] = await Promise.all([senderOf(channel.kind), texts(), vault.open(channel)]);
    redact = createRedact(secretsOf(channel.kind, config)) ?? redact;
    const own = messageOf(delivery, said, clock.now());
    const templates = [templatesOf(delivery.alert.ruleId) ?? [], channelTemplates(config)].flat();
    const { message, problems } = await applyTemplates(own, templates, contextOf(own, config.name, said));
    problem = problems.titleTemplate ?? problems.bodyTemplate;
    const render = async (template: string): Promise<string | null> => {
      const rendered = (await loadTemplates()).render(template, contextOf(message, config.name, said));
      if (!rendered.ok) problem ??= rendered.problem;
      return rendered.ok ? rendered.text : null;
    };
    const play: SendContext['play'] = (sound) => sounds.play(sound, signal);
    const waitedMs = Math.max(0, clock.now() - delivery.createdAt);
    const result = await untilAborted<SendResult>(signal, (resolve, reject) => {
      // The sender continues until it notices the signal. Its result is then ignored.
      sender.send(config, message, { signal, notify, render, play, waitedMs }).then(resolve, reject);
      return () => undefined;
    });
    return { ...result, answer: cut(redact(result.answer), ANSWER_LENGTH) };
  } catch (error) {
    const answer = deadline.aborted ? `No answer within ${limitMs / 1000} s` : explain(error);
    return { outcome: 'retry', answer: cut(redact(answer), ANSWER_LENGTH) };
  } finally {
    onTemplate(problem);
  }
}

function secretsOf(kind: ChannelKind, config: ChannelConfig): readonly string[] {
  const secrets: string[] = [];
  mapSecrets(kind, config, (value) => {
    if (typeof value === 'string') secrets.push(value, ...partsOfUrl(value));
    return value;
  });
  return secrets;
}

/** The parts of a webhook's address that an answer may repeat. Its token is in the path or the query. */
function partsOfUrl(text: string): readonly string[] {
  const url = URL.parse(text);
  if (url === null) return [];
  const segments = url.pathname.split('/').filter((segment) => segment.length >= LONG_PART);
  const values = [...url.searchParams.values()].filter((value) => value.length >= LONG_PART);
  return [...(url.pathname.length > LONG_PART ? [url.pathname] : []), ...segments, ...values];
}

/** The problem is in the cause of the error that `fetch` throws. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause;
  return inner instanceof Error && inner.message !== '' ? inner.message : error.message;
}
