import { useEffect, useState } from 'react';
import { chooseLanguage, type Language, languages, languageTags } from '@/model/language';
import { type Theme, themes } from '@/model/theme';

/** Private windows and strict settings may forbid storage; the choice then lasts as long as the page. */
function load<T extends string>(key: string, known: readonly T[]): T | undefined {
  try {
    const stored = localStorage.getItem(key);
    return known.find((value) => value === stored);
  } catch {
    return undefined;
  }
}

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}

export function useLanguagePreference(): [Language, (language: Language) => void] {
  const [language, setLanguage] = useState(
    () => load('easel-language', languages) ?? chooseLanguage(navigator.languages),
  );
  useEffect(() => {
    document.documentElement.lang = languageTags[language];
  }, [language]);
  return [
    language,
    (next) => {
      store('easel-language', next);
      setLanguage(next);
    },
  ];
}

export function useThemePreference(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(() => load('easel-theme', themes) ?? 'system');
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return [
    theme,
    (next) => {
      store('easel-theme', next);
      setTheme(next);
    },
  ];
}
