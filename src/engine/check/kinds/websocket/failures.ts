/** What can go wrong with a WebSocket. */
import type { FailureDescriptor, IssueDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { dialogIssues } from '../../fields/dialog-steps.ts';
import { urlServiceIssues } from '../../fields/url-service.ts';

export const websocketFailures = [
  {
    code: 'websocket.refused',
    cause: 'No upgrade to a WebSocket',
    text: 'The server did not upgrade the connection to a WebSocket: it answered with the HTTP status {status}.',
    params: { status: 'the status' },
  },
  {
    code: 'websocket.subprotocol',
    cause: 'No common subprotocol',
    text: 'The server selected none of the subprotocols that were offered.',
    params: {},
  },
  {
    code: 'websocket.closed',
    cause: 'WebSocket closed',
    text: `{expected, select,
      none {The server closed the WebSocket with the code {closeCode} before it answered the ping.}
      other {"{expected}" did not come: the server closed the WebSocket with the code {closeCode}.}}`,
    params: { expected: 'the message that was waited for', closeCode: 'the code of RFC 6455, 7.4, as a text' },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const websocketFailure = failuresOfKind(websocketFailures);

export const websocketIssues = [
  {
    code: 'websocket.subprotocols',
    text: '{field} must be a list with at most {max, number} names, each of them once.',
    params: { max: 'the maximum number of names' },
  },
  {
    code: 'websocket.subprotocol',
    text: '{field} must be the name of a subprotocol, such as graphql-transport-ws.',
    params: {},
  },
  ...urlServiceIssues,
  ...dialogIssues,
] as const satisfies readonly IssueDescriptor[];
