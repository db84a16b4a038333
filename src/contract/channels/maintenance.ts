import type { MaintenanceInput, MaintenancePreview, MaintenanceView, PlannedOccurrence } from '../model/maintenance.ts';
import type { EndpointId, EpochMs, Nothing } from '../model/units.ts';

/** Requests for maintenance windows. */
export interface MaintenanceRequests {
  'maintenance.list': { args: Nothing; answer: MaintenanceView[] };
  'maintenance.planned': { args: { from: EpochMs; to: EpochMs }; answer: PlannedOccurrence[] };
  'maintenance.preview': { args: { window: MaintenanceInput }; answer: MaintenancePreview };
  'maintenance.save': { args: { id?: string; window: MaintenanceInput }; answer: MaintenanceView };
  'maintenance.start': { args: { ids: EndpointId[]; minutes: number }; answer: MaintenanceView };
  'maintenance.end': { args: { id: string }; answer: null };
  'maintenance.remove': { args: { ids: string[] }; answer: null };
}

/** One sentence per request, for `docs/api.md`. */
export const MAINTENANCE_CHANNELS = {
  'maintenance.list': 'All maintenance windows, those of lookout.yaml included, each with its next occurrences.',
  'maintenance.planned':
    'The occurrences of all maintenance windows that overlap a range of at most 62 days, by their beginning; at most 1,000.',
  'maintenance.preview':
    'Validates a window without saving it. Answers with its next occurrences, at most 5, and the number of endpoints that it matches.',
  'maintenance.save':
    'Adds a window, or changes the one with the `id`. Time before this moment keeps the status that it had.',
  'maintenance.start': 'Puts endpoints into maintenance from now on for some minutes, at most 44,640 (31 days).',
  'maintenance.end': 'Ends the occurrence of a window that is under way.',
  'maintenance.remove': 'Removes windows. What was maintenance until now stays so in the history.',
} as const satisfies Record<keyof MaintenanceRequests, string>;
