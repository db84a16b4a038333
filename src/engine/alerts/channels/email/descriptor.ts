import { z } from 'zod';
import { accepts, ownIssue } from '../../../base/accepts.ts';
import { toggleSchema, wholeNumberSchema } from '../../../check/common.ts';
import { acceptsHttpUrl, optionalField, optionalText, requiredText, textField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

const TLS_MODES = ['starttls', 'on', 'off'] as const;

export interface EmailFields {
  readonly host: string;
  readonly port: number;
  readonly tls: (typeof TLS_MODES)[number];
  readonly verifyTls: boolean;
  /** Empty: it does not sign in. */
  readonly username: string;
  readonly password: string;
  /** Instead of a password; empty: none. */
  readonly accessToken: string;
  /** With it, access tokens are requested from `tokenUrl`; empty: they are not. */
  readonly refreshToken: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  /** May be empty: a public client has none. */
  readonly clientSecret: string;
  /** Empty: the scope of the refresh token. */
  readonly scope: string;
  readonly from: string;
  /** Addresses with commas between them. */
  readonly to: string;
}

/** Email by SMTP (RFC 5321), through nodemailer. */
export const email = defineChannel<EmailFields>({
  kind: 'email',
  title: 'Email',
  description: 'An email, through the SMTP server of your provider.',
  category: 'direct',
  schema: () =>
    z
      .object({
        host: requiredText(255),
        port: wholeNumberSchema(1, 65_535).default(587),
        tls: accepts('oneOf', { options: TLS_MODES }, z.enum(TLS_MODES)).default('starttls'),
        verifyTls: toggleSchema().default(true),
        username: optionalText(500),
        password: optionalText(),
        accessToken: optionalText(10_000),
        refreshToken: optionalText(10_000),
        tokenUrl: accepts('httpUrl', {}, acceptsHttpUrl().or(z.literal(''))).default(''),
        clientId: optionalText(1_000),
        clientSecret: optionalText(10_000),
        scope: optionalText(1_000),
        from: requiredText(500),
        to: requiredText(4_000),
      })
      .superRefine(({ refreshToken, ...fields }, context) => {
        if (refreshToken === '') return;
        for (const name of ['username', 'tokenUrl', 'clientId'] as const) {
          if (fields[name] === '') context.addIssue({ ...ownIssue('required'), path: [name] });
        }
      }),
  form: [
    textField('to', 'To', { placeholder: 'ops@example.org', help: 'One or more addresses, separated by commas.' }),
    textField('from', 'From', { placeholder: 'Lookout <lookout@example.org>' }),
    textField('host', 'SMTP server', { placeholder: 'smtp.example.org' }),
    { name: 'port', label: 'Port', type: 'number', section: 'target', default: 587, min: 1, max: 65_535 },
    {
      name: 'tls',
      label: 'Encryption',
      type: 'select',
      section: 'target',
      default: 'starttls',
      options: [
        { value: 'starttls', label: 'STARTTLS' },
        { value: 'on', label: 'TLS from the start' },
        { value: 'off', label: 'None' },
      ],
      help: 'Usually STARTTLS on port 587, or TLS from the start on port 465.',
    },
    optionalField('username', 'Username', { help: 'If empty, Lookout does not sign in.' }),
    optionalField('password', 'Password', { secret: true }),
    optionalField('accessToken', 'OAuth2 access token', {
      secret: true,
      advanced: true,
      help: 'Used instead of a password. At most providers, it expires after an hour. A refresh token does not.',
    }),
    optionalField('refreshToken', 'OAuth2 refresh token', {
      secret: true,
      advanced: true,
      help: 'Used instead of a password. Lookout requests access tokens with it.',
    }),
    optionalField('tokenUrl', 'OAuth2 token URL', {
      advanced: true,
      placeholder: 'https://oauth2.googleapis.com/token',
      help: 'For Microsoft: https://login.microsoftonline.com/TENANT/oauth2/v2.0/token.',
    }),
    optionalField('clientId', 'OAuth2 client ID', { advanced: true }),
    optionalField('clientSecret', 'OAuth2 client secret', {
      secret: true,
      advanced: true,
      help: 'If empty, the client has no secret.',
    }),
    optionalField('scope', 'OAuth2 scope', {
      advanced: true,
      help: 'If empty, that of the refresh token. For Microsoft: https://outlook.office.com/SMTP.Send offline_access.',
    }),
    { name: 'verifyTls', label: 'Verify certificate', type: 'toggle', section: 'tls', advanced: true, default: true },
  ],
  example: {
    to: 'ops@example.org',
    from: 'lookout@example.org',
    host: 'smtp.example.org',
    username: 'lookout',
    password: '${SMTP_PASSWORD}',
  },
  load: () => import('./send.ts'),
});
