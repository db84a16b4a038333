import { useMemo } from 'react';
import type { PhaseDescriptor } from '../../../contract/descriptor.ts';
import { phaseLooks, type PhaseLook } from '../../charts/data/phase-look.ts';
import { useKind } from '../../live/hooks.ts';

const NONE: readonly PhaseDescriptor[] = [];

/**
 * A kind's phases with their labels and colors, in order; a stable list. Empty for a kind that this engine does not
 * have.
 */
export function usePhases(kind: string | undefined): readonly PhaseLook[] {
  return phaseLooks(useKind(kind)?.phases ?? NONE);
}

interface Phased {
  /** Milliseconds by name; null: there were none. */
  readonly phases: Readonly<Record<string, number | null>> | null;
}

/**
 * The phases that at least one row has; all phases if no row has any. The same list as long as its content is the same.
 */
export function useMeasuredPhases(phases: readonly PhaseLook[], rows: readonly Phased[] | null): readonly PhaseLook[] {
  const isMeasured = ({ name }: PhaseLook) => rows?.some((row) => (row.phases?.[name] ?? null) !== null);
  const measured = phases.filter(isMeasured);
  const names = (measured.length === 0 ? phases : measured).map(({ name }) => name).join('\n');
  return useMemo(() => {
    const wanted = new Set(names.split('\n'));
    return phases.filter(({ name }) => wanted.has(name));
  }, [phases, names]);
}
