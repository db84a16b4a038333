/** Collects what a person sends with a bug report: enough to find the bug, and nothing private. */
import { homedir, release } from 'node:os';
import type { Health } from '../../contract/model/health.ts';
import type { HostInfo } from '../../contract/model/host.ts';
import type { Settings } from '../../contract/model/settings.ts';
import type { EngineClient } from '../../contract/channels/engine-client.ts';
import { readWholeSnapshot } from '../../shared/follow-engine.ts';
import type { LogFile } from '../system/log-file.ts';

export interface DiagnosticsParts {
  readonly now: number;
  /** The versions of Electron, Chromium and Node, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** Such as `linux 6.1.0 x64`. */
  readonly system: string;
  readonly host: HostInfo;
  readonly settings: Settings;
  /** The number of endpoints with each status. */
  readonly endpoints: Readonly<Record<string, number>>;
  readonly health: Health | null;
  /** The end of the log. */
  readonly log: string;
  /** The person's home folder, which contains their name. */
  readonly home: string;
}

/** How many bytes of the log diagnostics contain. */
const DIAGNOSTICS_LOG_BYTES = 32 * 1024;

export function diagnosticsText(parts: DiagnosticsParts): string {
  const { host, settings, health, endpoints } = parts;
  const sections: readonly (readonly [string, unknown])[] = [
    ['Versions', { Lookout: host.version, ...parts.versions }],
    ['Host', host],
    ['Endpoints', endpoints],
    ['Settings', settings],
    ['Health', health],
  ];
  const text = [
    `Lookout ${host.version} on ${parts.system}, ${new Date(parts.now).toISOString()}`,
    ...sections.map(([title, value]) => `${title}\n${JSON.stringify(value, null, 2)}`),
    `Log\n${parts.log.trimEnd()}`,
  ].join('\n\n');
  return `${redact(text, parts.home)}\n`;
}

/** Collects diagnostics of this machine. */
export async function collectDiagnostics(
  engine: Pick<EngineClient, 'request'>,
  logFile: Pick<LogFile, 'tail'>,
): Promise<string> {
  const { host, settings, health, endpoints } = await readWholeSnapshot(engine);
  const { electron, chrome, node } = process.versions;
  const byStatus = Map.groupBy(endpoints, ({ state }) => state.status);
  return diagnosticsText({
    now: Date.now(),
    versions: { Electron: electron, Chromium: chrome, Node: node },
    system: `${process.platform} ${release()} ${process.arch}`,
    host,
    settings,
    endpoints: Object.fromEntries([...byStatus].map(([status, some]) => [status, some.length])),
    health,
    log: await logFile.tail(DIAGNOSTICS_LOG_BYTES),
    home: homedir(),
  });
}

/** Headers and fields whose values are secret. */
const SECRET_NAME = String.raw`[\w-]*(?:authorization|cookie|token|secret|password|passwd|api-?key)[\w-]*`;

/**
 * Removes secrets from a text: credentials and queries of URLs, the values after names such as `password`, and the home
 * folder. Endpoint configs are never logged; this is for messages of servers, libraries and the system.
 */
export function redact(text: string, home: string): string {
  const clean = text
    // RFC 3986, 3.2.1: everything before the @ of an authority.
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@'"]*@/giu, '$1…@')
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/[^\s?#'"]*)\?[^\s#'"]*/giu, '$1?…')
    .replaceAll(
      new RegExp(String.raw`(["']?${SECRET_NAME}["']?\s*[:=]\s*)("[^"\n]*"|'[^'\n]*'|[^\n,;}]+)`, 'giu'),
      '$1…',
    )
    .replaceAll(/\b(Bearer|Basic)\s+[\w+/=.~-]+/gu, '$1 …');
  return home.length < 2 ? clean : clean.replaceAll(home, '~');
}
