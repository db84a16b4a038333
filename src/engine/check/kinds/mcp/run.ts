/** One check of an MCP server: introduces itself, lists the tools, and calls one. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { cut } from '../../../base/cut.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { mcpFailure } from './failures.ts';
import type { McpFields } from './fields.ts';
import { HttpTransport } from './http-transport.ts';
import { ask, INITIALIZE, initializeSchema, resultSchema, toolsSchema, type Transport } from './messages.ts';
import { StdioTransport } from './stdio-transport.ts';

/** A list with more pages is not read to its end. */
const MAX_PAGES = 50;
/** Details list at most this many tools. */
const SHOWN = 100;

/** Runs one check. */
export function run(fields: McpFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const transport =
      fields.transport === 'http' ? new HttpTransport(probe, fields) : new StdioTransport(probe, fields);
    try {
      return await converse(probe, transport, fields);
    } finally {
      probe.watch.pause();
      transport.close();
    }
  });
}

async function converse(probe: Probe, transport: Transport, fields: McpFields): Promise<Failure | null> {
  let id = 0;
  const request = (method: string, params: Readonly<Record<string, unknown>>) =>
    ({ jsonrpc: '2.0', id: (id += 1), method, params }) as const;

  const { serverInfo, protocolVersion } = await ask(transport, request('initialize', INITIALIZE), initializeSchema);
  probe.details['server'] = cut(`${serverInfo.name} ${serverInfo.version}`.trim(), 200);
  probe.details['protocolVersion'] = protocolVersion;
  transport.setVersion(protocolVersion);
  await transport.send({ jsonrpc: '2.0', method: 'notifications/initialized', params: {} });

  const tools: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const params = cursor === undefined ? {} : { cursor };
    const list = await ask(transport, request('tools/list', params), toolsSchema);
    tools.push(...list.tools.map(({ name }) => cut(name, 200)));
    cursor = list.nextCursor;
    if (cursor === undefined) break;
  }
  probe.metrics['tools'] = tools.length;
  probe.details['tools'] = tools.slice(0, SHOWN);
  probe.observed['TOOLS'] = tools;
  const { tool } = fields;
  if (tool === '') return null;
  if (!tools.includes(tool)) return mcpFailure('mcp.noTool', { tool });

  const params = { name: tool, arguments: JSON.parse(fields.arguments) as unknown };
  const result = await ask(transport, request('tools/call', params), resultSchema);
  const text = result.content.flatMap((part) => (part.text === undefined ? [] : [part.text])).join('\n');
  probe.details['result'] = toSnippet(text);
  probe.observed['BODY'] = text;
  if (result.structuredContent !== undefined) probe.observed['RESULT'] = result.structuredContent;
  if (result.isError) return mcpFailure('mcp.toolFailed', { tool, problem: cut(text, 300) });
  if (text.includes(fields.expected)) return null;
  return mcpFailure('mcp.content', { tool, expected: cut(fields.expected, 100) });
}
