import type { EndpointInput } from '../../../../contract/model/endpoint.ts';
import { hostOf } from '../../fields/host.ts';
import { serviceDetails, servicePhases } from '../../http/json-service-parts.ts';
import type { CheckKind } from '../../kind.ts';
import { proxyDetail, remoteAddressDetail, tlsDetail } from '../../net/probe/details.ts';
import { mcpFailures } from './failures.ts';
import { mcpForm, mcpSchema, type McpFields } from './fields.ts';
import { mcpIssues } from './issues.ts';

/** A server of the Model Context Protocol, which gives tools to language models. */
export const mcp: CheckKind<McpFields> = {
  kind: 'mcp',
  title: 'MCP server',
  description: 'Starts a session with an MCP server, lists its tools, and can call one and check the result.',
  category: 'web',
  schema: mcpSchema,
  form: mcpForm,
  phases: servicePhases,
  metrics: [{ name: 'tools', label: 'Tools', unit: 'count', charted: false }],
  details: [
    { name: 'server', label: 'Server', format: 'text', brief: true },
    { name: 'protocolVersion', label: 'Protocol version', format: 'text' },
    { name: 'tools', label: 'Tools', format: 'list' },
    { name: 'result', label: 'Result', format: 'code' },
    remoteAddressDetail,
    proxyDetail,
    ...serviceDetails,
    tlsDetail,
  ],
  failures: mcpFailures,
  issues: mcpIssues,
  placeholders: [
    { name: 'TOOLS', meaning: 'the names of the tools', parts: 'json' },
    { name: 'BODY', meaning: 'the text that the tool returns', parts: 'json' },
    { name: 'RESULT', meaning: 'the structured result of the tool', parts: 'json' },
  ],
  pasteExamples: ['mcp:https://tools.example.org/mcp'],
  triedAgainst: 'a server of the official TypeScript SDK',
  example: {
    kind: 'mcp',
    name: 'Search tools',
    url: 'https://tools.example.org/mcp',
    headers: { Authorization: 'Bearer ${MCP_TOKEN}' },
    tool: 'search',
    arguments: '{"query": "lookout"}',
    expected: 'endpoint',
  },
  target: ({ transport, url, command, args }) => `mcp:${transport === 'http' ? url : [command, ...args].join(' ')}`,
  host: ({ transport, url }) => (transport === 'http' ? hostOf(new URL(url)) : ''),
  parse: parseMcpTarget,
  load: () => import('./run.ts'),
};

/** Accepts `mcp:URL`, and `mcp:PROGRAM` for a program. */
function parseMcpTarget(text: string): EndpointInput | null {
  const target = /^mcp:(?!\/\/)(\S+)$/iu.exec(text)?.[1];
  if (target === undefined) return null;
  return /^https?:\/\//iu.test(target)
    ? { kind: 'mcp', url: target }
    : { kind: 'mcp', transport: 'stdio', command: target };
}
