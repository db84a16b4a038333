import { Button } from '../components/button.tsx';
import { useInSight } from '../components/use-in-sight.ts';
import css from './consent-question.module.css';

export interface ConsentQuestionProps {
  /** The question that the engine asks. */
  readonly question: string;
  readonly onAnswer: (yes: boolean) => void;
}

/** Asks once, on a system without a vault, whether Lookout may store secrets without it. */
export function ConsentQuestion({ question, onAnswer }: ConsentQuestionProps) {
  const element = useInSight<HTMLDivElement>();
  return (
    <div ref={element} role="alert" className={css.question}>
      <p className={css.text}>{question}</p>
      <Button size="sm" variant="primary" onClick={() => onAnswer(true)}>
        Keep it
      </Button>
      <Button size="sm" onClick={() => onAnswer(false)}>
        Do not keep it
      </Button>
    </div>
  );
}
