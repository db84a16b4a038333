/** The list of channel kinds, and how their configs are read. */
import type { ChannelConfig, ChannelDescriptor } from '../../contract/model/alert-channel.ts';
import type { Issue } from '../../contract/model/issue.ts';
import { z } from 'zod';
import { accepts, toIssues } from '../base/accepts.ts';
import { formatPath, issueOf } from '../base/issues.ts';
import { nearest } from '../base/nearest.ts';
import { isSecretPlace } from '../check/secret-fields.ts';
import { isRecord } from '../../shared/is-record.ts';
import type { ChannelKind } from './channel-kind.ts';
import { desktop } from './channels/desktop/descriptor.ts';
import { webhook } from './channels/webhook/descriptor.ts';

/** To add a kind of channel, create a folder in `channels/` and add it here. */
export const channelKinds: readonly ChannelKind[] = [desktop, webhook];

export function findChannelKind(kind: unknown, kinds: readonly ChannelKind[] = channelKinds): ChannelKind | undefined {
  return kinds.find((candidate) => candidate.kind === kind);
}

/** For pages and the documentation. */
export function channelDescriptors(kinds: readonly ChannelKind[] = channelKinds): ChannelDescriptor[] {
  return kinds.map(({ kind, title, description, category, form, example }) => ({
    kind,
    title,
    description,
    category,
    fields: form,
    example,
  }));
}

export type ParsedChannel =
  | { readonly ok: true; readonly config: ChannelConfig; readonly kind: ChannelKind }
  | { readonly ok: false; readonly issues: Issue[] };

/** Under this name, texts find the labels of the fields of a kind of channel; kinds of checks have other names. */
export function issueKind({ kind }: Pick<ChannelKind, 'kind'>): string {
  return `channel.${kind}`;
}

/** What every channel has. */
const common = z.object({
  name: accepts('textBetween', { min: 1, max: 100 }, z.string().trim().min(1).max(100)),
});

/** Reads a channel whose secrets are in clear, or stand-ins. */
export function parseChannel(input: unknown, kinds: readonly ChannelKind[] = channelKinds): ParsedChannel {
  const given = isRecord(input) ? input : {};
  const kind = findChannelKind(given['kind'], kinds);
  if (kind === undefined) {
    const options = kinds.map((one) => one.kind);
    const suggestion = typeof given['kind'] === 'string' ? nearest(given['kind'], options) : null;
    return {
      ok: false,
      issues: [issueOf('unknownChannelKind', 'kind', { options, suggestion }, { given: given['kind'] })],
    };
  }
  const known = ['kind', 'name', ...Object.keys(kind.schema.shape)];
  const issues: Issue[] = Object.keys(given)
    .filter((key) => !known.includes(key) && given[key] !== undefined)
    .map((key) =>
      issueOf(
        'unknownField',
        formatPath([key]),
        { name: key, known, suggestion: nearest(key, known) },
        { kind: issueKind(kind) },
      ),
    );
  const isSecret = (path: readonly PropertyKey[]): boolean => isSecretPlace(kind, given, path);
  const named = common.safeParse(given);
  const own = kind.schema.safeParse(given);
  const from = { input: given, kind: issueKind(kind), isSecret };
  if (!named.success) issues.push(...toIssues(named.error, { ...from, shape: common.shape }));
  if (!own.success) issues.push(...toIssues(own.error, { ...from, shape: kind.schema.shape }));
  if (issues.length > 0 || !named.success || !own.success) return { ok: false, issues };
  return { ok: true, kind, config: { kind: kind.kind, ...named.data, ...own.data } };
}
