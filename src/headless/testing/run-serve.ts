/** Test code: `lookout serve` as its own process, with the test's page. `serve.test.ts` runs it. */
import { parseArguments } from '../arguments/parse-arguments.ts';
import { serve } from '../commands/serve/serve.ts';
import { texts } from '../base/texts.ts';
import { UsageError } from '../base/usage-error.ts';

const [pageDir = '', ...argv] = process.argv.slice(2);
const args = parseArguments(argv);
if (args.command !== 'serve') throw new TypeError(`Expected the command to be serve, got ${args.command}`);
try {
  process.exitCode = await serve(args, process, {
    pageDir,
    storeWorkerUrl: new URL('../../engine/store/sqlite-worker.ts', import.meta.url),
    queryWorkerUrl: new URL('../../engine/conditions/query-worker.ts', import.meta.url),
    importWorkerUrl: new URL('../../engine/importers/import-worker.ts', import.meta.url),
    configWorkerUrl: new URL('../../engine/importers/lookout-yaml/config-worker.ts', import.meta.url),
  });
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(error.problems.map((problem) => texts.message(problem)).join('\n'));
  process.exitCode = 2;
}
