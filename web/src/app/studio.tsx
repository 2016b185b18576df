import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { queryKeys, ServicesProvider } from '@/api/context';
import type { Services } from '@/api/services';
import { IntakesProvider } from '@/features/data/intakes';
import type { Language } from '@/model/language';
import { Problem } from '@/model/problem';
import { LanguageProvider } from '@/widgets/language';
import { App } from './app';
import { CrashGuard } from './crash-guard';
import { useLanguagePreference, useThemePreference } from './preferences';

/** Makes the services; `language` tells the reader's at any time, `onLoggedOut` is to be called on a refused session. */
export type CreateServices = (language: () => Language, onLoggedOut: () => void) => Services;

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The server may sit on this very machine: "offline" says nothing about it.
        networkMode: 'always',
        staleTime: 2000,
        // A refusal will not change by asking again; a restarting server comes back.
        retry: (failures, error) =>
          !(error instanceof Problem && error.status >= 400 && error.status < 500) && failures < 4,
        retryDelay: (attempt) => Math.min(300 * 2 ** attempt, 3000),
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/** The whole studio over the given services. */
export function Studio({ createServices }: { readonly createServices: CreateServices }) {
  const [language, setLanguage] = useLanguagePreference();
  const [theme, setTheme] = useThemePreference();
  const current = useRef(language);
  current.current = language;
  const { client, services } = useMemo(() => {
    const queries = createQueryClient();
    const loggedOut = () => void queries.invalidateQueries({ queryKey: queryKeys.session });
    return { client: queries, services: createServices(() => current.current, loggedOut) };
  }, [createServices]);
  return (
    <LanguageProvider language={language} setLanguage={setLanguage}>
      <CrashGuard>
        <QueryClientProvider client={client}>
          <ServicesProvider value={services}>
            <IntakesProvider>
              <App theme={theme} onTheme={setTheme} />
            </IntakesProvider>
          </ServicesProvider>
        </QueryClientProvider>
      </CrashGuard>
    </LanguageProvider>
  );
}
