/** The failures of looking a name up. */
import type { Failure } from '../../../../contract/model/failure.ts';
import { failureOf } from '../../../base/failure.ts';
import { FailureError } from '../../../base/failure-error.ts';

/** c-ares' and getaddrinfo's ways to say that there is no such name. */
const NO_NAME: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_NONAME', 'EBADNAME']);
const NO_DATA: ReadonlySet<string> = new Set(['ENODATA', 'EAI_NODATA', 'EAI_ADDRFAMILY']);
/**
 * @param family the family asked for; 0: both
 * @param errors of the queries for A and AAAA, none of which found an address
 */
export function dnsFailure(name: string, family: 0 | 4 | 6, errors: readonly Error[]): FailureError {
  // NXDOMAIN is for the name, whatever was asked (RFC 8020).
  const missing = errors.find((error) => NO_NAME.has(codeOf(error)));
  if (missing !== undefined) {
    const failure = failureOf('dns.nxdomain', { name }, { phase: 'dns', raw: missing.message });
    return new FailureError(failure, { cause: missing });
  }
  const broken = errors.find((error) => !NO_DATA.has(codeOf(error)));
  if (broken === undefined) {
    const [error] = errors;
    return new FailureError({ ...noAddress(name, family), ...(error && { raw: error.message }) }, { cause: error });
  }
  const reason = codeOf(broken) || 'unknown';
  const failure = failureOf('dns.failed', { name, reason }, { phase: 'dns', raw: broken.message });
  return new FailureError(failure, { cause: broken });
}

/** The deadline passed before the system's resolver was asked about the name: this machine is to blame, not the name. */
export function lookupsFailure(name: string): Failure {
  return failureOf('local.lookups', { name }, { phase: 'dns' });
}

/** The deadline passed while the operating system was looking the name up, which the DNS servers do not know. */
export function systemTimeout(): Failure {
  return failureOf('timeout', { resolver: 'system' }, { phase: 'dns' });
}

/** The host exists and has no address of the wanted family. */
export function noAddress(name: string, family: 0 | 4 | 6): Failure {
  return failureOf('dns.nodata', { name, family: family === 0 ? 'any' : String(family) }, { phase: 'dns' });
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
