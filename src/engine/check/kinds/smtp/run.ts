/** One check of an SMTP endpoint: greeting, capabilities, STARTTLS, sign-in, recipient, mail. */
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { noteGreeting } from '../../net/mail/note-greeting.ts';
import { openSmtp, type SmtpSession } from '../../net/mail/smtp.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import type { SmtpFields } from './fields.ts';
import { talkAndLeave } from '../../net/services/session.ts';

/** Runs one check, from the name to the last reply. */
export function run(fields: SmtpFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const session = await openSmtp(probe, fields);
    try {
      return await talkAndLeave(probe, session, () => talk(probe, session, fields));
    } finally {
      noteGreeting(probe, session);
    }
  });
}

async function talk(probe: Probe, session: SmtpSession, fields: SmtpFields): Promise<void> {
  const { watch, details } = probe;
  await session.begin(probe, fields);
  if (fields.username !== '') {
    watch.enter('signIn');
    await session.signIn(fields.username, fields.password);
  }
  if (fields.to === '') return;
  watch.enter('mail');
  const { from, to } = fields;
  const text = 'Lookout sent this email to check that the server accepts mail. Nobody needs to answer it.';
  details['reply'] = toSnippet(await session.offer({ from, to, subject: 'Lookout check', text }, fields.sendMail));
}
