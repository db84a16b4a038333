import { gatus } from './gatus/importer.ts';
import type { Importer } from './importer.ts';
import { blackbox } from './blackbox/importer.ts';
import { csv } from './csv/importer.ts';
import { curl } from './curl/importer.ts';
import { list } from './list/importer.ts';
import { kuma } from './kuma/importer.ts';
import { lookoutYaml } from './lookout-yaml/importer.ts';

/** All importers, in the order in which they are asked whether they recognize a file. */
export const importers: readonly Importer[] = [lookoutYaml, kuma, gatus, blackbox, curl, csv, list];
