/** Saved outputs: mtr 0.95 and Dmitry Butskoy's traceroute of this machine; macOS and Windows as documented. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { traceCommands, type TraceOptions } from './trace-arguments.ts';
import { readMtr, readTraceroute, type Hop } from './trace-output.ts';

/** @param times last, min, avg, max, jitter */
const hop = (
  number: number,
  addresses: readonly string[],
  [sent, loss]: readonly [number, number],
  times: readonly [number, number, number, number, number | null] | null,
): Hop => {
  if (times === null) return { number, addresses, sent, loss, times };
  const [last, min, avg, max, jitter] = times;
  return { number, addresses, sent, loss, times: { last, min, avg, max, jitter } };
};

it.each([
  [
    'traceroute of Linux',
    `traceroute to 10.231.9.9 (10.231.9.9), 30 hops max, 60 byte packets
 1  10.231.0.254  0.045 ms  0.055 ms  0.050 ms
 2  10.231.1.2  0.1 ms 10.231.2.2  0.2 ms *
 3  * * *
 4  10.231.9.9  0.3 ms !X  0.3 ms !X  0.3 ms !X
`,
    [
      hop(1, ['10.231.0.254'], [3, 0], [0.05, 0.045, 0.05, 0.055, 0.008]),
      hop(2, ['10.231.1.2', '10.231.2.2'], [3, 33.333], [0.2, 0.1, 0.15, 0.2, 0.1]),
      hop(3, [], [3, 100], null),
      hop(4, ['10.231.9.9'], [3, 0], [0.3, 0.3, 0.3, 0.3, 0]),
    ],
  ],
  [
    'traceroute of macOS',
    `traceroute to 192.0.2.1 (192.0.2.1), 64 hops max, 40 byte packets
 1  10.0.0.1  1.234 ms  1.000 ms  0.766 ms
 2  2001:db8::1  9 ms *  11 ms
`,
    [
      hop(1, ['10.0.0.1'], [3, 0], [0.766, 0.766, 1, 1.234, 0.234]),
      hop(2, ['2001:db8::1'], [3, 33.333], [11, 9, 10, 11, 2]),
    ],
  ],
  [
    'tracert of Windows',
    `
Tracing route to 192.0.2.1 over a maximum of 30 hops

  1    <1 ms    <1 ms     1 ms  192.168.1.1
  2     *        *        *     Request timed out.
  3    12 ms     *       14 ms  192.0.2.1

Trace complete.
`,
    [
      hop(1, ['192.168.1.1'], [3, 0], [1, 1, 1, 1, 0]),
      hop(2, [], [3, 100], null),
      hop(3, ['192.0.2.1'], [3, 33.333], [14, 12, 13, 14, 2]),
    ],
  ],
  [
    'tracert of Windows in German',
    `
Routenverfolgung zu 192.0.2.1 über maximal 30 Hops

  1     1 ms    <1 ms    <1 ms  192.168.1.1
  2     *        *        *     Zeitüberschreitung der Anforderung.
`,
    [hop(1, ['192.168.1.1'], [3, 0], [1, 1, 1, 1, 0]), hop(2, [], [3, 100], null)],
  ],
  ['nothing', 'traceroute: unknown host', []],
])('reads %s', (_, text, hops) => {
  expect(readTraceroute(text)).toEqual(hops);
  expect(readTraceroute(text.replaceAll('\n', '\r\n'))).toEqual(hops);
});

it('reads mtr', () => {
  const hubs = [
    { count: 1, host: '10.0.0.1', 'Loss%': 0.0, Snt: 3, Last: 0.1, Best: 0.1, Avg: 0.2, Wrst: 0.4, Javg: 0.3 },
    { count: 2, host: '???', 'Loss%': 100.0, Snt: 3, Last: 0, Avg: 0 },
    { count: 3, host: '2001:db8::1', 'Loss%': 33.3, Snt: 3, Last: 1, Avg: 1.5 },
  ];
  expect(readMtr(JSON.stringify({ report: { hubs } }))).toEqual([
    hop(1, ['10.0.0.1'], [3, 0], [0.1, 0.1, 0.2, 0.4, 0.3]),
    hop(2, [], [3, 100], null),
    hop(3, ['2001:db8::1'], [3, 33.3], [1, 1.5, 1.5, 1.5, null]),
  ]);
});

it('reads anything without failing', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.anything().map((value) => JSON.stringify({ report: { hubs: [value] } })),
      ),
      (text) => {
        for (const { loss } of [...(readMtr(text) ?? []), ...readTraceroute(text)]) {
          expect(loss).toBeLessThanOrEqual(100);
        }
      },
    ),
  );
});

it('makes the arguments of each system', () => {
  const options: TraceOptions = {
    address: '192.0.2.1',
    family: 4,
    method: 'tcp',
    port: 443,
    count: 3,
    maxHops: 30,
    isRoot: false,
  };
  const lines = (platform: NodeJS.Platform, more: Partial<TraceOptions> = {}) =>
    traceCommands({ ...options, ...more }, platform).map(({ program, args }) => [program, ...args].join(' '));
  expect(lines('linux')).toEqual([
    'mtr --json -o LSNBAWM -n -4 -c 3 -m 30 -i 1 -G 1 --tcp -P 443 192.0.2.1',
    'traceroute -4 -n -q 3 -w 1 -m 30 -T -p 443 192.0.2.1',
  ]);
  expect(lines('darwin', { method: 'icmp', isRoot: true })).toEqual([
    'mtr --json -o LSNBAWM -n -4 -c 3 -m 30 -i 0.2 -G 1 192.0.2.1',
    'traceroute -n -q 3 -w 1 -m 30 -P icmp 192.0.2.1',
  ]);
  expect(lines('win32')).toEqual(['tracert -d -4 -w 1000 -h 30 192.0.2.1']);
});
