/** Defines kinds of channels. A kind is a folder in `channels/` and a line in `channel-registry.ts`; no other code names one. */
import type { z } from 'zod';
import type { FormField } from '../../contract/descriptor.ts';
import type { ChannelDescriptor } from '../../contract/model/alert-channel.ts';
import type { AlertMember, AlertSeverity, DeliveryEvent, SendResult } from '../../contract/model/alert.ts';
import type { Notification } from '../../contract/model/notices.ts';
import type { SoundAnswer } from '../../contract/model/sound.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { SoundRequest } from './sounds.ts';

/** One line of a message, such as `Cause` and `Connection refused.` */
export interface MessageFact {
  readonly label: string;
  readonly value: string;
}

/** What a channel sends: texts in the person's language, and the data that they are made from. */
export interface AlertMessage {
  /** The alert; the same in every message about it, such as for the thread of a chat. */
  readonly id: string;
  /** The same for every attempt to send this message. */
  readonly dedupKey: string;
  readonly event: DeliveryEvent;
  readonly severity: AlertSeverity;
  /** All is well again. */
  readonly resolved: boolean;
  /** When the message was made. */
  readonly at: EpochMs;
  /** When the alert began. */
  readonly startedAt: EpochMs;
  /** When it ended; null: it lasts. */
  readonly endedAt: EpochMs | null;
  /** One line without markup, such as `db.example.org is down`. */
  readonly title: string;
  /** Lines without markup: why, since when, which endpoints. Without the title. */
  readonly text: string;
  /** The same as `text`, in parts, for channels with a layout. */
  readonly facts: readonly MessageFact[];
  /** Those in trouble first, at most 50. */
  readonly endpoints: readonly AlertMember[];
  readonly endpointCount: number;
  /** The rule that sends it. */
  readonly rule: string;
  /** Where to see it, such as `lookout://endpoint/ID`; null: nowhere. */
  readonly url: string | null;
}

export interface SendContext {
  /** Aborted at the deadline of the attempt, and when Lookout stops. */
  readonly signal: AbortSignal;
  /** Shows a notification on this computer. */
  readonly notify: (notification: Notification) => void;
  /** Has a sound played by an open page. Rejects when the signal is aborted. */
  readonly play: (sound: SoundRequest) => Promise<SoundAnswer>;
  /** How long the message has waited to be sent, in milliseconds. */
  readonly waitedMs: Ms;
  /** Renders a template of the channel's own, with the texts of the message. Null: it failed, which is reported. */
  readonly render: (template: string) => Promise<string | null>;
}

/** The exports of a kind's `send.ts`. It is loaded when the kind is first used. */
export interface ChannelSender<Fields extends object = object> {
  /**
   * Makes one attempt. A refusal is a result, not an error; an error counts as an attempt that may succeed later. Obeys the
   * signal, and leaves nothing open.
   */
  send(fields: Fields, message: AlertMessage, context: SendContext): Promise<SendResult>;
}

/**
 * A kind of channel. Its module and everything it imports are loaded when Lookout starts, so it imports no library. Only the
 * module that `load` imports may do that.
 * @typeParam Fields the kind's own fields, validated and with defaults
 */
export interface ChannelKind<Fields extends object = object> extends Omit<ChannelDescriptor, 'fields'> {
  readonly schema: z.ZodObject<z.ZodRawShape> & z.ZodType<Fields>;
  /** The same fields as form fields. They also say which fields are secret. */
  readonly form: readonly FormField[];
  /** True: the service keeps something open until a message says that the trouble is over. Default: false. */
  readonly keepsOpen?: boolean;
  /** `() => import('./send.ts')` */
  load(): Promise<ChannelSender<Fields>>;
}
