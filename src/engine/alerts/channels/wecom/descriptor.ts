import { z } from 'zod';
import { acceptsHttpUrl, webhookUrlField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface WecomFields {
  readonly url: string;
}

/** WeCom, through a group robot (https://developer.work.weixin.qq.com/document/path/91770). */
export const wecom = defineChannel<WecomFields>({
  kind: 'wecom',
  title: 'WeCom',
  description: 'A message in a WeCom group, through a group robot.',
  category: 'chat',
  schema: () => z.object({ url: acceptsHttpUrl() }),
  form: [
    webhookUrlField('https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…', 'From the group, under Group Robots.'),
  ],
  example: { url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=XXXX' },
  load: () => import('./send.ts'),
});
