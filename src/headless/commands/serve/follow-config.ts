import type { Message } from '../../../contract/model/text.ts';
import { problemOf } from '../../../engine/base/problem-error.ts';
import type { LoadedConfig } from '../../../engine/importers/lookout-yaml/load.ts';
import { watchConfigFile, type WatchConfigOptions } from '../../../engine/importers/lookout-yaml/watch.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { Log } from '../../../engine/ports.ts';
import { RequestError } from '../../../engine/base/request-error.ts';
import { texts } from '../../base/texts.ts';

/** At most this many errors of a file are shown at a time. */
const SHOWN_ERRORS = 5;

/** Applies each change of the config file. A file with errors changes nothing, and a notice says what is wrong. */
export async function followConfig(
  path: string,
  reading: Pick<WatchConfigOptions, 'workerUrl' | 'environment' | 'signal'>,
  { engine, log }: { readonly engine: Pick<Engine, 'syncFile' | 'setNotice'>; readonly log: Log },
): Promise<void> {
  /** @param problems empty: the file is followed */
  function show(problems: readonly Message[]): void {
    for (const problem of problems) log('warn', `The config file is not followed: ${texts.message(problem)}`);
    const active = problems.length > 0;
    engine.setNotice({ id: 'config-file', level: 'error', code: 'config.notFollowed', params: { problems }, active });
  }

  async function onChange(config: LoadedConfig): Promise<void> {
    if (config.ok) await engine.syncFile(config.endpoints, config);
    show(config.ok ? [] : config.errors.slice(0, SHOWN_ERRORS));
  }

  await watchConfigFile({
    ...reading,
    path,
    onChange,
    onError: (error) => show(problemsOf(error, path)),
  });
}

function problemsOf(error: unknown, file: string): readonly Message[] {
  const isRefusal = error instanceof RequestError;
  if (isRefusal && error.issues.length > 0) {
    return error.issues.slice(0, SHOWN_ERRORS).map((issue) => ({ ...issue, file, position: null }));
  }
  const text = isRefusal ? texts.refusal(error) : error instanceof Error ? error.message : String(error);
  return [problemOf('file.notFollowed', { problem: text })];
}
