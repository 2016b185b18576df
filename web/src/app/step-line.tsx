import type { ReactNode } from 'react';
import { projectLink, type Step, steps } from '@/model/route';
import type { StepState } from '@/model/step-state';
import { Icon } from '@/widgets/icons';
import { useTexts } from '@/widgets/language';
import { appTexts } from './texts';

/** Create → data → train → verify → publish: where the project stands, and the way to each page. */
export function StepLine({
  project,
  current,
  states,
}: {
  readonly project: string;
  readonly current: Step;
  readonly states: Readonly<Record<Step, StepState>>;
}) {
  const text = useTexts(appTexts);
  const mark = (state: StepState, number: number): ReactNode =>
    state === 'done' ? (
      <Icon name="check" size={16} />
    ) : state === 'busy' ? (
      <span className="spinner" />
    ) : (
      number
    );
  return (
    <nav aria-label={text.stepLine} className="step-line">
      <ol>
        <li className="step done">
          <span className="step-body">
            <span className="step-mark">{mark('done', 1)}</span>
            {text.steps.create}
          </span>
        </li>
        {steps.map((step, index) => (
          <li key={step} className={`step ${states[step]}`}>
            <a
              className="step-body"
              href={projectLink(project, step)}
              aria-current={step === current ? 'step' : undefined}
            >
              <span className="step-mark">{mark(states[step], index + 2)}</span>
              <span>{text.steps[step]}</span>
              <span className="visually-hidden">({text.stepStates[states[step]]})</span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
