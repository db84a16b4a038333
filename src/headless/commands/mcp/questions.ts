/** The tools that only read. */
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { EndpointView } from '../../../contract/channels/endpoints.ts';
import { STATUSES, type Status } from '../../../contract/model/endpoint.ts';
import { matches } from '../../../shared/endpoint-match.ts';
import type { SendRequest } from '../../data/remote.ts';
import { texts } from '../../base/texts.ts';
import { answer, checkOf, endpointOf, evidenceOf, incidentOf, iso, problemOf, summaryOf } from './answers.ts';
import { findEndpoint, readAll } from './find.ts';

const READING: ToolAnnotations = { readOnlyHint: true, openWorldHint: false };

/** The worst status first. */
const URGENCY = ['down', 'degraded', 'unknown', 'pending', 'maintenance', 'paused', 'up'] as const satisfies Status[];
const IN_TROUBLE: ReadonlySet<Status> = new Set(['down', 'degraded', 'unknown']);
/** The most endpoints in trouble that the status names. */
const TROUBLE_SHOWN = 25;
/** How many points `get_history` has. */
const POINTS = 48;
const CHECKS_SHOWN = 10;

const endpoint = z.string().min(1).describe('The name or the id of an endpoint');
const time = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .describe('ISO 8601 with a time zone, such as 2026-11-30T08:00:00Z');
const range = { from: time, to: time };

/** Adds the tools that change nothing and send nothing to endpoints. */
export function addQuestions(server: McpServer, send: SendRequest): void {
  addStatus(server, send);
  addEndpoints(server, send);
  addHistory(server, send);
  addIncidents(server, send);
}

function addStatus(server: McpServer, send: SendRequest): void {
  server.registerTool(
    'get_status',
    {
      title: 'Status',
      description:
        'How everything is now: endpoints by status, those in trouble with the reason, open incidents, and whether Lookout itself can measure.',
      annotations: READING,
    },
    async () => {
      const { endpoints, incidents, network, notices, at } = await readAll(send);
      const troubled = sorted(endpoints.filter(({ state }) => IN_TROUBLE.has(state.status)));
      const counts = Object.fromEntries(
        STATUSES.map((status) => [status, endpoints.filter(({ state }) => state.status === status).length]),
      );
      return answer({
        at: iso(at),
        endpoints: { total: endpoints.length, ...counts },
        inTrouble: troubled.slice(0, TROUBLE_SHOWN).map(endpointOf),
        moreInTrouble: Math.max(0, troubled.length - TROUBLE_SHOWN),
        openIncidents: incidents.filter(({ resolvedAt }) => resolvedAt === null).length,
        lookoutIsOnline: network.online,
        notices: notices.filter(({ active }) => active).map((notice) => texts.notice(notice)),
      });
    },
  );
}

function addEndpoints(server: McpServer, send: SendRequest): void {
  server.registerTool(
    'list_endpoints',
    {
      title: 'Endpoints',
      description: 'Endpoints with their status, those in trouble first. Without arguments, all of them.',
      inputSchema: {
        status: z.enum(STATUSES).optional(),
        text: z.string().optional().describe('Part of the name or of the target'),
        group: z.string().optional(),
        tag: z.string().optional(),
        kind: z.string().optional().describe('Such as http, tcp, dns or postgres'),
        limit: z.int().min(1).max(200).default(50),
        skip: z.int().min(0).default(0),
      },
      annotations: READING,
    },
    async ({ status, text = '', limit, skip, ...match }) => {
      const { endpoints } = await readAll(send);
      const wanted = text.toLowerCase();
      const found = endpoints.filter(
        (view) =>
          (status === undefined || view.state.status === status) &&
          matches(match, view.endpoint) &&
          [view.endpoint.config.name, view.endpoint.target].some((one) => one.toLowerCase().includes(wanted)),
      );
      const shown = sorted(found).slice(skip, skip + limit);
      return answer({ total: endpoints.length, matching: found.length, endpoints: shown.map(endpointOf) });
    },
  );
  server.registerTool(
    'get_endpoint',
    {
      title: 'Endpoint',
      description: `One endpoint: settings without secrets, status, uptime, and its last ${CHECKS_SHOWN} checks with what the newest one found.`,
      inputSchema: { endpoint },
      annotations: READING,
    },
    async (args) => {
      const view = findEndpoint((await readAll(send)).endpoints, args.endpoint);
      const { id, config } = view.endpoint;
      const [uptime, [newest, ...older]] = await Promise.all([
        send('uptime.get', { id }),
        send('checks.list', { id, limit: CHECKS_SHOWN }),
      ]);
      const checks = newest === undefined ? [] : [checkOf(newest, config.kind)];
      return answer({
        ...endpointOf(view),
        config,
        uptime,
        checks: [...checks, ...older.map((check) => summaryOf(check, config.kind))],
      });
    },
  );
}

