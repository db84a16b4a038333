/** One check of a POP3 endpoint: greeting, capabilities, STARTTLS, sign-in, mailbox. */
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { Conversation } from '../../net/connect/conversation.ts';
import { noteGreeting } from '../../net/mail/note-greeting.ts';
import { Pop3Session } from '../../net/mail/pop3.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck } from '../../net/probe/probe.ts';
import type { Pop3Fields } from './fields.ts';
import { talkAndLeave } from '../../net/services/session.ts';

/** Runs one check, from the name to the mailbox. */
export function run(fields: Pop3Fields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const { watch, metrics } = probe;
    const session = new Pop3Session(new Conversation(probe, await openSocket(probe, fields)));
    try {
      return await talkAndLeave(probe, session, async () => {
        await session.begin(probe, fields);
        if (fields.username !== '') {
          watch.enter('signIn');
          await session.signIn(fields.username, fields.password);
          watch.enter('mailbox');
          const { messages, sizeBytes } = await session.status();
          Object.assign(metrics, { messages, size: sizeBytes });
        }
      });
    } finally {
      noteGreeting(probe, session);
    }
  });
}
