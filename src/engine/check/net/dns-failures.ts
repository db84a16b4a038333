/** What goes wrong with names, in the contract's codes. */
import type { Failure } from '../../../contract/model/failure.ts';
import { FailureError } from '../../base/failure-error.ts';

/** c-ares' and getaddrinfo's ways to say that there is no such name. */
const NO_NAME: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_NONAME', 'EBADNAME']);
const NO_DATA: ReadonlySet<string> = new Set(['ENODATA', 'EAI_NODATA', 'EAI_ADDRFAMILY']);
const SENTENCES: Readonly<Record<string, string>> = {
  ESERVFAIL: 'the DNS server could not find it out (SERVFAIL)',
  EREFUSED: 'the DNS server refuses to answer (REFUSED)',
  EFORMERR: 'the DNS server does not understand the question (FORMERR)',
  ENOTIMP: 'the DNS server does not answer such questions (NOTIMP)',
  ETIMEOUT: 'no DNS server answered',
  ECONNREFUSED: 'the DNS server could not be reached',
  EBADRESP: 'the DNS server sent something that is not a DNS answer',
  ENOMEM: 'this machine has no memory left',
  EAI_AGAIN: 'the DNS server could not be reached, or could not find it out',
};

/**
 * @param family the family asked for; 0: both
 * @param errors what the queries for A and AAAA gave; none of them found an address
 */
export function dnsFailure(name: string, family: 0 | 4 | 6, errors: readonly Error[]): FailureError {
  // NXDOMAIN is for the name, whatever was asked (RFC 8020).
  const missing = errors.find((error) => NO_NAME.has(codeOf(error)));
  if (missing !== undefined) {
    const failure = { code: 'dns.nxdomain', message: `There is no host called ${name}.` } as const;
    return new FailureError({ ...failure, phase: 'dns', raw: missing.message }, { cause: missing });
  }
  const broken = errors.find((error) => !NO_DATA.has(codeOf(error)));
  if (broken === undefined) {
    const [error] = errors;
    return new FailureError({ ...noAddress(name, family), ...(error && { raw: error.message }) }, { cause: error });
  }
  const reason = SENTENCES[codeOf(broken)] ?? `the DNS query failed (${codeOf(broken) || broken.message})`;
  return new FailureError(
    {
      code: 'dns.failed',
      message: `The name ${name} could not be looked up: ${reason}.`,
      phase: 'dns',
      raw: broken.message,
    },
    { cause: broken },
  );
}

/** The deadline passed before the system's resolver was asked about the name: this machine is to blame, not the name. */
export function lookupsFailure(name: string): Failure {
  const message = `This machine was busy looking other names up, so it could not look up ${name}.`;
  return { code: 'us.lookups', message, phase: 'dns' };
}

/** The host exists and has no address of the wanted family. */
export function noAddress(host: string, family: 0 | 4 | 6): Failure {
  const wanted = family === 0 ? 'address' : `IPv${family} address`;
  return { code: 'dns.nodata', message: `${host} has no ${wanted}.`, phase: 'dns' };
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
