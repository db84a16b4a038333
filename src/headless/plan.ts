/** `lookout plan` and `lookout apply`: makes a running Lookout equal to a lookout.yaml. */
import type { ConfigPlan, PlannedEndpoint } from '../contract/channels/config.ts';
import type { PlanArguments } from './arguments.ts';
import { readConfig, type ReadFileConfig } from './config.ts';
import { printable, printableJson, type Io } from './io.ts';
import { connectTo, RemoteError } from './remote.ts';

export interface PlanPlaces {
  /** The module of the thread that reads config files. */
  readonly configWorkerUrl: URL;
}

/**
 * @returns the exit code: 0 nothing to change, or applied; 1 Lookout does not answer or refuses; 2 `plan` shows changes
 * @throws UsageError when the file has errors or there is no token
 */
export async function planConfig(args: PlanArguments, io: Io, { configWorkerUrl }: PlanPlaces): Promise<number> {
  const file = await readConfig(args.config, { workerUrl: configWorkerUrl, environment: io.env });
  const send = await connectTo(args, io);
  try {
    const endpoints = [...file.endpoints];
    const isPlan = args.command === 'plan';
    const plan = await (isPlan ? send('config.plan', { endpoints }) : send('config.apply', { endpoints }));
    io.stdout.write(args.json ? `${printableJson(plan)}\n` : planText(plan, isPlan));
    for (const list of unapplied(file))
      io.stderr.write(`Only endpoints are applied. The file also has ${list}, which "serve --config" follows.\n`);
    return isPlan && hasChanges(plan) ? 2 : 0;
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    io.stderr.write(`${printable(error.message)}\n`);
    return 1;
  }
}

/** The lists of the file that have entries but are not applied. */
function unapplied(file: ReadFileConfig): string[] {
  return (['maintenance', 'silences', 'objectives', 'statusPages', 'channels', 'rules'] as const).filter(
    (list) => file[list].length > 0,
  );
}

function hasChanges({ add, change, remove }: ConfigPlan): boolean {
  return add.length + change.length + remove.length > 0;
}

/** A line for each change, with `+`, `~` or `-` in front, and a line with the totals. */
function planText(plan: ConfigPlan, isPlan: boolean): string {
  const line =
    (sign: string) =>
    ({ name, kind, target, fields }: PlannedEndpoint) =>
      printable(`${sign} ${name}  ${kind}  ${target}${fields.length === 0 ? '' : `  (${fields.join(', ')})`}`);
  const { add, change, remove, unchanged } = plan;
  const totals = isPlan
    ? `${add.length} to add, ${change.length} to change, ${remove.length} to remove, ${unchanged} unchanged`
    : `${add.length} added, ${change.length} changed, ${remove.length} removed, ${unchanged} unchanged`;
  return [...add.map(line('+')), ...change.map(line('~')), ...remove.map(line('-')), totals, ''].join('\n');
}
