import { fireEvent, screen } from '@testing-library/react';
import { expect, type Mock, test, vi } from 'vitest';
import { Problem } from '@/model/problem';
import type { ChosenFile } from '@/model/upload-plan';
import { show } from '@/testing/render';
import { ConfusionMatrix } from './confusion-matrix';
import { CopyBlock } from './copy-block';
import { DropZone } from './drop-zone';
import { SuggestField } from './fields';
import { LineChart } from './line-chart';
import { ProblemNotice } from './notice';
import { Progress } from './progress';
import { TryBox } from './try-box';

/** Of the files in the first call. */
function pathsOf(onFiles: Mock): string[] {
  const [files] = onFiles.mock.calls[0] as [readonly ChosenFile[]];
  return files.map(({ path }) => path);
}

test('a problem shows message, hint, item and code', async () => {
  const retry = vi.fn();
  const user = show(
    <ProblemNotice
      onRetry={retry}
      error={
        new Problem({
          code: 'archive-broken',
          message: 'Cannot be read.',
          hint: 'Pack it anew.',
          item: 'a.zip',
        })
      }
    />,
  );
  const alert = screen.getByRole('alert');
  for (const part of ['Cannot be read.', 'Pack it anew.', 'a.zip', 'archive-broken'])
    expect(alert.textContent).toContain(part);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledOnce();
});

test.each([
  ['en', 'The server does not answer.'],
  ['zh', '服务器没有响应。'],
] as const)('a dead line is explained in %s', (language, message) => {
  show(<ProblemNotice error={new TypeError('Failed to fetch')} />, undefined, language);
  expect(screen.getByRole('alert').textContent).toContain(message);
});

test('progress tells share and time left, or that the end is open', () => {
  show(
    <>
      <Progress label="Reading" share={0.25} remaining={90} />
      <Progress label="Thinking" share={undefined} elapsed={5} />
    </>,
  );
  expect(screen.getByRole('progressbar', { name: 'Reading' }).getAttribute('aria-valuenow')).toBe('25');
  expect(screen.getByText('25 % · about 1 min 30 s left')).toBeDefined();
  expect(screen.getByRole('progressbar', { name: 'Thinking' }).hasAttribute('aria-valuenow')).toBe(false);
  expect(screen.getByText('5 s so far')).toBeDefined();
});

test('cells off the diagonal are chosen and let go', async () => {
  const onChoose = vi.fn();
  const matrix = (chosen: { row: number; column: number } | null) => (
    <ConfusionMatrix
      names={['cat', 'dog']}
      counts={[
        [8, 2],
        [0, 9],
      ]}
      chosen={chosen}
      onChoose={onChoose}
      label="Matrix"
    />
  );
  const user = show(
    <>
      {matrix(null)}
      {matrix({ row: 0, column: 1 })}
    </>,
  );
  const [free, pressed] = screen.getAllByRole('button', { name: 'cat taken for dog: 2' });
  expect(screen.getAllByRole('button')).toHaveLength(2);
  if (free) await user.click(free);
  expect(onChoose).toHaveBeenLastCalledWith({ row: 0, column: 1 });
  if (pressed) await user.click(pressed);
  expect(onChoose).toHaveBeenLastCalledWith(null);
});

test('a drop takes folders apart, however many entries they have', async () => {
  const file = (name: string) => ({
    isFile: true,
    name,
    file: (done: (file: File) => void) => done(new File(['x'], name)),
  });
  const folder = (name: string, children: unknown[]) => ({
    isFile: false,
    name,
    createReader: () => {
      const rest = [...children];
      return { readEntries: (done: (entries: unknown[]) => void) => done(rest.splice(0, 100)) };
    },
  });
  const entries = [
    file('loose.jpg'),
    folder('pets', [
      folder(
        'cat',
        Array.from({ length: 250 }, (_, k) => file(`${k}.jpg`)),
      ),
    ]),
  ];
  const onFiles = vi.fn();
  show(<DropZone label="Drop" chooseFiles="Choose" onFiles={onFiles} />);
  fireEvent.drop(screen.getByRole('group', { name: 'Drop' }), {
    dataTransfer: {
      items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry })),
      files: [],
    },
  });
  await vi.waitFor(() => expect(onFiles).toHaveBeenCalledOnce());
  const paths = pathsOf(onFiles);
  expect(paths).toHaveLength(251);
  expect(paths).toContain('loose.jpg');
  expect(paths).toContain('pets/cat/249.jpg');
});

