/**
 * Collects the evidence that an incident keeps of its first failed check. It is put together only after a check has
 * failed.
 */
import {
  EVIDENCE_CHARACTERS,
  EVIDENCE_NAMES,
  type EvidenceName,
  type EvidencePart,
} from '../../../../contract/model/evidence.ts';

/** Makes a part; empty: there is nothing to show. */
export type MakeEvidence = () => string | Promise<string>;

const LARGE: ReadonlySet<EvidenceName> = new Set(['screenshot', 'har']);

/** The evidence that a check can provide if it fails. */
export class EvidenceNotes {
  readonly #parts = new Map<EvidenceName, MakeEvidence>();

  /** Adds a part, or replaces the one with this name. */
  note(name: EvidenceName, make: MakeEvidence): void {
    this.#parts.set(name, make);
  }

  /** In the order of `EVIDENCE_NAMES`. A part that cannot be made is left out. */
  async make(): Promise<readonly EvidencePart[]> {
    const made: EvidencePart[] = [];
    for (const name of EVIDENCE_NAMES) {
      const make = this.#parts.get(name);
      const text = make === undefined ? '' : await Promise.resolve(make()).catch(() => '');
      if (text !== '') made.push(evidencePart(name, text));
    }
    return made;
  }
}

/** Cuts a text to the length that is kept. */
export function evidencePart(name: EvidenceName, text: string): EvidencePart {
  const max = LARGE.has(name) ? 8 * EVIDENCE_CHARACTERS : EVIDENCE_CHARACTERS;
  return { name, content: text.slice(0, max), cut: text.length > max };
}
