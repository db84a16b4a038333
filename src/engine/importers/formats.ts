/** The names of the formats, for code that loads no importers, such as the options of the command line. */
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
