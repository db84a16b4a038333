import { z } from 'zod';
import { accepts } from '../../../base/accepts.ts';
import { requiredText, secretField, serverField, serverUrl, textField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface GithubFields {
  readonly token: string;
  /** `OWNER/NAME`. */
  readonly repository: string;
  readonly label: string;
  /** Without a slash at its end. */
  readonly server: string;
}

/** An issue on GitHub (https://docs.github.com/en/rest/issues/issues). */
export const github = defineChannel<GithubFields>({
  kind: 'github',
  title: 'GitHub issue',
  description: 'An issue in a GitHub repository, which is closed when the alert ends.',
  category: 'issues',
  keepsOpen: true,
  schema: () =>
    z.object({
      token: requiredText(),
      repository: accepts(
        'repository',
        {},
        z
          .string()
          .trim()
          .regex(/^[\w.-]+\/[\w.-]+$/u),
      ),
      label: requiredText(50).default('lookout'),
      server: serverUrl('https://api.github.com'),
    }),
  form: [
    textField('repository', 'Repository', { placeholder: 'owner/name' }),
    secretField('token', 'Token', {
      help: 'A fine-grained token with read and write access to the issues of the repository.',
    }),
    textField('label', 'Label', {
      required: false,
      default: 'lookout',
      advanced: true,
      help: 'Lookout finds its issues by it.',
    }),
    serverField({
      default: 'https://api.github.com',
      advanced: true,
      help: 'For GitHub Enterprise Server: https://HOST/api/v3.',
    }),
  ],
  example: { repository: 'example/infrastructure', token: '${GITHUB_TOKEN}' },
  load: () => import('./send.ts'),
});
