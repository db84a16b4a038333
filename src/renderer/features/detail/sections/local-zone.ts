import type { Ms } from '../../../../contract/model/units.ts';

/** The time zone of the person, who may be elsewhere than the computer that runs Lookout. */
export const LOCAL_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** How often calendars are refreshed; their data changes slowly. */
export const REFRESH_MS: Ms = 300_000;
