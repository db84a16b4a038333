import { z } from 'zod';
import { acceptsHttpUrl, optionalField, optionalText, webhookUrlField } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface DingtalkFields {
  readonly url: string;
  /** Empty: no signature. */
  readonly secret: string;
}

/** DingTalk, through a custom robot (https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages). */
export const dingtalk = defineChannel<DingtalkFields>({
  kind: 'dingtalk',
  title: 'DingTalk',
  description: 'A message in a DingTalk group, through a custom robot.',
  category: 'chat',
  schema: () => z.object({ url: acceptsHttpUrl(), secret: optionalText(4_000) }),
  form: [
    webhookUrlField(
      'https://oapi.dingtalk.com/robot/send?access_token=…',
      'From the settings of the group, under Group Assistant.',
    ),
    optionalField('secret', 'Signing secret', { help: 'Only if the robot uses signatures.', secret: true }),
  ],
  example: { url: 'https://oapi.dingtalk.com/robot/send?access_token=XXXX' },
  load: () => import('./send.ts'),
});
