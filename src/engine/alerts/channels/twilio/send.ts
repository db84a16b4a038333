import { basic } from '../../../check/fields/credentials.ts';
import { httpSender } from '../../http-sender.ts';
import { fit, plainText } from '../../message-parts.ts';
import type { TwilioFields } from './descriptor.ts';

/**
 * The most characters of a text. A longer one can cost more than ten messages, and Twilio refuses more than 1,600
 * characters.
 */
const MAX_LENGTH = 600;

export const sender = httpSender<TwilioFields>({
  request: ({ server, account, token, from, to }, message) => {
    const sending = from.startsWith('MG') ? { MessagingServiceSid: from } : { From: from };
    return {
      url: `${server}/2010-04-01/Accounts/${encodeURIComponent(account)}/Messages.json`,
      headers: {
        authorization: basic(account, token),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ ...sending, To: to, Body: fit(plainText(message), MAX_LENGTH) }).toString(),
    };
  },
});
