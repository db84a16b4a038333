/** One check of an IMAP endpoint: greeting, capabilities, STARTTLS, sign-in, mailbox. */
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { openImap } from '../../net/mail/imap.ts';
import { noteGreeting } from '../../net/mail/note-greeting.ts';
import { conductCheck } from '../../net/probe/probe.ts';
import type { ImapFields } from './fields.ts';
import { talkAndLeave } from '../../net/services/session.ts';

/** Runs one check, from the name to the mailbox. */
export function run(fields: ImapFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const { watch, metrics } = probe;
    const session = await openImap(probe, fields);
    try {
      return await talkAndLeave(probe, session, async () => {
        await session.begin(probe, fields);
        if (fields.username !== '') {
          watch.enter('signIn');
          await session.signIn(fields.username, fields.password);
          if (fields.mailbox !== '') {
            watch.enter('mailbox');
            const { messages, unseen } = await session.status(fields.mailbox);
            Object.assign(metrics, { messages, unseen });
          }
        }
      });
    } finally {
      noteGreeting(probe, session);
    }
  });
}
