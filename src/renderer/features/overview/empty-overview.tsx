import { navigate } from '../../navigation/route.ts';
import { Button } from '../../components/button.tsx';
import { Mark } from '../../components/mark.tsx';
import { openEndpointDialog } from '../../navigation/open-endpoint-dialog.ts';
import { PasteBox } from '../add/paste-box.tsx';
import css from './empty-overview.module.css';

/** The first thing a person meets: one box, and what may go into it. */
export function EmptyOverview() {
  return (
    <div className={css.page}>
      <div className={css.column}>
        <Mark size={36} />
        <h1 className={css.title}>What do you answer for?</h1>
        <p className={css.text}>
          Web sites, APIs, databases, anything that takes a connection. Lookout checks each at once, then every 30
          seconds, and tells you when one fails and why. It all stays on this machine.
        </p>
        <div className={css.card}>
          <PasteBox onAdded={() => navigate('/')} />
        </div>
        <p className={css.other}>
          Or
          <Button size="sm" onClick={() => openEndpointDialog({ mode: 'add', form: true })}>
            fill in a form
          </Button>
          for one endpoint with headers, keywords and limits.
        </p>
      </div>
    </div>
  );
}
