import type { SourceTest } from '../../../contract/model/source.ts';
import { Button } from '../../components/button.tsx';
import { useInSight } from '../../components/use-in-sight.ts';
import { formatCounted, formatLatency } from '../../format.ts';
import { useTexts } from '../../live/hooks.ts';
import { scopeText } from '../../live/source-words.ts';
import css from './settings.module.css';

interface TestResultProps {
  readonly test: SourceTest;
  readonly onTrust: (fingerprint: string) => void;
}

/** Whether the remote Lookout answered, and why not. A certificate that cannot be verified can be trusted. */
export function SourceTestResult({ test, onTrust }: TestResultProps) {
  const element = useInSight<HTMLOutputElement>();
  const texts = useTexts();
  if (test.ok) {
    const { version, endpoints, tookMs, scope } = test;
    const count = formatCounted(endpoints, 'endpoint');
    return (
      <output ref={element} className={css.test} data-ok>
        <strong>
          Lookout {version} answered in {formatLatency(tookMs)}, with {count}.
        </strong>
        {scopeText(scope)}
      </output>
    );
  }
  const { problem, fingerprint } = test;
  return (
    <output ref={element} className={css.test}>
      <strong>{texts.message(problem)}</strong>
      {fingerprint === null ? null : (
        <>
          <span>
            Its SHA-256 fingerprint is <code>{fingerprint}</code>. Trust it only if it is the one that you see on that
            machine.
          </span>
          <span>
            <Button size="sm" onClick={() => onTrust(fingerprint)}>
              Trust this certificate
            </Button>
          </span>
        </>
      )}
    </output>
  );
}
