import { Dialog } from '../../components/dialog.tsx';
import css from './licenses-dialog.module.css';
import licenses from './licenses.json';

/** The libraries in Lookout and their licenses. `npm run generate` creates the list. */
export function LicensesDialog({ onClose }: { readonly onClose: () => void }) {
  const { packages, texts } = licenses;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Licenses"
      description={`The ${packages.length} packages in Lookout. The desktop app also contains Electron, Chromium and Node.js; their licenses are in its folder.`}
      width={640}
    >
      <ul className={css.packages}>
        {packages.map(({ name, version, license, text }) => (
          <li key={`${name} ${version}`}>
            <details className={css.package}>
              <summary>
                <span className={css.name}>{name}</span>
                <span className={css.version}>{version}</span>
                <span className={css.license}>{license}</span>
              </summary>
              <pre className={css.text}>{texts[text]}</pre>
            </details>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
