/** Bright ones that differ on photos, for dark text on them; the thirteenth class is like the first. */
export const classColours = [
  '#ff6b61',
  '#38c6ff',
  '#ffd23f',
  '#63e376',
  '#cf8dff',
  '#ff9f1c',
  '#10dfc4',
  '#ff83c8',
  '#a3b8ff',
  '#c9e23c',
  '#ffa98f',
  '#9ce4ff',
] as const;

/** Of the class at this place in the project's list. */
export function classColour(index: number): string {
  return classColours[Math.max(0, index) % classColours.length] ?? classColours[0];
}

/** Colours of a project's classes, as the labelling page gives them. */
export function colourOf(project: { readonly classes: readonly { readonly name: string }[] }) {
  return (name: string) => classColour(project.classes.findIndex((entry) => entry.name === name));
}