function addHistory(server: McpServer, send: SendRequest): void {
  server.registerTool(
    'get_history',
    {
      title: 'History',
      description: `The uptime of an endpoint over any range, its latency in percentiles over about ${POINTS} points, and how many checks failed for which reason.`,
      inputSchema: { endpoint, ...range },
      annotations: READING,
    },
    async ({ from, to, ...args }) => {
      const { id, config } = findEndpoint((await readAll(send)).endpoints, args.endpoint).endpoint;
      const [[uptime], series] = await Promise.all([
        send('uptime.range', { ids: [id], from, to }),
        send('series.get', { id, from, to, points: POINTS }),
      ]);
      const points = series.at.map((at, index) => ({
        at: iso(at),
        good: series.count[index],
        down: series.down[index],
        unknown: series.unknown[index],
        // A point that is one check has no percentiles.
        p50: series.p50[index] ?? series.avg[index] ?? null,
        p95: series.p95[index] ?? series.avg[index] ?? null,
        ...problemOf(series.failure[index] ?? null, config.kind),
      }));
      return answer({ endpoint: config.name, uptime: uptime ?? null, latency: series.summary, points });
    },
  );
  server.registerTool(
    'what_changed',
    {
      title: 'What changed',
      description:
        'Which endpoints changed most in a range, compared with the time before it, which is four times as long: latency, phases, metrics and failures, the most changed first.',
      inputSchema: range,
      annotations: READING,
    },
    async ({ from, to }) => {
      const [{ endpoints }, { since, compared, shifts }] = await Promise.all([
        readAll(send),
        send('shifts.list', { from, to }),
      ]);
      const changes = shifts.map(({ id, ...shift }) => ({ endpoint: nameOf(endpoints, id), endpointId: id, ...shift }));
      return answer({ comparedSince: iso(since), endpointsCompared: compared, changes });
    },
  );
}

function addIncidents(server: McpServer, send: SendRequest): void {
  server.registerTool(
    'list_incidents',
    {
      title: 'Incidents',
      description:
        'Times in which an endpoint was down, newest first. For the next page, set `before` and `beforeId` to the last one.',
      inputSchema: {
        endpoint: endpoint.optional(),
        open: z.boolean().optional().describe('true: only open ones; false: only ended ones'),
        before: time.optional(),
        beforeId: z.string().optional(),
        limit: z.int().min(1).max(200).default(25),
      },
      annotations: READING,
    },
    async ({ endpoint: wanted, open, before, beforeId, limit }) => {
      const { endpoints } = await readAll(send);
      const incidents = await send('incidents.list', {
        limit,
        ...(wanted === undefined ? {} : { id: findEndpoint(endpoints, wanted).endpoint.id }),
        ...(open === undefined ? {} : { open }),
        ...(before === undefined ? {} : { before }),
        ...(beforeId === undefined ? {} : { beforeId }),
      });
      const views = new Map(endpoints.map((view) => [view.endpoint.id, view]));
      return answer({ incidents: incidents.map((one) => incidentOf(one, views.get(one.endpointId))) });
    },
  );
  server.registerTool(
    'get_incident',
    {
      title: 'Incident',
      description:
        'What happened in an incident, oldest first, with the evidence of its first failed check: request, answer, names that were looked up, route, and a picture of the page where there is one.',
      inputSchema: {
        id: z.string().min(1).describe('The id of an incident, from list_incidents'),
        endpointId: z.string().min(1).describe('The id of its endpoint'),
      },
      annotations: READING,
    },
    async ({ id, endpointId }) => {
      const [timeline, evidence, [marks]] = await Promise.all([
        send('incidents.timeline', { id, endpointId }),
        send('incidents.evidence', { id }),
        send('incidents.marks', { ids: [id] }),
      ]);
      const entries = timeline.map((entry) => ({
        ...entry,
        at: iso(entry.at),
        ...('failure' in entry ? problemOf(entry.failure) : {}),
      }));
      return answer({ id, timeline: entries, marks: marks ?? null }, evidenceOf(evidence));
    },
  );
  server.registerTool(
    'list_alerts',
    {
      title: 'Alerts',
      description:
        'Alerts, newest first: which rule alerted people about which endpoints, whether somebody acknowledged, and what holds it back.',
      inputSchema: {
        open: z.boolean().optional().describe('true: only those that wait or fire; false: only the others'),
        limit: z.int().min(1).max(200).default(25),
      },
      annotations: READING,
    },
    async ({ open, limit }) => {
      const alerts = await send('alerts.list', { limit, ...(open === undefined ? {} : { open }) });
      return answer({
        alerts: alerts.map(({ startedAt, firedAt, endedAt, members, log, ...alert }) => ({
          ...alert,
          startedAt: iso(startedAt),
          firedAt: iso(firedAt),
          endedAt: iso(endedAt),
          members: members.map(({ endpointId, name, severity, since, endedAt: recoveredAt, cause, kind }) => ({
            endpointId,
            name,
            severity,
            since: iso(since),
            recoveredAt: iso(recoveredAt),
            ...problemOf(cause, kind),
          })),
          log: log.map(({ at, ...entry }) => ({ at: iso(at), ...entry })),
        })),
      });
    },
  );
}

function nameOf(endpoints: readonly EndpointView[], id: string): string | null {
  return endpoints.find(({ endpoint: one }) => one.id === id)?.endpoint.config.name ?? null;
}

function sorted(endpoints: readonly EndpointView[]): EndpointView[] {
  return endpoints.toSorted((a, b) => URGENCY.indexOf(a.state.status) - URGENCY.indexOf(b.state.status));
}
