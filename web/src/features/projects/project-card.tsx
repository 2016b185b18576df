import { useQuery } from '@tanstack/react-query';
import { useClips } from '@/api/clips';
import { queryKeys, useServices } from '@/api/context';
import type { Project } from '@/model/entities';
import { projectLink } from '@/model/route';
import { findsBoxes, hears, qualityOf } from '@/model/task';
import { Icon } from '@/widgets/icons';
import { useFormat, useTexts } from '@/widgets/language';
import { ClipShape } from '@/widgets/sound-clip';
import { projectsTexts } from './texts';

const coverPictures = 4;

/** A picture or recording of each of the first classes, so that the cover shows what the project tells apart. */
function Cover({ project }: { readonly project: Project }) {
  const { data } = useServices();
  const clipOf = useClips(project.name);
  const classes = project.classes.filter((entry) => entry.items > 0).slice(0, coverPictures);
  const names = classes.map((entry) => entry.name);
  const cover = useQuery({
    queryKey: [...queryKeys.cover(project.name), ...names],
    enabled: project.items > 0,
    queryFn: async () => {
      if (names.length === 0) return (await data.items(project.name, {}, 0, coverPictures)).items;
      const pages = await Promise.all(
        names.map((name) =>
          data.items(project.name, { class: name }, 0, names.length < coverPictures ? 2 : 1),
        ),
      );
      const [first, second] = [0, 1].map((index) => pages.flatMap((page) => page.items[index] ?? []));
      // A picture with boxes of two classes is the first of both.
      const all = new Map([...(first ?? []), ...(second ?? [])].map((item) => [item.id, item]));
      return [...all.values()].slice(0, coverPictures);
    },
  });
  const items = cover.data ?? [];
  if (items.length === 0)
    return (
      <div className="cover none">
        <Icon name={hears(project) ? 'sound' : 'picture'} size={36} />
      </div>
    );
  return (
    <div className={`cover of-${items.length}`}>
      {items.map((item) => (
        <span key={item.id} className={hears(project) ? 'cover-sound' : 'cover-picture'}>
          {hears(project) ? (
            <ClipShape clip={clipOf(item.hash)} />
          ) : (
            <img src={data.pictureUrl(project.name, item.hash, 320)} alt="" loading="lazy" />
          )}
        </span>
      ))}
    </div>
  );
}

export function ProjectCard({ project, live }: { readonly project: Project; readonly live: boolean }) {
  const text = useTexts(projectsTexts);
  const format = useFormat();
  const { models } = useServices();
  const newest = useQuery({
    queryKey: queryKeys.models(project.name),
    queryFn: () => models.list(project.name),
    enabled: project.models > 0,
  });
  const quality = qualityOf(newest.data?.[0]?.metrics ?? {});
  const [empty, count] = hears(project)
    ? [text.noRecordings, text.recordings]
    : [text.noPictures, text.pictures];
  const step = project.models > 0 ? 'verify' : 'data';
  return (
    <a className="card project-card" href={projectLink(project.name, step)}>
      <Cover project={project} />
      <div className="card-body">
        <h2>{project.name}</h2>
        <p className="quiet-text">
          {project.items === 0
            ? empty
            : `${text.classes(format.number(project.classes.length), project.classes.length)} · ${count(format.number(project.items), project.items)}`}
        </p>
        <div className="card-foot">
          {quality === undefined ? (
            <span className="quiet-text">
              {project.models > 0 || project.items === 0 ? '' : text.noModel}
            </span>
          ) : (
            <span className="card-accuracy">
              <strong>{format.percent(quality)}</strong> {findsBoxes(project) ? text.map50 : text.accuracy}
            </span>
          )}
          {live && <span className="badge live">{text.live}</span>}
        </div>
      </div>
    </a>
  );
}
