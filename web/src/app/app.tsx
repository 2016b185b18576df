import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { queryKeys, useServices } from '@/api/context';
import { ProjectsPage } from '@/features/projects/projects-page';
import { LoginPage, SetupNeededPage } from '@/features/session/login-page';
import { SetupPage } from '@/features/session/setup-page';
import { SettingsPage } from '@/features/settings/settings-page';
import { formatRoute, labelLink, type Route } from '@/model/route';
import type { Theme } from '@/model/theme';
import { LinkButton } from '@/widgets/button';
import { useLanguage, useTexts } from '@/widgets/language';
import { Load } from '@/widgets/load';
import { EmptyState } from '@/widgets/page';
import { ProjectFrame } from './project-frame';
import { Shell } from './shell';
import { appTexts } from './texts';
import { useRoute } from './use-route';

interface ThemeChoice {
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
}

function Page({
  route,
  theme,
  onTheme,
  onSession,
}: ThemeChoice & { readonly route: Route; readonly onSession: () => void }) {
  const text = useTexts(appTexts);
  switch (route.page) {
    case 'projects':
    case 'setup':
      return <ProjectsPage />;
    case 'project':
      return <ProjectFrame key={route.project} name={route.project} step={route.step} model={route.model} />;
    case 'label':
      return (
        <ProjectFrame
          key={route.project}
          name={route.project}
          step="data"
          model={0}
          labelling={{ queue: route.queue, item: route.item }}
        />
      );
    case 'settings':
      return <SettingsPage theme={theme} onTheme={onTheme} onLoggedOut={onSession} />;
    case 'unknown':
      return (
        <EmptyState title={text.notFound} text={text.notFoundText} alone>
          <LinkButton look="primary" href="#/">
            {text.toProjects}
          </LinkButton>
        </EmptyState>
      );
  }
}

function titleOf(route: Route): string {
  return route.page === 'project' || route.page === 'label' ? `${route.project} – Easel` : 'Easel';
}

/** Going from picture to picture is no change of page. */
function placeOf(route: Route): string {
  return route.page === 'label' ? labelLink(route.project) : formatRoute(route);
}

export function App({ theme, onTheme }: ThemeChoice) {
  const route = useRoute();
  const { language } = useLanguage();
  const services = useServices();
  const client = useQueryClient();
  const session = useQuery({
    queryKey: queryKeys.session,
    queryFn: services.session.state,
    staleTime: Infinity,
  });
  const lastLanguage = useRef(language);
  useEffect(() => {
    // The server's texts come in the reader's language.
    if (lastLanguage.current !== language) void client.invalidateQueries();
    lastLanguage.current = language;
  }, [language, client]);
  useEffect(() => {
    document.title = titleOf(route);
  });
  const sessionChanged = () => {
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    return client.invalidateQueries({ queryKey: queryKeys.session });
  };
  const setUpDone = async () => {
    window.location.hash = '#/';
    await sessionChanged();
  };
  const loggedIn = session.data === 'logged-in';
  const content = () => {
    if (loggedIn)
      return <Page route={route} theme={theme} onTheme={onTheme} onSession={() => void sessionChanged()} />;
    if (session.data === 'logged-out') return <LoginPage onDone={() => void sessionChanged()} />;
    return route.page === 'setup' ? (
      <SetupPage token={route.token} onDone={() => void setUpDone()} />
    ) : (
      <SetupNeededPage />
    );
  };
  return (
    <Shell place={placeOf(route)} loggedIn={loggedIn}>
      <Load query={session}>{content}</Load>
    </Shell>
  );
}
