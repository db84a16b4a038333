/** One check of a domain: finds the RDAP server of its registry (RFC 9224), and asks it (RFC 9082). */
import { z } from 'zod';
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { Ms } from '../../../../contract/model/units.ts';
import { FailureError } from '../../../base/failure-error.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { connectionSchemas } from '../../http/connection-fields.ts';
import { ENCODINGS } from '../../http/content-encoding.ts';
import { textOf } from '../../http/exchange.ts';
import { sendAndFollow } from '../../http/send.ts';
import { cut } from '../../../base/cut.ts';
import { conductCheck, type Probe } from '../../net/probe/probe.ts';
import { Stopwatch } from '../../net/probe/stopwatch.ts';
import { USER_AGENT } from '../../net/connect/user-agent.ts';
import { BootstrapCache } from './bootstrap.ts';
import { domainFailure } from './failures.ts';
import type { DomainFields } from './fields.ts';
import { parseRegistration, serverFor, type Registration } from './rdap.ts';
import { DAY_MS } from '../../fields/expiry.ts';

/** The largest answer, in bytes. IANA's list has 60 KB, an answer about a domain a few. */
const MAX_BYTES = 2_000_000;
const MAX_REDIRECTS = 5;
/** How long IANA's list may take, whatever the deadline of the check that needs it first. */
const BOOTSTRAP_MS = 30_000;
/** Statuses with which a domain does not work, or that come before its deletion (RFC 8056). */
const BAD_STATUS: ReadonlySet<string> = new Set(['client hold', 'pending delete', 'redemption period', 'server hold']);

const DEFAULTS = z.object(connectionSchemas()).parse({});

const iana = new BootstrapCache();

/** Forgets IANA's list. */
export function dispose(): void {
  iana.clear();
}

/** Runs one check. */
export function run(fields: DomainFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, (probe) => checkDomain(probe, fields, iana));
}

/** @returns the failure that the answer means; null: the registration is as it should be */
export async function checkDomain(
  probe: Probe,
  fields: DomainFields,
  bootstrap: BootstrapCache,
): Promise<Failure | null> {
  const server = fields.server === '' ? await findServer(probe, fields, bootstrap) : fields.server;
  probe.details['server'] = server;
  const { status, text } = await get(probe, fields, new URL(`domain/${fields.domain}`, server));
  if (status === 404) return domainFailure('domain.notRegistered', { domain: fields.domain });
  if (status !== 200) return domainFailure('domain.refused', { status });
  const registration = parseRegistration(parseJson(text));
  if (registration === null) return domainFailure('domain.answer', {}, { raw: cut(text, 200) });
  note(probe, registration, text);
  return judge(probe, fields, registration);
}

async function findServer(probe: Probe, fields: DomainFields, bootstrap: BootstrapCache): Promise<string> {
  probe.watch.enter('bootstrap');
  const list = await bootstrap.get(async (url) => {
    // Its phases are not those of this check, and its end is not the deadline of this check.
    const own = { ...probe, signal: AbortSignal.timeout(BOOTSTRAP_MS), watch: new Stopwatch(), details: {} };
    const { status, text } = await get(own, fields, new URL(url));
    if (status !== 200) throw new Error(`HTTP status ${status}`);
    return parseJson(text);
  }, probe.signal);
  const server = serverFor(list, fields.domain);
  if (server === null) throw new FailureError(domainFailure('domain.noServer', { domain: fields.domain }));
  return server;
}

async function get(
  probe: Probe,
  fields: DomainFields,
  url: URL,
): Promise<{ readonly status: number; readonly text: string }> {
  const headers = ['Host', url.host, 'User-Agent', USER_AGENT, 'Accept', 'application/rdap+json, application/json'];
  const answer = await sendAndFollow(
    probe,
    { url, method: 'GET', headers: [...headers, 'Accept-Encoding', ENCODINGS], body: null },
    {
      ...DEFAULTS,
      ...fields,
      keepAlive: false,
      maxBytes: MAX_BYTES,
      whole: true,
      followRedirects: true,
      maxRedirects: MAX_REDIRECTS,
      secretHeaders: [],
    },
  );
  return { status: answer.status, text: await textOf(answer, probe.signal) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function note({ details, metrics, observed }: Probe, registration: Registration, text: string): void {
  const { expiresAt, registeredAt, registrar, nameServers, status, dnssec } = registration;
  details['nameServers'] = nameServers;
  details['domainStatus'] = status;
  if (expiresAt !== null) {
    const left = expiresAt - Date.now();
    details['expiresAt'] = expiresAt;
    metrics['daysLeft'] = Math.floor((left / DAY_MS) * 10) / 10;
    observed['DOMAIN_EXPIRATION'] = left;
  }
  if (registeredAt !== null) details['registeredAt'] = registeredAt;
  if (registrar !== null) {
    details['registrar'] = registrar;
    observed['REGISTRAR'] = registrar;
  }
  if (dnssec !== null) details['dnssec'] = dnssec;
  observed['NAME_SERVERS'] = nameServers;
  observed['STATUS'] = status;
  observed['BODY'] = text;
}

function judge(probe: Probe, fields: DomainFields, { expiresAt, status }: Registration): Failure | null {
  const bad = status.find((one) => BAD_STATUS.has(one));
  if (bad !== undefined) return domainFailure('domain.status', { status: bad });
  const { domain, warnBefore, failBefore } = fields;
  if (expiresAt === null) {
    return warnBefore === null && failBefore === null ? null : domainFailure('domain.noExpiry', { domain });
  }
  const left = expiresAt - Date.now();
  if (left <= 0) return domainFailure('domain.expired', { expiredOn: expiresAt });
  const soon = (limitMs: Ms) => domainFailure('domain.expiresSoon', { expiresOn: expiresAt, limitMs });
  if (failBefore !== null && left < failBefore) return soon(failBefore);
  if (warnBefore !== null && left < warnBefore) probe.warning = soon(warnBefore);
  return null;
}
