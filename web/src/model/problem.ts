import type { ErrorDetails, Job } from './entities';

/** What the server, or the way to it, had against a request: all that a person needs to put it right. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  readonly hint: string;
  readonly item: string | undefined;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;

  constructor(details: ErrorDetails, status = 0) {
    super(details.message);
    this.code = details.code;
    this.hint = details.hint;
    this.item = details.item;
    this.status = status;
  }

  /** Nobody answered: stopped server, broken network. */
  static unreachable(): Problem {
    return new Problem({ code: 'unreachable', message: '', hint: '' });
  }

  static from(error: unknown): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof TypeError) return Problem.unreachable();
    const message = error instanceof Error ? error.message : String(error);
    return new Problem({ code: 'unexpected', message, hint: '' });
  }
}

/** Why a job failed. */
export function jobProblem(job: Job): Problem {
  return new Problem(job.error ?? { code: 'unexpected', message: '', hint: '' });
}
