import { z } from 'zod';
import { acceptsHttpUrl, optionalField, optionalText, webhookUrlField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface FeishuFields {
  readonly url: string;
  /** Empty: no signature. */
  readonly secret: string;
}

/** Feishu and Lark, through a custom bot (https://open.larksuite.com/document/client-docs/bot-v3/add-custom-bot). */
export const feishu = defineChannel<FeishuFields>({
  kind: 'feishu',
  title: 'Feishu / Lark',
  description: 'A card in a Feishu or Lark group, through a custom bot.',
  category: 'chat',
  schema: () => z.object({ url: acceptsHttpUrl(), secret: optionalText(4_000) }),
  form: [
    webhookUrlField('https://open.feishu.cn/open-apis/bot/v2/hook/…', 'From the settings of the group, under Bots.'),
    optionalField('secret', 'Signing secret', { help: 'Only if the bot verifies signatures.', secret: true }),
  ],
  example: { url: 'https://open.feishu.cn/open-apis/bot/v2/hook/XXXX' },
  load: () => import('./send.ts'),
});
