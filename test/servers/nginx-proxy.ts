/** Debian's nginx in front of another server on loopback, for tests of traffic through a proxy. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateFiles } from './certificates.ts';
import { NGINX } from './nginx.ts';
import { freePorts, requireFile, startProgram, type Disposable } from './process.ts';

export interface NginxProxy extends Disposable {
  /** Over TLS. */
  readonly port: number;
}

/** Passes everything on, WebSockets and streams too. @param target a port on 127.0.0.1 */
export async function startNginxProxy(target: number, files: CertificateFiles): Promise<NginxProxy> {
  requireFile(NGINX, 'nginx-light');
  const dir = await mkdtemp(join(tmpdir(), 'lookout-nginx-proxy-'));
  const [port = 0] = await freePorts(1);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(dir, name)};`,
  );
  await writeFile(
    join(dir, 'nginx.conf'),
    `
daemon off; master_process off; worker_processes 1; pid ${join(dir, 'nginx.pid')}; error_log stderr warn;
events { worker_connections 512; }
http {
  access_log off; ${paths.join(' ')}
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${files.certificate}; ssl_certificate_key ${files.key};
    location / {
      proxy_pass http://127.0.0.1:${target};
      proxy_http_version 1.1; proxy_buffering off;
      proxy_set_header Host $host; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;
    }
  }
}
`,
  );
  const program = await startProgram(NGINX, ['-p', dir, '-c', join(dir, 'nginx.conf'), '-e', 'stderr'], [port]);
  return {
    port,
    async dispose() {
      await program.dispose();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
