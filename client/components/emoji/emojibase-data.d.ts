/** What of the package is used; its own types would make the compiler read half a megabyte. */
declare module 'emojibase-data/en/compact.json' {
  const all: readonly {
    readonly unicode: string;
    readonly label: string;
    readonly tags?: readonly string[];
    /** Missing on the letters that flags are made of. */
    readonly group?: number;
  }[];
  export default all;
}
