/** The form of a status page, and what it sends. Pure. */
import type { StatusPageConfig, StatusPageInput } from '../../../contract/model/status-page.ts';
import { EMPTY_MATCH, matchDraftOf, matchFieldOf, matchOf, type MatchDraft } from '../../form/match/match-draft.ts';
import { newId } from '../../live/new-id.ts';

export interface SectionDraft extends MatchDraft {
  /** Identifies the section while others are added and removed. */
  readonly key: string;
  readonly title: string;
  /** Whether each endpoint has its own line. */
  readonly named: boolean;
}

export interface PageDraft {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly logo: string;
  readonly url: string;
  readonly timezone: string;
  readonly latency: boolean;
  readonly causes: boolean;
  /** One per line: `name = public name`. */
  readonly publicNames: string;
  readonly sections: readonly SectionDraft[];
}

export function emptySection(): SectionDraft {
  return { ...EMPTY_MATCH, key: newId(), title: '', named: false };
}

/** @param nameOf the name of an endpoint, by its id or its name */
export function pageDraftOf(config: StatusPageConfig | null, nameOf: (id: string) => string): PageDraft {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (config === null) {
    const texts = { name: '', title: '', description: '', logo: '', url: '', publicNames: '' };
    return { ...texts, timezone: zone, latency: false, causes: false, sections: [emptySection()] };
  }
  const { publicNames, sections, timezone, ...rest } = config;
  return {
    ...rest,
    timezone: timezone === '' ? zone : timezone,
    publicNames: Object.entries(publicNames)
      .map(([name, shown]) => `${name} = ${shown}`)
      .join('\n'),
    sections: sections.map(({ title, match, endpoints }) => ({
      ...matchDraftOf(match, nameOf),
      key: newId(),
      title,
      named: endpoints,
    })),
  };
}

export function pageInputOf({ publicNames, sections, ...draft }: PageDraft): StatusPageInput {
  return {
    ...draft,
    publicNames: namesOf(publicNames),
    sections: sections.map((section) => ({
      title: section.title,
      match: matchOf(section),
      endpoints: section.named,
    })),
  };
}

/** A line without `=` maps a name to an empty text, which the engine refuses with an issue that quotes the name. */
function namesOf(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', ...shown] = line.split('=');
      return [name.trim(), shown.join('=').trim()];
    }),
  );
}

/** The field of the form that an issue is about, such as `sections.0.title`; null: none of them. */
export function pageFieldOf(path: string): string | null {
  const inPage = path.replace(/^page\.?/u, '');
  const { index, rest = '' } = /^sections\[(?<index>\d+)\]\.?(?<rest>.*)$/u.exec(inPage)?.groups ?? {};
  if (index !== undefined) return `sections.${index}.${matchFieldOf(rest.replace(/\[\d+\]$/u, '')) ?? 'title'}`;
  const [field = ''] = inPage.split(/[.[]/u, 1);
  return field === '' ? null : field;
}
