import { lazy, Suspense, useState } from 'react';
import { useHost } from '../../live/hooks.ts';
import { Button } from '../../components/button.tsx';
import { Fact } from './fact.tsx';
import css from './settings.module.css';
import { UpdateFact } from './update-fact.tsx';

// The texts of all licences: of use to few, and larger than the rest of the page.
const LicencesDialog = lazy(async () => ({ default: (await import('./licences-dialog.tsx')).LicencesDialog }));

const RUNS_AS = { desktop: 'Desktop app', headless: 'Headless host', direct: 'Direct' } as const;

export function AboutSection() {
  const { kind, version, platform, features } = useHost();
  const [licences, setLicences] = useState(false);
  return (
    <>
      <dl className={css.facts}>
        <Fact name="Version">Lookout {version}</Fact>
        {features.includes('updates') ? <UpdateFact /> : null}
        <Fact name="Runs as">
          {RUNS_AS[kind]} on {platform}
        </Fact>
        <Fact
          name="Licence"
          action={
            <Button size="sm" onClick={() => setLicences(true)}>
              Licences
            </Button>
          }
        >
          MIT. Made with the work of others.
        </Fact>
      </dl>
      {licences ? (
        <Suspense fallback={null}>
          <LicencesDialog onClose={() => setLicences(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
