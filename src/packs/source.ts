/** Where a pack is taken from: a folder, an archive, a commit. Names are checked; contents are read one at a time. */
export interface PackSource {
  /** names the pack when nothing better does */
  name: string;
  /** what to give to `addax packs add` again, without credentials */
  given: string;
  entries: readonly SourceEntry[];
  /** at most `limits.fileBytes`; @throws PackError */
  read(entry: SourceEntry): Promise<Uint8Array>;
  /**
   * The commit that these files are of, and how many of them differ from it; undefined when nothing tells.
   * @param taken Git object id by path
   */
  commitOf(taken: ReadonlyMap<string, string>): Promise<{ commit: string; differ: number } | undefined>;
  close(): Promise<void>;
}

export interface SourceEntry {
  path: string;
  /** as declared; what is read may not be longer */
  size: number;
  symlink: boolean;
}
