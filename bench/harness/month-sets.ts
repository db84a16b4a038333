import type { MonthSet } from './month.ts';

/** Both cases that need it use the same month. */
export const MONTH_AT_20S: MonthSet = { endpoints: 50, stepMs: 20_000, scale: '50 endpoints every 20 s' };
/** The same, for a run that is to be quick. */
export const MONTH_AT_2MIN: MonthSet = { endpoints: 50, stepMs: 120_000, scale: '50 endpoints every 2 min' };
