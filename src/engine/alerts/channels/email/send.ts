import { createTransport } from 'nodemailer';
import type { SendResult } from '../../../../contract/model/alert.ts';
import type { AlertMessage, ChannelSender } from '../../channel-kind.ts';
import { beginsAlert, html, moodOf } from '../../message-parts.ts';
import type { EmailFields } from './descriptor.ts';
import { authOf, isRefusedForGood, keepToken } from './sign-in.ts';

/** How long sending an email may take, in milliseconds. It takes longer only if something is wrong. */
const LIMIT_MS = 20_000;

/** The result of an email that the server accepted for at least one recipient. */
interface Accepted {
  readonly response: string;
  readonly rejected: readonly string[];
}

export const sender: ChannelSender<EmailFields> = {
  async send(fields, message, { signal }) {
    const { host, port, tls, verifyTls } = fields;
    const auth = authOf(fields, Date.now());
    const transport = createTransport({
      host,
      port,
      secure: tls === 'on',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'off',
      tls: { rejectUnauthorized: verifyTls },
      ...(auth === null ? {} : { auth }),
      connectionTimeout: LIMIT_MS,
      greetingTimeout: LIMIT_MS,
      socketTimeout: LIMIT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    transport.on('token', (token: { accessToken: string; expires: number }) => keepToken(fields, token));
    const close = (): void => transport.close();
    signal.addEventListener('abort', close, { once: true });
    try {
      const info = (await transport.sendMail(mailOf(fields, message))) as Accepted;
      const refused = info.rejected.length === 0 ? '' : ` (refused: ${info.rejected.join(', ')})`;
      return { outcome: 'delivered', answer: `${info.response}${refused}` };
    } catch (error) {
      return refusal(error);
    } finally {
      signal.removeEventListener('abort', close);
      transport.close();
    }
  },
};

function mailOf({ from, to }: EmailFields, message: AlertMessage) {
  const { id, dedupKey, title, text, at, event } = message;
  const thread = `<${id}@lookout>`;
  return {
    from,
    to,
    subject: title,
    text,
    html: html(message),
    date: new Date(at),
    // The same for every attempt, so that an email that arrives twice is recognized. All emails about an alert are one thread.
    messageId: `<${dedupKey}@lookout>`,
    references: thread,
    ...(event === 'test' || beginsAlert(event) ? {} : { inReplyTo: thread }),
    priority: moodOf(message) === 'bad' ? ('high' as const) : ('normal' as const),
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

/** The errors of nodemailer have the reply of the server, if there was one. */
function refusal(error: unknown): SendResult {
  if (!(error instanceof Error)) throw error;
  const { responseCode, response, code } = error as MailError;
  const answer = response ?? error.message;
  // 4xx is transient and 5xx permanent (RFC 5321, 4.2.1). Without a reply, wrong credentials and addresses are permanent.
  const isFinal =
    responseCode === undefined
      ? code === 'EENVELOPE' || (code === 'EAUTH' && isRefusedForGood(error))
      : responseCode >= 500;
  return { outcome: isFinal ? 'final' : 'retry', answer };
}

interface MailError {
  readonly responseCode?: number;
  readonly response?: string;
  readonly code?: string;
}
