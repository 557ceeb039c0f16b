interface TimeAgoProps {
  /** RFC 3339. */
  time: string;
}

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const absolute = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' });

export function TimeAgo({ time }: TimeAgoProps) {
  const date = new Date(time);
  return (
    <time dateTime={time} title={absolute.format(date)}>
      {timeAgo(date, Date.now())}
    </time>
  );
}

export function timeAgo(date: Date, now: number): string {
  // A server's clock a little ahead of ours doesn't put anything into the future.
  const seconds = Math.max(0, (now - date.getTime()) / 1000);
  for (const [unit, length] of UNITS) {
    if (seconds >= length) return relative.format(-Math.floor(seconds / length), unit);
  }
  return relative.format(0, 'second');
}
