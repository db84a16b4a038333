/** `lookout export`: writes the checks of a range to a file. */
import { matches } from '../../../shared/endpoint-match.ts';
import type { ExportArguments } from '../../arguments/arguments.ts';
import { interruptible } from '../../base/interrupt.ts';
import type { Io } from '../../base/io.ts';
import { createLog } from '../../base/log.ts';
import { noEndpoints } from '../../base/no-endpoints.ts';
import { createProgressLine } from '../../base/progress-line.ts';
import { withStore, type StorePlaces } from '../../data/offline-store.ts';
import { problemText } from './problem-text.ts';

/** How often the progress is printed. */
const SAY_MS = 500;

/** @returns the exit code: 0 written, 1 the data cannot be read or the file cannot be written */
export function exportResults(args: ExportArguments, io: Io, places: StorePlaces): Promise<number> {
  return interruptible(io, problemText, async (signal) => {
    const log = createLog(io, 'error');
    const { from, to, format, out } = args;
    let isEmpty = false;
    const count = await withStore(args.dataDir, { ...places, log }, async ({ exports }, { endpoints }) => {
      if (exports === undefined) throw new Error('The store of a folder must have exports');
      const chosen = endpoints
        .filter((one) => matches(args.match, one))
        .map(({ id, config: { name, kind } }) => ({ id, name, kind }));
      isEmpty = chosen.length === 0;
      const { id } = exports.create({ from, to, endpoints: chosen }, format);
      const cancel = () => exports.cancel(id);
      signal.addEventListener('abort', cancel, { once: true });
      using progress = createProgressLine(io);
      const say = () => {
        const { done = 0, all = null } = exports.get(id) ?? {};
        progress.show(`${done} of ${all ?? '…'} checks`);
      };
      const timer = io.stdout.isTTY === true ? setInterval(say, SAY_MS) : undefined;
      try {
        await exports.save(id, out);
      } finally {
        clearInterval(timer);
        signal.removeEventListener('abort', cancel);
      }
      return exports.get(id)?.done ?? 0;
    });
    io.stderr.write(`Wrote ${count} checks to ${out}.\n${isEmpty ? noEndpoints(args.match) : ''}`);
    return 0;
  });
}
