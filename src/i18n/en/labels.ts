/** The labels of fields that belong to no kind of check, in English: as in their forms. */

/** The fields of an `EndpointMatch`. */
const match = {
  match: 'Endpoints',
  'match.group': 'Group',
  'match.tag': 'Tag',
  'match.name': 'Name pattern',
  'match.kind': 'Kind',
  'match.endpoints': 'Endpoints',
} as const;

/** The fields of a `MaintenanceSchedule`. */
const schedule = {
  from: 'Start',
  to: 'End',
  weekdays: 'Days of the week',
  monthDays: 'Days of the month',
  at: 'Start time',
  cron: 'Cron expression',
  duration: 'Duration',
  timezone: 'Time zone',
} as const;

export const labels = {
  /** Whole lists, in issues about how many entries they have. */
  list: {
    maintenance: 'Maintenance windows',
    silences: 'Silences',
    objectives: 'Objectives',
    statusPages: 'Status pages',
    statusPosts: 'Posts',
    channels: 'Channels',
    rules: 'Rules',
    schedules: 'Scheduled reports',
    sources: 'Sources',
  },
  /** Of `window` in requests, and of `maintenance[0]` in lookout.yaml. */
  maintenance: { name: 'Name', ...match, ...schedule },
  /** The fields of `silence` in requests, and of `silences[0]` in lookout.yaml. */
  silence: { name: 'Reason', ...match, ...schedule },
  /** Of `rule` in requests, and of `rules[0]` in lookout.yaml. */
  rule: {
    name: 'Name',
    enabled: 'Enabled',
    ...match,
    events: 'Alert when',
    expiresWithin: 'Days before it expires',
    pattern: 'Pattern',
    channels: 'Channels',
    after: 'Wait before alerting',
    repeat: 'Repeat every',
    steps: 'Escalation',
    'steps.after': 'Escalate after',
    'steps.channels': 'Escalate to',
    titleTemplate: 'Title template',
    bodyTemplate: 'Body template',
    hours: 'Hours',
    'hours.days': 'Days',
    'hours.from': 'From',
    'hours.to': 'To',
    'hours.timezone': 'Time zone',
  },
  /** Of `schedule` in requests. */
  reportSchedule: {
    name: 'Name',
    every: 'Every',
    timezone: 'Time zone',
    ...match,
    format: 'Format',
    mask: 'Leave out addresses',
    folder: 'Folder',
  },
  /** The fields of `source` in requests. */
  source: {
    name: 'Name',
    address: 'Address',
    token: 'Token',
    fingerprint: 'Trusted certificate',
    notifications: 'Notifications',
  },
  /** The fields of `page` in requests, and of `statusPages[0]` in lookout.yaml. */
  statusPage: {
    name: 'Name in the address',
    title: 'Title',
    description: 'Description',
    logo: 'Logo',
    url: 'Public address',
    sections: 'Sections',
    'sections.title': 'Title of the section',
    'sections.match': 'Endpoints of the section',
    'sections.endpoints': 'Names of the endpoints',
    publicNames: 'Public names',
    latency: 'Latency',
    causes: 'Causes',
    timezone: 'Time zone',
  },
  /** The fields of `post` in requests. */
  statusPost: {
    page: 'Status page',
    title: 'Title',
    from: 'From',
    to: 'To',
    state: 'State',
    text: 'Text',
  },
  /** Of `objective` in requests, and of `objectives[0]` in lookout.yaml. */
  objective: {
    name: 'Name',
    ...match,
    target: 'Objective',
    window: 'Window',
  },
  /** The arguments of `tokens.create`. */
  token: {
    name: 'Name',
  },
  /** The arguments of `annotations.add`. */
  annotation: {
    text: 'Text',
  },
  /** The fields of `vantages[0]` in lookout.yaml. */
  vantage: {
    name: 'Name',
    address: 'Address',
    exporter: 'Exporter',
  },
} as const;
