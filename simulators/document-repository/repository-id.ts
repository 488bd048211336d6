/** repositoryUniqueId when the statement gives none: an arc under the UUID root of ISO (2.25), ours for tests. */
export const DEFAULT_REPOSITORY = '2.25.223045678901234567890123456789012345';
