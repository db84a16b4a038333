/** The named tokens of the API. */
import { createHash, randomBytes } from 'node:crypto';
import { SCOPES, type ApiToken, type CreatedToken, type Scope } from '../../contract/model/access.ts';
import { issueOf } from '../base/issues.ts';
import { invalid } from '../base/request-error.ts';
import type { Clock, Log } from '../ports.ts';
import { parseDocument } from '../store/parse-document.ts';
import type { Store, StoredDocument } from '../store/store.ts';

const COLLECTION = 'token';
/** Lets people and secret scanners recognize a token. */
const PREFIX = 'lookout_';
/** When a token was last used is stored at most this often, in milliseconds. */
const USE_INTERVAL_MS = 60_000;

/** Who sends a request. */
export interface Caller {
  /** The name of the token; null: the owner. */
  readonly name: string | null;
  readonly scope: Scope;
  /** True: another Lookout that follows this one. It gets only what belongs to this one, so that requests never go in circles. */
  readonly isLookout?: true;
}

/** The person with the desktop app, or with the token of `lookout serve`. */
export const OWNER: Caller = { name: null, scope: 'admin' };

export function allows({ scope }: Caller, needed: Scope): boolean {
  return SCOPES.indexOf(scope) >= SCOPES.indexOf(needed);
}

interface StoredToken extends ApiToken {
  /** SHA-256 in hexadecimal. The token is 32 random bytes, so a slow hash would protect nothing more. */
  readonly hash: string;
}

export interface ApiTokensOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly store: Pick<Store, 'saveDocuments' | 'recordDocument' | 'documents'>;
  /** The list has changed. */
  readonly onChanged: () => void;
}

export class ApiTokens {
  readonly #options: ApiTokensOptions;
  readonly #byHash = new Map<string, StoredToken>();

  constructor(options: ApiTokensOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    const { store, log } = this.#options;
    for (const document of await store.documents({ collection: COLLECTION })) {
      const token = readToken(document, log);
      if (token !== null) this.#byHash.set(token.hash, token);
    }
  }

  /** Sorted by name. */
  list(): ApiToken[] {
    return [...this.#byHash.values()].map(viewOf).toSorted((a, b) => a.name.localeCompare(b.name));
  }

  /** @throws RequestError `invalid` when the name is taken */
  async create(name: string, scope: Scope): Promise<CreatedToken> {
    if (this.list().some((token) => token.name === name)) {
      throw invalid([issueOf('nameTaken', 'name', { reason: 'token' }, { given: name })]);
    }
    const token = PREFIX + randomBytes(32).toString('base64url');
    const createdAt = this.#options.clock.now();
    const stored = { id: crypto.randomUUID(), name, scope, createdAt, lastUsedAt: null, hash: hashOf(token) };
    // Done before it is stored, so that no other request can take the name meanwhile.
    this.#byHash.set(stored.hash, stored);
    try {
      await this.#options.store.saveDocuments([documentOf(stored)]);
    } catch (error) {
      this.#byHash.delete(stored.hash);
      throw error;
    }
    this.#options.onChanged();
    return { view: viewOf(stored), token };
  }

  async revoke(ids: readonly string[]): Promise<void> {
    // Done before it is stored, so that access ends even if storing fails.
    for (const [hash, { id }] of this.#byHash) if (ids.includes(id)) this.#byHash.delete(hash);
    this.#options.onChanged();
    const documents = ids.map((id) => ({ collection: COLLECTION, id }));
    await this.#options.store.saveDocuments([], documents);
  }

  /** Whose token it is; null: nobody's. */
  callerOf(token: string): Caller | null {
    if (!token.startsWith(PREFIX)) return null;
    const found = this.#byHash.get(hashOf(token));
    if (found === undefined) return null;
    this.#used(found);
    return { name: found.name, scope: found.scope };
  }

  #used(token: StoredToken): void {
    const now = this.#options.clock.now();
    if (token.lastUsedAt !== null && now - token.lastUsedAt < USE_INTERVAL_MS) return;
    const used = { ...token, lastUsedAt: now };
    this.#byHash.set(token.hash, used);
    this.#options.store.recordDocument(documentOf(used));
    this.#options.onChanged();
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function viewOf({ id, name, scope, createdAt, lastUsedAt }: StoredToken): ApiToken {
  return { id, name, scope, createdAt, lastUsedAt };
}

function documentOf(token: StoredToken): StoredDocument {
  return { collection: COLLECTION, id: token.id, at: token.createdAt, open: true, json: JSON.stringify(token) };
}

/** A damaged token gives no access. */
function readToken(document: StoredDocument, log: Log): StoredToken | null {
  const data = parseDocument(document, log);
  const { name, scope, hash, createdAt, lastUsedAt } = data ?? {};
  const known = SCOPES.find((one) => one === scope);
  if (typeof name !== 'string' || typeof hash !== 'string' || typeof createdAt !== 'number' || known === undefined) {
    return null;
  }
  const used = typeof lastUsedAt === 'number' ? lastUsedAt : null;
  return { id: document.id, name, scope: known, hash, createdAt, lastUsedAt: used };
}
