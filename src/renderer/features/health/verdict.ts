/** Whether measurements can be trusted, and if not, why and since when. Pure. */
import type { Health } from '../../../contract/model/health.ts';
import type { Settings } from '../../../contract/model/settings.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { HealthCode } from '../../../i18n/codes/health.ts';
import { FIGURES, RISKS, type Figure, type Limit, type Risk } from './figures.ts';

export interface Problem {
  readonly figure: Figure;
  readonly limit: Limit;
  /** The time of the first consecutive reading beyond the limit. */
  readonly since: EpochMs;
  /** All readings are beyond the limit, so the problem may have begun earlier. */
  readonly orLonger: boolean;
}

export interface Verdict {
  /** Null: nothing is wrong. */
  readonly risk: Risk | null;
  readonly title: HealthCode;
  /** The worst first. */
  readonly problems: readonly Problem[];
}

/** @param readings oldest first; the last one is the present */
export function verdictOf(readings: readonly Health[], settings: Settings): Verdict {
  const problems = FIGURES.flatMap((figure) => problemOf(figure, readings, settings) ?? []).sort(
    (a, b) => RISKS.indexOf(a.limit.risk) - RISKS.indexOf(b.limit.risk) || a.since - b.since,
  );
  const risk = problems[0]?.limit.risk ?? null;
  return { risk, title: risk === null ? 'health.fine' : `health.${risk}`, problems };
}

function problemOf(figure: Figure, readings: readonly Health[], settings: Settings): Problem | null {
  const { limit } = figure;
  const last = readings.at(-1);
  if (limit === undefined || last === undefined || !limit.exceeded(last, settings)) return null;
  const fine = readings.findLastIndex((reading) => !limit.exceeded(reading, settings));
  const since = readings[fine + 1]?.at ?? last.at;
  return { figure, limit, since, orLonger: fine < 0 && readings.length > 1 };
}
