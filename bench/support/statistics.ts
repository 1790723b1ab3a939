/** What figures come to. */

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** The median of each figure of several rounds. */
export function medians<T extends Readonly<Record<string, number>>>(rounds: readonly T[]): T {
  const names = Object.keys(rounds[0] ?? {});
  // Made of exactly the names of T, whose values are all numbers.
  return Object.fromEntries(
    names.map((name) => [name, median(rounds.map((round) => round[name] ?? NaN))]),
  ) as T;
}
