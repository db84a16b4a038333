/** Reads status pages and posts that come from a page, a script or lookout.yaml. */
import { z } from 'zod';
import { POST_STATES, type StatusPageConfig } from '../../contract/model/status-page.ts';
import { accepts } from '../base/accepts.ts';
import { matchSchema } from '../base/match-schema.ts';
import { timeZoneSchema } from '../base/time-zone-schema.ts';
import { toggleSchema } from '../check/common.ts';
import { readFields, type ReadFields } from '../endpoints/read-fields.ts';

const PAGE_NAME = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/u;
/** In characters of base64: about 100 KB. */
const MAX_LOGO = 140_000;
const LOGO = /^data:image\/(?:png|jpeg|webp|gif|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/u;
const MAX_SECTIONS = 50;
const MAX_PUBLIC_NAMES = 1_000;

const title = () => accepts('textBetween', { min: 1, max: 100 }, z.string().trim().min(1).max(100));

const sectionSchema = z.strictObject({
  title: title(),
  match: accepts('type', { reason: 'object' }, matchSchema).default({}),
  endpoints: toggleSchema().default(false),
});

export const statusPageShape = {
  name: accepts('pageName', {}, z.string().trim().regex(PAGE_NAME)),
  title: title(),
  description: accepts('textBetween', { min: 0, max: 1_000 }, z.string().trim().max(1_000)).default(''),
  logo: accepts(
    'logo',
    {},
    z
      .string()
      .max(MAX_LOGO)
      .refine((text) => text === '' || LOGO.test(text)),
  ).default(''),
  url: accepts(
    'httpUrl',
    {},
    z
      .string()
      .trim()
      .max(2_000)
      .refine((text) => text === '' || isHttpUrl(text)),
  ).default(''),
  sections: accepts('listOf', { min: 1, max: MAX_SECTIONS }, z.array(sectionSchema).min(1).max(MAX_SECTIONS)),
  publicNames: accepts(
    'publicNames',
    { max: MAX_PUBLIC_NAMES },
    z
      .record(z.string().max(200), accepts('textBetween', { min: 1, max: 200 }, z.string().trim().min(1).max(200)))
      .refine((names) => Object.keys(names).length <= MAX_PUBLIC_NAMES),
  ).default({}),
  latency: toggleSchema().default(false),
  causes: toggleSchema().default(false),
  timezone: timeZoneSchema().default(''),
};

const pageSchema = z.strictObject(statusPageShape);

const postSchema = z.strictObject({
  page: accepts(
    'pageName',
    {},
    z.string().refine((name) => name === '' || PAGE_NAME.test(name)),
  ).optional(),
  title: title().optional(),
  from: z.number().int().min(0).optional(),
  to: z.number().int().min(0).nullable().optional(),
  state: accepts('oneOf', { options: POST_STATES }, z.enum(POST_STATES)).default('note'),
  text: accepts('textBetween', { min: 1, max: 5_000 }, z.string().trim().min(1).max(5_000)),
});

export type ReadPost = z.output<typeof postSchema>;

export function readStatusPage(input: unknown): ReadFields<StatusPageConfig> {
  return readFields(pageSchema, input);
}

export function readStatusPost(input: unknown): ReadFields<ReadPost> {
  return readFields(postSchema, input);
}

function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/u.test(protocol) && username === '' && password === '';
}
