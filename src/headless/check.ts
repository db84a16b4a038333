/** `lookout check`: checks every target once. */
import { text as readText } from 'node:stream/consumers';
import type { Issue } from '../contract/model/issue.ts';
import type { EndpointInput } from '../contract/model/endpoint.ts';
import { parseTargets } from '../engine/check/paste/paste.ts';
import { checkKinds, findKind, parseEndpoint, parseTarget } from '../engine/check/registry.ts';
import { disposeRunners } from '../engine/check/runner.ts';
import type { CheckArguments } from './arguments.ts';
import { checkOnce, type PreparedCheck } from './check-once.ts';
import { formatTable } from './check-table.ts';
import { readConfig } from './config.ts';
import { takeInterrupts } from './interrupt.ts';
import { printable, printableJson, type Io } from './io.ts';
import { createLog } from './log.ts';
import { texts } from './texts.ts';
import { UsageError } from './usage.ts';

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
  try {
    const reading = { workerUrl: places.configWorkerUrl, environment: io.env, signal: interrupt.signal };
    const fromFile = args.config === null ? [] : await readConfig(args.config, reading);
    const checks = prepare([...fromFile, ...(await readTargets(args.targets, io))], args.timeout);
    const startedAt = performance.now();
    const results = await checkOnce(checks, {
      concurrency: args.concurrency,
      signal: interrupt.signal,
      log,
      queryWorkerUrl: places.queryWorkerUrl,
    });
    const tookMs = performance.now() - startedAt;
    const colors = io.stdout.isTTY === true && !io.env['NO_COLOR'] && io.env['TERM'] !== 'dumb';
    io.stdout.write(
      args.json ? `${printableJson(results)}\n` : formatTable(results, tookMs, { colors, kinds: checkKinds }),
    );
    return results.every(({ status }) => status === 'up') ? 0 : 1;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    io.stderr.write('Interrupted; nothing was found out.\n');
    return interrupt.exitCode;
  } finally {
    disposeRunners(checkKinds);
    interrupt.release();
  }
}

async function readTargets(words: readonly string[], io: Io): Promise<EndpointInput[]> {
  const endpoints: EndpointInput[] = [];
  const problems: string[] = [];
  const take = (parsed: { readonly endpoint?: EndpointInput; readonly problem?: Issue }, place: string): void => {
    if (parsed.endpoint !== undefined) endpoints.push(parsed.endpoint);
    else if (parsed.problem !== undefined) problems.push(`${place}${texts.issueInFull(parsed.problem)}`);
  };
  for (const word of words) {
    if (word === '-') {
      for (const parsed of parseTargets(await readText(io.stdin))) take(parsed, `Line ${parsed.line}: `);
      // Empty lines and comments are ignored in standard input. As an argument, they are a mistake.
    } else if (/^\s*(?:#|$)/u.test(word)) {
      problems.push(`TARGET must name something. Got ${JSON.stringify(word)}.`);
    } else {
      // An argument is a target exactly as it is: nobody writes a list around it.
      for (const parsed of parseTarget(word.trim())) take(parsed, '');
    }
  }
  if (problems.length > 0) throw new UsageError(problems.map(printable).join('\n'));
  return endpoints;
}

function prepare(inputs: readonly EndpointInput[], timeout: string | null): PreparedCheck[] {
  if (inputs.length === 0) throw new UsageError('At least one TARGET is required.');
  return inputs.map((input) => {
    const parsed = parseEndpoint(timeout === null ? input : { ...input, timeout });
    if (!parsed.ok) {
      // Targets and file are already valid, so only --timeout can be wrong.
      throw new UsageError(`--timeout: ${parsed.issues.map(texts.issueInFull).join(' ')}`);
    }
    const kind = findKind(parsed.config.kind);
    if (kind === undefined) throw new TypeError(`No kind ${parsed.config.kind}, though it was parsed`);
    return { kind, config: parsed.config, target: parsed.target };
  });
}
