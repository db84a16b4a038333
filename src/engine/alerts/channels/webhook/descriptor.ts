import { z } from 'zod';
import { acceptsHttpUrl } from '../../channel-fields.ts';
import { lazily } from '../../../check/fields/lazily.ts';
import { textSchema } from '../../../check/common.ts';
import { accepts } from '../../../base/accepts.ts';
import type { ChannelKind } from '../../channel-kind.ts';
import { templateSchema } from '../../template/templates.ts';

const METHODS = ['POST', 'PUT', 'PATCH', 'GET'] as const;

export interface WebhookFields {
  readonly url: string;
  readonly method: (typeof METHODS)[number];
  readonly headers: Readonly<Record<string, string>>;
  /** The template of the body; empty: the alert as JSON. */
  readonly payload: string;
  /** Signs the body; empty: no signature. */
  readonly secret: string;
}

/** Any program that takes an HTTP request. */
export const webhook: ChannelKind<WebhookFields> = {
  kind: 'webhook',
  title: 'Webhook',
  description: 'An HTTP request with the alert as JSON, for your own programs and services.',
  category: 'system',
  schema: lazily(() =>
    z.object({
      url: acceptsHttpUrl(),
      method: accepts('oneOf', { options: METHODS }, z.enum(METHODS)).default('POST'),
      headers: z.record(z.string().regex(/^[!#$%&'*+\-.^_`|~\w]+$/u), textSchema(4_000)).default({}),
      payload: templateSchema(20_000).default(''),
      secret: textSchema(1_000).default(''),
    }),
  ),
  form: [
    {
      name: 'url',
      label: 'URL',
      type: 'text',
      section: 'target',
      required: true,
      // Many services put their token into it.
      secret: true,
      placeholder: 'https://example.org/hooks/lookout',
    },
    {
      name: 'method',
      label: 'Method',
      type: 'select',
      section: 'request',
      advanced: true,
      default: 'POST',
      options: METHODS.map((value) => ({ value, label: value })),
      help: 'With GET, there is no body.',
    },
    {
      name: 'headers',
      label: 'Headers',
      type: 'pairs',
      section: 'request',
      advanced: true,
      default: {},
      secretNames: '.*',
      help: 'Sent with each request, such as Authorization. The values are stored encrypted.',
    },
    {
      name: 'payload',
      label: 'Body of the request',
      type: 'multiline',
      section: 'request',
      advanced: true,
      default: '',
      placeholder: '{"text": {{ title | json }}}',
      help: 'A Liquid template, like the title and body templates. If empty, the alert is sent as JSON.',
    },
    {
      name: 'secret',
      label: 'Signing secret',
      type: 'text',
      section: 'auth',
      advanced: true,
      default: '',
      secret: true,
      help: 'If set, the header X-Lookout-Signature contains sha256= and the HMAC-SHA256 of the body with this secret, in hexadecimal.',
    },
  ],
  example: { url: 'http://127.0.0.1:9000/alerts' },
  load: async () => {
    const { sender } = await import('./send.ts');
    return sender;
  },
};
