/** What a rule says in words. Pure. */
import { RULE_DAYS, type RuleConfig, type RuleDay, type RuleHours } from '../../../contract/model/alert-rule.ts';
import type { EndpointMatch } from '../../../contract/model/match.ts';
import { formatSetDuration } from '../../format.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** In which words a rule is read: `Down for 2 min in group Production: alert Slack. After 15 min also Mail. …` */
export function ruleSentence(config: RuleConfig, nameOf: (id: string) => string): string {
  const { after, channels, steps, repeat, hours, events } = config;
  const trouble = events.filter((event) => event !== 'up');
  const when = trouble.length === 0 ? 'Nothing' : capitalized(list.format(trouble).replace(' and ', ' or '));
  const lasting = after === 0 ? '' : ` for ${formatSetDuration(after)}`;
  const first = channels.length === 0 ? 'nobody is alerted yet' : `alert ${list.format(channels)}`;
  return [
    `${when}${lasting} ${whereText(config.match, nameOf)}: ${first}.`,
    ...steps.map(stepText),
    ...(repeat === null ? [] : [`Repeat every ${formatSetDuration(repeat)} until it is acknowledged.`]),
    ...(events.includes('up') ? ['Also tell when it is over.'] : []),
    ...(hours === null ? [] : [`Only ${hoursText(hours)}.`]),
  ].join(' ');
}

function stepText({ after, channels }: RuleConfig['steps'][number]): string {
  const who = channels.length === 0 ? 'nobody else yet' : `also ${list.format(channels)}`;
  return `Not acknowledged after ${formatSetDuration(after)}: ${who}.`;
}

function whereText({ endpoints, group, tag, name, kind }: EndpointMatch, nameOf: (id: string) => string): string {
  const parts = [
    ...(endpoints === undefined ? [] : [`at ${list.format(endpoints.map(nameOf))}`]),
    ...(group === undefined ? [] : [`in group ${group}`]),
    ...(tag === undefined ? [] : [`with tag ${tag}`]),
    ...(name === undefined ? [] : [`at names like ${name}`]),
    ...(kind === undefined ? [] : [`of kind ${kind}`]),
  ];
  return parts.length === 0 ? 'anywhere' : parts.join(' ');
}

/** `Mon–Fri 08:00–18:00 (Europe/Berlin)` */
export function hoursText({ days, from, to, timezone }: RuleHours): string {
  const zone = timezone === '' ? '' : ` (${timezone})`;
  return `${daysText(days)} ${from === to ? 'all day' : `${from}–${to}`}${zone}`;
}

/** Sunday is the last day of the week. */
export const WEEK: readonly RuleDay[] = [...RULE_DAYS.slice(1), 'sun'];

export const DAY_NAMES: Readonly<Record<RuleDay, string>> = {
  mon: 'Mon',
  tue: 'Tue',
  wed: 'Wed',
  thu: 'Thu',
  fri: 'Fri',
  sat: 'Sat',
  sun: 'Sun',
};

function daysText(days: readonly RuleDay[]): string {
  const chosen = WEEK.map((day) => days.includes(day));
  const first = chosen.indexOf(true);
  const last = chosen.lastIndexOf(true);
  const isRun = last - first >= 2 && chosen.slice(first, last + 1).every(Boolean);
  if (isRun) return `${DAY_NAMES[WEEK[first] ?? 'mon']}–${DAY_NAMES[WEEK[last] ?? 'sun']}`;
  return WEEK.filter((day) => days.includes(day))
    .map((day) => DAY_NAMES[day])
    .join(', ');
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
