import {
  Activity,
  BellRing,
  FileText,
  Globe,
  LayoutGrid,
  List,
  Search,
  Settings,
  Siren,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import { memo } from 'react';
import { useConnected, useIncidents, useSources } from '../live/hooks.ts';
import { paletteOpen } from '../navigation/palette-open.ts';
import { formatCount } from '../format.ts';
import { pathOf, useRoute, type Route } from '../navigation/route.ts';
import { FIRST_WALL } from '../navigation/wall-choice.ts';
import { Kbd } from '../components/kbd.tsx';
import { MOD } from '../components/keys.ts';
import { Mark } from '../components/mark.tsx';
import { StatusDot } from '../components/status.tsx';
import css from './sidebar.module.css';
import { useMainTitle } from './use-main-title.ts';

interface Place {
  readonly route: Route;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Shown only if a source can do this. */
  readonly needs?: 'vantages';
}

const PLACES: readonly Place[] = [
  { route: { name: 'overview' }, label: 'Overview', icon: List },
  { route: { name: 'wall', choice: FIRST_WALL }, label: 'Wall', icon: LayoutGrid },
  { route: { name: 'incidents' }, label: 'Incidents', icon: Siren },
  { route: { name: 'alerts' }, label: 'Alerts', icon: BellRing },
  { route: { name: 'maintenance' }, label: 'Maintenance', icon: Wrench },
  { route: { name: 'reports' }, label: 'Reports', icon: FileText },
  { route: { name: 'vantages' }, label: 'Vantage points', icon: Globe, needs: 'vantages' },
  { route: { name: 'health' }, label: 'Health', icon: Activity },
  { route: { name: 'settings' }, label: 'Settings', icon: Settings },
];

export function Sidebar() {
  const route = useRoute();
  const incidents = useIncidents();
  const open = incidents.filter((incident) => incident.resolvedAt === null).length;
  const connected = useConnected();
  const { status, text } = useMainTitle();

  return (
    <aside className={css.sidebar} data-stale={!connected || undefined}>
      <div className={css.brand}>
        <Mark size={22} />
        <span className={css.word}>Lookout</span>
      </div>
      <div className={css.overall} aria-live="polite" title={text}>
        <StatusDot status={status} />
        <span className={css.word}>{text}</span>
      </div>
      <button
        type="button"
        className={css.find}
        title={`Find an endpoint or a command (${MOD} K)`}
        aria-keyshortcuts={MOD === 'Ctrl' ? 'Control+K' : 'Meta+K'}
        onClick={() => paletteOpen.set(true)}
      >
        <Search size={16} aria-hidden />
        <span className={css.word}>Find</span>
        <span className={css.key} aria-hidden>
          <Kbd>{MOD} K</Kbd>
        </span>
      </button>
      <Places current={route.name === 'endpoint' || route.name === 'compare' ? 'overview' : route.name} open={open} />
    </aside>
  );
}

interface PlacesProps {
  readonly current: Route['name'];
  /** The number of open incidents. */
  readonly open: number;
}

/** Not rendered again when a chart changes the address. */
const Places = memo(function Places({ current, open }: PlacesProps) {
  const sources = useSources();
  const places = PLACES.filter(
    ({ needs }) => needs === undefined || sources.some((source) => source.capabilities[needs]),
  );
  return (
    <nav aria-label="Views">
      <ul className={css.places}>
        {places.map(({ route: place, label, icon: Icon }) => (
          <li key={place.name}>
            <a
              className={css.place}
              href={`#${pathOf(place)}`}
              aria-current={current === place.name ? 'page' : undefined}
              title={label}
            >
              <Icon size={16} aria-hidden />
              <span className={css.word}>{label}</span>
              {place.name === 'incidents' && open > 0 ? (
                <span className={css.count}>
                  {formatCount(open)}
                  <span className="sr-only"> open</span>
                </span>
              ) : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
});
