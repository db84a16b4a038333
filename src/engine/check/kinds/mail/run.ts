/** One mail round trip: open the mailbox, send an email, wait until it is there, delete it. */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { openImap, type ImapSession } from '../../net/mail/imap.ts';
import { openSmtp } from '../../net/mail/smtp.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { imapCredentials, type MailFields } from './fields.ts';

/** From one look into the mailbox to the next, in milliseconds: the first pause, and the longest. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/** Runs one check, from the name of the IMAP server to the email. */
export function run(fields: MailFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const { watch, details, metrics } = probe;
    const imap = await openMailbox(probe, fields);
    try {
      const token = randomUUID();
      await send(probe, fields, `Lookout check ${token}`);
      watch.enter('delivery');
      const sentAt = performance.now();
      details['server'] = imapServer(fields);
      const found = await waitFor(probe, imap, token);
      metrics['delivery'] = Math.round((performance.now() - sentAt) * 1000) / 1000;
      watch.pause();
      await imap.remove(found);
      delete details['server'];
      imap.leave();
      return null;
    } catch (error) {
      imap.close();
      throw error;
    }
  });
}

/** Done before the email is sent, so that the time until it arrives includes no sign-in. */
async function openMailbox(probe: Probe, fields: MailFields): Promise<ImapSession> {
  const { watch, details } = probe;
  const { host, imapHost, imapPort, imapTls } = fields;
  details['server'] = imapServer(fields);
  const service = { ...fields, host: imapHost === '' ? host : imapHost, port: imapPort, tls: imapTls };
  const session = await openImap(probe, service);
  try {
    await session.begin(probe, service);
    watch.enter('signIn');
    await session.signIn(...imapCredentials(fields));
    await session.select(fields.mailbox);
    return session;
  } catch (error) {
    session.close();
    throw error;
  }
}

async function send(probe: Probe, fields: MailFields, subject: string): Promise<void> {
  const { watch, details, observed } = probe;
  const { to, from, username, password } = fields;
  details['server'] = `smtp://${formatHostPort(fields)}`;
  const session = await openSmtp(probe, fields);
  try {
    await session.begin(probe, fields);
    if (username !== '') {
      watch.enter('signIn');
      await session.signIn(username, password);
    }
    watch.enter('send');
    const text = 'Lookout sent this email to check that mail arrives. It deletes it as soon as it has seen it.';
    const reply = await session.offer({ from: from === '' ? to : from, to, subject, text }, true);
    details['reply'] = toSnippet(reply);
    observed['BODY'] = reply;
    session.leave();
  } catch (error) {
    session.close();
    throw error;
  }
}

/** @returns the ids of the email, once it is there */
async function waitFor({ signal }: Probe, imap: ImapSession, token: string): Promise<readonly number[]> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const found = await imap.search(token);
    if (found.length > 0) return found;
    await setTimeout(pauseMs, undefined, { signal });
  }
}

function imapServer({ host, imapHost, imapPort }: MailFields): string {
  return `imap://${formatHostPort({ host: imapHost === '' ? host : imapHost, port: imapPort })}`;
}
