import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys, useServices } from '@/api/context';
import { projectLink } from '@/model/route';
import { type Task, tasks } from '@/model/task';
import { Button } from '@/widgets/button';
import { Dialog } from '@/widgets/dialog';
import { Form, RadioField, TextField } from '@/widgets/fields';
import { useTexts } from '@/widgets/language';
import { ProblemNotice } from '@/widgets/notice';
import { projectsTexts } from './texts';

export function CreateDialog({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}) {
  const text = useTexts(projectsTexts);
  const { projects } = useServices();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [task, setTask] = useState<Task>('image-classification');
  const [checked, setChecked] = useState(false);
  const create = useMutation({
    mutationFn: () => projects.create(name.trim(), task),
    onSuccess: (project) => {
      void client.invalidateQueries({ queryKey: queryKeys.projects });
      onClose();
      window.location.hash = projectLink(project.name, 'data');
    },
  });
  const submit = () => {
    setChecked(true);
    if (name.trim()) create.mutate();
  };
  return (
    <Dialog title={text.create} isOpen={isOpen} onClose={onClose}>
      <Form
        className="form"
        onSubmit={() => {
          submit();
        }}
      >
        <RadioField
          label={text.task}
          value={task}
          onChange={(id) => setTask(tasks.find((candidate) => candidate === id) ?? task)}
          choices={tasks.map((id) => ({ id, name: text.tasks[id], description: text.taskHelp[id] }))}
        />
        <TextField
          label={text.name}
          description={text.nameHints[task]}
          value={name}
          onChange={setName}
          autoFocus
          error={checked && !name.trim() ? text.nameMissing : undefined}
        />
        {create.error && <ProblemNotice error={create.error} />}
        <footer className="dialog-footer">
          <Button type="submit" look="primary" isPending={create.isPending}>
            {text.createAction}
          </Button>
        </footer>
      </Form>
    </Dialog>
  );
}
