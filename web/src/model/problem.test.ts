import { expect, test } from 'vitest';
import { jobProblem, Problem } from './problem';

test('whatever is thrown becomes a problem', () => {
  const own = new Problem({ code: 'x', message: 'm', hint: 'h', item: 'i' }, 409);
  expect(Problem.from(own)).toBe(own);
  expect(Problem.from(new TypeError('Failed to fetch')).code).toBe('unreachable');
  expect(Problem.from(new Error('odd'))).toMatchObject({ code: 'unexpected', message: 'odd' });
  expect(Problem.from('odd')).toMatchObject({ code: 'unexpected', message: 'odd' });
});

test('a failed job tells why', () => {
  const job = { id: 1, kind: 'train', project: 'p', state: 'failed', attempt: 1, created: 0 } as const;
  expect(jobProblem({ ...job, error: { code: 'no-memory', message: 'm', hint: 'h' } })).toMatchObject({
    code: 'no-memory',
    hint: 'h',
  });
  expect(jobProblem(job).code).toBe('unexpected');
});
