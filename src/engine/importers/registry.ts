import { gatus } from './gatus/importer.ts';
import type { Importer } from './importer.ts';
import { kuma } from './kuma/importer.ts';
import { lookoutYaml } from './lookout-yaml/importer.ts';

/** All importers, in the order in which they are asked whether they recognize a file. */
export const importers: readonly Importer[] = [lookoutYaml, kuma, gatus];
