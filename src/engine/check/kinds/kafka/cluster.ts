/** Sends the requests of a check to a Kafka cluster, those about a partition to the broker that leads it. */
import { cut } from '../../../base/cut.ts';
import { FailureError } from '../../../base/failure-error.ts';
import { Conversation } from '../../net/connect/conversation.ts';
import { openSocket } from '../../net/connect/open-socket.ts';
import type { Probe } from '../../net/probe/probe.ts';
import { KafkaClient } from './client.ts';
import { errorName } from './errors.ts';
import { kafkaFailure } from './failures.ts';
import type { KafkaFields } from './fields.ts';
import { findRecord, readRecords, writeBatch } from './records.ts';
import { Writer, type Reader } from './wire.ts';

/** An offset in a request: the one after the last message. */
const LATEST = -1n;
/** Means that there is no broker. */
const NONE = -1;
/** What one read of a partition may give, in bytes. */
const MAX_FETCH_BYTES = 100_000;
/**
 * The longest time that a broker waits for a message, in milliseconds; the deadline of the check is usually earlier.
 */
const WAIT_MS = 1_000;
/** With many partitions, how long to wait for each in turn, in milliseconds. */
const MIN_WAIT_MS = 50;
/** Characters of the expected text that a failure quotes. */
const QUOTED = 80;

export interface Broker {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

export interface Partition {
  readonly id: number;
  /** The broker that leads the partition; -1: none does. */
  readonly leader: number;
  readonly replicas: number;
  readonly inSync: number;
}

export interface Metadata {
  readonly brokers: readonly Broker[];
  readonly clusterId: string;
  readonly partitions: readonly Partition[];
}

export class KafkaCluster {
  readonly #probe: Probe;
  readonly #fields: KafkaFields;
  /** By `host:port`. */
  readonly #clients = new Map<string, KafkaClient>();
  #brokers: readonly Broker[] = [];

  constructor(probe: Probe, fields: KafkaFields) {
    this.#probe = probe;
    this.#fields = fields;
  }

  /** Brokers, and the partitions of the topic if the endpoint has one. @throws FailureError `kafka.topic` */
  async metadata(): Promise<Metadata> {
    const { topic } = this.#fields;
    const client = await this.#client(this.#fields);
    this.#probe.watch.enter('metadata');
    const names = topic === '' ? [] : [topic];
    const body = new Writer();
    // A check must not create a topic whose name is misspelled.
    body.list(names, (name) => body.text(name)).int8(0);
    const answer = await client.request('metadata', body);
    answer.int32();
    const brokers = answer.list(() => {
      const broker = { id: answer.int32(), host: answer.text() ?? '', port: answer.int32() };
      answer.text();
      return broker;
    });
    const clusterId = answer.text() ?? '';
    answer.int32();
    const topics = answer.list(() => readTopic(answer));
    this.#brokers = brokers;
    const [own] = topics;
    if (own !== undefined && own.code !== 0) {
      throw new FailureError(kafkaFailure('kafka.topic', { topic, problem: errorName(own.code) }));
    }
    return { brokers, clusterId, partitions: own?.partitions ?? [] };
  }

