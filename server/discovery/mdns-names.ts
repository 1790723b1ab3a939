/** The names under which a server appears in mDNS, in forms that survive the libraries on both ends. */

export const SERVICE_TYPE = 'earshot';

const MAX_LABEL_BYTES = 63;

/** Characters that show nothing and change what is around them, but not the joiners, of which emoji are made. */
export const HIDDEN_CHARACTERS = /[\p{Cc}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu;

/** The host's label: `earshot`, and `earshot-2` for whoever finds that taken. Ours, since `earshot-(2)` fits in no URL. */
export const hostLabel = (number: number): string => (number === 1 ? 'earshot' : `earshot-${number}`);

/**
 * The service's instance name, one DNS label. A dot would end it early. A number in brackets at its end would be taken by
 * ciao for its own, and be given to the host name too.
 */
export function serviceName(name: string, number: number): string {
  const plain =
    name
      .replace(HIDDEN_CHARACTERS, ' ')
      .replace(/[.\\]/g, ' ')
      .replace(/\((\d+)\)\s*$/, '$1')
      .replace(/\s+/g, ' ')
      .trim() || 'Earshot';
  const suffix = number === 1 ? '' : ` #${number}`;
  return fitBytes(plain, MAX_LABEL_BYTES - suffix.length) + suffix;
}

/** The longest beginning that is at most `maxBytes` in UTF-8 and cuts no character. */
export function fitBytes(text: string, maxBytes: number): string {
  let bytes = 0;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > maxBytes) break;
    kept += segment;
  }
  return kept.trimEnd();
}
