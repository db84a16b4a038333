/**
 * The command line from a checkout: builds what the command needs, then runs it in this process. Standard output
 * contains only the output of the command.
 *
 *   npm run -s lookout -- serve|check …
 */
import './require-node.mjs';
import { build } from './build.mjs';

try {
  await build({ only: 'headless' });
  // Only the server shows the page.
  if (process.argv[2] === 'serve') await build({ only: 'desktop' });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
stopWithNpm();
await import('../out/headless/cli.js');

/**
 * npm runs this in a shell, and some shells exit on SIGTERM without passing it on: this process would continue alone
 * and keep the data folder locked. A changed parent id shows that the shell has ended (not on Windows, where the id
 * stays).
 */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watching);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watching.unref();
}
