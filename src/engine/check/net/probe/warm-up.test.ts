import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WarmUps, warmUpWith } from './warm-up.ts';

describe('warmUpWith', () => {
  it('lets the server listen on loopback while the work runs, and closes it with its connections', async () => {
    const server = createServer();
    let closed: Promise<unknown> = Promise.resolve();
    await warmUpWith(server, async (port, { signal }) => {
      expect(signal.aborted).toBe(false);
      const socket = connect(port, '127.0.0.1');
      closed = once(socket, 'close');
      await once(server, 'connection');
    });
    await closed;
    expect(server.listening).toBe(false);
  });

  it('never fails', async () => {
    const server = createServer();
    await warmUpWith(server, () => Promise.reject(new Error('It went wrong')));
    expect(server.listening).toBe(false);
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    // It is listening already.
    await warmUpWith(taken, () => expect.unreachable('The work must not run'));
    expect(taken.listening).toBe(false);
  });
});

describe('WarmUps', () => {
  it('prepares each once, one after the other, and then has nothing left to do', async () => {
    const log: string[] = [];
    const prepare = (name: string) => async () => {
      log.push(`${name} began`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${name} ended`);
    };
    const warmUps = new WarmUps({ a: prepare('a'), b: prepare('b') });
    const first = warmUps.once('a');
    expect(warmUps.once('a')).toBe(first);
    await Promise.all([first, warmUps.once('b')]);
    expect(log).toEqual(['a began', 'a ended', 'b began', 'b ended']);
    expect(warmUps.once('a')).toBeUndefined();
    expect(warmUps.once('b')).toBeUndefined();
  });
});

it('goes on when a preparation fails, and does not try it again', async () => {
  const ran: string[] = [];
  const warmUps = new WarmUps({
    broken: async () => {
      ran.push('broken');
      throw new Error('It cannot be prepared');
    },
    good: async () => void ran.push('good'),
  });
  await warmUps.once('broken');
  await warmUps.once('good');
  expect(warmUps.once('broken')).toBeUndefined();
  expect(ran).toEqual(['broken', 'good']);
});
