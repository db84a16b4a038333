import { FlaskConical } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { Mark } from '../../components/mark.tsx';
import { openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { navigate } from '../../navigation/route.ts';
import { PasteBox } from '../add/paste-box.tsx';
import { usePasteDraft } from '../add/use-paste-draft.ts';
import css from './empty-overview.module.css';
import { useEndpointCommands } from './use-endpoint-commands.ts';

/** The first view of a new user: one text box, and what can be pasted into it. */
export function EmptyOverview() {
  const draft = usePasteDraft();
  const commands = useEndpointCommands();
  return (
    <div className={css.page}>
      <div className={css.column}>
        <Mark size={36} />
        <h1 className={css.title}>Add your first endpoint</h1>
        <p className={css.text}>
          Websites, APIs, databases: anything that accepts a connection. Lookout checks each one at once and then every
          30 seconds. It tells you when one fails and why. All data stays on this computer.
        </p>
        <div className={css.card}>
          <PasteBox
            draft={draft}
            onAdded={(_, rest) => {
              navigate('/');
              // The list replaces this page, so the rest is corrected in the dialog.
              if (rest !== '') openEndpointDialog({ mode: 'add', text: rest });
            }}
          />
        </div>
        <p className={css.other}>
          Or
          <Button size="sm" onClick={() => openEndpointDialog({ mode: 'add', form: true })}>
            fill in a form
          </Button>
          for one endpoint with headers, keywords and limits.
        </p>
        <p className={css.other}>
          Nothing to add yet?
          <Button size="sm" icon={FlaskConical} onClick={() => void commands.startDemo()}>
            Try the demo
          </Button>
          with four endpoints that Lookout serves itself.
        </p>
      </div>
    </div>
  );
}
