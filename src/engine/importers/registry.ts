import { blackbox } from './blackbox/importer.ts';
import { checkmate } from './checkmate/importer.ts';
import { csv } from './csv/importer.ts';
import { curl } from './curl/importer.ts';
import { datadog } from './datadog/importer.ts';
import { gatus } from './gatus/importer.ts';
import { har } from './har/importer.ts';
import { heartbeat } from './heartbeat/importer.ts';
import type { Importer } from './importer.ts';
import { insomnia } from './insomnia/importer.ts';
import { kuma } from './kuma/importer.ts';
import { list } from './list/importer.ts';
import { lookoutYaml } from './lookout-yaml/importer.ts';
import { monika } from './monika/importer.ts';
import { openapi } from './openapi/importer.ts';
import { postman } from './postman/importer.ts';
import { sitemap } from './sitemap/importer.ts';
import { terraform } from './terraform/importer.ts';
import { upptime } from './upptime/importer.ts';

/** All importers, in the order in which they are asked whether they recognize a file. A list can be any text, so it is last. */
export const importers: readonly Importer[] = [
  lookoutYaml,
  kuma,
  gatus,
  blackbox,
  heartbeat,
  datadog,
  terraform,
  har,
  postman,
  insomnia,
  openapi,
  upptime,
  monika,
  checkmate,
  sitemap,
  curl,
  csv,
  list,
];
