/** Silences as they are kept, and the times in which they silence endpoints. */
import type { SilenceConfig } from '../../contract/model/alert-rule.ts';
import { CALENDAR_OCCURRENCES, type Occurrence } from '../../contract/model/maintenance.ts';
import type { EndpointMatch } from '../../contract/model/match.ts';
import type { EpochMs } from '../../contract/model/units.ts';
import { occurrences } from '../verdict/maintenance.ts';
import { readSilence } from './read-silence.ts';

/** A time without alerts about the endpoints that match. */
export interface SilencedTime extends Occurrence {
  /** The reason; may be empty. */
  readonly name: string;
  readonly match: EndpointMatch;
}

/** A silence in the store or from lookout.yaml. */
export interface KeptSilence {
  readonly id: string;
  readonly source: 'hand' | 'file';
  readonly config: SilenceConfig;
  readonly createdAt: EpochMs;
  /** When a person ended it early: an occurrence that began before that ended then. Null: it was not ended. */
  readonly endedAt: EpochMs | null;
}

/** The times of a silence that overlap a range, without the parts before it was made and after it was ended. */
export function timesWithin(
  { config, createdAt, endedAt }: KeptSilence,
  from: EpochMs,
  to: EpochMs,
): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const time of occurrences(config, from)) {
    if (time.from >= to || found.length >= CALENDAR_OCCURRENCES) break;
    const wasEnded = endedAt !== null && time.from <= endedAt;
    const cut = { from: Math.max(time.from, createdAt), to: wasEnded ? Math.min(time.to, endedAt) : time.to };
    if (cut.from < cut.to && cut.to > from) found.push(cut);
  }
  return found;
}

/** Reads a silence of the store. @returns `unusable` for data of another version that this one cannot read */
export function readStoredSilence(id: string, data: Readonly<Record<string, unknown>>): KeptSilence | 'unusable' {
  // Earlier versions, in which silences could not repeat, stored these fields instead of a config.
  const { match, from, to, reason } = data;
  const read = readSilence(data['config'] ?? { name: reason, match, from, to });
  if (!read.ok) return 'unusable';
  const { createdAt, endedAt } = data;
  return {
    id,
    config: read.config,
    source: 'hand',
    createdAt: Number(createdAt),
    endedAt: typeof endedAt === 'number' ? endedAt : null,
  };
}
