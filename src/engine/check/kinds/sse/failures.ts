/** What can go wrong with server-sent events. */
import type { FailureDescriptor, IssueDescriptor } from '../../../../contract/descriptor.ts';
import { failuresOfKind } from '../../../base/failure.ts';
import { dialogIssues } from '../../fields/dialog-steps.ts';
import { urlServiceIssues } from '../../fields/url-service.ts';

export const sseFailures = [
  {
    code: 'sse.status',
    cause: 'Status not accepted',
    text: 'The server answered with the HTTP status {status} instead of events.',
    params: { status: 'the status' },
  },
  {
    code: 'sse.type',
    cause: 'No stream of events',
    text: 'The server did not answer with events (text/event-stream) but with {type}.',
    params: { type: 'the Content-Type' },
  },
  {
    code: 'sse.ended',
    cause: 'Stream ended too soon',
    text: `The stream ended before the expected event came, after {count, plural, one {# other event} other {# other events}}.`,
    params: { count: 'how many events came' },
  },
] as const satisfies readonly FailureDescriptor[];

/** Makes a failure that only this kind has. */
export const sseFailure = failuresOfKind(sseFailures);

export const sseIssues = [
  {
    code: 'sse.expect',
    text: '{field} must be text with at most {max, number} characters, in which a backslash begins \\r, \\n, \\t, \\0, \\\\ or \\xNN.',
    params: { max: 'the maximum number of characters' },
  },
  ...urlServiceIssues,
  ...dialogIssues.filter(({ code }) => code === 'dialog.regex'),
] satisfies readonly IssueDescriptor[];
