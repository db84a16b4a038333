/** blackbox_exporter has no prober for certificates alone. Its `tcp` prober reports when they expire. */
export * as blackbox from './blackbox.ts';
