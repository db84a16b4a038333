/** Formats latencies for people, with two or three significant digits. */
import type { Ms } from '../contract/model/units.ts';
import { formatDuration, type DurationUnits } from './duration.ts';

export interface LatencyOptions {
  readonly units: DurationUnits;
  /** Between the number and its unit; absent: a space. */
  readonly space?: string;
}

/** `0.03 ms`, `0.4 ms`, `184 ms`, `1.24 s`, `12.3 s`, `1 min 5 s`. */
export function formatLatency(ms: Ms, { units, space = ' ' }: LatencyOptions): string {
  const inMs = (figure: string) => `${figure}${space}${units.millisecond}`;
  const inSeconds = (digits: number) => `${(ms / 1000).toFixed(digits)}${space}${units.second}`;
  if (ms === 0) return inMs('0');
  if (ms < 0.005) return inMs('<0.01');
  if (ms < 0.095) return inMs(ms.toFixed(2));
  if (ms < 0.95) return inMs(ms.toFixed(1));
  if (ms < 999.5) return inMs(String(Math.round(ms)));
  if (ms < 9_995) return inSeconds(2);
  if (ms < 59_950) return inSeconds(1);
  return formatDuration(ms, { units, smallest: 'second', space });
}
