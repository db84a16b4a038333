/** One check of an FTP endpoint: greeting, capabilities, AUTH TLS, sign-in, path. */
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { noteGreeting } from '../../net/mail/note-greeting.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import type { FtpFields } from './fields.ts';
import { FtpSession } from './session.ts';
import { talkAndLeave } from '../../net/services/session.ts';

/** The most names in the details and in `[FILES]`. */
const NAMED = 100;

/** Runs one check, from the name to the path. */
export function run(fields: FtpFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const session = new FtpSession(probe, await openSocket(probe, fields), fields);
    try {
      return await talkAndLeave(probe, session, async () => {
        await session.begin();
        if (fields.username !== '') {
          probe.watch.enter('signIn');
          await session.signIn();
          if (fields.path !== '') await lookAt(probe, session, fields.path);
        }
      });
    } finally {
      noteGreeting(probe, session);
    }
  });
}

async function lookAt({ watch, metrics, details, observed }: Probe, session: FtpSession, path: string): Promise<void> {
  watch.enter('path');
  const facts = await session.facts(path);
  if (facts !== null) {
    metrics['fileSize'] = facts.sizeBytes;
    if (facts.modifiedAt !== null) {
      metrics['fileAge'] = Math.max(0, Math.round((Date.now() - facts.modifiedAt) / 1000));
    }
    return;
  }
  const names = await session.list(path);
  metrics['entries'] = names.length;
  observed['FILES'] = names.slice(0, NAMED);
  details['files'] = names.slice(0, NAMED).map(toSnippet);
}
