import { describe, expect, it } from 'vitest';
import { four } from '../testing/addresses.ts';
import { codeOfRcode, DnsError, type DnsErrorCode } from './dns-error.ts';
import type { Message } from './message.ts';
import { isAnswerTo, isServerFailure, resultOf, toAnswer, type Answer } from './outcome.ts';

const server = { address: '192.0.2.53', port: 53 };
const question = { name: 'a.example', type: 'A' } as const;
const found = [four('192.0.2.1')];
const error = (code: DnsErrorCode) => new DnsError(code, question, server);
const message = (changes: Partial<Message>): Message => ({
  id: 1,
  rcode: 0,
  truncated: false,
  question,
  addresses: [],
  ...changes,
});

describe('codeOfRcode', () => {
  it.each([
    [1, 'EFORMERR'],
    [2, 'ESERVFAIL'],
    [3, 'ENOTFOUND'],
    [4, 'ENOTIMP'],
    [5, 'EREFUSED'],
    [9, 'ESERVFAIL'],
  ] as const)('%d is %s', (rcode, code) => expect(codeOfRcode(rcode)).toBe(code));
});

describe('DnsError', () => {
  it('says what was asked, and why there is no answer', () => {
    expect(error('ENODATA').message).toBe('queryA ENODATA a.example (server 192.0.2.53, port 53)');
    const cause = new Error('Ends too early');
    expect(new DnsError('EBADRESP', question, server, { cause }).message).toBe(
      'queryA EBADRESP a.example (server 192.0.2.53, port 53: Ends too early)',
    );
  });

  it('is negative when the server knows that there is no address', () => {
    const negative = (['ENOTFOUND', 'ENODATA', 'ESERVFAIL', 'EREFUSED'] as const).map((code) => error(code).isNegative);
    expect(negative).toEqual([true, true, false, false]);
  });
});

describe('toAnswer', () => {
  it('is the addresses, or why there are none', () => {
    expect(toAnswer(message({ addresses: found }), question, server)).toBe(found);
    expect(toAnswer(message({}), question, server)).toMatchObject({ code: 'ENODATA' });
    expect(toAnswer(message({ rcode: 5, addresses: found }), question, server)).toMatchObject({ code: 'EREFUSED' });
  });
});

describe('isAnswerTo', () => {
  it('compares the question, without the dot at the end and the case of the asked name', () => {
    expect(isAnswerTo(message({}), { name: 'A.example.', type: 'A' })).toBe(true);
    expect(isAnswerTo(message({}), { name: 'b.example', type: 'A' })).toBe(false);
    expect(isAnswerTo(message({}), { name: 'a.example', type: 'AAAA' })).toBe(false);
  });

  it('takes errors without a question', () => {
    expect(isAnswerTo(message({ question: null, rcode: 2 }), question)).toBe(true);
    expect(isAnswerTo(message({ question: null }), question)).toBe(false);
  });
});

describe('isServerFailure', () => {
  it('is false for addresses, and for a name that the server knows not to exist', () => {
    expect([found, error('ENODATA'), error('ESERVFAIL')].map(isServerFailure)).toEqual([false, false, true]);
  });
});

describe('resultOf', () => {
  /** @param answers undefined: no answer; null: not asked yet @param patience how long to wait for each server */
  const result = (answers: readonly (Answer | undefined | null)[], patience: readonly number[] = [7, 7, 7]) =>
    resultOf(
      'A',
      answers.map((answer) =>
        answer === null ? null : { answers: answer === undefined ? new Map() : new Map([['A', answer]]) },
      ),
      (index) => patience[index] ?? 0,
    );

  it('returns the addresses of any server', () => {
    expect(result([error('ENOTFOUND'), undefined, found])).toBe(found);
  });

  it('returns “no such name” once the servers before it have had their time', () => {
    const denial = error('ENOTFOUND');
    expect(result([denial, undefined])).toBe(denial);
    expect(result([undefined, denial])).toBe(7);
    expect(result([null, denial])).toBe(7);
    expect(result([undefined, denial], [0])).toBe(denial);
    expect(result([error('ESERVFAIL'), denial])).toBe(denial);
  });

  it('returns the first failure once all servers have had their time', () => {
    const [first, second] = [error('ESERVFAIL'), error('EREFUSED')];
    expect(result([first, second])).toBe(first);
    expect(result([first, undefined, null], [0, 3, 5])).toBe(5);
    expect(result([first, undefined], [0, 0])).toBe(first);
    // A later denial does not count before those that may still answer.
    expect(result([first, undefined, error('ENODATA')], [0, 3])).toBe(3);
  });

  it('waits without a limit while no server has sent an answer or an error', () => {
    expect(result([undefined, null], [0, 0])).toBe(Infinity);
    expect(result([])).toBe(Infinity);
  });
});
