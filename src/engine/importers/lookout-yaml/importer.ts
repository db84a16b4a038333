import { issueOf } from '../../base/issues.ts';
import type { Importer } from '../importer.ts';
import { readConfigText } from './read.ts';

/** At most this many problems are shown at once. The person sees the others after fixing these. */
const PROBLEMS = 20;

/** lookout.yaml, the format that `lookout serve --config` follows. */
export const lookoutYaml: Importer = {
  format: 'lookout',
  detect: (text) => /^(?:endpoints|defaults) *:/mu.test(text),
  async read(text, { fileName, workerUrl, signal }) {
    const loaded = await readConfigText(text, fileName, { workerUrl, signal });
    if (!loaded.ok) {
      return { problems: loaded.errors.slice(0, PROBLEMS).map((error) => ({ ...error, file: fileName })) };
    }
    if (loaded.endpoints.length === 0)
      return { problems: [{ ...issueOf('file.empty', '', {}), file: fileName, position: null }] };
    return { inputs: loaded.endpoints };
  },
};
