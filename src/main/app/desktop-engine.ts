/** The desktop's engine: its store is in the data folder, its secrets are in the system's vault. */
import { reportFiles, type PrintPdf } from '../../i18n/report/render-report.ts';
import { texts } from '../system/texts.ts';
import { traceRoute } from '../../engine/machine/trace-route.ts';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';
import type { HostFeature } from '../../contract/model/host.ts';
import { createResolver } from '../../engine/check/net/dns/resolve.ts';
import { DATABASE_FILE } from '../../engine/store/data-folder.ts';
import { createEngine } from '../../engine/engine.ts';
import type { Engine } from '../../engine/engine.ts';
import { createNodePorts } from '../../engine/node-ports.ts';
import type { Ports } from '../../engine/ports.ts';
import { createKeyFileSecrets, KEY_FILE } from '../../engine/secrets/key-file.ts';
import { createSqliteStore } from '../../engine/store/sqlite-store.ts';
import { createDesktopSecrets } from '../system/secrets.ts';

export interface DesktopEngineOptions extends Required<
  Pick<Ports, 'log' | 'notifier' | 'openRecordingWindow' | 'preparePage'>
> {
  readonly dataDir: string;
  /** Starts Lookout again. */
  readonly restart: () => void;
  readonly version: string;
  /** Asked for each snapshot, because a feature such as the tray can come later. */
  readonly features: () => readonly HostFeature[];
  readonly safeStorage: SafeStorage;
  /** The bundled worker of the store. */
  readonly workerUrl: URL;
  /** The bundled worker that reads imported files. */
  readonly importWorkerUrl: URL;
  readonly queryWorkerUrl: URL;
  readonly printPdf: PrintPdf;
}

/** Not started yet. */
export function createDesktopEngine(options: DesktopEngineOptions): Engine {
  const { dataDir, version, features, safeStorage, workerUrl, importWorkerUrl, queryWorkerUrl, log, notifier } =
    options;
  const { openRecordingWindow, printPdf, preparePage } = options;
  const { platform } = process;
  const keyFile = createKeyFileSecrets(join(dataDir, KEY_FILE));
  const secrets = createDesktopSecrets({ safeStorage, platform, keyFile });
  return createEngine({
    ports: { ...createNodePorts({ log, notifier, secrets }), openRecordingWindow, preparePage },
    store: createSqliteStore({ file: join(dataDir, DATABASE_FILE), workerUrl, log, restart: options.restart }),
    host: {
      kind: 'desktop',
      version,
      platform,
      dataDir,
      configFile: null,
      get features() {
        return features();
      },
    },
    resolver: createResolver(),
    importWorkerUrl,
    queryWorkerUrl,
    traceRoute,
    renderReport: reportFiles(texts, printPdf),
  });
}