test('what cannot be read of a drop is left out with a word, the rest is taken', async () => {
  const file = (name: string) => ({
    isFile: true,
    name,
    file: (done: (file: File) => void, fail: (error: Error) => void) =>
      name === 'locked.jpg' ? fail(new Error('not allowed')) : done(new File(['x'], name)),
  });
  const rest = ['1.jpg', 'locked.jpg', '2.jpg'].map(file);
  const folder = {
    isFile: false,
    name: 'cat',
    createReader: () => ({ readEntries: (done: (entries: unknown[]) => void) => done(rest.splice(0)) }),
  };
  const onFiles = vi.fn();
  show(<DropZone label="Drop" chooseFiles="Choose" onFiles={onFiles} />);
  fireEvent.drop(screen.getByRole('group', { name: 'Drop' }), {
    dataTransfer: { items: [{ kind: 'file', webkitGetAsEntry: () => folder }], files: [] },
  });
  expect(await screen.findByText('One file or folder could not be read and was left out.')).toBeDefined();
  expect(pathsOf(onFiles)).toEqual(['cat/1.jpg', 'cat/2.jpg']);
});

test('files can be chosen without dragging', async () => {
  const onFiles = vi.fn();
  const user = show(<DropZone label="Drop" chooseFiles="Choose" chooseFolder="Folder" onFiles={onFiles} />);
  await user.upload(screen.getByLabelText('Choose', { selector: 'input' }), [
    new File(['x'], 'a.jpg'),
    new File(['y'], 'b.jpg'),
  ]);
  expect(pathsOf(onFiles)).toEqual(['a.jpg', 'b.jpg']);
  expect(screen.getByLabelText<HTMLInputElement>('Folder', { selector: 'input' }).webkitdirectory).toBe(true);
});

test('a tried picture is shown with its scores, best first', async () => {
  const ask = vi.fn(async () => [
    { name: 'cat', score: 0.9 },
    { name: 'dog', score: 0.1 },
  ]);
  const user = show(<TryBox label="Try" ask={ask} />);
  await user.upload(
    screen.getByLabelText('Choose a picture', { selector: 'input' }),
    new File(['x'], 'cat.jpg', { type: 'image/jpeg' }),
  );
  expect((await screen.findByRole('list', { name: 'Try' })).textContent).toBe('cat90.0\u00a0%dog10.0\u00a0%');
  expect(screen.getByRole('img', { name: 'cat.jpg' })).toBeDefined();
});

test('what is no picture is not sent', async () => {
  const ask = vi.fn(async () => []);
  show(<TryBox label="Try" ask={ask} />);
  fireEvent.drop(screen.getByRole('group', { name: 'Try' }), {
    dataTransfer: { items: [], files: [new File(['x'], 'a.txt', { type: 'text/plain' })] },
  });
  expect(await screen.findByText('This is not a picture.')).toBeDefined();
  expect(ask).not.toHaveBeenCalled();
});

test('the chart marks the best point and can be read without seeing it', () => {
  show(
    <LineChart
      label="Accuracy"
      xLabel="s"
      series={[
        {
          points: [
            { x: 1, y: 0.7, name: 'a' },
            { x: 2, y: 0.9, name: 'b' },
            { x: 3, y: 0.8, name: 'c' },
          ],
        },
      ]}
      formatX={String}
      formatY={(y) => y.toFixed(1)}
    />,
  );
  expect(screen.getByRole('img', { name: 'Accuracy' }).textContent).toContain('b · 0.9');
  expect(screen.getByRole('table').textContent).toBe('Accuracya0.7b0.9c0.8');
});

test('a chart of several lines names them and marks the best of the last', () => {
  show(
    <LineChart
      label="Loss"
      xLabel="rounds"
      best="lowest"
      bounds={[0, Infinity]}
      series={[
        { name: 'learnt', points: [{ x: 1, y: 0.1 }] },
        {
          name: 'held out',
          points: [
            { x: 1, y: 2.5 },
            { x: 2, y: 1.5 },
          ],
        },
        { name: 'nothing', points: [] },
      ]}
      formatX={String}
      formatY={(y) => y.toFixed(1)}
    />,
  );
  const chart = screen.getByRole('img', { name: 'Loss' });
  expect(chart.querySelector('.chart-label')?.textContent).toBe('1.5');
  expect(screen.getByRole('table').textContent).toBe('Losslearnt10.1held out12.521.5');
  expect(screen.queryByText('nothing')).toBeNull();
});

test('a suggestion can be taken, and a new word typed', async () => {
  const onChange = vi.fn();
  const user = show(<SuggestField label="Class" value="" onChange={onChange} suggestions={['cat', 'dog']} />);
  await user.click(screen.getByRole('button', { name: /Show suggestions/ }));
  await user.click(await screen.findByRole('option', { name: 'dog' }));
  expect(onChange).toHaveBeenCalledWith('dog');
});

test('copying writes to the clipboard and says so', async () => {
  const user = show(<CopyBlock text="curl x" label="Line" />);
  vi.stubGlobal('isSecureContext', true);
  await user.click(screen.getByRole('button', { name: 'Copy' }));
  expect(await screen.findByText('Copied')).toBeDefined();
  expect(await navigator.clipboard.readText()).toBe('curl x');
});
