import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from '@/widgets/button';
import { Icon } from '@/widgets/icons';
import { useLanguage, useTexts } from '@/widgets/language';
import { appTexts } from './texts';

/** Bar at the top, content below. Moves the focus to the heading when the page changes, as a page load would. */
export function Shell({
  place,
  loggedIn,
  children,
}: {
  /** Changes with the page. */
  readonly place: string;
  readonly loggedIn: boolean;
  readonly children: ReactNode;
}) {
  const text = useTexts(appTexts);
  const { language, setLanguage } = useLanguage();
  const main = useRef<HTMLElement>(null);
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    window.scrollTo(0, 0);
    main.current?.focus();
  }, [place]);
  return (
    <>
      <button type="button" className="skip-link" onClick={() => main.current?.focus()}>
        {text.skip}
      </button>
      <header className="top-bar">
        <a className="brand" href="#/">
          <Icon name="easel" size={24} />
          Easel
        </a>
        <nav aria-label="Easel">
          {loggedIn && (
            <a className="top-link" href="#/">
              {text.projects}
            </a>
          )}
          {loggedIn && (
            <a className="top-link icon-link" href="#/settings" aria-label={text.settings}>
              <Icon name="gear" />
            </a>
          )}
          <IconButton
            icon="globe"
            label={text.switchLanguage}
            onPress={() => setLanguage(language === 'en' ? 'zh' : 'en')}
          />
        </nav>
      </header>
      <main ref={main} id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
