import { formatConfigError } from '../engine/importers/lookout-yaml/config-error.ts';
import type { LoadedConfig } from '../engine/importers/lookout-yaml/load.ts';
import { watchConfigFile, type WatchConfigOptions } from '../engine/importers/lookout-yaml/watch.ts';
import type { Engine } from '../engine/engine.ts';
import type { Log } from '../engine/ports.ts';

/** At most this many errors of a file are shown at a time. */
const SHOWN_ERRORS = 5;

/** Applies each change of the config file. A file with errors changes nothing, and a notice says what is wrong. */
export async function followConfig(
  path: string,
  reading: Pick<WatchConfigOptions, 'workerUrl' | 'environment' | 'signal'>,
  { engine, log }: { readonly engine: Pick<Engine, 'syncFile' | 'setNotice'>; readonly log: Log },
): Promise<void> {
  function show(problem: string): void {
    if (problem !== '') log('warn', `The config file is not followed: ${problem}`);
    engine.setNotice({
      id: 'config-file',
      level: 'error',
      title: 'The config file is not followed',
      body: problem,
      active: problem !== '',
    });
  }

  async function onChange(config: LoadedConfig): Promise<void> {
    if (config.ok) await engine.syncFile(config.endpoints);
    show(config.ok ? '' : config.errors.slice(0, SHOWN_ERRORS).map(formatConfigError).join('\n'));
  }

  await watchConfigFile({
    ...reading,
    path,
    onChange,
    onError: (error) => show(error instanceof Error ? error.message : String(error)),
  });
}
