/** What the reason codes of MQTT mean. */

/** Return codes of version 3.1.1 (3.2.2.3) and reason codes of version 5 (2.4), in the words of the standards. */
const REASONS: Readonly<Record<number, string>> = {
  0x01: 'unacceptable protocol version',
  0x02: 'identifier rejected',
  0x03: 'server unavailable',
  0x04: 'bad user name or password',
  0x05: 'not authorized',
  0x80: 'unspecified error',
  0x81: 'malformed packet',
  0x82: 'protocol error',
  0x83: 'implementation specific error',
  0x84: 'unsupported protocol version',
  0x85: 'client identifier not valid',
  0x86: 'bad user name or password',
  0x87: 'not authorized',
  0x88: 'server unavailable',
  0x89: 'server busy',
  0x8a: 'banned',
  0x8b: 'server shutting down',
  0x8c: 'bad authentication method',
  0x8e: 'session taken over',
  0x8f: 'topic filter invalid',
  0x90: 'topic name invalid',
  0x93: 'receive maximum exceeded',
  0x95: 'packet too large',
  0x96: 'message rate too high',
  0x97: 'quota exceeded',
  0x98: 'administrative action',
  0x99: 'payload format invalid',
  0x9a: 'retain not supported',
  0x9b: 'QoS not supported',
  0x9c: 'use another server',
  0x9d: 'server moved',
  0x9e: 'shared subscriptions not supported',
  0x9f: 'connection rate exceeded',
  0xa0: 'maximum connect time',
  0xa1: 'subscription identifiers not supported',
  0xa2: 'wildcard subscriptions not supported',
};

/** @param words the broker's own, if it sent any */
export function reasonOf(code: number, words: string | undefined): string {
  return words !== undefined && words !== '' ? words : (REASONS[code] ?? `code ${code}`);
}

const SIGN_IN = new Set([0x04, 0x05, 0x86, 0x87, 0x8a, 0x8c]);

/** Whether the code of a CONNACK means that other credentials would be accepted. */
export function isSignInCode(code: number): boolean {
  return SIGN_IN.has(code);
}
