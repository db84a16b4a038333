/** Writes a batch of the write queue. */
import type { EndpointId, Ms } from '../../../contract/model/units.ts';
import type { Batch, BatchWritten } from './methods.ts';
import { transaction } from './database.ts';
import type { Tables } from './prune.ts';

/** Writes results together with their rollups, so that neither exists without the other. */
export function writeBatch(tables: Tables, batch: Batch): Pick<BatchWritten, 'rows' | 'unknown'> {
  const { database, endpoints, results, rollups, spans, incidents, presence } = tables;
  const { documents, changes } = tables;
  const unknown = new Set<EndpointId>();
  const keyOf = (id: EndpointId): number | undefined => {
    const key = endpoints.key(id);
    if (key === undefined) unknown.add(id);
    return key;
  };
  let rows = 0;
  const put = (id: EndpointId, save: (key: number) => void): void => {
    const key = keyOf(id);
    if (key === undefined) return;
    save(key);
    rows += 1;
  };
  try {
    transaction(database, () => {
      for (const result of batch.results) {
        const key = keyOf(result.endpointId);
        const counted = key === undefined ? null : results.insert(key, result);
        if (key === undefined || counted === null) continue;
        rollups.add(key, counted);
        rows += 1;
      }
      for (const span of batch.spans) put(span.endpointId, (key) => spans.save(key, span));
      for (const one of batch.presence) presence.save(one);
      for (const document of batch.documents) documents.save(document);
      rows += batch.presence.length + batch.documents.length;
      for (const incident of batch.incidents) put(incident.endpointId, (key) => incidents.save(key, incident));
      for (const { endpointId, at, json } of batch.changes) put(endpointId, (key) => changes.save(key, at, json));
      for (const { endpointId, json } of batch.memory) put(endpointId, (key) => changes.saveMemory(key, json));
      for (const { incidentId, endpointId, json } of batch.evidence) {
        put(endpointId, () => incidents.saveEvidence(incidentId, json));
      }
      tables.sources.journal.write();
    });
  } catch (error) {
    tables.reload();
    throw error;
  }
  return { rows, unknown: [...unknown] };
}

/**
 * Moves results into blocks. The batch is written, whatever happens here.
 * @returns the problem; null: there was none
 */
export function compact({ compaction, database, reload }: Tables, { results }: Batch, ms: Ms): string | null {
  const newest = results.reduce((latest, { at }) => Math.max(latest, at), -Infinity);
  if (newest === -Infinity) return null;
  try {
    compaction.slice(newest, ms);
    return null;
  } catch (error) {
    if (database.isOpen) reload();
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
