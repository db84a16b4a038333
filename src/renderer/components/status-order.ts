import type { Status } from '../../contract/model/endpoint.ts';

/** Statuses from the one that needs a person first to the one that needs nobody. */
export const STATUS_ORDER: readonly Status[] = [
  'down',
  'degraded',
  'unknown',
  'pending',
  'maintenance',
  'up',
  'paused',
];
