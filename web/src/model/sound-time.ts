/** A place in a recording as players write it: 65.25 → "1:05.25"; with hours from one hour on. */
export function formatTime(seconds: number, digits = 0): string {
  const unit = 10 ** digits;
  const whole = Math.round(Math.max(0, seconds) * unit);
  const rest = whole % (60 * unit);
  const minutes = Math.floor(whole / (60 * unit));
  const tail = (rest / unit).toFixed(digits).padStart(digits > 0 ? digits + 3 : 2, '0');
  if (minutes < 60) return `${minutes}:${tail}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${tail}`;
}

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 36_000];

/** The smallest round number of seconds that is at least this long. */
export function roundStep(least: number): number {
  if (least > 0.5) return steps.find((step) => step >= least) ?? 86_400;
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-6)));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least * 0.999999) ?? 10;
  return factor * power;
}

/** So many digits tell the multiples of a step apart. */
export function digitsOf(step: number): number {
  return step >= 1 ? 0 : Math.min(6, Math.max(1, -Math.floor(Math.log10(step * 1.000001))));
}
