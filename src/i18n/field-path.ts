/** A path of an issue, such as `endpoints[3].headers.Host`, seen from the form of the endpoint. */
export interface FieldPath {
  /** The field, such as `headers`. */
  readonly name: string;
  /** The entry of a list, from 1, or the name in a map; null: the whole field. */
  readonly part: string | number | null;
}

/** The path of an endpoint or a channel in the arguments of a request, or in lookout.yaml. */
const ENDPOINT = /^(?:endpoints\[\d+\]|config|defaults|modules\.[^.]+|channels?(?:\[\d+\])?)(?:\.|$)/u;

export function readFieldPath(path: string): FieldPath {
  const inEndpoint = path.replace(ENDPOINT, '');
  const {
    name = inEndpoint,
    entry,
    key,
  } = /^(?<name>[^.[]+)(?:\[(?<entry>\d+)\]|\.(?<key>.+))?/su.exec(inEndpoint)?.groups ?? {};
  return { name, part: entry === undefined ? (key ?? null) : Number(entry) + 1 };
}

/** The areas outside of endpoints whose fields have labels: how their paths begin. */
const AREAS: readonly (readonly [RegExp, string])[] = [
  [/^(?:window|maintenance\[\d+\])\./u, 'maintenance'],
  [/^(?:silence|silences\[\d+\])\./u, 'silence'],
  [/^(?:rule|rules\[\d+\])\./u, 'rule'],
  [/^schedule\./u, 'reportSchedule'],
  [/^source\./u, 'source'],
  [/^(?:page|statusPages\[\d+\])\./u, 'statusPage'],
  [/^post\./u, 'statusPost'],
  [/^(?:objective|objectives\[\d+\])\./u, 'objective'],
  [/^vantages\[\d+\]\./u, 'vantage'],
  // A whole list, such as that of status pages.
  [/^(?=(?:maintenance|silences|objectives|statusPages|statusPosts|channels|rules|schedules|sources)$)/u, 'list'],
  // The name of a token is an argument by itself.
  [/^(?=name$)/u, 'token'],
  // So is the text of a note.
  [/^(?=text$)/u, 'annotation'],
];

/** Which field of which area a path means, such as `cron` of `maintenance`; null: it belongs to no such area. */
export function readAreaPath(path: string): { readonly area: string; readonly name: string } | null {
  for (const [start, area] of AREAS) {
    if (start.test(path)) return { area, name: path.replace(start, '').replaceAll(/\[\d+\]/gu, '') };
  }
  return null;
}
