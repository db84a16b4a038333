/** Saved outputs: iputils 20221126, BusyBox 1.35, fping 5.1 of this machine; macOS and Windows as documented. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fpingCommand, pingCommand } from './ping-arguments.ts';
import { readFping, readPing } from './ping-output.ts';

const IPUTILS = `PING 127.0.0.1 (127.0.0.1) 56(84) bytes of data.
64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=0.032 ms
64 bytes from 127.0.0.1: icmp_seq=2 ttl=64 time=0.031 ms
64 bytes from 127.0.0.1: icmp_seq=2 ttl=64 time=0.090 ms (DUP!)
64 bytes from 127.0.0.1: icmp_seq=3 ttl=64 time=0.029 ms

--- 127.0.0.1 ping statistics ---
3 packets transmitted, 3 received, +1 duplicates, 0% packet loss, time 409ms
rtt min/avg/max/mdev = 0.029/0.030/0.032/0.001 ms
`;
const IPUTILS_LOST = `PING 10.0.0.9 (10.0.0.9) 56(84) bytes of data.
From 10.0.0.1 icmp_seq=1 Destination Host Unreachable
From 10.0.0.1 icmp_seq=2 Destination Host Unreachable

--- 10.0.0.9 ping statistics ---
3 packets transmitted, 0 received, +2 errors, 100% packet loss, time 2040ms
pipe 3
`;
const BUSYBOX = `PING ::1 (::1): 56 data bytes
64 bytes from ::1: seq=0 ttl=64 time=0.067 ms
64 bytes from ::1: seq=1 ttl=64 time=0.051 ms

--- ::1 ping statistics ---
3 packets transmitted, 2 packets received, 33% packet loss
round-trip min/avg/max = 0.051/0.059/0.067 ms
`;
const MACOS = `PING 192.0.2.1 (192.0.2.1): 56 data bytes
64 bytes from 192.0.2.1: icmp_seq=0 ttl=57 time=12.345 ms
Request timeout for icmp_seq 1
64 bytes from 192.0.2.1: icmp_seq=2 ttl=57 time=11.002 ms

--- 192.0.2.1 ping statistics ---
3 packets transmitted, 2 packets received, 33.3% packet loss
round-trip min/avg/max/stddev = 11.002/11.674/12.345/0.672 ms
`;
const MACOS_6 = `PING6(56=40+8+8 bytes) ::1 --> ::1
16 bytes from ::1, icmp_seq=0 hlim=64 time=0.103 ms
16 bytes from ::1, icmp_seq=1 hlim=64 time=0.210 ms

--- ::1 ping6 statistics ---
2 packets transmitted, 2 packets received, 0.0% packet loss
round-trip min/avg/max/std-dev = 0.103/0.157/0.210/0.054 ms
`;
const WINDOWS = `
Pinging 192.0.2.1 with 32 bytes of data:
Reply from 192.0.2.1: bytes=32 time=12ms TTL=57
Reply from 192.0.2.1: bytes=32 time<1ms TTL=57
Request timed out.

Ping statistics for 192.0.2.1:
    Packets: Sent = 3, Received = 2, Lost = 1 (33% loss),
Approximate round trip times in milli-seconds:
    Minimum = 0ms, Maximum = 12ms, Average = 6ms
`;
const WINDOWS_GERMAN = `
Ping wird ausgeführt für 192.0.2.1 mit 32 Bytes Daten:
Antwort von 192.0.2.1: Bytes=32 Zeit=12ms TTL=57
Zeitüberschreitung der Anforderung.
Antwort von 192.0.2.1: Bytes=32 Zeit<1ms TTL=57

Ping-Statistik für 192.0.2.1:
    Pakete: Gesendet = 3, Empfangen = 2, Verloren = 1
    (33% Verlust),
Ca. Zeitangaben in Millisek.:
    Minimum = 0ms, Maximum = 12ms, Mittelwert = 6ms
`;
const WINDOWS_6 = `
Pinging ::1 with 32 bytes of data:
Reply from ::1: time<1ms
Reply from ::1: time=3ms
`;

describe('readPing', () => {
  it.each([
    ['iputils', IPUTILS, [0.032, 0.031, 0.029]],
    ['BusyBox', BUSYBOX, [0.067, 0.051]],
    ['macOS', MACOS, [12.345, 11.002]],
    ['macOS with IPv6', MACOS_6, [0.103, 0.21]],
    ['Windows', WINDOWS, [12, 1]],
    ['Windows in German', WINDOWS_GERMAN, [12, 1]],
    ['Windows with IPv6', WINDOWS_6, [1, 3]],
    ['Windows in French', 'Réponse de 192.0.2.1 : octets=32 temps=12 ms TTL=57', [12]],
    ['Windows in Spanish', 'Respuesta desde 192.0.2.1: bytes=32 tiempo<1m TTL=57', [1]],
    ['Windows in Russian', 'Ответ от 192.0.2.1: число байт=32 время=12мс TTL=57', [12]],
    ['Windows in Japanese', '192.0.2.1 からの応答: バイト数 =32 時間 =12ms TTL=57', [12]],
  ])('reads the times of %s', (_, text, times) => {
    expect(readPing(text, 3)).toEqual({ times, problem: null });
    expect(readPing(text.replaceAll('\n', '\r\n'), 3).times).toEqual(times);
  });

  it.each([
    ['iputils', IPUTILS_LOST, 'unreachableHost'],
    ['iputils without a route', 'ping: connect: Network is unreachable\n', 'unreachableNetwork'],
    ['macOS without a route', 'ping: sendto: No route to host\nRequest timeout for icmp_seq 0\n', 'unreachableNetwork'],
    ['Windows', 'Reply from 10.0.0.1: Destination host unreachable.', 'unreachableHost'],
    ['Windows without a network', 'PING: transmit failed. General failure.', 'unreachableNetwork'],
    [
      'BusyBox without permission',
      'PING 127.0.0.1 (127.0.0.1): 56 data bytes\nping: permission denied (are you root?)\n',
      'forbidden',
    ],
    ['iputils without permission', 'ping: socktype: SOCK_RAW\nping: socket: Operation not permitted\n', 'forbidden'],
    ['an unknown system', 'nothing that anybody knows', null],
  ])('knows why there is no answer from %s', (_, text, problem) => {
    expect(readPing(text, 3)).toEqual({ times: [], problem });
  });

  it('never finds more answers than requests', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(IPUTILS, WINDOWS, '=1ms', '\n', 'x')), fc.nat(5), (parts, count) => {
        const { times } = readPing(parts.join(''), count);
        expect(times.length).toBeLessThanOrEqual(count);
        for (const time of times) expect(time).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('readFping', () => {
  it.each([
    ['127.0.0.1 : 0.027 0.032 0.022\n', [0.027, 0.032, 0.022]],
    ['192.0.2.1 : 12.1 - 11\n', [12.1, 11]],
    ['192.0.2.1 : - - -\n', []],
    ['::1 : 0.05\n', [0.05]],
  ])('reads %j', (text, times) => {
    expect(readFping(text, 3)).toEqual({ times, problem: null });
  });

  it('knows that it may not run', () => {
    const text = "fping: can't create raw socket (must run as root?) : Permission denied\n";
    expect(readFping(text, 3)).toEqual({ times: [], problem: 'forbidden' });
  });
});

describe('the arguments', () => {
  const four = { address: '192.0.2.1', family: 4, count: 3, pace: 200, size: 56, patience: 2_000 } as const;
  const six = { ...four, address: '2001:db8::1', family: 6 } as const;

  it.each([
    ['linux', four, 'ping -n -c 3 -i 0.2 -s 56 -W 2 192.0.2.1'],
    ['linux', six, 'ping -n -c 3 -i 0.2 -s 56 -W 2 2001:db8::1'],
    ['darwin', four, 'ping -n -c 3 -i 0.2 -s 56 -W 2000 192.0.2.1'],
    ['darwin', six, 'ping6 -n -c 3 -i 0.2 -s 56 2001:db8::1'],
    ['win32', six, 'ping -6 -n 3 -l 56 -w 2000 2001:db8::1'],
  ] as const)('are those of %s', (platform, options, line) => {
    const { program, args } = pingCommand(options, platform);
    expect([program, ...args].join(' ')).toBe(line);
  });

  it('are those of fping', () => {
    expect(fpingCommand(four).args.join(' ')).toBe('-q -r 0 -C 3 -p 200 -b 56 -t 2000 192.0.2.1');
  });
});
