/** Reads the output of `systemctl show` about a unit. */

/** The properties that the check reads (org.freedesktop.systemd1(5)). */
export const PROPERTIES = [
  'LoadState',
  'ActiveState',
  'SubState',
  'Result',
  'Description',
  'ActiveEnterTimestamp',
  'InactiveEnterTimestamp',
  'ExecMainStatus',
  'MainPID',
  'NRestarts',
  'MemoryCurrent',
  'CPUUsageNSec',
  'TasksCurrent',
] as const;

export interface Unit {
  readonly loadState: string;
  readonly activeState: string;
  readonly subState: string;
  /** `success`, or how the last run ended. Empty for units that are not run. */
  readonly result: string;
  readonly description: string;
  readonly exitStatus: number;
  /** Null: it has no process, or systemd does not know. */
  readonly pid: number | null;
  readonly restarts: number | null;
  readonly memory: number | null;
  readonly cpuNs: number | null;
  readonly tasks: number | null;
  /** Epoch milliseconds; null: it was never active. */
  readonly activeSince: number | null;
  readonly inactiveSince: number | null;
}

/** @returns null when the text is not the output of `systemctl show` */
export function parseUnit(text: string): Unit | null {
  const values = new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const at = line.indexOf('=');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    }),
  );
  const get = (name: (typeof PROPERTIES)[number]) => values.get(name) ?? '';
  if (get('LoadState') === '' || get('ActiveState') === '') return null;
  return {
    loadState: get('LoadState'),
    activeState: get('ActiveState'),
    subState: get('SubState'),
    result: get('Result'),
    description: get('Description'),
    exitStatus: parseCount(get('ExecMainStatus')) ?? 0,
    pid: parseCount(get('MainPID')) || null,
    restarts: parseCount(get('NRestarts')),
    memory: parseCount(get('MemoryCurrent')),
    cpuNs: parseCount(get('CPUUsageNSec')),
    tasks: parseCount(get('TasksCurrent')),
    activeSince: parseTime(get('ActiveEnterTimestamp')),
    inactiveSince: parseTime(get('InactiveEnterTimestamp')),
  };
}

/** "[not set]", an empty text and the largest 64-bit number mean that systemd does not know. */
function parseCount(text: string): number | null {
  const value = /^\d{1,20}$/u.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

/** Reads a time as systemctl prints it with TZ=UTC and LC_ALL=C: `Tue 2023-11-14 22:13:20 UTC`. */
function parseTime(text: string): number | null {
  const { day, clock } = /^\w{3} (?<day>\d{4}-\d\d-\d\d) (?<clock>\d\d:\d\d:\d\d) UTC$/u.exec(text)?.groups ?? {};
  return day === undefined || clock === undefined ? null : Date.parse(`${day}T${clock}Z`);
}
