/** One check of a Kafka endpoint: brokers, partitions, lag of a group, a message. */
import type { Failure } from '../../../../contract/model/failure.ts';
import type { CommonConfig } from '../../../../contract/model/endpoint.ts';
import type { CheckContext, KindOutcome } from '../../kind.ts';
import { formatHostPort } from '../../fields/host.ts';
import { conductCheck, toSnippet, type Probe } from '../../net/probe/probe.ts';
import { hasLeader, KafkaCluster } from './cluster.ts';
import { kafkaFailure } from './failures.ts';
import type { KafkaFields } from './fields.ts';

/** The most brokers in the details. */
const NAMED = 50;

/** Runs one check, from the name to the message. */
export function run(fields: KafkaFields & Pick<CommonConfig, 'timeout'>, context: CheckContext): Promise<KindOutcome> {
  return conductCheck(context, fields.timeout, async (probe) => {
    const cluster = new KafkaCluster(probe, fields);
    try {
      return await look(probe, cluster, fields);
    } finally {
      probe.watch.pause();
      cluster.close();
    }
  });
}

async function look(probe: Probe, cluster: KafkaCluster, fields: KafkaFields): Promise<Failure | null> {
  const { metrics, details } = probe;
  const { topic, consumerGroup, message, expect } = fields;
  const { brokers, clusterId, partitions } = await cluster.metadata();
  // The first connection is the one that the endpoint names.
  const { remoteAddress, tls } = details;
  metrics['brokers'] = brokers.length;
  details['brokers'] = brokers.slice(0, NAMED).map((broker) => toSnippet(formatHostPort(broker)));
  if (clusterId !== '') details['clusterId'] = toSnippet(clusterId);
  if (topic === '') return null;
  metrics['partitions'] = partitions.length;
  metrics['underReplicated'] = partitions.filter(({ replicas, inSync }) => inSync < replicas).length;
  const count = partitions.filter((partition) => !hasLeader(partition)).length;
  if (count > 0) return kafkaFailure('kafka.noLeader', { topic, count });
  const [first] = partitions;
  try {
    if (consumerGroup !== '') metrics['lag'] = await cluster.lag(partitions);
    // Messages from now on, including our own.
    const ends = expect === '' ? null : await cluster.latest(partitions);
    if (message !== '' && first !== undefined) {
      const sentAt = performance.now();
      await cluster.roundTrip(first, message);
      metrics['roundTrip'] = Math.round((performance.now() - sentAt) * 1000) / 1000;
    }
    if (ends === null) return null;
    const text = await cluster.waitFor(partitions, ends, expect);
    details['message'] = toSnippet(text);
    probe.observed['BODY'] = text;
    return null;
  } finally {
    Object.assign(details, { remoteAddress }, tls === undefined ? {} : { tls });
  }
}
