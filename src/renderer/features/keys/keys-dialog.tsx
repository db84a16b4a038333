import { useHost } from '../../live/hooks.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { keySections } from './key-help.ts';
import css from './keys-dialog.module.css';
import { keysOpen } from '../../navigation/keys-open.ts';

/** The keyboard shortcuts. Mounted once; `keysOpen.set(true)` opens it from anywhere. */
export function KeysDialog() {
  const open = keysOpen.use();
  const { kind } = useHost();
  if (!open) return null;
  return (
    <Dialog open onOpenChange={keysOpen.set} title="Keyboard shortcuts" width={620}>
      <div className={css.sections}>
        {keySections(kind === 'desktop').map(({ title, keys }) => (
          <section key={title}>
            <h3 className={css.title}>{title}</h3>
            <dl className={css.keys}>
              {keys.map(({ keys: names, meaning }) => (
                <div key={meaning} className={css.row}>
                  <dt>
                    {names.map((name) => (
                      <Kbd key={name}>{name}</Kbd>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
