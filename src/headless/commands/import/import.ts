/** `lookout import`: endpoints of other tools as lookout.yaml, as JSON, or into a data folder. */
import { resolve } from 'node:path';
import { SECRET_SET } from '../../../contract/model/secret.ts';
import type { ImportWarning } from '../../../contract/model/import-warning.ts';
import { checkKinds, findKind, parseEndpoint } from '../../../engine/check/registry.ts';
import { mapSecrets } from '../../../engine/check/secret-fields.ts';
import { ImportError } from '../../../engine/importers/import-error.ts';
import { loadFiles } from '../../../engine/importers/load-files.ts';
import type { ImportResult } from '../../../engine/importers/importer.ts';
import type { MergedEndpoint } from '../../../engine/importers/merge.ts';
import type { PastKey } from '../../../engine/importers/past.ts';
import { refusal, runImport } from '../../../engine/importers/run-import.ts';
import { runPast } from '../../../engine/importers/run-past.ts';
import { configText, toConfigEntries, withReferences } from '../../../engine/importers/write-config.ts';
import { StoreError } from '../../../engine/store/store.ts';
import type { ImportArguments } from '../../arguments/arguments.ts';
import { importInto } from './import-into.ts';
import { importTable } from './import-table.ts';
import { interruptible } from '../../base/interrupt.ts';
import { printable, printableJson, type Io } from '../../base/io.ts';
import { replaceFile } from '../../../engine/base/replace-file.ts';
import { texts } from '../../base/texts.ts';

export interface ImportPlaces {
  /** The module of the thread that reads files to import. */
  readonly importWorkerUrl: URL;
  readonly storeWorkerUrl: URL;
}

/** @returns the exit code: 0 everything is imported, 1 with warnings, 2 a file cannot be read */
export function importEndpoints(args: ImportArguments, io: Io, places: ImportPlaces): Promise<number> {
  return interruptible(io, textOf, async (signal) => {
    const loaded = await loadFiles(args.files, signal);
    const result = loaded.ok
      ? await runImport(loaded.files, {
          workerUrl: places.importWorkerUrl,
          from: args.from,
          environment: io.env,
          keepVariables: args.dataDir === null,
          signal,
        })
      : refusal([loaded], loaded.problem);
    if (result.error !== null) return refuse(result, args, io);
    const isWanted = ({ code }: ImportWarning) => !args.history || code !== 'import.history';
    const warnings = [...result.warnings.filter(isWanted), ...pausedWarnings(result, args)];
    const into = args.dataDir === null ? null : resolve(args.dataDir);
    const { importWorkerUrl: workerUrl } = places;
    const readPast = (wanted: readonly PastKey[]) =>
      runPast(loaded.ok ? loaded.files : [], { workerUrl, wanted, signal, from: args.from, now: Date.now() });
    const { merged, pastChecks } =
      into === null
        ? { merged: mergedWithNothing(result), pastChecks: null }
        : await importInto(into, result, {
            ...places,
            dryRun: args.dryRun,
            io,
            signal,
            readPast: args.history ? readPast : null,
          });
    if (args.json) io.stdout.write(`${printableJson(toJson(result, warnings))}\n`);
    else if (args.dryRun || into !== null) io.stdout.write(importTable(merged));
    else await writeYaml(result, args.out, io);
    if (pastChecks !== null) io.stderr.write(`Imported ${pastChecks} past checks.\n`);
    if (!args.json) {
      for (const warning of warnings) io.stderr.write(`${printable(warningText(warning))}\n`);
    }
    return warnings.length === 0 ? 0 : 1;
  });
}

function refuse(result: ImportResult, { json }: ImportArguments, io: Io): number {
  if (json) io.stdout.write(`${printableJson(toJson(result, []))}\n`);
  else if (result.error !== null) {
    for (const error of [result.error, ...result.moreErrors]) io.stderr.write(`${printable(texts.fileIssue(error))}\n`);
  }
  return 2;
}

function mergedWithNothing({ endpoints }: ImportResult): readonly MergedEndpoint[] {
  // Variables have no values here, and there are no endpoints to compare with.
  return endpoints.map((imported) => {
    const parsed = parseEndpoint(imported.entry);
    const target = parsed.ok ? parsed.target : '';
    const { entry: input } = imported;
    return { imported, kind: input.kind, target, state: 'new', id: null, changes: [], input };
  });
}

/** Warnings for what lookout.yaml and JSON cannot express. */
function pausedWarnings({ endpoints }: ImportResult, { dataDir }: ImportArguments): ImportWarning[] {
  if (dataDir !== null) return [];
  return endpoints
    .filter(({ paused }) => paused === true)
    .map(({ source, path }) => ({ source, path, code: 'import.paused' }));
}

async function writeYaml({ endpoints }: ImportResult, out: string | null, io: Io): Promise<void> {
  const written = toConfigEntries(
    endpoints.map(({ entry }) => entry),
    checkKinds,
  );
  const text = configText({ endpoints: written.endpoints });
  if (out === null) io.stdout.write(text);
  else await replaceFile(out, text);
  for (const { name, endpoint, field } of written.secrets) {
    io.stderr.write(`${printable(`Set ${name} to the secret ${field} of "${endpoint}".`)}\n`);
  }
}

/** The output of `--json`, which contains no secrets. */
function toJson({ formats, endpoints, error }: ImportResult, warnings: readonly ImportWarning[]) {
  return {
    format: formats.length === 0 ? null : formats.join(', '),
    endpoints: endpoints.map(({ entry }) => {
      const kind = findKind(entry.kind);
      return withReferences(kind === undefined ? entry : mapSecrets(kind, entry, () => SECRET_SET));
    }),
    warnings: warnings.map((warning) => ({
      source: warning.source,
      path: warning.path,
      message: messageOf(warning),
    })),
    error:
      error === null
        ? null
        : {
            message: texts.issueInFull(error),
            line: error.position?.line ?? null,
            column: error.position?.column ?? null,
          },
  };
}

function messageOf({ code, params }: ImportWarning): string {
  return texts.message({ code, ...(params === undefined ? {} : { params }) });
}

function warningText(warning: ImportWarning): string {
  const place = [warning.source, warning.path].filter(Boolean).join(' ');
  return `${place}: ${messageOf(warning)}`;
}

/** The text for people; null: the error is a bug. */
function textOf(error: unknown): string | null {
  if (error instanceof ImportError) return texts.fileIssue(error.issue);
  if (error instanceof StoreError) return texts.message(error.problem);
  return error instanceof Error && 'syscall' in error ? error.message : null;
}
