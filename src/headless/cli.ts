/**
 * The entry of the command line. Loads only what the command needs, so that `check` starts fast. Sets the exit code and
 * lets the process end by itself, so that all output is written; only `check` ends it.
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { enlargeThreadPool } from '../engine/base/thread-pool.ts';
import type { Arguments } from './arguments/arguments.ts';
import { parseArguments } from './arguments/parse-arguments.ts';
import { printable, type Io } from './base/io.ts';
import { UsageError } from './base/usage-error.ts';
import { USAGE } from './arguments/usage.ts';
import { VERSION } from './base/version.ts';

enlargeThreadPool();
const io: Io = process;

/** The places in the build, or in the sources when this runs from them. */
const isSource = import.meta.url.endsWith('.ts');
// The cache is beside the code, so only those who could change the code can change it, and the next build removes it. Where
// it cannot be written, Node continues without it.
if (!isSource) enableCompileCache(fileURLToPath(new URL('./cache', import.meta.url)));
const places = {
  pageDir: fileURLToPath(new URL(isSource ? '../../out/renderer' : '../renderer', import.meta.url)),
  storeWorkerUrl: new URL(isSource ? '../engine/store/sqlite-worker.ts' : './store-worker.js', import.meta.url),
  queryWorkerUrl: new URL(isSource ? '../engine/conditions/query-worker.ts' : './query-worker.js', import.meta.url),
  configWorkerUrl: new URL(
    isSource ? '../engine/importers/lookout-yaml/config-worker.ts' : './config-worker.js',
    import.meta.url,
  ),
  importWorkerUrl: new URL(isSource ? '../engine/importers/import-worker.ts' : './import-worker.js', import.meta.url),
};

async function run(args: Arguments): Promise<number> {
  switch (args.command) {
    case 'help':
      io.stdout.write(`${USAGE}\n`);
      return 0;
    case 'version':
      io.stdout.write(`${VERSION}\n`);
      return 0;
    case 'serve': {
      const { serve } = await import('./commands/serve/serve.ts');
      return await serve(args, io, places);
    }
    case 'report': {
      const { report } = await import('./commands/report.ts');
      return await report(args, io, places);
    }
    case 'export': {
      const { exportResults } = await import('./commands/results/export-results.ts');
      return await exportResults(args, io, places);
    }
    case 'import-results': {
      const { importResults } = await import('./commands/results/import-results.ts');
      return await importResults(args, io, places);
    }
    case 'import': {
      const { importEndpoints } = await import('./commands/import/import.ts');
      return await importEndpoints(args, io, places);
    }
    case 'export-config': {
      const { printConfig } = await import('./commands/export-config/export-config.ts');
      return await printConfig(args, io, places);
    }
    case 'plan':
    case 'apply': {
      const { planConfig } = await import('./commands/plan.ts');
      return await planConfig(args, io, places);
    }
    case 'token': {
      const { manageTokens } = await import('./commands/manage-tokens.ts');
      return await manageTokens(args, io);
    }
    case 'status-page': {
      const { writeStatusPage } = await import('./commands/status-page.ts');
      return await writeStatusPage(args, io);
    }
    case 'mcp': {
      const { serveMcp } = await import('./commands/mcp/mcp.ts');
      return await serveMcp(args, io);
    }
    case 'annotate': {
      const { annotate } = await import('./commands/annotate.ts');
      return await annotate(args, io);
    }
    case 'check': {
      const { check } = await import('./commands/check/check.ts');
      return await exitWith(await check(args, io, places));
    }
  }
}

/** Ends the process when all output is written. Closing everything that it has loaded would take 3 ms. */
async function exitWith(code: number): Promise<never> {
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((resolve) => stream.write('', () => resolve()));
  }
  process.exit(code);
}

// A reader that stops early, such as `head`, is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(141);
});

try {
  process.exitCode = await run(parseArguments(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  // The texts take a tenth of the time of a check, so only what needs them loads them.
  const { texts } = await import('./base/texts.ts');
  const lines = error.problems.map((problem) => printable(texts.message(problem)));
  io.stderr.write(`${lines.join('\n')}\nSee "lookout --help".\n`);
  process.exitCode = 2;
}
