import { FlaskConical } from 'lucide-react';
import { useMemo } from 'react';
import { Button } from '../../components/button.tsx';
import { useAllEndpoints } from '../../live/hooks.ts';
import css from './demo-bar.module.css';
import { useEndpointCommands } from './use-endpoint-commands.ts';

/** Says that there are demo endpoints, and removes them with one click. Renders nothing without them. */
export function DemoBar() {
  const endpoints = useAllEndpoints();
  const commands = useEndpointCommands();
  const demo = useMemo(() => [...endpoints.values()].some(({ endpoint }) => endpoint.source === 'demo'), [endpoints]);
  if (!demo) return null;
  return (
    <div className={css.bar}>
      <FlaskConical size={15} aria-hidden />
      <p className={css.text}>
        <strong>This is a demo.</strong> Lookout itself serves the endpoints marked “Demo” on this computer. They send
        no notifications.
      </p>
      <Button size="sm" onClick={() => void commands.removeDemo()}>
        Remove the demo
      </Button>
    </div>
  );
}
