import type { EndpointId } from './units.ts';

/** Whether this machine has a network, as far as it knows. */
export interface Network {
  readonly online: boolean;
  /** Why it is held to be offline, for people; empty when online. */
  readonly reason: string;
}

export interface Notification {
  /** One per incident: a notification replaces the earlier one with the same tag. */
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  readonly endpointId: EndpointId | null;
  readonly kind: 'down' | 'up' | 'problem';
}

/** Something that concerns Lookout itself, such as a config file that cannot be read. */
export interface Notice {
  /** A notice replaces the earlier one with the same id. */
  readonly id: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly body: string;
  /** False: the cause is gone; remove the notice. */
  readonly active: boolean;
}
