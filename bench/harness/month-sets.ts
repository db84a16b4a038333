import type { MonthSet } from './month.ts';

/** The month that both cases use. */
export const MONTH_AT_20S: MonthSet = { endpoints: 50, stepMs: 20_000, scale: '50 endpoints every 20 s' };
/** The same, for a quick run. */
export const MONTH_AT_2MIN: MonthSet = { endpoints: 50, stepMs: 120_000, scale: '50 endpoints every 2 min' };
