/** Describes rules in words. Pure. */
import type { AlertTemplates } from '../../../contract/model/alert-template.ts';
import type { RuleConfig, RuleEvent, RuleHours } from '../../../contract/model/alert-rule.ts';
import type { Weekday } from '../../../contract/model/weekday.ts';
import type { EndpointMatch } from '../../../contract/model/match.ts';
import { shortDayName, WEEK } from '../../form/week.ts';
import { formatSetDuration } from '../../format.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });
const either = new Intl.ListFormat('en', { type: 'disjunction' });

const LABELS: Readonly<Record<RuleEvent, string>> = {
  down: 'Down',
  degraded: 'Degraded',
  slow: 'Slower than usual',
  certificate: 'Certificate expires',
  domain: 'Domain expires',
  budget: 'Error budget burning',
  pattern: 'Pattern of checks',
  noData: 'Cannot be judged',
  lookout: 'Problem of Lookout',
  up: 'Up again',
};

/** What an event is called in the form of a rule. */
export function eventLabel(event: RuleEvent): string {
  return LABELS[event];
}

/** Describes a rule: `Down for 2 min in group Production: alert Slack. After 15 min also Mail. …` */
export function ruleSentence(config: Omit<RuleConfig, keyof AlertTemplates>, nameOf: (id: string) => string): string {
  const { after, channels, steps, repeat, hours, events } = config;
  const trouble = events.filter((event): event is Exclude<RuleEvent, 'up'> => event !== 'up');
  const when =
    trouble.length === 0 ? 'Nothing' : capitalized(either.format(trouble.map((event) => eventText(event, config))));
  const lasting = after === 0 ? '' : ` for ${formatSetDuration(after)}`;
  const first = channels.length === 0 ? 'nobody is alerted yet' : `alert ${list.format(channels)}`;
  return [
    `${when}${lasting} ${whereText(config.match, nameOf)}: ${first}.`,
    ...steps.map(stepText),
    ...(repeat === null ? [] : [`Repeat every ${formatSetDuration(repeat)} until it is acknowledged.`]),
    ...(events.includes('up') ? ['Also notify when it is over.'] : []),
    ...(hours === null ? [] : [`Only ${hoursText(hours)}.`]),
  ].join(' ');
}

function eventText(
  event: Exclude<RuleEvent, 'up'>,
  { pattern, expiresWithin }: Pick<RuleConfig, 'pattern' | 'expiresWithin'>,
): string {
  switch (event) {
    case 'slow':
      return 'slower than usual';
    case 'certificate':
      return `certificate expires within ${either.format(expiresWithin.map(String))} days`;
    case 'domain':
      return `domain expires within ${either.format(expiresWithin.map(String))} days`;
    case 'budget':
      return 'error budget burning';
    case 'pattern':
      return `checks like ${pattern}`;
    case 'noData':
      return 'cannot be judged';
    case 'lookout':
      return 'Lookout problem';
    case 'down':
    case 'degraded':
      return event;
    default:
      return event satisfies never;
  }
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
    ...(name === undefined ? [] : [`with names like ${name}`]),
    ...(kind === undefined ? [] : [`of kind ${kind}`]),
  ];
  return parts.length === 0 ? 'anywhere' : parts.join(' ');
}

/** `Mon–Fri 08:00–18:00 (Europe/Berlin)` */
export function hoursText({ days, from, to, timezone }: RuleHours): string {
  const zone = timezone === '' ? '' : ` (${timezone})`;
  return `${daysText(days)} ${from === to ? 'all day' : `${from}–${to}`}${zone}`;
}

/** `Mon–Fri`, or `Mon, Wed` if they are not at least three days in a row. */
function daysText(days: readonly Weekday[]): string {
  const chosen = WEEK.filter((day) => days.includes(day));
  const names = chosen.map(shortDayName);
  const [first, last] = [chosen[0], chosen.at(-1)];
  if (first === undefined || last === undefined || chosen.length < 3) return names.join(', ');
  const isRun = WEEK.indexOf(last) - WEEK.indexOf(first) === chosen.length - 1;
  return isRun ? `${shortDayName(first)}–${shortDayName(last)}` : names.join(', ');
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
