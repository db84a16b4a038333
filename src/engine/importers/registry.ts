import type { Importer } from './importer.ts';
import { lookoutYaml } from './lookout-yaml/importer.ts';

/** All importers, in the order in which they are asked. The last one takes the files that no other recognizes. */
export const importers: readonly [...Importer[], Importer] = [lookoutYaml];

export function importerOf(
  text: string,
  fileName: string,
  known: readonly [...Importer[], Importer] = importers,
): Importer {
  return known.find((importer) => importer.detect(text, fileName)) ?? known[known.length - 1] ?? lookoutYaml;
}
