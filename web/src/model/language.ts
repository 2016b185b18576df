export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

/** BCP 47 tags, for <html lang>, Intl and Accept-Language. */
export const languageTags: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

export const languageNames: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' };

/** The first of the wanted tags (most wanted first, as browsers list them) that the studio speaks. */
export function chooseLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find((language) => tag.toLowerCase().startsWith(language));
    if (found) return found;
  }
  return 'en';
}

/** The same texts in each language. */
export interface Texts<T> extends Readonly<Record<Language, T>> {
  /** As they are said of recordings, where that differs from pictures. */
  readonly sounds?: Readonly<Record<Language, T>>;
}

/** Texts of one feature; a key that one language lacks does not compile. `sounds`: those that recordings need in other words. */
export function texts<T>(
  en: T,
  zh: NoInfer<T>,
  sounds?: { readonly en: Partial<NoInfer<T>>; readonly zh: Partial<NoInfer<T>> },
): Texts<T> {
  return sounds
    ? { en, zh, sounds: { en: { ...en, ...sounds.en }, zh: { ...zh, ...sounds.zh } } }
    : { en, zh };
}
