// Bar times. The chart library knows no time zones, so it is given seconds that *read* as exchange
// time when printed as UTC. Bars of a day and longer are trading dates and need no zone.

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** Those the server knows, from the narrowest to the widest. */
export const allTimeframes: readonly string[] = [
  '1Min',
  '5Min',
  '15Min',
  '30Min',
  '1Hour',
  '4Hour',
  '1Day',
  '1Week',
  '1Month',
  '3Month',
  '12Month',
];

export function isIntraday(timeframe: string): boolean {
  return /Min$|Hour$/.test(timeframe);
}

/** Minutes that a zone is ahead of UTC at an instant. */
function offsetMinutes(format: Intl.DateTimeFormat, ms: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(ms)) part[type] = Number(value);
  const wall = Date.UTC(
    part.year ?? 0,
    (part.month ?? 1) - 1,
    part.day ?? 1,
    part.hour ?? 0,
    part.minute ?? 0,
  );
  return Math.round((wall - ms) / 60_000);
}

function zoneFormat(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  } catch {
    return null;
  }
}

/** Seconds of exchange time for each bar, strictly rising as the chart demands. */
export function chartSeconds(times: readonly string[], zone: string | null): number[] {
  const format = zone ? zoneFormat(zone) : null;
  const offsets = new Map<number, number>();
  let previous = -Infinity;
  return times.map((text) => {
    const ms = Date.parse(dayPattern.test(text) ? `${text}T00:00:00Z` : text);
    let shift = 0;
    if (format && !dayPattern.test(text)) {
      const hour = Math.floor(ms / 3_600_000);
      shift = offsets.get(hour) ?? offsetMinutes(format, ms);
      offsets.set(hour, shift);
    }
    const seconds = Math.max(ms / 1000 + shift * 60, previous + 1);
    previous = seconds;
    return seconds;
  });
}

/** A bar's time for people: the date, and the exchange's clock for intraday bars. */
export function shownTime(text: string, zone: string | null): string {
  if (dayPattern.test(text)) return text;
  const [seconds = 0] = chartSeconds([text], zone);
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

/** The calendar date of a bar in exchange time. */
export function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
