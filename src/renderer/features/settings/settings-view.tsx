import { useEffect, useRef, type ComponentType } from 'react';
import { keepInView } from './keep-in-view.ts';
import { useHost } from '../../live/hooks.ts';
import { pathOf, useRoute } from '../../navigation/route.ts';
import { Page } from '../../components/page.tsx';
import { AboutSection } from './about-section.tsx';
import { AccessSection } from './access-section.tsx';
import { AppSection } from './app-section.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { DataSection } from './data-section.tsx';
import { DefaultsSection, HistorySection, LimitsSection } from './engine-sections.tsx';
import { NotificationsSection } from './notifications-section.tsx';
import { SourcesSection } from './sources-section.tsx';
import { StatusPagesSection } from '../status-pages/status-pages-section.tsx';
import { SECTIONS, type SettingsSection } from './sections.ts';
import css from './settings.module.css';

const CONTENT: Readonly<Record<SettingsSection['id'], ComponentType>> = {
  appearance: AppearanceSection,
  app: AppSection,
  notifications: NotificationsSection,
  sources: SourcesSection,
  defaults: DefaultsSection,
  limits: LimitsSection,
  history: HistorySection,
  statusPages: StatusPagesSection,
  access: AccessSection,
  data: DataSection,
  about: AboutSection,
};

export function SettingsView() {
  const host = useHost();
  const route = useRoute();
  const wanted = route.name === 'settings' ? route.section : undefined;
  const sections = SECTIONS.filter(({ shown }) => shown(host));
  return (
    <Page title="Settings">
      <div className={css.columns}>
        <nav className={css.nav} aria-label="Sections">
          <ul>
            {sections.map(({ id, title }) => (
              <li key={id}>
                <a
                  href={`#${pathOf({ name: 'settings', section: id })}`}
                  aria-current={id === wanted ? 'location' : undefined}
                >
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className={css.column}>
          {sections.map((section) => (
            <Section key={section.id} section={section} wanted={section.id === wanted} />
          ))}
        </div>
      </div>
    </Page>
  );
}

interface SectionProps {
  readonly section: SettingsSection;
  /** True: the address names the section, and it is scrolled into view. */
  readonly wanted: boolean;
}

function Section({ section: { id, title }, wanted }: SectionProps) {
  const element = useRef<HTMLElement>(null);
  const Content = CONTENT[id];
  useEffect(() => (wanted && element.current !== null ? keepInView(element.current) : undefined), [wanted]);
  return (
    <section ref={element} className={css.section} aria-labelledby={`settings-${id}`} data-wanted={wanted || undefined}>
      <h2 className={css.title} id={`settings-${id}`}>
        {title}
      </h2>
      <div className={css.card}>
        <Content />
      </div>
    </section>
  );
}
