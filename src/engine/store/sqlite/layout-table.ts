/**
 * Layouts, each stored once, to which rollups refer. There are only as many as kinds have combinations of phases and
 * metrics, so none is removed.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { internLayout, type Layout } from '../layout.ts';
import type { Layouts } from '../rollup-codec.ts';
import { rows } from './database.ts';
import type { FindingTable } from './finding-table.ts';

export class LayoutTable implements Layouts {
  readonly #byText = new Map<string, number>();
  readonly #byId = new Map<number, Layout>();
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #findings: FindingTable;

  constructor(database: DatabaseSync, findings: FindingTable) {
    this.#findings = findings;
    // The update changes nothing. It makes the statement return the row.
    this.#insert = database.prepare(
      'INSERT INTO layout (text) VALUES (?) ON CONFLICT (text) DO UPDATE SET text = excluded.text RETURNING id',
    );
    this.#select = database.prepare('SELECT text FROM layout WHERE id = ?');
  }

  idOf({ phases, metrics, charted }: Layout): number {
    const text = JSON.stringify({ phases, metrics, charted } satisfies Layout);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const [row] = rows<{ id: number }>(this.#insert, text);
    if (row === undefined) throw new Error('Expected a layout to be given an id, got none');
    this.#byText.set(text, row.id);
    return row.id;
  }

  get(id: number): Layout {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const [row] = rows<{ text: string }>(this.#select, id);
    if (row === undefined) throw new Error(`Expected a layout ${id} to be stored, got none`);
    const layout = internLayout(JSON.parse(row.text) as Layout);
    this.#byId.set(id, layout);
    return layout;
  }

  failureCode(finding: number): string {
    const { failure } = this.#findings.get(finding);
    if (failure === null) throw new Error(`Expected the finding ${finding} to be a failure, got none`);
    return failure.code;
  }

  /** Must be called after a rollback: ids from the transaction are not in the table. */
  clearCache(): void {
    this.#byText.clear();
    this.#byId.clear();
  }
}
