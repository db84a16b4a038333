/** Scripts import this first: it ends them on a Node that is too old, with a sentence that says what to do. */
import { isNewEnough, nodeTooOld } from './node-version.mjs';

if (!isNewEnough(process.version)) {
  process.stderr.write(`${nodeTooOld(process.version)}\n`);
  process.exit(1);
}
