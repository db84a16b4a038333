/** Test code: settings and results for tests that care about only some of their fields. */
import type { CheckResult, CheckSummary } from '../../contract/model/check.ts';
import type { Settings } from '../../contract/model/settings.ts';
import { summarize } from '../recent-checks.ts';

export function exampleSettings(changes: Partial<Settings> = {}): Settings {
  return {
    notifications: true,
    theme: 'system',
    density: 'comfortable',
    maxConcurrent: 1000,
    maxPerHost: 10,
    keepResultsDays: 7,
    keepFailuresDays: 90,
    keepMinutesDays: 42,
    keepHistoryDays: 730,
    keepDailyDays: 3650,
    keepIncidentsDays: 730,
    defaultInterval: 30_000,
    defaultTimeout: 10_000,
    defaultRetries: 2,
    aliveUrl: '',
    closeToTray: true,
    startAtLogin: false,
    notificationSound: true,
    stretchOnBattery: false,
    globalShortcut: '',
    pushListener: false,
    pushFromNetwork: false,
    pushPort: 4478,
    secretsWithoutVault: 'ask',
    ...changes,
  };
}

/** A successful check of the endpoint `e`. */
export function exampleResult(at: number, changes: Partial<CheckResult> = {}): CheckResult {
  return {
    endpointId: 'e',
    at,
    verdict: 'up',
    durationMs: 100,
    phases: {},
    metrics: {},
    failure: null,
    details: {},
    queuedMs: 0,
    lateMs: 0,
    selfMs: 0,
    disturbed: false,
    swallowed: null,
    ...changes,
  };
}

export function exampleSummary(at: number, changes: Partial<CheckSummary> = {}): CheckSummary {
  return { ...summarize(exampleResult(at)), ...changes };
}
