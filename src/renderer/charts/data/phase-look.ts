/** The labels and colors of phases, from the kind's descriptor. Pure. */
import type { PhaseDescriptor, PhaseRole } from '../../../contract/descriptor.ts';
import { wordsOf } from '../../words.ts';

export interface PhaseLook {
  readonly name: string;
  readonly label: string;
  /** A CSS color. */
  readonly color: string;
}

const looks = new WeakMap<readonly PhaseDescriptor[], readonly PhaseLook[]>();

/** A kind's phases in the order in which they happen. Returns the same list for the same descriptors. */
export function phaseLooks(phases: readonly PhaseDescriptor[]): readonly PhaseLook[] {
  let list = looks.get(phases);
  if (list === undefined) {
    const seen = new Map<PhaseRole, number>();
    list = phases.map(({ name, label, role }) => {
      const before = seen.get(role) ?? 0;
      seen.set(role, before + 1);
      return { name, label, color: colorOf(role, before) };
    });
    looks.set(phases, list);
  }
  return list;
}

/** Adds measured phases that the kind no longer declares, at the end. */
export function withUndeclared(phases: readonly PhaseLook[], names: readonly string[]): readonly PhaseLook[] {
  const others = names.filter((name) => phases.every((phase) => phase.name !== name));
  if (others.length === 0) return phases;
  return [...phases, ...others.map((name) => ({ name, label: wordsOf(name), color: colorOf('other', 0) }))];
}

/** @param before how many earlier phases of the kind have this role; each further phase is paler than the one before */
function colorOf(role: PhaseRole, before: number): string {
  const color = `var(--phase-${role})`;
  return before === 0 ? color : `color-mix(in oklab, ${color} ${Math.max(25, 100 - 30 * before)}%, var(--surface))`;
}
