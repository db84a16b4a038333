/**
 * Asks DNS servers for the addresses of one name. A question is sent again until the signal is aborted, so an answer
 * counts however late it comes, and a lost datagram costs a second rather than the check.
 */
import { randomInt } from 'node:crypto';
import type { Ms } from '../../../../contract/model/units.ts';
import { untilAborted } from '../../../base/until-aborted.ts';
import type { Address } from '../../kind.ts';
import { codeOf } from '../probe/failures.ts';
import type { DnsConfig, DnsServer } from './config.ts';
import { DnsError } from './dns-error.ts';
import { decodeAnswer, encodeQuery, type Message, MessageError, type Question, type RecordType } from './message.ts';
import { isAnswerTo, isServerFailure, resultOf, toAnswer, type Answer } from './outcome.ts';
import type { ServerHealth } from './server-health.ts';
import { askOverTcp, openDatagrams, type Datagrams } from './transport.ts';

export interface QueryOptions {
  readonly config: DnsConfig;
  readonly health: ServerHealth;
}

/** No server has an address. Has the outcome of the question for each type. */
export class NoAddressError extends Error {
  override readonly name = 'NoAddressError';
  readonly errors: readonly DnsError[];

  constructor(errors: readonly DnsError[]) {
    super(errors.map((error) => error.message).join('; '));
    this.errors = errors;
  }
}

/**
 * The first silence of a server after which the next one is asked and the question is sent again; each further wait is
 * twice as long. c-ares starts with two seconds, the C library with five, but a lost datagram must not decide about `degraded`.
 */
const FIRST_WAIT_MS = 1_000;
/**
 * How long AAAA may still take once A has answered (RFC 8305, 3: the Resolution Delay). Some servers drop AAAA queries;
 * their names must not take seconds.
 */
const RESOLUTION_DELAY_MS = 50;
/** Errors of resources that this machine lacks. Another server would not help. */
const EXHAUSTED: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM']);

/** A server that was asked in this lookup. */
interface Asked {
  readonly server: DnsServer;
  readonly at: Ms;
  readonly datagrams: Datagrams;
  readonly answers: Map<RecordType, Answer>;
  /** A connection per question whose answer was too long. */
  readonly connections: Map<RecordType, () => void>;
  sent: number;
}

/**
 * @param name a complete name, for which `isDnsName` is true
 * @param types both are asked for at the same time
 * @returns IPv6 addresses first
 * @throws NoAddressError when the servers know or can find none; the signal's reason; a system error when this machine
 *   has no socket left
 */
export function query(
  name: string,
  types: readonly RecordType[],
  options: QueryOptions,
  signal: AbortSignal,
): Promise<readonly Address[]> {
  return untilAborted(signal, (resolve, reject) => {
    const lookup = new Lookup(name, types, options, resolve, reject);
    lookup.start();
    return () => lookup.end();
  });
}

