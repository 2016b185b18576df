import { expect, test } from 'vitest';
import { chooseLanguage } from './language';

test.each([
  [['zh-TW', 'en'], 'zh'],
  [['en-GB'], 'en'],
  [['fr', 'zh-CN', 'en'], 'zh'],
  [['fr'], 'en'],
  [[], 'en'],
  [['ZH-hans'], 'zh'],
] as const)('%j is answered in %s', (wanted, language) => {
  expect(chooseLanguage(wanted)).toBe(language);
});
