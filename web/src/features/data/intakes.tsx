import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useRenewProject, useServices } from '@/api/context';
import type { Project } from '@/model/entities';
import { Takes } from './takes';
import { Uploads } from './uploads';

/** What is on its way into a project. */
interface Intake {
  readonly uploads: Uploads;
  readonly takes: Takes;
}

/** Of all projects. Lives as long as the studio, so that leaving a page loses nothing. */
class Intakes {
  private readonly opened = new Map<string, Intake>();

  /** The same for the same project. */
  open(project: string, make: () => Intake): Intake {
    const intake = this.opened.get(project) ?? make();
    this.opened.set(project, intake);
    return intake;
  }

  get isEmpty(): boolean {
    return [...this.opened.values()].every(
      ({ uploads, takes }) => uploads.snapshot().running.length + takes.snapshot().length === 0,
    );
  }

  /** Of a project that is deleted: another one may get its name. */
  readonly forget = (project: string): void => {
    const intake = this.opened.get(project);
    if (!intake) return;
    this.opened.delete(project);
    for (const { id } of intake.uploads.snapshot().running) intake.uploads.dismiss(id);
    intake.takes.drop(intake.takes.snapshot());
  };
}

const IntakesContext = createContext<Intakes | null>(null);

/** Asks before the window is closed while uploads are unfinished or takes not added. */
export function IntakesProvider({ children }: { readonly children: ReactNode }) {
  const [intakes] = useState(() => new Intakes());
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (!intakes.isEmpty) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [intakes]);
  return <IntakesContext value={intakes}>{children}</IntakesContext>;
}

function useIntakes(): Intakes {
  const intakes = useContext(IntakesContext);
  if (!intakes) throw new Error('IntakesProvider is missing');
  return intakes;
}

export function useIntake(project: Project): Intake {
  const { data } = useServices();
  const renew = useRenewProject(project.name);
  return useIntakes().open(project.name, () => ({
    uploads: new Uploads(project, data, renew),
    takes: new Takes(),
  }));
}

export function useForgetIntake(): (project: string) => void {
  return useIntakes().forget;
}
