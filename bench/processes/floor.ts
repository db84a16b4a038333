/**
 * The baseline: a bare `node:http` loop that makes the same requests, each on a new connection, and records only how
 * long they took. It creates its TLS context once, as a carefully written program would.
 */
import { Agent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as TlsAgent, request as httpsRequest } from 'node:https';
import { createSecureContext } from 'node:tls';
import { answerCalls } from '../harness/calls.ts';
import { Meter, ownCpuMs, type Measured } from '../harness/meter.ts';

const agent = new Agent({ keepAlive: false });
// Keeps no sessions: the engine also makes a full handshake with every check.
const tlsAgent = new TlsAgent({
  keepAlive: false,
  maxCachedSessions: 0,
  secureContext: createSecureContext({ minVersion: 'TLSv1.2' }),
});
const headers = { 'User-Agent': 'Lookout', Accept: '*/*', Connection: 'close' };
const meter = new Meter();
let timer: NodeJS.Timeout | undefined;
let stopFlat = false;

function get(target: string): Promise<boolean> {
  return new Promise((resolve) => {
    const url = new URL(target);
    const onAnswer = (message: IncomingMessage) => {
      message.on('data', () => undefined);
      message.once('end', () => resolve(message.statusCode === 200));
    };
    const options = { headers, timeout: 10_000 };
    const sent: ClientRequest =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...options, agent: tlsAgent }, onAnswer)
        : httpRequest(url, { ...options, agent }, onAnswer);
    sent.on('error', () => resolve(false));
    sent.on('timeout', () => sent.destroy());
    sent.end();
  });
}

async function probe(target: string, lateMs: number): Promise<void> {
  meter.record(lateMs, await get(target));
}

const methods = {
  /** Requests each target once an interval, spread evenly. */
  pace({ targets, intervalMs }: { targets: readonly string[]; intervalMs: number }): void {
    clearTimeout(timer);
    const began = performance.now();
    const stepMs = intervalMs / targets.length;
    let next = 0;
    function turn(): void {
      const now = performance.now();
      for (let due = began + next * stepMs; due <= now; due = began + next * stepMs) {
        // Never rejects: a failed request counts as failed.
        void probe(targets[next % targets.length] ?? '', now - due);
        next += 1;
      }
      timer = setTimeout(turn, Math.max(0, Math.ceil(began + next * stepMs - performance.now())));
    }
    turn();
  },
  pause(): void {
    clearTimeout(timer);
  },
  cpu: (): number => ownCpuMs(),
  begin: (): void => meter.begin(),
  end: (): Measured => meter.end(),
  /** Sends as many requests as possible, `atOnce` at a time. @returns requests per second */
  async flatOut(args: { targets: readonly string[]; atOnce: number; ms: number }): Promise<number> {
    let done = 0;
    stopFlat = false;
    const began = performance.now();
    const lane = async (index: number) => {
      for (let next = index; !stopFlat; next += args.atOnce) {
        await get(args.targets[next % args.targets.length] ?? '');
        done += 1;
        stopFlat ||= performance.now() - began > args.ms;
      }
    };
    await Promise.all(Array.from({ length: args.atOnce }, (_, index) => lane(index)));
    return done / ((performance.now() - began) / 1000);
  },
};

export type FloorMethods = typeof methods;
answerCalls(methods, () => clearTimeout(timer));
