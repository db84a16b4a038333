/** Decides what an alert needs next. Pure: ages instead of times of day, so that setting the clock changes nothing. */
import type { AlertHold } from '../../contract/model/alert.ts';
import type { RuleConfig } from '../../contract/model/alert-rule.ts';
import type { Ms } from '../../contract/model/units.ts';

/** Endpoints that fail within this time of each other are in the first message together. */
export const GROUP_WAIT_MS = 3_000;
/** Endpoints that fail later than this after the first one get another alert. */
export const JOIN_WITHIN_MS = 60_000;
/** An update says that more endpoints are in trouble, or fewer. At most one is sent in this time. */
export const UPDATE_EVERY_MS = 60_000;
/** How often an alert that is held is looked at again when no event tells that its hold has ended. */
export const LOOK_AGAIN_MS = 30_000;

/** What the plan needs to know about an alert. Ages are in milliseconds since the alert began. */
export interface PlannedAlert {
  readonly state: 'waiting' | 'firing';
  readonly age: Ms;
  /** Members that are still in trouble. */
  readonly active: number;
  /** Null if people can be alerted; otherwise why not, and for how long at most. Called only when needed. */
  readonly hold: () => (AlertHold & { readonly endsIn: Ms | null }) | null;
  /**
   * For trouble that was held outside the hours of its rule: how long to wait until the next look; null: the hours have
   * begun. Absent: it was not held.
   */
  readonly heldByHours?: () => (AlertHold & { readonly endsIn: Ms | null }) | null;
  /** When people were first alerted; null: not yet. */
  readonly firedAge: Ms | null;
  /** When the last message was sent. */
  readonly sentAge: Ms | null;
  /** Members joined or recovered since then. */
  readonly changed: boolean;
  readonly acknowledged: boolean;
  /** How many of the rule's steps were taken. */
  readonly steps: number;
}

export type PlannedAction =
  | { readonly do: 'fire' }
  | { readonly do: 'drop' }
  | { readonly do: 'resolve' }
  /** The trouble is over, but was not reported because of the hours of its rule: report it now. */
  | { readonly do: 'tellAfterwards' }
  | { readonly do: 'update' }
  | { readonly do: 'escalate'; readonly step: number }
  | { readonly do: 'remind' }
  /** Nothing now; look again after `ms`. */
  | { readonly do: 'wait'; readonly ms: Ms; readonly hold: AlertHold | null };

export function nextAction(alert: PlannedAlert, rule: Pick<RuleConfig, 'after' | 'repeat' | 'steps'>): PlannedAction {
  return alert.state === 'waiting' ? whileWaiting(alert, rule) : whileFiring(alert, rule);
}

function whileWaiting(
  { age, active, hold, heldByHours }: PlannedAlert,
  { after }: Pick<RuleConfig, 'after'>,
): PlannedAction {
  if (active === 0) {
    if (heldByHours === undefined) return { do: 'drop' };
    const outside = heldByHours();
    return outside === null ? { do: 'tellAfterwards' } : held(outside, Infinity);
  }
  const due = Math.max(after, GROUP_WAIT_MS);
  if (age < due) return { do: 'wait', ms: due - age, hold: null };
  const block = hold();
  return block === null ? { do: 'fire' } : held(block);
}

function held(
  { endsIn, ...hold }: NonNullable<ReturnType<PlannedAlert['hold']>>,
  atMost: Ms = LOOK_AGAIN_MS,
): PlannedAction {
  return { do: 'wait', ms: Math.max(1, Math.min(endsIn ?? LOOK_AGAIN_MS, atMost)), hold };
}

function whileFiring(alert: PlannedAlert, { repeat, steps }: Pick<RuleConfig, 'repeat' | 'steps'>): PlannedAction {
  const { age, active, hold, changed, acknowledged } = alert;
  const firedAge = alert.firedAge ?? age;
  const sentAge = alert.sentAge ?? firedAge;
  if (active === 0) return { do: 'resolve' };
  const due: { readonly at: Ms; readonly action: PlannedAction }[] = [];
  const step = acknowledged ? undefined : steps[alert.steps];
  if (step !== undefined) due.push({ at: firedAge + step.after, action: { do: 'escalate', step: alert.steps } });
  if (changed) due.push({ at: sentAge + UPDATE_EVERY_MS, action: { do: 'update' } });
  if (repeat !== null && !acknowledged) due.push({ at: sentAge + repeat, action: { do: 'remind' } });
  const first = due.reduce((least, one) => (one.at < least.at ? one : least), due[0] ?? NEVER);
  if (age < first.at) return { do: 'wait', ms: first.at - age, hold: null };
  const block = hold();
  return block === null ? first.action : held(block);
}

/** Only a check can change the alert. */
const NEVER = { at: Infinity, action: { do: 'wait', ms: Infinity, hold: null } } as const;