class Lookup {
  readonly #questions: readonly { readonly question: Question; readonly id: number; readonly message: Buffer }[];
  readonly #config: DnsConfig;
  readonly #health: ServerHealth;
  readonly #resolve: (addresses: readonly Address[]) => void;
  readonly #reject: (error: Error) => void;
  /** In the order of the configuration; null: not asked yet. */
  readonly #asked: (Asked | null)[];
  #wait: Ms;
  #resend: NodeJS.Timeout | undefined;
  #patience: NodeJS.Timeout | undefined;
  #delay: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(
    name: string,
    types: readonly RecordType[],
    { config, health }: QueryOptions,
    resolve: (addresses: readonly Address[]) => void,
    reject: (error: Error) => void,
  ) {
    this.#questions = types.map((type) => {
      const question = { name, type };
      const id = randomInt(0x10000);
      return { question, id, message: encodeQuery(id, question, true) };
    });
    this.#config = config;
    this.#health = health;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#asked = config.servers.map(() => null);
    this.#wait = Math.min(FIRST_WAIT_MS, config.timeoutMs);
  }

  /** Asks the first good server, and those before it that are late or that may be back. */
  start(): void {
    const { servers } = this.#config;
    const states = servers.map((server) => this.#health.stateOf(server));
    const allDead = states.every((state) => state === 'dead');
    for (const [index, server] of servers.entries()) {
      if (allDead || states[index] !== 'dead' || this.#health.takeProbe(server)) this.#ask(index);
      if (states[index] === 'good') break;
    }
    this.#scheduleResend();
  }

  /** Closes all sockets, and remembers which servers stayed silent. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const timer of [this.#resend, this.#patience, this.#delay]) clearTimeout(timer);
    const asked = this.#asked.filter((one) => one !== null);
    const anyAnswered = asked.some(({ answers }) => answers.size > 0);
    const now = performance.now();
    for (const { server, at, answers, datagrams, connections } of asked) {
      datagrams.close();
      for (const close of connections.values()) close();
      const silentFor = now - at;
      if (!anyAnswered || answers.size > 0 || silentFor < Math.min(FIRST_WAIT_MS, this.#config.timeoutMs)) continue;
      this.#health.stayedSilent(server, silentFor >= this.#config.timeoutMs ? 'dead' : 'late');
    }
  }

  #ask(index: number): void {
    const server = this.#config.servers[index];
    if (server === undefined || this.#ended) return;
    const asked: Asked = {
      server,
      at: performance.now(),
      answers: new Map(),
      connections: new Map(),
      sent: 0,
      datagrams: openDatagrams(server, {
        onMessage: (bytes) => this.#received(asked, bytes),
        onError: (error) => this.#failed(asked, error),
      }),
    };
    this.#asked[index] = asked;
    this.#send(asked);
  }

  /** The first server that was not asked yet. */
  #askNext(): void {
    const index = this.#asked.indexOf(null);
    if (index >= 0) this.#ask(index);
  }

  #send(asked: Asked): void {
    if (asked.sent >= (this.#config.attempts ?? Infinity)) return;
    asked.sent++;
    for (const { question, message } of this.#questions) {
      if (!asked.answers.has(question.type) && !asked.connections.has(question.type)) asked.datagrams.send(message);
    }
  }

  #scheduleResend(): void {
    this.#resend = setTimeout(() => {
      for (const asked of this.#asked) if (asked !== null) this.#send(asked);
      this.#askNext();
      this.#wait *= 2;
      this.#scheduleResend();
    }, this.#wait);
  }

  #received(asked: Asked, bytes: Buffer): void {
    if (this.#ended) return;
    let message: Message;
    try {
      message = decodeAnswer(bytes);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      for (const { question } of this.#questions) {
        this.#answer(asked, question.type, new DnsError('EBADRESP', question, asked.server, { cause: error }));
      }
      return;
    }
    const found = this.#questions.find(({ id, question }) => id === message.id && isAnswerTo(message, question));
    // An answer to another question: forged, or a server that is confused. The right one may still come.
    if (found === undefined) return;
    const { question } = found;
    if (message.truncated) this.#askAgainOverTcp(asked, found, message.addresses);
    else this.#answer(asked, question.type, toAnswer(message, question, asked.server));
  }

  /** @param addresses those that did fit; better than none when the server does not accept connections */
  #askAgainOverTcp(
    asked: Asked,
    { question, id, message }: { readonly question: Question; readonly id: number; readonly message: Buffer },
    addresses: readonly Address[],
  ): void {
    if (asked.connections.has(question.type)) return;
    const fail = (cause: Error) => {
      const error = new DnsError('EBADRESP', question, asked.server, { cause });
      this.#answer(asked, question.type, addresses.length > 0 ? addresses : error);
    };
    const close = askOverTcp(asked.server, message, {
      onMessage: (bytes) => {
        try {
          const answer = decodeAnswer(bytes);
          if (answer.id === id && isAnswerTo(answer, question)) {
            this.#answer(asked, question.type, toAnswer(answer, question, asked.server));
          } else {
            fail(new MessageError('An answer to another question'));
          }
        } catch (error) {
          if (!(error instanceof MessageError)) throw error;
          fail(error);
        }
      },
      onError: fail,
    });
    asked.connections.set(question.type, close);
  }

  #failed(asked: Asked, error: Error): void {
    if (this.#ended) return;
    if (EXHAUSTED.has(codeOf(error))) {
      this.end();
      this.#reject(error);
      return;
    }
    for (const { question } of this.#questions) {
      this.#record(asked, question.type, new DnsError('ECONNREFUSED', question, asked.server, { cause: error }));
    }
    this.#decide();
  }

  #answer(asked: Asked, type: RecordType, answer: Answer): void {
    if (this.#ended) return;
    this.#health.answered(asked.server);
    this.#record(asked, type, answer);
    this.#decide();
  }

  /** The first answer counts, except that addresses replace an error. A server that fails is not waited for. */
  #record(asked: Asked, type: RecordType, answer: Answer): void {
    const before = asked.answers.get(type);
    if (before !== undefined && (!(before instanceof DnsError) || answer instanceof DnsError)) return;
    const hadFailed = [...asked.answers.values()].some(isServerFailure);
    asked.answers.set(type, answer);
    if (isServerFailure(answer) && !hadFailed) this.#askNext();
  }

  /** Settles when the outcome of each question is known. */
  #decide(): void {
    if (this.#ended) return;
    const results = this.#questions.map(({ question }) => this.#resultOf(question.type));
    if (results.every((result) => typeof result !== 'number')) {
      this.#settle(results);
      return;
    }
    clearTimeout(this.#patience);
    const wait = Math.min(...results.filter((result) => typeof result === 'number'));
    if (wait < Infinity) this.#patience = setTimeout(() => this.#decide(), Math.ceil(wait));
    if (this.#delay === undefined && results.some((result) => Array.isArray(result) && result[0]?.family === 4)) {
      this.#delay = setTimeout(
        () => this.#settle(this.#questions.map(({ question }) => this.#resultOf(question.type))),
        RESOLUTION_DELAY_MS,
      );
    }
  }

  #settle(results: readonly (Answer | Ms)[]): void {
    this.end();
    const addresses = results.flatMap((result) => (Array.isArray(result) ? (result as readonly Address[]) : []));
    if (addresses.length > 0) this.#resolve(addresses.toSorted((a, b) => b.family - a.family));
    else this.#reject(new NoAddressError(results.filter((result) => result instanceof DnsError)));
  }

  #resultOf(type: RecordType): Answer | Ms {
    return resultOf(type, this.#asked, (index) => this.#patienceWith(index));
  }

  /** For how long a server that has not answered yet may still do so, before the answers of the others count. */
  #patienceWith(index: number): Ms {
    const server = this.#config.servers[index];
    if (server === undefined || this.#health.stateOf(server) === 'dead') return 0;
    const asked = this.#asked[index];
    // Its turn comes when the question is sent again.
    if (asked === null || asked === undefined) return Infinity;
    return Math.max(0, asked.at + this.#config.timeoutMs - performance.now());
  }
}
