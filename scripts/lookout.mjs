/**
 * The command line from a checkout: builds what the command needs, then runs it in this process. Standard output
 * carries what the command says and nothing else.
 *
 *   npm run -s lookout -- serve|check …
 */
import { build } from './build.mjs';

if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(
    `Expected Node 24 or newer, got ${process.version}. ` +
      'Run "npm run -s lookout -- …": it finds the Node that "npm install" has put beside Lookout.\n',
  );
  process.exit(1);
}

try {
  await build({ only: 'headless' });
  // Only the server shows the page.
  if (process.argv[2] === 'serve') await build({ only: 'desktop' });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
await import('../out/headless/cli.js');
