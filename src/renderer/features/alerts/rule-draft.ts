/** The state of the form of a rule, and what it sends. Pure. */
import type { AlertTemplates } from '../../../contract/model/alert-template.ts';
import type { RuleConfig, RuleEvent, RuleInput } from '../../../contract/model/alert-rule.ts';
import type { Weekday } from '../../../contract/model/weekday.ts';
import { formatDurationInput } from '../../format.ts';
import { EMPTY_MATCH, matchDraftOf, matchFieldOf, matchOf, type MatchDraft } from '../../form/match/match-draft.ts';
import { WEEK } from '../../form/week.ts';

/** A later step, as typed. */
export interface StepDraft {
  readonly after: string;
  readonly channels: readonly string[];
}

/** The state of the form: texts as typed. */
export interface RuleDraft extends MatchDraft, AlertTemplates {
  readonly name: string;
  readonly enabled: boolean;
  readonly events: readonly RuleEvent[];
  /** Days, separated by commas. */
  readonly expiresWithin: string;
  readonly pattern: string;
  readonly channels: readonly string[];
  readonly after: string;
  /** Empty: the alert is not repeated. */
  readonly repeat: string;
  readonly steps: readonly StepDraft[];
  readonly limited: boolean;
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
}

/** @param channels the names of the existing channels */
export function newRule(channels: readonly string[], timezone: string): RuleDraft {
  return {
    ...EMPTY_MATCH,
    name: '',
    enabled: true,
    events: ['down', 'up'],
    channels: channels.length === 1 ? channels : [],
    expiresWithin: '14, 7, 1',
    pattern: '',
    after: '0s',
    repeat: '',
    steps: [],
    titleTemplate: '',
    bodyTemplate: '',
    limited: false,
    days: WEEK.slice(0, 5),
    from: '08:00',
    to: '18:00',
    timezone,
  };
}

export function ruleDraftOf(config: RuleConfig, timezone: string, nameOf: (id: string) => string): RuleDraft {
  const { hours } = config;
  return {
    ...newRule([], timezone),
    ...matchDraftOf(config.match, nameOf),
    name: config.name,
    enabled: config.enabled,
    events: config.events,
    channels: config.channels,
    expiresWithin: config.expiresWithin.join(', '),
    pattern: config.pattern,
    after: formatDurationInput(config.after),
    repeat: config.repeat === null ? '' : formatDurationInput(config.repeat),
    steps: config.steps.map(({ after, channels }) => ({ after: formatDurationInput(after), channels })),
    titleTemplate: config.titleTemplate,
    bodyTemplate: config.bodyTemplate,
    limited: hours !== null,
    ...(hours === null ? {} : { days: hours.days, from: hours.from, to: hours.to }),
    ...(hours === null || hours.timezone === '' ? {} : { timezone: hours.timezone }),
  };
}

/** Converts the form to the request for the engine. */
export function ruleInputOf(draft: RuleDraft): RuleInput {
  const { enabled, events, channels, steps, limited, days, from, to } = draft;
  const repeat = draft.repeat.trim();
  return {
    name: draft.name.trim(),
    enabled,
    match: matchOf(draft),
    events,
    channels,
    expiresWithin: wholeNumbersIn(draft.expiresWithin),
    pattern: draft.pattern.trim(),
    after: durationOf(draft.after),
    repeat: repeat === '' ? null : repeat,
    steps: steps.map((step) => ({ after: step.after.trim(), channels: step.channels })),
    titleTemplate: draft.titleTemplate,
    bodyTemplate: draft.bodyTemplate,
    hours: limited ? { days, from, to, timezone: draft.timezone.trim() } : null,
  };
}

/** Text that is not a number becomes a number that no field accepts, so that the engine reports what is accepted. */
export function wholeNumbersIn(text: string): readonly number[] {
  const words = text.split(/[\s,]+/u).filter((word) => word !== '');
  return words.map((word) => (/^\d{1,6}$/u.test(word) ? Number(word) : 0));
}

/** An empty field means 0. */
function durationOf(text: string): string | number {
  const trimmed = text.trim();
  return trimmed === '' || trimmed === '0' ? 0 : trimmed;
}

/** The field of the form that an issue is about; null: none. */
export function ruleFieldOf(path: string): keyof RuleDraft | null {
  const name = path.replace(/^rule\.?/u, '').replaceAll(/\[\d+\]/gu, '');
  const ofMatch = matchFieldOf(name);
  if (ofMatch !== null) return ofMatch;
  switch (name) {
    case 'name':
    case 'events':
    case 'channels':
    case 'after':
    case 'repeat':
    case 'steps':
    case 'titleTemplate':
    case 'bodyTemplate':
    case 'expiresWithin':
    case 'pattern':
      return name;
    case 'steps.after':
    case 'steps.channels':
      return 'steps';
    case 'hours.days':
      return 'days';
    case 'hours.from':
      return 'from';
    case 'hours.to':
      return 'to';
    case 'hours.timezone':
      return 'timezone';
    default:
      return null;
  }
}
