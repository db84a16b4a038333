import { Dialog } from '../../components/dialog.tsx';
import css from './licences-dialog.module.css';
import licences from './licences.json';

/** Whose work is in Lookout, and on what terms. The list is made by `npm run generate`. */
export function LicencesDialog({ onClose }: { readonly onClose: () => void }) {
  const { packages, texts } = licences;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Licences"
      description={`The ${packages.length} packages in Lookout. Of the desktop app, Electron, Chromium and Node.js come besides, with their licences in its folder.`}
      width={640}
    >
      <ul className={css.packages}>
        {packages.map(({ name, version, licence, text }) => (
          <li key={`${name} ${version}`}>
            <details className={css.package}>
              <summary>
                <span className={css.name}>{name}</span>
                <span className={css.version}>{version}</span>
                <span className={css.licence}>{licence}</span>
              </summary>
              <pre className={css.text}>{texts[text]}</pre>
            </details>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
