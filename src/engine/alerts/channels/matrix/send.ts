import { httpSender } from '../../http-sender.ts';
import { html, plainText } from '../../message-parts.ts';
import type { MatrixFields } from './descriptor.ts';

export const sender = httpSender<MatrixFields>({
  request: ({ server, token, room }, message) => ({
    // The server treats a repeated transaction as the same message.
    url: `${server}/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${message.dedupKey}`,
    method: 'PUT',
    headers: { authorization: `Bearer ${token}` },
    body: {
      msgtype: 'm.text',
      body: plainText(message),
      format: 'org.matrix.custom.html',
      formatted_body: html(message),
    },
  }),
  classify: ({ status, body }) => {
    const ms = /"retry_after_ms":\s*(?<ms>\d+)/u.exec(body)?.groups?.['ms'];
    return status === 429 && ms !== undefined ? { outcome: 'retry', afterMs: Number(ms) } : null;
  },
});
