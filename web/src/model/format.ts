import { type Language, languageTags } from './language';

const durationTexts = {
  en: {
    seconds: (n: number) => `${n} s`,
    minutes: (m: number, s: number) => `${m} min${s ? ` ${s} s` : ''}`,
    hours: (h: number, m: number) => `${h} h${m ? ` ${m} min` : ''}`,
  },
  zh: {
    seconds: (n: number) => `${n} 秒`,
    minutes: (m: number, s: number) => `${m} 分${s ? ` ${s} 秒` : '钟'}`,
    hours: (h: number, m: number) => `${h} 小时${m ? ` ${m} 分钟` : ''}`,
  },
} as const;

/** Numbers, times and sizes as the reader of a language writes them. */
export interface Format {
  number(value: number): string;
  /** 0.849 → "84.9 %" ("84.9%" in Chinese). */
  percent(share: number, digits?: number): string;
  dateTime(milliseconds: number): string;
  bytes(size: number): string;
  /** Coarse: people plan with minutes. */
  duration(seconds: number): string;
  /** 4700000 → "4.7M" */
  compact(value: number): string;
}

export function createFormat(language: Language): Format {
  const tag = languageTags[language];
  const number = new Intl.NumberFormat(tag);
  const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
  const dateTime = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
  const percents = [0, 1, 2].map(
    (digits) => new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const space = language === 'en' ? '\u00a0' : '';
  return {
    number: (value) => number.format(value),
    percent: (share, digits = 1) => `${percents[digits]?.format(share * 100) ?? ''}${space}%`,
    dateTime: (milliseconds) => dateTime.format(milliseconds),
    bytes: (size) => {
      const units = ['B', 'KB', 'MB', 'GB', 'TB'];
      const power = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), units.length - 1);
      const value = size / 1000 ** power;
      return `${number.format(value < 10 && power > 0 ? Math.round(value * 10) / 10 : Math.round(value))} ${units[power] ?? ''}`;
    },
    duration: (seconds) => {
      const text = durationTexts[language];
      const whole = Math.max(0, Math.round(seconds));
      if (whole < 60) return text.seconds(whole);
      if (whole < 600) return text.minutes(Math.floor(whole / 60), whole % 60);
      const minutes = Math.round(whole / 60);
      return minutes < 60 ? text.minutes(minutes, 0) : text.hours(Math.floor(minutes / 60), minutes % 60);
    },
    compact: (value) => compact.format(value),
  };
}
