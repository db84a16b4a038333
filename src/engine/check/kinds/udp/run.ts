/** One check of a UDP endpoint: send a datagram, and look at the one that comes back. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import { loadLibraries } from '../../../conditions/libraries.ts';
import { parseDialogStep, renderParts } from '../../fields/dialog-steps.ts';
import { toFamily } from '../../fields/family.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { addressesOf } from '../../net/dns/addresses-of.ts';
import { askDatagrams } from '../../net/connect/ask-datagrams.ts';
import { seek } from '../../fields/expectation.ts';
import { cut } from '../../../base/cut.ts';
import { formatAddress } from '../../net/address/format-address.ts';
import { conductCheck, SNIPPET_BYTES, toSnippet } from '../../net/probe/probe.ts';
import { udpFailure } from './failures.ts';
import type { UdpFields } from './fields.ts';

/** Characters of the expected text that a failure quotes. */
const QUOTED = 80;

type Fields = UdpFields & Pick<CommonConfig, 'timeout'>;

/** Runs one check. A datagram can get lost, so it is sent again, after 1, 3, 7, … seconds, until an answer comes. */
export async function run(fields: Fields, context: CheckContext): Promise<KindOutcome> {
  const sent = fields.send === '' ? null : parseDialogStep(`send ${fields.send}`);
  const expected = fields.expect === '' ? null : parseDialogStep(`expect ${fields.expect}`);
  if (expected?.action === 'match') await loadLibraries();
  const datagram = sent?.action === 'send' ? renderParts(sent.parts, {}) : Buffer.alloc(0);
  return conductCheck(context, fields.timeout, async (probe): Promise<Failure | null> => {
    const { host, port, family } = fields;
    const addresses = await addressesOf(probe, host, toFamily(family));
    const servers = addresses.map(({ address }) => ({ address, port }));
    probe.watch.enter('wait');
    // Copied: the system may use the memory again.
    const { answer, server } = await askDatagrams(servers, datagram, (bytes) => Buffer.from(bytes), probe.signal);
    probe.watch.pause();
    const { details, observed } = probe;
    details.remoteAddress = formatAddress(server.address, server.port);
    details['bytes'] = answer.length;
    const head = answer.subarray(0, SNIPPET_BYTES).toString('utf8');
    details['snippet'] = toSnippet(head);
    observed['BODY'] = head;
    if (expected === null || expected.action === 'send') return null;
    const found = seek(expected, {})(answer, true);
    return found === null ? udpFailure('udp.answer', { expected: cut(expected.text, QUOTED) }) : null;
  });
}
