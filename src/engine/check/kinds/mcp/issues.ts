/** What can be wrong with the fields of an MCP endpoint. */
import type { IssueDescriptor } from '../../../../contract/descriptor.ts';

export const mcpIssues = [
  {
    code: 'mcp.url',
    text: '{field} must be an http or https URL without a user name, such as https://tools.example.org/mcp.',
    params: {},
  },
  { code: 'mcp.urlNeeded', text: '{field} must be given for this transport.', params: {} },
  { code: 'mcp.command', text: '{field} must be the name or the path of a program, without arguments.', params: {} },
  {
    code: 'mcp.args',
    text: '{field} must be a list of at most {max, number} arguments.',
    params: { max: 'the maximum number of arguments' },
  },
  {
    code: 'mcp.argument',
    text: '{field} must be text with at most {max, number} characters.',
    params: { max: 'the maximum number of characters' },
  },
  {
    code: 'mcp.arguments',
    text: '{field} must be a JSON object with at most {max, number} characters.',
    params: { max: 'the maximum number of characters' },
  },
  {
    code: 'mcp.pairs',
    text: '{field} must be at most {max, number} pairs of a name and a value.',
    params: { max: 'the maximum number of pairs' },
  },
  { code: 'mcp.name', text: '{field} is not the name of a header or a variable.', params: {} },
  {
    code: 'mcp.value',
    text: '{field} must be text in one line with at most {max, number} characters.',
    params: { max: 'the maximum number of characters' },
  },
] as const satisfies readonly IssueDescriptor[];
