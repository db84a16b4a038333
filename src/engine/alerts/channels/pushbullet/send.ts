import { httpSender } from '../../http-sender.ts';
import type { PushbulletFields } from './descriptor.ts';

export const sender = httpSender<PushbulletFields>({
  request: ({ server, token, device }, { title, text, dedupKey }) => ({
    url: `${server}/v2/pushes`,
    headers: { 'access-token': token },
    // Pushbullet ignores a second push with the same `guid`.
    body: { type: 'note', title, body: text, guid: dedupKey, ...(device === '' ? {} : { device_iden: device }) },
  }),
});
