import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createFormat, type Format } from '@/model/format';
import { type Language, languageTags, type Texts } from '@/model/language';

interface LanguageState {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly format: Format;
}

const LanguageContext = createContext<LanguageState | null>(null);

export function LanguageProvider({
  language,
  setLanguage,
  children,
}: {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly children: ReactNode;
}) {
  const state = useMemo(
    () => ({ language, setLanguage, format: createFormat(language) }),
    [language, setLanguage],
  );
  return (
    <LanguageContext value={state}>
      <I18nProvider locale={languageTags[language]}>{children}</I18nProvider>
    </LanguageContext>
  );
}

export function useLanguage(): LanguageState {
  const state = useContext(LanguageContext);
  if (!state) throw new Error('LanguageProvider is missing');
  return state;
}

const SoundsContext = createContext(false);

/** Whether what is inside speaks of recordings instead of pictures. */
export const SoundsProvider = SoundsContext.Provider;

export function useTexts<T>(texts: Texts<T>): T {
  const ofSounds = useContext(SoundsContext);
  const { language } = useLanguage();
  return (ofSounds && texts.sounds ? texts.sounds : texts)[language];
}

export function useFormat(): Format {
  return useLanguage().format;
}
