/** The end of a conversation with a server: a goodbye if it went well, otherwise none. */
import type { Probe } from '../probe/probe.ts';

export interface Session {
  /** Says goodbye and ends the connection as soon as that is sent. */
  leave(): void;
  /** Ends the connection at once. */
  close(): void;
}

/**
 * Talks to a server. The goodbye is not timed. @returns null, because a wrong answer throws
 * @throws what `talk` throws, after the connection has been closed
 */
export async function talkAndLeave(probe: Probe, session: Session, talk: () => Promise<void>): Promise<null> {
  try {
    await talk();
    probe.watch.pause();
    session.leave();
    return null;
  } catch (error) {
    session.close();
    throw error;
  }
}