  /** How many messages of the topic the group has not read yet. */
  async lag(partitions: readonly Partition[]): Promise<number> {
    const [committed, latest] = [await this.#committed(partitions), await this.latest(partitions, 'lag')];
    let lag = 0n;
    for (const { id } of partitions) {
      const end = latest.get(id) ?? 0n;
      // A group that has read nothing of a partition has no offset there: -1.
      const read = committed.get(id) ?? -1n;
      if (end > read) lag += end - (read < 0n ? 0n : read);
    }
    return Number(lag);
  }

  /** Writes a message to a partition and reads it back. @throws FailureError `kafka.refused` or `kafka.otherMessage` */
  async roundTrip({ id, leader }: Partition, message: string): Promise<void> {
    const { topic } = this.#fields;
    const client = await this.#leader(leader);
    this.#probe.watch.enter('message');
    const value = Buffer.from(message);
    const body = new Writer().text(null).int16(-1).int32(WAIT_MS);
    onlyPartition(body, topic, () => body.int32(id).sized(writeBatch(value, Date.now())));
    const answer = await client.request('produce', body);
    const [written] = readPartitions(answer, () => {
      answer.int32();
      const code = answer.int16();
      const offset = answer.int64();
      answer.int64();
      return { code, offset };
    });
    if (written === undefined) throw new FailureError(kafkaFailure('kafka.refused', { problem: 'no answer' }));
    refuse(written.code);
    for (;;) {
      const found = findRecord(await this.#fetch(client, id, written.offset), written.offset);
      if (found?.value?.equals(value) === true) return;
      // The broker may compress the messages of a topic. The place of the message is known anyway.
      if (found !== null && found.value === null) return;
      if (found !== null) throw new FailureError(kafkaFailure('kafka.otherMessage', {}));
    }
  }

  /**
   * Waits until a message from these offsets on contains the text, in any partition.
   * @throws FailureError `kafka.compressed` when messages cannot be read
   */
  async waitFor(
    partitions: readonly Partition[],
    from: ReadonlyMap<number, bigint>,
    expected: string,
  ): Promise<string> {
    const next = new Map(from);
    let readBytes = 0;
    for (;;) {
      this.#probe.underWay = { readBytes, expected: cut(expected, QUOTED) };
      for (const { id, leader } of partitions) {
        const client = await this.#leader(leader);
        this.#probe.watch.enter('message');
        const offset = next.get(id) ?? 0n;
        const wait = Math.max(MIN_WAIT_MS, Math.floor(WAIT_MS / partitions.length));
        for (const record of readRecords(await this.#fetch(client, id, offset, wait))) {
          if (record.offset < offset) continue;
          next.set(id, record.offset + 1n);
          if (record.value === null) {
            throw new FailureError(kafkaFailure('kafka.compressed', { topic: this.#fields.topic }));
          }
          const text = record.value.toString('utf8');
          if (text.includes(expected)) return text;
          readBytes += record.value.length;
        }
      }
    }
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }

  async #fetch(client: KafkaClient, partition: number, offset: bigint, waitMs = WAIT_MS): Promise<Buffer> {
    const body = new Writer().int32(-1).int32(waitMs).int32(1).int32(MAX_FETCH_BYTES).int8(0);
    onlyPartition(body, this.#fields.topic, () => body.int32(partition).int64(offset).int32(MAX_FETCH_BYTES));
    const answer = await client.request('fetch', body);
    answer.int32();
    const [read] = readPartitions(answer, () => {
      answer.int32();
      const code = answer.int16();
      answer.take(16);
      answer.list(() => answer.take(16));
      return { code, records: answer.sized() };
    });
    refuse(read?.code ?? 0);
    return read?.records ?? Buffer.alloc(0);
  }

  async #committed(partitions: readonly Partition[]): Promise<ReadonlyMap<number, bigint>> {
    const { consumerGroup: group, topic } = this.#fields;
    const entrance = await this.#client(this.#fields);
    const where = await entrance.request('findCoordinator', new Writer().text(group));
    refuse(where.int16());
    where.int32();
    const client = await this.#client({ host: where.text() ?? '', port: where.int32() });
    this.#probe.watch.enter('lag');
    const body = new Writer().text(group);
    body.list([topic], (name) => body.text(name).list(partitions, ({ id }) => body.int32(id)));
    const answer = await client.request('offsetFetch', body);
    const offsets = readPartitions(answer, () => {
      const id = answer.int32();
      const offset = answer.int64();
      answer.text();
      refuse(answer.int16());
      return [id, offset] as const;
    });
    return new Map(offsets);
  }

  /** The offset after the last message of each partition. @param phase what it is read for */
  async latest(
    partitions: readonly Partition[],
    phase: 'lag' | 'message' = 'message',
  ): Promise<ReadonlyMap<number, bigint>> {
    const { topic } = this.#fields;
    const latest = new Map<number, bigint>();
    for (const leader of new Set(partitions.map((partition) => partition.leader))) {
      const led = partitions.filter((partition) => partition.leader === leader);
      const client = await this.#leader(leader);
      this.#probe.watch.enter(phase);
      const body = new Writer().int32(-1);
      body.list([topic], (name) => body.text(name).list(led, ({ id }) => body.int32(id).int64(LATEST)));
      const answer = await client.request('listOffsets', body);
      readPartitions(answer, () => {
        const id = answer.int32();
        refuse(answer.int16());
        answer.int64();
        latest.set(id, answer.int64());
      });
    }
    return latest;
  }

  #leader(id: number): Promise<KafkaClient> {
    const broker = this.#brokers.find((one) => one.id === id);
    if (broker === undefined) throw new FailureError(kafkaFailure('kafka.refused', { problem: errorName(5) }));
    return this.#client(broker);
  }

  /** The connection to a broker, which is opened and signed in when it is first needed. */
  async #client({ host, port }: { readonly host: string; readonly port: number }): Promise<KafkaClient> {
    const name = `${host.toLowerCase()}:${port}`;
    const known = this.#clients.get(name);
    if (known !== undefined) return known;
    const { watch } = this.#probe;
    const { username, password, mechanism } = this.#fields;
    const socket = await openSocket(this.#probe, { ...this.#fields, host, port });
    const client = new KafkaClient(new Conversation(this.#probe, socket));
    this.#clients.set(name, client);
    watch.enter('greeting');
    await client.checkVersions();
    if (username !== '') {
      watch.enter('signIn');
      await client.signIn(mechanism, { username, password });
    }
    return client;
  }
}

function readTopic(answer: Reader) {
  const code = answer.int16();
  answer.text();
  answer.int8();
  const partitions = answer.list((): Partition => {
    // Without a leader, both the error code and the leader's id say so.
    answer.int16();
    const id = answer.int32();
    const leader = answer.int32();
    const replicas = answer.list(() => answer.int32()).length;
    return { id, leader, replicas, inSync: answer.list(() => answer.int32()).length };
  });
  return { code, partitions };
}

export function hasLeader({ leader }: Partition): boolean {
  return leader !== NONE;
}

/** A list of one topic with one partition. */
function onlyPartition(body: Writer, topic: string, write: () => unknown): void {
  body.list([topic], (name) => body.text(name).list([0], write));
}

/** Reads a list of topics with lists of partitions. */
function readPartitions<T>(answer: Reader, read: () => T): T[] {
  return answer
    .list(() => {
      answer.text();
      return answer.list(read);
    })
    .flat();
}

function refuse(code: number): void {
  if (code !== 0) throw new FailureError(kafkaFailure('kafka.refused', { problem: errorName(code) }));
}
