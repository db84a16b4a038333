/** The texts that people write for their alerts. */
import type { EndpointId } from './units.ts';

/** Texts that replace those of Lookout, in Liquid; empty: Lookout's. */
export interface AlertTemplates {
  readonly titleTemplate: string;
  readonly bodyTemplate: string;
}

/** What is wrong with a template. Line and column count from 1. */
export interface TemplateProblem {
  readonly line: number;
  readonly column: number;
  /** In the words of the library, such as `undefined variable: nam`. */
  readonly problem: string;
}

/** What a preview is made from; without an incident, from one that was made up. */
export interface TemplatePreviewInput {
  readonly titleTemplate?: string | undefined;
  readonly bodyTemplate?: string | undefined;
  readonly incident?: { readonly id: string; readonly endpointId: EndpointId } | undefined;
  readonly event: 'down' | 'up';
  /** The name of the channel. */
  readonly channel?: string | undefined;
  /** The name of the rule. */
  readonly rule?: string | undefined;
}

/** A message as a channel would get it. */
export interface TemplatePreview {
  readonly title: string;
  readonly text: string;
  /** What is wrong with each template; null: nothing, or it is empty. The text is then Lookout's. */
  readonly problems: Readonly<Record<keyof AlertTemplates, TemplateProblem | null>>;
}
