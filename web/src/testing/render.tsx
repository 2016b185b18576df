import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ReactNode, useState } from 'react';
import { ServicesProvider } from '@/api/context';
import { addScenes, addSounds, memoryServices, type World } from '@/api/memory';
import type { Services } from '@/api/services';
import type { Language } from '@/model/language';
import { LanguageProvider, SoundsProvider } from '@/widgets/language';

/** A world whose jobs run without pauses. */
export function createWorld(language: Language = 'en'): { services: Services; world: World } {
  return memoryServices({ language: () => language, pace: 0 });
}

/** A project with pictures of two classes, ready to be trained. */
export async function addPets(services: Services, world: World): Promise<void> {
  await services.projects.create('Pets', 'image-classification');
  for (const name of ['cat', 'dog']) {
    for (let k = 0; k < 25; ++k)
      world.addItem(world.project('Pets'), { name: `${name}${k}.jpg`, class: name });
  }
}

/** An object detection project with pictures, the first of them labelled; with a model if any are. */
export async function addScenery(
  services: Services,
  world: World,
  pictures: number,
  labelled: number,
): Promise<void> {
  await services.projects.create('Scenery', 'object-detection');
  addScenes(world, world.project('Scenery'), pictures, labelled);
}

/** A sound classification project with so many recordings of each of three classes, and two more; with a model. */
export async function addWorkshop(services: Services, world: World, each: number): Promise<void> {
  await services.projects.create('Workshop', 'sound-classification');
  addSounds(world, world.project('Workshop'), each, true);
}

/** Trains the project and waits for the model. */
export async function trainPets(services: Services): Promise<void> {
  const job = await services.models.train('Pets', {});
  for await (const event of services.jobs.watch(job.id, new AbortController().signal)) void event;
}

function Frame({
  services,
  language: first,
  children,
}: {
  readonly services: Services;
  readonly language: Language;
  readonly children: ReactNode;
}) {
  const [language, setLanguage] = useState(first);
  const [client] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false } } }));
  return (
    <LanguageProvider language={language} setLanguage={setLanguage}>
      <QueryClientProvider client={client}>
        <ServicesProvider value={services}>{children}</ServicesProvider>
      </QueryClientProvider>
    </LanguageProvider>
  );
}

/** Draws a part of the studio over the services; returns the hands of a user. */
export function show(
  part: ReactNode,
  services: Services = createWorld().services,
  language: Language = 'en',
) {
  render(
    <Frame services={services} language={language}>
      {part}
    </Frame>,
  );
  return userEvent.setup();
}

/** The same for a part of a sound classification project. */
export function showOfSounds(part: ReactNode, services: Services, language: Language = 'en') {
  return show(<SoundsProvider value>{part}</SoundsProvider>, services, language);
}
