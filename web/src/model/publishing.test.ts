import { expect, test } from 'vitest';
import { callExamples, suffixPattern, suggestSuffix } from './publishing';

test.each([
  ['Red & green apples', 'red-green-apples'],
  ['Äpfel', 'apfel'],
  ['茶叶病害', 'model'],
  ['__x__', '__x__'],
  ['--', 'model'],
  [`${'a'.repeat(39)}-b`, 'a'.repeat(39)],
])('%s is suggested as %s', (project, suffix) => {
  expect(suggestSuffix(project)).toBe(suffix);
  expect(suffix).toMatch(suffixPattern);
});

test('lines carry the secrets once they are there', () => {
  const blank = callExamples('http://h:1', { suffix: 'apples' }, {});
  expect(blank.plain).toContain('Bearer TOKEN');
  expect(blank.easydl).toContain('client_id=API_KEY');
  const filled = callExamples(
    'http://h:1',
    { suffix: 'apples' },
    {
      token: 'secret',
      key: { client_id: 'ak', client_secret: 'sk' },
    },
  );
  expect(filled.plain).toContain("'Authorization: Bearer secret'");
  expect(filled.plain).toContain('http://h:1/api/v1/predict/apples');
  expect(filled.easydl).toContain('client_id=ak&client_secret=sk');
});

test('a detector is asked under EasyDL’s address for it, with the threshold', () => {
  const { plain, easydl } = callExamples('http://h:1', { suffix: 'bees', threshold: 0.4 }, {});
  expect(plain).toContain("'http://h:1/api/v1/predict/bees?threshold=0.4'");
  expect(easydl).toContain('/rpc/2.0/ai_custom/v1/detection/bees?');
  expect(easydl).toContain(`printf '","threshold":0.4}'`);
});

test('a model that hears is asked with a recording', () => {
  const { plain, python, easydl } = callExamples(
    'http://h:1',
    { suffix: 'bearings', ofSounds: true },
    { token: 't' },
  );
  expect(plain).toContain('@sound.wav');
  expect(python).toContain('open("sound.wav", "rb")');
  expect(python).toContain('"http://h:1/api/v1/predict/bearings"');
  expect(python).toContain('Bearer t');
  expect(easydl).toContain(`printf '{"sound":"'; base64 -w0 sound.wav`);
  expect(easydl).toContain('/rpc/2.0/ai_custom/v1/sound_cls/bearings?');
});
