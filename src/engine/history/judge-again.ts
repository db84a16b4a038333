/** Judges stored checks again with other settings: by the same functions that judge new ones. Pure. */
import type { CheckResult } from '../../contract/model/check.ts';
import type { CommonConfig } from '../../contract/model/endpoint.ts';
import type { EpochMs, Ms } from '../../contract/model/units.ts';
import type { JudgedHistory } from '../../contract/model/what-if.ts';
import { judge } from '../verdict/judge.ts';
import { duringMaintenance, next, pending, withoutUnconfirmed, type StatusState } from '../verdict/status.ts';

/** The settings that decide about a check. */
export type JudgedSettings = Pick<
  CommonConfig,
  'retries' | 'retryInterval' | 'downFor' | 'degradedAbove' | 'conditions'
>;

export interface JudgeAgainOptions {
  /** The settings to try. */
  readonly settings: JudgedSettings;
  /** The settings with which the checks were made, as far as they are known. */
  readonly own: JudgedSettings;
  /** The longest time between two checks for which the earlier status still counts. */
  readonly tolerance: Ms;
  /** Whether planned work was under way. */
  readonly inMaintenance: (at: EpochMs) => boolean;
}

/** Takes the checks one after the other, oldest first. */
export class JudgedAgain {
  readonly #options: JudgeAgainOptions;
  #state: StatusState = pending(0);
  #last: CheckResult | null = null;
  #incidents = 0;
  #downMs = 0;
  #degradedMs = 0;

  constructor(options: JudgeAgainOptions) {
    this.#options = options;
  }

  add(stored: CheckResult): void {
    const { settings, own, tolerance, inMaintenance } = this.#options;
    const result = asIf(stored, settings, own);
    const { at } = result;
    this.#passed(at);
    const isGap = this.#last !== null && at - this.#last.at > tolerance;
    const state = isGap ? withoutUnconfirmed(this.#state) : this.#state;
    const transition = inMaintenance(at)
      ? duringMaintenance(state, result, at)
      : next(state, result, at, settings, () => String(this.#incidents));
    const { incident, event } = transition;
    if (event === 'wentDown') this.#incidents += 1;
    if (event === 'recovered' && incident !== null) {
      this.#downMs += (incident.resolvedAt ?? at) - incident.startedAt;
    }
    this.#state = transition.state;
    this.#last = result;
  }

  /** @param to the end of the range; an incident that is open lasts up to its last failure */
  end(to: EpochMs): JudgedHistory {
    this.#passed(to);
    const { incident } = this.#state;
    const open = incident === null ? 0 : incident.lastFailureAt - incident.startedAt;
    return { incidents: this.#incidents, downMs: this.#downMs + open, degradedMs: this.#degradedMs };
  }

  /** The status lasts to the next check, unless that comes too late. */
  #passed(at: EpochMs): void {
    if (this.#last === null || this.#state.status !== 'degraded') return;
    this.#degradedMs += Math.min(at - this.#last.at, this.#options.tolerance);
  }
}

/** The check with the verdict that it would have had with the settings. Conditions that were removed decide nothing. */
function asIf(stored: CheckResult, settings: JudgedSettings, own: JudgedSettings): CheckResult {
  const conditions = stored.details.conditions?.filter(({ condition }) => settings.conditions.includes(condition));
  const isBroken = conditions?.some(({ holds, severity }) => !holds && severity === 'fail');
  // Whatever else may have failed, a failure of conditions has only those.
  const isForgiven = stored.failure?.code === 'condition.failed' && isBroken === false;
  const outcome = {
    ...stored,
    failure: isForgiven ? null : stored.failure,
    details: conditions === undefined ? {} : { conditions },
  };
  const wasSlow = own.degradedAbove !== null && stored.durationMs > own.degradedAbove;
  // Degraded for a reason of its kind, such as a certificate that expires soon, or one that was not stored.
  const hasOther =
    stored.details.warning !== undefined ||
    (stored.verdict === 'degraded' && !wasSlow && stored.details.conditions === undefined);
  const verdict = judge(outcome, settings);
  return { ...outcome, verdict: verdict === 'up' && hasOther ? 'degraded' : verdict };
}
