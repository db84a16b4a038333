/** Scripts import this first: on a Node that is too old, it ends them with a message that explains what to do. */
import { isNewEnough, nodeTooOld } from './node-version.mjs';

if (!isNewEnough(process.version)) {
  process.stderr.write(`${nodeTooOld(process.version)}\n`);
  process.exit(1);
}
