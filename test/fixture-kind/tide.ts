/**
 * Test code: a check kind that no other code knows, with everything that a kind can declare. It asks a tide gauge for the
 * water level, over a protocol of one line: `LEVEL?` is answered with `LEVEL 3.2 keeper=Ada Byron`.
 */
import { connect } from 'node:net';
import { z } from 'zod';
import type { FailureDescriptor, IssueDescriptor } from '../../src/contract/descriptor.ts';
import type { CheckOutcome } from '../../src/contract/model/check.ts';
import type { Failure } from '../../src/contract/model/failure.ts';
import { acceptsOwn } from '../../src/engine/base/accepts.ts';
import { failuresOfKind } from '../../src/engine/base/failure.ts';
import { wholeNumberSchema } from '../../src/engine/check/common.ts';
import type { CheckKind } from '../../src/engine/check/kind.ts';
import { conductCheck } from '../../src/engine/check/net/probe/probe.ts';
import { untilAborted } from '../../src/engine/base/until-aborted.ts';
import { startRaw } from '../servers/raw.ts';

const failures = [
  {
    code: 'tide.low',
    text: 'The water is at {level, number} m, {missing, number} m below what the ship needs.',
    params: { level: 'the level in metres', missing: 'how many metres are missing' },
  },
] as const satisfies readonly FailureDescriptor[];
const tideFailure = failuresOfKind(failures);

const issues = [
  { code: 'tide.gauge', text: '{field} must be the name of a gauge, such as harbour-1.', params: {} },
] as const satisfies readonly IssueDescriptor[];

const schema = z.object({
  gauge: acceptsOwn('tide.gauge', z.string().regex(/^[a-z]+-\d+$/u)),
  port: wholeNumberSchema(1, 65_535),
  draught: wholeNumberSchema(0, 20).default(2),
});

export type TideFields = z.output<typeof schema>;

export const tide: CheckKind<TideFields> = {
  kind: 'tide',
  title: 'Tide gauge',
  description: 'Asks a tide gauge whether the water is deep enough for a ship.',
  category: 'network',
  schema,
  form: [
    {
      name: 'gauge',
      label: 'Gauge name',
      type: 'text',
      section: 'target',
      required: true,
      placeholder: 'harbour-1',
      help: 'The name of the gauge on the chart.',
    },
    {
      name: 'port',
      label: 'Gauge port',
      type: 'number',
      section: 'target',
      required: true,
      min: 1,
      max: 65_535,
      help: 'The port at which the gauge answers.',
    },
    {
      name: 'draught',
      label: 'Draught',
      type: 'number',
      section: 'expect',
      default: 2,
      min: 0,
      max: 20,
      help: 'How many metres of water the ship needs.',
    },
  ],
  phases: [
    { name: 'hail', label: 'Hailing', role: 'connect' },
    { name: 'sounding', label: 'Sounding', role: 'other' },
  ],
  metrics: [{ name: 'level', label: 'Water level', unit: 'count', charted: true }],
  details: [
    { name: 'keeper', label: 'Lighthouse keeper', format: 'text', brief: true },
    { name: 'heard', label: 'Signal heard', format: 'bytes', brief: true },
  ],
  placeholders: [{ name: 'KEEPER', meaning: 'the lighthouse keeper' }],
  failures,
  issues,
  pasteExamples: ['tide:harbour-1:7001'],
  triedAgainst: '',
  example: { kind: 'tide', name: 'Harbour', gauge: 'harbour-1', port: 7001, draught: 3 },
  target: ({ gauge, port }) => `tide:${gauge}:${port}`,
  host: ({ gauge }) => gauge,
  parse(text) {
    const { gauge, port } = /^tide:(?<gauge>[^:\s]+):(?<port>\d{1,5})$/u.exec(text)?.groups ?? {};
    return gauge === undefined ? null : { kind: 'tide', gauge, port: Number(port) };
  },
  load: async () => ({
    run: ({ port, draught, timeout }, context): Promise<CheckOutcome> =>
      conductCheck(context, timeout, async ({ watch, metrics, details, observed, signal }): Promise<Failure | null> => {
        watch.enter('hail');
        const answer = await untilAborted<string>(signal, (resolve, reject) => {
          const socket = connect(port, '127.0.0.1');
          socket.setEncoding('utf8');
          socket.on('error', reject);
          socket.on('connect', () => {
            watch.enter('sounding');
            socket.write('LEVEL?\n');
          });
          socket.on('data', (line: string) => {
            resolve(line);
            socket.end();
          });
          return () => socket.destroy();
        });
        watch.pause();
        details['heard'] = Buffer.byteLength(answer);
        const { level, keeper } = /^LEVEL (?<level>[\d.]+) keeper=(?<keeper>.+)\n$/u.exec(answer)?.groups ?? {};
        details['keeper'] = keeper;
        if (keeper !== undefined) observed['KEEPER'] = keeper;
        metrics['level'] = Number(level);
        const missing = draught - Number(level);
        return missing > 0 ? tideFailure('tide.low', { level: Number(level), missing }, { phase: 'sounding' }) : null;
      }),
  }),
};

/** A gauge on loopback. */
export interface Gauge {
  readonly port: number;
  /** In metres; a test changes it. */
  level: number;
  dispose(): Promise<void>;
}

export async function startGauge(level: number): Promise<Gauge> {
  const gauge = { level };
  const server = await startRaw((socket) => {
    socket.on('data', () => socket.write(`LEVEL ${gauge.level} keeper=Ada Byron\n`));
  });
  return Object.assign(gauge, { port: server.port, dispose: () => server.dispose() });
}
