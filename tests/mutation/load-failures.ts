/**
 * Where a change keeps a test file from being loaded, Stryker's runner sees no test that failed and says that the change survived. Told
 * as an error it counts neither as noticed nor as missed.
 */
import type { Reporter, TestModule, Vitest } from 'vitest/node';

export class LoadFailures implements Reporter {
  #vitest: Vitest | null = null;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestModuleEnd(module: TestModule): void {
    const [failure] = module.errors();
    const [ran] = module.children.allTests();
    if (failure !== undefined && ran === undefined) this.#vitest?.state.catchError(failure, 'Load Error');
  }
}
