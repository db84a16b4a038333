/** `lookout mcp`: lets an assistant query a running Lookout, as a server of the Model Context Protocol over stdio. */
import { once } from 'node:events';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { McpArguments } from '../../arguments/arguments.ts';
import type { Io } from '../../base/io.ts';
import { connectTo } from '../../data/remote.ts';
import { createMcpServer } from './server.ts';

/**
 * Serves until standard input ends.
 * @returns the exit code: 0
 * @throws UsageError when there is no token
 */
export async function serveMcp(
  args: McpArguments,
  io: Pick<Io, 'env' | 'stderr' | 'stdin' | 'stdout'>,
): Promise<number> {
  const send = await connectTo(args, io);
  const server = createMcpServer({ send, allowChanges: args.allowChanges });
  const ended = once(io.stdin, 'end');
  await server.connect(new StdioServerTransport(io.stdin, io.stdout));
  await ended;
  await server.close();
  return 0;
}
