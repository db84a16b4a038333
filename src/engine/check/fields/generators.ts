/** The values that `templates.ts` can generate, for people who write templates. */
export const GENERATORS = [
  { name: '$uuid', meaning: 'a new UUID' },
  { name: '$now', meaning: 'the time, as in 2026-11-30T09:00:00.000Z' },
  { name: '$date +1d', meaning: 'a date, such as the one of tomorrow' },
  { name: '$timestamp', meaning: 'the time in seconds since 1970' },
  { name: '$random 1 6', meaning: 'a whole number from 1 to 6' },
  { name: '$text 12', meaning: '12 random letters and digits' },
] as const;
