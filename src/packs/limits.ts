/** Far beyond any published pack (154 MB, 6,500 files with its tools), and cheap to reach for. */
export interface PackLimits {
  /** of what is read, together */
  totalBytes: number;
  fileBytes: number;
  /** files, folders and whatever else a source names */
  entries: number;
  /** inflated to compressed, of a file beyond a megabyte: rules compress 5 to 30 times */
  ratio: number;
  /** for git to fetch in */
  fetchMs: number;
}

export const PACK_LIMITS: PackLimits = {
  totalBytes: 1024 ** 3,
  fileBytes: 512 * 1024 ** 2,
  entries: 100_000,
  ratio: 200,
  fetchMs: 10 * 60_000,
};
