import type { PhaseDescriptor } from '../../../contract/descriptor.ts';
import { phaseLooks, type PhaseLook } from '../../charts/phase-look.ts';
import { useKind } from '../../live/hooks.ts';

const NONE: readonly PhaseDescriptor[] = [];

/** A kind's phases in order, as they are drawn; a stable list. Empty for a kind that this engine does not have. */
export function usePhases(kind: string | undefined): readonly PhaseLook[] {
  return phaseLooks(useKind(kind)?.phases ?? NONE);
}
