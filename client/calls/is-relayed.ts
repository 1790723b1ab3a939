/** Whether a connection passes through a relay, from what the browser says of its pair of candidates. */

/** As much of RTCStats as is read; the DOM's own types leave these members out. */
interface Entry {
  readonly id: string;
  readonly type: string;
  readonly selectedCandidatePairId?: string;
  /** Firefox names the pair so and has no transport. */
  readonly selected?: boolean;
  readonly localCandidateId?: string;
  readonly remoteCandidateId?: string;
  readonly candidateType?: string;
}

/** Null where no pair is chosen yet. */
export function isRelayed(report: { forEach(each: (entry: Entry) => void): void }): boolean | null {
  const entries = new Map<string, Entry>();
  report.forEach((entry) => entries.set(entry.id, entry));
  const all = [...entries.values()];
  const chosen = all.find(
    ({ type, selectedCandidatePairId }) => type === 'transport' && selectedCandidatePairId,
  );
  const pair =
    entries.get(chosen?.selectedCandidatePairId ?? '') ??
    all.find(({ type, selected }) => type === 'candidate-pair' && selected === true);
  if (pair === undefined) return null;
  const ends = [pair.localCandidateId, pair.remoteCandidateId].map((id) => entries.get(id ?? ''));
  return ends.some((end) => end?.candidateType === 'relay');
}
