import { z } from 'zod';
import { optionalField, requiredText, secretField, serverField, serverUrl } from '../../channel-fields.ts';
import { defineChannel } from '../../define-channel.ts';

export interface HomeassistantFields {
  /** Without a slash at its end. */
  readonly server: string;
  readonly token: string;
  readonly service: string;
}

/** Home Assistant, REST API (https://developers.home-assistant.io/docs/api/rest/). */
export const homeAssistant = defineChannel<HomeassistantFields>({
  kind: 'homeassistant',
  title: 'Home Assistant',
  description: 'A notification through Home Assistant, for example on phones with its app.',
  category: 'system',
  schema: () => z.object({ server: serverUrl(), token: requiredText(), service: requiredText(200).default('notify') }),
  form: [
    serverField({ placeholder: 'http://homeassistant.local:8123' }),
    secretField('token', 'Long-lived access token', { help: 'From your profile, under Security.' }),
    optionalField('service', 'Notify service', {
      default: 'notify',
      help: 'The part after notify., such as mobile_app_my_phone.',
    }),
  ],
  example: { server: 'http://homeassistant.local:8123', token: 'eyJ0', service: 'mobile_app_my_phone' },
  load: () => import('./send.ts'),
});
