import { z } from 'zod';
import {
  optionalField,
  optionalText,
  requiredText,
  secretField,
  serverField,
  serverUrl,
  textField,
} from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface JiraFields {
  /** Without a slash at its end. */
  readonly server: string;
  /** Empty: the token is a personal access token of Jira Data Center. */
  readonly email: string;
  readonly token: string;
  readonly project: string;
  readonly issueType: string;
  /** The name of the transition when the alert ends; empty: the issue stays open. */
  readonly doneTransition: string;
}

/** An issue in Jira (https://developer.atlassian.com/cloud/jira/platform/rest/v2/). */
export const jira = defineChannel<JiraFields>({
  kind: 'jira',
  title: 'Jira issue',
  description: 'An issue in a Jira project, which is closed when the alert ends.',
  category: 'issues',
  keepsOpen: true,
  schema: () =>
    z.object({
      server: serverUrl(),
      email: optionalText(500),
      token: requiredText(),
      project: requiredText(100),
      issueType: requiredText(100).default('Task'),
      doneTransition: optionalText(100).default('Done'),
    }),
  form: [
    serverField({ placeholder: 'https://example.atlassian.net' }),
    optionalField('email', 'Email', {
      section: 'target',
      help: 'The address of the account. Leave it empty for a personal access token of Jira Data Center.',
    }),
    secretField('token', 'API token'),
    textField('project', 'Project', { placeholder: 'OPS', help: 'The key of the project.' }),
    textField('issueType', 'Issue type', { required: false, default: 'Task', advanced: true }),
    optionalField('doneTransition', 'Transition when resolved', {
      default: 'Done',
      advanced: true,
      help: 'If empty, the issue gets a comment and stays open.',
    }),
  ],
  example: {
    server: 'https://example.atlassian.net',
    email: 'lookout@example.org',
    token: '${JIRA_TOKEN}',
    project: 'OPS',
  },
  load: () => import('./send.ts'),
});
