/** Test code: a probe, for code that is tested without a whole check. */
import { EvidenceNotes } from '../probe/evidence.ts';
import type { Probe } from '../probe/probe.ts';
import { Stopwatch } from '../probe/stopwatch.ts';

export function aProbe(changes: Partial<Probe> = {}): Probe {
  return {
    signal: new AbortController().signal,
    resolver: { resolve: () => Promise.reject(new Error('This check looks for no name.')) },
    watch: new Stopwatch(),
    details: {},
    metrics: {},
    observed: {},
    evidence: new EvidenceNotes(),
    wanted: new Set(),
    ...changes,
  };
}
