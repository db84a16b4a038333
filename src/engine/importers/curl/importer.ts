import type { Importer } from '../importer.ts';

/** curl command lines, such as a browser copies them; any number in a file. */
export const curl: Importer = {
  name: 'curl',
  title: 'curl',
  files: 'curl commands, one after the other; a command may span several lines',
  fields: {
    URL: '`kind: http`, `url`',
    '-X, -I, -G': '`method`, and the query of the URL',
    '-H, -A, -e, -b': '`headers`, `userAgent`',
    '-d, --data-raw, --data-binary, --data-urlencode, --json': '`body`',
    '-F': '`form` with `bodyType: multipart`',
    '-u, --digest, --oauth2-bearer': '`username`, `password`, `auth`, `token`',
    '-k, -L, --max-redirs': '`verifyTls`, `followRedirects`, `maxRedirects`',
    '-m, --connect-timeout': '`timeout`',
    '-x, -U, --noproxy': '`proxy`, `proxyUsername`, `proxyPassword`, `noProxy`',
    '-4, -6, --resolve, --interface': '`family`, `resolveTo`, `sourceAddress`',
    '--http1.1, --http2-prior-knowledge, --tlsv1.3': '`http2`, `requireHttp2`, `tlsMin`',
    '-E, --key, --cacert, -d @file': 'import.file',
    '-s, -v, -o, --compressed and others for the output': 'nothing: they do not affect the check',
    'a line without a URL': 'import.notEndpoint',
    others: 'import.option',
  },
  recognizes: ({ textIfAny }) => /^\s*(?:\$ )?curl(?:\.exe)?\s/mu.test(textIfAny),
  isLoose: true,
  load: () => import('./read.ts'),
};
