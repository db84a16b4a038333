/** Test code: the program of the tests over stdio. With the argument `broken`, it ends with an error. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { makeServer } from './sdk-server.ts';

if (process.argv[2] === 'broken') {
  process.stderr.write(`no configuration for ${process.env['STAGE'] ?? 'nobody'}\n`);
  process.exit(7);
}
if (process.argv[2] === 'silent') setInterval(() => {}, 1_000);
else await makeServer().connect(new StdioServerTransport());
