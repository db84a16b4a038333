import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateGatus, parseGatus } from './gatus.ts';
import type { ObservedValues } from '../../contract/model/condition.ts';
import { ConditionError } from './problem.ts';

type Case = readonly [string, number, string, string, boolean, number, number, number, number, boolean];

/**
 * Random conditions with the outcome that Gatus itself (revision 08c46354) gave for them. Twenty thousand others agreed
 * as well when these were recorded.
 */
const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'testing', 'gatus-cases.json'), 'utf8')) as {
  readonly bodies: readonly string[];
  readonly cases: readonly Case[];
};

const values: ObservedValues = {
  STATUS: 500,
  RESPONSE_TIME: 12.9,
  IP: '127.0.0.1',
  CONNECTED: true,
  CERTIFICATE_EXPIRATION: 172_800_000,
  BODY: '{"user":{"name":"john"},"data":[{"id":1},{"id":2}],"n":1000000,"none":null}',
};
const evaluate = (text: string, observed = values) => evaluateGatus(parseGatus(text), observed);

describe('the dialect of Gatus', () => {
  it('gives the outcome that Gatus gave, for 600 recorded conditions', () => {
    expect(recorded.cases).toHaveLength(600);
    const different = recorded.cases.filter(([text, status, rcode, ip, connected, ms, expiry, domain, body, holds]) => {
      const observed: ObservedValues = {
        STATUS: status,
        DNS_RCODE: rcode,
        IP: ip,
        CONNECTED: connected,
        RESPONSE_TIME: ms,
        CERTIFICATE_EXPIRATION: expiry,
        DOMAIN_EXPIRATION: domain,
        BODY: recorded.bodies[body],
      };
      return evaluate(text, observed).holds !== holds;
    });
    expect(different).toEqual([]);
  });

  it.each([
    ['[STATUS] == 500', true],
    ['[BODY].user.name == john', true],
    ['len([BODY].data) < 5', true],
    ['[CERTIFICATE_EXPIRATION] > 47h', true],
    ['[STATUS] == any(200, 500)', true],
    ['[BODY].user.name == pat(j*n)', true],
    // Surprising behavior of Gatus that is kept:
    ['[BODY].missing != 1', true],
    ['[BODY].user > -1', true],
    ['[BODY].n == 1000000', false],
    ['[BODY].n > 999999', true],
    ['[STATUS] == 500 == 200', true],
    ['[body].user.name == john', false],
    ['[STATUS] == 500.0', false],
  ])('%s is %s', (text, holds) => expect(evaluate(text).holds).toBe(holds));

  it.each([
    ['[STATUS] == 200', '[STATUS] (500) == 200'],
    ['[RESPONSE_TIME] < 10', '[RESPONSE_TIME] (12) < 10'],
    ['[BODY].missing == 1', '[BODY].missing (INVALID) == 1'],
    ['[CERTIFICATE_EXPIRATION] > 720h', '[CERTIFICATE_EXPIRATION] (48h) > 720h'],
    ['[BODY] == pat(x*)', '[BODY] ({"user":{"name":"john"},"...(truncated)) == pat(x*)'],
  ])('shows %s as %s', (text, shown) => expect(evaluate(text).shown).toBe(shown));

  it('refuses a text without an operator between spaces', () => {
    expect(() => parseGatus('[STATUS]==200')).toThrow(ConditionError);
  });

  it('never throws on what a server sends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.json(), fc.string(), (text, json, path) => {
        for (const body of [text, json]) {
          expect(evaluate(`[BODY].${path} == len([BODY]${path})`, { BODY: body }).shown).toContain(' == ');
          expect(evaluate(`[BODY] < ${text}`, { BODY: body }).shown).toContain(' < ');
        }
      }),
    );
  });
});
