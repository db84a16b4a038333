import { createHmac } from 'node:crypto';
import { alertJson } from '../../alert-json.ts';
import { httpSender } from '../../http-sender.ts';
import type { WebhookFields } from './descriptor.ts';

export const sender = httpSender<WebhookFields>({
  async request({ url, method, headers, payload, secret }, message, { render }) {
    const made = payload === '' ? null : await render(payload);
    const body = made ?? JSON.stringify(alertJson(message));
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const named = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
    return {
      url,
      method,
      headers: {
        ...(method === 'GET' || named ? {} : { 'content-type': 'application/json' }),
        'idempotency-key': message.dedupKey,
        ...(secret === '' ? {} : { 'x-lookout-signature': `sha256=${signature}` }),
        ...headers,
      },
      body: method === 'GET' ? null : body,
    };
  },
});
