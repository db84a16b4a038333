/** Channels: the ways by which alerts reach people. */
import type { FormField } from '../descriptor.ts';
import type { Delivery } from './alert.ts';
import type { EpochMs, Json } from './units.ts';

/** Where forms and the documentation show a kind of channel. In this order. */
export const CHANNEL_CATEGORIES = ['direct', 'chat', 'push', 'onCall', 'issues', 'system'] as const;
export type ChannelCategory = (typeof CHANNEL_CATEGORIES)[number];

/** A kind of channel as pages, the documentation and scripts see it. */
export interface ChannelDescriptor {
  /** Short, lower case, stable: it is stored, and config files contain it. */
  readonly kind: string;
  /** For example `Slack`. */
  readonly title: string;
  /** One line: what people get, and what they need for it. */
  readonly description: string;
  readonly category: ChannelCategory;
  /**
   * What the system or the browser must allow: notifications, or sounds in the page. Pages say when it is refused. Absent: nothing.
   */
  readonly needs?: 'notifications' | 'sound';
  /** In the order in which they are shown. The name of the channel is not among them. */
  readonly fields: readonly FormField[];
  /** A channel as written in lookout.yaml, without its name and kind. */
  readonly example: Readonly<Record<string, Json>>;
}

/** `name` is unique: rules refer to it. The other fields are those of the kind. */
export interface ChannelConfig {
  readonly kind: string;
  readonly name: string;
  readonly [field: string]: Json;
}

/** A channel as a form or lookout.yaml has it: `kind`, a unique `name`, and the fields of the kind (docs/channels.md). */
export type AlertChannelInput = Record<string, Json | undefined>;

export interface AlertChannel {
  readonly id: string;
  /** `file`: from lookout.yaml, and changed only there. */
  readonly source: 'hand' | 'file';
  /** Of each secret, only whether it is set. */
  readonly config: ChannelConfig;
}

/** A channel and its state. */
export interface AlertChannelView extends AlertChannel {
  /** When a message was last delivered since Lookout was started; null: none was. */
  readonly deliveredAt: EpochMs | null;
  /** The delivery that failed or is tried again; null: the last one was delivered, or there was none. */
  readonly trouble: Delivery | null;
  /** How many messages wait. */
  readonly waiting: number;
}
