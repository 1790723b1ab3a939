/** A contract is a list of rules that run in Node and in a browser alike, so there is no test framework in here. */

export interface Rule<Subject> {
  readonly title: string;
  /** @throws where the subject does not keep the rule */
  readonly keeps: (subject: Subject) => Promise<void>;
}

/** As text that does not depend on the order in which members were set. */
export function written(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

export function same(actual: unknown, expected: unknown): void {
  const [got, wanted] = [written(actual), written(expected)];
  if (got !== wanted) throw new Error(`expected ${wanted}, got ${got}`);
}
