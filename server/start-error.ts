/** A reason not to start, as one sentence for the person at the terminal; main prints it and exits with code 1. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
