import { described } from '../endpoints/maintenance-schema.ts';
import { statusPageShape } from './read-status-page.ts';

const DESCRIPTIONS: Readonly<Record<keyof typeof statusPageShape, string>> = {
  name: 'Its name in the address, such as shop in /status/shop/; unique in the file.',
  title: 'The title of the page.',
  description: 'A text under the title.',
  logo: 'A picture as a data: address with base64, such as data:image/png;base64,…; at most 100 KB.',
  url: 'The public address of the page, for its feeds; default: the address that a reader opened.',
  sections: 'The parts of the page: a title, the endpoints (match), and whether each of them is named (endpoints).',
  publicNames: 'The names of endpoints on the page, by their names in Lookout.',
  latency: 'Whether the page shows how long answers take.',
  causes: 'Whether incidents name the kind of failure that caused them, without addresses.',
  timezone:
    'The time zone in which days begin, such as Europe/Berlin; default: that of the computer that runs Lookout.',
};

/** The JSON Schema (draft 2020-12) of a status page in lookout.yaml. */
export function statusPageJsonSchema(): object {
  return described(statusPageShape, DESCRIPTIONS);
}
