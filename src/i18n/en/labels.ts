/** The labels of fields that belong to no kind of check, in English: as in their forms. */
export const labels = {
  /** Of `window` in requests, and of `maintenance[0]` in lookout.yaml. */
  maintenance: {
    name: 'Name',
    match: 'Endpoints',
    'match.group': 'Group',
    'match.tag': 'Tag',
    'match.name': 'Name pattern',
    'match.kind': 'Kind',
    'match.endpoints': 'Endpoints',
    from: 'Start',
    to: 'End',
    weekdays: 'Days of the week',
    monthDays: 'Days of the month',
    at: 'Start time',
    cron: 'Cron expression',
    duration: 'Duration',
    timezone: 'Time zone',
  },
} as const;
