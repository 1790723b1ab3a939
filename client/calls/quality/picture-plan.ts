/**
 * How much of the camera is sent while much of it gets lost: the voice goes first, then smooth movement, then size. For what
 * fits through at all a browser cares by itself; it goes on sending into a Wi-Fi that drops a tenth of everything.
 */
export interface PicturePlan {
  /** How many times smaller than the camera's picture, each way. */
  readonly scale: number;
  readonly perSecond: number;
  readonly kilobits: number;
}

const STEPS: readonly [PicturePlan, ...PicturePlan[]] = [
  { scale: 1, perSecond: 30, kilobits: 2_500 },
  { scale: 1.5, perSecond: 30, kilobits: 900 },
  { scale: 2, perSecond: 30, kilobits: 450 },
  { scale: 3, perSecond: 20, kilobits: 200 },
  { scale: 4, perSecond: 12, kilobits: 90 },
];
export const [WHOLE_PICTURE] = STEPS;

const LOSES = 0.08;
const IS_CLEAR = 0.02;
/** Looks, one a second. Going back up too early would only lose again. */
const DOWN_AFTER = 3;
const UP_AFTER = 10;

/** Fed with each look at the part that is lost there; null where nothing was reported. */
export class PicturePlanner {
  #step = 0;
  #bad = 0;
  #clear = 0;

  get plan(): PicturePlan {
    return STEPS[this.#step] ?? WHOLE_PICTURE;
  }

  look(lostThere: number | null): PicturePlan {
    const loses = lostThere !== null && lostThere >= LOSES;
    const isClear = lostThere !== null && lostThere < IS_CLEAR;
    this.#bad = loses ? this.#bad + 1 : 0;
    this.#clear = isClear ? this.#clear + 1 : 0;
    if (this.#bad >= DOWN_AFTER) this.#goTo(this.#step + 1);
    else if (this.#clear >= UP_AFTER) this.#goTo(this.#step - 1);
    return this.plan;
  }

  #goTo(step: number): void {
    this.#step = Math.min(STEPS.length - 1, Math.max(0, step));
    [this.#bad, this.#clear] = [0, 0];
  }
}
