/** What can be wrong with an MCP server. */
import type { FailureDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { httpFailures } from '../../http/failures.ts';

const own = [
  {
    code: 'mcp.http',
    cause: 'Status not accepted',
    text: 'The server answers with HTTP status {status}.',
    params: { status: 'the HTTP status' },
  },
  {
    code: 'mcp.error',
    cause: 'Error from the MCP server',
    text: 'The server answers {method} with the error {error}: {problem}',
    params: {
      method: 'what was asked, such as `tools/list`',
      error: 'the number of the error',
      problem: "the server's words",
    },
  },
  { code: 'mcp.noTool', cause: 'No such tool', text: 'The server has no tool {tool}.', params: { tool: 'the tool' } },
  {
    code: 'mcp.toolFailed',
    cause: 'The tool failed',
    text: 'The tool {tool} failed: {problem}',
    params: { tool: 'the tool', problem: 'what it returns' },
  },
  {
    code: 'mcp.content',
    cause: 'Expected text missing',
    text: 'The result of the tool {tool} does not contain "{expected}".',
    params: { tool: 'the tool', expected: 'the expected text' },
  },
  {
    code: 'mcp.program',
    text: `{problem, select,
      none {The program ended before it answered{exitCode, select, none {} other { (exit code {exitCode})}}.}
      other {The program ended before it answered{exitCode, select, none {} other { (exit code {exitCode})}}: {problem}}}`,
    params: { exitCode: 'its exit code; none: a signal ended it', problem: 'the end of its error output' },
  },
  {
    code: 'mcp.answer',
    text: `{reason, select,
      tooLarge {The answer is larger than {limitBytes}.}
      other {The answer is not a valid answer of an MCP server.}}`,
    params: { reason: '`tooLarge` or `format`', limitBytes: 'the maximum size of an answer' },
  },
] as const satisfies readonly FailureDescriptor[];

/** A check reads no keyword, so it has only some of the failures of HTTP. */
const OF_HTTP = /^(?:protocol\.error|http\.(?!status))/u;

export const mcpFailures: readonly FailureDescriptor[] = [
  ...own,
  ...httpFailures.filter(({ code }) => OF_HTTP.test(code)),
];

/** Makes a failure that only this kind has. */
export const mcpFailure = failuresOfKind(own);
