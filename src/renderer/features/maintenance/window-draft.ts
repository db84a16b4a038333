/** The state of the form of a maintenance window, and what it sends. Pure. */
import type { MaintenanceConfig, MaintenanceInput } from '../../../contract/model/maintenance.ts';
import type { Weekday } from '../../../contract/model/weekday.ts';
import { EMPTY_MATCH, matchDraftOf, matchFieldOf, matchOf, type MatchDraft } from '../../form/match/match-draft.ts';
import { wallTime } from '../../form/wall-time.ts';
import { formatDurationInput } from '../../format.ts';

export type Repeat = 'once' | 'weekly' | 'monthly' | 'cron';

/** The state of the form: texts as typed. */
export interface WindowDraft extends MatchDraft {
  readonly name: string;
  readonly repeat: Repeat;
  /** In the format of `<input type="datetime-local">`, in the time zone of the window. */
  readonly from: string;
  readonly to: string;
  readonly weekdays: readonly Weekday[];
  /** Such as `1, 15, last`. */
  readonly monthDays: string;
  readonly at: string;
  readonly cron: string;
  readonly duration: string;
  readonly timezone: string;
}

const HOUR_MS = 3_600_000;

/** A new window: once, for two hours from the next full hour. */
export function newDraft(now: number, timezone: string): WindowDraft {
  const from = Math.ceil(now / HOUR_MS) * HOUR_MS;
  return {
    name: '',
    ...EMPTY_MATCH,
    repeat: 'once',
    from: wallTime(from, timezone),
    to: wallTime(from + 2 * HOUR_MS, timezone),
    weekdays: ['sun'],
    monthDays: '1',
    at: '02:00',
    cron: '0 2 * * SUN',
    duration: '2h',
    timezone,
  };
}

/** @param nameOf the name of an endpoint, by its id or its name */
export function draftOf(
  config: MaintenanceConfig,
  now: number,
  timezone: string,
  nameOf: (id: string) => string,
): WindowDraft {
  const { match } = config;
  const zone = config.timezone === '' ? timezone : config.timezone;
  return {
    ...newDraft(now, zone),
    name: config.name,
    ...matchDraftOf(match, nameOf),
    repeat: repeatOf(config),
    ...(config.from === undefined ? {} : { from: wallTime(config.from, zone) }),
    ...(config.to === undefined ? {} : { to: wallTime(config.to, zone) }),
    ...(config.weekdays === undefined ? {} : { weekdays: config.weekdays }),
    ...(config.monthDays === undefined ? {} : { monthDays: config.monthDays.join(', ') }),
    ...(config.at === undefined ? {} : { at: config.at }),
    ...(config.cron === undefined ? {} : { cron: config.cron }),
    ...(config.duration === undefined ? {} : { duration: formatDurationInput(config.duration) }),
  };
}

function repeatOf({ weekdays, monthDays, cron }: MaintenanceConfig): Repeat {
  if (weekdays !== undefined) return 'weekly';
  if (monthDays !== undefined) return 'monthly';
  return cron === undefined ? 'once' : 'cron';
}

/** Converts the form to the request for the engine, with only the fields of the chosen kind of schedule. */
export function inputOf(draft: WindowDraft): MaintenanceInput {
  const { name, timezone, duration, at } = draft;
  const common = { name: name.trim(), match: matchOf(draft), timezone: timezone.trim() };
  switch (draft.repeat) {
    case 'once':
      return { ...common, from: draft.from, to: draft.to };
    case 'weekly':
      return { ...common, weekdays: draft.weekdays, at, duration };
    case 'monthly':
      return { ...common, monthDays: monthDaysOf(draft.monthDays), at, duration };
    case 'cron':
      return { ...common, cron: draft.cron.trim(), duration };
  }
}

/** Words that are neither numbers nor `last` are kept: the engine reports what is accepted. */
function monthDaysOf(text: string): (number | string)[] {
  return text
    .split(/[\s,;]+/u)
    .filter((word) => word !== '')
    .map((word) => (/^\d+$/u.test(word) ? Number(word) : word.toLowerCase()));
}

/** The field of the input that an issue is about, such as `monthDays` or `match.group`. */
export function fieldName(path: string): string {
  return path.replace(/^(?:window|silence)\.?/u, '').replace(/\[\d+\]$/u, '');
}

/** The field of the form that an issue is about; null: none. */
export function fieldOf(path: string): keyof WindowDraft | null {
  const name = fieldName(path);
  const ofMatch = matchFieldOf(name);
  if (ofMatch !== null) return ofMatch;
  switch (name) {
    case 'name':
    case 'from':
    case 'to':
    case 'weekdays':
    case 'monthDays':
    case 'at':
    case 'cron':
    case 'duration':
    case 'timezone':
      return name;
    default:
      return null;
  }
}
