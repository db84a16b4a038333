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

/** The input of a preview; without an incident, an example is used. */
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
  /** The problem of each template, in place of which Lookout's text is used; null: none, or the template is empty. */
  readonly problems: Readonly<Record<keyof AlertTemplates, TemplateProblem | null>>;
}
