import type { BoxLabel } from '@/model/entities';

/** Made-up pictures with things to find: bricks, balls and tents on a lawn. */
export const sceneSize = { width: 640, height: 480 };
export const sceneClasses = ['ball', 'brick', 'tent'] as const;

/** What is in the picture of a hash. */
export function thingsIn(hash: string): BoxLabel[] {
  const digit = (index: number) => parseInt(hash.slice(index % 60, (index % 60) + 2), 16) / 255;
  const count = Math.floor(digit(1) * 6);
  return Array.from({ length: count }, (_, k) => {
    const name = sceneClasses[Math.floor(digit(7 * k + 3) * 2.999)] ?? 'ball';
    const size = Math.round(36 + digit(7 * k + 4) * 90);
    const width = name === 'brick' ? Math.round(size * 1.5) : size;
    const left = Math.round((0.05 + 0.9 * ((k + digit(7 * k + 5)) / count)) * (sceneSize.width - width));
    const top = Math.round((0.1 + 0.85 * digit(7 * k + 6)) * (sceneSize.height - size));
    return { name, location: { left, top, width, height: size } };
  });
}

function draw({ name, location: { left, top, width, height } }: BoxLabel, index: number): string {
  const colour = `hsl(${(index * 67) % 360} 55% 52%)`;
  if (name === 'ball')
    return `<ellipse cx="${left + width / 2}" cy="${top + height / 2}" rx="${width / 2}" ry="${height / 2}" fill="${colour}"/>`;
  if (name === 'brick')
    return `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${colour}"/>`;
  return `<polygon points="${left},${top + height} ${left + width / 2},${top} ${left + width},${top + height}" fill="${colour}"/>`;
}

export function drawScene(hash: string): string {
  const { width, height } = sceneSize;
  const hue = 80 + parseInt(hash.slice(0, 2), 16) / 6;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" fill="hsl(${hue} 28% 74%)"/>
    <path d="M0 300Q160 240 320 300T640 280V480H0Z" fill="hsl(${hue} 30% 64%)"/>${thingsIn(hash).map(draw).join('')}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
