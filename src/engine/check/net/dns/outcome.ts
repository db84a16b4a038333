/** The outcome of the answers of several DNS servers to one question. Pure. */
import type { Ms } from '../../../../contract/model/units.ts';
import type { Address } from '../../kind.ts';
import type { DnsServer } from './config.ts';
import { codeOfRcode, DnsError } from './dns-error.ts';
import type { Message, Question, RecordType } from './message.ts';

/** A server's answer: addresses, or why there are none. */
export type Answer = readonly Address[] | DnsError;

export function toAnswer({ rcode, addresses }: Message, question: Question, server: DnsServer): Answer {
  if (rcode !== 0) return new DnsError(codeOfRcode(rcode), question, server);
  return addresses.length > 0 ? addresses : new DnsError('ENODATA', question, server);
}

/** Some servers leave the question out of an error. */
export function isAnswerTo({ question, rcode }: Message, { name, type }: Question): boolean {
  return question === null
    ? rcode !== 0
    : question.type === type && question.name === name.toLowerCase().replace(/\.$/u, '');
}

/** The server failed: another one may answer. */
export function isServerFailure(answer: Answer): boolean {
  return answer instanceof DnsError && !answer.isNegative;
}

/**
 * The outcome of the question for a type, or for how many milliseconds to wait for another server (Infinity: until it
 * answers). Addresses from any server count. "No such name" counts only once the servers before it have had their time,
 * because the first one may be the only one that knows the names of a company's own network.
 * @param asked what each server has answered, in the order of the configuration; null: not asked yet
 * @param patienceWith how long the server at an index may still take, before the answers of the others count
 */
export function resultOf(
  type: RecordType,
  asked: readonly ({ readonly answers: ReadonlyMap<RecordType, Answer> } | null)[],
  patienceWith: (index: number) => Ms,
): Answer | Ms {
  let error: DnsError | null = null;
  let wait: Ms = 0;
  const answers = asked.map((one) => one?.answers.get(type));
  const addresses = answers.find((answer) => answer !== undefined && !(answer instanceof DnsError));
  if (addresses !== undefined) return addresses;
  for (const [index, answer] of answers.entries()) {
    if (answer === undefined) wait = Math.max(wait, patienceWith(index));
    else if (answer instanceof DnsError) {
      if (answer.isNegative && wait === 0) return answer;
      error ??= answer;
    }
  }
  if (error === null) return Infinity;
  return wait === 0 ? error : wait;
}
