/** The options of curl (its man page): which take a value, and which do not matter for a check. */

const SHORT: Readonly<Record<string, string>> = {
  X: 'request',
  H: 'header',
  d: 'data',
  F: 'form',
  u: 'user',
  A: 'user-agent',
  e: 'referer',
  b: 'cookie',
  k: 'insecure',
  L: 'location',
  m: 'max-time',
  x: 'proxy',
  U: 'proxy-user',
  I: 'head',
  G: 'get',
  E: 'cert',
  o: 'output',
  O: 'remote-name',
  w: 'write-out',
  s: 'silent',
  S: 'show-error',
  v: 'verbose',
  i: 'include',
  f: 'fail',
  c: 'cookie-jar',
  D: 'dump-header',
  T: 'upload-file',
  K: 'config',
  n: 'netrc',
  N: 'no-buffer',
  g: 'globoff',
  q: 'disable',
  j: 'junk-session-cookies',
  J: 'remote-header-name',
  R: 'remote-time',
  C: 'continue-at',
  r: 'range',
  y: 'speed-time',
  Y: 'speed-limit',
  z: 'time-cond',
  '0': 'http1.0',
  '1': 'tlsv1',
  '4': 'ipv4',
  '6': 'ipv6',
  '#': 'progress-bar',
};
const WITH_VALUE = new Set(
  `request header data data-raw data-binary data-ascii data-urlencode json form form-string user user-agent referer cookie
  max-time connect-timeout proxy proxy-user proxy-header noproxy preproxy socks5 socks5-hostname socks4 resolve connect-to interface
  max-redirs cert key cacert capath pass cert-type key-type output write-out cookie-jar dump-header upload-file config range
  speed-time speed-limit time-cond continue-at retry retry-delay retry-max-time url url-query oauth2-bearer ciphers tls-max dns-servers limit-rate
  trace trace-ascii stderr max-filesize keepalive-time netrc-file aws-sigv4 unix-socket abstract-unix-socket tls13-ciphers
  pinnedpubkey proto proto-default proto-redir expect100-timeout happy-eyeballs-timeout-ms local-port output-dir variable`.split(
    /\s+/u,
  ),
);
/** Options about the output, which a check does not have. */
const SILENT = new Set(
  `silent show-error verbose include fail fail-with-body output remote-name write-out cookie-jar dump-header no-buffer progress-bar
  compressed globoff disable junk-session-cookies remote-header-name remote-time trace trace-ascii trace-time stderr no-progress-meter
  parallel styled-output retry retry-delay retry-max-time retry-all-errors retry-connrefused keepalive-time output-dir create-dirs
  no-keepalive next basic location-trusted http1.0 tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 path-as-is no-styled-output`.split(
    /\s+/u,
  ),
);

export interface Option {
  /** Without dashes; `url` for a word. */
  readonly name: string;
  readonly value: string;
}

/** @param words without `curl` */
export function optionsOf(words: readonly string[]): Option[] {
  const options: Option[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '>' || word === '>>' || word === '2>') {
      at += 1;
    } else if (word.startsWith('--')) {
      const [, name = '', given] = /^--([^=]+)(?:=(.*))?$/su.exec(word) ?? [];
      const needs = WITH_VALUE.has(name) && given === undefined;
      options.push({ name, value: given ?? (needs ? (words[++at] ?? '') : '') });
    } else if (/^-.+/su.test(word)) {
      for (let letter = 1; letter < word.length; letter++) {
        const name = SHORT[word[letter] ?? ''] ?? word[letter] ?? '';
        if (!WITH_VALUE.has(name)) options.push({ name, value: '' });
        else {
          const rest = word.slice(letter + 1);
          options.push({ name, value: rest === '' ? (words[++at] ?? '') : rest });
          break;
        }
      }
    } else if (!/^\d?>/u.test(word)) {
      options.push({ name: 'url', value: word });
    }
  }
  return options;
}

export function isSilent(name: string): boolean {
  return SILENT.has(name);
}
