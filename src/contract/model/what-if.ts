/** The effect that other settings would have had on the stored history. */
import type { AlertSeverity, AlertState, AlertTopic } from './alert.ts';
import type { RuleEvent } from './alert-rule.ts';
import type { EpochMs, Ms } from './units.ts';

/** How far back history is replayed. */
export const WHAT_IF_DAYS = [7, 30] as const;
export type WhatIfDays = (typeof WHAT_IF_DAYS)[number];

/** The most alerts that an answer lists, newest first. */
export const WHAT_IF_ALERTS = 200;

/** An alert that was sent, or would have been. */
export interface WhatIfAlert {
  readonly rule: string;
  readonly about: AlertTopic;
  readonly severity: AlertSeverity;
  readonly state: AlertState;
  readonly startedAt: EpochMs;
  /** When people were alerted of the trouble; null: only after it was over, because of the hours of the rule. */
  readonly firedAt: EpochMs | null;
  readonly endedAt: EpochMs | null;
  /** The names of the first endpoints, at most 5. */
  readonly names: readonly string[];
  readonly endpointCount: number;
  /** The number of messages to all channels together. */
  readonly messages: number;
}

export interface WhatIfAlerts {
  /** The alerts that were sent; at most `WHAT_IF_ALERTS`, newest first. */
  readonly alerts: readonly WhatIfAlert[];
  /** How many were sent, also those that `alerts` leaves out. */
  readonly count: number;
  readonly messages: number;
  /** How many were over before anybody was alerted. */
  readonly dropped: number;
}

/** What a rule would have sent, compared with what was sent. */
export interface RuleWhatIf {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** How many of the watched endpoints the rule matches. */
  readonly endpoints: number;
  readonly would: WhatIfAlerts;
  /** What the stored rule sent in this time, or all rules together if the rule is new. */
  readonly sent: WhatIfAlerts;
  /** Events of the rule that cannot be replayed, because what caused them is not stored. */
  readonly notReplayed: readonly RuleEvent[];
  /** Events of the rule that are replayed only from a time on, because single checks are not kept for longer; null: none. */
  readonly partly: { readonly events: readonly RuleEvent[]; readonly from: EpochMs } | null;
}

/** What the stored checks of an endpoint mean under certain settings. */
export interface JudgedHistory {
  readonly incidents: number;
  readonly downMs: Ms;
  readonly degradedMs: Ms;
}

/** How other settings would have judged the checks of an endpoint, compared with its own settings. */
export interface EndpointWhatIf {
  /** Before this time, too few checks are stored. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly checks: number;
  readonly would: JudgedHistory;
  readonly now: JudgedHistory;
  /** Conditions that are new or changed: what they would have found is not stored. */
  readonly newConditions: number;
}

/** The settings to try, as the form of an endpoint gives them. Missing ones stay unchanged. */
export interface WhatIfSettings {
  readonly retries?: number | string | undefined;
  readonly retryInterval?: Ms | string | undefined;
  readonly degradedAbove?: Ms | string | null | undefined;
  readonly conditions?: readonly string[] | undefined;
}
