import { createHmac } from 'node:crypto';
import { alertJson } from '../../alert-json.ts';
import { httpSender } from '../../http-sender.ts';
import type { WebhookFields } from './descriptor.ts';

export const sender = httpSender<WebhookFields>({
  request({ url, method, headers, secret }, message) {
    const body = JSON.stringify(alertJson(message));
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    return {
      url,
      method,
      headers: {
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
        'idempotency-key': message.dedupKey,
        ...(secret === '' ? {} : { 'x-lookout-signature': `sha256=${signature}` }),
        ...headers,
      },
      body: method === 'GET' ? null : body,
    };
  },
});
