import { lazy, Suspense, useState } from 'react';
import { useHost } from '../../live/hooks.ts';
import { Button } from '../../components/button.tsx';
import { Fact } from './fact.tsx';
import css from './settings.module.css';
import { UpdateFact } from './update-fact.tsx';

// The texts of all licenses: few people need them, and they are larger than the rest of the page.
const LicensesDialog = lazy(async () => ({ default: (await import('./licenses-dialog.tsx')).LicensesDialog }));

const RUNS_AS = { desktop: 'Desktop app', headless: 'Headless host', direct: 'Direct' } as const;

export function AboutSection() {
  const { kind, version, platform, features } = useHost();
  const [licenses, setLicenses] = useState(false);
  return (
    <>
      <dl className={css.facts}>
        <Fact name="Version">Lookout {version}</Fact>
        {features.includes('updates') ? <UpdateFact /> : null}
        <Fact name="Runs as">
          {RUNS_AS[kind]} on {platform}
        </Fact>
        <Fact
          name="License"
          action={
            <Button size="sm" onClick={() => setLicenses(true)}>
              Licenses
            </Button>
          }
        >
          MIT. Includes open-source packages.
        </Fact>
      </dl>
      {licenses ? (
        <Suspense fallback={null}>
          <LicensesDialog onClose={() => setLicenses(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
