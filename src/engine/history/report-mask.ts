/** Leaves addresses out of a report, for people who should see how well endpoints work, but not where they are. Pure. */
import { isIP } from 'node:net';
import type { Annotation } from '../../contract/model/annotation.ts';
import type { Endpoint } from '../../contract/model/endpoint.ts';
import type { FailureSummary } from '../../contract/model/failure.ts';
import type { EndpointMatch } from '../../contract/model/match.ts';
import type { Message, Param, Params } from '../../contract/model/text.ts';

const MASK = '•••';
const URLS = /\b[a-z][a-z\d+.-]*:\/\/[^\s"'<>]+/giu;
const MAIL = /[^\s"'<>@(]+@[^\s"'<>@)]+/gu;
/** A candidate, which `isIP` then checks. The zone of an IPv6 address is a part of it. */
const IPV6 = /(?<![\p{L}\d:.])[\da-f]{0,4}(?::[\da-f.]*){2,}(?:%[\w.-]+)?/giu;
const MAC = /^(?:[\da-f]{2}:){5}[\da-f]{2}$/iu;
const IPV4 = /(?<![\p{L}\d.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\p{L}\d])/gu;
/** Names with a dot whose last part is not a number: `db1.corp.example.com`, `shop.internal:5432`. */
const HOST_NAMES = /(?<![\p{L}\p{N}_-])(?:[\p{L}\p{N}_-]+\.)+\p{L}[\p{L}\p{N}-]+\.?(?::\d{1,5})?(?![\p{L}\p{N}_-])/gu;
const WORDS = /[\p{L}\p{N}_-]+(?::\d{1,5})?/gu;
/** Parameters of failures that are hosts, names or addresses as a whole, even when they do not look like it. */
const HOST_PARAMS = new Set([
  'name',
  'names',
  'host',
  'address',
  'addresses',
  'proxy',
  'url',
  'subject',
  'issuer',
  'username',
]);

export interface ReportMask {
  /** @param own its target is left out too, even when it does not look like an address */
  text(text: string, own?: Endpoint): string;
  failure(failure: FailureSummary, own: Endpoint): FailureSummary;
  /** Masks an annotation, and leaves out who wrote it. */
  annotation(annotation: Annotation): Annotation;
}

/** @param endpoints all whose hosts may be mentioned */
export function createReportMask(endpoints: Iterable<Endpoint>): ReportMask {
  const hosts = new Set<string>();
  for (const { target } of endpoints) {
    const host = hostOf(target);
    if (host !== '') hosts.add(host);
  }

  function text(given: string, own?: Endpoint): string {
    const target = own?.target ?? '';
    return (target === '' ? given : given.replaceAll(target, MASK))
      .replace(URLS, MASK)
      .replace(MAIL, MASK)
      .replace(IPV6, maskIPv6)
      .replace(IPV4, MASK)
      .replace(HOST_NAMES, MASK)
      .replace(WORDS, (word) => (hosts.has(word.replace(/:\d+$/u, '').toLowerCase()) ? MASK : word));
  }

  function param(name: string, value: Param, own?: Endpoint): Param {
    const one = (said: string) => (HOST_PARAMS.has(name) && said !== '' ? MASK : text(said, own));
    if (typeof value === 'string') return one(value);
    if (value === null || typeof value !== 'object') return value;
    if (isMessage(value)) return message(value, own);
    const list: (string | Message)[] = value.map((item) => (typeof item === 'string' ? one(item) : message(item, own)));
    return list as readonly string[] | readonly Message[];
  }

  const params = (given: Params, own?: Endpoint): Params =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, param(name, value, own)]));

  function message(given: Message, own?: Endpoint): Message {
    return given.params === undefined ? given : { ...given, params: params(given.params, own) };
  }

  function match({ endpoints: names, group, tag, name, kind }: EndpointMatch): EndpointMatch {
    return {
      ...(names === undefined ? {} : { endpoints: names.map((one) => text(one)) }),
      ...(group === undefined ? {} : { group: text(group) }),
      ...(tag === undefined ? {} : { tag: text(tag) }),
      ...(name === undefined ? {} : { name: text(name) }),
      ...(kind === undefined ? {} : { kind }),
    };
  }

  return {
    text,
    failure: (failure, own) => ({
      ...failure,
      ...(failure.params === undefined ? {} : { params: params(failure.params, own) }),
      ...(failure.message === undefined ? {} : { message: text(failure.message, own) }),
    }),
    annotation: (annotation) => ({
      ...annotation,
      text: text(annotation.text),
      by: '',
      match: match(annotation.match),
      ...(annotation.message === undefined ? {} : { message: message(annotation.message) }),
    }),
  };
}

function isMessage(value: readonly string[] | readonly Message[] | Message): value is Message {
  return !Array.isArray(value);
}

/** The host of a target without its port, in lower case; empty: it has no host that is a single word. */
function hostOf(target: string): string {
  const rest = target.replace(/^[a-z][a-z\d+.-]*:\/\//iu, '').replace(/^[^/?#@]*@/u, '');
  return /^[\p{L}\p{N}_-]+(?=[:/?#]|$)/u.exec(rest)?.[0].toLowerCase() ?? '';
}

/** A sentence may end after the address, with a dot or a colon. */
function maskIPv6(candidate: string): string {
  for (const end of [/$/u, /\.$/u, /:$/u]) {
    const address = candidate.replace(end, '');
    if (isIP(address) === 6 || MAC.test(address)) return MASK + candidate.slice(address.length);
  }
  return candidate;
}
