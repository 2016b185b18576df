import { useMutation } from '@tanstack/react-query';
import { queryKeys, useServices } from '@/api/context';
import { type Language, languageNames, languages } from '@/model/language';
import { type Theme, themes } from '@/model/theme';
import { Button } from '@/widgets/button';
import { SelectField } from '@/widgets/fields';
import { useFormat, useLanguage, useTexts } from '@/widgets/language';
import { ProblemNotice } from '@/widgets/notice';
import { PageHeader, Section } from '@/widgets/page';
import { CredentialList } from './credential-list';
import { settingsTexts } from './texts';

export function SettingsPage({
  theme,
  onTheme,
  onLoggedOut,
}: {
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
  readonly onLoggedOut: () => void;
}) {
  const text = useTexts(settingsTexts);
  const format = useFormat();
  const { language, setLanguage } = useLanguage();
  const { credentials, session } = useServices();
  const logOut = useMutation({ mutationFn: session.logOut, onSuccess: onLoggedOut });
  return (
    <div className="settings">
      <PageHeader title={text.title} />
      <Section title={text.appearance}>
        <div className="option-fields">
          <SelectField
            label={text.language}
            value={language}
            onChange={(id) => setLanguage(id as Language)}
            choices={languages.map((id) => ({ id, name: languageNames[id] }))}
          />
          <SelectField
            label={text.look}
            value={theme}
            onChange={(id) => onTheme(id as Theme)}
            choices={themes.map((id) => ({ id, name: text.themes[id] }))}
          />
        </div>
      </Section>
      <CredentialList
        title={text.tokens}
        help={text.tokensHelp}
        none={text.noTokens}
        queryKey={queryKeys.tokens}
        list={async () =>
          (await credentials.tokens()).map(({ name, expires }) => ({
            id: name,
            name,
            note: expires > 0 ? text.expires(format.dateTime(expires)) : text.neverExpires,
          }))
        }
        create={credentials.createToken}
        revoke={credentials.revokeToken}
      />
      <CredentialList
        title={text.keys}
        help={text.keysHelp}
        none={text.noKeys}
        queryKey={queryKeys.keys}
        list={async () =>
          (await credentials.keys()).map(({ id, name, created }) => ({
            id,
            name: name || id,
            note: text.created(format.dateTime(created)),
          }))
        }
        create={async (name) => {
          const key = await credentials.createKey(name);
          return `API Key: ${key.client_id}\nSecret Key: ${key.client_secret}`;
        }}
        revoke={credentials.deleteKey}
      />
      <Section title={text.session}>
        {logOut.error && <ProblemNotice error={logOut.error} />}
        <div>
          <Button isPending={logOut.isPending} onPress={() => logOut.mutate()}>
            {text.logOut}
          </Button>
        </div>
      </Section>
    </div>
  );
}
