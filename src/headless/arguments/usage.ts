/** The text of `--help`. */

const SERVE = `lookout serve [options]
  Watches endpoints and shows them on a page that this machine serves.

  --data-dir DIR   the folder for history; default: the platform's data folder
  --host HOST      the address to listen on; default 127.0.0.1, which only this machine can reach
  --port N         0 to 65535; 0 is any free port; default 4477, or any free port if 4477 is taken
  --public-url URL the address at which a reverse proxy serves the page, such as https://lookout.example.org
  --token-file F   a file with the token that gives access; default: LOOKOUT_TOKEN, or a new random token each time
  --token T        the same on the command line, where other users of this machine can see it in the list of processes
  --scrape-token-file F
                   a file with a token for Prometheus, which may read /probe and /metrics and nothing else; also LOOKOUT_SCRAPE_TOKEN
  --scrape-from N  an address or a network from which /probe and /metrics need no token, such as 192.0.2.0/24; can be repeated
  --prometheus URL have Prometheus check the endpoints, from the vantage points of lookout.yaml; see docs/scale.md. Also LOOKOUT_PROMETHEUS
  --targets-dir DIR
                   the folder where Prometheus finds its targets: lookout.json, and blackbox/ for blackbox_exporter
  --vantage-key-file F
                   a file with the key that a Lookout beside Prometheus and its vantage points share; also LOOKOUT_VANTAGE_KEY
  --config FILE    a lookout.yaml to follow
  --open           open the page in the browser`;

const CHECK = `lookout check [options] TARGET…
  Checks every target once: URLs, host:port or host names; "-" reads them from standard input, one per line.
  Exit code: 0 all are up, 1 something is not, 2 wrong usage.

  --json           print JSON instead of a table
  --config FILE    also check the endpoints of a lookout.yaml, before the targets
  --timeout T      how long a check may take, such as 10s or 500ms; default: the endpoint's own timeout, or 10 s
  --concurrency N  how many checks run at the same time, 1 to 10000; default 100`;

const ANNOTATE = `lookout annotate [options] TEXT
  Marks a deploy on the charts of a running "lookout serve", now or at another time.

  --kind K         deploy or note; default deploy
  --at TIME        when it was, such as "2026-10-01 14:30"; default: now
  --to TIME        when it ended
  --by NAME        who did it
  --endpoint NAME  an endpoint that it concerns; can be repeated
  --group G        the group that it concerns
  --tag T          the tag that it concerns; without any of these, it concerns all endpoints
  --url URL        where Lookout is; default http://127.0.0.1:4477
  --token-file F   a file with its token; default: LOOKOUT_TOKEN`;

const TOKENS = `lookout token list | create NAME [--scope S] | revoke NAME
  Manages the named tokens of a running "lookout serve". A new token is printed once, and nobody can read it again.

  --scope S        read: see everything; operate: also pause, acknowledge and annotate; admin: everything. Default read
  --url URL, --token-file F
                   as for "annotate"`;

const STATUS_PAGE = `lookout status-page --out DIR [options]
  Writes a status page of a running "lookout serve" into a folder, for another web host: the page, feeds and badges.

  --page NAME      which page; default: the first one
  --url URL, --token-file F
                   as for "annotate"`;

const MCP = `lookout mcp [options]
  Lets an assistant ask a running "lookout serve", as a server of the Model Context Protocol over standard input and output.

  --allow-changes  also let it check endpoints at once and acknowledge alerts; the token needs the scope operate
  --url URL, --token-file F
                   as for "annotate"`;

const REPORT = `lookout report [options]
  Writes a report of a range: uptime, objectives, incidents with their causes, charts. Reads the data folder while no Lookout uses it,
  or asks a running one with --url.

  --from TIME      such as 2026-10-01 or "2026-10-01 14:30"
  --to TIME        the end; up to now
  --format F       html, pdf, csv or json; default html. A PDF needs Chromium, Chrome or Edge
  --out FILE       default: standard output
  --endpoint NAME  only this endpoint; can be repeated
  --group G, --tag T, --name PATTERN
                   only the endpoints that match
  --mask           leave out targets and addresses
  --data-dir DIR   default: the platform's data folder
  --url URL, --token-file F
                   ask a running "lookout serve"; its token may also be in LOOKOUT_TOKEN`;

const EXPORT = `lookout export --from TIME --to TIME --out FILE [options]
  Writes every check of a range to a file, by endpoint, newest first. Reads the data folder while no Lookout uses it.

  --format F       csv, jsonl, parquet or sqlite; default csv
  --endpoint NAME, --group G, --tag T, --name PATTERN
                   only the endpoints that match
  --data-dir DIR   default: the platform's data folder

lookout import-results [--data-dir DIR] FILE
  Adds the checks of such a file to the endpoints of the same id, or of the same name and kind. A check that is there already stays.`;

const IMPORT = `lookout import [options] FILE…
  Imports endpoints from other tools: prints them as lookout.yaml, and warnings to standard error. Files and folders; see docs/import.md.
  Exit code: 0 everything is imported, 1 with warnings, 2 a file cannot be read.

  --from FORMAT    the format; default: recognized from the content
  --dry-run        only say what would be added and changed
  --json           print JSON instead
  --out FILE       write the lookout.yaml to a file
  --data-dir DIR   add the endpoints to the data of a Lookout that does not run; endpoints of an earlier import are updated
  --history        also import the past checks of the endpoints that it adds, from kuma.db; with --data-dir`;

const CONFIG = `lookout export-config [options]
  Prints the config of a running Lookout, or with --data-dir of one that is not running, as lookout.yaml: endpoints, maintenance
  windows, silences, objectives, status pages, channels and rules. Secrets are names of environment variables.

  --format F       yaml, json or csv; default yaml. CSV has only the endpoints
  --out FILE       default: standard output
  --data-dir DIR   read this data folder, while no Lookout uses it
  --url URL, --token-file F
                   which "lookout serve"; its token may also be in LOOKOUT_TOKEN

lookout plan --config FILE [options]
  Shows what "lookout apply" would change in a running Lookout. Exit code: 0 nothing, 1 Lookout does not answer or refuses, 2 something.

lookout apply --config FILE [options]
  Makes what was added in the app of a running Lookout equal to a lookout.yaml: endpoints, maintenance windows, silences, objectives,
  status pages, channels and rules. Exit code: 0 applied, 1 Lookout does not answer, refuses, or could not apply everything.

  --config FILE    the lookout.yaml; lists that it does not have are left alone
  --remove         also remove what its lists do not have; default: it stays
  --json           print JSON instead of lines
  --url URL, --token-file F
                   which "lookout serve"; its token may also be in LOOKOUT_TOKEN`;

export const USAGE = `Lookout watches endpoints on your network.

${SERVE}

${CHECK}

${ANNOTATE}

${TOKENS}

${STATUS_PAGE}

${MCP}

${REPORT}

${EXPORT}

${IMPORT}

${CONFIG}

lookout --version
lookout --help

LOOKOUT_LOG sets what is written to standard error: debug, info, warn or error.
LOOKOUT_TOKEN is the token of "serve" where no option sets it.`;
