/** One check of a DNS endpoint: ask, read the answer, compare it. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { Json } from '../../../../contract/model/units.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { cut } from '../../../base/cut.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { ask, reverseName } from './ask.ts';
import { compareAnswers } from './expected.ts';
import { dnsFailure } from './failures.ts';
import type { DnsFields } from './fields.ts';
import type { DnsMessage, DnsRecord } from './message.ts';

/** The most answers in the details. */
const MAX_SHOWN = 100;
/** The most characters of each. */
const SHOWN_CHARACTERS = 1_000;

/** Runs one check, from the question to the comparison of the answers. */
export function run(fields: DnsFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const { type, recursive, dnssec } = fields;
    const name = type === 'PTR' ? reverseName(fields.domain) : fields.domain;
    const message = await ask(probe, fields, { name, type, recursive, dnssec });
    probe.watch.pause();
    // A chain of CNAMEs may come first.
    const answers = message.answers.filter((record) => record.type === type);
    describe(probe, message, answers);
    return judge(probe, fields, message, answers);
  });
}

function describe({ details, metrics, observed }: Probe, message: DnsMessage, answers: readonly DnsRecord[]): void {
  const { rcode, flags } = message;
  details['rcode'] = rcode;
  details['flags'] = flags.join(' ');
  details['answers'] = shown(answers.map(({ text }) => text));
  details['records'] = shown([...message.answers, ...message.authority].map(line));
  metrics['answers'] = answers.length;
  if (answers.length > 0) metrics['ttl'] = Math.min(...answers.map(({ ttl }) => ttl));
  observed['DNS_RCODE'] = rcode;
  observed['FLAGS'] = [...flags];
  // Servers change the order with each answer, which is not a change of the answers.
  observed['ANSWERS'] = answers.map(({ text }) => text).toSorted();
  observed['RECORDS'] = message.answers.map(({ name, type, ttl, text }): Json => ({ name, type, ttl, data: text }));
  if (answers.length > 0) observed['BODY'] = bodyOf(answers);
}

function shown(lines: readonly string[]): string[] {
  return lines.slice(0, MAX_SHOWN).map((text) => cut(text, SHOWN_CHARACTERS));
}

function line({ name, ttl, type, text }: DnsRecord): string {
  return `${name} ${ttl} ${type} ${text}`;
}

/** The names of these have a dot at their end. */
const NAMES = new Set(['CNAME', 'MX', 'NS', 'PTR']);

/** The body as in Gatus: the texts of TXT one per line, `name:port` of SRV, otherwise only the last answer. */
function bodyOf(answers: readonly DnsRecord[]): string {
  const last = answers.at(-1);
  if (last === undefined) return '';
  if (last.type === 'TXT') return answers.map(({ text }) => text).join('\n');
  const [other = last.text] = last.forms;
  if (last.type === 'SRV') return other;
  return NAMES.has(last.type) ? `${other}.` : last.text;
}

/** What is wrong with the answer; null: nothing. */
function judge(
  { wanted }: Probe,
  { domain: name, type, rcode, dnssec, expected, match }: DnsFields,
  message: DnsMessage,
  answers: readonly DnsRecord[],
): Failure | null {
  // A condition on the code replaces the field.
  const isJudged = rcode !== 'any' && !wanted.has('DNS_RCODE');
  if (isJudged && message.rcode !== rcode) {
    return dnsFailure('dns.rcode', { rcode: message.rcode, name, expected: rcode });
  }
  if (dnssec && !message.flags.includes('AD')) return dnsFailure('dns.notValidated', {});
  if (expected.length > 0) {
    const mismatch = compareAnswers(answers, expected, match, type);
    if (mismatch === null) return null;
    const list = (texts: readonly string[]) => (texts.length === 0 ? null : texts);
    const { reason, missing, unexpected } = mismatch;
    return dnsFailure('dns.answers', { reason, missing: list(missing), unexpected: list(unexpected) });
  }
  return isJudged && rcode === 'NOERROR' && answers.length === 0 ? dnsFailure('dns.noRecords', { name, type }) : null;
}
