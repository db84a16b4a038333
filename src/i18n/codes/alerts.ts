/** The texts of alerts: their codes and parameters. */
import type { CodeDocs } from '../../contract/model/text.ts';

const NAME = { name: "the endpoint's name, if the message is about a single one" } as const;
const COUNT = { count: 'how many endpoints are in trouble' } as const;
const TOTAL = { total: 'how many endpoints the alert has' } as const;
const REASON = {
  reason: '`down`, `degraded`, `flapping`, or what else it is about, such as `certificate`',
} as const;
const FOR = { forMs: 'how long the problem has lasted' } as const;

export const ALERTS = {
  'alert.title.trouble': { meaning: 'The title of a message about trouble.', params: { ...NAME, ...COUNT, ...REASON } },
  'alert.title.reminder': { meaning: 'The title of a reminder.', params: { ...NAME, ...COUNT, ...REASON, ...FOR } },
  'alert.title.changed': {
    meaning: 'The title when more or fewer endpoints are in trouble.',
    params: { ...COUNT, ...TOTAL, ...REASON, name: 'the only endpoint in trouble; none: there are several' },
  },
  'alert.title.up': { meaning: 'The title when all is well again.', params: { ...NAME, ...TOTAL, ...REASON, ...FOR } },
  'alert.title.was': {
    meaning: 'The title when the trouble was over before anybody was alerted.',
    params: { ...NAME, ...TOTAL, ...REASON, ...FOR },
  },
  'alert.title.gone': {
    meaning: 'The title when the endpoints of an alert were removed or paused, or left its rule.',
    params: { ...NAME, ...TOTAL },
  },
  'alert.title.test': { meaning: 'The title of a test message.', params: { channel: "the channel's name" } },
  'alert.text.test': { meaning: 'The text of a test message.', params: {} },
  'alert.label.cause': { meaning: 'The label of the cause.', params: {} },
  'alert.label.target': { meaning: 'The label of the target.', params: {} },
  'alert.label.since': { meaning: 'The label of the time when the trouble began.', params: {} },
  'alert.label.lasted': { meaning: 'The label of how long the trouble lasted.', params: {} },
  'alert.label.endpoints': { meaning: 'The label of the list of endpoints.', params: {} },
  'alert.label.shared': { meaning: 'The label of what the endpoints have in common.', params: {} },
  'alert.cause.flapping': {
    meaning: 'An endpoint goes down and up again and again.',
    params: { count: 'how often it went down' },
  },
  'alert.cause.expires': {
    meaning: 'Something expires soon.',
    params: { reason: '`certificate` or `domain`', expiresOn: 'when' },
  },
  'alert.cause.pattern': { meaning: 'Checks were as a rule says.', params: { pattern: 'the pattern of the rule' } },
  'alert.cause.budget': {
    meaning: 'An objective is being missed.',
    params: { name: 'the objective', reason: '`fast`, `slow` or `steady`' },
  },
  'alert.since': {
    meaning: 'When the trouble began, and how long ago.',
    params: { startedAt: 'when', forMs: 'how long ago' },
  },
  'alert.lasted': { meaning: 'How long the trouble lasted.', params: { forMs: 'how long' } },
  'alert.member': {
    meaning: 'An endpoint in a list.',
    params: {
      name: 'its name',
      reason: '`down`, `degraded`, `topic` (something else), `up` or `gone` (removed or paused)',
      cause: 'why; none: there is no reason',
    },
  },
  'alert.more': { meaning: 'How many endpoints the list leaves out.', params: { count: 'how many' } },
  'alert.shared': {
    meaning: 'What the endpoints have in common.',
    params: { reason: '`host`, `group` or `failure`', value: 'the host, the group or the sentence' },
  },
} as const satisfies Readonly<Record<string, CodeDocs>>;

export type AlertTextCode = keyof typeof ALERTS;
