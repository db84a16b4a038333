/**
 * The evidence that an incident keeps besides the result of its first failed check. It is loaded when the incident is
 * opened.
 */
import { useEffect, useState } from 'react';
import type { RequestFailure } from '../../../contract/errors.ts';
import { EVIDENCE_NAMES, type EvidenceName, type EvidencePart } from '../../../contract/model/evidence.ts';
import { useRequest, useTexts } from '../../live/hooks.ts';
import { toRequestFailure } from '../../live/request-failed.ts';
import { Block } from '../check/facts.tsx';
import css from './incident-evidence.module.css';

const TITLES: Readonly<Record<EvidenceName, string>> = {
  request: 'Request as sent',
  answer: 'Response header',
  body: 'Response body',
  lookups: 'Name lookups',
  screenshot: 'Screenshot',
  har: 'Network log (HAR)',
  machine: 'This computer',
  route: 'Route to the host',
};

export function IncidentEvidence({ id }: { readonly id: string }) {
  const request = useRequest();
  const texts = useTexts();
  const [parts, setParts] = useState<readonly EvidencePart[] | null>(null);
  const [refused, setRefused] = useState<RequestFailure | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    request('incidents.evidence', { id }).then(
      (found) => {
        if (!controller.signal.aborted) setParts(found);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setRefused(toRequestFailure(error));
      },
    );
    return () => controller.abort();
  }, [request, id]);

  if (refused !== null) return <p className={css.note}>{texts.refusal(refused)}</p>;
  if (parts === null) return <p className={css.note}>Loading evidence…</p>;
  return EVIDENCE_NAMES.flatMap((name) => parts.filter((part) => part.name === name)).map((part) => (
    <details key={part.name} className={css.part}>
      <summary>
        {TITLES[part.name]}
        {part.cut ? ' (start only)' : ''}
      </summary>
      {part.name === 'screenshot' ? (
        <img className={css.image} src={`data:image/png;base64,${part.content}`} alt="The page when the check failed" />
      ) : (
        <Block>{readable(part.content)}</Block>
      )}
    </details>
  ));
}

/** JSON with line breaks and indents; anything else as it is. */
function readable(content: string): string {
  if (!/^\s*[[{]/u.test(content)) return content;
  try {
    return JSON.stringify(JSON.parse(content), null, 2);
  } catch {
    return content;
  }
}
