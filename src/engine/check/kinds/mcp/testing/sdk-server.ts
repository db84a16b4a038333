/** Test code: a server of the official SDK with two tools. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';

/** @param onCall called for each call of a tool */
export function makeServer(onCall: (tool: string) => void = () => {}): McpServer {
  const server = new McpServer({ name: 'test-tools', version: '1.2.3' });
  server.registerTool(
    'add',
    {
      description: 'Adds two numbers',
      inputSchema: { a: z.number(), b: z.number() },
      outputSchema: { sum: z.number() },
    },
    ({ a, b }) => {
      onCall('add');
      return { content: [{ type: 'text', text: `The sum is ${a + b}.` }], structuredContent: { sum: a + b } };
    },
  );
  server.registerTool('fail', { description: 'Always fails' }, () => {
    onCall('fail');
    return { isError: true, content: [{ type: 'text', text: 'out of paper' }] };
  });
  return server;
}
