/**
 * Checks the answers and pushes of a remote Lookout against the contract: the server may be hostile, or not be Lookout
 * at all.
 */
import { z } from 'zod';
import type { Answer } from '../../contract/channels/index.ts';
import type { Change, Push } from '../../contract/channels/snapshot.ts';
import { isRecord } from '../../shared/is-record.ts';
import { problemOf } from '../base/problem-error.ts';
import contract from './contract.json' with { type: 'json' };
import type { RemoteChannel } from './remote-channels.ts';
import { RemoteError } from './remote-error.ts';

/** The last moment that a `Date` can have: others cannot be written as a date. */
const MAX_TIME = 8_640_000_000_000_000;
/** The most characters of a text. The longest honest one is a screenshot in the evidence of an incident. */
const MAX_CHARACTERS = 4_000_000;

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The types of the contract, with the bounds that TypeScript cannot express. */
const DEFINITIONS = {
  ...contract.$defs,
  EpochMs: { type: 'number', minimum: -MAX_TIME, maximum: MAX_TIME },
  Ms: { type: 'number', minimum: -MAX_TIME, maximum: MAX_TIME },
} as unknown as Record<string, JsonSchema>;

const schemas = new Map<string, z.ZodType>();

/** @throws RemoteError when the answer does not match the contract */
export function readAnswer<C extends RemoteChannel>(channel: C, body: unknown): Answer<C> {
  const given: JsonSchema = contract.answers[channel] as JsonSchema;
  return read(channel, given, body) as Answer<C>;
}

/** @param text the received text @throws RemoteError when it does not match the contract */
export function readPush(text: string): Push {
  let body: unknown;
  try {
    body = withKnownChanges(JSON.parse(text));
  } catch (error) {
    throw new RemoteError(problemOf('remote.invalid', { problem: 'JSON' }), { isFinal: true, cause: error });
  }
  return read('push', { $ref: '#/$defs/Push' }, body) as Push;
}

/** A newer Lookout has changes that this one does not know. */
function withKnownChanges(push: unknown): unknown {
  if (!isRecord(push) || !Array.isArray(push['changes'])) return push;
  const isKnown = (change: unknown): boolean => {
    if (!isRecord(change) || typeof change['type'] !== 'string') return true;
    const { type, what } = change;
    return type === 'changed' && typeof what === 'string' ? COLLECTIONS.has(what) : Object.hasOwn(CHANGES, type);
  };
  return { ...push, changes: push['changes'].filter(isKnown) };
}

const COLLECTIONS: ReadonlySet<string> = new Set(contract.$defs.Collection.enum);
const CHANGES: Readonly<Record<Change['type'], true>> = {
  endpoint: true,
  removed: true,
  checked: true,
  state: true,
  incident: true,
  changed: true,
  settings: true,
  sources: true,
  network: true,
  notice: true,
  notification: true,
  health: true,
  sound: true,
};

function read(name: string, schema: JsonSchema, body: unknown): unknown {
  const result = validate(name, schema, body);
  if (result === null) throw invalid('depth');
  if (!result.success) {
    const path = result.error.issues[0]?.path.join('.') ?? '';
    throw invalid(path === '' ? name : `${name} ${path}`.slice(0, 200));
  }
  return result.data;
}

function invalid(problem: string): RemoteError {
  return new RemoteError(problemOf('remote.invalid', { problem }), { isFinal: true });
}

/** @returns null: it is nested too deeply */
function validate(name: string, schema: JsonSchema, body: unknown): z.ZodSafeParseResult<unknown> | null {
  let made = schemas.get(name);
  if (made === undefined) {
    made = z.fromJSONSchema({ ...schema, $defs: DEFINITIONS });
    schemas.set(name, made);
  }
  try {
    if (!isModest(body, 0)) return null;
    return made.safeParse(body);
  } catch (error) {
    // It is nested so deeply that the stack is too small.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const MAX_DEPTH = 60;

/** Whether nothing in it is nested too deeply or too long. */
function isModest(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.length <= MAX_CHARACTERS;
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= MAX_DEPTH) return false;
  for (const part of Object.values(value)) if (!isModest(part, depth + 1)) return false;
  return true;
}
