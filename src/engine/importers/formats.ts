/** The names of the formats, for what loads no importer, such as the options of the command line. */
export const FORMATS = [
  'kuma',
  'gatus',
  'blackbox',
  'checkmate',
  'monika',
  'upptime',
  'heartbeat',
  'datadog',
  'terraform',
  'curl',
  'har',
  'postman',
  'insomnia',
  'openapi',
  'sitemap',
  'csv',
  'list',
  'lookout',
] as const;

export type Format = (typeof FORMATS)[number];
