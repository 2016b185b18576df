import type { Project } from '@/model/entities';

export interface ProjectsService {
  list(): Promise<readonly Project[]>;
  get(name: string): Promise<Project>;
  create(name: string, task: string): Promise<Project>;
  remove(name: string): Promise<void>;
}
