/** Debian's nginx for tests: plain HTTP, HTTP/2 over TLS, and a port for each fault of a certificate. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateFiles, Certificates } from './certificates.ts';
import { startOnFreePorts, requireFile, startProgram, type Disposable } from './process.ts';

export const NGINX = '/usr/sbin/nginx';
export const NGINX_PACKAGES = { [NGINX]: 'nginx-light' } as const;

/** The body on every port. */
export const NGINX_BODY = 'nginx says hello to Lookout\n';
/** The size of `/big` in bytes. */
export const NGINX_BIG = 3_000_000;

export interface Nginx extends Disposable {
  /** Ports on 127.0.0.1. Without certificates, only `http` exists. */
  readonly ports: {
    readonly http: number;
    /** HTTP/1.1 and HTTP/2, selected by ALPN. */
    readonly https?: number;
    /** Over TLS, HTTP/1.1 only. */
    readonly https1?: number;
    readonly expired?: number;
    readonly notYetValid?: number;
    readonly wrongHost?: number;
    readonly selfSigned?: number;
    readonly foreignRoot?: number;
    readonly incomplete?: number;
    /** HTTP/2 without TLS. */
    readonly h2c?: number;
    /** Requires a client certificate that the test authority has signed. */
    readonly clientCertificate?: number;
  };
}

/**
 * Starts nginx and waits until it answers. Paths: `/` (200, text), `/big` (3 MB), `/status/N` (N one of 204, 301, 404,
 * 500, 503), `/redirect/N` (N redirects, then `/`), `/gzip` (compressed on request), `/head` (echoes some request
 * headers), `/connection` (details of the connection), `/secure.html` (with every security header).
 * @param files further files by name, such as `index.html`
 * @throws Error with the name of the Debian package when nginx is missing
 */
export async function startNginx(
  certificates?: Certificates,
  files: Readonly<Record<string, string>> = {},
): Promise<Nginx> {
  requireFile(NGINX, 'nginx-light');
  const sites: readonly (readonly [string, CertificateFiles | null, string])[] =
    certificates === undefined
      ? [['http', null, '']]
      : [
          ['http', null, ''],
          ['https', certificates.good, 'http2'],
          ['https1', certificates.good, ''],
          ['h2c', null, 'http2'],
          ['expired', certificates.expired, ''],
          ['notYetValid', certificates.notYetValid, ''],
          ['wrongHost', certificates.wrongHost, ''],
          ['selfSigned', certificates.selfSigned, ''],
          ['foreignRoot', certificates.foreignRoot, ''],
          ['incomplete', certificates.incomplete, ''],
          ['clientCertificate', certificates.good, 'http2'],
        ];
  const dir = await mkdtemp(join(tmpdir(), 'lookout-nginx-'));
  await mkdir(join(dir, 'www'));
  await Promise.all([
    writeFile(join(dir, 'www', 'index.txt'), NGINX_BODY),
    ...Object.entries(files).map(([name, text]) => writeFile(join(dir, 'www', name), text)),
    writeFile(join(dir, 'www', 'big'), Buffer.alloc(NGINX_BIG, 'x')),
    writeFile(join(dir, 'authority.pem'), certificates?.authority ?? ''),
    writeFile(join(dir, 'www', 'gzip'), NGINX_BODY.repeat(100)),
  ]);
  const remove = () => rm(dir, { recursive: true, force: true });

  return startOnFreePorts(
    sites.length,
    async (ports) => {
      const servers = sites.map(([name, files, flags], index) => server(ports[index] ?? 0, name, files, flags));
      await writeFile(join(dir, 'nginx.conf'), configuration(dir, servers));
      const program = await startProgram(NGINX, ['-p', dir, '-c', join(dir, 'nginx.conf'), '-e', 'stderr'], ports);
      return {
        ports: Object.fromEntries(sites.map(([name], index) => [name, ports[index] ?? 0])) as Nginx['ports'],
        dispose: () => program.dispose(),
      };
    },
    remove,
  );
}

function server(port: number, name: string, files: CertificateFiles | null, flags: string): string {
  const tls =
    files === null
      ? ''
      : `ssl_certificate ${files.certificate}; ssl_certificate_key ${files.key}; ssl_protocols TLSv1.2 TLSv1.3;`;
  const client =
    name === 'clientCertificate' && files !== null
      ? 'ssl_verify_client on; ssl_verify_depth 3; ssl_client_certificate authority.pem;'
      : '';
  const statuses = [204, 404, 500, 503]
    .map((status) => `location = /status/${status} { return ${status}; }`)
    .join('\n');
  const redirects = Array.from(
    { length: 15 },
    (_, index) => `location = /redirect/${index + 1} { return 302 /${index === 0 ? '' : `redirect/${index}`}; }`,
  ).join('\n');
  return `
    server {
      listen 127.0.0.1:${port} ${files === null ? '' : 'ssl'} ${flags};
      ${tls} ${client}
      root www;
      default_type text/plain;
      location = / { try_files /index.txt =404; }
      location = /gzip { gzip on; gzip_types text/plain; gzip_min_length 1; }
      location = /head { return 200 "$request_method|$http_host|$http_user_agent|$http_authorization|$http_x_lookout|$server_protocol"; }
      location ~ [.]html$ { default_type text/html; }
      location ~ [.]xml$ { default_type application/xml; }
      location = /secure.html {
        default_type text/html;
        add_header Strict-Transport-Security "max-age=31536000";
        add_header Content-Security-Policy "default-src 'self'; frame-ancestors 'none'";
        add_header X-Content-Type-Options nosniff;
        add_header Referrer-Policy no-referrer;
      }
      location = /connection { return 200 "$ssl_protocol|$ssl_server_name|$ssl_client_verify|$remote_addr|$host"; }
      location = /status/301 { return 301; }
      ${statuses}
      ${redirects}
    }`;
}

function configuration(dir: string, servers: readonly string[]): string {
  return `
daemon off;
master_process off;
worker_processes 1;
pid ${join(dir, 'nginx.pid')};
error_log stderr warn;
events { worker_connections 512; }
http {
  access_log off;
  keepalive_timeout 60;
  absolute_redirect off;
  client_body_temp_path ${join(dir, 'body')};
  proxy_temp_path ${join(dir, 'proxy')};
  fastcgi_temp_path ${join(dir, 'fastcgi')};
  uwsgi_temp_path ${join(dir, 'uwsgi')};
  scgi_temp_path ${join(dir, 'scgi')};
  ${servers.join('\n')}
}
`;
}
