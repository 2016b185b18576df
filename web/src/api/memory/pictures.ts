/** A made-up picture for a hash: soft colours and a shape, so that a wall of them looks like photos from afar. */
export function drawPicture(hash: string): string {
  const digit = (index: number) => parseInt(hash.slice(index * 2, index * 2 + 2), 16) / 255;
  const hue = Math.round(digit(0) * 360);
  const sky = `hsl(${hue} ${20 + digit(1) * 30}% ${70 + digit(2) * 18}%)`;
  const ground = `hsl(${hue + 25} 22% ${48 + digit(3) * 20}%)`;
  const thing = `hsl(${Math.round(digit(4) * 360)} ${35 + digit(5) * 35}% ${38 + digit(6) * 25}%)`;
  const x = 60 + digit(7) * 40;
  const size = 32 + digit(8) * 24;
  const shape =
    digit(9) > 0.5
      ? `<ellipse cx="${x}" cy="76" rx="${size}" ry="${size * 0.75}" fill="${thing}"/>`
      : `<rect x="${x - size}" y="${88 - size}" width="${2 * size}" height="${1.3 * size}" rx="12" fill="${thing}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120" width="640" height="480">
    <rect width="160" height="120" fill="${sky}"/><rect y="84" width="160" height="36" fill="${ground}"/>${shape}
    <circle cx="${x - size / 3}" cy="${72 - size / 4}" r="${size / 6}" fill="#fff" opacity=".35"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Rows of made-up pictures, the first of each as it is, the others turned by up to `degrees`. */
export function drawSheet(hashes: readonly string[], degrees: number, seed: number): string {
  const columns = 5;
  const view = (hash: string, row: number, column: number) => {
    const angle = column === 0 ? 0 : degrees * Math.sin(37 * (seed + 1) + 11 * row + 5 * column);
    const [x, y] = [column * 104, row * 104];
    return `<svg x="${x}" y="${y}" width="100" height="100"><image href="${drawPicture(hash)}" width="100" height="100"
      preserveAspectRatio="xMidYMid slice" transform="rotate(${angle} 50 50)"/></svg>`;
  };
  const views = hashes.flatMap((hash, row) =>
    Array.from({ length: columns }, (_, column) => view(hash, row, column)),
  );
  const height = hashes.length * 104 - 4;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 516 ${height}" width="1032" height="${height * 2}">${views.join('')}</svg>`;
}
