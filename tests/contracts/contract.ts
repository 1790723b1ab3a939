/** A contract is a list of rules that run in Node and in a browser alike, so there is no test framework in here. */

export interface Rule<Subject> {
  readonly title: string;
  /** @throws where the subject does not keep the rule */
  readonly keeps: (subject: Subject) => Promise<void>;
}

export function same(actual: unknown, expected: unknown): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`expected ${wanted}, got ${got}`);
}
