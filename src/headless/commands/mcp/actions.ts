/** The tools that change something or send requests to endpoints. They exist only when they are allowed. */
import { setTimeout as delay } from 'node:timers/promises';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import type { SendRequest } from '../../data/remote.ts';
import { answer, checkOf, incidentOf, iso } from './answers.ts';
import { findEndpoint, readAll } from './find.ts';

/** The most endpoints at a time, so that an assistant cannot act on all of them at once. */
const MOST = 20;
/** How often to ask whether a check has ended, in milliseconds. */
const POLL_MS = 250;
/** How much longer than its deadline to wait for a check, which may have to wait for others, in milliseconds. */
const GRACE_MS = 5_000;
/** The longest that an assistant waits, in milliseconds. */
const MOST_MS = 55_000;
const MINUTE_MS = 60_000;

const endpoints = z.array(z.string().min(1)).min(1).max(MOST).describe('Names or ids of endpoints');

/** Adds the tools that send requests to endpoints or change something. */
export function addActions(server: McpServer, send: SendRequest): void {
  addCheckNow(server, send);
  addAcknowledge(server, send);
}

function addCheckNow(server: McpServer, send: SendRequest): void {
  server.registerTool(
    'check_now',
    {
      title: 'Check now',
      description:
        'Checks endpoints at once, in addition to their schedule, and waits for the results. Paused endpoints are not checked.',
      inputSchema: { endpoints },
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
    },
    async (args, { signal }) => {
      const all = (await readAll(send)).endpoints;
      const views = args.endpoints.map((one) => findEndpoint(all, one));
      const before = new Map(views.map(({ endpoint, state }) => [endpoint.id, state.last?.at ?? null]));
      await send('endpoints.checkNow', { ids: [...before.keys()] });
      const results = await Promise.all(
        views.map((view) => resultAfter(view, before.get(view.endpoint.id) ?? null, send, signal)),
      );
      return answer({ results });
    },
  );
}

/** The first result after the one at `before`. */
async function resultAfter(
  { endpoint: { id, config, paused } }: EndpointView,
  before: number | null,
  send: SendRequest,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const about = { endpointId: id, name: config.name };
  if (paused) return { ...about, notChecked: 'The endpoint is paused.' };
  const until = performance.now() + Math.min(config.timeout + GRACE_MS, MOST_MS);
  while (performance.now() < until) {
    const [newest] = await send('checks.list', { id, limit: 1 });
    if (newest !== undefined && newest.at !== before) return { ...about, ...checkOf(newest, config.kind) };
    await delay(POLL_MS, undefined, { signal });
  }
  return { ...about, notChecked: 'The check has not ended yet. Ask get_endpoint later.' };
}

function addAcknowledge(server: McpServer, send: SendRequest): void {
  server.registerTool(
    'acknowledge',
    {
      title: 'Acknowledge',
      description:
        'Acknowledges the open alerts and incidents of endpoints: somebody takes care of them, so nobody else is called. Use it only when the person asked for it.',
      inputSchema: {
        endpoints: endpoints.optional(),
        alerts: z.array(z.string().min(1)).min(1).max(MOST).optional().describe('Ids of alerts, from list_alerts'),
        note: z.string().max(1_000).optional(),
        by: z.string().min(1).max(100).describe('The person who takes care'),
        minutes: z.int().min(1).max(43_200).optional().describe('When it ends; without it, with the alert'),
      },
      annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    async ({ endpoints: wanted = [], alerts: ids, note, by, minutes }) => {
      const { endpoints: all, incidents } = await readAll(send);
      const meant = new Map(wanted.map((one) => findEndpoint(all, one)).map((view) => [view.endpoint.id, view]));
      const acknowledged = await send('alerts.acknowledge', {
        by,
        ...(meant.size === 0 ? {} : { endpoints: [...meant.keys()] }),
        ...(ids === undefined ? {} : { ids }),
        ...(note === undefined ? {} : { note }),
        ...(minutes === undefined ? {} : { until: Date.now() + minutes * MINUTE_MS }),
      });
      const open = incidents.filter(({ endpointId, resolvedAt }) => resolvedAt === null && meant.has(endpointId));
      return answer({
        alerts: acknowledged.map((alert) => ({
          id: alert.id,
          rule: alert.ruleName,
          by: alert.acknowledged?.by ?? null,
          until: iso(alert.acknowledged?.until ?? null),
        })),
        incidents: open.map((incident) => incidentOf(incident, meant.get(incident.endpointId))),
      });
    },
  );
}
