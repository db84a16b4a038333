/** Findings: the results of checks without their figures. Each distinct finding is stored once. */
import { createHash } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { VERDICTS } from '../../../contract/model/check.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import type { FigureCounts } from '../figures.ts';
import { decodeFinding, type Finding } from '../result-codec.ts';
import { WIDTH_MS } from '../rollup.ts';
import { rows, unlessDamaged } from './database.ts';

/** The most findings in each cache. A healthy endpoint has one or two. */
const CACHED = 4000;

export class FindingTable {
  readonly #byText = new Map<string, { readonly id: number; readonly usedUntil: EpochMs }>();
  readonly #byId = new Map<number, Finding>();
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #prune: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO finding (verdict, used_until, hash, text) VALUES (?, ?, ?, ?)
       ON CONFLICT (hash) DO UPDATE SET used_until = max(used_until, excluded.used_until)
       RETURNING id, used_until AS usedUntil`,
    );
    this.#select = database.prepare('SELECT text FROM finding WHERE id = ?');
    this.#prune = database.prepare(
      `DELETE FROM finding WHERE id IN (
         SELECT id FROM finding WHERE used_until < ? OR (verdict < ? AND used_until < ?) LIMIT ?)`,
    );
  }

  /** Returns the id of a finding (as JSON) that a check at this time had, and stores the finding if necessary. */
  intern(text: string, at: EpochMs): number {
    const known = this.#byText.get(text);
    if (known !== undefined && at < known.usedUntil) return known.id;
    // The end of the day, so that this is written once per day and not per check, and no rollup outlives the finding.
    const usedUntil = (Math.floor(at / WIDTH_MS.day) + 1) * WIDTH_MS.day;
    const hash = createHash('sha256').update(text).digest().subarray(0, 16);
    const verdict = VERDICTS.indexOf(decodeFinding(text).verdict);
    const [row] = rows<{ id: number; usedUntil: EpochMs }>(this.#insert, verdict, usedUntil, hash, text);
    if (row === undefined) throw new Error('Expected a finding to be given an id, got none');
    makeRoom(this.#byText);
    this.#byText.set(text, row);
    return row.id;
  }

  /** Undefined: there is none, or it is damaged. */
  find(id: number): Finding | undefined {
    return unlessDamaged(() => this.get(id));
  }

  /** How many figures the results of a finding have; null: it is not known, or of the first format. */
  countsOf(id: number): FigureCounts | null {
    const found = this.find(id);
    if (found === undefined || found.layout === null) return null;
    const { phases, metrics } = found.layout;
    return { phases: phases.length, metrics: metrics.length, numbers: found.numbers.length };
  }

  /** @throws Error when there is none: retention removed it too early, which is a bug */
  get(id: number): Finding {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const [row] = rows<{ text: string }>(this.#select, id);
    if (row === undefined) throw new Error(`Expected a finding ${id} to be stored, got none`);
    const finding = decodeFinding(row.text);
    makeRoom(this.#byId);
    this.#byId.set(id, finding);
    return finding;
  }

  /**
   * Removes up to `limit` findings that nothing refers to any more.
   * @param plainBefore all results without a failure before this time have been removed
   * @param allBefore everything before this time that may refer to a finding has been removed
   * @returns the number of removed findings
   */
  prune(plainBefore: EpochMs, allBefore: EpochMs, limit: number): number {
    this.clearCache();
    const { changes } = this.#prune.run(
      Math.round(allBefore),
      VERDICTS.indexOf('down'),
      Math.round(plainBefore),
      limit,
    );
    return Number(changes);
  }

  /** Must be called after a rollback: ids from the transaction are not in the table. */
  clearCache(): void {
    this.#byText.clear();
    this.#byId.clear();
  }
}

/** Removes the oldest entry of a full cache. */
function makeRoom(map: Map<unknown, unknown>): void {
  if (map.size < CACHED) return;
  const [oldest] = map.keys();
  map.delete(oldest);
}
