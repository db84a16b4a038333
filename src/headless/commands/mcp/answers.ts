/** The answers of the tools. */
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { CheckResult, CheckSummary } from '../../../contract/model/check.ts';
import type { EvidencePart } from '../../../contract/model/evidence.ts';
import type { Incident } from '../../../contract/model/incident.ts';
import type { FailureSummary } from '../../../contract/model/failure.ts';
import type { EpochMs } from '../../../contract/model/units.ts';
import { texts } from '../../base/texts.ts';

/** The most characters of one part of the evidence, because an assistant reads all of it. */
const EVIDENCE_SHOWN = 8_000;

/** An answer as data, and as JSON for assistants that read only text. */
export function answer(value: Record<string, unknown>, more: CallToolResult['content'] = []): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(value) }, ...more], structuredContent: value };
}

export function iso(at: EpochMs | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** An endpoint in a list. */
export function endpointOf({ endpoint, state }: EndpointView): Record<string, unknown> {
  const { id, config, target, source, pausedUntil } = endpoint;
  const { status, since, failing, last, uptime24h, maintenance, behind } = state;
  return {
    id,
    name: config.name,
    kind: config.kind,
    target,
    group: config.group,
    tags: config.tags,
    status,
    since: iso(since),
    failedChecksInARow: failing,
    lastCheck: last === null ? null : summaryOf(last, config.kind),
    uptime24h,
    ...(source === 'hand' ? {} : { source }),
    ...(pausedUntil === null ? {} : { pausedUntil: iso(pausedUntil) }),
    ...(maintenance === undefined ? {} : { maintenance }),
    ...(behind === undefined ? {} : { behind }),
  };
}

/** A check in a list. */
export function summaryOf(check: CheckSummary, kind: string): Record<string, unknown> {
  const { at, verdict, durationMs, phases, metrics, failure, warning, disturbed } = check;
  return {
    at: iso(at),
    verdict,
    durationMs,
    phases,
    ...(metrics === undefined || Object.keys(metrics).length === 0 ? {} : { metrics }),
    ...problemOf(failure ?? warning ?? null, kind),
    ...(disturbed ? { measuredWhileLookoutWasBusy: true } : {}),
  };
}

/** A check with everything that it found. */
export function checkOf(check: CheckResult, kind: string): Record<string, unknown> {
  const { warning, ...summary } = check;
  return { ...summaryOf(warning === undefined ? summary : { ...summary, warning }, kind), details: check.details };
}

export function incidentOf(incident: Incident, endpoint: EndpointView | undefined): Record<string, unknown> {
  const { id, endpointId, startedAt, lastFailureAt, resolvedAt, failures, cause } = incident;
  return {
    id,
    endpoint: endpoint?.endpoint.config.name ?? null,
    endpointId,
    startedAt: iso(startedAt),
    lastFailureAt: iso(lastFailureAt),
    resolvedAt: iso(resolvedAt),
    durationMs: resolvedAt === null ? null : resolvedAt - startedAt,
    failedChecks: failures,
    ...problemOf(cause, endpoint?.endpoint.config.kind),
  };
}

/** The code of a failure, and its sentence. */
export function problemOf(failure: FailureSummary | null, kind?: string): Record<string, unknown> {
  return failure === null ? {} : { problem: { code: failure.code, text: texts.failure(failure, kind) } };
}

/** Evidence as an assistant can read it: texts, and the picture of a page. */
export function evidenceOf(parts: readonly EvidencePart[]): CallToolResult['content'] {
  return parts.flatMap(({ name, content, cut }): CallToolResult['content'] => {
    // The list of what a page loaded is long, and the timeline says which step failed.
    if (name === 'har') return [];
    if (name === 'screenshot') return [{ type: 'image', data: content, mimeType: 'image/png' }];
    const shown = content.slice(0, EVIDENCE_SHOWN);
    const rest = cut || shown.length < content.length ? '\n(There is more.)' : '';
    return [{ type: 'text', text: `Evidence, ${name}:\n${shown}${rest}` }];
  });
}
