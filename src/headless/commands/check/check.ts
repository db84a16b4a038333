/** `lookout check`: checks every target once. */
import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import type { Message } from '../../../contract/model/text.ts';
import type { EndpointInput } from '../../../contract/model/endpoint.ts';
import { firstKind } from '../../../engine/check/first-kind.ts';
import type { CheckKind } from '../../../engine/check/kind.ts';
import { findKind, parseEndpoint } from '../../../engine/check/parse-endpoint.ts';
import { parseTarget } from '../../../engine/check/parse-target.ts';
import { disposeRunners } from '../../../engine/check/runner.ts';
import type { ReadOptions } from '../../../engine/importers/lookout-yaml/read.ts';
import { reasonOf } from '../../../shared/recent-checks.ts';
import { warningOf } from '../../../shared/warning.ts';
import type { CheckArguments } from '../../arguments/arguments.ts';
import { checkOnce, type OnceResult, type PreparedCheck } from './check-once.ts';
import { formatTable, type ReadableResult } from './check-table.ts';
import { takeInterrupts } from '../../base/interrupt.ts';
import { printableJson, type Io } from '../../base/io.ts';
import { createLog } from '../../base/log.ts';
import { UsageError, usageProblem } from '../../base/usage-error.ts';

export interface CheckPlaces {
  /** The module of the thread that reads config files. */
  readonly configWorkerUrl: URL;
  /** The module of the thread that runs queries in conditions. */
  readonly queryWorkerUrl: URL;
}

/**
 * @returns the exit code: 0 all are up, 1 at least one is not, 130 or 143 when interrupted
 * @throws UsageError when a target, the config file or an option is wrong; then nothing is checked
 */
export async function check(args: CheckArguments, io: Io, places: CheckPlaces): Promise<number> {
  const log = createLog(io, 'error');
  const interrupt = takeInterrupts();
  let kinds: readonly CheckKind[] = [];
  try {
    kinds = await kindsFor(args);
    const reading = { workerUrl: places.configWorkerUrl, environment: io.env, signal: interrupt.signal };
    const fromFile = args.config === null ? [] : await readFile(args.config, reading);
    const checks = prepare([...fromFile, ...(await readTargets(args.targets, io, kinds))], args.timeout, kinds);
    const startedAt = performance.now();
    const found = await checkOnce(checks, {
      concurrency: args.concurrency,
      signal: interrupt.signal,
      log,
      queryWorkerUrl: places.queryWorkerUrl,
    });
    const tookMs = performance.now() - startedAt;
    const results = await readable(found);
    const colors = io.stdout.isTTY === true && !io.env['NO_COLOR'] && io.env['TERM'] !== 'dumb';
    io.stdout.write(args.json ? `${printableJson(results)}\n` : formatTable(results, tookMs, { colors, kinds }));
    return results.every(({ status }) => status === 'up') ? 0 : 1;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    io.stderr.write('Interrupted; nothing was found out.\n');
    return interrupt.exitCode;
  } finally {
    disposeRunners(kinds);
    interrupt.release();
  }
}

/**
 * The kinds that the targets have. Most are of the first kind, and loading the others takes a tenth of the time of a check.
 * Kinds are asked in order, so what the first one takes is the same with all of them.
 */
async function kindsFor({ targets, config }: CheckArguments): Promise<readonly CheckKind[]> {
  const isOfFirst = (word: string) => word !== '-' && firstKind.parse(word.trim()) !== null;
  if (config === null && targets.every(isOfFirst)) {
    // For a few targets, compiling the schemas takes longer than it saves.
    z.config({ jitless: true });
    return [firstKind];
  }
  return (await import('../../../engine/check/registry.ts')).checkKinds;
}

async function readFile(path: string, options: ReadOptions): Promise<readonly EndpointInput[]> {
  const { readConfig } = await import('../../data/read-config.ts');
  return (await readConfig(path, options)).endpoints;
}

/**
 * Adds the sentences of failures and warnings. Texts are loaded only if there is one: they take a tenth of the time of a
 * check.
 */
async function readable(results: readonly OnceResult[]): Promise<readonly ReadableResult[]> {
  if (results.every((result) => reasonOf(result) === null)) {
    return results.map((result) => ({ ...result, failure: null, warning: null }));
  }
  const { readableFailure } = await import('../../base/texts.ts');
  return results.map((result) => {
    const { failure, kind } = result;
    const warning = warningOf(result);
    return {
      ...result,
      failure: failure === null ? null : readableFailure(failure, kind),
      warning: warning === null ? null : readableFailure(warning, kind),
    };
  });
}

async function readTargets(words: readonly string[], io: Io, kinds: readonly CheckKind[]): Promise<EndpointInput[]> {
  const endpoints: EndpointInput[] = [];
  const problems: Message[] = [];
  for (const word of words) {
    if (word === '-') {
      const { parseTargets } = await import('../../../engine/check/paste/paste.ts');
      for (const { line, endpoint, problem } of parseTargets(await readText(io.stdin))) {
        if (endpoint !== undefined) endpoints.push(endpoint);
        else if (problem !== undefined) problems.push(usageProblem('usage.line', { line, problem }));
      }
      // Empty lines and comments are ignored in standard input. As an argument, they are a mistake.
    } else if (/^\s*(?:#|$)/u.test(word)) {
      problems.push(usageProblem('usage.emptyTarget', { given: JSON.stringify(word) }));
    } else {
      // An argument is a target exactly as it is: nobody writes a list around it.
      for (const parsed of parseTarget(word.trim(), kinds)) {
        if ('endpoint' in parsed) endpoints.push(parsed.endpoint);
        else problems.push(parsed.problem);
      }
    }
  }
  if (problems.length > 0) throw new UsageError(problems);
  return endpoints;
}

function prepare(
  inputs: readonly EndpointInput[],
  timeout: string | null,
  kinds: readonly CheckKind[],
): PreparedCheck[] {
  if (inputs.length === 0) throw new UsageError([usageProblem('usage.noTarget')]);
  return inputs.map((input) => {
    const parsed = parseEndpoint(timeout === null ? input : { ...input, timeout }, kinds);
    if (!parsed.ok) {
      // Targets and file are already valid, so only --timeout can be wrong.
      throw new UsageError(parsed.issues.map((problem) => usageProblem('usage.timeout', { problem })));
    }
    const kind = findKind(parsed.config.kind, kinds);
    if (kind === undefined) throw new TypeError(`No kind ${parsed.config.kind}, though it was parsed`);
    return { kind, config: parsed.config, target: parsed.target };
  });
}
